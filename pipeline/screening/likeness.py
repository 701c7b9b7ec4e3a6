"""Texts that are nearly the same: an achievement copied from somebody else, or from an earlier quarter (R-DUP-03).

Two texts are compared by their groups of five words. Of each text a few hashes are kept in the register, so few that a
new text is compared with hardly any other, and enough that none as like as `LIMIT` is missed: of the hashes in order,
the first n - ceil(LIMIT * n) + 1 of two such texts have one in common (prefix filtering, Chaudhuri et al. 2006).
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import QuerySet

from pipeline.register.models import Form, Nomination, NominationState, TextMark
from pipeline.vietnamese.text import fold

#: of the word groups of two texts together, the share they have in common from which on they are looked at (10.1)
LIMIT = Fraction(85, 100)
GROUP = 5
#: a Mersenne prime below the largest number of the database, and any number below it
PRIME, FACTOR = 2**61 - 1, 1_000_003_000_009
#: a phrase of everybody's is compared with the earliest texts that have it only
MOST_OF_ONE_MARK = 20

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class LikeText:
    """An earlier nomination with nearly the same achievement."""

    name: str
    round: str
    unit: str
    receipt: str
    text: str
    #: in a hundred
    percent: int


def remember(nominations: Iterable[Nomination]) -> None:
    """Keep the marks of what these nominations say now; those whose text is the same are left alone."""
    said = {nomination.pk: set(marks(nomination.achievement)) for nomination in nominations}
    kept: dict[int, set[int]] = defaultdict(set)
    for number, mark in TextMark.objects.filter(nomination__in=said).values_list("nomination_id", "mark"):
        kept[number].add(mark)
    changed = {number: new for number, new in said.items() if new != kept[number]}
    TextMark.objects.filter(nomination__in=changed).delete()
    TextMark.objects.bulk_create(
        TextMark(nomination_id=number, mark=mark) for number, new in changed.items() for mark in sorted(new)
    )


def like_texts(forms: QuerySet[Form]) -> dict[int, list[LikeText]]:
    """For each nomination (by id) of `forms` those handed in earlier whose texts are nearly the same."""
    pairs = _candidates(forms)
    said = _texts({number for pair in pairs for number in pair})
    groups = {number: word_groups(row["achievement"]) for number, row in said.items()}
    found: dict[int, list[LikeText]] = defaultdict(list)
    for later, earlier in sorted(pairs):
        if later in said and earlier in said and not _one_form(said[later], said[earlier]):
            share = likeness(groups[later], groups[earlier])
            if share >= LIMIT:
                found[later].append(_like(said[earlier], share))
    return found


def likeness(one: frozenset[int], other: frozenset[int]) -> Fraction:
    """What two texts have in common of all their word groups, from 0 to 1."""
    together = len(one | other)
    return Fraction(len(one & other), together) if together else Fraction(0)


def word_groups(text: str) -> frozenset[int]:
    """The hashes of a text's groups of five words, marks and case levelled; of a shorter text, of all its words."""
    words = [_number(word) for word in _WORD.findall(fold(text))]
    count = max(len(words) - GROUP + 1, min(len(words), 1))
    return frozenset(_mixed(words[start : start + GROUP]) for start in range(count))


def marks(text: str) -> list[int]:
    """The few hashes that are kept."""
    ordered = sorted(word_groups(text))
    needed = -(-LIMIT.numerator * len(ordered) // LIMIT.denominator)
    return ordered[: len(ordered) - needed + 1] if ordered else []


@functools.lru_cache(maxsize=100_000)
def _number(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=7).digest())


def _mixed(numbers: Iterable[int]) -> int:
    """One hash of the hashes of words, in their order; each word is hashed once and not once a group."""
    mixed = 0
    for number in numbers:
        mixed = (mixed * FACTOR + number) % PRIME
    return mixed


def _candidates(forms: QuerySet[Form]) -> set[tuple[int, int]]:
    """Pairs (later, earlier) that share a mark; the later one is of `forms`."""
    wanted = set(Nomination.objects.filter(form__in=forms).values_list("pk", flat=True))
    theirs = TextMark.objects.filter(nomination__form__in=forms).values("mark")
    holders: dict[int, list[int]] = defaultdict(list)
    for mark, nomination in TextMark.objects.filter(mark__in=theirs).values_list("mark", "nomination_id"):
        holders[mark].append(nomination)
    return {pair for numbers in holders.values() for pair in _pairs(sorted(numbers), wanted)}


def _pairs(numbers: list[int], wanted: set[int]) -> Iterator[tuple[int, int]]:
    for position, later in enumerate(numbers):
        if later in wanted:
            yield from ((later, earlier) for earlier in numbers[: min(position, MOST_OF_ONE_MARK)])


def _texts(numbers: set[int]) -> dict[int, dict[str, str]]:
    columns = ("pk", "name", "achievement", "round__code", "unit__name", "form__submission__receipt")
    kept = Nomination.objects.filter(pk__in=numbers).exclude(state=NominationState.WITHDRAWN)
    return {row["pk"]: row for row in kept.values(*columns)}


def _one_form(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether they are versions of one form (R-DUP-02), which say the same of course."""
    return all(one[key] == other[key] for key in ("name", "round__code", "unit__name"))


def _like(row: dict[str, str], share: Fraction) -> LikeText:
    return LikeText(
        name=row["name"],
        round=row["round__code"],
        unit=row["unit__name"],
        receipt=row["form__submission__receipt"],
        text=row["achievement"],
        percent=int(share * 100),
    )
