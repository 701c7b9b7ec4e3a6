"""A page picture as the marks of a page, so that the rules that read text PDFs read it: words, rules, tick boxes.

Beside the marks stays a `Witness`: for every word how sure the recogniser is of it, and its picture.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from pipeline.errors import MissingPart
from pipeline.reading.labels import fold_letters
from pipeline.reading.model import Box
from pipeline.reading.pdf_marks import Glyph, PageMarks, Upright
from pipeline.reading.picture.free.boxes import TickBox
from pipeline.reading.picture.free.pieces import NOBODY, Piece, Pieces, read_pieces
from pipeline.reading.picture.free.strokecount import count_stems, may_be_strokes
from pipeline.reading.picture.free.strokes import Drawing, inked, read_drawing
from pipeline.reading.picture.free.wording import mended
from pipeline.reading.picture.page import penmanship
from pipeline.reading.picture.page.cleaning import sharpened
from pipeline.reading.picture.page.engine import SCRIPT, Recogniser, Word, recogniser
from pipeline.reading.picture.page.sources import Pixels
from pipeline.reading.picture.words import compounds
from pipeline.reading.raw import Token
from pipeline.reading.ticks import OFF, ON
from pipeline.vietnamese.syllables import is_syllable
from pipeline.vietnamese.text import match_key, nfc

#: white around what is recognised, pixels
PADDING = 10
#: letters of one or two words by themselves, and how much higher than the usual letter small ones are at most
SHORT_WORDS, SMALL_LETTERS = 6, 1.12
#: stands for ink that could not be read
UNREAD = "\ufffd"
_DOTS = re.compile(r"(?P<before>[^\W\d_]+)[.…]{1,4}(?=(?P<after>[^\W\d_]+))")
#: figures with what stands between them in dates and numbers
_FIGURES = re.compile(r"[.,/\-:;()]*\d[\d.,/\-:;()]*")
_EDGES = " .,;:!?()[]{}\"'“”‘’-–…|_+*/"
#: the size of a type whose usual letter is one point high
EM = 1.75
#: points from the sides of a page, where no line begins that could be read
EDGE = 6.0
#: ink is looked for in squares of so many points, and is there where it covers so much of one
BLOT, BLOTTED = 6.0, 0.03
#: leaders are as wide as this, points, at least
SHORT_LEADER = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A word as the recogniser saw it, in points, and how sure it was (0 to 1).

    Ink that is no letter, a stamp or a signature, is a word of no letters: something stands there.
    """

    text: str
    box: Box
    confidence: float
    #: what the second model read in its place; None where it was not asked or read the same
    other: str | None = None
    #: the second model was asked
    checked: bool = False
    #: where it may be a Roman number up to three: how many upright strokes it begins with
    stems: int | None = None
    #: it is of figures, and the pen wrote them
    by_hand: bool = False


def read_marks(grey: Pixels, dpi: float, number: int) -> tuple[PageMarks, list[Seen]]:
    """The marks of an upright page with an even background, and its words; `number` is counted from 1."""
    drawing = read_drawing(grey, dpi)
    pieces = read_pieces(drawing, dpi)
    height, width = grey.shape
    marks = PageMarks(number, Upright((0.0, 0.0, width * 72 / dpi, height * 72 / dpi), 0))
    marks.horizontal += drawing.horizontal
    marks.vertical += drawing.vertical
    em = EM * pieces.height
    seen: list[Seen] = []
    for piece in pieces.pieces:
        if piece.box[2] < EDGE or piece.box[0] > width * 72 / dpi - EDGE:
            continue  # the edge of the sheet in a photo; nothing is printed there
        words = _words(pieces, piece)
        seen += words
        marks.glyphs += [_glyph(word, piece.baseline, em, piece.number) for word in words]
    seen += [_seen_box(box) for box in drawing.boxes]
    seen += [Seen(text="", box=box, confidence=0.0) for box in _blots(pieces)]
    marks.glyphs += [_box_glyph(box) for box in drawing.boxes]
    marks.glyphs += [_leader(box, em) for box in _empty_leaders(drawing, pieces.pieces)]
    return marks, seen


