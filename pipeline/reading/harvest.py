"""Taking labelled values out of lines: a label, then what stands after it up to the next label.

Words that happen to be a label also occur in prose ("Đơn vị đã hoàn thành …"), so a label is believed only by what
stands around it, and inside a text of several lines hardly at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.reading import parse, phrases, ticks
from pipeline.reading.fields import KINDS, Kind
from pipeline.reading.labels import (
    OTHER_PERSON,
    Head,
    Label,
    Tail,
    find_labels,
    fold_letters,
    is_long_label,
    numbering_end,
    starts_with_leader,
    strip_leaders,
    without_lines,
    without_next_number,
)
from pipeline.reading.lines import (
    implicit_sex,
    is_closing,
    is_entry,
    is_heading,
    is_signature,
    is_unfinished,
    is_unit,
    runs_on,
)
from pipeline.reading.model import Line
from pipeline.reading.others import without_contact
from pipeline.reading.raw import Evidence, Fragment, Raw, cut

#: Kinds whose values may be ticked.
CHOICES = (Kind.FIELDS, Kind.TITLES, Kind.SEX)
#: Kinds whose values have no shape that tells them from the rest of a sentence.
_SPOKEN = (Kind.UNIT, Kind.POST, Kind.TEXT)
#: What is said of a contact person in the lines below the words "Người liên hệ".
_OF_A_PERSON = frozenset({"ho_ten", "chuc_vu", "don_vi", "don_vi_cong_tac", "ngay_sinh", "other.value"})
#: One-word labels that are also forms of address: believed only before a colon or leaders.
_ADDRESSES = frozenset(
    {"ong", "ba", "dong chi", "ca nhan", "sinh", "gioi", "so", "quy", "nam", "que", "lien he", "anh"}
)

_LINE_NUMBER = re.compile(r"\s*\(?(\d{1,2})\s*[.)\-/]")
_UNKNOWN_LABEL = re.compile(r"\t[^\W\d_][^:：\t]{2,60}[:：]")
_NUMBERED_LABEL = re.compile(rf"{_LINE_NUMBER.pattern}[^:：]{{2,60}}[:：]")

_PLAUSIBLE: dict[Kind, Callable[[str], bool]] = {
    Kind.NAME: parse.looks_like_name,
    Kind.DATE: parse.is_date,
    Kind.SIGNING_DATE: parse.is_date,
    Kind.SEX: parse.is_sex,
    Kind.PEOPLE: parse.is_people,
    Kind.QUARTER: parse.is_quarter,
    Kind.YEAR: parse.is_year,
    Kind.COUNT: str.isdigit,
    Kind.UNIT: is_unit,
    Kind.FIELDS: parse.is_fields,
}


def kind_of(key: str) -> Kind | None:
    """The kind of a field; that of the first for a label of two fields; None for what is not ours."""
    return KINDS.get(key.partition("+")[0])


@dataclass(slots=True)
class _Open:
    """The label whose value is being collected."""

    key: str
    kind: Kind | None
    tail: Tail
    mark: str
    evidence: Evidence
    fragments: list[Fragment] = field(default_factory=list)
    leader: bool = False
    loose: bool = False
    #: the number of its line, where the form numbers its labels
    number: int | None = None

    @property
    def is_long(self) -> bool:
        return self.kind is Kind.LONG

    @property
    def text(self) -> str:
        return "\n".join(fragment.text for fragment in self.fragments)


def _could_be(label: Label, text: str) -> bool:
    """Whether the words can be a label at all, whatever follows them."""
    if label.head is Head.WORD and not label.capital:
        return False
    if fold_letters(text[label.start : label.end]) not in _ADDRESSES:
        return True
    if label.key == "ho_ten" and label.tail <= Tail.GAP and "," in text:
        return label.head is Head.START  # "Ông Giàng A Mẫu, sinh năm 1985"; alone it would be a signature
    if label.tail is Tail.END or label.key in ("quy", "nam"):
        return label.head is Head.START or label.tail >= Tail.LEADER
    return label.tail is Tail.COLON or (label.tail is Tail.LEADER and label.head >= Head.GAP)


class Harvest:
    """Collects labelled values line by line; `raws` is the yield, `rest` are lines that belong to no label."""

    def __init__(self) -> None:
        self.raws: list[Raw] = []
        self.rest: list[Line] = []
        self._open: _Open | None = None
        self._other_mark: str | None = None  # how the heading of another person's lines is numbered
        self._other_named = False  # that person's own name stood below the heading
        self._values_below = False  # the form writes values on the line below their labels
        self._with_stops = False  # the form ends short values with full stops
        self._without_colons = False  # the form has labels with nothing between them and their values

    @property
    def open_key(self) -> str | None:
        """The field whose value is still being collected."""
        return self._open.key if self._open else None

    def line(self, line: Line, *, in_cell: bool = False) -> None:
        """Take one line; `in_cell` where the value may simply stand below its label."""
        below_label = self._is_below_label(line.text, in_cell=in_cell)
        if not below_label and (is_signature(line.text) or parse.place_and_date(line.text) is not None):
            self.close()
            self.rest.append(line)
            return
        is_day = below_label and kind_of(self.open_key or "") is Kind.DATE and parse.is_date(line.text)
        labels = [] if is_day else self._believed(line.text)  # "năm 1996" below "Sinh ngày:"
        if labels:
            self._take_labels(line, labels)
        elif implicit := implicit_sex(line.text):
            self._emit_ticks(line, implicit)
        elif (not below_label and self._ends_text(line.text)) or not self._continue(line, in_cell=in_cell):
            self.close()
            self.rest.append(line)

    def _is_below_label(self, text: str, *, in_cell: bool) -> bool:
        """Whether a line is the value of the label above it, whatever else it might be: a date below "Sinh ngày:"."""
        if self._open is None or self._open.fragments or in_cell or self._open.leader:
            return in_cell and self._open is not None and not self._open.fragments
        is_post = self._values_below and self._open.kind is Kind.POST and text != text.upper()
        return is_post or (self._open.kind is Kind.DATE and parse.is_date(text))

    def close(self) -> None:
        """Nothing more belongs to the open label."""
        if self._open and not self._belongs_to_other(self._open):
            self._emit(self._open)
        self._open = None

    def end_cell(self) -> None:
        """Nothing said in a cell goes on in the next."""
        self.close()
        self._other_mark = None

    def add(self, fragments: tuple[Fragment, ...]) -> None:
        """Give the open label a value that stands elsewhere, a table below its heading."""
        if self._open:
            self._open.fragments += fragments

    # Labels

    def _believed(self, text: str) -> list[Label]:
        found: list[Label] = []
        candidates: list[Label] = []
        for label in find_labels(text):
            again = label.tail <= Tail.GAP and label.key == (candidates[-1].key if candidates else self._waiting_key)
            if not again and _could_be(label, text):  # "Danh hiệu đăng ký: Danh hiệu Lao động tiên tiến"
                candidates.append(label)
        for index, label in enumerate(candidates):
            end = candidates[index + 1].start if index + 1 < len(candidates) else len(text)
            if self._believe(label, text, text[label.value_start : end], found[-1] if found else None):
                found.append(label)
        return without_contact(found, text)

    @property
    def _waiting_key(self) -> str | None:
        waits = self._open and self._open.kind in CHOICES and not self._open.fragments
        return self._open.key if self._open and waits else None

    def _believe(self, label: Label, text: str, value: str, before: Label | None) -> bool:
        if self._is_inside_text(text, label, before):
            return False
        if label.loose and (label.head is not Head.START or not label.capital or label.key.startswith("other.")):
            return False
        is_name_word = fold_letters(text[label.start : label.end]) in _ADDRESSES
        if is_name_word and label.head is not Head.START and label.tail is Tail.LEADER:
            check = _PLAUSIBLE.get(kind_of(label.key) or Kind.TEXT)
            return check is not None and check(strip_leaders(value))  # "Vũ Ngọc Quý ........"
        if label.tail >= Tail.LEADER:
            goes_on = (
                label.head is Head.STOP and before is not None and label.key in KINDS
            )  # "Ông Giàng A Mẫu, chức vụ: Chuyên viên"
            follows = label.capital and (label.head is Head.STOP or before is not None)
            return label.head >= Head.GAP or (label.tail is Tail.COLON and (follows or goes_on))
        if label.tail is Tail.END:
            return label.head >= Head.GAP
        return self._believe_bare(label, text, value, before)

    def _believe_bare(self, label: Label, text: str, value: str, before: Label | None) -> bool:
        """A label with nothing between it and the value: the value must look like one."""
        kind = kind_of(label.key)
        check = _PLAUSIBLE.get(kind) if kind else None
        if check:
            sure_place = label.head >= Head.GAP or before is not None
            return sure_place and check(strip_leaders(value).strip(" ,;."))
        if not label.capital or (label.head is not Head.START and not (label.head is Head.GAP and before)):
            return False
        words = text[label.start : label.end]
        if label.key.startswith("other."):
            return label.tail is Tail.GAP or label.mark == "1" or (self._without_colons and " " in words)
        first = value.lstrip()[:1]
        is_value = first.isupper() or first.isdigit() or first in "“\"'[(" + ticks.SIGNS
        return is_value and (len(text) < 160 or kind is Kind.LONG or label.mark == "1" or ticks.has_ticks(value))

    def _is_inside_text(self, text: str, label: Label, before: Label | None) -> bool:
        if before is not None and kind_of(before.key) is Kind.LONG:
            return True
        if before is not None or self._open is None or not self._open.is_long:
            return False
        if (
            not self._open.fragments
            and label.head is Head.START
            and (label.mark in ("", "1") or label.tail >= Tail.END)
        ):
            # The label of the text was only the heading of a part.
            believed_bare = self._without_colons or label.key == self._open.key
            return label.loose or (label.tail <= Tail.GAP and not believed_bare)
        # A text ends at a label that is set like its own: numbered like it, with its bullet, or as bare as it.
        if label.head is not Head.START or not label.capital or label.loose or label.mark != self._open.mark:
            return True
        if self._open.fragments and not self._with_stops and _is_sentence(text, label):
            return True
        is_sure = label.mark == "1" or self._without_colons or is_long_label(text, label)
        return label.tail <= Tail.GAP and not is_sure

    def _take_labels(self, line: Line, labels: list[Label]) -> None:
        text = line.text
        head = text[: labels[0].start]
        if self._open and labels[0].head is not Head.START and strip_leaders(head[numbering_end(head) :]):
            self._continue(_part(line, 0, labels[0].start), in_cell=False)
        for index, label in enumerate(labels):
            end = labels[index + 1].start if index + 1 < len(labels) else len(text)
            self._begin(line, label, end)

    def _begin(self, line: Line, label: Label, end: int) -> None:
        self.close()
        if label.key == OTHER_PERSON:
            self._other_mark, self._other_named = label.mark, False
        evidence = Evidence.LABEL if label.tail >= Tail.LEADER or label.tail is Tail.END else Evidence.BARE
        self._without_colons |= evidence is Evidence.BARE
        self._open = _Open(label.key, kind_of(label.key), label.tail, label.mark, evidence, loose=label.loose)
        end = _before_unknown_label(line.text, label, end)
        value = line.text[label.value_start : end]
        self._with_stops |= _is_sentence(line.text, label)
        number = _LINE_NUMBER.match(line.text)
        self._open.number = int(number[1]) if number else None
        if evidence is Evidence.BARE and runs_on(line.text[label.start : label.end], value):
            self._open.loose = True
        self._open.leader = starts_with_leader(value) or label.tail is Tail.LEADER
        piece = cut(line, label.value_start, end)
        fragment = trimmed(
            piece, stop_number=end < len(line.text), prose=self._open.is_long, choice=self._open.kind in CHOICES
        )
        if fragment:
            self._open.fragments.append(fragment)
            if label.key == OTHER_PERSON:
                self._other_mark = None

    def _belongs_to_other(self, opened: _Open) -> bool:
        """Whether a value is not the nominee's: another person's, below the heading "Người liên hệ:"."""
        if opened.key.startswith("other."):
            return True
        if self._other_mark is None:
            return False
        is_known = any(raw.key == opened.key and raw.fragments for raw in self.raws)
        set_alike = opened.mark == self._other_mark  # a label of the form itself, not one below the heading
        if opened.key not in _OF_A_PERSON or (set_alike and (opened.mark or not (is_known or self._other_named))):
            self._other_mark = None
        elif opened.key == "ho_ten":
            self._other_named = True
        return self._other_mark is not None

    def _emit(self, opened: _Open) -> None:
        if opened.loose and not opened.fragments:
            return
        evidence = Evidence.LOOSE if opened.loose else opened.evidence
        self.raws.append(Raw(key=opened.key, fragments=tuple(opened.fragments), evidence=evidence))

    # Lines without a label

    def _continue(self, line: Line, *, in_cell: bool) -> bool:
        """Add the line to the open value where it can belong to it."""
        if self._open is None:
            return False
        choice = self._open.kind in CHOICES
        fragment = trimmed(cut(line, 0, len(line.text)), prose=True, choice=choice)
        if fragment is None:
            return True  # a line to write on, left empty, or a blank line
        if not self._may_continue(self._open, fragment.text, in_cell=in_cell):
            return False
        self._open.fragments.append(fragment)
        return True

    def _may_continue(self, opened: _Open, text: str, *, in_cell: bool) -> bool:
        if opened.is_long:
            return True
        has_ticks = ticks.has_ticks(text)
        if opened.kind in CHOICES and (has_ticks or not opened.fragments or ticks.has_ticks(opened.text)):
            return has_ticks or not is_heading(text)
        if opened.kind is None or is_entry(opened.kind, text):
            return opened.kind is not None or in_cell
        check = _PLAUSIBLE.get(opened.kind)
        if not opened.fragments:
            return in_cell or (not opened.leader and self._is_value_below(opened.kind, text))
        joined = f"{opened.text} {text}".strip(" .,;")
        too_short = check is not None and not check(opened.text) and check(joined)
        return too_short or in_cell or is_unfinished(opened.text, text)

    def _is_value_below(self, kind: Kind, text: str) -> bool:
        """Whether a line is the value of the label on the line above.

        A form that writes a name, a date or a unit there writes everything there.
        """
        check = is_unit if kind is Kind.UNIT else _PLAUSIBLE.get(kind)
        is_sure = check is not None and check(text.strip(" .,;"))
        self._values_below |= is_sure
        if is_sure or kind in _PLAUSIBLE:
            return is_sure
        is_numbered = numbering_end(text) > 0 and any(map(str.isalpha, text))
        return self._values_below and ":" not in text and not is_numbered and text[:1].isalnum()

    def _ends_text(self, text: str) -> bool:
        if self._open is None or not text.strip():
            return False
        if is_closing(text) or self._is_next_label(text):
            return True
        return self._open.is_long and bool(self._open.fragments) and is_heading(text)

    def _is_next_label(self, text: str) -> bool:
        """Whether a line is an unknown label that goes on with the numbers of the form: "12- Sở thích: …"."""
        if self._open is None or self._open.number is None:
            return False
        match = _NUMBERED_LABEL.match(text)
        return match is not None and int(match[1]) == self._open.number + 1

    def _emit_ticks(self, line: Line, start: int) -> None:
        self.close()
        fragment = trimmed(cut(line, start, len(line.text)))
        if fragment:
            self.raws.append(Raw(key="gioi_tinh", fragments=(fragment,), evidence=Evidence.LABEL))


def _is_sentence(text: str, label: Label) -> bool:
    """Whether a line that names a unit or a post ends as sentences do: "Đơn vị: Phòng Kinh tế phối hợp thực hiện."."""
    return kind_of(label.key) in _SPOKEN and label.mark == "" and re.search(r"\w\.$", text.rstrip()) is not None


def _before_unknown_label(text: str, label: Label, end: int) -> int:
    """Where the value of `label` ends: words and a colon behind a tab are another label, known or not."""
    if kind_of(label.key) is Kind.LONG:
        return end
    match = _UNKNOWN_LABEL.search(text, label.value_start, end)
    return match.start() if match and strip_leaders(text[label.value_start : match.start()]) else end


def trimmed(
    fragment: Fragment, *, stop_number: bool = False, prose: bool = False, choice: bool = False
) -> Fragment | None:
    """A value without the leaders around it; None where nothing is left.

    `stop_number` takes off the number of the label that follows ("Mông    4." -> "Mông"); in `prose` bullets and full
    stops stay; the value of a `choice` may be ticked on short lines.
    """
    text = ticks.underscored(fragment.text) if choice else fragment.text
    text = without_next_number(text) if stop_number else text
    text = without_lines(text) if prose else strip_leaders(text.strip(" \t,;")).strip(" \t,;")
    if not text or phrases.is_phrase("empty", "hints", text.strip("[]<>{}()")):
        return None
    return Fragment(text, fragment.place, fragment.guessed, fragment.legacy)


def _part(line: Line, start: int, end: int) -> Line:
    fragment = cut(line, start, end)
    span = line.spans[0]
    return Line(
        spans=(type(span)(text=fragment.text, place=fragment.place, legacy=fragment.legacy, guessed=fragment.guessed),),
        place=line.place,
    )
