"""The PDF of a blank: printed as laid out, filled in on the screen."""

import io

import pypdfium2
import pypdfium2.raw
import pytest
from pypdf import PdfReader, PdfWriter

from pipeline.errors import MissingPart, NoSuchBlank
from pipeline.reading import blanks
from pipeline.reading.blanks import FORMS, Mark, fonts, marks

UNITS = ("Phòng Tổng hợp", "Trung tâm Phục vụ hành chính công")


@pytest.fixture(params=FORMS)
def blank(request):
    return blanks.blank(request.param, units=UNITS)


@pytest.fixture
def nomination():
    return blanks.blank("TD-02", units=UNITS)


def widgets(pdf):
    """The name and the annotation of every field, with its page."""
    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages, start=1):
        for annotation in page["/Annots"]:
            widget = annotation.get_object()
            parent = widget.get("/Parent")
            name = f"{parent.get_object()['/T']}.{widget['/T']}" if parent else widget["/T"]
            yield name, number, float(page.mediabox.height), widget


def test_every_zone_is_a_field_exactly_over_it(blank):
    found = {}
    for name, page, height, widget in widgets(blank.pdf):
        x0, y0, x1, y1 = (float(edge) for edge in widget["/Rect"])
        found[name] = [page, x0, height - y1, x1 - x0, y1 - y0]

    expected = {
        key: [zone["page"], zone["x"], zone["y"], zone["w"], zone["h"]] for key, zone in blank.zones["fields"].items()
    }
    assert found.keys() == expected.keys()
    for key, place in expected.items():
        assert found[key] == pytest.approx(place, abs=0.02), key


def test_fields_say_what_they_are_for_and_boxes_carry_their_option(nomination):
    fields = {name: widget for name, _page, _height, widget in widgets(nomination.pdf)}

    assert fields["ho_ten"]["/TU"] == "Họ và tên"
    assert fields["linh_vuc=LV05"]["/TU"] == "Lĩnh vực điển hình: LV05 - Cải cách hành chính"
    assert set(fields["gioi_tinh=Nữ"]["/AP"]["/N"]) == {"/Off", "/Nữ"}
    assert fields["don_vi"]["/Opt"] == list(UNITS)
    assert fields["thanh_tich"]["/Ff"] & (1 << 12)


def test_filled_values_are_read_back(nomination):
    values = {"ho_ten": "Giàng A Mẫu", "don_vi": UNITS[1], "thanh_tich": "Rút ngắn quy trình.\nSố hóa 1.250 hồ sơ."}
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(nomination.pdf)))

    writer.update_page_form_field_values(writer.pages[0], {**values, "gioi_tinh=Nữ": "/Nữ"}, auto_regenerate=True)

    stream = io.BytesIO()
    writer.write(stream)
    fields = PdfReader(stream).get_fields()
    assert {key: fields[key]["/V"] for key in values} == values
    assert fields["gioi_tinh=Nữ"]["/V"] == "/Nữ"
    assert fields["gioi_tinh=Nam"]["/V"] == "/Off"


def test_rows_of_a_table_are_fields_of_their_own():
    fields = PdfReader(io.BytesIO(blanks.blank("TD-01").pdf)).get_fields()

    assert {"ca_nhan[1].ho_ten", "ca_nhan[12].danh_hieu=CSTDCS", "tap_the[3].linh_vuc=LV11"} <= fields.keys()


def test_typed_vietnamese_shows_in_a_viewer_that_has_no_vietnamese_font(nomination):
    document = pypdfium2.PdfDocument(nomination.pdf)
    document.init_forms()
    page = document[0]
    zone = nomination.zones["fields"]["ho_ten"]

    type_into(document.formenv, page, zone, "ẫụởđưỹ")

    box = [zone["x"], zone["y"], zone["x"] + zone["w"], zone["y"] + zone["h"]]
    picture = page.render(scale=2, grayscale=True).to_pil().crop([round(2 * edge) for edge in box])
    inked = picture.point(lambda level: 255 * (level < 128)).getbbox()
    assert inked is not None
    assert inked[2] - inked[0] > 5 * 6  # pixels: all six letters, not one or two


