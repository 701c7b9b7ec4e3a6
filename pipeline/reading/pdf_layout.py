"""From glyphs to visual lines: words, gaps between words, wide gaps kept as tabs."""

from __future__ import annotations

import functools
import itertools
import statistics
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.reading.legacy_text import RawRun, decoded
from pipeline.reading.model import Box, Line, Place, Span
from pipeline.reading.pdf_marks import Glyph
from pipeline.vietnamese.legacy import Encoding, decode, encoding_of_font
from pipeline.vietnamese.syllables import is_syllable
from pipeline.vietnamese.text import nfc

#: what printed blanks draw under a value
LEADERS = frozenset("._…·‥-–—")


@dataclass(slots=True)
class Piece:
    """Glyphs written one after the other on one baseline without a wide gap."""

    glyphs: list[Glyph]

    @property
    def x0(self) -> float:
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        return max(glyph.x1 for glyph in self.glyphs)

    @property
    def baseline(self) -> float:
        return self.glyphs[0].baseline

    @property
    def em(self) -> float:
        return self.glyphs[0].em


@dataclass(frozen=True, slots=True)
class Word:
    """Letters as stored without a space between them, in one font, and what follows them: "", a space or a tab."""

    text: str
    box: Box
    font: str
    after: str


@dataclass(frozen=True)
class VisualLine:
    """The words of one line from left to right."""

    words: tuple[Word, ...]

    @functools.cached_property
    def text(self) -> str:
        return nfc("".join(word.text + word.after for word in self.words).rstrip())

    @functools.cached_property
    def box(self) -> Box:
        return union(word.box for word in self.words)

    def segments(self) -> list[VisualLine]:
        """The parts of the line between its wide gaps."""
        parts: list[list[Word]] = [[]]
        for word in self.words:
            if word.after == "\t":
                parts[-1].append(replace(word, after=""))
                parts.append([])
            else:
                parts[-1].append(word)
        return [VisualLine(tuple(part)) for part in parts if part]

    def on_page(self, page: int) -> Line:
        """The line as a block of the content, in Unicode and NFC."""
        place = Place(page=page, box=self.box)
        whole = any(_encoding(word.font) for word in self.words)  # neighbours are decoded together
        runs = [
            RawRun(word.text + word.after, word.font, place if whole else Place(page=page, box=word.box), _bold(word))
            for word in self.words
        ]
        return Line(spans=tuple(_composed(span) for span in decoded(runs)), place=place)


def _bold(word: Word) -> bool:
    return "bold" in word.font.lower()


def _composed(span: Span) -> Span:
    if span.text.isascii():
        return span
    return replace(span, text=nfc(span.text if span.legacy else span.text.replace("\u00ad", "")))


