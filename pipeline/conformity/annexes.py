"""Finding the phụ lục and the texts issued with a document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.conformity.anatomy import Annex
from pipeline.conformity.letterhead import is_motto
from pipeline.conformity.model import Align, Paragraph
from pipeline.conformity.ruled import is_typed_line

_LABEL = re.compile(r"phụ lục(?:\s+(?:số\s+)?([IVXLC]+|\d+|[A-Z]))?\s*[.:]?", re.IGNORECASE)
_INFO = re.compile(r"\(?\s*(ban hành |đính )?kèm theo|\(ban hành", re.IGNORECASE)
#: lines a title may take
LONGEST_TITLE = 6


def annex_number(paragraph: Paragraph) -> str | None:
    """The number in a line that is nothing but "Phụ lục …": "" without one, None for other lines."""
    match = _LABEL.fullmatch(paragraph.text)
    return None if match is None else (match[1] or "")


def first_annex(paragraphs: Sequence[Paragraph], start: int) -> int:
    """Where the first "Phụ lục" stands behind `start`; the end where there is none."""
    for place in range(start, len(paragraphs)):
        paragraph = paragraphs[place]
        if paragraph.cell is None and annex_number(paragraph) is not None and paragraph.shape.align is Align.CENTER:
            return place
    return len(paragraphs)


def find_annexes(paragraphs: Sequence[Paragraph]) -> list[Annex]:
    """The annexes among the paragraphs behind the signature."""
    starts = _starts(paragraphs)
    ends = [*starts[1:], len(paragraphs)] if starts else []
    return [_annex(paragraphs[start:end]) for start, end in zip(starts, ends, strict=True)]


def _starts(paragraphs: Sequence[Paragraph]) -> list[int]:
    labels = [place for place, paragraph in enumerate(paragraphs) if annex_number(paragraph) is not None]
    written = [place for place, paragraph in enumerate(paragraphs) if paragraph.text and not is_typed_line(paragraph)]
    if not written:
        return []
    first = written[0]
    # A list or rules issued with a decision begins without "Phụ lục".
    has_info = any(_INFO.match(paragraphs[place].text) for place in written[:12])
    heads = [place for place in written if is_motto(paragraphs[place])]
    if (not labels or labels[0] > first) and (has_info or heads):
        return [first, *labels]
    return labels


def _annex(paragraphs: Sequence[Paragraph]) -> Annex:
    written = [paragraph for paragraph in paragraphs if paragraph.text and not is_typed_line(paragraph)]
    number = annex_number(written[0])
    label = written[0] if number is not None else None
    rest = written[1:] if label else written
    title: list[Paragraph] = []
    info = None
    for paragraph in rest[: LONGEST_TITLE + 3]:
        if _INFO.match(paragraph.text):
            info = paragraph
            break
        if paragraph.shape.align is Align.CENTER and paragraph.cell is None and len(title) < LONGEST_TITLE:
            title.append(paragraph)
        elif label is not None:
            break
    used = {id(paragraph) for paragraph in (label, info, *title)}
    content = tuple(paragraph for paragraph in rest if id(paragraph) not in used)
    return Annex(label, number or "", tuple(title), info, content, attached=label is None)


def mentions(text: str) -> set[str]:
    """The numbers of the annexes a text points to: "Phụ lục I, II kèm theo" -> {"I", "II"}; "" for one without."""
    found: set[str] = set()
    for match in re.finditer(
        r"phụ lục\s*((?:(?:số\s*)?\d+|[IVXLC]+)(?:\s*(?:,|và|;)\s*(?:\d+|[IVXLC]+))*)?(?!\w)", text, re.IGNORECASE
    ):
        numbers = re.findall(r"\d+|[IVXLC]+", match[1] or "")
        found.update(numbers or {""})
    return found
