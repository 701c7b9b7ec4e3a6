"""What the fields of a form say of one another: quarter, year and day of signing, and what seems to be missing.

Roman numbers lose and gain strokes, so a quarter is believed only where two of three agree: the number as read, the
strokes counted, the quarter the form was signed in. A field of which nothing was found is silent only where nothing on
the form looks like it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.messages import _
from pipeline.reading import parse
from pipeline.reading.decide import confidence_table
from pipeline.reading.fields import KINDS, Kind
from pipeline.reading.forms import NOMINATION, FormPart, machine_line
from pipeline.reading.labels import Head, Tail, find_labels, fold_letters
from pipeline.reading.lines import is_signature, role_of
from pipeline.reading.lists import Lists
from pipeline.reading.model import Box, FormReading, Line, Place, Table, Value
from pipeline.reading.picture.free.marks import UNREAD, Seen, bare
from pipeline.reading.picture.free.witness import PLAIN_FIGURE, Witness, holds
from pipeline.reading.picture.words.trust import doubted
from pipeline.reading.raw import Evidence, Fragment, Raw
from pipeline.reading.signature import parts_of

#: a nomination is signed from the second month of its quarter until so many days after it
LATE_DAYS = 20
#: points beside the role of who signs within which the name may stand
ASIDE = 60.0
#: points between the role and the foot of the page where the name stands below it; the sides of A4
ROOM, A4 = 160.0, (595.0, 842.0)
#: a word of which less is known is not read
UNKNOWN = 0.4
#: shorter labels, in letters, are words of other things as well: "Năm", "Đơn vị"
SHORT_LABEL = 6
#: more than the height of any page, points
PAGE = 10_000.0
_HEAD, _FOOT = ("don_vi", "quy", "nam"), ("ngay_ky", "truong_don_vi")
_NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)
_DATE = re.compile(r"(?:ngay|thang).*\d|nam\s*20\d\d|\d\s*nam\s*20")
_QUARTER = re.compile(r"qu[yi]\b|^quy")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
#: what dirt between words is read as
_DIRT = re.compile(r"[^\w\s,/]")
#: a line of place and date
_FOOT_DATE = re.compile(r"(?:[^,\d]{0,30},)?\s*ngay\b.{0,14}(?:\bthang\b.{0,24})?")
#: a date with nothing in its places but dots to write on
_NO_DATE = re.compile(r"(?:.*,)?\s*ngay[\s.…_/]*thang[\s.…_/]*nam[\s.…_/]*(?:20)?[\s.…_/]*")

Values = dict[str, Value]


def checked(form: FormReading, part: FormPart, witness: Witness, lists: Lists) -> FormReading:
    """`form` with the fields under review that others speak against, and those that may be there unseen."""
    scene = _Scene(part, witness, lists)
    values = _with_date(_with_signer(form.fields, scene), scene)
    values = _with_year(_with_quarter(values, scene), scene)
    return replace(form, fields=_with_unseen(_with_labels(_with_swallowed(values), scene), scene))


@dataclass(frozen=True)
class _Scene:
    """The lines of a form that may say what no field says."""

    part: FormPart
    witness: Witness
    lists: Lists

    def lines(self) -> Iterator[Line]:
        """Every line, in free text and in cells."""
        for block in self.part.blocks:
            if isinstance(block, Line):
                yield block
            elif isinstance(block, Table):
                yield from (line for cell in block.cells for line in cell.lines)

    def title_words(self) -> list[Seen]:
        """The words of the title, which may stand on several lines."""
        whole = " ".join(self.part.title.split())
        return [
            word
            for line in self.lines()
            if (text := " ".join(line.text.split())) and text in whole
            for word in self.witness.words(line.place)
        ]

    def unread(self, known: Sequence[Place]) -> list[Place]:
        """Where words stand that could not be read, outside of `known` places."""
        pages = {line.place.page for line in self.lines()}
        return [
            Place(page=page, box=word.box)
            for page in pages
            if page is not None
            for word in self.witness.pages.get(page, ())
            if _is_unread(word)
            and not any(place.page == page and place.box and holds(place.box, word.box) for place in known)
        ]

    def quarter_words(self) -> list[Seen]:
        """The words of the line that names the quarter."""
        for line in self.lines():
            if _QUARTER.search(fold_letters(line.text)) and len(line.text) < 120:
                return self.witness.words(line.place)
        return []


def _is_unread(word: Seen) -> bool:
    return UNREAD in word.text or (word.confidence < UNKNOWN and len(bare(word.text)) > 1)


def quarter_of_signing(values: Values) -> int | None:
    """The quarter a form signed on its day is for; None where the day is not known for sure."""
    signed = values["ngay_ky"]
    if signed.value is None or signed.review or len(str(signed.value)) != 10:
        return None
    day = datetime.date.fromisoformat(str(signed.value)) - datetime.timedelta(days=LATE_DAYS)
    return (day.month + 2) // 3


def _with_quarter(values: Values, scene: _Scene) -> Values:
    if "quy" not in values:
        return values
    quarter, signed = values["quy"], quarter_of_signing(values)
    words = scene.quarter_words()
    if quarter.value is None and not words:
        return values
    stems = next((word.stems for word in reversed(words) if word.stems), None)
    read = quarter.value
    votes = [vote for vote in (read, 4 if read == 4 else stems, signed) if vote]
    likeliest = max(votes, key=lambda vote: (votes.count(vote), vote == signed), default=None)
    plain = read is not None and votes == [read] and _is_plain(str(read), words)  # an Arabic figure
    agreed = likeliest is not None and (votes.count(likeliest) > 1 or plain)
    if agreed and (read is None or not quarter.review):
        sure = confidence_table()[Evidence.TITLE.value]
        return values | {"quy": replace(quarter, value=likeliest, review=False, why=(), confidence=sure)}
    return values | {"quy": doubted(replace(quarter, value=likeliest), _("The quarter is not clear."))}


def _with_year(values: Values, scene: _Scene) -> Values:
    year, signed = values["nam"], values["ngay_ky"]
    if year.value is None:
        return values | {"nam": _unread_year(year, scene)}
    years = {_year_of(signed)}
    if "quy" in values and values["quy"].value == 4 and signed.value:
        years.add(int(str(signed.value)[:4]) - 1)  # signed in the first days of the next year
    words = [*scene.witness.words(year.source), *scene.title_words()]
    if year.value in years or (signed.value is None and _is_plain(str(year.value), words)):
        return values
    return values | {"nam": doubted(year, _("The year does not fit the day of signing."))}


def _is_plain(figures: str, words: Sequence[Seen]) -> bool:
    """Whether both models read `figures` in one of `words`, and the first one plainly."""
    return any(
        word.checked and word.other is None and word.confidence >= PLAIN_FIGURE
        for word in words
        if figures in re.findall(r"\d+", word.text)
    )


def _unread_year(year: Value, scene: _Scene) -> Value:
    """No year: in doubt where the title of the form has one in any case, or the line of the quarter names one."""
    words = scene.quarter_words()
    if scene.part.form == NOMINATION and not any("nam" in fold_letters(word.text) for word in words):
        return year
    found = {int(match[0]) for word in words for match in _YEAR.finditer(word.text)}
    return doubted(replace(year, value=found.pop() if len(found) == 1 else None), _("The year is not clear."))


def _year_of(signed: Value) -> int | None:
    return int(str(signed.value)[:4]) if signed.value else None


# What may be there unseen


def _with_signer(values: Values, scene: _Scene) -> Values:
    """The name at the foot of a form for the head of the unit, where a signature hides who signed.

    Believed where it is the only one, stands below the role of a head, and is believed as any name is.
    """
    signer = values["truong_don_vi"]
    if signer.value is not None or signer.review:
        return values
    names = _names_below(scene)
    if not names:
        role = _role_above_paper(scene)
        return values if role is None else values | {"truong_don_vi": replace(signer, source=role, text="")}
    last = names[-1]
    name = last.text.split("\t")[-1].strip()
    raw = Raw(key="truong_don_vi", fragments=(Fragment(name, last.place),), evidence=Evidence.SIGNATURE)
    found = scene.witness.settle("truong_don_vi", [raw], scene.lists)
    if found.value is not None and len(names) == 1 and _is_below_head(last, scene):
        return values | {"truong_don_vi": found}
    offered = replace(signer, value=name, text=name, source=last.place)
    return values | {"truong_don_vi": doubted(offered, _("It is not clear who signed."))}


def _role_above_paper(scene: _Scene) -> Place | None:
    """The last role of a head of a unit, where nothing but paper is below it: nobody signed."""
    roles = [part.fragment.place for line in scene.lines() for part in parts_of(line) if role_of(part.text) == "head"]
    role = roles[-1] if roles else None
    if role is None or role.page is None or role.box is None or not _has_room_below(role.box, role.page, scene):
        return None
    hints = [line.place for line in scene.lines() if is_signature(line.text) or machine_line(line.text)]
    below = [
        Place(page=page, box=word.box)
        for page, words in scene.witness.pages.items()
        for word in words
        if page > role.page or (page == role.page and _is_under(word.box, role.box))
    ]
    on_pages = {line.place.page for line in scene.lines()}
    found = [place for place in below if place.page in on_pages and not any(_is_within(place, hint) for hint in hints)]
    return None if found else role


def _has_room_below(role: Box, page: int, scene: _Scene) -> bool:
    """Whether the name would stand on the same page: A4, upright where words stand lower than one lying reaches."""
    lowest = max((word.box[3] for word in scene.witness.pages.get(page, ())), default=0.0)
    return role[3] + ROOM < (A4[1] if lowest > A4[0] else A4[0])


def _is_under(box: Box, role: Box) -> bool:
    return box[1] > role[3] - 2 and min(box[2], role[2] + ASIDE) > max(box[0], role[0] - ASIDE)


def _is_below_head(name: Line, scene: _Scene) -> bool:
    """Whether the last role above a name, and over it, is that of the head of a unit."""
    place = parts_of(name)[-1].fragment.place
    above = [
        role
        for line in scene.lines()
        if _level(line.place) < _level(place)
        for part in parts_of(line)
        if (role := role_of(part.text)) and _is_over(part.fragment.place.box, place.box)
    ]
    return above[-1:] == ["head"]


def _is_over(one: Box | None, other: Box | None) -> bool:
    """Whether two places share a part of the width of the page."""
    return bool(one and other and min(one[2], other[2]) > max(one[0], other[0]))


def _with_swallowed(values: Values) -> Values:
    """Long texts under review that go on into the foot of the form: into the day of signing."""
    why = _("A label stands within this value.")
    return {
        key: doubted(value, why)
        if KINDS[key] is Kind.LONG and any(map(_is_of_the_foot, str(value.text or "").splitlines()[1:]))
        else value
        for key, value in values.items()
    }


def _is_of_the_foot(text: str) -> bool:
    """Whether a line is the day of signing, behind its label or as place and date, however badly read."""
    if _FOOT_DATE.fullmatch(fold_letters(text.strip())):
        return True
    labels = find_labels(text)
    return bool(labels) and labels[0].key in _FOOT and (labels[0].head, labels[0].tail) == (Head.START, Tail.COLON)


def _with_labels(values: Values, scene: _Scene) -> Values:
    """Fields without a value whose label stands somewhere, under review: its value was not told from it."""
    long = [value.source for key, value in values.items() if KINDS[key] is Kind.LONG and value.source]
    named = {
        key
        for line in scene.lines()
        if not any(_is_within(line.place, place) for place in long)
        for label in find_labels(line.text)
        for key in label.key.split("+")
        if label.capital and label.end - label.start > SHORT_LABEL
    }
    why = _("Something near here could not be read.")
    return values | {key: doubted(value, why) for key, value in values.items() if key in named and _is_silent(value)}


def _with_unseen(values: Values, scene: _Scene) -> Values:
    """Fields of which nothing was found, under review where ink in their part of the form could not be read."""
    where = [value.source for value in values.values() if value.source is not None and value.source.box]
    body = [place for key, place in _places(values) if key not in (*_HEAD, *_FOOT)]
    if not body:
        return values
    top, bottom = _level(min(body, key=_level)), _level(max(body, key=_level))
    unread = [_level(place) for place in scene.unread(where)]
    parts = {
        _HEAD: any(level < top for level in unread),
        _FOOT: any(level > bottom for level in unread),
        tuple(key for key in values if key not in (*_HEAD, *_FOOT)): any(top <= level <= bottom for level in unread),
    }
    why = _("Something near here could not be read.")
    return values | {
        key: doubted(values[key], why)
        for keys, spoilt in parts.items()
        for key in keys
        if spoilt and key in values and _is_silent(values[key])
    }


def _with_date(values: Values, scene: _Scene) -> Values:
    """The day of signing under review where a line that no field holds looks like a date."""
    if not _is_silent(values["ngay_ky"]):
        return values
    known = [place for key, place in _places(values) if key not in _HEAD]
    title = " ".join(scene.part.title.split())
    dated = [
        line
        for line in scene.lines()
        if len(line.text) < 60
        and _DATE.search(fold_letters(line.text))
        and not _QUARTER.search(fold_letters(line.text))
        and " ".join(line.text.split()) not in title
    ]
    unknown = [
        line
        for line in dated
        if not any(_is_within(line.place, place) or _is_within(place, line.place) for place in known)
    ]
    if unknown:
        return values | {"ngay_ky": _unread_date(values["ngay_ky"], unknown[-1])}
    blank = [line for line in scene.lines() if _NO_DATE.fullmatch(fold_letters(line.text.strip()))]
    if not blank:
        return values
    return values | {"ngay_ky": replace(values["ngay_ky"], source=blank[-1].place, text="")}


def _unread_date(signed: Value, line: Line) -> Value:
    """What a line with a date says that is no plain one, for a person: dirt between its words may be dashes."""
    found = parse.place_and_date(" ".join(_DIRT.sub(" ", line.text).split()))
    day = found.exact() if found is not None and found.year else None
    offered = replace(signed, value=day.isoformat() if day else None, source=line.place, text=line.text)
    return doubted(offered, _("There is a date here that could not be read."))


def _is_within(place: Place, known: Place) -> bool:
    return (
        place.page == known.page
        and bool(place.box and known.box)
        and holds(known.box or _NOWHERE, place.box or _NOWHERE)
    )


def _is_silent(value: Value) -> bool:
    """Whether neither a label nor a value was found."""
    return value.value is None and value.text is None and not value.review


def _places(values: Values) -> Iterator[tuple[str, Place]]:
    for key, value in values.items():
        if value.source is not None and value.source.box is not None:
            yield key, value.source


def _level(place: Place) -> float:
    """How far down the form a place is, pages on pages."""
    return (place.page or 0) * PAGE + (place.box[1] if place.box else 0.0)


def _names_below(scene: _Scene) -> list[Line]:
    """Lines in the last part of a form that are names of persons."""
    lines = list(scene.lines())
    return [
        line
        for line in lines[-8:]
        if (name := line.text.split("\t")[-1].strip())
        and parse.looks_like_name(name)
        and role_of(name) is None
        and not name.isupper()
    ]