_encoding = functools.cache(encoding_of_font)


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all `boxes`."""
    edges = list(boxes)
    return (
        min([box[0] for box in edges]),
        min([box[1] for box in edges]),
        max([box[2] for box in edges]),
        max([box[3] for box in edges]),
    )


def without_doubles(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """`glyphs` without those drawn a second time a hair beside the first, which is how some programs make bold."""
    places: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for index, glyph in enumerate(glyphs):
        places[glyph.text].append((glyph.x0, index))
    doubles: set[int] = set()
    for found in places.values():
        found.sort()
        for position, (x0, index) in enumerate(found):
            glyph = glyphs[index]
            for second, other in itertools.islice(found, position + 1, None):
                if second - x0 >= 0.12 * glyph.em:
                    break
                if abs(glyphs[other].baseline - glyph.baseline) < 0.12 * glyph.em:
                    doubles.add(max(index, other))
    return [glyph for index, glyph in enumerate(glyphs) if index not in doubles]


def unspaced(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """`glyphs` in words: what was written in one go without a space or a gap."""
    words: list[list[Glyph]] = []
    for glyph in glyphs:
        last = words[-1][-1] if words else None
        if last is not None and glyph.run == last.run and not glyph.space_before and _touches(last, glyph):
            words[-1].append(glyph)
        else:
            words.append([glyph])
    return words


def _touches(last: Glyph, glyph: Glyph) -> bool:
    return unicodedata.combining(glyph.text[0]) > 0 or -0.3 * glyph.em < glyph.x0 - last.x1 < 0.3 * glyph.em


def visual_lines(glyphs: Sequence[Glyph]) -> list[VisualLine]:
    """The lines of one region of a page, from the top down."""
    rows: list[list[Piece]] = []
    for piece in sorted(_pieces(glyphs), key=lambda piece: piece.baseline):
        row = next((row for row in rows[-3:] if _same_line(row, piece)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    lines = [_line(row) for row in rows]
    return [line for line in lines if line.words]


def _pieces(glyphs: Sequence[Glyph]) -> list[Piece]:
    pieces: list[Piece] = []
    for glyph in glyphs:
        if pieces and _continues(pieces[-1], glyph):
            pieces[-1].glyphs.append(glyph)
        else:
            pieces.append(Piece([glyph]))
    return pieces


def _continues(piece: Piece, glyph: Glyph) -> bool:
    last = piece.glyphs[-1]
    if glyph.run != last.run or abs(glyph.baseline - last.baseline) > 0.1 * glyph.em:
        return False
    return unicodedata.combining(glyph.text[0]) > 0 or -0.3 * glyph.em < glyph.x0 - last.x1 < 1.5 * glyph.em


def _same_line(row: list[Piece], piece: Piece) -> bool:
    # Values are typed a little above or below the dotted line of a blank, but never half a line away.
    return any(abs(piece.baseline - other.baseline) < 0.42 * min(piece.em, other.em) for other in row)


def _line(row: list[Piece]) -> VisualLine:
    stretches = [stretch for piece in row for stretch in _stretches(piece.glyphs)]
    covered = _covered_leaders(stretches) if len(row) > 1 else []
    kept = [word for stretch in stretches if stretch not in covered for word in unspaced(stretch.glyphs)]
    glyphs = [glyph for word in sorted(kept, key=lambda word: word[0].x0) for glyph in word]
    return VisualLine(tuple(_words(glyphs, _gaps(glyphs, covered))))


@dataclass(frozen=True, slots=True)
class _Stretch:
    glyphs: list[Glyph]
    leaders: bool


def _stretches(glyphs: Sequence[Glyph]) -> list[_Stretch]:
    """`glyphs` cut into letters and leaders; a single dot or dash is no leader."""
    parts: list[_Stretch] = []
    for is_leader, group in itertools.groupby(glyphs, key=lambda glyph: glyph.text in LEADERS):
        found = list(group)
        leaders = is_leader and (len(found) > 1 or found[0].text == "…")
        if parts and not leaders and not parts[-1].leaders:
            parts[-1].glyphs.extend(found)
        else:
            parts.append(_Stretch(found, leaders))
    return parts


def _covered_leaders(stretches: Sequence[_Stretch]) -> list[_Stretch]:
    """The dots and underscores that a value was written over."""
    letters = [stretch.glyphs for stretch in stretches if not stretch.leaders]
    return [stretch for stretch in stretches if stretch.leaders and _is_covered(stretch.glyphs, letters)]


def _is_covered(leaders: Sequence[Glyph], letters: Sequence[Sequence[Glyph]]) -> bool:
    start, end = leaders[0].x0, leaders[-1].x1
    for part in letters:
        overlap = min(end, part[-1].x1) - max(start, part[0].x0)
        if part[0].run != leaders[0].run and overlap > min(0.8 * part[0].em, (part[-1].x1 - part[0].x0) / 2):
            return True
    return False


def _gaps(glyphs: Sequence[Glyph], covered: Sequence[_Stretch]) -> list[str]:
    """What stands after each glyph: nothing, a space or a tab; `covered` are leaders that stood in the gaps."""
    widths = [following.x0 - glyph.x1 for glyph, following in itertools.pairwise(glyphs)]
    marks = [
        " " if width > _narrowest_space(glyph, following) or _begins_word(glyph, following) else ""
        for width, (glyph, following) in zip(widths, itertools.pairwise(glyphs), strict=True)
    ]
    spaces = [width for width, mark in zip(widths, marks, strict=True) if mark]
    usual = statistics.median(spaces) if len(spaces) > 3 else 0.0
    for index, (width, (glyph, following)) in enumerate(zip(widths, itertools.pairwise(glyphs), strict=True)):
        if unicodedata.combining(following.text[0]):
            marks[index] = ""
        elif width > max(1.5 * following.em, 2.2 * usual) and not _is_bridged(glyph, following, covered):
            marks[index] = "\t"
    return [*marks, ""]


def _is_bridged(glyph: Glyph, following: Glyph, covered: Sequence[_Stretch]) -> bool:
    """Whether a wide gap is only what is left of leaders: "ngày ..16.. tháng", but not between two labels."""
    goes_on = glyph.text == ":" or not following.text[0].isupper()
    return goes_on and any(
        stretch.glyphs[0].x0 < following.x0 and stretch.glyphs[-1].x1 > glyph.x1 for stretch in covered
    )


def _begins_word(glyph: Glyph, following: Glyph) -> bool:
    """Whether a space was written between two letters, or a tab left no room between a label and its value."""
    if following.space_before:
        return True
    touching = (
        (glyph.text.islower() or glyph.text.isdigit()) and following.text.isupper() and glyph.run != following.run
    )
    return touching and _encoding(following.font) is None


def _narrowest_space(glyph: Glyph, following: Glyph) -> float:
    letter_spaced = glyph.run == following.run and glyph.spaced
    return (0.45 if letter_spaced else 0.18) * following.em


def _words(glyphs: Sequence[Glyph], gaps: Sequence[str]) -> list[Word]:
    words: list[Word] = []
    start = 0
    for index, gap in enumerate(gaps):
        at_end = index + 1 == len(glyphs)
        if gap or at_end or glyphs[index + 1].font != glyphs[index].font:
            words.append(_word(glyphs[start : index + 1], gap))
            start = index + 1
    return words


def _word(glyphs: Sequence[Glyph], after: str) -> Word:
    text, font = "".join(glyph.text for glyph in glyphs), glyphs[0].font
    if "-" in text and _encoding(font) is Encoding.TCVN3:
        text = _with_horns(text)
    return Word(text, union([glyph[1:5] for glyph in glyphs]), font, after)


def _with_horns(text: str) -> str:
    """TCVN3 `text` with its ư, which the encodings of PDF fonts call a hyphen: "M-êng" is "Mường"."""
    horned = text.replace("-", "\u00ad")
    bare = decode(horned, Encoding.TCVN3).strip(',.;:!?()"“”')
    return horned if len(bare) > 1 and is_syllable(bare.lower()) else text