def type_into(form, page, zone, text):
    raw = pypdfium2.raw
    x, y = zone["x"] + zone["w"] / 2, page.get_height() - zone["y"] - zone["h"] / 2
    raw.FORM_OnLButtonDown(form.raw, page.raw, 0, x, y)
    raw.FORM_OnLButtonUp(form.raw, page.raw, 0, x, y)
    for letter in text:
        raw.FORM_OnChar(form.raw, page.raw, ord(letter), 0)
    raw.FORM_ForceToKillFocus(form.raw)


def test_every_page_shows_its_code_and_its_corner_squares(blank):
    scale = 4
    document = pypdfium2.PdfDocument(blank.pdf)
    for number, page in enumerate(document, start=1):
        width, height = page.get_size()
        picture = page.render(scale=scale, grayscale=True).to_pil()
        mark = Mark(blank.zones["form"], 1, number)
        left, top, _right, _bottom = marks.qr_box(width, mark)

        def dark(x, y, picture=picture):
            return picture.getpixel((round(x * scale), round(y * scale))) < 128

        def module(row, column, left=left, top=top, dark=dark):
            return dark(left + (column + 0.5) * marks.QR_MODULE, top + (row + 0.5) * marks.QR_MODULE)

        side = range(len(marks.qr_matrix(mark)))
        assert [[module(row, column) for column in side] for row in side] == marks.qr_matrix(mark)
        for x0, y0, x1, y1 in marks.corner_squares(width, height):
            assert all(dark(x, y) for x in (x0 + 1, x1 - 1) for y in (y0 + 1, y1 - 1))
            assert not any(dark(x, y) for x in (x0 - 1, x1 + 1) for y in (y0 - 1, y1 + 1))


def test_every_page_ends_in_the_machine_readable_line(blank):
    for page in PdfReader(io.BytesIO(blank.pdf)).pages:
        lines = [line for line in page.extract_text().splitlines() if line.startswith("MẪU TĐ-")]

        assert len(lines) == 1
        assert lines[0].startswith(f"MẪU {blank.zones['form'].replace('D', 'Đ')}/v1 | KH-2021-2025 | DV: ……")


def test_the_file_says_its_title_and_its_language(blank):
    reader = PdfReader(io.BytesIO(blank.pdf))

    assert reader.metadata.title.startswith(("PHIẾU GIỚI THIỆU", "BẢN ĐĂNG KÝ"))
    assert reader.trailer["/Root"]["/Lang"] == "vi"


def test_a_nomination_is_one_page_and_a_registration_two():
    assert [len(PdfReader(io.BytesIO(blanks.blank(name).pdf)).pages) for name in ("TD-02", "TD-01")] == [1, 2]


def test_a_blank_is_the_same_every_time(blank):
    again = blanks.blank(blank.zones["form"], units=UNITS)

    assert again.files() == blank.files()


def test_the_printed_layout_is_the_one_kept_for_its_version(blank):
    kept = blanks.zone_map(blank.zones["form"], blank.zones["version"])

    assert kept == blank.zones, "zones have moved: raise `version` in forms/*.toml and keep the new map in maps/"


def test_a_version_never_printed_has_no_map():
    with pytest.raises(NoSuchBlank, match="TD-02/v99"):
        blanks.zone_map("TD-02", 99)


def test_an_unknown_form_is_refused_with_the_known_ones():
    with pytest.raises(NoSuchBlank, match="TD-01, TD-02"):
        blanks.blank("TD-09")


def test_a_missing_font_is_named_with_the_way_to_install_it(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "FOLDERS", (tmp_path,))

    with pytest.raises(MissingPart, match="fonts-liberation2"):
        fonts.font_file(fonts.Style.REGULAR)
