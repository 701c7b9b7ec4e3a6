"""``vanthu check --html`` with a real LibreOffice: the marks are at the places."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from ctypes import c_uint
from dataclasses import replace
from pathlib import Path

import click
import pytest
from lxml import html
from PIL import Image

from pipeline.cli.main import cli
from pipeline.conformity import Status, check
from pipeline.conformity.docx import read_docx
from pipeline.conformity.places import Mark, Places
from pipeline.conformity.sheets import Sheets
from pipeline.typeset import Typesetter
from tests.factory.official import LONG, Block, Official, Page, Par, Table, centred, official_docx, text

Run = Callable[..., int]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("VANTHU_TODAY", "2023-03-01")
    return lambda *words: cli.main(["check", *map(str, words)], standalone_mode=False) or 0


def coloured_paragraphs() -> tuple[Block, ...]:
    """Text that says the same again and again on several pages; only its colours tell the paragraphs apart."""
    colors = iter(f"{number:06X}" for number in range(0x100, 0x1000))

    def par(words: str) -> Par:
        return text(words, color=next(colors))

    rows = tuple(
        tuple((par(words),) for words in (str(number), "Giàng A Mẫu", "Văn phòng", "Không"))
        for number in [1, 2, 3, 1, 2, 3] * 8
    )
    return (
        par("Không"), *(par(f"{LONG}.") for _line in range(12)), par("Văn phòng"),
        Table(rows, (20, 60, 40, 40), bordered=True), par("Không"), *(par(f"- {LONG};") for _line in range(9)),
        par("Văn phòng"),
    )  # fmt: skip


@pytest.mark.office
def test_no_paragraph_is_taken_for_another_that_says_the_same() -> None:
    docx = official_docx(replace(Official(), content=(*Official().content, *coloured_paragraphs())))
    with Typesetter() as typesetter:
        pdf = typesetter.preview(docx)
    colours = [found for found in check(docx).of(Status.FAIL) if found.rule.id == "ND30-I.4-COLOR"]

    with Sheets(pdf) as sheets:
        places = Places(read_docx(docx), sheets)
        told = [(found.found, places.marks(found)) for found in colours]
    seen = [{_colour(pdf, mark) for mark in marks} for _colour_of_rule, marks in told]

    assert len(told) > 200
    assert all(len(marks) in {1, 2} for _colour_of_rule, marks in told)
    assert seen == [{colour} for colour, _marks in told]


def _colour(pdf: bytes, mark: Mark) -> str:
    """The colour of the first letter within a mark."""
    import pypdfium2
    from pypdfium2 import raw

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[mark.page - 1]
        words, height = page.get_textpage(), page.get_height()
        left, top, right, bottom = mark.area
        for sign in range(words.count_chars()):
            x0, y0, x1, y1 = words.get_charbox(sign)
            inside = left <= (x0 + x1) / 2 <= right and top <= height - (y0 + y1) / 2 <= bottom
            if inside and chr(raw.FPDFText_GetUnicode(words, sign)).isalnum():
                parts = [c_uint() for _channel in range(4)]
                raw.FPDFText_GetFillColor(words, sign, *parts)
                return "#" + "".join(f"{part.value:02X}" for part in parts[:3])
    return "nothing"


@pytest.mark.office
def test_the_page_shows_margin_cell_and_page_number(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document, page = tmp_path / "ke-hoach.docx", tmp_path / "trang.html"
    long = tuple(text(f"- {LONG}; {LONG}.") for _line in range(14))
    number = Page(left=25, header=replace(Page().header or Par(), align="right"))
    date = centred("Lào Cai, ngày 05 tháng 09 năm 2022", 14, italic=True)
    document.write_bytes(official_docx(replace(Official(), page=number, date=date, content=long)))

    code = run(document, "--html", page, "--json")

    said = capsys.readouterr()
    assert code == 1
    assert {found["rule"] for found in _failed(said.out)} >= {"ND30-I.3-MARGIN-LEFT", "ND30-I.7-PAGENO-PLACE"}
    assert "trang.html: mở trang này bằng trình duyệt." in said.err
    tree = html.fromstring(page.read_bytes())
    boxes = {
        tree.get_element_by_id(box.get("href")[1:]).find("h4").text_content()[2:]: box
        for box in tree.iterfind(".//figure//a")
    }
    assert {"Lề trái", "Số 0 trong ngày, tháng", "Vị trí số trang"} <= boxes.keys()
    assert boxes["Lề trái"].get("class") == "E edge"
    for image in tree.iterfind(".//figure//img"):
        picture = Image.open(io.BytesIO(base64.b64decode(image.get("src").partition(",")[2])))
        assert (picture.width, picture.height) == pytest.approx((744, 1052), abs=2)


def _failed(out: str) -> list[dict[str, str]]:
    (report,) = json.loads(out)["files"]
    return [result for result in report["results"] if result["status"] == "FAIL"]


@pytest.mark.office
def test_an_older_file_is_shown_as_it_was_read(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "trang.html"
    source = tmp_path / "cu.rtf"
    source.write_bytes(rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0\fs28 Mot van ban cu.\par}")

    run(source, "--html", page)

    tree = html.fromstring(page.read_bytes())
    assert tree.find(".//figure//a") is not None
    assert "Tệp được đọc qua LibreOffice" in tree.text_content()


def test_a_pdf_is_shown_itself(run: Run, tmp_path: Path) -> None:
    from tests.factory.official_pdf import official_pdf

    document, page = tmp_path / "ban-cuoi.pdf", tmp_path / "trang.html"
    document.write_bytes(official_pdf())

    run(document, "--html", page)

    assert html.fromstring(page.read_bytes()).find(".//figure//img") is not None


def test_a_file_that_cannot_be_read_is_named_on_the_page(run: Run, tmp_path: Path) -> None:
    broken, page = tmp_path / "hong.docx", tmp_path / "trang.html"
    broken.write_bytes(b"PK\3\4")

    code = run(broken, "--html", page)

    assert code == 3
    assert "Tệp bị hỏng" in html.fromstring(page.read_bytes()).text_content()


def test_a_slip_does_not_write_over_a_document(run: Run, tmp_path: Path) -> None:
    document = tmp_path / "ke-hoach.docx"
    document.write_bytes(official_docx(Official()))

    with pytest.raises(click.UsageError):
        run(document, "--html", document)
    assert document.read_bytes() == official_docx(Official())
