"""What each paragraph of the body is: basis, verb, Điều, khoản, điểm, heading, plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.conformity.anatomy import Item, Role
from pipeline.conformity.model import Align, Paragraph
from pipeline.conformity.ruled import is_typed_line
from pipeline.vietnamese.text import fold

_BASIS = re.compile(r"(căn cứ|theo đề nghị|xét đề nghị)", re.IGNORECASE)
#: other words a basis may begin with, once there is one
_LATER_BASIS = re.compile(r"(thực hiện|theo|xét|trên cơ sở) ", re.IGNORECASE)
_VERB = re.compile(r"(QUYẾT ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ)\s*:", re.IGNORECASE)
_NUMBERED = (
    (Role.PART, re.compile(r"(?:Phần|PHẦN)\s+(thứ\s+\w+|[IVXLC]+|\d+)\b\s*([.:]?)")),
    (Role.CHAPTER, re.compile(r"(?:Chương|CHƯƠNG)\s+([IVXLC]+|\d+)\b\s*([.:]?)")),
    (Role.SECTION, re.compile(r"(?:Mục|MỤC|Tiểu mục|TIỂU MỤC)\s+([IVXLC]+|\d+)\b\s*([.:]?)")),
    (Role.ARTICLE, re.compile(r"(?:Điều|ĐIỀU)\s+(\d+[a-zđ]?|[IVX]+)\s*([.:]?)(?!\d)")),
    (Role.ROMAN, re.compile(r"([IVX]+)\s*([.)/:–-]+|(?=\s))\s*(?=\S)")),
    (Role.NUMBER, re.compile(r"(\d{1,2}(?:\.\d{1,2})*)([.)/:]?)(?=\s|[^\W\d])")),
    (Role.LETTER, re.compile(r"([a-zđăâêôơư]\d?)\s*([.)])(?=\s|\S)")),
    (Role.DASH, re.compile(r"([-–—+•*])(\s*)")),
)  # fmt: skip
_OWN_LINE = {Role.PART, Role.CHAPTER, Role.SECTION}
#: a line with one of these words alone is short
OWN_LINE_LENGTH = 150


def split_bases(paragraphs: Sequence[Paragraph]) -> tuple[list[Paragraph], int]:
    """The basis lines at the beginning of the body, and where it goes on."""
    found: list[Paragraph] = []
    for place, paragraph in enumerate(paragraphs):
        if not paragraph.text or is_typed_line(paragraph):
            continue
        continues = bool(found) and paragraph.all_italic() and paragraph.text.upper() != paragraph.text
        continues |= bool(found) and bool(_LATER_BASIS.match(paragraph.text)) and paragraph.text.endswith(";")
        if not _BASIS.match(paragraph.text) and not continues:
            return found, place
        if not found and paragraph.text[-1] not in ";.," and not paragraph.all_italic():
            return found, place  # "Căn cứ … , Văn phòng yêu cầu …": an opening sentence
        if not continues and found and not paragraph.all_italic() and found[-1].text.endswith("."):
            return found, place
        found.append(paragraph)
    return found, len(paragraphs)


def find_verb(paragraphs: Sequence[Paragraph]) -> int | None:
    """Where "QUYẾT ĐỊNH:" stands."""
    for place, paragraph in enumerate(paragraphs[:120]):
        if _VERB.fullmatch(paragraph.text):
            return place
        if fold(paragraph.text) in {"quyet dinh", "quyet nghi"} and place < 60:
            return place
    return None


def classify(paragraphs: Sequence[Paragraph]) -> list[Item]:
    """Every written paragraph with its role."""
    items: list[Item] = []
    for paragraph in paragraphs:
        if paragraph.text and not is_typed_line(paragraph):
            items.append(_item(paragraph, items[-1] if items else None))
    return items


def _item(paragraph: Paragraph, before: Item | None) -> Item:
    if paragraph.cell is not None:
        return Item(paragraph, Role.CELL)
    text = paragraph.text
    for role, pattern in _NUMBERED:
        match = pattern.match(text)
        if match and _fits(role, text, match):
            return Item(paragraph, role, match[1], match[2].strip())
    if before is not None and before.role in _OWN_LINE and len(text) <= OWN_LINE_LENGTH:
        return Item(paragraph, Role.TITLE)
    if before is not None and before.role is Role.TITLE and paragraph.shape.align is Align.CENTER and _is_title(text):
        return Item(paragraph, Role.TITLE)
    return Item(paragraph, Role.CENTRED if paragraph.shape.align is Align.CENTER else Role.TEXT)


def _fits(role: Role, text: str, match: re.Match[str]) -> bool:
    if role in _OWN_LINE:
        # "Mục 1 Chương II của Luật" in running text is no heading
        return len(text) <= OWN_LINE_LENGTH and not text.rstrip().endswith((";", ","))
    if role is Role.ROMAN:
        rest = text[match.end() :]
        return bool(match[2]) or (rest == rest.upper() and len(rest) > 3)
    if role is Role.NUMBER:
        # "2021 - 2025", "10 triệu đồng" and "01/01/2022" begin no item
        return bool(match[2]) or "." in match[1]
    if role is Role.ARTICLE:
        return bool(match[2]) or len(text) <= 40
    return True


def _is_title(text: str) -> bool:
    return text == text.upper()
