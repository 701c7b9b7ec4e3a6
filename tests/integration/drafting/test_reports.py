"""Reports on a quarter and on a period: every number traced to a table, charts that can be edited and photocopied."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook
from pypdf import PdfReader

from pipeline.drafting.charting import charted
from pipeline.drafting.drafts import order
from pipeline.drafting.facts.period import period_facts
from pipeline.drafting.facts.tracing import value_at
from pipeline.drafting.kinds import Kind, Occasion, find_kind
from pipeline.home import Home
from pipeline.law.statistics import milestone_of
from pipeline.programme.statistics import quarter_tables, window, window_tables
from pipeline.register.models import Plan, Round
from pipeline.typeset import Typesetter
from pipeline.vietnamese.money import parse_figures
from tests.integration.programme.plan_rows import hold, introduce, register, reward

pytestmark = pytest.mark.django_db

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@pytest.fixture
def plan(example_office: Home) -> Plan:
    """Two quarters, a registration, a session and what was awarded."""
    register("2022", "TH", "2022-01-25", {"CB10": ("LV05",), "CB11": ("LV06",)})
    introduce("Q2/2022", "TH", "CB10", "2022-06-18", ("LV05", "LV06"))
    chosen = introduce("Q3/2022", "TH", "CB11", "2022-09-16")
    introduce("Q3/2022", "KT", "CB14", "2022-09-27", ("LV02",))
    hold("Q3/2022", "2022-09-28", [chosen])
    reward("CB11", "GK", "2022-09-30", 450_000)
    return Plan.objects.select_related("body", "basis").get()


def occasion(plan: Plan, kind: Kind, day: dt.date) -> Occasion:
    if kind.review is None:
        round_ = Round.objects.get(code="Q3/2022")
        return Occasion(plan=plan, round=round_, day=day, tables=quarter_tables(round_, day))
    reached = milestone_of(plan.code, kind.review)
    assert reached is not None
    return Occasion(plan=plan, round=None, day=day, tables=window_tables(window.until(plan, reached, day)))


@pytest.fixture(params=["bc_quy", "bc_so_ket", "bc_tong_ket"])
def report(request: pytest.FixtureRequest, plan: Plan) -> tuple[Kind, Occasion]:
    kind = find_kind(request.param)
    return kind, occasion(plan, kind, dt.date(2022, 12, 31))


def test_every_number_of_a_report_is_traced_to_its_cell_and_its_query(report: tuple[Kind, Occasion]) -> None:
    kind, told = report

    facts = kind.facts(told)

    sources = facts["nguon_so_lieu"]
    assert len(sources) >= 6
    for fact, source in sources.items():
        assert parse_figures(f"{facts[fact]} đồng") == source["gia_tri"] == value_at(told.tables, source["o"]), fact
        assert source["truy_van"]
        assert source["ky"]
        assert "31/12/2022" in source["dieu_kien"]


def test_every_number_of_the_sentences_stands_in_the_tables(plan: Plan) -> None:
    told = occasion(plan, find_kind("bc_so_ket"), dt.date(2022, 12, 31))
    facts = period_facts(plan.title, told.tables)

    written = " ".join(sentence for key in ("nhan_rong", "uu_diem", "han_che") for sentence in facts[key])
    numbers = {int(number) for number in re.findall(r"(?<![\d,])\d+(?![\d,])", written)}
    counted = {*all_numbers(told.tables), len(full(told.tables)), len(empty(told.tables))}
    shares = {tenths // 10 for tenths in counted if tenths % 10 == 0}

    assert numbers
    assert numbers <= counted | shares


def all_numbers(value: Any) -> Iterator[int]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from all_numbers(one)
    if type(value) is int:
        yield value


def full(tables: Any) -> list[Any]:
    return [row for row in tables["t2"]["rows"] if row["due"] and not row["missing"]]


def empty(tables: Any) -> list[Any]:
    return [row for row in tables["t1"]["rows"] if not row["introduced"]]


def test_causes_lessons_and_tasks_are_left_to_people(plan: Plan) -> None:
    kind = find_kind("bc_so_ket")
    given = order(kind, occasion(plan, kind, dt.date(2023, 6, 30)))

    assert all(given.facts[part] == ["……"] for part in ("nguyen_nhan", "bai_hoc", "phuong_huong", "kien_nghi"))
    assert any("nguyen_nhan" in note for note in given.facts["luu_y"])


def test_only_what_was_decided_by_the_day_is_told(plan: Plan) -> None:
    kind = find_kind("bc_quy")

    before, after = (kind.facts(occasion(plan, kind, dt.date(2022, 9, day))) for day in (20, 30))

    assert (before["so_duoc_chon"], after["so_duoc_chon"]) == ("", "01")
    assert (before["so_ca_nhan"], after["so_ca_nhan"]) == ("01", "02")


# Charts


@pytest.fixture
def docx(report: tuple[Kind, Occasion]) -> bytes:
    kind, told = report
    return order(kind, told).render()


def members(docx: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_a_chart_shows_what_its_sheet_holds_and_each_value_is_printed(docx: bytes) -> None:
    parts = members(docx)
    charts = sorted(name for name in parts if name.startswith("word/charts/bieu-do"))

    assert len(charts) >= 2
    for name in charts:
        chart = etree.fromstring(parts[name])
        sheet = load_workbook(io.BytesIO(parts[f"word/embeddings/{name[12:-4]}.xlsx"])).worksheets[0]
        for column, series in enumerate(chart.iter(f"{C}ser"), start=2):
            shown = [float(value.text or "") for value in series.findall(f"{C}val/{C}numRef/{C}numCache/{C}pt/{C}v")]
            held = [cell.value for cell in next(sheet.iter_cols(min_col=column, max_col=column, min_row=2))]
            assert shown == held
            assert series.find(f"{C}dLbls/{C}showVal").get("val") == "1"  # type: ignore[union-attr]


def test_series_are_told_apart_without_colour(docx: bytes) -> None:
    for name, part in members(docx).items():
        if name.startswith("word/charts/bieu-do"):
            colours = [colour.get("val") for colour in etree.fromstring(part).iter(f"{A}srgbClr")]
            assert all(colour and len({colour[:2], colour[2:4], colour[4:]}) == 1 for colour in colours)


def test_the_same_numbers_make_the_same_bytes(report: tuple[Kind, Occasion]) -> None:
    kind, told = report
    assert order(kind, told).render() == order(kind, told).render()


def test_a_chart_nobody_gives_leaves_nothing_behind(report: tuple[Kind, Occasion]) -> None:
    kind, told = report
    wanted = order(kind, told)

    plain = replace(wanted, facts={**wanted.facts, "bieu_do": {}}).render()

    assert b"bieu_do" not in members(plain)["word/document.xml"]
    assert not [name for name in members(plain) if "chart" in name]
    assert charted(plain, {}) == plain


@pytest.mark.office
def test_the_charts_are_drawn_in_the_decrees_typeface(docx: bytes, typeset: Typesetter) -> None:
    pdf = PdfReader(io.BytesIO(typeset.pdf(docx)))

    text = "\n".join(page.extract_text() for page in pdf.pages)
    assert "Biểu đồ 1." in text
    assert "Biểu đồ 2." in text
    fonts = {str(font.get_object()["/BaseFont"]) for page in pdf.pages for font in page["/Resources"]["/Font"].values()}  # type: ignore[index]
    assert all("LiberationSerif" in font or "TimesNewRoman" in font for font in fonts)
