"""Word forms of the kind "label: value", one below the other."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Cm

from tests.factory import docx_frame, docx_kit
from tests.factory.dice import Dice
from tests.factory.docx_kit import Ink
from tests.factory.sheet import Entry, Sheet

LEADERS = ("none", "none", "dots", "dots before", "ellipsis", "mixed", "underscore", "tab", "tab leader")
_PAIRS = (
    {"ngay_sinh", "gioi_tinh"},
    {"gioi_tinh", "dan_toc"},
    {"chuc_vu", "trinh_do"},
    {"quy", "nam"},
    {"ngay_sinh", "dan_toc"},
    {"dan_toc", "trinh_do"},
    {"ho_ten", "ngay_sinh"},
    {"ho_ten", "gioi_tinh"},
    {"chuc_vu", "don_vi_cong_tac"},
    {"dien_thoai", "email"},
)


def write(sheet: Sheet, rng: Dice, ink: Ink, leader: str = "") -> tuple[bytes, tuple[str, ...]]:
    document = docx_kit.new_document(ink)
    traits = add(document, sheet, rng, ink, leader)
    return docx_kit.save(document), traits


def add(document: Any, sheet: Sheet, rng: Dice, ink: Ink, leader: str = "") -> tuple[str, ...]:
    """Put the whole form at the end of `document`."""
    docx_frame.write_head(document, ink, sheet)
    leader = leader or ("tab colon" if rng.rare(0.15) else rng.choice(LEADERS))
    lines = _Lines(sheet, rng, ink, document, leader)
    lines.write_all()
    docx_frame.write_tail(document, ink, sheet)
    return (f"leader {leader}", *lines.traits)


class _Lines:
    def __init__(self, sheet: Sheet, rng: Dice, ink: Ink, document: Any, leader: str) -> None:
        self.sheet, self.rng, self.ink, self.document, self.leader = sheet, rng, ink, document, leader
        # Without a colon only a tab or a change of weight tells label from value.
        self.colon = "" if rng.random() < 0.06 or leader == "tab colon" else sheet.colon
        self.bold_labels = rng.random() < 0.3 or not self.colon
        self.pairing = rng.random() < 0.6
        self.traits: list[str] = [] if self.colon else ["no colon"]
        self.automatic = rng.rare(0.15)  # Word counts the lines: the numbers are not in the text
        self.headings = rng.rare(0.25)

    def write_all(self) -> None:
        entries, at, number = self.sheet.entries, 0, 0
        while at < len(entries):
            number += 1
            if self.headings and (number == 1 or entries[at].key == "thanh_tich"):
                words = "I. THÔNG TIN CÁ NHÂN" if number == 1 else "II. THÀNH TÍCH"
                self.ink.write(self.document.add_paragraph(), words, bold=True)
            pair = entries[at : at + 2]
            if self.pairing and self._can_share(pair):
                self._shared(pair, number)
                at += 2
            else:
                self._single(entries[at], number)
                at += 1

    def _can_share(self, pair: tuple[Entry, ...]) -> bool:
        return len(pair) == 2 and {entry.key for entry in pair} in _PAIRS and not any(e.vertical for e in pair)

    def _label(self, paragraph: Any, entry: Entry, number: int | None) -> None:
        label = entry.label if number is None or self.automatic else self.sheet.heading(entry, number)
        self.ink.write(paragraph, label + self.colon, bold=self.bold_labels)

    def _value(self, text: str, width: int) -> str:
        """`text` with the leader around it as the blank form had it."""
        room = max(3, width - len(text))
        gap = " " if text else ""
        if self.leader == "dots":
            return f" {text}{gap}{'.' * room}"
        if self.leader == "dots before":
            return f" {'.' * self.rng.randint(3, 9)}{gap}{text}{gap}{'.' * room}"
        if self.leader == "ellipsis":
            return f" {text}{gap}{'…' * (room // 2 + 1)}"
        if self.leader == "mixed":
            return f" {'…' if self.rng.random() < 0.3 else ''}{text}{'…' * (room // 3 + 1)}{'.' * 2}"
        if self.leader == "underscore":
            return f" {text}{'_' * room}"
        if self.leader == "tab":
            return f"\t{text}"
        if self.leader == "tab colon":
            return f"\t: {text}"
        if self.leader == "tab leader":
            return f" {text}\t"
        return f" {text}" if text else ""

    def _tabs(self, paragraph: Any, stops: tuple[float, ...]) -> None:
        if self.leader.startswith("tab"):
            leader = WD_TAB_LEADER.DOTS if self.leader == "tab leader" else WD_TAB_LEADER.SPACES
            for stop in stops:
                paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(stop), WD_TAB_ALIGNMENT.LEFT, leader)

    def _shared(self, pair: tuple[Entry, ...], number: int) -> None:
        paragraph = self.document.add_paragraph()
        spread = self.leader in {"tab", "tab colon"}
        self._tabs(paragraph, (4.0, 8.0, 11.0, 16.0) if spread else (8.0, 16.0))
        self._label(paragraph, pair[0], number)
        self.ink.write(paragraph, self._value("".join(self.sheet.written(pair[0])), 30))
        gaps = ("    ", "\t", "; ", "   ", ", ") if self.leader == "none" and pair[0].texts else (" ", "  ", "")
        between = "\t" if spread else "" if self.leader == "tab leader" else self.rng.choice(gaps)
        if between in {"; ", ", "} and not self.colon:
            between = "    "
        self.ink.write(paragraph, between)
        self._label(paragraph, pair[1], None)
        self.ink.write(paragraph, self._value("".join(self.sheet.written(pair[1])), 30))
        self.traits.append("two on a line")

    def _single(self, entry: Entry, number: int) -> None:
        paragraph = self.document.add_paragraph(style="List Number" if self.automatic else None)
        self._tabs(paragraph, (5.0,) if self.leader.startswith("tab") and self.leader != "tab leader" else (16.0,))
        self._label(paragraph, entry, number)
        lines = self.sheet.written(entry)
        if entry.long or len(lines) > 1:
            self._block(paragraph, entry, lines)
        else:
            self.ink.write(paragraph, self._value("".join(lines), 70))

    def _block(self, paragraph: Any, entry: Entry, lines: tuple[str, ...]) -> None:
        rest = list(lines)
        if rest and not entry.vertical and self.rng.random() < 0.35 and not rest[0].startswith(("- ", "+ ")):
            self.ink.write(paragraph, " " + rest.pop(0))
        if rest and self.rng.random() < 0.12:
            self._soft_lines(rest)
            return
        for line in rest:
            self.ink.write(self.document.add_paragraph(), line)
        if entry.long and (not lines or self.rng.random() < 0.15):
            fill = {"ellipsis": "…" * 40, "underscore": "_" * 70}.get(self.leader, "." * 120)
            for _ in range(self.rng.randint(1, 3)):
                self.document.add_paragraph(fill)

    def _soft_lines(self, lines: list[str]) -> None:
        paragraph = self.document.add_paragraph()
        for at, line in enumerate(lines):
            if at:
                paragraph.add_run().add_break()
            self.ink.write(paragraph, line)
        self.traits.append("soft line breaks")
