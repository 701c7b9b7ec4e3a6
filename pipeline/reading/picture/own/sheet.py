"""Reading a sheet of our own blank: zone by zone, words by Tesseract, boxes by their ink.

A page gives raw texts that remember how they were seen; what may be believed of them is decided in `trust`, and
several pages become one form in `feed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from pipeline.errors import MissingPart
from pipeline.law import codes as law
from pipeline.messages import _
from pipeline.reading import blanks
from pipeline.reading.blanks import Key, Mark
from pipeline.reading.blanks.sheet import ZoneKind
from pipeline.reading.fields import KINDS, Kind
from pipeline.reading.lists import Lists
from pipeline.reading.model import Box, Place
from pipeline.reading.picture.own import quarters
from pipeline.reading.picture.own.zones import EMPTY, Crop, Tick, Zones
from pipeline.reading.picture.page import cleaning, engine, penmanship
from pipeline.reading.picture.page.engine import Word
from pipeline.reading.picture.page.sources import Pixels
from pipeline.reading.picture.page.upright import Sheet
from pipeline.reading.picture.words import compounds, trust
from pipeline.reading.picture.words.agreement import agreed, bare, has_digit, text_of
from pipeline.reading.raw import Evidence, Fragment, Raw, Sight, Token
from pipeline.reading.ticks import OFF, ON
from pipeline.vietnamese.text import fold

#: ink inside a box: from here it is ticked, a box blacked out was taken back; less and not empty, and a person looks
TICKED, BLACKED = 0.09, 0.72
#: boxes scribbled full that are the way somebody ticks, where no mark has less ink than this; crosses have a third
SOME_FILLED, FILLED = 2, 0.45
#: "đánh dấu X vào 1 đến 3 ô" (TĐ-02)
MOST_FIELDS = 3
#: as pale as words may be that are known beside their neighbours, and still not be read a third time
FAIR = 0.6
#: how much larger a line is read the second time
LARGER = 1.3

Raws = dict[str, list[Raw]]
#: the boxes of a group: option -> place, and what is in it where its frame was found
Boxes = dict[str, tuple[Box, Tick | None]]


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What one sheet says: its fields, and the rows of its tables by name and number (from 1)."""

    mark: Mark
    #: of the file, from 1
    number: int
    fields: Raws = field(default_factory=dict)
    rows: dict[tuple[str, int], list[Raw]] = field(default_factory=dict)


def read_page(sheet: Sheet, lists: Lists) -> OwnPage:
    """Read a `sheet` that bears one of our marks; raises `NoSuchBlank` for a layout never printed."""
    assert sheet.mark is not None
    page = OwnPage(sheet.mark, sheet.number)
    for raw, key in _raws(sheet, sheet.mark, lists):
        if key.table:
            page.rows.setdefault((key.table, key.row), []).append(raw)
        else:
            page.fields.setdefault(key.field, []).append(raw)
    return page


def _raws(sheet: Sheet, mark: Mark, lists: Lists) -> Iterator[tuple[Raw, Key]]:
    """The raw text of every zone something is written in, and of every group of boxes."""
    zones = Zones(sheet)
    boxes: dict[Key, Box] = {}
    written: list[tuple[Key, list[Crop]]] = []
    for key, kind, box in _map(mark):
        if kind is ZoneKind.CHECK:
            boxes[key] = box
        else:
            crops = zones.lines(box) if kind is ZoneKind.MULTI else [zones.line(box)]
            written.append((key, [crop for crop in crops if crop is not None]))
    inks = [crop.ink for _key, crops in written for crop in crops]
    by_hand = penmanship.is_sheet_by_hand(inks, two_valued=sheet.two_valued)
    for key, crops in written:
        raw = _written(key.field, crops, sheet.number, lists)
        if raw is not None:
            yield (_by_hand(raw) if by_hand else raw), key
    ticks = zones.ticks(list(boxes.values()))
    groups: dict[Key, Boxes] = {}
    for (key, box), tick in zip(boxes.items(), ticks, strict=True):
        groups.setdefault(replace(key, option=""), {})[key.option] = box, tick
    most = 1.0 if _are_filled(ticks) else BLACKED
    for group, options in groups.items():
        if any(_is_marked(tick) for _box, tick in options.values()):
            yield _ticked(group.field, options, sheet.number, most), group


def _map(mark: Mark) -> Iterator[tuple[Key, ZoneKind, Box]]:
    """The zones of a sheet."""
    for name, zone in blanks.zone_map(mark.form, mark.version)["fields"].items():
        key = Key.of(name)
        if key is not None and zone["page"] == mark.page:
            yield key, ZoneKind(zone["kind"]), (zone["x"], zone["y"], zone["x"] + zone["w"], zone["y"] + zone["h"])


# Words


