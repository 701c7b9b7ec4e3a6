"""Plain Python values as objects of a PDF, so that the modules which write one read like the standard's tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def pdf(value: Any) -> PdfObject:
    """`value` as a PDF object: mapping, sequence, `Name`, text, number (to 1/100 point), truth; objects stay."""
    match value:
        case PdfObject():
            return value
        case Name():
            return NameObject(f"/{value}")
        case str():
            return TextStringObject(value)
        case bool():
            return BooleanObject(value)
        case int():
            return NumberObject(value)
        case float():
            return FloatObject(round(value, 2))
        case Mapping():
            return dictionary(value)
        case Sequence():
            return ArrayObject(pdf(item) for item in value)
    raise TypeError(type(value).__name__)


def dictionary(entries: Mapping[str, Any]) -> DictionaryObject:
    """A dictionary; keys are names without their slash."""
    return DictionaryObject({NameObject(f"/{key}"): pdf(value) for key, value in entries.items()})


def stream(data: bytes, **entries: Any) -> StreamObject:
    """A stream with `data`, compressed."""
    plain = StreamObject()
    plain.update(dictionary(entries))
    plain.set_data(data)
    return plain.flate_encode()
