"""What a word's neighbours say about it."""

from __future__ import annotations

import pytest

from pipeline.reading.picture.words import compounds, vocabulary
from pipeline.reading.picture.words.agreement import text_of
from pipeline.reading.picture.words.near import titled
from pipeline.reading.picture.words.vocabulary import Standing
from pipeline.reading.raw import Token


def _token(text: str, *others: str, votes: int = 2) -> Token:
    return Token(text=text, confidence=0.9, others=others, votes=votes, readings=3 if others else votes)


def _mended(*words: str) -> list[Token]:
    return compounds.mended([_token(*word.split("|")) for word in words])


@pytest.mark.parametrize(
    ("word", "before", "after", "stands"),
    [
        ("phí", "chi", "", Standing.USUAL),
        ("dân", "nhân", "", Standing.OFFICIAL),
        ("lăng", "", "xăng", Standing.PAIRED),
        ("đổi", "chuyến", "", Standing.LIKELY),
        ("dẫn", "", "các", Standing.USUAL),
        ("của", "xe", "xe", Standing.COMMON),
        ("lú", "", "", Standing.STRANGE),
    ],
)
def test_a_syllable_stands_as_well_as_its_neighbours_say(word: str, before: str, after: str, stands: Standing) -> None:
    assert vocabulary.standing(word, vocabulary.key(before), vocabulary.key(after)) is stands


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (("nhân", "dẫn", "nói"), "nhân dân nói"),
        (("ủy", "va", "lãnh"), "ủy và lãnh"),
        (("Số", "tay"), "Sổ tay"),
        (("tồn", "đong"), "tồn đọng"),
        (("chuyến|chuyển", "đối|đổi"), "chuyển đổi"),
        (("Tố", "Hành", "chính"), "Tổ Hành chính"),
        (("quý", "1/2022|I/2022"), "quý I/2022"),
    ],
)
def test_a_word_is_what_its_neighbours_make_of_it(read: tuple[str, ...], text: str) -> None:
    tokens = _mended(*read)

    assert text_of(tokens) == text
    assert not any(token.others for token in tokens)


def test_a_rival_that_nothing_speaks_for_is_beaten_by_a_common_word() -> None:
    lead, rivalled = _mended("lần|tần")[0], _mended("lại|tại")[0]

    assert lead.others == ()
    assert rivalled.others == ("tại",)


def test_of_two_misread_halves_both_are_doubted() -> None:
    first, second = compounds.mended([_token("chuyến"), _token("đối")])

    assert "chuyển" in first.others
    assert "đổi" in second.others


def test_a_word_that_is_none_is_doubted_for_the_common_one_it_may_be() -> None:
    assert "đến" in _mended("đên", "trên")[0].others
    assert "nhanh" in _mended("nhạnh.")[0].others


def test_a_word_usual_beside_a_common_one_is_doubted_for_a_word_of_offices() -> None:
    assert _mended("nhân", "dẫn", "các")[1].others == ("dân",)
    assert _mended("chỉ", "phí")[0].others == ("chi",)


def test_a_word_one_letter_away_from_one_of_offices_is_doubted() -> None:
    assert "lao" in _mended("“Leo", "động")[0].others
    assert _mended("hóa", "12")[0].others == ()


def test_words_of_a_dictionary_are_no_doubt_for_one_another() -> None:
    assert _mended("học", "viên", "đều")[1].others == ()


def test_nothing_is_held_against_the_words_of_names() -> None:
    tokens = _mended("Bùi", "Hữu", "Hoà")

    assert text_of(tokens) == "Bùi Hữu Hoà"
    assert not any(token.others for token in tokens)


def test_abbreviations_and_foreign_words_are_known() -> None:
    known, rivalled = _mended("ISO|TISO")[0], _mended("VNPT-iOffice")[0]

    assert known.known
    assert known.others == ()
    assert rivalled.known


def test_a_stroke_is_a_figure_where_no_roman_number_stands() -> None:
    assert _mended("khoản", "1|I")[1].others == ("I",)


@pytest.mark.parametrize(
    ("text", "found"), [("TILĐTT; CSTĐGS", "TTLĐTT; CSTĐCS"), ("CSTĐCG", "CSTĐCG"), ("UBND", "UBND"), ("LĐTT", "LĐTT")]
)
def test_an_abbreviation_with_one_wrong_letter_is_the_only_one_it_may_be(text: str, found: str) -> None:
    assert titled(text) == found