def _written(key: str, crops: Sequence[Crop], page: int, lists: Lists) -> Raw | None:
    if not crops:
        return None
    if KINDS[key] is Kind.QUARTER:
        return _quarter(key, crops[0], page)
    lines = _mended([_line(key, crop, lists) for crop in crops])
    fragments = tuple(
        Fragment(text=text_of(tokens), place=Place(page=page, box=crop.box))
        for tokens, crop in zip(lines, crops, strict=True)
        if text_of(tokens)
    )
    tokens = tuple(token for line in lines for token in line)
    if not any(letter.isalnum() for fragment in fragments for letter in fragment.text):
        return _unread(key, crops, page)
    sight = Sight(tokens=tokens, by_hand=_figures_by_hand(key, fragments[0].text, crops[0]))
    return Raw(key=key, fragments=fragments, evidence=Evidence.ZONE, sight=sight)


def _figures_by_hand(key: str, text: str, crop: Crop) -> bool:
    """Whether nothing but figures stands here, written with a pen: what a pen makes of them nobody should guess."""
    only_figures = KINDS[key] in _FIGURES and not any(map(str.isalpha, text))
    return only_figures and penmanship.is_by_hand(crop.ink)


def _by_hand(raw: Raw) -> Raw:
    """What was read on a sheet written with a pen: its figures are nothing to guess at."""
    figures = KINDS[raw.key] in {*_FIGURES, Kind.QUARTER} or any(map(str.isdigit, raw.text))
    return replace(raw, sight=replace(raw.sight, by_hand=True)) if figures and raw.sight is not None else raw


def _unread(key: str, crops: Sequence[Crop], page: int) -> Raw:
    """There is ink, and no letter or figure could be made of it: not the same as an empty zone."""
    fragments = tuple(Fragment(text="", place=Place(page=page, box=crop.box)) for crop in crops)
    doubt = _("Something is written here that could not be read.")
    return Raw(key=key, fragments=fragments, evidence=Evidence.ZONE, sight=Sight(doubts=(doubt,)))


def _quarter(key: str, crop: Crop, page: int) -> Raw:
    """A quarter, by its stems and by all ways of reading."""
    read = (engine.recogniser().line(crop.pixels), _read_otherwise(crop.pixels), _read_larger(crop.pixels))
    readings = [words for words in read if words]
    texts = [" ".join(word.text for word in words) for words in readings]
    number = quarters.quarter_of(crop.ink, texts)
    text = next(iter(texts), "") if number is None else quarters.ROMAN[number]
    if not text:
        return _unread(key, [crop], page)
    doubts = () if number else (_("The quarter is not clear."),)
    fragment = Fragment(text=text, place=Place(page=page, box=crop.box))
    sight = Sight(doubts=doubts)
    return Raw(key=key, fragments=(fragment,), evidence=Evidence.ZONE, typed=number, sight=sight)


def _mended(lines: Sequence[list[Token]]) -> list[list[Token]]:
    """The lines with each word weighed by those beside it, over the ends of lines too."""
    together = iter(compounds.mended([token for line in lines for token in line]))
    return [[next(together) for _token in line] for line in lines]


def _line(key: str, crop: Crop, lists: Lists) -> list[Token]:
    """The words of one line; read again, in other ways, where no list settles them."""
    if KINDS[key] in _FIGURES:
        return _line_of_figures(crop)
    first = engine.recogniser().line(crop.pixels)
    text = " ".join(word.text for word in first)
    if trust.is_settled(key, text, lists):
        return agreed([first])
    second = _read_otherwise(crop.pixels)
    tokens = agreed([first, second])
    if any(token.others for token in tokens) or (KINDS[key] in _FREE and not _are_plain(tokens)):
        return agreed([first, second, _read_larger(crop.pixels)])
    return tokens


def _are_plain(tokens: Sequence[Token]) -> bool:
    """Whether two ways of reading that agree are enough for a free text: words neither pale nor strange beside others.

    In 102 lines whose pale words were all known beside their neighbours, a third way read nine words otherwise, eight
    of them wrongly.
    """
    if all(token.confidence >= trust.PLAIN_WORD for token in tokens):
        return True
    weighed = compounds.mended(tokens)
    return all(token.confidence >= (FAIR if token.known else trust.PLAIN_WORD) for token in weighed)


def _line_of_figures(crop: Crop) -> list[Token]:
    """A day or a number, read in three ways always."""
    read = (engine.recogniser().line(crop.pixels), _read_otherwise(crop.pixels), _read_larger(crop.pixels))
    readings = [[replace(word, text=_meant(word.text)) for word in words] for words in read]
    kept = [token for token in agreed(readings) if _is_of_figures(token)]
    # Words of a day without any figure are no day left open, as on other layouts: something was not read.
    return kept if any(map(has_digit, kept)) else []


