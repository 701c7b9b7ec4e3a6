"""The anatomy of a document: who finds which part, in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.conformity.anatomy import Anatomy, Annex, Closing, Heading, Item, Letterhead, Role
from pipeline.conformity.annexes import find_annexes, first_annex
from pipeline.conformity.closing import find_closing
from pipeline.conformity.heading import find_heading
from pipeline.conformity.items import classify, find_verb, split_bases
from pipeline.conformity.letterhead import find_letterhead
from pipeline.conformity.model import Document, Paragraph
from pipeline.conformity.rulebook import Kind, Pack
from pipeline.vietnamese.text import fold

_URGENCY = re.compile(r"hoa toc|thuong khan|khan|hoa toc hen gio.*")
_CIRCULATION = re.compile(r"xem xong tra lai|luu hanh noi bo")
_SECRECY = re.compile(r"(tuyet |toi )?mat")
_ADDRESS = re.compile(r"(địa chỉ|trụ sở)\s*:", re.IGNORECASE)
_SYMBOL_KIND = re.compile(r"/\s*([A-Za-zĐđ]+)\s*-")


def dissect(document: Document, pack: Pack) -> Anatomy:
    """Name the parts of `document`."""
    letterhead = find_letterhead(document)
    heading = find_heading(document, letterhead, pack)
    closing = find_closing(document, heading.end)
    paragraphs = document.paragraphs
    body_end = min(closing.start, first_annex(paragraphs, heading.end)) if closing.label is None else closing.start
    body = paragraphs[heading.end : body_end]
    bases, verb, rest = _opening(body)
    annexes_start = closing.end if closing.label is not None or closing.titles else body_end
    annexes = find_annexes(paragraphs[max(annexes_start, body_end) :])
    stamps = [*paragraphs[: heading.end], *document.boxes]
    return Anatomy(
        document=document,
        letterhead=letterhead,
        heading=heading,
        bases=tuple(bases),
        verb=verb,
        items=tuple(classify(rest)),
        closing=closing,
        annexes=tuple(annexes),
        regulations=tuple(_regulations(annexes)),
        urgency=_stamp(stamps, _URGENCY),
        circulation=_stamp(stamps, _CIRCULATION),
        secrecy=_stamp(stamps, _SECRECY),
        address=tuple(_address(document, closing)),
        kind=heading.kind or _letter(letterhead, heading, pack),
        main=tuple(body),
    )


def _opening(body: Sequence[Paragraph]) -> tuple[list[Paragraph], Paragraph | None, Sequence[Paragraph]]:
    """Basis lines, verb, and the rest of the body."""
    verb_at = find_verb(body)
    bases, place = split_bases(body if verb_at is None else body[:verb_at])
    if verb_at is None:
        return bases, None, body[place:]
    return bases, body[verb_at], [*body[place:verb_at], *body[verb_at + 1 :]]


def _regulations(annexes: Iterable[Annex]) -> Iterator[tuple[Item, ...]]:
    """The attached texts laid out in Điều or chapters; lists and tables are not."""
    for annex in annexes:
        items = tuple(classify(annex.content)) if annex.attached else ()
        if any(item.role in {Role.ARTICLE, Role.CHAPTER} for item in items):
            yield items


def _letter(letterhead: Letterhead, heading: Heading, pack: Pack) -> Kind | None:
    """A công văn has no type line; it shows by "V/v" or by whom it is addressed to. Else the symbol tells the kind."""
    if letterhead.number is not None:
        symbol = _SYMBOL_KIND.search(letterhead.number.text)
        kind = pack.kind(symbol[1]) if symbol else None
        if kind is not None and kind.symbol and not kind.copy and not letterhead.about:
            return kind
    if letterhead.about or heading.salutation is not None:
        return pack.kind("CV")
    return None


def _stamp(paragraphs: Iterable[Paragraph], words: re.Pattern[str]) -> Paragraph | None:
    for paragraph in paragraphs:
        if len(paragraph.text) <= 30 and words.fullmatch(fold(paragraph.text)) and paragraph.text.isupper():
            return paragraph
    return None


def _address(document: Document, closing: Closing) -> list[Paragraph]:
    """Box 13: in a footer, or below the signature."""
    found: list[Paragraph] = []
    for strip in document.strips:
        if strip.kind == "footer" and any(_ADDRESS.match(paragraph.text) for paragraph in strip.paragraphs):
            found.extend(paragraph for paragraph in strip.paragraphs if paragraph.text)
    if closing.label is not None:
        behind = document.paragraphs[closing.end : closing.end + 6]
        found.extend(paragraph for paragraph in behind if _ADDRESS.match(paragraph.text))
    return found
