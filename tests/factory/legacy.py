"""Text in the encodings of the 1990s: TCVN3 (fonts .VnTime, .VnTimeH) and VNI (VNI-Times).

The tables are those of the domain reference 10.7, written down here again so that an error in the decoder's tables
cannot hide in ours.
"""

from __future__ import annotations

import unicodedata
from itertools import groupby

_TCVN3_HEX = [
    "à",
    "B5",
    "ả",
    "B6",
    "ã",
    "B7",
    "á",
    "B8",
    "ạ",
    "B9",
    "ă",
    "A8",
    "ằ",
    "BB",
    "ẳ",
    "BC",
    "ẵ",
    "BD",
    "ắ",
    "BE",
    "ặ",
    "C6",
    "â",
    "A9",
    "ầ",
    "C7",
    "ẩ",
    "C8",
    "ẫ",
    "C9",
    "ấ",
    "CA",
    "ậ",
    "CB",
    "đ",
    "AE",
    "è",
    "CC",
    "ẻ",
    "CE",
    "ẽ",
    "CF",
    "é",
    "D0",
    "ẹ",
    "D1",
    "ê",
    "AA",
    "ề",
    "D2",
    "ể",
    "D3",
    "ễ",
    "D4",
    "ế",
    "D5",
    "ệ",
    "D6",
    "ì",
    "D7",
    "ỉ",
    "D8",
    "ĩ",
    "DC",
    "í",
    "DD",
    "ị",
    "DE",
    "ò",
    "DF",
    "ỏ",
    "E1",
    "õ",
    "E2",
    "ó",
    "E3",
    "ọ",
    "E4",
    "ô",
    "AB",
    "ồ",
    "E5",
    "ổ",
    "E6",
    "ỗ",
    "E7",
    "ố",
    "E8",
    "ộ",
    "E9",
    "ơ",
    "AC",
    "ờ",
    "EA",
    "ở",
    "EB",
    "ỡ",
    "EC",
    "ớ",
    "ED",
    "ợ",
    "EE",
    "ù",
    "EF",
    "ủ",
    "F1",
    "ũ",
    "F2",
    "ú",
    "F3",
    "ụ",
    "F4",
    "ư",
    "AD",
    "ừ",
    "F5",
    "ử",
    "F6",
    "ữ",
    "F7",
    "ứ",
    "F8",
    "ự",
    "F9",
    "ỳ",
    "FA",
    "ỷ",
    "FB",
    "ỹ",
    "FC",
    "ý",
    "FD",
    "ỵ",
    "FE",
    "Ă",
    "A1",
    "Â",
    "A2",
    "Ê",
    "A3",
    "Ô",
    "A4",
    "Ơ",
    "A5",
    "Ư",
    "A6",
    "Đ",
    "A7",
]
TCVN3 = {letter: chr(int(code, 16)) for letter, code in zip(_TCVN3_HEX[::2], _TCVN3_HEX[1::2], strict=True)}

_VNI_SIGN = {"": "", "\u0300": "ø", "\u0301": "ù", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_VNI_CIRCUMFLEX = {"": "â", "\u0300": "à", "\u0301": "á", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_VNI_BREVE = {"": "ê", "\u0300": "è", "\u0301": "é", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_VNI_WHOLE = {"đ": "ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}

#: signs Word puts into the font of the surrounding text although the old encodings have no code for them
_PLAIN = {"：": ":", "✓": "x", "“": '"', "”": '"', "–": "-", "’": "'", "…": "..."}


def _tcvn3_letter(letter: str) -> tuple[str, bool]:
    """The code of `letter`, and whether it needs the capitals font."""
    if letter.isascii() or letter in TCVN3:
        return TCVN3.get(letter, letter), False
    lower = letter.lower()
    return (TCVN3[lower], True) if lower in TCVN3 else (letter, False)


def tcvn3(text: str) -> list[tuple[str, str]]:
    """(font, codes) of the pieces of `text`; words in capitals and accented capitals take the font .VnTimeH."""
    out: list[tuple[str, str]] = []
    plain = "".join(_PLAIN.get(letter, letter) for letter in unicodedata.normalize("NFC", text))
    if len(plain) > 3 and plain.isupper():
        lowered = "".join(TCVN3.get(letter, letter) for letter in plain.lower())
        return [(".VnTimeH", lowered)]
    letters = [_tcvn3_letter(letter) for letter in plain]
    for capitals, group in groupby(letters, key=lambda pair: pair[1]):
        out.append((".VnTimeH" if capitals else ".VnTime", "".join(code for code, _ in group)))
    return out


def _vni_letter(letter: str) -> str:
    lower = letter.lower()
    if lower in _VNI_WHOLE:
        code = _VNI_WHOLE[lower]
    else:
        parts = unicodedata.normalize("NFD", lower)
        base, marks = parts[0], parts[1:]
        tone = next((mark for mark in marks if mark in _VNI_SIGN), "")
        if "\u0302" in marks:
            code = base + _VNI_CIRCUMFLEX[tone]
        elif "\u0306" in marks:
            code = base + _VNI_BREVE[tone]
        elif "\u031b" in marks:
            code = {"o": "ô", "u": "ö"}[base] + _VNI_SIGN[tone]
        else:
            code = base + _VNI_SIGN.get(tone, "")
    return code.upper() if letter != lower else code


def vni(text: str) -> list[tuple[str, str]]:
    """(font, codes) of `text` in VNI."""
    plain = "".join(_PLAIN.get(letter, letter) for letter in unicodedata.normalize("NFC", text))
    return [("VNI-Times", "".join(letter if letter.isascii() else _vni_letter(letter) for letter in plain))]
