"""Filled forms with their truth, made from a seed: ``make(seed, kind) -> Sample``.

The factory is the adversary of `pipeline.reading`: it knows the domain reference and what offices really send, and
nothing of the code that reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from tests.factory.dice import Dice


@dataclass(frozen=True)
class Sample:
    """A file and the forms it states, in order (values only, as contract §1 names them)."""

    name: str
    data: bytes
    truth: list[dict[str, Any]]
    kind: str
    traits: tuple[str, ...]
    lexicon: dict[str, list[str]]


#: seeds from here on also use the rarer wordings and layouts
WIDE_FROM = 1000

#: kind -> module and function that make it; imported when asked for
_MAKERS = {
    "docx_lines": "media:lines",
    "docx_tables": "media:tables",
    "docx_controls": "media:controls",
    "docx_tcvn3": "media:tcvn3",
    "docx_vni": "media:vni",
    "docx_nfd": "media:nfd",
    "docx_parts": "media:parts",
    "docx_several": "media:several_docx",
    "pdf_form": "media:form_pdf",
    "pdf_text": "media:text_pdf",
    "pdf_several": "media:several_pdf",
    "xlsx_list": "media:xlsx_list",
    "xlsx_form": "media:xlsx_form",
    "td01_docx": "media:td01_docx",
    "td01_xlsx": "media:td01_xlsx",
    "td01_pdf": "media:td01_pdf",
}
#: these start LibreOffice, a second or more a piece
_OFFICE_MAKERS = {
    "doc": "office:nomination_doc",
    "rtf": "office:nomination_rtf",
    "pdf_office": "office:nomination_pdf",
    "td01_doc": "office:registration_doc",
    "td01_pdf_office": "office:registration_pdf",
}


def kinds(*, office: bool = False) -> tuple[str, ...]:
    """The kinds `make` knows; with `office` those that need LibreOffice instead."""
    return tuple(_OFFICE_MAKERS if office else _MAKERS)


def make(seed: int, kind: str) -> Sample:
    """The form number `seed` of `kind`: always the same one."""
    module, function = (_MAKERS | _OFFICE_MAKERS)[kind].split(":")
    maker: Callable[[Dice, str], Sample] = getattr(import_module(f"tests.factory.{module}"), function)
    return maker(Dice.of(f"{kind}/{seed}", wide=seed >= WIDE_FROM), f"{kind}-{seed}")