def _meant(word: str) -> str:
    """A word of a day or number with figures for letters many faces draw alike (O, I, l), and its words spelt right."""
    if _OF_FIGURES.fullmatch(word):
        return word.translate(_FIGURES_DRAWN)
    from rapidfuzz.distance import Levenshtein

    plain = fold(bare(word))
    if bare(word).lower() in _MONTHS:
        return word  # "tám" is no "năm" misread
    near = [spelt for spelt in ("ngày", "tháng", "năm") if Levenshtein.distance(plain, fold(spelt)) <= 1]
    return near[0] if near and len(plain) > 2 else word


#: figures and what parts them, some of them drawn like letters
_OF_FIGURES = re.compile(r"[\dOoIl./,-]*\d[\dOoIl./,-]*")
_FIGURES_DRAWN = str.maketrans("OoIl", "0011")
#: fields no list knows anything of
_FREE = frozenset({Kind.LONG, Kind.TEXT})
#: fields in which a wrong figure would be believed
_FIGURES = frozenset({Kind.DATE, Kind.SIGNING_DATE, Kind.YEAR, Kind.COUNT})
_MONTHS = frozenset(("giêng", "một", "hai", "ba", "tư", "sáu", "bảy", "tám", "chín", "mười", "chạp"))
_OF_DATES = frozenset({"ngay", "thang", "nam", *map(fold, _MONTHS)})


def _is_of_figures(token: Token) -> bool:
    """Whether a word belongs to a day or number; anything else there is dirt or the edge of a stamp."""
    return has_digit(token) or fold(bare(token.text)) in _OF_DATES


def _read_otherwise(pixels: Pixels) -> list[Word]:
    """The line by the model of the script; by the first model, with steeper edges, where that is not installed."""
    try:
        return engine.recogniser(engine.SCRIPT).line(pixels)
    except MissingPart:
        return engine.recogniser().line(cleaning.sharpened(pixels))


def _read_larger(pixels: Pixels) -> list[Word]:
    """The line once more, enlarged; the boxes are those of the line as it was."""
    larger = cv2.resize(pixels, None, fx=LARGER, fy=LARGER, interpolation=cv2.INTER_CUBIC)
    words = engine.recogniser().line(np.asarray(larger, dtype=np.uint8))
    return [Word(text=word.text, confidence=word.confidence, line=word.line, box=_smaller(word.box)) for word in words]


def _smaller(box: engine.PixelBox) -> engine.PixelBox:
    x0, y0, x1, y1 = (round(edge / LARGER) for edge in box)
    return x0, y0, x1, y1


# Boxes


def _ticked(key: str, options: Boxes, page: int, most: float) -> Raw:
    """A group of boxes as text, "☒ Nam" and "☐ Nữ" one below the other; the place is that of the ticked ones.

    With more than `most` of its inside inked, no box is plainly ticked.
    """
    doubts = [
        _("The box for {option} is neither empty nor clearly ticked.").format(option=_wording(key, option))
        for option, (_box, tick) in options.items()
        if not _is_clear(tick, most)
    ]
    marked = {option: box for option, (box, tick) in options.items() if _is_marked(tick)}
    if (
        key == "linh_vuc"
        and sum(tick is not None and tick.ink >= TICKED for _box, tick in options.values()) > MOST_FIELDS
    ):
        doubts.append(_("More boxes are ticked than the form allows."))
    fragments = tuple(
        Fragment(
            text=f"{ON if _is_rather_ticked(tick) else OFF} {_wording(key, option)}",
            place=Place(page=page, box=marked.get(option, next(iter(marked.values())))),
        )
        for option, (_box, tick) in options.items()
    )
    sight = Sight(ticks=True, doubts=tuple(doubts))
    return Raw(key=key, fragments=fragments, evidence=Evidence.ZONE, sight=sight)


def _are_filled(ticks: Sequence[Tick | None]) -> bool:
    """Whether boxes are scribbled full on this sheet and none is ticked in another way: then nobody took them back."""
    marked = [tick.ink for tick in ticks if tick is not None and tick.ink >= TICKED]
    return len(marked) >= SOME_FILLED and min(marked) >= FILLED


def _is_marked(tick: Tick | None) -> bool:
    """Whether a box has a mark in it or around it, or may have one."""
    return tick is None or tick.ringed or tick.ink >= EMPTY


def _is_clear(tick: Tick | None, most: float) -> bool:
    """Whether a box is plainly empty or plainly ticked."""
    if tick is None or tick.ringed:
        return False
    return tick.ink < EMPTY or (TICKED <= tick.ink <= most and not tick.stray)


def _is_rather_ticked(tick: Tick | None) -> bool:
    return tick is not None and (tick.ringed or tick.ink >= (TICKED + EMPTY) / 2)


def _wording(key: str, option: str) -> str:
    """What a box stands for, as a person calls it."""
    return law.title(option).name if KINDS[key] is Kind.TITLES else option
