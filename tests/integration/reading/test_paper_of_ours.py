"""Our own blanks on paper, from the bytes of a scan to values: whole forms, feeds, and what is no form."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from pipeline.errors import DamagedFile, EmptyPages, PictureTooLarge, SecretDocument, TooManyPages, UnknownForm
from pipeline.reading import Lexicon, Medium, read
from tests.unit.reading.picture.pages import blank, encoded, filled, in_zone, pdf, stroke, tiff, write

LEXICON = Lexicon(
    units=("Phòng Tổng hợp", "Phòng Kinh tế"),
    posts=("Chuyên viên", "Phó Trưởng phòng"),
    staff=("Giàng A Mẫu", "Lý Thị Thử Nghiệm"),
)
ANSWERS = {
    "quy": "III", "nam": "2023", "don_vi": "Phòng Tổng hợp", "ho_ten": "Giàng A Mẫu", "ngay_sinh": "05/9/1988",
    "dan_toc": "Mông", "chuc_vu": "Chuyên viên", "don_vi_cong_tac": "Phòng Tổng hợp", "trinh_do": "Đại học",
    "ky_luat": "Không", "ngay_ky": "20/9/2023", "truong_don_vi": "Lý Thị Thử Nghiệm",
}  # fmt: skip
TICKED = ("gioi_tinh=Nam", "linh_vuc=LV05", "danh_hieu=LDTT", "danh_hieu=GK")
VALUES = {
    "quy": 3, "nam": 2023, "don_vi": "Phòng Tổng hợp", "ho_ten": "Giàng A Mẫu", "ngay_sinh": "1988-09-05",
    "gioi_tinh": "Nam", "dan_toc": "Mông", "chuc_vu": "Chuyên viên", "don_vi_cong_tac": "Phòng Tổng hợp",
    "trinh_do": "Đại học", "linh_vuc": ["LV05"],
    "danh_hieu": ["Lao động tiên tiến", "Giấy khen của Chánh Văn phòng UBND tỉnh"], "thanh_tich": None,
    "ky_luat": "Không", "ngay_ky": "2023-09-20", "truong_don_vi": "Lý Thị Thử Nghiệm",
}  # fmt: skip


def _form(name: str = "Giàng A Mẫu") -> np.ndarray:
    return filled({**ANSWERS, "ho_ten": name}, ticked=TICKED)


def _registration() -> tuple[np.ndarray, np.ndarray]:
    """Both pages of a yearly registration with one person and one collective."""
    people = {
        "nam": "2024", "don_vi": "Phòng Kinh tế", "ca_nhan[1].ho_ten": "Giàng A Mẫu",
        "ca_nhan[1].chuc_vu": "Chuyên viên", "ca_nhan[2].ho_ten": "Lý Thị Thử Nghiệm",
    }  # fmt: skip
    first = filled(people, "TD-01", ("ca_nhan[1].danh_hieu=LDTT", "ca_nhan[1].linh_vuc=LV02"))
    second = blank("TD-01", 2)
    for key, text in {"tap_the[1].ten": "Phòng Kinh tế", "ngay_ky": "10/01/2024"}.items():
        x0, _y0, _x1, y1 = in_zone("TD-01", key)
        second = write(second, text, x0 + 4, y1 - 4)
    return first, second


def test_a_scanned_form_says_what_was_written_and_ticked() -> None:
    reading = read(pdf(_form()), LEXICON)

    [form] = reading.forms
    assert (reading.medium, reading.pages, form.form, form.pages) == (Medium.SCAN, 1, "TD-02", (1,))
    assert {key: value.value for key, value in form.fields.items()} == VALUES
    assert [key for key, value in form.fields.items() if value.review] == []


def test_every_value_keeps_its_place_on_the_upright_page() -> None:
    turned = np.ascontiguousarray(np.rot90(_form(), 2))

    [form] = read(encoded(turned, ".png"), LEXICON).forms

    place = form.fields["ho_ten"].source
    assert place is not None
    assert place.box is not None
    x0, y0, x1, y1 = in_zone("TD-02", "ho_ten")
    assert x0 <= place.box[0] < place.box[2] <= x1
    assert y0 - 1 <= place.box[1] < place.box[3] <= y1 + 2


def test_a_name_the_office_does_not_know_is_read_and_reviewed() -> None:
    [form] = read(encoded(_form("Trần Thị Ví Dụ"), ".png"), LEXICON).forms

    assert form.fields["ho_ten"].value == "Trần Thị Ví Dụ"
    assert form.fields["ho_ten"].review


def test_a_photo_at_a_slant_is_read_as_a_photo() -> None:
    page = _form()
    height, width = page.shape
    seen = np.array([(190, 120), (width + 60, 60), (width + 160, height + 40), (70, height - 30)], np.float32)
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, seen)
    photo = cv2.warpPerspective(page, matrix, (width + 260, height + 160), borderValue=70)

    reading = read(encoded(photo, ".jpg"), LEXICON)

    [form] = reading.forms
    assert reading.medium is Medium.PHOTO
    assert {key for key, value in form.fields.items() if value.value != VALUES[key] and not value.review} == set()
    assert form.fields["ho_ten"].value == "Giàng A Mẫu"


def test_forms_of_a_feed_stay_apart_and_in_order() -> None:
    first, second = _registration()
    empty = np.full_like(blank(), 252)
    upside_down = np.ascontiguousarray(np.rot90(_form("Lý Thị Thử Nghiệm"), 2))

    reading = read(tiff(_form(), empty, second, first, empty, upside_down), LEXICON)

    assert [(form.form, form.pages) for form in reading.forms] == [("TD-02", (1,)), ("TD-01", (3, 4)), ("TD-02", (6,))]
    assert [form.fields["ho_ten"].value for form in reading.forms if form.form == "TD-02"] == [
        "Giàng A Mẫu",
        "Lý Thị Thử Nghiệm",
    ]


def test_the_rows_of_a_registration_are_those_somebody_is_named_in() -> None:
    first, second = _registration()
    x0, y0, x1, y1 = in_zone("TD-01", "ca_nhan[9].linh_vuc=LV03")
    first = stroke(first, (x0 - 40, y0 - 4), (x0 + 6, y1 - 4), (x1 + 50, y0 + 8))  # somebody's signature

    [form] = read(tiff(first, second), LEXICON).forms

    people, collectives = form.tables["ca_nhan"], form.tables["tap_the"]
    assert [row["ho_ten"].value for row in people] == ["Giàng A Mẫu", "Lý Thị Thử Nghiệm"]
    assert people[0]["danh_hieu"].value == ["Lao động tiên tiến"]
    assert people[0]["linh_vuc"].value == ["LV02"]
    assert people[1]["linh_vuc"].value is None
    assert [row["ten"].value for row in collectives] == ["Phòng Kinh tế"]
    assert (form.fields["nam"].value, form.fields["ngay_ky"].value) == (2024, "2024-01-10")


def test_a_page_of_text_and_a_scanned_page_give_both_their_forms() -> None:
    from pypdf import PdfReader, PdfWriter

    from tests.factory import make

    typed = make(1, "pdf_text")
    writer = PdfWriter()
    for data in (typed.data, pdf(_form())):
        writer.append(PdfReader(io.BytesIO(data)))
    stream = io.BytesIO()
    writer.write(stream)

    reading = read(stream.getvalue(), LEXICON)

    assert reading.medium is Medium.PDF_TEXT
    assert [form.form for form in reading.forms] == ["TD-02", "TD-02"]
    assert reading.forms[1].fields["ho_ten"].value == "Giàng A Mẫu"


def test_progress_is_told_page_by_page() -> None:
    told: list[tuple[int, int]] = []

    read(tiff(_form(), np.full_like(blank(), 252)), LEXICON, tell=lambda done, total: told.append((done, total)))

    assert told == [(1, 2), (2, 2)]


def test_a_sheet_of_a_version_never_printed_here_is_not_read_by_our_map() -> None:
    import segno

    page = _form()
    code = np.array(segno.make("VANTHU:TD-02/77/1", error="q", micro=False).matrix, np.uint8)
    side = round(blank_code_side() / len(code))
    dark = np.kron(code, np.ones((side, side), np.uint8))
    top, left = round(11 * 200 / 25.4), page.shape[1] - round(20 * 200 / 25.4) - dark.shape[1]
    page[top - 10 : top + 190, left - 30 : left + 190] = 255
    page[top : top + len(dark), left : left + len(dark)] = 255 * (1 - dark)

    [form] = read(encoded(page, ".png"), LEXICON).forms  # by its labels, as anybody's form

    assert form.form == "TD-02"
    assert [finding.rule for finding in form.findings if "mã" in finding.message.lower()] == ["R-FORM-04"]
    assert form.fields["ho_ten"].value in ("Giàng A Mẫu", None)
    assert all(value.review for value in form.fields.values() if value.value is None)


def blank_code_side() -> float:
    """Of the printed code, pixels."""
    from pipeline.reading.blanks import Mark, marks

    x0, _y0, x1, _y1 = marks.qr_box(595.28, Mark("TD-02", 1, 1))
    return (x1 - x0) * 200 / 72


# What is no form


def _noise(size: tuple[int, int]) -> np.ndarray:
    return np.random.default_rng(7).integers(0, 255, size, np.uint8)


def _bilevel(size: tuple[int, int]) -> bytes:
    stream = io.BytesIO()
    Image.new("1", size).save(stream, "TIFF", compression="group4")
    return stream.getvalue()


def _many_pages(count: int) -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    for _number in range(count):
        writer.add_blank_page(595, 842)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


LETTER = "Kính gửi quý cơ quan"
REFUSED = {
    "empty pages": (lambda: tiff(np.full((877, 620), 255, np.uint8)), EmptyPages),
    "a letter": (lambda: encoded(write(np.full((2339, 1654), 255, np.uint8), LETTER, 80, 200), ".png"), UnknownForm),
    "a picture of nothing": (lambda: encoded(_noise((900, 700)), ".png"), UnknownForm),
    "a corrupt tiff": (lambda: tiff(_noise((877, 620)))[:40_000], DamagedFile),
    "a picture of 20,000 dots": (lambda: _bilevel((20_000, 20_000)), PictureTooLarge),
    "a pdf of 10,000 pages": (lambda: _many_pages(10_000), TooManyPages),
}  # fmt: skip


@pytest.mark.parametrize(("build", "error"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_form_is_refused_with_a_sentence(build: object, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        read(build(), LEXICON)  # type: ignore[operator]

    assert str(caught.value).endswith(".")


def test_a_scanned_paper_with_a_mark_of_secrecy_is_not_handled() -> None:
    page = np.full((2339, 1654), 255, np.uint8)
    page = write(page, "MẬT", 80, 80, size=16)
    for line in range(12):
        page = write(page, "Nội dung này không phải là biểu mẫu của đợt thi đua", 80, 140 + 24 * line)

    with pytest.raises(SecretDocument):
        read(encoded(page, ".png"), LEXICON)
