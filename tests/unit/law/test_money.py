"""Reward money: the reference table of the domain reference 5.3 and the days on which it changes."""

from datetime import date, timedelta

import pytest

from pipeline.errors import NoRuleForDay, RuleFileBroken
from pipeline.law.codes import Kind, Subject, title, titles
from pipeline.law.files import DATA, Evidence
from pipeline.law.money import Rounding, base_salary, read_money, reward

PERSON, COLLECTIVE = Subject.PERSON, Subject.COLLECTIVE
DAYS = {
    1_490_000: date(2022, 10, 5),
    1_800_000: date(2024, 3, 1),
    2_340_000: date(2025, 3, 1),
    2_530_000: date(2026, 8, 1),
}


@pytest.mark.parametrize(
    ("code", "subject", "base", "raw", "amount"),
    [
        ("LDTT", PERSON, 1_490_000, 447_000, 450_000),
        ("GK", PERSON, 1_800_000, 540_000, 540_000),
        ("GK", PERSON, 2_340_000, 702_000, 710_000),
        ("LDTT", PERSON, 2_530_000, 759_000, 760_000),
        ("GK", COLLECTIVE, 1_490_000, 894_000, 900_000),
        ("GK", COLLECTIVE, 1_800_000, 1_080_000, 1_080_000),
        ("GK", COLLECTIVE, 2_340_000, 1_404_000, 1_410_000),
        ("GK", COLLECTIVE, 2_530_000, 1_518_000, 1_520_000),
        ("TTLDTT", COLLECTIVE, 1_490_000, 1_192_000, 1_200_000),
        ("TTLDTT", COLLECTIVE, 2_530_000, 2_024_000, 2_030_000),
        ("CSTDCS", PERSON, 2_340_000, 2_340_000, 2_340_000),
        ("BK_TINH", PERSON, 1_490_000, 1_490_000, 1_490_000),
        ("BK_TINH", COLLECTIVE, 1_490_000, 2_980_000, 2_980_000),
        ("BK_TINH", PERSON, 1_800_000, 2_700_000, 2_700_000),
        ("BK_TINH", PERSON, 2_530_000, 3_795_000, 3_800_000),
        ("TTLDXS", COLLECTIVE, 1_490_000, 2_235_000, 2_240_000),
        ("CSTDT", PERSON, 2_530_000, 7_590_000, 7_590_000),
        ("CTD_TINH", COLLECTIVE, 1_490_000, 11_920_000, 11_920_000),
        ("CTD_TINH", COLLECTIVE, 2_340_000, 18_720_000, 18_720_000),
    ],
)
def test_amounts_of_the_reference_table(code, subject, base, raw, amount):
    found = reward(code, subject, DAYS[base])

    assert (found.base, found.raw, found.amount) == (base, raw, amount)
    assert found.rounding is Rounding.CEIL_10K


@pytest.mark.parametrize(
    ("last_day", "before", "after"),
    [
        (date(2019, 6, 30), 1_390_000, 1_490_000),
        (date(2023, 6, 30), 1_490_000, 1_800_000),
        (date(2024, 6, 30), 1_800_000, 2_340_000),
        (date(2026, 6, 30), 2_340_000, 2_530_000),
    ],
)
def test_the_base_salary_changes_overnight(last_day, before, after):
    assert base_salary(last_day).dong == before
    assert base_salary(last_day + timedelta(days=1)).dong == after


def test_a_provincial_certificate_brings_more_from_2024():
    assert reward("BK_TINH", PERSON, date(2023, 12, 31)).tenths == 10
    assert reward("BK_TINH", PERSON, date(2024, 1, 1)).tenths == 15


def test_doubts_about_a_value_go_with_the_amount():
    assert reward("GK", PERSON, date(2022, 10, 5)).evidence is Evidence.VERIFIED
    assert reward("BK_TINH", PERSON, date(2024, 3, 1)).evidence is Evidence.MEMORY
    assert reward("GK", PERSON, date(2026, 8, 1), rounding=Rounding.CEIL_10K).evidence is Evidence.SECONDARY


def test_the_sources_of_an_amount_are_named():
    assert reward("GK", PERSON, date(2022, 10, 5)).law == (
        "Nghị định 38/2019/NĐ-CP",
        "Nghị định 91/2017/NĐ-CP, Điều 73",
        "Nghị định 91/2017/NĐ-CP, Điều 68 khoản 2: làm tròn số lên hàng chục nghìn đồng",
    )


@pytest.mark.parametrize(
    ("mode", "amount"),
    [(Rounding.CEIL_10K, 450_000), (Rounding.NEAREST_10K, 450_000), (Rounding.NONE, 447_000)],
)
def test_the_accountants_rounding_can_be_asked_for(mode, amount):
    assert reward("LDTT", PERSON, date(2022, 10, 5), rounding=mode).amount == amount


def test_nearest_rounds_down_where_ceiling_rounds_up():
    assert reward("GK", PERSON, date(2025, 3, 1), rounding=Rounding.NEAREST_10K).amount == 700_000


def test_every_title_brings_money_to_each_subject_that_can_hold_it():
    paid = [entry for entry in titles() if entry.kind is Kind.TITLE or entry.code in {"GK", "BK_TINH", "BK_TTG"}]

    assert all(reward(entry.code, subject, date(2022, 1, 1)).amount > 0 for entry in paid for subject in entry.subjects)


def test_certificates_bring_a_collective_twice_a_persons_money():
    for code in ("GK", "BK_TINH", "BK_TTG"):
        for day in (date(2022, 1, 1), date(2024, 5, 1), date(2025, 9, 1)):
            assert reward(code, COLLECTIVE, day).raw == 2 * reward(code, PERSON, day).raw


def test_what_has_no_rule_has_no_amount():
    for code, subject, day in [
        ("LDTT", COLLECTIVE, date(2022, 1, 1)),
        ("HC", PERSON, date(2022, 1, 1)),
        ("GK", PERSON, date(2017, 9, 30)),
    ]:
        with pytest.raises(NoRuleForDay):
            reward(code, subject, day)


def test_the_missing_rule_is_named_in_vietnamese():
    with pytest.raises(NoRuleForDay) as caught:
        base_salary(date(2010, 5, 1))

    assert caught.value.message.startswith("Chưa có quy định về mức lương cơ sở vào ngày 01/5/2010.")


def test_awards_of_the_money_rules_are_titles_their_subject_can_hold():
    for rule in read_money(DATA / "money.toml").multiple:
        assert rule.subject in title(rule.award).subjects


def test_overlapping_rules_are_an_error(tmp_path):
    path = tmp_path / "money.toml"
    path.write_text((DATA / "money.toml").read_text("utf-8").replace("to = 2023-06-30", "to = 2023-07-01"), "utf-8")

    with pytest.raises(RuleFileBroken, match="base_salary: có hai mục cùng hiệu lực vào ngày 2023-07-01"):
        read_money(path)