def _blots(pieces: Pieces) -> Iterator[Box]:
    """Where ink stands that is too large for letters, in points."""
    height, width = pieces.owners.shape
    ink = (pieces.owners == NOBODY).view(np.uint8) * 255
    size = max(1, round(width / (BLOT * pieces.point))), max(1, round(height / (BLOT * pieces.point)))
    coarse = (cv2.resize(ink, size, interpolation=cv2.INTER_AREA) > BLOTTED * 255).view(np.uint8)
    count, _labels, stats, _middles = cv2.connectedComponentsWithStats(coarse, connectivity=8)
    for x, y, across, down, _area in stats[1:count]:
        yield float(x * BLOT), float(y * BLOT), float((x + across) * BLOT), float((y + down) * BLOT)


def _words(pieces: Pieces, piece: Piece) -> list[Seen]:
    """The words of a piece, read by both models, its label mended."""
    part, (left, top) = pieces.crop(piece)
    clear, dpi = padded(part), 72 * pieces.point
    found = recogniser().line(clear, dpi)
    if not found:
        return [_unread(piece)] if _is_writing(piece, pieces) else []
    corner = left - PADDING, top - PADDING
    words = [_with_stems(_seen(word, corner, pieces.point), word, part) for word in found]
    words = _with_hand(words, found, part)
    second = [_seen(word, corner, pieces.point) for word in second_recogniser().line(clear, dpi)]
    words = _beside_one_another([_compared(word, second) for word in words])
    if _looks_small(words, piece, pieces):
        words = [replace(word, text=word.text.lower()) for word in words]
    texts = mended([word.text for word in words])
    return [replace(word, text=text) for word, text in zip(words, texts, strict=True) if text]


def _beside_one_another(words: Sequence[Seen]) -> list[Seen]:
    """`words` with the tones their neighbours ask for: "tổ chức", not "tố chức"."""
    read = [
        Token(text=word.text, confidence=word.confidence, others=(word.other,) if word.other is not None else ())
        for word in words
    ]
    return [
        replace(word, text=token.text, other=token.others[0] if token.others else None)
        for word, token in zip(words, compounds.mended(read), strict=True)
    ]


def _with_stems(seen: Seen, word: Word, part: Pixels) -> Seen:
    if not may_be_strokes(seen.text):
        return seen
    x0, y0, x1, y1 = (max(0, edge - PADDING) for edge in word.box)
    picture = part[y0:y1, x0:x1]
    return replace(seen, stems=count_stems(picture)) if picture.size else seen


def _with_hand(words: Sequence[Seen], found: Sequence[Word], part: Pixels) -> list[Seen]:
    """`words` of a piece, those of figures with the hand that wrote them: all figures of the piece tell together."""
    _count, labels, stats, _middles = cv2.connectedComponentsWithStats(inked(part), connectivity=8)
    left, right = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_LEFT] + stats[:, cv2.CC_STAT_WIDTH]
    whole = np.zeros(len(stats), bool)  # not the tail of a letter before them
    for word in found:
        if _FIGURES.fullmatch(word.text):
            whole |= (left >= word.box[0] - PADDING - 1) & (right <= word.box[2] - PADDING + 1)
    whole[0] = False
    by_hand = penmanship.is_by_hand(whole[labels])
    return [replace(word, by_hand=by_hand and bool(_FIGURES.fullmatch(word.text))) for word in words]


def _looks_small(words: Sequence[Seen], piece: Piece, pieces: Pieces) -> bool:
    """Whether short words in capitals are as low as small letters: nothing else tells "VỤ" by itself from "vụ"."""
    text = "".join(word.text for word in words)
    is_short = len(text) <= SHORT_WORDS and text.isupper() and not text.isascii()
    return is_short and piece.height <= SMALL_LETTERS * pieces.height


@functools.cache
def second_recogniser() -> Recogniser:
    """The model of the script, which errs differently; where it is not installed, the first one again."""
    try:
        return recogniser(SCRIPT)
    except MissingPart:
        return recogniser()


def _is_writing(piece: Piece, pieces: Pieces) -> bool:
    """Whether ink that gives no words is as large as letters."""
    return piece.box[3] - piece.box[1] >= 0.8 * pieces.height and piece.box[2] - piece.box[0] >= 0.5 * pieces.height


def _unread(piece: Piece) -> Seen:
    return Seen(text=UNREAD, box=piece.box, confidence=0.0, checked=True)


