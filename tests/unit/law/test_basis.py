"""The basis lines by day of issue (domain reference 4.1 and 8.0)."""

from datetime import date, timedelta

import pytest

from pipeline.errors import RuleFileBroken
from pipeline.law.basis import basis_gaps, basis_lines, legal_texts, read_basis
from pipeline.law.files import DATA, Evidence


def numbers(day):
    return [line.numbers for line in basis_lines(day)]


def test_a_document_of_2021_cites_the_old_law_with_its_amendments_on_one_line():
    lines = [line.text for line in basis_lines(date(2021, 9, 16))]

    assert lines == [
        "Căn cứ Luật Thi đua, khen thưởng ngày 26 tháng 11 năm 2003; Luật sửa đổi, bổ sung một số điều của Luật Thi"
        " đua, khen thưởng ngày 14 tháng 6 năm 2005; Luật sửa đổi, bổ sung một số điều của Luật Thi đua, khen thưởng"
        " ngày 16 tháng 11 năm 2013",
        "Căn cứ Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ quy định chi tiết thi hành một số"
        " điều của Luật Thi đua, khen thưởng",
        "Căn cứ Thông tư số 12/2019/TT-BNV ngày 04 tháng 11 năm 2019 của Bộ trưởng Bộ Nội vụ quy định chi tiết thi hành"
        " một số điều của Nghị định số 91/2017/NĐ-CP ngày 31 tháng 7 năm 2017 của Chính phủ quy định chi tiết thi hành"
        " một số điều của Luật Thi đua, khen thưởng",
    ]


@pytest.mark.parametrize(
    ("day", "cited"),
    [
        (date(2023, 12, 31), ["15/2003/QH11", "91/2017/NĐ-CP", "12/2019/TT-BNV"]),
        (date(2024, 1, 1), ["06/2022/QH15", "98/2023/NĐ-CP"]),
        (date(2024, 7, 14), ["06/2022/QH15", "98/2023/NĐ-CP", "01/2024/TT-BNV"]),
        (date(2024, 7, 15), ["06/2022/QH15", "98/2023/NĐ-CP", "01/2024/TT-BNV", "14/2024/QĐ-UBND"]),
        (date(2025, 6, 30), ["06/2022/QH15", "98/2023/NĐ-CP", "01/2024/TT-BNV", "14/2024/QĐ-UBND"]),
        (date(2025, 7, 1), ["06/2022/QH15", "152/2025/NĐ-CP"]),
        (date(2025, 8, 5), ["06/2022/QH15", "152/2025/NĐ-CP", "15/2025/TT-BNV"]),
        (date(2026, 10, 1), ["06/2022/QH15", "152/2025/NĐ-CP", "15/2025/TT-BNV"]),
    ],
)
def test_the_regime_changes_on_the_day_it_changes(day, cited):
    assert [line[0] for line in numbers(day)] == cited


def test_the_amending_law_of_2026_waits_to_be_checked():
    assert numbers(date(2026, 10, 1))[0] == ("06/2022/QH15",)
    assert "06/2026/QH16" in [gap.about for gap in basis_gaps(date(2026, 10, 1))]
    assert "06/2026/QH16" not in [gap.about for gap in basis_gaps(date(2026, 9, 30))]


def test_the_unknown_provincial_rule_is_a_gap_and_not_a_line():
    for day in (date(2021, 9, 16), date(2024, 7, 14), date(2025, 7, 1)):
        assert "Quyết định của UBND tỉnh" in [gap.about for gap in basis_gaps(day)]
        assert not any("QĐ-UBND" in line.text for line in basis_lines(day))
    assert basis_gaps(date(2024, 7, 15)) == []


def test_every_day_of_the_catalogue_has_four_lines_or_says_what_is_missing():
    day, last = date(2014, 6, 1), date(2027, 12, 31)
    while day <= last:
        enabled = {gap.about for gap in basis_gaps(day)} - {"06/2026/QH16"}
        assert len(basis_lines(day)) + len(enabled) == 4, day
        day += timedelta(days=1)


def test_no_line_cites_a_text_that_was_not_yet_signed():
    assert all(text.signed <= text.period.start for text in legal_texts())


def test_lines_have_no_closing_mark_and_carry_their_weakest_evidence():
    lines = basis_lines(date(2025, 9, 1))

    assert not any(line.text.endswith((";", ".", ",")) for line in lines)
    assert [line.evidence for line in lines] == [Evidence.VERIFIED, Evidence.VERIFIED, Evidence.SECONDARY]


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("to = 2025-06-30\nsource", "source", "2025-07-01"),
        ('amends = "15/2003/QH11"', 'amends = "15/2004/QH11"', "15/2004/QH11"),
        ("signed = 2024-06-30", 'signed = "hè 2024"', "signed không đúng"),
        ('kind = "Nghị định"', 'kind = "Nghị quyết"', "kind không đúng"),
    ],
)
def test_a_broken_catalogue_names_the_entry(tmp_path, right, wrong, problem):
    path = tmp_path / "basis.toml"
    path.write_text((DATA / "basis.toml").read_text("utf-8").replace(right, wrong, 1), "utf-8")

    with pytest.raises(RuleFileBroken, match=r"basis\.toml") as caught:
        read_basis(path)

    assert problem in caught.value.message


def test_a_text_that_is_switched_off_must_say_why(tmp_path):
    path = tmp_path / "basis.toml"
    path.write_text((DATA / "basis.toml").read_text("utf-8").replace('note = "Luật số', '# note = "Luật số'), "utf-8")

    with pytest.raises(RuleFileBroken, match="06/2026/QH16: thiếu note"):
        read_basis(path)
