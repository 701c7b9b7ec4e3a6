"""Where number, day, month and signature go, and what is refused."""

from __future__ import annotations

import io

import pikepdf
import pytest

from pipeline.errors import SlotsUncertain
from pipeline.signing.fields import DAY, MONTH, NUMBER
from pipeline.signing.preparing import seal_box, signature_box
from pipeline.signing.slots import Slots, find_slots
from tests.factory.official_pdf import official_pdf

NUMBER_MARKS = ("slotsoA", "slotsoB")


def slots_of(pdf: bytes) -> Slots:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return find_slots(document, pdf)


def test_slots_lie_between_the_bookmarks() -> None:
    slots = slots_of(official_pdf())

    number = slots.fields[NUMBER]
    assert (number.size, number.italic, number.printed) == (13, False, "")
    assert number.x1 - number.x0 == pytest.approx(32.5)
    assert (slots.fields[DAY].size, slots.fields[DAY].italic) == (14, True)
    assert slots.fields[DAY].x1 < slots.fields[MONTH].x0
    assert (slots.symbol, slots.year) == ("/QĐ-VPUBND", 2022)


def test_places_found_by_words_alone_are_those_of_the_bookmarks() -> None:
    by_marks = slots_of(official_pdf()).fields
    by_words = slots_of(
        official_pdf(without=("slotsoA", "slotsoB", "slotngayA", "slotngayB", "slotthangA", "slotthangB"))
    ).fields

    for name in (NUMBER, DAY, MONTH):
        assert by_words[name].x0 == pytest.approx(by_marks[name].x0, abs=0.6)
        assert by_words[name].x1 == pytest.approx(by_marks[name].x1, abs=0.6)


@pytest.mark.parametrize(
    ("printed", "symbol", "date"),
    [
        ({}, "/QĐ-VPUBND", "2022"),
        ({"month": "9"}, "/QĐ-VPUBND", "2022-09"),
        ({"month": "9", "day": "05"}, "/QĐ-VPUBND", "2022-09-05"),
        ({"number": "07", "month": "02"}, "07/QĐ-VPUBND", "2022-02"),
    ],
    ids=str,
)
def test_what_is_printed_already_is_known(printed: dict[str, str], symbol: str, date: str) -> None:
    slots = slots_of(official_pdf(**printed))

    assert (slots.known_symbol, slots.known_date) == (symbol, date)


@pytest.mark.parametrize(
    ("printed", "problem"),
    [
        ({"month": "09"}, "“09” phải viết là “9”"),
        ({"month": "2"}, "“2” phải viết là “02”"),
        ({"month": "9", "day": "5"}, "“5” phải viết là “05”"),
        ({"number": "7"}, "“7” phải viết là “07”"),
        ({"day": "05"}, "đã in ngày nhưng chưa in tháng"),
    ],
    ids=str,
)
def test_digits_printed_against_the_decree_are_refused(printed: dict[str, str], problem: str) -> None:
    with pytest.raises(SlotsUncertain, match=problem):
        slots_of(official_pdf(**printed))


@pytest.mark.parametrize("mark", ["slotsoA", "slotsoB", "slotngayA", "slotthangB"])
def test_a_bookmark_that_was_moved_is_refused(mark: str) -> None:
    with pytest.raises(SlotsUncertain, match="không nằm đúng chỗ trống"):
        slots_of(official_pdf(moved={mark: 6.0 if mark.endswith("B") else -6.0}))


def test_a_bookmark_moved_by_less_than_a_point_is_taken() -> None:
    assert slots_of(official_pdf(moved={"slotsoA": 0.8})).fields[NUMBER].x0 > 0


def test_a_blank_without_room_for_two_digits_is_refused() -> None:
    with pytest.raises(SlotsUncertain, match="quá hẹp"):
        slots_of(official_pdf(symbol="/QĐ", without=NUMBER_MARKS, number_width=6.0))


def test_a_document_without_number_and_date_line_is_refused() -> None:
    with pytest.raises(SlotsUncertain, match="không thấy dòng"):
        slots_of(official_pdf(heading=False))


@pytest.mark.parametrize("lost", ["slotkyA", "slotkyB"])
def test_a_lost_place_for_the_signature_is_refused(lost: str) -> None:
    with pytest.raises(SlotsUncertain, match="slotkyA"):
        slots_of(official_pdf(without=(lost,)))


def test_a_short_place_for_the_signature_is_refused() -> None:
    with pytest.raises(SlotsUncertain, match="quá ngắn"):
        slots_of(official_pdf(moved={"slotkyB": -80}))


def test_the_seal_has_its_real_size_and_covers_a_third_of_the_signature() -> None:
    signature = signature_box(slots_of(official_pdf()).signature)
    seal = seal_box(signature, 36)

    assert seal[2] - seal[0] == pytest.approx(36 * 72 / 25.4)
    assert seal[3] - seal[1] == pytest.approx(seal[2] - seal[0])
    assert seal[2] - signature[0] == pytest.approx((signature[2] - signature[0]) / 3)
    assert (seal[1] + seal[3]) / 2 == pytest.approx((signature[1] + signature[3]) / 2)
