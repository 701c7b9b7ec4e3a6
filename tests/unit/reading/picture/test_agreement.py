"""One line read in several ways, words told by their neighbours, Roman quarters by their stems."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.reading.lists import Lists
from pipeline.reading.model import Lexicon
from pipeline.reading.picture.own import quarters
from pipeline.reading.picture.own import sheet as own
from pipeline.reading.picture.own.zones import Crop, Tick
from pipeline.reading.picture.page import engine, penmanship
from pipeline.reading.picture.page.engine import Word
from pipeline.reading.picture.words import compounds
from pipeline.reading.picture.words.agreement import agreed, text_of
from pipeline.reading.raw import Token


def _read(text: str, confidence: float = 0.95) -> list[Word]:
    """A reading in which letters are ten pixels wide."""
    words, at = [], 0
    for word in text.split(" "):
        if word:
            words.append(Word(text=word, box=(at, 0, at + 10 * len(word), 20), confidence=confidence))
        at += 10 * len(word) + 10
    return words


def test_what_most_ways_of_reading_give_is_taken() -> None:
    tokens = agreed([_read("tố chức"), _read("tổ chức", 0.8), _read("tổ chức")])

    assert text_of(tokens) == "tổ chức"
    assert tokens[0].others == ("tố",)
    assert (tokens[0].votes, tokens[0].readings) == (2, 3)
    assert tokens[0].confidence == 0.8
    assert tokens[1].others == ()


def test_where_all_differ_what_can_be_vietnamese_is_taken() -> None:
    [token] = agreed([_read("chừt"), _read("chữ."), _read("ch1ữ")])

    assert token.text == "chữ."
    assert set(token.others) == {"chừt", "ch1ữ"}


def test_words_read_as_one_are_laid_beside_the_two() -> None:
    joined = Word(text="giànga", box=(0, 0, 70, 20), confidence=0.9)

    [token] = agreed([_read("giàng a"), [joined]])

    assert token.text == "giàng a"
    assert token.others == ("giànga",)


def test_spelling_and_stops_make_no_difference() -> None:
    [token] = agreed([_read("hoà"), _read("Hòa")])

    assert token.others == ()


def test_a_word_two_ways_of_reading_fail_at_is_not_dropped() -> None:
    tokens = agreed([_read("vậb thư", 0.1), _read("... thư", 0.1), _read("Văn thư", 0.6)])

    assert len(tokens) == 2
    assert tokens[0].others


def test_dirt_that_looks_like_a_stop_is_dropped() -> None:
    assert text_of(agreed([_read("| Mẫu _"), _read("  Mẫu  ")])) == "Mẫu"


# Neighbours


def _token(text: str, *others: str) -> Token:
    return Token(text=text, confidence=0.9, others=others)


def test_a_word_its_neighbour_knows_is_known() -> None:
    first, second = compounds.mended([_token("tổ"), _token("chức")])

    assert first.known
    assert second.known


def test_a_tone_is_mended_where_a_neighbour_asks_for_it() -> None:
    tokens = compounds.mended([_token("Đại"), _token("biếu,"), _token("dự")])

    assert text_of(tokens) == "Đại biểu, dự"
    assert tokens[1].known


def test_among_readings_the_one_its_neighbour_knows_is_taken() -> None:
    tokens = compounds.mended([_token("tố", "tổ"), _token("chức")])

    assert tokens[0].text == "tổ"
    assert tokens[0].others == ()


def test_a_neighbour_beyond_a_stop_tells_nothing() -> None:
    assert text_of(compounds.mended([_token("tố."), _token("chức")])) == "tố. chức"


def test_names_are_left_alone() -> None:
    tokens = compounds.mended([_token("ông"), _token("Lù"), _token("Văn"), _token("Tố")])

    assert text_of(tokens) == "ông Lù Văn Tố"
    assert not tokens[3].known


# Quarters


def _stems(*columns: int, height: int = 40, width: int = 5) -> np.ndarray:
    ink = np.zeros((height, 120), bool)
    for column in columns:
        ink[:, column : column + width] = True
    return ink


@pytest.mark.parametrize(
    ("ink", "readings", "quarter"),
    [
        (_stems(10), ["I", "l", "!"], 1),
        (_stems(10, 25), ["H", "II"], 2),
        (_stems(10, 25, 40), ["II", "HI", "HH"], 3),
        (_stems(10, 25, 40), ["T111", "ITII", "T111"], 3),
        (_stems(10, 25, 40), ["II", "II"], None),
        (_stems(10, 25), ["III", "III"], None),
        (_stems(), ["2", "2", "2"], 2),
        (_stems(), ["2", "3"], None),
        (_stems(10), ["4", "1", "l"], None),
        (_stems(10, 25, 40, 55), ["IIII"], None),
        (_stems(10, 25, 40), ["", ""], 3),
        (_stems(10), ["", ""], None),
        (_stems(10), [], None),
        (_stems(10), ["H", "I", "1"], None),
        (_stems(), ["3", "K)", "3"], 3),
        (_stems(), ["EÌ", "a", "3"], None),
    ],
)
def test_a_quarter_is_told_by_stems_and_readings_together(
    ink: np.ndarray, readings: list[str], quarter: int | None
) -> None:
    assert quarters.quarter_of(ink, readings) == quarter


def test_a_quarter_with_serifs_needs_every_way_of_reading() -> None:
    ink = _stems(10, 30, 50)
    ink[:4, :] = ink[-4:, :] = True  # more than half of the ink are serifs

    assert quarters.quarter_of(ink, ["TII", "III", "IIT"]) == 3
    assert quarters.quarter_of(ink, ["TII", "II", "III"]) is None


def test_four_is_a_stem_and_a_v() -> None:
    ink = _stems(10)
    for row in range(40):
        ink[row, 30 + row // 3 : 34 + row // 3] = True
        ink[row, 60 - row // 3 : 64 - row // 3] = True

    assert quarters.quarter_of(ink, ["TV", "IV", "1V"]) == 4


# A third way


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ((("nhân", 0.97), ("dân", 0.7)), True),
        ((("nhân", 0.97), ("dân", 0.3)), False),
        ((("nhân", 0.97), ("mèm", 0.7)), False),
    ],
)
def test_pale_words_known_beside_each_other_need_no_third_way(
    words: tuple[tuple[str, float], ...], plain: bool
) -> None:
    tokens = [Token(text=text, confidence=confidence, votes=2, readings=2) for text, confidence in words]

    assert own._are_plain(tokens) is plain


# Pens


def test_figures_of_one_height_are_printed_others_written() -> None:
    printed, written = np.zeros((60, 300), bool), np.zeros((60, 300), bool)
    for number, height in enumerate((40, 22, 38, 25, 44, 30)):
        printed[10:40, 10 + 30 * number : 25 + 30 * number] = True
        written[50 - height : 50, 10 + 30 * number : 25 + 30 * number] = True

    assert not penmanship.is_by_hand(printed)
    assert penmanship.is_by_hand(written)
    assert not penmanship.is_by_hand(np.zeros((60, 300), bool))


def test_figures_torn_by_the_scanner_are_whole_to_the_eye() -> None:
    torn = np.zeros((60, 300), bool)
    for number, tear in enumerate((20, 30, 25, 33)):
        torn[10:50, 10 + 30 * number : 25 + 30 * number] = True
        torn[tear : tear + 2, :] = False

    assert not penmanship.is_by_hand(torn)


def test_a_lost_mark_is_mended_where_a_neighbour_asks_for_it() -> None:
    tokens = compounds.mended([_token("trung"), _token("cáp")])

    assert tokens[1].text == "cấp"
    assert tokens[1].others == ()


def _letters(*, off: float = 0.0, monospaced: bool = False) -> np.ndarray:
    """A line of twenty letters of different widths, their feet on a line or up to `off` pixels beside it."""
    dice = np.random.default_rng(7)
    ink = np.zeros((80, 1200), bool)
    x = 10.0
    for _letter in range(20):
        width = int(dice.integers(12, 30))
        foot = 60 + round(dice.uniform(-off, off))
        left = round(x + (40 - width) / 2) if monospaced else round(x)
        ink[foot - 30 : foot, left : left + width] = True
        x += 40 if monospaced else width + 6
    return ink


def test_letters_beside_their_line_are_written_with_a_pen() -> None:
    assert penmanship.is_sheet_by_hand([_letters(off=3)] * 4)
    assert not penmanship.is_sheet_by_hand([_letters()] * 4)


def test_letters_of_a_typewriter_stand_beside_their_line_in_equal_steps() -> None:
    assert not penmanship.is_sheet_by_hand([_letters(off=3, monospaced=True)] * 4)


def test_a_line_or_two_do_not_tell_who_wrote_a_sheet() -> None:
    assert not penmanship.is_sheet_by_hand([_letters(off=3)] * 2)
    assert not penmanship.is_sheet_by_hand([np.zeros((10, 10), bool)] * 9)


# Of figures, and of boxes


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("O7", "07"),
        ("1I/0l/2022", "11/01/2022"),
        ("Il", "Il"),
        ("O2/1O/198O", "02/10/1980"),
        ("3.8O9", "3.809"),
        ("tháng", "tháng"),
        ("thóng", "tháng"),
        ("tám", "tám"),
        ("ngòy", "ngày"),
        ("Lào", "Lào"),
        ("O", "O"),
        ("Oanh1", "Oanh1"),
    ],
)
def test_letters_among_figures_are_figures_and_words_of_days_spelt(word: str, meant: str) -> None:
    assert own._meant(word) == meant


@pytest.mark.parametrize(
    ("inks", "are"),
    [((0.9, 0.0, 0.85), True), ((0.8, 0.6), True), ((0.9, 0.3), False), ((0.9, 0.0), False), ((), False)],
)
def test_boxes_filled_out_are_ticks_where_nothing_else_is(inks: tuple[float, ...], are: bool) -> None:
    assert own._are_filled([Tick(ink) for ink in inks] + [None]) is are


# Zones with ink that says nothing


@pytest.mark.parametrize("text", ["", "/", ">. năm", "ngày năm"])
def test_ink_without_letters_or_figures_is_asked_about(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class _Blind:
        def line(self, _pixels: np.ndarray) -> list[Word]:
            return _read(text)

    monkeypatch.setattr(engine, "recogniser", lambda *_model: _Blind())
    crop = Crop(np.full((40, 200), 236, np.uint8), (0.0, 0.0, 48.0, 10.0), np.ones((40, 200), bool))

    raw = own._written("ngay_ky", [crop], 1, Lists(Lexicon()))

    assert raw is not None
    assert raw.text == ""
    assert raw.sight is not None
    assert raw.sight.doubts
