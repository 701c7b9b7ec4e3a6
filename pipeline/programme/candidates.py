"""What a doubtful value may be, for the person who decides: the reader's own ideas, then entries of the office's lists.

Only shown, never chosen: of people those whose name differs by marks alone, of units those that look alike.
"""

from __future__ import annotations

import difflib
import re

from pipeline.reading.fields import KINDS, Kind
from pipeline.register.models import FieldReading, Person, Unit
from pipeline.vietnamese.text import fold

#: more than a person compares at a glance, and each has a key
MOST = 9
#: how alike units must look, of 1, and how many are shown
ALIKE, UNITS = 0.6, 3
#: what a reader took for writing beside a name
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def candidates(reading: FieldReading) -> list[str]:
    """The likeliest first, without the value itself."""
    written = reading.text or str(reading.value or "")
    listed = _LISTS[KINDS[reading.key]](written) if KINDS[reading.key] in _LISTS else []
    offered = dict.fromkeys((*reading.candidates, *listed))
    return [candidate for candidate in offered if candidate != reading.value][:MOST]


def _people(written: str) -> list[str]:
    named = Person.objects.filter(search_name=fold(_EDGES.sub("", written))).order_by("full_name")
    return list(named.values_list("full_name", flat=True))


def _units(written: str) -> list[str]:
    names = {fold(name): name for name in Unit.objects.values_list("name", flat=True)}
    return [names[alike] for alike in difflib.get_close_matches(fold(written), names, n=UNITS, cutoff=ALIKE)]


_LISTS = {Kind.NAME: _people, Kind.UNIT: _units}
