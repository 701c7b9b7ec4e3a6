"""Tick boxes as characters: one sign for a ticked box, one for an empty box, whatever the font drew them with."""

from __future__ import annotations

import re

ON = "☒"
OFF = "☐"

#: Code points of symbol fonts (low byte) that draw a box or a tick; Word stores them as U+F0xx or as plain letters.
_WINGDINGS = {
    0x6F: OFF, 0x71: OFF, 0x72: OFF, 0x78: ON, 0xA8: OFF, 0xFB: ON, 0xFC: ON, 0xFD: ON, 0xFE: ON,
}  # fmt: skip
_WINGDINGS_2 = {
    0x2A: OFF, 0x30: OFF, 0x35: OFF, 0x4F: ON, 0x50: ON, 0x51: ON, 0x52: ON, 0x53: ON, 0x54: ON, 0x98: OFF, 0xA3: OFF,
}  # fmt: skip
_SYMBOL_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "wingdings2": _WINGDINGS_2}

#: Every character that is a box or a tick.
SIGNS = "☒☐☑✓✔✗✘🗹🗷⮽✅❎⊠■▣◼⬛□▢◻❑❒❏⬜▯"
_SIGNS = str.maketrans(dict.fromkeys("☑☒✓✔✗✘🗹🗷⮽✅❎⊠■▣◼⬛", ON) | dict.fromkeys("☐□▢◻❑❒❏⬜▯", OFF))
_BRACKETED = re.compile(r"[\[(]\s*([xXvV✓✔✗☒]|)\s*[\])]")
_CROSS = re.compile(r"^[xX](?= )", re.MULTILINE)  # in the place of the box, where other lines have theirs
_TICKED_LINE = re.compile(r"(?<!_)_++[ ]?[xXvV✓✔][ ]?_+")
_SHORT_LINE = re.compile(r"(?<![_\w])_{1,4}(?= ?[“‘«\x22]?[^\W_])")
_ASCII_TICK = re.compile(r"[\[(]\s*[xXvV✓✔✗☒]?\s*[\])]")


def symbol(font: str | None, code: int) -> str | None:
    """What a code point of a symbol font shows: a ticked box, an empty box, or None for any other drawing."""
    table = _SYMBOL_FONTS.get((font or "").lower())
    return table.get(code & 0xFF) if table else None


def drawn(text: str, font: str | None) -> str:
    """`text` in a symbol font as the boxes and ticks it draws; other drawings are left out."""
    return "".join(letter if letter.isspace() else symbol(font, ord(letter)) or "" for letter in text)


def is_symbol_font(font: str | None) -> bool:
    """Whether letters in this font are drawings."""
    return (font or "").lower() in _SYMBOL_FONTS


def level(text: str) -> str:
    """`text` with every tick box as `ON` or `OFF`: "[x] Nam [ ] Nữ" -> "☒ Nam ☐ Nữ". Length may change."""
    levelled = _BRACKETED.sub(lambda match: ON if match[1] else OFF, text.translate(_SIGNS))
    return _CROSS.sub(ON, levelled) if OFF in levelled else levelled


def underscored(text: str) -> str:
    """`text` with ticks on short lines as boxes: "_X_ Nam ___ Nữ" -> "☒ Nam ☐ Nữ"; long lines are to write on."""
    return _SHORT_LINE.sub(OFF, _TICKED_LINE.sub(ON, text))


def has_ticks(text: str) -> bool:
    """Whether there is a tick box in `text`, as a sign or as brackets."""
    return any(sign in text.translate(_SIGNS) for sign in (ON, OFF)) or _ASCII_TICK.search(text) is not None


def mark(text: str) -> str | None:
    """What a cell that only holds a mark says: `ON`, `OFF` for an empty one, None where it holds words."""
    bare = level(text).strip(" .…_")
    if bare.lower() in ("x", "v", ON):
        return ON
    return OFF if bare in ("", OFF) else None


def ticked(text: str) -> list[str]:
    """The options that are ticked in a levelled text: "☒ Nam ☐ Nữ" and "Nam ☒ Nữ ☐" -> ["Nam"].

    Whether boxes stand before or behind their options is told by how the first line with a box begins. Options may be
    wrapped: where boxes stand before, a line that begins in small letters, or with words before its first box, goes
    on. Words at both ends tell nothing: then no option is ticked for sure.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    first = next((number for number, line in enumerate(lines) if _is_marked(line)), len(lines))
    lines = lines[first:]
    if not lines or lines[0][0] not in (ON, OFF):
        joined = " ".join(lines).rstrip(" \t.,;…_")
        return _ticked_in(joined, before=False) if joined.endswith((ON, OFF)) else []
    kept = (line for line in lines if _is_marked(line) or line[0].islower())
    return _ticked_in(" ".join(kept), before=True)


def _is_marked(line: str) -> bool:
    return ON in line or OFF in line


def _ticked_in(line: str, *, before: bool) -> list[str]:
    pieces = re.split(f"([{ON}{OFF}])", line)
    signs, texts = pieces[1::2], pieces[0::2]
    options = texts[1:] if before else texts[:-1]
    return [option.strip(" \t:;,.-–") for sign, option in zip(signs, options, strict=True) if sign == ON]
