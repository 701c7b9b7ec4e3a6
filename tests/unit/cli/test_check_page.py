"""The page of ``vanthu check --html``: complete without pictures, safe whatever a document says, plain about limits."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html
from reportlab.pdfgen.canvas import Canvas

from pipeline.cli import check_page
from pipeline.cli.check import Refusal
from pipeline.conformity import FileReport, check
from pipeline.conformity.docx import read_docx
from pipeline.conformity.model import Document
from pipeline.errors import MissingPart
from tests.factory.official import Official, official_docx, text

HOSTILE = '</p><script>alert("x")</script><img src=x onerror=alert(1)> & "Ω"'

Checked = Callable[..., FileReport]


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    def write(name: str = "van-ban.docx", **changes: object) -> FileReport:
        path = tmp_path / name
        path.write_bytes(official_docx(replace(Official(), **changes)))
        return check(path, today=dt.date(2023, 3, 1))

    return write


def coloured(*words: str) -> dict[str, object]:
    """A document with one fault for each of `words`."""
    return {"content": (*Official().content, *(text(line, color="C00000") for line in words))}


def numbered_pages(count: int) -> Callable[[Path], tuple[Document, bytes]]:
    """A layout in which page n says "Trang so n" and nothing else."""

    def lay_out(path: Path) -> tuple[Document, bytes]:
        stream = io.BytesIO()
        canvas = Canvas(stream, pagesize=(595, 842), invariant=1)
        for number in range(1, count + 1):
            canvas.drawString(90, 700, f"Trang so {number}.")
            canvas.showPage()
        canvas.save()
        return read_docx(path.read_bytes()), stream.getvalue()

    return lay_out


def without_office(_path: Path) -> tuple[Document, bytes]:
    raise MissingPart(part="LibreOffice", remedy="sudo apt-get install libreoffice-writer-nogui")


def parsed(page: bytes) -> html.HtmlElement:
    return html.document_fromstring(page)


def test_without_libreoffice_the_findings_are_told_and_the_reason(checked: Checked) -> None:
    page = parsed(check_page.page([checked(**coloured("Ở ngoài lề."))], without_office))

    said = page.text_content()
    assert "Không hiển thị được các trang:" in said
    assert "sudo apt-get install libreoffice-writer-nogui" in said
    assert [title.text_content() for title in page.iterfind(".//h4")] == ["1 Màu chữ"]
    assert "(không đánh dấu được trên trang)" in said
    assert page.findall(".//img") == []


def test_each_finding_tells_found_allowed_clause_place_and_remedy(checked: Checked) -> None:
    page = parsed(check_page.page([checked(**coloured("Ở ngoài lề."))], numbered_pages(1)))

    (article,) = page.iterfind(".//article")
    names, values = ([cell.text_content() for cell in article.iter(tag)] for tag in ("dt", "dd"))
    assert names == ["Hiện tại", "Quy định", "Căn cứ", "Vị trí", "Cách sửa"]
    assert values[:3] == ["#C00000", "màu đen", "Phụ lục I, phần I, mục I, khoản 4"]
    assert "“Ở ngoài lề.”" in values[3]
    assert values[4] == "Đặt màu chữ là Automatic hoặc đen."


def test_whatever_a_document_says_stays_text(checked: Checked) -> None:
    report = checked("<b>x&y</b>.docx".replace("/", "-"), **coloured(HOSTILE))

    page = parsed(check_page.page([report, Refusal("<i>a</i>", "<u>b</u>")], numbered_pages(1)))

    assert HOSTILE[:40] in page.text_content()
    assert [page.findall(f".//{tag}") for tag in ("script", "img", "i", "u", "p/b")] == [[], [], [], [], []]
    assert "<b>x&y<-b>.docx" in page.text_content()


def test_a_lone_surrogate_does_not_break_the_page(checked: Checked) -> None:
    report = replace(checked(), notes=("\ud800",))

    assert "van-ban.docx" in check_page.page([report], numbered_pages(1)).decode()


def test_nothing_is_fetched_and_no_script_runs(checked: Checked) -> None:
    page = check_page.page([checked(**coloured("Trang so 1."))], numbered_pages(1)).decode()

    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'" in page
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#|data:image/png;base64,)|url\(|@import|<script|<link""", page)


