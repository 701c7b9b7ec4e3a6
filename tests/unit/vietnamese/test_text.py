"""The three normal forms of text (domain reference 10.5, 10.6)."""

import time
import unicodedata

import pytest

from pipeline.vietnamese.text import fold, match_key, nfc, split_tone


def test_decomposed_letters_are_composed():
    assert nfc(unicodedata.normalize("NFD", "Nguyễn Thị Hoà")) == "Nguyễn Thị Hoà"


@pytest.mark.parametrize("eth", ["Q\u00d0", "Q\u0189"])
def test_icelandic_eth_becomes_the_vietnamese_letter(eth):
    assert nfc(f"12/{eth}-VPUBND") == "12/QĐ-VPUBND"


def test_small_eth_becomes_the_vietnamese_letter():
    assert nfc("thi \u00f0ua") == "thi đua"


def test_odd_spaces_become_plain_and_zero_width_characters_go():
    assert nfc("\ufeffLào\u00a0Cai\u200b, tháng\u20099") == "Lào Cai, tháng 9"


def test_word_line_breaks_become_line_feeds_while_tabs_stay():
    assert nfc("a\u000bb\tc") == "a\nb\tc"


def test_soft_hyphen_is_left_for_the_legacy_decoder():
    assert nfc("ng\u00adêi") == "ng\u00adêi"


def test_fold_drops_marks_case_and_extra_spaces():
    assert fold("  Điển  hình\nTIÊN TIẾN ") == "dien hinh tien tien"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hòa", "hoà"),
        ("khỏe", "khoẻ"),
        ("Thủy", "Thuỷ"),
        ("qúy", "quý"),
        ("Hoàng", "Hòang"),
        ("văn hóa", "văn hoá"),
        ("kỹ", "kĩ"),
        ("Lý", "Lí"),
        ("quý", "quí"),
        ("Chiến sĩ thi đua", "Chiến sỹ thi đua"),
        ("Quỳnh", "Quình"),
        ("Thi đua - Khen thưởng", "THI ĐUA–KHEN THƯỞNG"),
        ("2021-2025", "2021 \u2014 2025"),
        ("“Lao động giỏi”", '"lao động giỏi"'),
        ("H'Mông", "H’Mông"),
        ("Phòng  Tổng\u00a0hợp", "phòng tổng hợp"),
    ],
)
def test_spellings_of_one_word_share_a_key(old, new):
    assert match_key(old) == match_key(new)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lù", "Lử"),
        ("Hoa", "Hòa"),
        ("tai", "tay"),
        ("Thúi", "Thúy"),
        ("Ý", "Í"),
        ("ma", "mà"),
        ("Tấn", "Tẩn"),
        ("Hải", "Hãi"),
        ("Dung", "Đung"),
        ("lưu", "lựu"),
        ("hai ba", "haiba"),
        ("mai", "may"),
    ],
)
def test_different_words_keep_different_keys(one, other):
    assert match_key(one) != match_key(other)


def test_no_tone_is_lost_in_the_key_of_any_syllable():
    syllables = [unicodedata.normalize("NFC", f"t{v}{tone}m") for v in "aăâeêioôơuư" for tone in ["", *"̣̀̉̃́"]]

    assert len({match_key(syllable) for syllable in syllables}) == len(syllables) == 66


def test_keys_are_stable_under_repetition():
    assert match_key(match_key("Phòng Tổ chức – Hành chính")) == match_key("Phòng Tổ chức – Hành chính")


def test_tone_is_split_from_its_word():
    assert split_tone("thủy") == ("thuy", "\u0309")
    assert split_tone("thuy") == ("thuy", "")


def test_a_hundred_thousand_names_are_keyed_within_two_seconds():
    names = [f"Giàng A Mẫu {number}" for number in range(100_000)]
    started = time.process_time()

    for name in names:
        match_key(name)

    assert time.process_time() - started < 2
