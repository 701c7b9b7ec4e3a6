"""A value typed by a person: read by the parsers that read forms, and refused where they would doubt it."""

from __future__ import annotations

from typing import Any

from pipeline.errors import ValueRefused
from pipeline.messages import _
from pipeline.programme.people import find_unit
from pipeline.reading.decide import judge
from pipeline.reading.fields import KINDS, Kind
from pipeline.reading.labels import spoken_name
from pipeline.reading.lists import Lists
from pipeline.reading.model import Place
from pipeline.reading.raw import Evidence, Fragment, Raw
from pipeline.register.lexicon import lexicon
from pipeline.vietnamese.text import nfc


def typed_value(key: str, text: str) -> Any:  # noqa: ANN401 - as typed by the field
    """The value of field `key` that a person typed as `text`; None for nothing (the form says nothing there).

    Raises `ValueRefused` for a day that does not exist, a quarter other than 1 to 4, a code, title or people not on
    the lists, a unit the office does not have, and whatever else reading would send to a person.
    """
    text = nfc(text).strip()
    if not text:
        return None
    raw = Raw(key=key, fragments=(Fragment(text, Place()),), evidence=Evidence.LABEL)
    judged = judge(key, raw, Lists(lexicon()))
    if judged.why:
        raise ValueRefused(field=spoken_name(key), why=" ".join(judged.why))
    if judged.value is None:
        raise ValueRefused(field=spoken_name(key), why=_("This is no value of this field."))
    if key == "don_vi" and find_unit(judged.value) is None:
        raise ValueRefused(field=spoken_name(key), why=_("The office has no unit of this name or code."))
    return judged.value


def is_long(key: str) -> bool:
    """Whether values of `key` may have several lines."""
    return KINDS[key] is Kind.LONG
