"""What a person sees beside a doubtful value is the place it was read from."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from openpyxl import Workbook
from PIL import Image, ImageFilter
from pypdf import PdfReader, PdfWriter

from pipeline.reading.excerpt import NOTHING, Excerpt, excerpts
from pipeline.reading.model import Medium
from tests.factory import docx_tables, samples
from tests.factory.dice import Dice
from tests.factory.docx_kit import Ink
from tests.factory.paper import damage, filled_in, make, packing
from tests.factory.paper.own import blank, zones
from tests.unit.reading.pdf_kit import written

#: left and top of a text drawn 100 points from the left and 700 from the bottom of A4, and its right and bottom
BOX = [100.0, 128.0, 180.0, 145.0]


def picture(excerpt: Excerpt) -> Image.Image:
    assert excerpt.png is not None
    return Image.open(io.BytesIO(excerpt.png)).convert("RGB")


def ink_in_frame(crop: Image.Image) -> float:
    """The share of dark dots inside the red frame."""
    pixels = np.asarray(crop).astype(int)
    red = (pixels[:, :, 0] > 150) & (pixels[:, :, 1] < 80)
    rows, columns = np.where(red)
    inside = pixels[rows.min() + 3 : rows.max() - 3, columns.min() + 3 : columns.max() - 3]
    return float((inside.max(axis=2) < 120).mean())


def alike(one: Image.Image, other: Image.Image) -> float:
    """The correlation of two pictures, seen from some way off."""
    first, second = (
        np.asarray(image.convert("L").resize((300, 60)).filter(ImageFilter.GaussianBlur(1.5)), dtype=float).ravel()
        for image in (one, other)
    )
    return float(np.corrcoef(first, second)[0, 1])


def test_the_place_on_a_page_is_drawn_and_framed() -> None:
    data = written((100, 700, "Giàng A Mẫu"), (100, 400, "xa"))

    (shown,) = excerpts(data, Medium.PDF_TEXT, [{"page": 1, "box": BOX, "text": "Giàng A Mẫu"}])

    assert ink_in_frame(picture(shown)) > 0.03
    assert picture(shown).height < 200


def test_a_place_where_nothing_stands_is_shown_empty() -> None:
    data = written((100, 700, "Giàng A Mẫu"))

    (shown,) = excerpts(data, Medium.PDF_TEXT, [{"page": 1, "box": [100, 500, 180, 517]}])

    assert ink_in_frame(picture(shown)) == 0


def test_a_turned_page_is_shown_upright() -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(written((100, 700, "Giàng A Mẫu")))))
    writer.pages[0].rotate(90)
    out = io.BytesIO()
    writer.write(out)
    # A4 turned to the right: what stood 100 from the left and 700 from the bottom now stands there from the top left.
    box = [700 - 3, 100 - 2, 700 + 14, 180]

    (shown,) = excerpts(out.getvalue(), Medium.PDF_TEXT, [{"page": 1, "box": box}])

    assert ink_in_frame(picture(shown)) > 0.03


@pytest.mark.parametrize(
    "place", [None, {"page": 9, "box": BOX}, {"page": 1, "box": None}, {"page": 1, "box": [900, 900, 950, 950]}]
)
def test_a_place_that_is_not_there_shows_nothing(place: dict[str, Any] | None) -> None:
    assert excerpts(written((100, 700, "x")), Medium.PDF_TEXT, [place]) == [NOTHING]


@pytest.mark.parametrize("spoilt", ["clean", "rot180", "rot90", "photo"])
def test_a_scanned_page_is_shown_as_it_was_read(spoilt: str) -> None:
    zone = zones("TD-02")["ho_ten"]
    box = [zone["x"], zone["y"], zone["x"] + zone["w"], zone["y"] + zone["h"]]
    place = {"page": zone["page"], "box": box}
    medium = Medium.PHOTO if spoilt == "photo" else Medium.SCAN

    (scanned,) = excerpts(make(3, "own", spoilt).data, medium, [place])

    (printed,) = excerpts(blank("TD-02"), Medium.PDF_FORM, [place])
    assert alike(picture(scanned), picture(printed)) > 0.6


def test_a_scanned_page_among_others_is_laid_flat() -> None:
    rng = Dice.of("excerpt", wide=False)
    scanned = packing.pdf(damage.scan(filled_in("own", rng).layers, "rot180", rng), 70)
    writer = PdfWriter(io.BytesIO(written((100, 700, "Văn phòng Ủy ban nhân dân tỉnh gửi kèm phiếu đã được điền"))))
    writer.append(io.BytesIO(scanned))
    out = io.BytesIO()
    writer.write(out)
    zone = zones("TD-02")["ho_ten"]
    box = [zone["x"], zone["y"], zone["x"] + zone["w"], zone["y"] + zone["h"]]

    typed, shown = excerpts(out.getvalue(), Medium.PDF_TEXT, [{"page": 1, "box": BOX}, {"page": 2, "box": box}])

    (printed,) = excerpts(blank("TD-02"), Medium.PDF_FORM, [{"page": 1, "box": box}])
    assert ink_in_frame(picture(typed)) > 0.03
    assert alike(picture(shown), picture(printed)) > 0.6


def test_a_word_form_shows_the_lines_around_the_value() -> None:
    from pipeline.reading import read

    rng = Dice.of("excerpt", wide=False)
    data = docx_tables.write(samples.nomination(samples.load(), "TH"), rng, Ink(rng), "two columns")[0]
    value = read(data).forms[0].fields["ngay_sinh"]
    assert value.source is not None

    (shown,) = excerpts(data, Medium.DOCX, [value.source.as_json()])

    assert value.text is not None
    assert value.text in shown.lines[shown.marked]
    assert len(shown.lines) == 5


def test_a_sheet_shows_the_row_of_the_value() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["STT", "Họ và tên"], [1, "Giàng A Mẫu"], [2, "Lý Thị Thử"]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)

    (shown,) = excerpts(out.getvalue(), Medium.XLSX, [{"sheet": sheet.title, "cell": "B3"}])

    assert shown.lines[shown.marked] == "2 | Lý Thị Thử"
