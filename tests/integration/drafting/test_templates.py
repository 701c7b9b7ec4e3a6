"""The Word templates themselves: they can be filled, and their build follows the house style (NĐ 30/2020)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from pipeline.drafting.drafts import Changes, order
from pipeline.drafting.kinds import KINDS
from pipeline.home import TEMPLATES
from pipeline.templating import Template, check
from tests.integration.drafting import office
from tools.make_templates.papers import papers

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ALL = sorted(TEMPLATES.rglob("*.docx"))
#: the documents that hold what the register lists; all others have their sample in test_library
LISTS = ("ke_hoach", "qd_ban_hanh", "qd_giay_khen", "qd_danh_hieu", "bc_quy")
ORDERS = [(key, variant) for key in LISTS for variant in KINDS[key].templates]
SLOTS = {f"slot{name}{end}" for name in ("so", "ngay", "thang", "ky") for end in "AB"}

#: what is no administrative document: the Giấy khen itself, the ballot
FREE_IN_FORM = ("giaykhen", "phieu")
DOCUMENTS = [path for path in ALL if path.parent.name not in FREE_IN_FORM]
MINUTES = [path for path in DOCUMENTS if path.parent.name == "bienban"]

every_template = pytest.mark.parametrize("template", ALL, ids=lambda path: path.stem)
every_document = pytest.mark.parametrize("template", DOCUMENTS, ids=lambda path: path.stem)


def part(source: Path | bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(source if isinstance(source, Path) else io.BytesIO(source)) as package:
        return etree.fromstring(package.read(name))


def lengths(table: etree._Element) -> Iterator[tuple[int, int]]:
    """For each cell: the width it names and the width of the columns it spans."""
    grid = [int(column.get(f"{W}w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    for row in table.iterfind(f"{W}tr"):
        at = 0
        for cell in row.iterfind(f"{W}tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            columns = int(span.get(f"{W}val")) if span is not None else 1
            yield int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")), sum(grid[at : at + columns])
            at += columns


def test_every_template_belongs_to_a_kind_of_document():
    named = {name for kind in KINDS.values() for name in kind.templates.values()}

    assert {str(path.relative_to(TEMPLATES)) for path in ALL} == named


@pytest.mark.django_db
@pytest.mark.parametrize("people", [1, 5], ids=["few", "many"])
@pytest.mark.parametrize(("kind", "variant"), ORDERS)
def test_a_template_has_no_fault_with_the_facts_it_gets(office_home, kind: str, variant: str, people: int):
    office.set_up()
    office.nominate(people)
    office.register(people, 1)

    wanted = order(KINDS[kind], office.occasion(kind), Changes(variant=variant or None))

    assert [str(problem) for problem in check(wanted.template, wanted.facts)] == []


def test_the_builder_can_make_every_template_anew():
    made = {name: Template(paper.docx()) for name, paper in papers().items()}

    assert set(made) == {str(path.relative_to(TEMPLATES)) for path in ALL}


@every_template
def test_a_template_is_slim(template: Path):
    with zipfile.ZipFile(template) as package:
        names = package.namelist()

    assert template.stat().st_size < 15_000
    assert not [name for name in names if "theme" in name or "stylesWithEffects" in name]


@every_document
def test_the_page_is_a4_with_the_margins_of_the_house(template: Path):
    for section in part(template, "word/document.xml").iter(f"{W}sectPr"):
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("11906", "16838")
        assert [margins.get(f"{W}{side}") for side in ("top", "bottom", "left", "right")] == [
            "1134",
            "1134",
            "1701",
            "1134",
        ]
        assert section.find(f"{W}titlePg") is not None
        assert section.find(f"{W}pgNumType").get(f"{W}start") == "1"


@every_template
def test_times_new_roman_stands_in_all_four_slots_and_nowhere_else_is_a_font_named(template: Path):
    styles = part(template, "word/styles.xml")

    (fonts,) = styles.iter(f"{W}rFonts")
    assert [fonts.get(f"{W}{slot}") for slot in ("ascii", "hAnsi", "eastAsia", "cs")] == ["Times New Roman"] * 4
    assert not list(part(template, "word/document.xml").iter(f"{W}rFonts"))


@every_template
def test_every_style_used_is_defined(template: Path):
    defined = {style.get(f"{W}styleId") for style in part(template, "word/styles.xml").iter(f"{W}style")}
    used = {style.get(f"{W}val") for style in part(template, "word/document.xml").iter(f"{W}pStyle")}

    assert used <= defined


@every_document
def test_cells_are_as_wide_as_the_grid_and_tables_as_wide_as_the_text(template: Path):
    for table in part(template, "word/document.xml").iter(f"{W}tbl"):
        columns = [int(column.get(f"{W}w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        assert sum(columns) == pytest.approx(9071, abs=4)  # 160 mm
        assert all(named == pytest.approx(spanned, abs=3) for named, spanned in lengths(table))
        assert table.find(f"{W}tblPr/{W}tblLayout").get(f"{W}type") == "fixed"


@every_document
def test_no_row_may_be_split_and_lists_repeat_their_head(template: Path):
    for table in part(template, "word/document.xml").iter(f"{W}tbl"):
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in table.iterfind(f"{W}tr"))
        bordered = table.find(f"{W}tblPr/{W}tblBorders/{W}top").get(f"{W}val") == "single"
        assert (table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None) == bordered


@every_document
def test_the_places_for_number_day_and_signature_are_marked_once(template: Path):
    marks = [mark.get(f"{W}name") for mark in part(template, "word/document.xml").iter(f"{W}bookmarkStart")]

    # minutes have no date line (Mẫu 1.9)
    expected = {slot for slot in SLOTS if template not in MINUTES or ("ngay" not in slot and "thang" not in slot)}
    assert sorted(marks) == sorted(expected)


@every_document
def test_the_last_paragraph_stays_with_the_signature(template: Path):
    body = part(template, "word/document.xml").find(f"{W}body")
    (signed,) = [mark for mark in body.iter(f"{W}bookmarkStart") if mark.get(f"{W}name") == "slotkyA"]
    block = next(signed.iterancestors(f"{W}tbl"))

    before = block.getprevious()
    assert "".join(before.itertext()).endswith("./.")
    assert before.find(f"{W}pPr/{W}keepNext") is not None
    assert before.find(f"{W}pPr/{W}keepLines") is not None


@every_template
def test_nothing_is_blank_space_or_automatic_numbering(template: Path):
    document = part(template, "word/document.xml")

    assert not list(document.iter(f"{W}numPr"))
    texts = ["".join(node.text or "" for node in paragraph.iter(f"{W}t")) for paragraph in document.iter(f"{W}p")]
    assert not [text for text in texts if re.search(r"  |^ | $", re.sub(r"\{[{%].*?[}%]\}", "x", text))]
