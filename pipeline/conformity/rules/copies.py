"""Copies and electronic signatures (catalogue 6.6); only a final PDF can show them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.conformity.case import Case, doubtful, evaluates, failed, not_applicable, not_evaluated, number, verdicts
from pipeline.conformity.report import Outcome
from pipeline.conformity.rulebook import Rule
from pipeline.messages import _
from pipeline.vietnamese.text import fold

_COPY_WORDS = {"sao y", "sao luc", "trich sao"}
_SIGNED_TIME = re.compile(r"\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d\d-\d\d")


@evaluates("ND30-P2.I.2-ECOPY-PDF", scanned=True)
def electronic_copy(case: Case, rule: Rule) -> Iterator[Outcome]:
    facts = case.document.pdf
    if facts is None or not facts.scanned:
        yield not_applicable(_("not a scanned copy"))
        return
    faults = []
    if facts.version < rule.values["version"]:
        faults.append(failed(f"PDF {number(facts.version)}"))
    if not facts.colour:
        faults.append(failed(_("not in colour")))
    if facts.dpi and facts.dpi < rule.values["dpi"] - 1:
        faults.append(failed(f"{number(facts.dpi, 0)} dpi"))
    yield from verdicts(faults, f"PDF {number(facts.version)}, {number(facts.dpi, 0)} dpi")


@evaluates("ND30-P2.I.3-ECOPY-SIG", "ND30-II.8b-ATTACH-SIG")
def corner_text(case: Case, rule: Rule) -> Iterator[Outcome]:
    """Box 14: small print at the top right of the first page of a copy or a separate attachment."""
    if case.document.pdf is None or not case.document.pdf.signatures:
        yield not_applicable(_("a Word file is neither a copy nor a signed attachment"))
        return
    corner = [
        p for p in case.document.paragraphs if p.page == 1 and p.sizes() == {10.0} and _SIGNED_TIME.search(p.text)
    ]
    if corner:
        yield not_evaluated(_("the text in the corner has to be compared with the signature: vanthu verify"))
    else:
        yield not_applicable(_("not a copy"))


@evaluates("ND30-P2.II-COPY-BLOCK")
def paper_copy(case: Case, rule: Rule) -> Iterator[Outcome]:
    block = [p for p in case.document.paragraphs if fold(p.text) in _COPY_WORDS and p.text.isupper()]
    if block:
        yield not_evaluated(_("the block of a copy has to be looked at by a person"))
    else:
        yield not_applicable(_("not a copy"))


@evaluates("ND30-II.7d-SIG-IMAGE", "ND30-II.8a-SEAL-IMAGE")
def signature_pictures(case: Case, rule: Rule) -> Iterator[Outcome]:
    if case.document.pdf is None:
        yield not_evaluated(_("signatures stand in the signed PDF, not in the Word file"))
    elif not case.document.pdf.signatures:
        yield not_applicable(_("the file is not signed"))
    else:
        yield not_evaluated(_("the pictures of signature and seal have to be looked at by a person"))


@evaluates("ND30-Đ5-TWO-SIGS")
def two_signatures(case: Case, rule: Rule) -> Iterator[Outcome]:
    facts = case.document.pdf
    if facts is None:
        yield not_evaluated(_("signatures stand in the signed PDF, not in the Word file"))
    elif facts.scanned:
        yield not_applicable(_("a scanned copy of a paper document"))
    elif facts.signatures < 2:
        yield failed(_("{count} signatures").format(count=facts.signatures))
    else:
        yield doubtful(
            _("{count} signatures; whether they are valid tells vanthu verify").format(count=facts.signatures)
        )
