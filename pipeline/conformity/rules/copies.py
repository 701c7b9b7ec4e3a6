"""Copies and electronic signatures (catalogue 6.6); only a final PDF can show them."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.conformity.case import Case, evaluates, not_applicable, not_evaluated
from pipeline.conformity.report import Outcome
from pipeline.conformity.rulebook import Rule
from pipeline.messages import _
from pipeline.vietnamese.text import fold

_COPY_WORDS = {"sao y", "sao luc", "trich sao"}


@evaluates("ND30-P2.I.2-ECOPY-PDF", "ND30-P2.I.3-ECOPY-SIG", "ND30-II.8b-ATTACH-SIG")
def electronic_copy(case: Case, rule: Rule) -> Iterator[Outcome]:
    yield not_applicable(_("a Word file is neither a copy nor a signed attachment"))


@evaluates("ND30-P2.II-COPY-BLOCK")
def paper_copy(case: Case, rule: Rule) -> Iterator[Outcome]:
    block = [p for p in case.document.paragraphs if fold(p.text) in _COPY_WORDS and p.text.isupper()]
    if not block:
        yield not_applicable(_("not a copy"))
        return
    yield not_evaluated(_("the block of a copy has to be looked at by a person"))


@evaluates("ND30-II.7d-SIG-IMAGE", "ND30-II.8a-SEAL-IMAGE", "ND30-Đ5-TWO-SIGS")
def signatures(case: Case, rule: Rule) -> Iterator[Outcome]:
    yield not_evaluated(_("signatures stand in the signed PDF, not in the Word file"))