def test_only_pages_with_marks_are_drawn_and_numbers_lead_to_findings(checked: Checked) -> None:
    page = parsed(check_page.page([checked(**coloured("Trang so 2.", "Trang so 4."))], numbered_pages(5)))

    assert [figure.get("id") for figure in page.iterfind(".//figure")] == ["f1-p2", "f1-p4"]
    assert "Văn bản có 5 trang; hiển thị 2 trang có đánh dấu." in page.text_content()
    targets = {link.get("href") for link in page.iterfind(".//a")}
    assert targets == {"#f1-1", "#f1-p2", "#f1-p4"}
    assert all(page.get_element_by_id(target[1:]) is not None for target in targets)


def test_a_box_lies_where_the_words_are(checked: Checked) -> None:
    page = parsed(check_page.page([checked(**coloured("Trang so 1."))], numbered_pages(1)))

    (box,) = page.iterfind(".//figure//a")
    shares = {side: float(share) for side, share in re.findall(r"(\w+):([\d.]+)%", box.get("style"))}
    assert shares["left"] == pytest.approx(88 / 595 * 100, abs=0.2)
    assert shares["top"] < (842 - 710) / 842 * 100 < (842 - 700) / 842 * 100 < shares["top"] + shares["height"]
    assert (box.get("class"), box.text_content()) == ("E", "1")


def test_of_many_pages_the_gravest_are_drawn_and_that_is_said(
    checked: Checked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_page, "MOST_PICTURES", 2)
    report = checked(**coloured("Trang so 3.", "Trang so 4.", "Trang so 5."))

    page = parsed(check_page.page([report], numbered_pages(6)))

    assert [figure.get("id") for figure in page.iterfind(".//figure")] == ["f1-p3", "f1-p4"]
    assert "Chỉ hiển thị 2 trong 3 trang có đánh dấu" in page.text_content()
    assert "#f1-p5" not in {link.get("href") for link in page.iterfind(".//a")}


def test_findings_are_grouped_errors_first(checked: Checked) -> None:
    mixed = (*Official().content, text("Hai  dấu cách."), text("Ở ngoài lề.", color="C00000"))

    page = parsed(check_page.page([checked(content=mixed)], numbered_pages(1)))

    assert [heading.text for heading in page.iterfind(".//h3")][:2] == ["Lỗi (1)", "Gợi ý (1)"]
    assert [article.get("class") for article in page.iterfind(".//article")] == ["E", "I"]


def test_many_files_begin_with_a_table_that_leads_to_each(checked: Checked) -> None:
    outcomes = [checked("mot.docx"), Refusal("hong.docx", "Tệp bị hỏng."), checked("hai.docx", **coloured("Sai."))]

    page = parsed(check_page.page(outcomes, numbered_pages(1)))

    rows = [[cell.text_content() for cell in row] for row in page.iterfind(".//table//tr")]
    assert rows[0] == ["Tệp", "Loại", "Lỗi", "Cảnh báo", "Cần xem", "Chưa đánh giá"]
    assert rows[1][1:5] == ["KH", "0", "0", "0"]
    assert rows[2] == ["hong.docx", "Tệp bị hỏng."]
    assert rows[3][1:5] == ["KH", "1", "0", "0"]
    assert [link.get("href") for link in page.iterfind(".//table//a")] == ["#f1", "#f3"]


def test_a_conforming_document_is_not_laid_out(checked: Checked) -> None:
    def never(_path: Path) -> tuple[Document, bytes]:
        raise AssertionError

    page = parsed(check_page.page([checked()], never))

    assert "Lỗi: 0" in page.text_content()
    assert page.findall(".//table") == []