def _compared(word: Seen, second: Sequence[Seen]) -> Seen:
    """`word` with what the second reading has in its place; where only marks differ, the surer one is taken.

    The first model takes a hook for an acute ("tống" for "tổng") far more often than the second one the reverse.
    """
    x0, _y0, x1, _y1 = word.box
    beside = [
        other
        for other in second
        if min(x1, other.box[2]) - max(x0, other.box[0]) > 0.5 * min(x1 - x0, other.box[2] - other.box[0])
    ]
    text = " ".join(other.text for other in beside)
    if bare(text) == bare(word.text):
        return replace(word, checked=True)
    surer = min((other.confidence for other in beside), default=0.0)
    if surer > word.confidence and fold_letters(bare(text)) == fold_letters(bare(word.text)):
        return replace(word, checked=True, text=text, confidence=surer, other=word.text)
    return replace(word, checked=True, other=text)


def bare(text: str) -> str:
    """A word as readings are compared: without the stops around it, whatever the spelling."""
    return nfc(match_key(text.strip(_EDGES))).replace(" ", "")


def padded(part: Pixels) -> Pixels:
    """A piece as recognition likes it best: sharpened, and `PADDING` wider on all sides."""
    paper = float(np.percentile(part, 90))
    clear = sharpened(part)
    return np.asarray(
        cv2.copyMakeBorder(clear, PADDING, PADDING, PADDING, PADDING, cv2.BORDER_CONSTANT, value=(paper,)), np.uint8
    )


def _seen(word: Word, corner: tuple[int, int], point: float) -> Seen:
    x0, y0, x1, y1 = word.box
    box = (x0 + corner[0]) / point, (y0 + corner[1]) / point, (x1 + corner[0]) / point, (y1 + corner[1]) / point
    return Seen(text=_spelt(word.text), box=box, confidence=word.confidence)


def _spelt(text: str) -> str:
    """Signs that look like letters of Vietnamese as these letters, and words apart that only dots to write on join."""
    spelt = text.replace("ĐÐ", "Đ").replace("Ð", "Đ").replace("ð", "đ").replace("Ñg", "Ng")
    return _DOTS.sub(_parted, _with_space(spelt))


def _with_space(text: str) -> str:
    """The names "CóLúy" and "MáA" as two words: a capital begins a syllable behind another one."""
    for at in range(2, len(text)):
        apart = text[:at].strip(_EDGES), text[at:].strip(_EDGES)
        if text[at - 1].islower() and text[at].isupper() and all(map(is_syllable, apart)):
            return f"{text[:at]} {text[at:]}"
    return text


def _parted(dots: re.Match[str]) -> str:
    """A space for dots between syllables; a stop in an abbreviation or a number stays."""
    both = all(is_syllable(part) and len(part) > 1 for part in (dots["before"], dots["after"]))
    return f"{dots['before']} " if both else dots[0]


def _glyph(word: Seen, baseline: float, em: float, run: int) -> Glyph:
    x0, _top, x1, _bottom = word.box
    return Glyph(
        word.text, x0, baseline - 0.89 * em, x1, baseline + 0.22 * em, baseline, em, "", run,
        space_before=True, spaced=True,
    )  # fmt: skip


def _seen_box(box: TickBox) -> Seen:
    confidence = 0.0 if box.ticked is None else 1.0
    return Seen(text=ON if box.ticked else OFF, box=box.box, confidence=confidence, checked=True)


def _box_glyph(box: TickBox) -> Glyph:
    x0, y0, x1, y1 = box.box
    em = y1 - y0
    sign = ON if box.ticked else OFF
    return Glyph(sign, x0, y0, x1, y1, y1 - 0.15 * em, em, "", -1, space_before=True, spaced=False)


def _leader(box: Box, em: float) -> Glyph:
    x0, _top, x1, y1 = box
    return Glyph("…", x0, y1 - 0.89 * em, x1, y1 + 0.22 * em, y1, em, "", -2, space_before=True, spaced=False)


def _empty_leaders(drawing: Drawing, pieces: Sequence[Piece]) -> list[Box]:
    """Rows of dots that nothing is written over."""
    return [
        box
        for box in drawing.leaders
        if box[2] - box[0] >= SHORT_LEADER and not any(_written_over(box, piece.box) for piece in pieces)
    ]


def _written_over(leader: Box, piece: Box) -> bool:
    overlap = min(leader[2], piece[2]) - max(leader[0], piece[0])
    return overlap > 3 and piece[1] < leader[3] and piece[3] > leader[1] - 6
