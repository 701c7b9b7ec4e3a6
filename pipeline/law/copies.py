"""The forms of electronic copies and what each may be made of, from ``data/copies.toml``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pipeline.errors import NoRuleForDay
from pipeline.law import own
from pipeline.law.files import DATA, Entry

FILE = DATA / "copies.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyForm(Entry):
    """One form of copies (NĐ 30/2020, Đ25)."""

    key: str
    abbreviation: str
    #: "Sao y"
    words: str
    #: whether it may be made of an electronic document, too; all may be made of a scanned paper document
    of_electronic: bool
    #: whether it is made of some of the pages
    extract: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    form: tuple[CopyForm, ...]


def copy_form(key: str, day: dt.date) -> CopyForm:
    """The form `key` as it is on `day`; raises `NoRuleForDay`."""
    for form in _forms():
        if form.key == key and day in form.period:
            return form
    raise NoRuleForDay(what=key, day=f"{day:%d/%m/%Y}")


def is_copy(kind: str) -> bool:
    """Whether documents of this kind are copies."""
    return any(form.key == kind for form in _forms())


@own.cached
def _forms() -> tuple[CopyForm, ...]:
    return own.read(FILE, _File).form
