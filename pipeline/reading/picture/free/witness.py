"""What may be believed of values read from a free layout, by how their words were seen (design/reading.md, 6).

The recogniser's own confidence accepts nothing; evidence from outside does: an entry of a list, the same words a
second time on the form, a date that fits the quarter, two models that read the same figures. What has none goes to a
person with the reason and, where there is one, the entry it may be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.messages import _
from pipeline.reading import codes, parse, ticks
from pipeline.reading.decide import decide
from pipeline.reading.fields import KINDS, Kind
from pipeline.reading.labels import Tail, ends_label, find_labels
from pipeline.reading.lists import Lists
from pipeline.reading.model import Box, Place, Value
from pipeline.reading.picture.free.marks import UNREAD, Seen, bare
from pipeline.reading.picture.words import compounds, education, vocabulary
from pipeline.reading.picture.words.near import Entries, field_names, near_entry, title_names, titled, twins
from pipeline.reading.picture.words.trust import OF_THE_LIST, doubted, is_plain, naming, unsure_words
from pipeline.reading.raw import Raw, Token
from pipeline.vietnamese.text import match_key

#: a word below this confidence is not believed, list or not; names and figures must be plainer
SURE, PLAIN, PLAIN_FIGURE = 0.45, 0.90, 0.75
#: what ends below this may go on on the next page, points from the top of A4
FOOT = 720.0
#: longer texts are no entry of a list
LONGEST = 160
#: fewer letters are a tick; of 100, how alike a text and the words in its place are at least
FEW_LETTERS, SAME_WORDS = 4, 60.0
#: a box stands this near to the words of its option, in its own widths
BOX_GAP = 2.0
_DATES = (Kind.DATE, Kind.SIGNING_DATE)
_WORDS = (Kind.TEXT, Kind.LONG, Kind.POST)
_CHOICES = (Kind.SEX, Kind.FIELDS, Kind.TITLES)
_SEX = re.compile(r"\b(?:nam|nữ)\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d")
#: the end of a sentence within a text, and of a text made of sentences
_STOP, _END = re.compile(r"[^\W\d_]{3}[.;]\s"), re.compile(r"[.!?;…][”\"’)]*\s*$")
_NUMBERING = re.compile(r"\d{1,2}[.)/]")
_EMPTY_BRACKET = re.compile(r"[\[(]\s*[\])]")
#: without boxes so many and more are the options that are printed, their boxes or ticks not recognised
ALL_OPTIONS = {Kind.TITLES: 3, Kind.FIELDS: 4}


@dataclass(frozen=True)
class Witness:
    """Knows how every word of some pages was seen."""

    pages: Mapping[int, Sequence[Seen]]

    def settle(self, key: str, raws: Sequence[Raw], lists: Lists) -> Value:
        """As `decide`, for texts recognised from a picture: a value without evidence is under review.

        A label with nothing written gives a value whose `text` is "", no label at all one whose `text` is None.
        """
        kind = KINDS[key]
        mended = [self._on_list(kind, raw, lists) for raw in raws]
        value = decide(key, mended, lists)
        if kind in _CHOICES and any(self._has_unclear_boxes(raw) or self._leaves_out_boxes(raw) for raw in mended):
            return doubted(value, _("It is not clear which option is ticked."))
        if value.value is None:
            if kind in _CHOICES and any(map(self._has_boxes_unseen, mended)):
                return doubted(value, _("It is not clear which option is ticked."))
            return _without_value(kind, value, mended)
        if kind is Kind.TITLES and any(map(self._is_written_otherwise, raws)):
            return doubted(value, _("The form says two different things about this."))
        return self._judged(_Case(key, kind, value, self.words(value.source), mended, lists, self))

    def _judged(self, case: _Case) -> Value:
        """The value of `case`, under review where nothing speaks for it."""
        value, text = case.value, case.value.text or ""
        if case.kind is Kind.LONG:
            value = replace(value, value=str(value.value).replace(UNREAD, " "))
        elif any(UNREAD in word.text for word in case.words) or UNREAD in str(value.value):
            return doubted(replace(value, value=None), _("Something is written here that could not be read."))
        if _holds_label(case.key, case.kind, text):
            return doubted(value, _("A label stands within this value."))
        if case.kind is Kind.FIELDS and not ticks.has_ticks(text) and _says_two(text):
            return doubted(value, _("The form says two different things about this."))
        most = ALL_OPTIONS.get(case.kind)
        if most is not None and not ticks.has_ticks(text) and len(value.value) >= most:
            return doubted(value, _("It is not clear which option is ticked."))
        # Options are on lists; quarter and year are believed by what else the form says.
        judge = _JUDGES.get(case.kind)
        return value if judge is None else judge(replace(case, value=value)) or value

    def _has_unclear_boxes(self, raw: Raw) -> bool:
        """Whether a box is neither empty nor ticked, or one between two options was not seen."""
        boxes = [word for word in self.words(raw.place) if word.text in (ticks.ON, ticks.OFF)]
        options = [*map(_options_in, _between_boxes(raw.text))]
        unseen = max(options) > 1 or sum(options) > len(options) - 1
        return any(box.confidence < 1 for box in boxes) or (ticks.has_ticks(raw.text) and (unseen or _lacks_sign(raw)))

    def _leaves_out_boxes(self, raw: Raw) -> bool:
        """Whether a sex told without boxes has boxes beside it, which bent paper may have put into another line."""
        box = raw.place.box if raw.place else None
        if raw.key != "gioi_tinh" or box is None or raw.place is None or ticks.has_ticks(raw.text):
            return False
        seen = (word for word in self.pages.get(raw.place.page or 0, ()) if word.text in (ticks.ON, ticks.OFF))
        return any(_is_beside(word.box, box) for word in seen)

    def _has_boxes_unseen(self, raw: Raw) -> bool:
        """Whether a text has more boxes than were drawn at its place: a dash before a word was taken for one."""
        words = self.words(raw.place)
        boxes = sum(word.text in (ticks.ON, ticks.OFF) for word in words)
        brackets = any(ticks.has_ticks(word.text) or word.text[:1] in "[(" for word in words) and not boxes
        return not brackets and raw.text.count(ticks.ON) + raw.text.count(ticks.OFF) > boxes

    def _is_written_otherwise(self, raw: Raw) -> bool:
        """Whether a cell says something else than the title its column seems to be headed by, where a tick would be."""
        from rapidfuzz import fuzz

        written = bare("".join(word.text for word in self.words(raw.place)))
        if sum(map(str.isalpha, written)) < FEW_LETTERS:
            return False
        return fuzz.partial_ratio(bare(raw.text), written) < SAME_WORDS

    def words(self, place: Place | None) -> list[Seen]:
        """The words that stand at `place`."""
        if place is None or place.page is None or place.box is None:
            return []
        return [word for word in self.pages.get(place.page, ()) if word.text and holds(place.box, word.box)]

    def said_again(self, text: str, elsewhere: Place | None) -> bool:
        """Whether the form says `text` a second time, at another place than `elsewhere`."""
        wanted = [bare(word) for word in text.split()]
        for page, words in self.pages.items():
            spoken = [bare(word.text) for word in words]
            for at in range(len(spoken) - len(wanted) + 1):
                if spoken[at : at + len(wanted)] == wanted:
                    here = elsewhere is not None and elsewhere.page == page and elsewhere.box is not None
                    if not (here and elsewhere and elsewhere.box and holds(elsewhere.box, words[at].box)):
                        return True
        return False

    def _on_list(self, kind: Kind, raw: Raw, lists: Lists) -> Raw:
        """`raw` in the wording of the closed list its kind has, where it clearly means one entry of it."""
        if raw.key == "trinh_do" and len(raw.fragments) == 1:
            return replace(raw, fragments=(replace(raw.fragments[0], text=education.spelt(raw.text)[0]),))
        if kind is Kind.TITLES and raw.fragments:
            raw = replace(raw, fragments=tuple(replace(each, text=titled(each.text)) for each in raw.fragments))
        entries, meanings = _spellings(kind, lists)
        if not entries or not raw.text or ticks.has_ticks(raw.text) or len(raw.text) > LONGEST:
            return raw
        entry = near_entry(raw.text, entries, meanings)
        if entry is None:
            return raw
        return replace(
            raw, fragments=(replace(raw.fragments[0], text=entry, place=raw.place or raw.fragments[0].place),)
        )


@dataclass(frozen=True)
class _Case:
    """One value to be judged, and all that is known about it."""

    key: str
    kind: Kind
    value: Value
    words: Sequence[Seen]
    raws: Sequence[Raw]
    lists: Lists
    witness: Witness

    @property
    def least(self) -> float:
        """The confidence of its weakest word."""
        return min((word.confidence for word in self.words if bare(word.text)), default=0.0)

    @property
    def agreed(self) -> bool:
        """Whether both models read the same."""
        return all(word.checked and word.other is None for word in self.words if bare(word.text))

    def doubt(self, why: str, *candidates: str) -> Value:
        """The value under review."""
        return replace(doubted(self.value, why), candidates=candidates)


def _without_value(kind: Kind, value: Value, raws: Sequence[Raw]) -> Value:
    """No value: under review where there may be one unseen; else told whether a label was there."""
    if kind in _DATES and any(_DIGITS.search(raw.text) for raw in raws):
        return doubted(value, _("The figures are not clear."))
    if kind in _CHOICES and any(_may_go_on(raw) for raw in raws):
        return doubted(value, _("It is not clear which option is ticked."))
    return replace(value, text="") if raws and not value.review else value


def _may_go_on(raw: Raw) -> bool:
    """Whether boxes stand at the foot of a page, so that the ticked one may be on the next."""
    return bool(ticks.has_ticks(raw.text) and raw.place and raw.place.box and raw.place.box[3] > FOOT)


Judge = Callable[[_Case], Value | None]


def entries_of(kind: Kind, lists: Lists) -> Entries:
    """The closed list of values of `kind`; () where there is none."""
    if kind is Kind.PEOPLE:
        return tuple(parse.peoples())
    return {Kind.UNIT: tuple(lists.lexicon.units), Kind.POST: tuple(lists.lexicon.posts)}.get(kind, ())


def _spellings(kind: Kind, lists: Lists) -> tuple[Entries, Entries | None]:
    """What values of `kind` may be written as, and what each of these means where that is something else."""
    if kind is Kind.FIELDS:
        return field_names()
    if kind is Kind.TITLES:
        return title_names()
    return entries_of(kind, lists), None


# One judge for each kind of value: None where it may be believed


def _judge_listed(case: _Case) -> Value | None:
    entries = entries_of(case.kind, case.lists)
    on_list = match_key(str(case.value.value)) in {match_key(entry) for entry in entries}
    if on_list or (case.kind is Kind.PEOPLE and parse.people(case.value.text or "")):
        return None
    if case.witness.said_again(case.value.text or "", case.value.source) and case.least >= PLAIN:
        return None
    if case.key not in OF_THE_LIST and _is_plain_post(case):
        return None
    return case.doubt(_("This is not on the list."))


def _is_plain_post(case: _Case) -> bool:
    """Whether a post or a team that is on no list is plain to read, and one is named as those are, no two."""
    words = (case.value.text or "").split()
    name = "posts" if case.kind is Kind.POST else "teams"
    heads = [at for at, word in enumerate(words) if word[:1].isupper() and vocabulary.begins(name, words[at:])]
    return heads == [0] and bool(case.words) and all(map(is_plain, _weighed(case.words)))


def _judge_name(case: _Case) -> Value | None:
    name = str(case.value.value)
    staff = case.lists.lexicon.staff
    same = twins(name, staff)
    if match_key(name) in {match_key(other) for other in staff}:
        sure = case.least >= SURE and (case.agreed or len(same) == 1)
        return None if sure else case.doubt(_("The picture is not clear here."), *same)
    if len(same) == 1 and _was_read(same[0], case.words):
        return replace(case.value, value=same[0])
    if same:
        return case.doubt(_("On the staff list there is {name}.").format(name=", ".join(same)), *same)
    # What stands where the head signs and is said again is a running head: "VĂN PHÒNG UBND TỈNH".
    is_said = case.key != "truong_don_vi" and case.witness.said_again(name, case.value.source)
    if case.agreed and case.least >= PLAIN and is_said:
        return None
    return case.doubt(_("This name is not on the staff list."))


def _was_read(name: str, words: Sequence[Seen]) -> bool:
    """Whether each word of `name` is what one of the two models read."""
    wanted = [bare(word) for word in name.split()]
    read = [{bare(word.text), bare(word.other or word.text)} for word in words if bare(word.text)]
    return len(read) == len(wanted) and all(word in texts for word, texts in zip(wanted, read, strict=True))


def _judge_figures(case: _Case) -> Value | None:
    figures = _figures_of(case)
    if any(word.by_hand for word in figures):
        return case.doubt(_("This is written by hand."))
    sure = all(word.checked and word.other is None and word.confidence >= PLAIN_FIGURE for word in figures)
    return None if sure else case.doubt(_("The figures are not clear."))


def _figures_of(case: _Case) -> list[Seen]:
    """The words with the figures of a value, without the number of the label that follows: "19/4/1998 5. Dân tộc"."""
    figures = [word for word in case.words if _DIGITS.search(word.text) or _DIGITS.search(word.other or "")]
    said = re.findall(r"\d+", case.value.text or "")
    own = [word for word in figures if not _NUMBERING.fullmatch(word.text) or word.text in (case.value.text or "")]
    covered = {run for word in own for run in re.findall(r"\d+", word.text)}
    return own if covered >= set(said) else figures


def _judge_text(case: _Case) -> Value | None:
    if case.key == "trinh_do" and not education.may_be(case.value.text or ""):
        return case.doubt(_("Not all words are clear."))
    if case.key == "trinh_do" and case.least >= SURE and education.spelt(str(case.value.value))[1]:
        return None
    if case.kind is Kind.LONG and _STOP.search(text := str(case.value.value)) and not _END.search(text):
        return case.doubt(_("Not all words are clear."))  # it may go on
    unsure = unsure_words(_weighed(case.words))
    return case.doubt(naming(unsure)) if unsure else None


def _weighed(words: Sequence[Seen]) -> list[Token]:
    """`words` as they stand beside one another, over the ends of lines too."""
    tokens = [
        Token(
            text=word.text,
            confidence=word.confidence,
            others=() if word.other is None else (word.other,),
            votes=1 if word.other is not None or not word.checked else 2,
            readings=2,
        )
        for word in words
    ]
    mended = compounds.mended(tokens)
    return [
        each if each.text == token.text else replace(token, others=(each.text,))
        for token, each in zip(tokens, mended, strict=True)
    ]


def _between_boxes(text: str) -> list[str]:
    return re.split(f"[{ticks.ON}{ticks.OFF}]", ticks.level(text).replace("\n", " "))


def _lacks_sign(raw: Raw) -> bool:
    """Whether a box was not seen as one: one of two for the sexes, or a sign in brackets, "()" for "(x)" or "(5)"."""
    text = ticks.level(raw.text)
    signs = text.count(ticks.ON) + text.count(ticks.OFF)
    is_bracket = ticks.ON not in text and _EMPTY_BRACKET.search(raw.text) is not None
    return is_bracket or (raw.key == "gioi_tinh" and signs == 1)


def _is_beside(box: Box, words: Box) -> bool:
    """Whether a tick box stands in the line of some words, next to them."""
    gap = max(box[0] - words[2], words[0] - box[2])
    return min(box[3], words[3]) > max(box[1], words[1]) and gap < BOX_GAP * (box[2] - box[0])


def _options_in(text: str) -> int:
    """How many options of tick boxes a text names."""
    sexes = len(_SEX.findall(text)) if len(text) < 40 else 0
    fields = [found.code for found in codes.field_matches(text).found if not found.weak]
    return max(len(codes.title_matches(text).codes), len(set(fields)), sexes)


def _says_two(text: str) -> bool:
    """Whether a code stands beside the wording of another field: "LV06 - Thanh niên", which is LV08."""
    for part in text.split(";"):
        found = codes.field_matches(part).found
        coded = {entry.code for entry in found if part[entry.start : entry.end].upper().startswith("LV")}
        worded = {entry.code for entry in found if not entry.weak} - coded
        if coded and worded:
            return True
    return False


_JUDGES: dict[Kind, Judge] = {
    Kind.NAME: _judge_name,
    Kind.UNIT: _judge_listed,
    Kind.POST: _judge_listed,
    Kind.PEOPLE: _judge_listed,
    Kind.DATE: _judge_figures,
    Kind.SIGNING_DATE: _judge_figures,
    Kind.COUNT: _judge_figures,
    Kind.YES_NO: _judge_text,
    Kind.TEXT: _judge_text,
    Kind.LONG: _judge_text,
}


def _holds_label(key: str, kind: Kind, text: str) -> bool:
    """Whether a value holds a label or the value of another field; all it is may be the rest of its own label."""
    if kind in _WORDS and (ends_label(key, text) or _swallows_label(key, text.splitlines())):
        return True
    if kind is Kind.TEXT and any(map(parse.names_fields, text.splitlines())):
        return True  # the row below in a table whose rules were not all seen
    # "Lĩnh vực: Chuyển đổi số" in the column of that name says nothing twice.
    own = [key] if kind is Kind.FIELDS else []
    return kind is not Kind.LONG and any(
        label.tail is Tail.COLON and label.key not in own for label in find_labels(text)
    )


def _swallows_label(key: str, lines: Sequence[str]) -> bool:
    """Whether a line is the rest of a label whose first line stands beside the value: "Cử nhân Luật | luận chính trị".

    Words that the line before begins ("Trung cấp lý | luận chính trị") are the value's own.
    """
    return any(
        ends_label(key, line) and not ends_label(key, f"{(before.split() or [''])[-1]} {line}")
        for before, line in pairwise(lines)
    )


def holds(outer: Box, inner: Box) -> bool:
    """Whether the middle of `inner` lies in `outer`."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] - 0.5 <= x <= outer[2] + 0.5 and outer[1] - 0.5 <= y <= outer[3] + 0.5
