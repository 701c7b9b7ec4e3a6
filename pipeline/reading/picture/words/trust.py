"""When a value recognised from a picture may be believed (design/reading.md, 6).

Tesseract's confidence accepts nothing by itself; evidence from outside the picture must: a list, arithmetic between
fields, several ways of reading that agree. What has none goes to a person with the reason.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline import clock
from pipeline.messages import _
from pipeline.reading import parse
from pipeline.reading.decide import confidence_table, decide
from pipeline.reading.fields import KINDS, Kind
from pipeline.reading.lists import Lists
from pipeline.reading.model import Value
from pipeline.reading.picture.words import education, vocabulary
from pipeline.reading.picture.words.agreement import bare, has_digit, is_spelt
from pipeline.reading.picture.words.near import near_entry, twins
from pipeline.reading.raw import Raw, Sight, Token
from pipeline.vietnamese.text import fold, match_key

#: a figure, a word below this confidence is not believed without a list or a neighbour
SURE_FIGURE, PLAIN_WORD = 0.6, 0.9
#: words below this confidence that are not read in every way may be dirt
DIRT = 0.55
#: years people who work today were born in, and years forms of this kind are from
YEARS = {Kind.DATE: (1940, 2012), Kind.SIGNING_DATE: (2010, 2045), Kind.YEAR: (2010, 2045)}
#: of a longer text, how many words may be read alike with little confidence, one in so many: in 70 texts that were
#: believed so, none was wrong (own blanks, generated; a bound of 4 %)
MOST_PALE, PALE_IN, PALE = 2, 20, 0.6
#: of a text that is printed plainly, how many words are not plain: 220 of 251 printed texts are, 6 of 71 by hand
SPOILT = 0.1
#: pale figures that all ways of reading gave alike in plain print may be this pale: of 58, one had lost its point
PALE_FIGURE = 0.25
#: unclear words that are named
SHOWN = 4
#: what figures look like; with strokes alone they may be Roman ones misread
_FIGURE = re.compile(r"\d+(?:[.,/:-]\d+)*%?(?:/[A-ZĐ]+(?:-[A-ZĐ]+)*)?")
#: signs that stand in no text of ours, but are dirt or a letter misread
_ODD = re.compile(r"[^\w\s.,;:!?()\"'“”‘’\-–—%/…+*&§]|_")
#: a number with nothing behind it that ends it
_UNENDED = re.compile(r"\D{0,2}\d+(?:[.,/:-]\d+)*")
_ROMAN = re.compile(r"(?:[IVX]{1,4})(?:/\d{4})?")
#: what may stand around a figure; a "?" or a "°" behind it was a "%"
_AROUND = re.compile(r"[(“\"'‘]*%?[.,;:)”\"'’…-]*")
_STROKES = re.compile(r"1{1,3}(?:/\d{4})?")


def settle(key: str, raws: Sequence[Raw], lists: Lists) -> Value:
    """As `decide`, and stricter: for raw texts that were recognised from a picture."""
    value = decide(key, raws, lists)
    seen = next((raw for raw in raws if raw.sight is not None), None)
    if seen is None or seen.sight is None:
        return value
    return weigh(key, replace(value, source=value.source or seen.place), seen.sight, lists)


def weigh(key: str, value: Value, sight: Sight, lists: Lists) -> Value:
    """`value` of field `key` with what speaks against it, given how its text was seen."""
    if not sight.ticks:
        value = _WEIGHERS.get(KINDS[key], _weigh_words)(value, sight, lists)
        if key == "trinh_do" and value.value is not None and not education.may_be(str(value.value)):
            value = doubted(value, _("Not all words are clear."))
        if value.value is not None and not _may_stand(key, value, sight, lists):
            value = doubted(value, _("This is not on the list."))
    doubts = [*sight.doubts, *([_("This is written by hand.")] if sight.by_hand and not sight.ticks else ())]
    return doubted(value, *doubts) if doubts else value


def doubted(value: Value, *doubts: str) -> Value:
    """`value` for a person to look at."""
    why = tuple(dict.fromkeys((*value.why, *doubts)))
    return replace(value, review=True, why=why, confidence=min(value.confidence, confidence_table()["review"]))


def is_settled(key: str, text: str, lists: Lists) -> bool:
    """Whether a list knows `text` as it stands, so that it need not be read again."""
    plain = match_key(text.strip(" .,;"))
    return plain in {match_key(entry) for entry in _entries(KINDS[key], lists)}


def _entries(kind: Kind, lists: Lists) -> tuple[str, ...]:
    """The closed list values of `kind` are on. Names have none: people are read again, staff or not."""
    if kind is Kind.PEOPLE:
        return parse.peoples()
    return {Kind.UNIT: lists.lexicon.units, Kind.POST: lists.lexicon.posts}.get(kind, ())


# Closed lists


def _weigh_listed(kind: Kind, value: Value, sight: Sight, lists: Lists) -> Value:
    """The entry the text is, or clearly is meant to be; else as other words."""
    entries = _entries(kind, lists)
    if value.value is None or value.value in entries:
        return value
    meanings = tuple(_official(kind, entry) for entry in entries)
    written = " ".join(token.text for token in sight.tokens if _is_written(token))
    for text in dict.fromkeys((str(value.value), written)):
        entry = near_entry(text, entries, meanings)
        if entry is not None:
            return replace(value, value=entry, review=False, why=())
    return _weigh_words(value, sight, lists)


#: fields whose values are on a list where the office has one. Of posts it may lack some, which must be plain to see;
#: teams in the tables (`ten`) are on none.
OF_THE_LIST = frozenset({"don_vi", "don_vi_cong_tac", "dan_toc"})


def _may_stand(key: str, value: Value, sight: Sight, lists: Lists) -> bool:
    """Whether a value is on the list of its field, or need not be."""
    entries = _entries(KINDS[key], lists)
    if not entries or any(match_key(str(value.value)) == match_key(entry) for entry in entries):
        return True
    return key not in OF_THE_LIST and (KINDS[key] is not Kind.POST or all(map(is_plain, sight.tokens)))


def is_plain(token: Token) -> bool:
    """Whether a word is beyond doubt, list or not."""
    return not token.others and _is_agreed(token) and (token.known or token.confidence >= PLAIN_WORD)


def _is_written(token: Token) -> bool:
    """Whether a word is no dirt: recognisers are unsure of what they see in arcs of stamps and specks."""
    return bool(bare(token.text)) and (token.confidence >= DIRT or token.votes == token.readings > 1)


def _official(kind: Kind, entry: str) -> str:
    return parse.people(entry) or entry if kind is Kind.PEOPLE else entry


# Names


def _weigh_name(value: Value, sight: Sight, lists: Lists) -> Value:
    """A name of the staff list; never one that is only near it (reading.md 6)."""
    if value.value is None:
        return value
    name = str(value.value)
    staff = lists.lexicon.staff
    same = twins(name, staff)
    if any(match_key(entry) == match_key(name) for entry in staff):
        if not any(_has_other_tone(token, alone=len(same) == 1) for token in sight.tokens):
            return value
        return replace(doubted(value, _("A tone of this name is not clear.")), candidates=tuple(same))
    if len(same) == 1 and _was_seen(same[0], sight):
        return replace(value, value=same[0])
    if same:
        doubt = _("On the staff list there is {name}.").format(name=", ".join(same))
        return replace(doubted(value, doubt), candidates=tuple(same))
    return doubted(value, _("This name is not on the staff list."))


def _has_other_tone(token: Token, *, alone: bool) -> bool:
    """Whether a way of reading gave the same letters with other tones or marks; most must, where no twin is meant."""
    word = bare(token.text)
    if alone and 2 * token.votes > token.readings:
        return False
    return any(match_key(bare(other)) != match_key(word) and fold(bare(other)) == fold(word) for other in token.others)


def _was_seen(name: str, sight: Sight) -> bool:
    """Whether each word of `name` was read in some way, and no other in most ways."""
    words = name.split()
    return len(sight.tokens) == len(words) and all(map(_may_be, sight.tokens, words))


def _may_be(token: Token, word: str) -> bool:
    if match_key(bare(token.text)) == match_key(word):
        return True
    return 2 * token.votes <= token.readings and match_key(word) in {match_key(bare(other)) for other in token.others}


# Figures


def _weigh_figures(kind: Kind, value: Value, sight: Sight, lists: Lists) -> Value:
    """Days, years and numbers: read the same in most ways, and what the others read cannot be meant."""
    if value.value is None or value.review:
        return value
    if not _is_possible(kind, value.value):
        return doubted(value, _("This cannot be meant: {text}.").format(text=value.text))
    unclear = [token.text for token in sight.tokens if has_digit(token) and not _is_clear(kind, token, value, sight)]
    if unclear:
        return doubted(value, _("The figures are not clear: {text}.").format(text=", ".join(unclear)))
    return value


def _is_clear(kind: Kind, token: Token, value: Value, sight: Sight) -> bool:
    if token.confidence < SURE_FIGURE or 2 * token.votes <= token.readings:
        return False
    readings = (_with(token, other, sight) for other in token.others)
    meant = {found for text in readings if (found := _figures(kind, text)) and _is_possible(kind, found)}
    return meant <= {value.value}


def _with(token: Token, other: str, sight: Sight) -> str:
    """The whole text with `other` in the place of `token`."""
    return " ".join(other if each is token else each.text for each in sight.tokens)


def _figures(kind: Kind, text: str) -> str | int | None:
    """The day, the year or the number that `text` says."""
    if kind is Kind.YEAR:
        return parse.year(text)
    if kind is Kind.COUNT:
        return int(text) if text.isdigit() else None
    found = parse.date(text)
    return found.iso() if found is not None and found.valid else None


def _is_possible(kind: Kind, found: object) -> bool:
    """Whether a year is one in which nominees are born, or forms are signed; any number may be."""
    first, last = YEARS.get(kind, (0, 9999))
    return kind is Kind.COUNT or first <= int(str(found)[:4]) <= min(last, clock.today().year + 1)


# Words


def _weigh_words(value: Value, sight: Sight, lists: Lists) -> Value:
    """Free words: every one must have been read the same in every way and be spelt as Vietnamese is."""
    unsure = unsure_words(sight.tokens)
    if value.value is None or not unsure:
        return value
    return doubted(value, naming(unsure))


def naming(unsure: Sequence[Token]) -> str:
    """The doubt about words that are not clear."""
    shown = dict.fromkeys(token.text or token.others[0] for token in unsure[:SHOWN])
    return _("Not all words are clear: {words}.").format(words=", ".join(shown))


def unsure_words(tokens: Sequence[Token]) -> list[Token]:
    """The words of a text that may not be believed; the text is judged as a whole, then word by word."""
    plain = _is_printed(tokens)
    ended = {id(token) for token, after in pairwise(tokens) if _is_cut_short(token, after) or _is_torn(token, after)}
    unsure = [token for token in tokens if id(token) in ended or not _is_sure(token, plain=plain)]
    few = len(unsure) <= min(MOST_PALE, len(tokens) // PALE_IN)
    return [] if few and plain and not ended and all(map(_is_pale, unsure)) else unsure


def _is_cut_short(token: Token, after: Token) -> bool:
    """Whether a sentence ends that goes on in small letters: the stop may be a comma."""
    word = bare(token.text)
    return token.text.endswith(".") and len(word) > 2 and word.islower() and after.text[:1].islower()


def _is_torn(token: Token, after: Token) -> bool:
    """Whether two numbers stand side by side with nothing between them: "3 451" for "3.451", "87 1%" for "87,1%"."""
    return _UNENDED.fullmatch(token.text) is not None and after.text[:1].isdigit()


def _is_printed(tokens: Sequence[Token]) -> bool:
    """Whether a text is as plain to read as print is; handwriting and spoilt print are not."""
    words = [token for token in tokens if bare(token.text)]
    doubtful = sum(not _is_agreed(token) or token.confidence < PLAIN_WORD for token in words)
    return doubtful <= max(1, SPOILT * len(words))


def _is_agreed(token: Token) -> bool:
    """Whether every way of reading gave the same."""
    return token.votes == token.readings > 1


def _is_sure(token: Token, *, plain: bool) -> bool:
    """Whether a word is beyond doubt in a text that is, or is not, plain print."""
    word = bare(token.text)
    others = [other for other in map(bare, token.others) if other]
    if not word:
        lost = any(len(other) > 1 and is_spelt(other) for other in others)
        return not lost and not _ODD.search(token.text)  # a dash or a dot
    if others or _ODD.search(token.text):
        return False
    if has_digit(token) or _ROMAN.fullmatch(word):
        return _is_sure_figure(token, word, plain=plain)
    if vocabulary.is_abbreviation(word):
        return True
    if not is_spelt(token.text):
        return False
    is_word = not word.islower() or vocabulary.is_word(word)
    return token.known or (plain and token.confidence >= PLAIN_WORD and is_word)


def _is_sure_figure(token: Token, word: str, *, plain: bool) -> bool:
    """Whether a number, a day or the number of a document is beyond doubt: "1.250", "5/9/2022", "12/QĐ-UBND"."""
    if not (_FIGURE.fullmatch(word) or _ROMAN.fullmatch(word)) or not _AROUND.fullmatch(token.text.replace(word, "")):
        return False
    if token.known or token.confidence >= PLAIN_WORD:
        return True
    return plain and _is_agreed(token) and token.confidence >= PALE_FIGURE and not _STROKES.fullmatch(word)


def _weigh_phrase(value: Value, sight: Sight, lists: Lists) -> Value:
    """A few words without a sentence around them: each must be known beside its neighbour too, "lý luận", not "lú"."""
    weighed = _weigh_words(value, sight, lists)
    strange = [token for token in sight.tokens if not token.known and any(map(str.isalpha, token.text))]
    if weighed.value is None or weighed.review or not strange:
        return weighed
    return doubted(weighed, naming(strange))


def _is_pale(token: Token) -> bool:
    """Whether a word was read the same in every way, with little confidence only; figures must be plainer."""
    agreed = token.votes == token.readings > 1 and not any(map(bare, token.others))
    return agreed and is_spelt(token.text) and not has_digit(token) and token.confidence >= PALE


_WEIGHERS: dict[Kind, Callable[[Value, Sight, Lists], Value]] = {
    Kind.UNIT: functools.partial(_weigh_listed, Kind.UNIT),
    Kind.POST: functools.partial(_weigh_listed, Kind.POST),
    Kind.PEOPLE: functools.partial(_weigh_listed, Kind.PEOPLE),
    Kind.NAME: _weigh_name,
    Kind.TEXT: _weigh_phrase,
    Kind.DATE: functools.partial(_weigh_figures, Kind.DATE),
    Kind.SIGNING_DATE: functools.partial(_weigh_figures, Kind.SIGNING_DATE),
    Kind.YEAR: functools.partial(_weigh_figures, Kind.YEAR),
    Kind.COUNT: functools.partial(_weigh_figures, Kind.COUNT),
    Kind.QUARTER: lambda value, _sight, _lists: value,  # weighed by its stems
}
