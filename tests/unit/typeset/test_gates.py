"""A PDF is read back before it leaves; here the PDFs are bad on purpose and made without LibreOffice."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import TypesetError
from pipeline.typeset import fonts, gates, manuscript
from pipeline.typeset.letter import package

LINE = "Quyết định tặng Giấy khen"


@pytest.fixture
def family() -> fonts.Family:
    found = fonts.find_family()
    assert found is not None
    return found


@pytest.fixture
def known() -> manuscript.Manuscript:
    return manuscript.inspect(package(f"<w:p><w:r><w:t>{LINE}</w:t></w:r></w:p>"))


def pdf(family: fonts.Family, *lines: str, font: str = "Serif") -> bytes:
    pdfmetrics.registerFont(TTFont("Serif", str(family.files[0])))
    stream = io.BytesIO()
    canvas = Canvas(stream, initialFontName=font, initialFontSize=14)
    for number, line in enumerate(lines):
        canvas.drawString(72, 700 - 20 * number, line)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def test_bytes_that_are_no_pdf_are_refused(family: fonts.Family, known: manuscript.Manuscript):
    with pytest.raises(TypesetError, match="bị hỏng"):
        gates.check(b"%PDF-1.7 and no more", known, (), family)


def test_a_blank_page_is_refused(family: fonts.Family, known: manuscript.Manuscript):
    with pytest.raises(TypesetError, match="không có “Quyết định tặng Giấy khen”"):
        gates.check(pdf(family, ""), known, (), family)


def test_words_the_caller_wants_must_be_there(family: fonts.Family, known: manuscript.Manuscript):
    with pytest.raises(TypesetError, match="không có “Phan Quốc Nghĩa”"):
        gates.check(pdf(family, LINE), known, ("Phan Quốc Nghĩa",), family)


def test_lost_letters_in_the_middle_are_noticed(family: fonts.Family):
    known = manuscript.inspect(
        package("".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in ("a", LINE, "z")))
    )

    with pytest.raises(TypesetError, match="thiếu 21 trên tổng số 23 chữ cái"):
        gates.check(pdf(family, "a", "z"), known, (), family)


def test_words_are_found_across_lines_blanks_and_normal_forms(family: fonts.Family, known: manuscript.Manuscript):
    with pytest.raises(TypesetError, match="PDF/A"):  # the gate behind that of the words
        gates.check(pdf(family, "QUYẾT ĐỊNH", "t ặ n g  Giấy", "khen"), known, ("quye\u0302\u0301t định",), family)


def test_a_foreign_font_is_refused(family: fonts.Family):
    known = manuscript.inspect(package("<w:p><w:r><w:t>abc</w:t></w:r></w:p>"))

    with pytest.raises(TypesetError, match="Courier lọt vào"):
        gates.check(pdf(family, "abc", font="Courier"), known, (), family)


def test_a_font_that_is_not_embedded_is_refused(family: fonts.Family):
    known = manuscript.inspect(package("<w:p><w:r><w:t>abc</w:t></w:r></w:p>"))
    courier = fonts.Family(name="Courier", files=(), embedded_names=frozenset({"Courier"}))

    with pytest.raises(TypesetError, match="Courier chưa được nhúng"):
        gates.check(pdf(family, "abc", font="Courier"), known, (), courier)


def test_a_pdf_that_is_not_pdfa_is_refused(family: fonts.Family, known: manuscript.Manuscript):
    with pytest.raises(TypesetError, match="không phải là PDF/A"):
        gates.check(pdf(family, LINE), known, (), family)
