"""How often a value read from a picture is right, by its kind, where it stood and how it was judged.

`calibration.toml` is measured on generated forms by `tests.factory.paper.calibrate`, which writes it anew; its version
is that of the measurement. A figure says what a person may expect, it never decides whether one is asked.
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipeline.reading.fields import KINDS
from pipeline.reading.model import FormReading, Value

TABLE = Path(__file__).with_name("calibration.toml")


class Origin(StrEnum):
    """Where values stood: in the zones of our own blank, or beside labels of other layouts."""

    ZONE = "zone"
    LABEL = "label"


class Judgement(StrEnum):
    """What was made of a value."""

    ACCEPTED = "accepted"
    DOUBTED = "doubted"  # for a person, who is shown a value
    UNREAD = "unread"  # for a person, who is shown a place only
    SILENT = "silent"  # the form says nothing about it

    @classmethod
    def of(cls, *, empty: bool, review: bool) -> Judgement:
        if empty:
            return cls.UNREAD if review else cls.SILENT
        return cls.DOUBTED if review else cls.ACCEPTED


@functools.cache
def table() -> dict[str, Any]:
    """The measured shares of right values: origin, kind of value, judgement; `all` stands for kinds not measured."""
    with TABLE.open("rb") as stream:
        return tomllib.load(stream)


def calibrated(form: FormReading, origin: Origin) -> FormReading:
    """`form` with the confidence its values have earned."""
    return replace(
        form,
        fields=_calibrated(form.fields, origin),
        tables={name: [_calibrated(row, origin) for row in rows] for name, rows in form.tables.items()},
    )


def _calibrated(values: dict[str, Value], origin: Origin) -> dict[str, Value]:
    return {key: replace(value, confidence=_confidence(key, value, origin)) for key, value in values.items()}


def _confidence(key: str, value: Value, origin: Origin) -> float:
    shares = table()[origin.value]
    judgement = Judgement.of(empty=value.value in (None, "", []), review=value.review)
    known: float = shares.get(KINDS[key].name.lower(), shares["all"]).get(
        judgement.value, shares["all"][judgement.value]
    )
    return known
