"""The office's lists as a run gets them (`vanthu read --lexicon`): complete, partial, or with traps."""

from __future__ import annotations

from tests.factory.dice import Dice
from tests.factory.lists import POSTS, TITLES, UNITS
from tests.factory.people import person, tone_twin


def lexicon(rng: Dice, names: list[str], *, none: float = 0.06) -> dict[str, list[str]]:
    """Lists holding about four of five of `names`; some of the others appear with another tone mark.

    An office has no lists at all in a share of `none`.
    """
    staff: list[str] = []
    for name in names:
        way = rng.random()
        twin = tone_twin(name)
        if way < 0.75:
            staff.append(name)
        if twin and twin != name and (way > 0.85 or way < 0.1):
            staff.append(twin)
    staff += [person(rng).name for _ in range(12)]
    rng.shuffle(staff)
    if rng.random() < none:
        return {"units": [], "titles": [], "posts": [], "staff": []}
    return {
        "units": list(UNITS.values()),
        "titles": [full for full, _ in TITLES.values()],
        "posts": list(POSTS),
        "staff": list(dict.fromkeys(staff)),
    }
