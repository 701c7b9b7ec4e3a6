"""What an office adds to the law itself, and what it vouches for."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.errors import NoSuchRule, RuleFileBroken
from pipeline.law import basis, money, own, screening
from pipeline.law.codes import emulation_fields
from pipeline.law.files import DATA, Evidence

SALARY = """
[[base_salary]]
dong = {dong}
from = {start}
source = "Nghị định 99/2027/NĐ-CP (bịa để thử)"
evidence = "verified"
"""


@pytest.fixture
def folder(tmp_path):
    kept = tmp_path / "quy-tac"
    kept.mkdir()
    own.use(kept)
    yield kept
    own.use(None)


def salary_file(tmp_path, **facts):
    path = tmp_path / "money.toml"
    path.write_text(SALARY.format(**facts), "utf-8")
    return path


def test_a_new_amount_holds_from_its_day_on_and_ends_the_one_before(folder, tmp_path):
    before = money.base_salary(dt.date(2027, 6, 30)).dong

    own.add(salary_file(tmp_path, dong=2_700_000, start="2027-07-01"), money.MoneyRules)

    assert money.base_salary(dt.date(2027, 6, 30)).dong == before
    assert money.base_salary(dt.date(2027, 7, 1)).dong == 2_700_000
    assert money.base_salary(dt.date(2026, 7, 1)).period.end == dt.date(2027, 6, 30)


def test_an_entry_inside_a_closed_period_is_refused_and_leaves_nothing_behind(folder, tmp_path):
    with pytest.raises(RuleFileBroken, match="base_salary: có hai mục cùng hiệu lực"):
        own.add(salary_file(tmp_path, dong=1, start="2022-01-01"), money.MoneyRules)

    assert list(folder.iterdir()) == []
    assert money.base_salary(dt.date(2022, 1, 1)).dong == 1_490_000


def test_a_second_file_is_added_to_the_first_and_a_bad_one_does_not_hurt_it(folder, tmp_path):
    own.add(salary_file(tmp_path, dong=2_700_000, start="2027-07-01"), money.MoneyRules)
    own.add(salary_file(tmp_path, dong=2_900_000, start="2028-07-01"), money.MoneyRules)

    path = salary_file(tmp_path, dong=3, start="2029-07-01")
    path.write_text(path.read_text("utf-8").replace("Nghị định 99/2027/NĐ-CP (bịa để thử)", " "), "utf-8")
    with pytest.raises(RuleFileBroken, match="chưa ghi nguồn"):
        own.add(path, money.MoneyRules)

    days = [dt.date(year, 12, 31) for year in (2027, 2028, 2029)]
    assert [money.base_salary(day).dong for day in days] == [2_700_000, 2_900_000, 2_900_000]


def test_a_text_that_is_switched_off_is_cited_once_somebody_vouches_for_it(folder):
    given = own.Confirmation("basis.toml", "06/2026/QH16", dt.date(2026, 10, 1), 'Bà "Ví Dụ"', dt.date(2026, 11, 2))
    day = dt.date(2026, 11, 3)
    assert not any("06/2026/QH16" in line.numbers for line in basis.basis_lines(day))

    own.confirm("basis.toml", basis.basis_rules(), given)

    assert any("06/2026/QH16" in line.numbers for line in basis.basis_lines(day))
    entry = next(text for text in basis.legal_texts() if text.number == "06/2026/QH16")
    assert (entry.evidence, entry.confirmed_by, entry.confirmed_on) == (Evidence.VERIFIED, 'Bà "Ví Dụ"', given.on)


def test_nothing_can_be_confirmed_that_is_not_there_or_is_sure_already(folder):
    for key, start in (("06/2099/QH99", dt.date(2026, 10, 1)), ("06/2022/QH15", dt.date(2024, 1, 1))):
        given = own.Confirmation("basis.toml", key, start, "A", dt.date(2026, 11, 2))
        with pytest.raises(NoSuchRule, match=key):
            own.confirm("basis.toml", basis.basis_rules(), given)


def test_a_rule_nobody_has_verified_warns_and_blocks_once_it_is_confirmed(folder, tmp_path):
    path = tmp_path / "screening.toml"
    path.write_text(
        '[[rule]]\ncode = "R-THU"\nseverity = "error"\nfrom = 2021-01-01\nsource = "thử"\nevidence = "memory"\n',
        "utf-8",
    )
    own.add(path, screening.RuleFile)
    day = dt.date(2022, 1, 1)
    assert screening.rules_on(day)["R-THU"].weight is screening.Severity.WARN

    own.confirm(
        "screening.toml",
        screening.screening_rules(),
        own.Confirmation("screening.toml", "R-THU", dt.date(2021, 1, 1), "Trần Thị Ví Dụ", day),
    )

    assert screening.rules_on(day)["R-THU"].weight is screening.Severity.ERROR


def test_a_plan_we_do_not_know_is_data_only(folder):
    fields = emulation_fields()
    (folder / "plan-2026-2030.toml").write_text(
        'field = [{code = "LV21", label = "Thử", wording = "Phong trào “Một”.", movements = ["Một"], keywords = [],'
        ' from = 2026-01-01, source = "Kế hoạch thử", evidence = "assumed"}]',
        "utf-8",
    )
    own.use(folder)

    assert [field.code for field in emulation_fields()] == [*(field.code for field in fields), "LV21"]
    assert DATA.joinpath("plan-2021-2025.toml").exists()
