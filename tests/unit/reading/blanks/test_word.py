"""The Word file of a blank."""

import io

import pytest
from docx import Document
from lxml import etree

from pipeline.reading import blanks
from pipeline.reading.blanks import FORMS
from pipeline.reading.blanks.controls import NAMESPACES, W14, W

UNITS = ("Phòng Tổng hợp", "Trung tâm Phục vụ hành chính công")


def controls(blank):
    """The controls of the file by their tag."""
    body = etree.fromstring(etree.tostring(Document(io.BytesIO(blank.docx)).element.body))
    found = body.iterfind(".//w:sdt", NAMESPACES)
    return [(control.find("w:sdtPr/w:tag", NAMESPACES).get(f"{{{W}}}val"), control) for control in found]


def has(control, kind):
    return control.find(f"w:sdtPr/{kind}", NAMESPACES) is not None


@pytest.mark.parametrize("name", FORMS)
def test_every_zone_has_one_control_with_its_key(name):
    blank = blanks.blank(name)

    tags = [tag for tag, _control in controls(blank)]

    assert sorted(tags) == sorted(blank.zones["fields"])


@pytest.mark.parametrize("name", FORMS)
def test_every_control_has_a_title_and_a_number_of_its_own(name):
    found = [control.find("w:sdtPr", NAMESPACES) for _tag, control in controls(blanks.blank(name))]

    assert all(properties.find("w:alias", NAMESPACES).get(f"{{{W}}}val") for properties in found)
    numbers = [properties.find("w:id", NAMESPACES).get(f"{{{W}}}val") for properties in found]
    assert len(set(numbers)) == len(numbers)
    assert all(0 < int(number) < 2**31 for number in numbers)


def test_controls_are_of_the_kind_their_field_needs():
    found = dict(controls(blanks.blank("TD-02", units=UNITS, posts=["Chuyên viên"])))

    assert has(found["ho_ten"], "w:text")
    assert has(found["ngay_sinh"], "w:date")
    assert has(found["ngay_ky"], "w:date")
    assert has(found["don_vi"], "w:comboBox")
    assert has(found["chuc_vu"], "w:comboBox")
    assert has(found["gioi_tinh=Nữ"], "w14:checkbox")
    assert found["thanh_tich"].find("w:sdtPr/w:text", NAMESPACES).get(f"{{{W}}}multiLine") == "1"


def test_the_list_of_units_offers_the_units_given():
    found = dict(controls(blanks.blank("TD-02", units=UNITS)))

    items = found["don_vi"].iterfind("w:sdtPr/w:comboBox/w:listItem", NAMESPACES)
    assert [item.get(f"{{{W}}}value") for item in items] == list(UNITS)


def test_an_untouched_form_holds_no_value():
    for tag, control in controls(blanks.blank("TD-02", units=UNITS)):
        box = control.find("w:sdtPr/w14:checkbox/w14:checked", NAMESPACES)
        if box is None:
            assert has(control, "w:showingPlcHdr"), tag
        else:
            assert box.get(f"{{{W14}}}val") == "0", tag


def test_the_properties_of_a_control_stand_in_the_order_of_the_schema():
    order = ["alias", "tag", "id", "lock", "showingPlcHdr"]
    for _tag, control in controls(blanks.blank("TD-02", units=UNITS)):
        names = [etree.QName(child).localname for child in control.find("w:sdtPr", NAMESPACES)]

        assert names[:-1] == order[: len(names) - 1]
        assert names[-1] in {"text", "date", "comboBox", "checkbox"}


def test_the_properties_of_a_table_stand_in_the_order_of_the_schema():
    order = ["tblStyle", "tblW", "jc", "tblLayout", "tblCellMar", "tblLook"]
    for table in Document(io.BytesIO(blanks.blank("TD-01").docx)).tables:
        names = [etree.QName(child).localname for child in table._tbl.tblPr]

        assert names == sorted(names, key=order.index)


def test_the_footer_carries_the_machine_readable_line():
    footer = Document(io.BytesIO(blanks.blank("TD-02").docx)).sections[0].footer

    assert footer.paragraphs[0].text.startswith("MẪU TĐ-02/v1 | KH-2021-2025 | DV: ……")
