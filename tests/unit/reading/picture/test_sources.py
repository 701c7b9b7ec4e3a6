"""Page pictures of every kind of file, one at a time and no larger than needed."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from pipeline.errors import DamagedFile, PictureTooLarge, TooManyPages
from pipeline.reading.picture.page import sources
from tests.unit.reading.picture.pages import encoded, pdf, tiff

PAGE = np.full((877, 620), 255, np.uint8)
PAGE[100:140, 80:500] = 0


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)  # type: ignore[arg-type]
    return stream.getvalue()


def test_the_pages_of_a_tiff_come_in_their_order() -> None:
    pages = [np.full((877, 620), shade, np.uint8) for shade in (10, 120, 240)]

    found = list(sources.pictures(tiff(*pages)))

    assert [page.number for page in found] == [1, 2, 3]
    assert [int(page.pixels.mean()) for page in found] == [10, 120, 240]
    assert sources.count_pages(tiff(*pages)) == 3


def test_only_the_wanted_pages_are_opened() -> None:
    assert [page.number for page in sources.pictures(tiff(PAGE, PAGE, PAGE), {2})] == [2]


def test_a_photo_is_turned_as_its_camera_says() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0110] = 6, "Máy ảnh", "Mẫu"  # to be turned by a quarter, and who made it

    [page] = sources.pictures(_saved(Image.fromarray(PAGE.copy()), "JPEG", exif=exif))

    assert page.pixels.shape == (620, 877)
    assert page.photo


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".bmp", ".tiff"])
def test_every_kind_of_picture_is_opened(suffix: str) -> None:
    [page] = sources.pictures(encoded(PAGE, suffix))

    assert page.pixels.shape == PAGE.shape
    assert not page.photo
    assert abs(int(page.pixels[120, 300]) - 0) < 10


def test_one_bit_becomes_black_and_white() -> None:
    [page] = sources.pictures(tiff(PAGE, mode="1"))

    assert set(np.unique(page.pixels)) == {0, 255}


def test_a_fax_with_half_as_many_lines_is_stretched() -> None:
    [page] = sources.pictures(tiff(PAGE[::2], dpi=(204, 98), mode="1"))

    assert page.dpi == 204
    assert page.pixels.shape == (914, 620)


def test_a_grey_page_saved_in_colour_is_grey_again() -> None:
    [page] = sources.pictures(_saved(Image.fromarray(PAGE).convert("RGB"), "PNG"))

    assert page.pixels.ndim == 2


def test_a_stamp_fades_in_the_red_channel() -> None:
    coloured = np.dstack([PAGE, PAGE, PAGE])
    coloured[300:500, 200:400] = (220, 30, 40)

    [page] = sources.pictures(_saved(Image.fromarray(coloured), "PNG"))

    assert page.pixels.ndim == 3
    assert int(page.red[400, 300]) == 220
    assert int(page.grey[400, 300]) < 120


def test_what_is_transparent_is_white_paper() -> None:
    layers = np.zeros((877, 620, 4), np.uint8)

    [page] = sources.pictures(_saved(Image.fromarray(layers), "PNG"))

    assert int(page.grey.min()) == 255


def test_the_picture_of_a_pdf_page_is_taken_as_it_was_scanned() -> None:
    [page] = sources.pictures(pdf(PAGE, dpi=75))

    assert page.pixels.shape == PAGE.shape
    assert round(page.dpi) == 75 or round(page.dpi) == round(877 / sources.A4_LONG)


def test_a_pdf_page_is_turned_as_the_file_says() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(PAGE))))
    writer.pages[0].rotate(90)
    stream = io.BytesIO()
    writer.write(stream)

    [page] = sources.pictures(stream.getvalue())

    assert page.pixels.shape == (620, 877)
    assert int(page.pixels[300, 877 - 120]) < 40


def test_a_page_that_is_more_than_its_picture_is_drawn() -> None:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842))
    canvas.drawImage(ImageReader(Image.fromarray(PAGE)), 0, 0, 595, 842)
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.save()

    [page] = sources.pictures(stream.getvalue())

    assert round(page.dpi) == 300
    assert int(page.pixels[round((842 - 200) * 300 / 72), round(200 * 300 / 72)]) < 20


def test_a_page_of_600_dots_an_inch_is_halved() -> None:
    [page] = sources.pictures(tiff(np.full((7016, 4960), 255, np.uint8), dpi=(600, 600)))

    assert page.pixels.shape == (3508, 2480)
    assert page.dpi == 300


def test_a_resolution_nobody_measured_is_replaced_by_that_of_a4() -> None:
    [page] = sources.pictures(tiff(np.full((3508, 2480), 255, np.uint8), dpi=(72, 72)))

    assert round(page.dpi) == 300


@pytest.mark.parametrize("size", [(20_000, 20_000), (20_000, 100)])
def test_a_picture_larger_than_any_paper_is_refused(size: tuple[int, int]) -> None:
    data = _saved(Image.new("1", size), "TIFF", compression="group4")

    with pytest.raises(PictureTooLarge):
        list(sources.pictures(data))


@pytest.mark.parametrize("suffix", [".tiff", ".jpg", ".png"])
def test_half_a_picture_is_damaged(suffix: str) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (877, 620), np.uint8)
    data = encoded(noise, suffix)

    with pytest.raises(DamagedFile):
        list(sources.pictures(data[: len(data) // 2]))


def test_more_pages_than_a_feed_has_are_refused() -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    for _number in range(sources.MAX_PAGES + 1):
        writer.add_blank_page(595, 842)
    stream = io.BytesIO()
    writer.write(stream)

    with pytest.raises(TooManyPages):
        sources.count_pages(stream.getvalue())
