"""``vanthu law``: a clerk reads the rules of a day, an administrator adds and confirms, and the diary says who did."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pipeline.cli.main import cli
from pipeline.errors import NoSuchRule, RuleFileBroken
from pipeline.home import Home
from pipeline.law import own
from pipeline.register.models import AuditRow

pytestmark = pytest.mark.django_db

SALARY = '[[base_salary]]\ndong = 2_700_000\nfrom = {start}\nsource = "{source}"\nevidence = "verified"\n'

Run = Callable[..., str]


@pytest.fixture
def run(example_office: Home, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run a command for the example office; what it says."""
    example_office.database.touch()
    for folder in example_office.folders():
        folder.mkdir(parents=True, exist_ok=True)

    def call(*words: str) -> str:
        cli.main(list(words), standalone_mode=False)
        return capsys.readouterr().out

    yield call
    own.use(None)


def salaries(run: Run, day: str) -> list[str]:
    rules = json.loads(run("law", "list", "--on", day, "--file", "money.toml", "--json"))["rules"]
    return [rule["values"] for rule in rules if rule["key"] == "base_salary"]


def test_a_clerk_reads_what_held_on_a_day_and_how_sure_it_is(run: Run):
    said = run("law", "list", "--on", "2022-10-01", "--file", "money.toml")

    assert "base_salary  (01/07/2019 – 30/06/2023)" in said
    assert "dong = 1490000" in said
    assert "nguồn: Nghị định 38/2019/NĐ-CP [đã xác minh]" in said


def test_an_administrator_adds_an_amount_and_the_diary_says_so(run: Run, tmp_path: Path):
    path = tmp_path / "money.toml"
    path.write_text(SALARY.format(start="2027-07-01", source="Nghị định thử 99/2027/NĐ-CP"), "utf-8")

    run("law", "add", str(path), "--who", "Trần Thị Ví Dụ")

    assert salaries(run, "2027-06-30") == ["dong = 2530000"]
    assert salaries(run, "2027-07-01") == ["dong = 2700000"]
    row = AuditRow.objects.get(act="law-added")
    assert (row.actor, row.subject) == ("Trần Thị Ví Dụ", "law:money.toml")


@pytest.mark.parametrize(
    ("start", "source", "problem"),
    [("2022-01-01", "Nghị định thử", "2022-01-01"), ("2027-07-01", " ", "chưa ghi nguồn")],
)
def test_rules_that_do_not_fit_are_refused_whole(run: Run, tmp_path: Path, start: str, source: str, problem: str):
    path = tmp_path / "money.toml"
    path.write_text(SALARY.format(start=start, source=source), "utf-8")

    with pytest.raises(RuleFileBroken, match=problem):
        run("law", "add", str(path), "--who", "Trần Thị Ví Dụ")

    assert salaries(run, "2022-10-01") == ["dong = 1490000"]
    assert not AuditRow.objects.filter(act="law-added").exists()


def test_a_file_of_no_known_name_is_refused(run: Run, tmp_path: Path):
    path = tmp_path / "luong.toml"
    path.write_text("", "utf-8")

    with pytest.raises(NoSuchRule, match=r"luong\.toml"):
        run("law", "add", str(path), "--who", "Trần Thị Ví Dụ")


def test_confirming_the_law_of_2026_makes_it_sure_by_name_and_day(run: Run):
    said = run("law", "confirm", "basis.toml", "06/2026/QH16", "--from", "2026-10-01", "--who", "Trần Thị Ví Dụ")

    assert said == "Mục 06/2026/QH16 của tệp basis.toml đã được Trần Thị Ví Dụ xác nhận.\n"
    rules = json.loads(run("law", "list", "--on", "2026-11-01", "--file", "basis.toml", "--json"))["rules"]
    (rule,) = [rule for rule in rules if rule["key"] == "06/2026/QH16"]
    assert (rule["verified"], rule["confirmed_by"], rule["confirmed_on"]) == (True, "Trần Thị Ví Dụ", "2022-09-19")
    assert AuditRow.objects.get(act="law-confirmed").facts == {"key": "06/2026/QH16", "start": "2026-10-01"}


def test_what_nobody_verified_can_be_listed(run: Run):
    rules = json.loads(run("law", "list", "--unsure", "--json"))["rules"]

    assert rules
    assert not any(rule["verified"] for rule in rules)
