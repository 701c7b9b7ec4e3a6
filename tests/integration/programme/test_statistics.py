"""The tables T1 to T6: counted as of a day, in few queries, and in agreement with each other."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from typing import Any

import click
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from pipeline.cli.main import cli
from pipeline.errors import NoSuchPeriod, StatisticsDisagree
from pipeline.home import Home
from pipeline.law.statistics import Review, milestone_of
from pipeline.programme.statistics import quarter_tables, window, window_tables
from pipeline.programme.statistics.checking import check, cross_sums
from pipeline.register.models import (
    Body,
    Dissemination,
    Exemplar,
    ExemplarStage,
    NominationState,
    Plan,
    Round,
    Unit,
    Withdrawal,
)
from tests.integration.programme.plan_rows import hold, introduce, register, reward

pytestmark = pytest.mark.django_db

LATER = dt.date(2023, 12, 31)
#: cells that stand alone: a share follows from others, names and rounds are no numbers
SHARES = ("rate", "women_rate", "minority_rate", "workers_rate")


@pytest.fixture
def plan(example_office: Home) -> Plan:
    """Two quarters and a registration, with a late form, a double nomination, a session and its decision."""
    register("2022", "TH", "2022-01-25", {"CB10": ("LV05", "LV06"), "CB11": (), "CB12": ("LV01",)})
    register("2022", "KT", "2022-02-03", {"CB14": ("LV02",)})
    introduce("Q2/2022", "TH", "CB10", "2022-06-18", ("LV05", "LV06"))
    chosen = introduce("Q3/2022", "TH", "CB11", "2022-09-16", ("LV05",))
    introduce("Q3/2022", "KT", "CB14", "2022-09-27", ())
    introduce("Q3/2022", "NC", "CB18", "2022-09-19", ("LV07",), state=NominationState.IN_REVIEW)
    introduce("Q3/2022", "NC", "CB19", "2022-09-20", ("LV05",), state=NominationState.IN_REVIEW)
    hold("Q3/2022", "2022-09-28", [chosen])
    reward("CB11", "GK", "2022-09-30", 450_000)
    reward("CB10", "LDTT", "2022-12-30", 450_000, year=2022)
    plan = Plan.objects.get()
    exemplar = Exemplar.objects.create(
        plan=plan, person=chosen.person, unit=chosen.unit, scope="theo_linh_vuc", since=dt.date(2022, 9, 28)
    )
    for stage, day in (("phat_hien", "2022-09-28"), ("nhan_rong", "2022-11-01")):
        ExemplarStage.objects.create(exemplar=exemplar, stage=stage, day=day)
    Dissemination.objects.create(plan=plan, unit=chosen.unit, day="2022-02-01", form="họp phòng", attendance=4)
    return plan


def year(plan: Plan, on: dt.date = LATER) -> dict[str, Any]:
    return window_tables(window.between(plan, dt.date(2022, 1, 1), dt.date(2022, 12, 31), on))


def field(tables: dict[str, Any], code: str) -> dict[str, Any]:
    return next(row for row in tables["t1"]["rows"] if row["code"] == code)


def test_two_fields_stand_in_two_rows_and_count_once(plan: Plan) -> None:
    t1 = year(plan)["t1"]

    assert (field({"t1": t1}, "LV05")["introduced"], field({"t1": t1}, "LV06")["introduced"]) == (3, 1)
    assert t1["total"]["introduced"] == 5
    assert (t1["none"]["introduced"], t1["overlap"]["introduced"]) == (1, 1)
    assert t1["total"]["registered"] == 3  # whoever registers only a title is no exemplar


def test_what_became_of_a_field_is_followed_to_the_award_and_beyond(plan: Plan) -> None:
    row = field(year(plan), "LV05")

    assert (row["people"], row["collectives"], row["commended"], row["certified"]) == (1, 0, 0, 0)
    assert year(plan)["t1"]["none"]["commended"] == 1  # the decision of that award is not ours: its field is not known
    assert year(plan)["t1"]["total"]["replicated"] == 1


def test_a_quarter_counts_the_units_that_exist_and_the_first_day_of_each(plan: Plan) -> None:
    Unit.objects.filter(code="NK").update(valid_to=dt.date(2022, 6, 30))

    second, third = year(plan)["t3"]["rows"][1:3]

    assert (second["due"], second["in"], second["missing"], second["rate"]) == (11, 1, 10, 91)
    assert (third["due"], third["in"], third["on_time"], third["late"]) == (10, 3, 2, 1)
    assert third["late_units"] == ["Phòng Kinh tế"]
    assert "Nhà khách" not in third["missing_units"]


def test_a_unit_shows_its_people_its_registration_its_quarters_and_its_awards(plan: Plan) -> None:
    rows = {row["code"]: row for row in year(plan)["t2"]["rows"]}

    assert rows["TH"]["people"] == 4
    assert rows["TH"]["registered_on"] == ["2022-01-25"]
    assert rows["TH"]["quarters"] == {"Q1/2022": 0, "Q2/2022": 1, "Q3/2022": 1, "Q4/2022": 0}
    assert (rows["TH"]["awarded"], rows["KT"]["late"], rows["NC"]["introduced"]) == (2, 1, 2)


def test_titles_and_money_stand_under_their_years(plan: Plan) -> None:
    reward("CB18", "LDTT", "2022-01-20", 450_000, year=2021, symbol="01/QĐ-VPUBND")

    tables = year(plan)

    labour = next(row for row in tables["t4"]["rows"] if row["code"] == "LDTT")
    assert labour["years"] == {"2021": 1, "2022": 1}
    assert tables["t6"]["total"]["years"] == {"2022": 1_350_000}


def test_women_minorities_and_people_without_a_post_are_counted(plan: Plan) -> None:
    introduced = year(plan)["t5"]["rows"][0]

    assert (introduced["total"], introduced["women"], introduced["minority"], introduced["workers"]) == (5, 3, 3, 4)
    assert (introduced["women_rate"], introduced["leaders"]) == (600, 1)


@pytest.mark.parametrize(
    ("day", "introduced", "awarded", "replicated"),
    [("2022-06-17", 0, 0, 0), ("2022-09-19", 3, 0, 0), ("2022-09-27", 5, 0, 0), ("2022-11-01", 5, 1, 1)],
)
def test_only_what_was_in_or_decided_by_the_day_counts(
    plan: Plan, day: str, introduced: int, awarded: int, replicated: int
) -> None:
    tables = year(plan, dt.date.fromisoformat(day))

    assert tables["t1"]["total"]["introduced"] == introduced
    assert tables["t4"]["total"]["total"] == awarded
    assert tables["t1"]["total"]["replicated"] == replicated


def test_what_was_withdrawn_or_replaced_later_still_counts_before(plan: Plan) -> None:
    old = introduce("Q2/2022", "KT", "CB15", "2022-06-10", state=NominationState.WITHDRAWN)
    old.replaced_by = introduce("Q2/2022", "KT", "CB16", "2022-06-25")
    old.save()
    gone = introduce("Q2/2022", "NC", "CB18", "2022-06-10", state=NominationState.WITHDRAWN)
    Withdrawal.objects.create(nomination=gone, day=dt.date(2022, 6, 28), who="Vàng Văn Mẫu", why="Đơn vị rút")
    introduce("Q2/2022", "NK", "CB43", "2022-06-10", state=NominationState.WITHDRAWN)  # given back: never counted

    second = Round.objects.get(code="Q2/2022")
    counts = {day: quarter_tables(second, dt.date(2022, 6, day))["t1"]["total"]["introduced"] for day in (20, 26, 29)}
    assert counts == {20: 3, 26: 3, 29: 2}


def test_revoked_awards_and_registrations_that_do_not_count_are_left_out(plan: Plan) -> None:
    reward("CB18", "GK", "2022-10-05", 450_000, symbol="06/QĐ-VPUBND", revoked_on=dt.date(2022, 11, 1), revoked_why="x")
    register("2022", "NC", "2022-01-28", {"CB18": ("LV07",)}, counts=False)

    assert year(plan, dt.date(2022, 10, 31))["t1"]["total"]["commended"] == 2
    assert year(plan)["t1"]["total"]["commended"] == 1
    assert year(plan)["t2"]["total"]["registered"] == 4


def test_a_quarter_is_told_with_the_year_before_it(plan: Plan) -> None:
    tables = quarter_tables(Round.objects.get(code="Q3/2022"), LATER)

    assert [row["round"] for row in tables["t3"]["rows"]] == ["Q1/2022", "Q2/2022", "Q3/2022"]
    assert tables["t1"]["total"]["introduced"] == 4
    assert tables["nominees"][0]["name"] == "Trần Thị Ví Dụ"
    assert [row["in_review"] for row in tables["nominees"]] == [False, False, True, True]


def test_the_milestones_count_their_quarters(plan: Plan) -> None:
    reached = milestone_of(plan.code, Review.HALFWAY)
    assert reached is not None

    tables = window_tables(window.until(plan, reached, LATER))

    assert tables["window"]["rounds"][0] == "Q4/2021"
    assert tables["window"]["rounds"][-1] == "Q2/2023"
    assert len(tables["t3"]["rows"]) == 7
    assert tables["activity"] == {"units_told": 1, "attendance": 4, "publications": 0, "follow_ups": 0}
    assert [(row["name"], row["awards"]) for row in tables["exemplars"]] == [
        ("Trần Thị Ví Dụ", ["Giấy khen của Chánh Văn phòng UBND tỉnh"])
    ]


def test_the_number_of_queries_does_not_grow_with_the_forms(plan: Plan) -> None:
    year(plan)  # the office itself is read once
    with CaptureQueriesContext(connection) as few:
        year(plan)
    for number, unit in enumerate(("TCHC", "KGVX", "QTTV", "BTCD", "PVHCC"), start=1):
        introduce("Q3/2022", unit, f"CB{number * 4 + 4:02d}", "2022-09-15", ("LV05", "LV06"))
    with CaptureQueriesContext(connection) as more:
        year(plan)

    assert len(more) == len(few) <= 22


def test_a_period_that_ends_before_it_begins_is_refused(plan: Plan) -> None:
    with pytest.raises(NoSuchPeriod):
        window.between(plan, dt.date(2022, 7, 1), dt.date(2022, 6, 30), LATER)


def numbers(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all numbers in the tables."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from numbers(one, (*path, key))
    if type(value) is int:
        yield path


def test_no_number_can_be_wrong_without_a_sum_that_says_so(plan: Plan) -> None:
    tables = year(plan)
    assert {found for _place, found, _right in cross_sums(tables)} > {0}
    paths = [path for name in ("t1", "t2", "t3", "t4", "t5", "t6") for path in numbers(tables[name], (name,))]
    #: what names a row, or follows from the others
    idle = {"year", "quarter", *SHARES}
    tried = [path for path in paths if path[-1] not in idle and path[1] != "years"]

    unnoticed = []
    for path in tried:
        spoilt = copy.deepcopy(tables)
        holder: MutableMapping[Any, Any] = spoilt
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] += 1
        try:
            check(spoilt)
            unnoticed.append(path)
        except StatisticsDisagree:
            pass

    assert len(tried) > 150
    assert unnoticed == []


# By command


@pytest.fixture
def run(plan: Plan, example_office: Home, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    example_office.database.touch()

    def call(*words: str) -> str:
        cli.main(["statistics", *words], standalone_mode=False)
        return capsys.readouterr().out

    return call


def test_a_clerk_sees_the_tables_of_a_quarter_of_half_a_year_or_of_the_plan(run: Callable[..., str]) -> None:
    said = run("--round", "Q3/2022", "--on", "2022-12-31")
    assert "Số liệu thống kê: quý III năm 2022, tính đến ngày 31/12/2022" in said
    half = json.loads(run("--from", "2022-07-01", "--to", "2022-12-31", "--json", "--on", "2022-12-31"))
    assert half["window"]["rounds"] == ["Q3/2022", "Q4/2022"]
    whole = json.loads(run("--plan", "--json", "--on", "2022-12-31"))
    assert whole["t1"]["total"]["introduced"] == 5


@pytest.mark.parametrize(
    "words", [(), ("--round", "Q3/2022", "--plan"), ("--from", "2022-01-01"), ("--round", "2022")], ids=str
)
def test_a_command_without_exactly_one_period_is_refused(run: Callable[..., str], words: tuple[str, ...]) -> None:
    with pytest.raises(click.UsageError):
        run(*words)


def test_the_sums_of_the_workbook_are_those_of_the_tables(run: Callable[..., str], tmp_path: Path) -> None:
    path = tmp_path / "so-lieu.xlsx"
    told = json.loads(run("--plan", "--on", "2022-12-31", "--json", "--xlsx", str(path)))

    sheets = load_workbook(path)

    closing = {name: totals(sheets[name]) for name in ("T1", "T2", "T3", "T4", "T6")}
    assert closing["T1"][2:] == list(told["t1"]["total"].values())
    assert closing["T2"][-4:] == [told["t2"]["total"][key] for key in ("introduced", "late", "missing", "awarded")]
    assert closing["T3"][1:4] == [told["t3"]["total"][key] for key in ("due", "in", "on_time")]
    assert closing["T4"][-1] == told["t4"]["total"]["total"] == 2
    assert closing["T6"][-1] == told["t6"]["total"]["total"] == 900_000


def totals(sheet: Any) -> list[Any]:
    """The closing row of a sheet as Excel works it out; every number in it is a formula."""
    row = next(row for row in sheet.iter_rows(min_row=4) if "Tổng số" in {row[0].value, row[1].value})
    assert any(str(cell.value).startswith("=SUM(") for cell in row)
    return [worked_out(sheet, cell) for cell in row]


def worked_out(sheet: Any, cell: Any) -> Any:
    formula = re.fullmatch(r"=SUM\((\w+:\w+)\)", str(cell.value))
    if formula is None:
        return cell.value
    return sum(worked_out(sheet, one) for row in sheet[formula[1]] for one in row)


def test_the_yearly_return_fills_what_it_can_and_says_what_nobody_checked(run: Callable[..., str]) -> None:
    told = json.loads(run("--return", "2022", "--json", "--on", "2022-12-31"))

    movements, awards = told["forms"]
    assert movements["rows"] is None
    assert [row["counts"]["Người trực tiếp công tác, lao động"] for row in awards["rows"]] == [1, 1]
    assert not awards["checked"]
    assert awards["due"] == "2022-12-15"
    assert "chưa được đối chiếu" in run("--return", "2022", "--on", "2022-12-31")


def test_units_of_another_body_are_told_but_not_due(plan: Plan) -> None:
    former = Body.objects.get()
    former.pk, former.key = None, "VP-CU"
    former.save()
    Unit.objects.filter(code="NC").update(body=former)

    tables = year(plan)

    assert tables["t3"]["rows"][2]["due"] == 10
    assert next(row for row in tables["t2"]["rows"] if row["code"] == "NC")["introduced"] == 2
