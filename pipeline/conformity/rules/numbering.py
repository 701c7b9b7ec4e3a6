"""Number and symbol (catalogue 6.2, box 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.conformity.case import (
    Case,
    check_form,
    evaluates,
    failed,
    is_blank,
    missing,
    needed,
    not_applicable,
    not_evaluated,
    passed,
    quoted,
)
from pipeline.conformity.model import Paragraph
from pipeline.conformity.report import Outcome
from pipeline.conformity.rulebook import Kind, Rule, Stage
from pipeline.messages import _
from pipeline.vietnamese.text import nfc

#: kinds whose model forms do without number and symbol
_WITHOUT_NUMBER = ("HĐ", "BTT", "BGN", "ThC")

_LINE = re.compile(r"số\s*(?P<colon>:?)\s*(?P<number>[^/]*?)\s*(?:(?P<slash>/)\s*(?P<symbol>.*))?", re.IGNORECASE)
_SYMBOL = re.compile(r"(?:(?P<kind>[A-ZĐa-zđy]{2,4})-)?(?P<body>[A-ZĐƯ]+)(?P<more>(?:-[A-ZĐƯa-z0-9&.]+)*)")
_WIDE_DASH = re.compile("[\u2010-\u2015\u2212]")


@dataclass(frozen=True)
class Symbol:
    """The line of number and symbol, taken apart: ``Số: 01/KH-VPUBND``."""

    line: Paragraph
    colon: bool
    number: str
    slash: bool
    #: what follows the slash, without spaces and with plain hyphens
    plain: str

    @property
    def parts(self) -> list[str]:
        """What the hyphens part, without a year that has no place there (``12/2021/KH-VPUBND``)."""
        return self.plain.rpartition("/")[2].split("-")

    @property
    def is_blank(self) -> bool:
        """Whether the number is still to come."""
        return is_blank(self.number)


def symbol_of(line: Paragraph) -> Symbol | None:
    """Number and symbol of a line; None where it is nothing like it."""
    match = _LINE.fullmatch(nfc(line.text))
    if match is None:
        return None
    plain = _WIDE_DASH.sub("-", re.sub(r"\s+", "", match["symbol"] or ""))
    return Symbol(line, match["colon"] == ":", match["number"].strip(), bool(match["slash"]), plain)


def _symbol(case: Case) -> Symbol:
    unneeded = not_applicable(_("this kind of document has no number"))
    line = needed(case.anatomy.letterhead.number, unneeded if _does_without(case) else missing(_("number")))
    return needed(symbol_of(line), missing(_("number")))


def _does_without(case: Case) -> bool:
    return case.anatomy.is_any(*_WITHOUT_NUMBER)


@evaluates("ND30-II.3c-NO-PRESENT")
def number_present(case: Case, rule: Rule) -> Iterator[Outcome]:
    line = case.anatomy.letterhead.number
    if line is not None:
        yield passed(quoted(line.text))
    elif _does_without(case):
        yield not_applicable(_("this kind of document has no number"))
    else:
        yield failed(_("not found"))


@evaluates("ND30-II.3c-NO-SYNTAX")
def number_syntax(case: Case, rule: Rule) -> Iterator[Outcome]:
    symbol = _symbol(case)
    numbered = symbol.number.isdigit() or (symbol.is_blank and case.stage is not Stage.ISSUED)
    written = symbol.line.text.startswith("Số")
    if written and symbol.colon and symbol.slash and numbered and _SYMBOL.fullmatch(symbol.plain):
        yield passed(quoted(symbol.line.text))
    else:
        yield failed(quoted(symbol.line.text), symbol.line)


@evaluates("ND30-II.3c-NO-ZERO")
def leading_zero(case: Case, rule: Rule) -> Iterator[Outcome]:
    symbol = _symbol(case)
    if symbol.is_blank and case.stage is not Stage.ISSUED:
        yield not_applicable(_("blank, as a draft may leave it"))
    elif not symbol.number.isdigit():
        yield missing(_("number"))
    elif symbol.number != f"{int(symbol.number):02d}":
        yield failed(quoted(symbol.number), symbol.line)
    else:
        yield passed(symbol.number)


@evaluates("ND30-II.3c-NO-FORM")
def number_form(case: Case, rule: Rule) -> Iterator[Outcome]:
    symbol = _symbol(case)
    yield from check_form([symbol.line], rule)


@evaluates("ND30-II.3c-NO-SPACES")
def number_spaces(case: Case, rule: Rule) -> Iterator[Outcome]:
    symbol = _symbol(case)
    raw = nfc(symbol.line.raw)
    symbol_part = raw[raw.find("/") :].strip() if "/" in raw else ""
    filled = not symbol.is_blank and bool(re.search(r"\d\s+/", raw))
    if re.search(r"\s", symbol_part) or _WIDE_DASH.search(symbol_part) or filled:
        yield failed(quoted(symbol.line.text), symbol.line)
    else:
        yield passed(quoted(symbol_part))


# What the symbol says


def _kind_part(case: Case, symbol: Symbol) -> str | None:
    """The abbreviation of the kind in a symbol; None where it begins with a body."""
    first = symbol.parts[0]
    if len(symbol.parts) < 2:
        return None
    kind = case.pack.kind(first)
    if kind is not None and kind.symbol:
        return first
    if case.anatomy.is_letter or (case.register and first in case.register.bodies):
        return None
    return first


@evaluates("ND30-PL3.I-ABBR")
def abbreviation(case: Case, rule: Rule) -> Iterator[Outcome]:
    symbol = _symbol(case)
    found, named = _kind_part(case, symbol), case.anatomy.heading.kind
    if found is None and case.anatomy.is_letter:
        yield not_applicable(_("công văn"))
    elif named is not None and not named.symbol:
        yield not_applicable(named.name)
    elif found is None:
        yield failed(quoted(symbol.plain), symbol.line)
    elif (kind := case.pack.kind(found)) is not None and kind.symbol:
        yield passed(found)
    else:
        yield failed(quoted(found), symbol.line)


@evaluates("ND30-PL3.I-ABBR-MATCH")
def abbreviation_matches(case: Case, rule: Rule) -> Iterator[Outcome]:
    symbol = _symbol(case)
    named = case.anatomy.heading.kind
    if named is None:
        yield not_applicable(_("công văn")) if case.anatomy.is_letter else missing(_("type of document"))
    elif not named.symbol:
        yield not_applicable(named.name)
    else:
        yield _match(symbol, named, _kind_part(case, symbol))


def _match(symbol: Symbol, named: Kind, found: str | None) -> Outcome:
    if found == named.code:
        return passed(found)
    words = _("symbol {symbol}, type {type}").format(symbol=quoted(symbol.plain), type=quoted(named.name))
    return failed(words, symbol.line)


@evaluates("ND30-II.3b-CV-SYMBOL")
def letter_symbol(case: Case, rule: Rule) -> Iterator[Outcome]:
    if not case.anatomy.is_letter:
        yield not_applicable(_("not a công văn"))
        return
    symbol = _symbol(case)
    if symbol.parts[0] in {"CV", "CVĂN"} or len(symbol.parts) < 2:
        yield failed(quoted(symbol.plain), symbol.line)
    else:
        yield passed(symbol.plain)


@evaluates("ND30-II.3b-ORG-ABBR")
def office_abbreviations(case: Case, rule: Rule) -> Iterator[Outcome]:
    if case.register is None or not case.register.bodies:
        yield not_evaluated(_("the abbreviations of the office are not known here"))
        return
    symbol = _symbol(case)
    parts = symbol.parts if _kind_part(case, symbol) is None else symbol.parts[1:]
    known = [case.register.bodies, case.register.units or case.register.bodies]
    wrong = [part for part, names in zip(parts[:2], known, strict=False) if part not in names]
    yield failed(", ".join(map(quoted, wrong)), symbol.line) if wrong else passed(symbol.plain)
