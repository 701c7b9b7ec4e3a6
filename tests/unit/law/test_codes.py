"""The code lists of the domain reference, section 2, and what makes a list unusable."""

import re
from datetime import date

import pytest

from pipeline.errors import RuleFileBroken
from pipeline.law.codes import (
    Authority,
    Kind,
    Subject,
    emulation_field,
    emulation_fields,
    read_plan,
    read_titles,
    title,
    titles,
)

TITLE = """
[[title]]
code = "LDTT"
name = "Lao động tiên tiến"
abbreviation = "LĐTT"
aliases = []
kind = "danh_hieu"
subjects = ["ca_nhan"]
decided_by = "chanh_van_phong"
from = 2024-01-01
source = "Luật 06/2022/QH15, Điều 80"
evidence = "verified"
"""


def test_titles_stand_in_the_order_of_the_reference():
    codes = [entry.code for entry in titles()]

    assert codes == [
        "LDTT",
        "CSTDCS",
        "CSTDT",
        "CSTDTQ",
        "TTLDTT",
        "TTLDXS",
        "CTD_TINH",
        "CTD_CP",
        "GK",
        "BK_TINH",
        "BK_TTG",
        "HC",
        "KNC",
    ]


def test_the_chief_of_office_decides_four_of_them():
    own = {entry.code for entry in titles() if entry.decided_by is Authority.CHIEF_OF_OFFICE}

    assert own == {"LDTT", "CSTDCS", "TTLDTT", "GK"}


def test_a_certificate_goes_to_persons_and_collectives():
    certificate = title("GK")

    assert certificate.kind is Kind.COMMENDATION
    assert certificate.subjects == {Subject.PERSON, Subject.COLLECTIVE}


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("LĐTT", "LDTT"),
        ("CSTĐCS", "CSTDCS"),
        ("CSTĐ cơ sở", "CSTDCS"),
        ("CSTĐ cấp tỉnh", "CSTDT"),
        ("TTLĐTT", "TTLDTT"),
        ("TTLĐXS", "TTLDXS"),
        ("GK", "GK"),
        ("BK", "BK_TINH"),
        ("Giấy khen của Chánh Văn phòng UBND tỉnh", "GK"),
    ],
)
def test_spellings_met_in_the_wild_lead_to_their_title(spelling, code):
    assert [entry.code for entry in titles() if spelling in entry.spellings] == [code]


def test_the_plan_has_eleven_fields():
    assert [entry.code for entry in emulation_fields()] == [f"LV{number:02d}" for number in range(1, 12)]


def test_fields_hold_for_three_different_periods():
    periods = {entry.code: (entry.period.start, entry.period.end) for entry in emulation_fields()}

    assert periods.pop("LV01") == (date(2021, 9, 1), None)
    assert periods.pop("LV10") == (date(2019, 1, 1), date(2025, 12, 31))
    assert set(periods.values()) == {(date(2021, 1, 1), date(2025, 12, 31))}


def test_the_names_in_quotation_marks_are_the_movements():
    for entry in emulation_fields():
        assert list(entry.movements) == re.findall(r"“(.+?)”", entry.wording)
    assert emulation_field("LV06").movements == ()
    assert len(emulation_field("LV11").movements) == 2


def test_the_wording_keeps_both_ways_of_writing_a_period():
    assert emulation_field("LV02").wording.endswith("giai đoạn 2021-2025.")
    assert emulation_field("LV10").wording.endswith("giai đoạn 2019 - 2025.")


def test_an_unknown_code_is_an_error():
    with pytest.raises(KeyError):
        title("LV05")


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        (TITLE.replace("source =", "# source ="), "thiếu source"),
        (TITLE.replace("Luật 06/2022/QH15, Điều 80", " "), "chưa ghi nguồn"),
        (TITLE.replace("from =", "# from ="), "thiếu from"),
        (TITLE.replace("from =", "to = 2023-12-31\nfrom ="), "sớm hơn ngày bắt đầu"),
        (TITLE.replace("verified", "sure"), "evidence không đúng (sure)"),
        (TITLE + 'colour = "red"', "colour"),
        (TITLE + TITLE, "2024-01-01"),
        (TITLE + TITLE.replace('"LDTT"', '"CSTDCS"'), "“Lao động tiên tiến” trùng"),
    ],
)
def test_a_broken_entry_is_named_with_its_file(tmp_path, broken, problem):
    path = tmp_path / "titles.toml"
    path.write_text(broken, "utf-8")

    with pytest.raises(RuleFileBroken) as caught:
        read_titles(path)

    assert "tệp quy định titles.toml, mục LDTT:" in caught.value.message
    assert problem in caught.value.message


def test_an_unknown_section_and_bad_toml_are_errors(tmp_path):
    for text in (TITLE.replace("[[title]]", "[[titel]]"), "[[title]\n"):
        path = tmp_path / "titles.toml"
        path.write_text(text, "utf-8")

        with pytest.raises(RuleFileBroken, match=r"titles\.toml"):
            read_titles(path)


def test_a_movement_that_is_not_in_the_wording_is_an_error(tmp_path):
    path = tmp_path / "plan-2026-2030.toml"
    path.write_text(
        'field = [{code = "LV12", label = "Thử", wording = "Phong trào “Một”.", movements = ["Hai"], keywords = [],'
        ' from = 2026-01-01, source = "Kế hoạch thử", evidence = "assumed"}]',
        "utf-8",
    )

    with pytest.raises(RuleFileBroken, match=r"LV12.*“Hai”"):
        read_plan(path)
