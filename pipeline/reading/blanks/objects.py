"""Plain Python values as objects of a PDF, so that the modules which write one read like the standard's tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)


class Name(str):
    """A PDF name, written without its slash."""

    __slots__ = ()


def pdf(value: object) -> PdfObject:
    """`value` as a PDF object: mapping, sequence, `Name`, text, number (to 1/100 point), truth; objects stay."""
    for kind, make in _MAKERS:
        if isinstance(value, kind):
            return make(value)
    raise TypeError(type(value).__name__)


def dictionary(entries: Mapping[str, object]) -> DictionaryObject:
    """A dictionary; keys are names without their slash."""
    return DictionaryObject({NameObject(f"/{key}"): pdf(value) for key, value in entries.items()})


def stream(data: bytes, **entries: object) -> StreamObject:
    """A stream with `data`, compressed."""
    plain = StreamObject()
    plain.update(dictionary(entries))
    plain.set_data(data)
    return plain.flate_encode()


#: the first that fits; a `Name` is a str, a bool is an int
_MAKERS: tuple[tuple[type, Callable[[Any], PdfObject]], ...] = (
    (PdfObject, lambda value: value),
    (Name, lambda value: NameObject(f"/{value}")),
    (str, TextStringObject),
    (bool, BooleanObject),
    (int, NumberObject),
    (float, lambda value: FloatObject(round(value, 2))),
    (Mapping, dictionary),
    (Sequence, lambda value: ArrayObject(pdf(item) for item in value)),
)
