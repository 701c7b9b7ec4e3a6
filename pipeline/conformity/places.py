"""Where on the rendered pages the places of a report are.

A PDF does not tell which paragraph of the Word file a line comes from, so paragraphs are found by their words, in
their order: first those whose words are drawn as often as they are written, the longest first, then the others
between their neighbours. A place is either sure or not told: a mark in a wrong place is worse than none.
"""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.conformity.checker import QUOTED
from pipeline.conformity.model import Document, Section
from pipeline.conformity.report import Result
from pipeline.conformity.sheets import Area, Letters, Sheets, plain

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Mark:
    """An area of a page that a finding is about; points from the upper left corner, pages from 1."""

    page: int
    area: Area
    #: whether it is the edge of a page or the whole of it, not something written
    edge: bool = False


class Places:
    """The places of one document on its pages: those of a PDF itself, or of a Word file and the PDF made of it."""

    def __init__(self, document: Document, sheets: Sheets) -> None:
        self._document = document
        self._sheets = sheets
        if document.pdf is None:
            self._place_words()

    def marks(self, result: Result) -> list[Mark]:
        """The marks of a finding, each once; none where the place is not sure, or is the whole document."""
        where = result.where
        if where is None:
            return []
        if "section" in where:
            found = self._edges(where["section"], result.rule.id.partition("-MARGIN-")[2].lower())
        else:
            found = (mark for place in (where, *where.get("also", ())) for mark in self._of(place))
        return [mark for mark in dict.fromkeys(found) if self._sheets.is_straight(mark.page)]

    # Words

    def _place_words(self) -> None:
        letters = self._sheets.letters()
        top = min((section.top for section in self._document.sections), default=0.0)
        bottom = min((section.bottom for section in self._document.sections), default=0.0)
        heights = [height for _width, height in self._sheets.sizes]
        self._beyond = {
            "header": letters.chosen(lambda _page, depth: depth < top),
            "footer": letters.chosen(lambda page, depth: depth > heights[page - 1] - bottom),
        }
        self._body = letters.chosen(lambda page, depth: top <= depth <= heights[page - 1] - bottom)
        loose = (*self._document.boxes, *self._document.notes)  # drawn elsewhere than their neighbours in the file
        self._written = [*self._document.paragraphs, *loose]
        self._numbered: dict[tuple[str, int], list[int]] = defaultdict(list)
        for index, paragraph in enumerate(self._written):
            self._numbered[paragraph.part, paragraph.number].append(index)
        texts = [plain(paragraph.text) for paragraph in self._written]
        self._spans = Alignment(self._body, texts, len(self._document.paragraphs)).spans

    def _of(self, place: dict[str, Any]) -> Iterator[Mark]:
        if self._document.pdf is not None:
            if place.get("box"):
                left, top, right, bottom = place["box"]
                yield Mark(place["page"], (left, top, right, bottom))
        elif place.get("part") in self._beyond:
            yield from self._strip(place["part"])
        else:
            index = self._index(place)
            if index in self._spans:
                span = self._part_of(index, place["text"])
                yield from (Mark(page, area) for page, area in self._body.areas(*span))

    def _index(self, place: dict[str, Any]) -> int | None:
        """Which paragraph it is; text boxes and footnotes are numbered each by itself, so their words count too."""
        named = self._numbered.get((place.get("part", "body"), place["paragraph"]), [])
        if len(named) > 1:
            named = [index for index in named if place["text"] in self._written[index].text]
        return named[0] if len(named) == 1 else None

    def _part_of(self, index: int, words: str) -> tuple[int, int]:
        """The span of a paragraph, or of the one half or line of it that says `words`."""
        start, end = self._spans[index]
        said = plain(words)
        is_part = words != self._written[index].text[:QUOTED]
        if is_part and said and self._body.text.count(said, start, end) == 1:
            start = self._body.text.index(said, start, end)
            return start, start + len(said)
        return start, end

    # Edges

    def _strip(self, kind: str) -> Iterator[Mark]:
        """The header or footer on the first page that shows it; not told where there are several of them."""
        strips = [s for s in self._document.strips if s.kind == kind and any(p.text for p in s.paragraphs)]
        if len(strips) != 1:
            return
        words = plain("".join(paragraph.text for paragraph in strips[0].paragraphs))
        letters = self._beyond[kind]
        for number in range(1, len(self._sheets.sizes) + 1):
            start, end = letters.on_page(number)
            if end > start and _DIGITS.sub("0", letters.text[start:end]) == _DIGITS.sub("0", words):
                yield from (Mark(page, area) for page, area in letters.areas(start, end))
                return

    def _edges(self, number: int, side: str) -> Iterator[Mark]:
        """The margin on one side of the first page of a section, or the whole page."""
        section = self._document.sections[number - 1]
        page = self._first_page(section)
        if page is not None:
            width, height = self._sheets.sizes[page - 1]
            sides = {
                "left": (0.0, 0.0, section.left + section.gutter, height),
                "right": (width - section.right, 0.0, width, height),
                "top": (0.0, 0.0, width, section.top),
                "bottom": (0.0, height - section.bottom, width, height),
            }
            yield Mark(page, sides.get(side, (0.0, 0.0, width, height)), edge=True)

    def _first_page(self, section: Section) -> int | None:
        if section.number == 1:
            return 1
        if self._document.pdf is not None or section.kind == "continuous":
            return None
        within = [index for index, p in enumerate(self._document.paragraphs) if p.section == section.number]
        return min((self._body.page(self._spans[index][0]) for index in within if index in self._spans), default=None)


