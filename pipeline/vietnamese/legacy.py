"""Text of the years before Unicode: TCVN3 (ABC, the ".Vn…" fonts) and VNI (the "VNI-…" fonts).

Such files hold Latin-1 characters that look right in their own fonts only: "Chiến sĩ thi đua" is stored as
"ChiÕn sÜ thi ®ua" (TCVN3) or "Chieán só thi ñua" (VNI). Ask the font first (`encoding_of_font`), run by run, and the
content only where no font is known (`guess`). Decode before any cleaning: the ư of TCVN3 is U+00AD, the soft hyphen
that many tools throw away.
"""

from __future__ import annotations

import functools
import re
from enum import StrEnum

from pipeline.vietnamese.syllables import is_syllable


class Encoding(StrEnum):
    """The two encodings met in the files of provincial offices."""

    TCVN3 = "tcvn3"
    VNI = "vni"


# Written as Unicode letter + hexadecimal code (TCVN 5712:1993, VN3). Capitals with a tone have no code of their own:
# they are the small letters in a font of capitals.
_TCVN3 = """
    à B5 ả B6 ã B7 á B8 ạ B9 ă A8 ằ BB ẳ BC ẵ BD ắ BE ặ C6 â A9 ầ C7 ẩ C8 ẫ C9 ấ CA ậ CB đ AE
    è CC ẻ CE ẽ CF é D0 ẹ D1 ê AA ề D2 ể D3 ễ D4 ế D5 ệ D6 ì D7 ỉ D8 ĩ DC í DD ị DE
    ò DF ỏ E1 õ E2 ó E3 ọ E4 ô AB ồ E5 ổ E6 ỗ E7 ố E8 ộ E9 ơ AC ờ EA ở EB ỡ EC ớ ED ợ EE
    ù EF ủ F1 ũ F2 ú F3 ụ F4 ư AD ừ F5 ử F6 ữ F7 ứ F8 ự F9 ỳ FA ỷ FB ỹ FC ý FD ỵ FE
    Ă A1 Â A2 Ê A3 Ô A4 Ơ A5 Ư A6 Đ A7
"""

# VNI writes most letters as a base and a sign. Rows: stored base, letters, stored signs.
_VNI_PAIRS = (
    ("a", "àáảãạ", "øùûõï"),
    ("a", "âầấẩẫậ", "âàáåãä"),
    ("a", "ăằắẳẵặ", "êèéúüë"),
    ("e", "èéẻẽẹ", "øùûõï"),
    ("e", "êềếểễệ", "âàáåãä"),
    ("o", "òóỏõọ", "øùûõï"),
    ("o", "ôồốổỗộ", "âàáåãä"),
    ("ô", "ờớởỡợ", "øùûõï"),
    ("u", "ùúủũụ", "øùûõï"),
    ("ö", "ừứửữự", "øùûõï"),
    ("y", "ỳýỷỹ", "øùûõ"),
)
_VNI_SINGLES = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}

_SUBSET_PREFIX = re.compile(r"^[A-Z]{6}\+")
_STYLE_SUFFIX = re.compile(r"(?:[-, ]*(?:bold|italic|oblique|regular|normal|mt))+$", re.IGNORECASE)
_TCVN3_FONT = re.compile(r"\.(?i:vn).+|Vn[A-Z].*")
_VNI_FONT = re.compile(r"vni[- ].+", re.IGNORECASE)

# No letter of Latin-1 is any of these, so one of them means that the text is Unicode already.
_UNICODE_LETTERS = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300\u0301\u0303\u0309\u0323]")
_NOT_IN_WORDS = re.compile(r"[\x00-@\[-`{-~\s]+")
# Signs that no language writes inside a word: with one of them a single word is proof enough.
_SIGNS_AS_LETTERS = re.compile("[a-zA-Z][\u00a1-\u00bf\u00d7\u00f7]|[\u00a1-\u00bf\u00d7\u00f7][a-zA-Z]")


def encoding_of_font(font_name: str) -> Encoding | None:
    """The encoding of text set in a font of this name; a PDF subset prefix ("ABCDEF+") does not matter."""
    name = _SUBSET_PREFIX.sub("", font_name.strip())
    if _TCVN3_FONT.fullmatch(name):
        return Encoding.TCVN3
    return Encoding.VNI if _VNI_FONT.fullmatch(name) else None


def is_capitals_font(font_name: str) -> bool:
    """Whether a legacy font shows capitals for the codes of small letters: the ".Vn…H" fonts."""
    name = _STYLE_SUFFIX.sub("", font_name.strip())
    return name.endswith("H") and encoding_of_font(font_name) is Encoding.TCVN3


def decode(text: str, encoding: Encoding, *, capitals: bool = False) -> str:
    """Turn `text` as stored in a legacy font into Unicode; `capitals` for text in a font of capitals."""
    table = _table(encoding)
    decoded = _codes(encoding).sub(lambda code: table[code[0]], text)
    return decoded.upper() if capitals else decoded


def guess(text: str) -> Encoding | None:
    """Name the legacy encoding of `text` by its content, None for Unicode, other languages and too little text.

    Words with non-ASCII characters must become Vietnamese syllables by decoding (four in five) and must mostly not be
    syllables as they stand. "Thò" and "cô" stand in both worlds; alone they prove nothing.
    """
    if text.isascii() or _UNICODE_LETTERS.search(text):
        return None
    words = [word for word in _NOT_IN_WORDS.split(text) if not word.isascii()]
    if not words or 2 * sum(map(is_syllable, words)) > len(words):
        return None
    best = max(Encoding, key=lambda encoding: _share_of_syllables(words, encoding))
    enough = bool(_SIGNS_AS_LETTERS.search(text)) or sum(len(_codes(best).findall(word)) for word in words) > 1
    return best if enough and _share_of_syllables(words, best) >= 0.8 else None


def _share_of_syllables(words: list[str], encoding: Encoding) -> float:
    return sum(is_syllable(decode(word, encoding)) for word in words) / len(words)


@functools.cache
def _table(encoding: Encoding) -> dict[str, str]:
    """Stored code to Unicode letter."""
    if encoding is Encoding.VNI:
        return _vni_table()
    letters, codes = _TCVN3.split()[::2], _TCVN3.split()[1::2]
    # Some extractors turn the micro sign into the Greek letter it resembles.
    return {chr(int(code, 16)): letter for letter, code in zip(letters, codes, strict=True)} | {"\u03bc": "à"}


def _vni_table() -> dict[str, str]:
    pairs = {
        base + sign: letter for base, letters, signs in _VNI_PAIRS for letter, sign in zip(letters, signs, strict=True)
    }
    table: dict[str, str] = {}
    for code, letter in (pairs | _VNI_SINGLES).items():
        base, sign = code[0], code[1:]
        # The base decides the case: typists left the sign in small letters now and then.
        table |= {base + sign: letter, base + sign.upper(): letter}
        table |= {base.upper() + sign: letter.upper(), base.upper() + sign.upper(): letter.upper()}
    return table


@functools.cache
def _codes(encoding: Encoding) -> re.Pattern[str]:
    longest_first = sorted(_table(encoding), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))
