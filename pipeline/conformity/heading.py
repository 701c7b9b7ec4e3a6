"""Finding boxes 5a and 9a: type, subject, authority of a decision, "Kính gửi"."""

from __future__ import annotations

import re

from pipeline.conformity.anatomy import Heading, Letterhead
from pipeline.conformity.model import Align, Document, Paragraph
from pipeline.conformity.rulebook import Kind, Pack
from pipeline.conformity.ruled import is_typed_line, line_below
from pipeline.vietnamese.text import fold

#: how many written paragraphs below the letterhead the type may stand
REACH = 8
LONGEST_SUBJECT = 8
_BASIS = re.compile(r"(căn cứ|theo đề nghị|xét |thực hiện |theo )", re.IGNORECASE)
_NOT_SUBJECT = re.compile(
    r"(căn cứ\b|kính gửi|điều 1\b|i\.|1\.|quyết định\s*:|quyết nghị\s*:|\(kèm|theo đề nghị)", re.IGNORECASE
)
_AUTHORITY = re.compile(
    r"(CHÁNH|QUYỀN|CHỦ TỊCH|CHỦ NHIỆM|GIÁM ĐỐC|TỔNG|TRƯỞNG|ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|BỘ TRƯỞNG|THỦ TƯỚNG|THỦ TRƯỞNG|"
    r"CHÍNH PHỦ|VIỆN TRƯỞNG|HIỆU TRƯỞNG|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|VỤ TRƯỞNG|BAN |SỞ |VĂN PHÒNG)"
)
_GREETING = re.compile(r"kinh gui")
_DECIDES = {"QĐ", "NQ"}


def find_heading(document: Document, letterhead: Letterhead, pack: Pack) -> Heading:
    """Type, subject and addressees, as far as they are there."""
    paragraphs = document.paragraphs
    typed = _type(paragraphs, letterhead.end, pack)
    salutation, addressees, greeted = _greeting(paragraphs, letterhead.end)
    if typed is None:
        end = max(greeted, letterhead.end)
        return Heading(salutation=salutation, addressees=tuple(addressees), end=end)
    place, line, kind, merged, rest = typed
    subject, end = _subject(paragraphs, place + 1, kind, rest)
    authority, end = _authority(paragraphs, end) if kind.code in _DECIDES else ([], end)
    rule_text = subject or [line]
    free = rule_text[-1].cell.inner if rule_text[-1].cell else document.section_of(line).text_width
    return Heading(
        kind=kind,
        type_line=line,
        merged=merged,
        subject=tuple(subject),
        subject_rule=line_below(rule_text, paragraphs[place : place + 14], free),
        authority=tuple(authority),
        salutation=salutation,
        addressees=tuple(addressees),
        end=max(end, greeted),
    )


def _type(
    paragraphs: tuple[Paragraph, ...], start: int, pack: Pack
) -> tuple[int, Paragraph, Kind, bool, list[Paragraph]] | None:
    """Where the type line is, the line, its kind, whether it holds the subject too, and the lines below it in there."""
    seen = 0
    for place in range(start, len(paragraphs)):
        paragraph = paragraphs[place]
        if not paragraph.text:
            continue
        seen += 1
        if seen > REACH or _GREETING.match(fold(paragraph.text)):
            return None
        first, *rest = paragraph.lines()
        kind = pack.kind_named(first.text.rstrip(" :"))
        if kind is not None and not first.text.endswith(":"):
            return place, first, kind, False, rest
        kind = _leading_kind(first, pack)
        if kind is not None:
            return place, first, kind, True, rest
    return None


def _leading_kind(line: Paragraph, pack: Pack) -> Kind | None:
    """The kind a heading in capitals begins with: "THÔNG BÁO KẾT LUẬN …"."""
    text = line.text
    if text != text.upper() or line.shape.align is not Align.CENTER or len(text) > 200:
        return None
    words = text.split()
    for count in (4, 3, 2):
        kind = pack.kind_named(" ".join(words[:count]))
        if kind is not None:
            return kind
    return None


def _subject(
    paragraphs: tuple[Paragraph, ...], start: int, kind: Kind, inside: list[Paragraph]
) -> tuple[list[Paragraph], int]:
    found = list(inside)
    for place in range(start, min(start + LONGEST_SUBJECT, len(paragraphs))):
        paragraph = paragraphs[place]
        if not paragraph.text or is_typed_line(paragraph):
            if found:
                return found, place
            continue
        if _ends_subject(paragraph, kind, found):
            return found, place
        found.extend(paragraph.lines())
        if any(thing.kind == "line" for thing in paragraph.drawn):
            return found, place + 1
    return found, start + len(found)


def _ends_subject(paragraph: Paragraph, kind: Kind, found: list[Paragraph]) -> bool:
    text = paragraph.text
    if _NOT_SUBJECT.match(text) or text.startswith("("):
        return True
    if kind.code in _DECIDES and text == text.upper() and _AUTHORITY.match(text):
        return True
    if paragraph.shape.align is Align.CENTER:
        return False
    # A subject that is not centred is short, bold and stands alone.
    return bool(found) or not paragraph.all_bold() or len(text) > 250


def _authority(paragraphs: tuple[Paragraph, ...], start: int) -> tuple[list[Paragraph], int]:
    found: list[Paragraph] = []
    for place in range(start, min(start + 8, len(paragraphs))):
        paragraph = paragraphs[place]
        text = paragraph.text
        if not text or is_typed_line(paragraph):
            continue
        if text.upper() != text or _BASIS.match(text) or text.endswith(":"):
            return found, place
        if not found and not _AUTHORITY.match(text):
            return found, place
        found.append(paragraph)
    return found, start


def _greeting(paragraphs: tuple[Paragraph, ...], start: int) -> tuple[Paragraph | None, list[Paragraph], int]:
    for place in range(start, min(start + 20, len(paragraphs))):
        if _GREETING.match(fold(paragraphs[place].text)):
            break
    else:
        return None, [], 0
    salutation = paragraphs[place]
    cell = salutation.cell
    if cell is not None and cell.columns > 1:
        inside = [
            at for at, paragraph in enumerate(paragraphs) if paragraph.cell and paragraph.cell.table == cell.table
        ]
        others = [paragraphs[at] for at in inside if at > place and paragraphs[at].text]
        return salutation, others, inside[-1] + 1
    first, *more = salutation.lines()
    found, end = list(more), place + 1
    for at in range(place + 1, min(place + 600, len(paragraphs))):
        paragraph = paragraphs[at]
        if not paragraph.text:
            if found:
                break
            continue
        if not _is_addressee(paragraph, found, alone=bool(_after_colon(first))):
            break
        found.extend(paragraph.lines())
        end = at + 1
    return first, found, end


def _after_colon(line: Paragraph) -> str:
    return line.text.partition(":")[2].strip()


def _is_addressee(paragraph: Paragraph, found: list[Paragraph], *, alone: bool) -> bool:
    text = paragraph.text
    if re.match(r"[-–+•*]\s*\S", text):
        return not alone or (text[-1:] in ";." and len(text) < 200)
    if alone:
        return False
    continues = bool(found) and found[-1].text[-1:] not in ";." and text[:1].islower()
    expected = not found or found[-1].text.endswith(";")  # its dash may have been forgotten
    return continues or (expected and len(text) < 120 and paragraph.shape.align is not Align.BOTH)