class Alignment:
    """Which letters of the print say which of the written texts."""

    def __init__(self, letters: Letters, texts: Sequence[str], ordered: int) -> None:
        """`texts` as `plain` gives them; the first `ordered` of them are drawn in the order they are written in."""
        self._letters, self._texts, self._ordered = letters, texts, ordered
        self._taken = bytearray(len(letters.text))
        #: place in `texts` -> the first letter and the one behind the last; what is not sure is missing
        self.spans: dict[int, tuple[int, int]] = {}
        self._claim(range(len(texts)), 0, len(letters.text))
        self._release_disordered()
        while self._claim_between_neighbours():
            pass

    def _claim(self, places: Iterable[int], start: int, end: int) -> bool:
        """Give texts to letters between `start` and `end`, the longest first, if both say them equally often."""
        alike: dict[str, list[int]] = defaultdict(list)
        for place in places:
            alike[self._texts[place]].append(place)
        before = len(self.spans)
        for text in sorted(alike.keys() - {""}, key=len, reverse=True):
            members = alike[text]
            if len(members) > 1 and members[-1] >= self._ordered:
                continue  # nobody knows in which order text boxes are drawn
            found = list(self._free(text, start, end))
            if len(found) == len(members):
                for place, at in zip(members, found, strict=True):
                    self._set(place, at, at + len(text))
        return len(self.spans) > before

    def _free(self, text: str, start: int, end: int) -> Iterator[int]:
        """Where `text` is drawn by itself, in letters that nothing longer has claimed."""
        at = self._letters.text.find(text, start, end)
        while at >= 0:
            behind = at + len(text)
            alone = self._taken.find(1, at, behind) < 0 and self._ends_at(at) and self._ends_at(behind)
            if alone:
                yield at
            at = self._letters.text.find(text, behind if alone else at + 1, end)

    def _ends_at(self, place: int) -> bool:
        around = self._taken[max(place - 1, 0) : place + 1]
        return any(around) or self._letters.are_parted(place)

    def _set(self, place: int, start: int, end: int) -> None:
        self.spans[place] = start, end
        self._taken[start:end] = b"\1" * (end - start)

    def _release_disordered(self) -> None:
        """Keep the most that can be right at once: places must grow with the text."""
        placed = sorted(place for place in self.spans if place < self._ordered)
        kept = _longest_growing([self.spans[place][0] for place in placed])
        for place in (place for number, place in enumerate(placed) if number not in kept):
            start, end = self.spans.pop(place)
            self._taken[start:end] = bytes(end - start)

    def _claim_between_neighbours(self) -> bool:
        progress, run, start = False, [], 0
        for place in range(self._ordered):
            if place not in self.spans:
                run.append(place)
                continue
            progress |= self._claim(run, start, self.spans[place][0])
            run, start = [], self.spans[place][1]
        return self._claim(run, start, len(self._letters.text)) or progress


def _longest_growing(values: Sequence[int]) -> set[int]:
    """The places of a longest growing subsequence of `values`."""
    ends: list[int] = []  # the smallest last value of a growing sequence of each length, and where it stands
    places: list[int] = []
    before: list[int | None] = []
    for place, value in enumerate(values):
        length = bisect.bisect_left(ends, value)
        before.append(places[length - 1] if length else None)
        ends[length : length + 1], places[length : length + 1] = [value], [place]
    chain: set[int] = set()
    place_or_none = places[-1] if places else None
    while place_or_none is not None:
        chain.add(place_or_none)
        place_or_none = before[place_or_none]
    return chain
