"""Telling which forms a file holds and where each begins, and which papers are none of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.errors import PartyDocument, SecretDocument
from pipeline.messages import _
from pipeline.reading import parse, phrases
from pipeline.reading.labels import Head, Tail, find_labels, numbering_end
from pipeline.reading.lines import is_closing, is_role
from pipeline.reading.model import Block, Cell, Content, Control, Line, Table

NOMINATION = "TD-02"
REGISTRATION = "TD-01"
_FORMS = (REGISTRATION, NOMINATION)

#: Lines a title may be spread over.
_TITLE_LINES = 4
_MAX_TITLE = 200
#: Labels of one form that tell it when its title is lost.
_ENOUGH_LABELS = 4
_OF_NOMINATION = frozenset(
    {
        "ho_ten",
        "ngay_sinh",
        "gioi_tinh",
        "dan_toc",
        "chuc_vu",
        "don_vi_cong_tac",
        "trinh_do",
        "linh_vuc",
        "danh_hieu",
        "thanh_tich",
        "chuc_vu+don_vi_cong_tac",
    }
)
_SECRECY = ("TUYỆT MẬT", "TỐI MẬT", "MẬT")
_PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
_MACHINE = re.compile(r"MẪU\s*:?\s*T[ĐD]-?(?P<form>0[12])\s*(?:/\s*v(?P<version>\d+))?(?P<rest>.*)", re.IGNORECASE)
_MACHINE_PART = re.compile(r"(?P<key>ĐV|DV|QUÝ|NĂM)\s*:\s*(?P<value>[^|]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FormPart:
    """The blocks of one form in a file."""

    form: str
    #: the lines of its title, joined; "" where the title is lost
    title: str
    title_line: Line | None
    blocks: tuple[Block, ...]
    machine: dict[str, str]


def split_forms(content: Content) -> list[FormPart]:
    """The forms of a file in their order; empty where nothing speaks for a known form."""
    blocks = list(content.blocks)
    starts = list(_titles(blocks))
    if not starts:
        form = _form_by_labels(blocks)
        return [_part(form, None, blocks)] if form else []
    bounds = [
        0,
        *(_letterhead_start(blocks, starts[index - 1].block, starts[index].block) for index in range(1, len(starts))),
    ]
    ends = [*bounds[1:], len(blocks)]
    return [_part(start.form, start, blocks[begin:end]) for start, begin, end in zip(starts, bounds, ends, strict=True)]


@dataclass(frozen=True, slots=True)
class _Title:
    form: str
    block: int
    line: Line
    text: str


def _part(form: str, title: _Title | None, blocks: Sequence[Block]) -> FormPart:
    machine = next((found for line in all_lines(blocks) if (found := machine_line(line.text))), {})
    return FormPart(
        form=machine.get("form", form),
        title=title.text if title else "",
        title_line=title.line if title else None,
        blocks=tuple(blocks),
        machine=machine,
    )


def _titles(blocks: Sequence[Block]) -> Iterator[_Title]:
    """Every title, with what stands in the lines just below it that belongs to it."""
    lines = list(_lines_with_block(blocks))
    position, found = 0, False
    while position < len(lines):
        number, line = lines[position]
        form = None if _is_grid(blocks[number]) else title_form(line.text)
        if form is None or (found and _is_numbered(line.text)):
            position += 1
            continue
        text, used = _whole_title([below.text for _number, below in lines[position : position + _TITLE_LINES]])
        yield _Title(form, number, line, text)
        position, found = position + used, True


def _is_numbered(text: str) -> bool:
    """Whether a line is a heading inside a form: "I. Đăng ký danh hiệu thi đua cá nhân"."""
    return any(map(str.isalnum, text[: numbering_end(text)]))


def _is_grid(block: Block) -> bool:
    """Whether a table holds values; titles stand in free lines or in tables that only arrange the page."""
    return isinstance(block, Table) and block.columns > 2 and block.rows > 1


def _whole_title(texts: list[str]) -> tuple[str, int]:
    title = [texts[0]]
    for text in texts[1:]:
        if not text.strip():
            title.append("")
            continue
        if not _continues_title(text):
            break
        title.append(text)
    return " ".join(part.strip() for part in title if part.strip()), len(title)


def _continues_title(text: str) -> bool:
    if len(text) > 120 or is_closing(text):
        return False
    if is_role(text) and not phrases.begins_with("title", "second_line", text):
        return False
    labels = [label for label in find_labels(text) if label.key not in ("quy", "nam") or label.tail is Tail.COLON]
    if any(label.head is Head.START and label.tail >= Tail.LEADER and not label.loose for label in labels):
        return False
    if parse.quarter_in(text):
        return len(text) < 80
    if text.lstrip().startswith("(") or numbering_end(text) > 0:
        return False
    return text == text.upper() or text.lstrip().lower().startswith("năm ")


def title_form(text: str) -> str | None:
    """The form whose title `text` begins with, None for any other line."""
    if len(text) > _MAX_TITLE or not any(letter.isalpha() for letter in text):
        return None
    for form in _FORMS:
        matched = phrases.begins_with("title", form, text)
        if matched and _stands_alone(text, matched):
            return form
    return None


def _stands_alone(text: str, matched: int) -> bool:
    # A sentence about the form ("Phiếu giới thiệu này được lập …") is not its title; titles are in capitals or short.
    letters = [letter for letter in text if letter.isalpha()]
    upper = sum(letter.isupper() for letter in letters)
    if upper > 0.6 * len(letters):
        return True
    return not text.rstrip().endswith((".", ":", ";", ",")) and len(phrases.words(text)) <= matched + 14


def _letterhead_start(blocks: Sequence[Block], previous: int, title: int) -> int:
    """Where the form with this title begins: at the national motto above it, else at the title itself."""
    for index in range(title, previous, -1):
        if any(
            phrases.begins_with("letterhead", "national", line.text) for line in all_lines(blocks[index : index + 1])
        ):
            return _with_parents(blocks, previous, index)
    return title


def _with_parents(blocks: Sequence[Block], previous: int, index: int) -> int:
    while index - 1 > previous:
        block = blocks[index - 1]
        if not isinstance(block, Line):
            break
        if not _is_of_letterhead(block.text):
            break
        index -= 1
    return index


def _is_of_letterhead(text: str) -> bool:
    """Whether a line belongs to a letterhead: bodies in capitals, the motto, and the rules below them."""
    if not any(map(str.isalpha, text)) or phrases.begins_with("letterhead", "national", text):
        return True
    is_body = phrases.begins_with("letterhead", "parents", text) or phrases.begins_with(
        "letterhead", "unit_words", text
    )
    return bool(is_body) and text == text.upper()


def _form_by_labels(blocks: Sequence[Block]) -> str | None:
    for line in all_lines(blocks):
        if found := machine_line(line.text):
            return found["form"]
    keys = {
        label.key
        for line in all_lines(blocks)
        for label in find_labels(line.text)
        if label.head is Head.START and label.capital
    }
    keys |= {key for block in blocks if isinstance(block, Control) for key in (block.name, block.title)}
    if len(keys & _OF_NOMINATION) < _ENOUGH_LABELS:
        return None
    return NOMINATION if "ho_ten" in keys or "thanh_tich" in keys else None


def machine_line(text: str) -> dict[str, str]:
    """The parts of the machine-readable line of our own blanks; {} for any other line.

    "MẪU TĐ-02/v1 | KH-2021-2025 | DV: TCHC | QUÝ: 3 | NĂM: 2022" -> form, version, dv, quy, nam.
    """
    match = _MACHINE.match(text.strip())
    if match is None:
        return {}
    names = {"ĐV": "don_vi", "DV": "don_vi", "QUÝ": "quy", "NĂM": "nam"}
    parts = {names[part["key"].upper()]: part["value"].strip(" ._…") for part in _MACHINE_PART.finditer(match["rest"])}
    return {"form": f"TD-{match['form']}", **{key: value for key, value in parts.items() if value}}


def all_lines(blocks: Sequence[Block]) -> Iterator[Line]:
    """Every line of `blocks`, those of table cells included."""
    for _number, line in _lines_with_block(blocks):
        yield line


def _lines_with_block(blocks: Sequence[Block]) -> Iterator[tuple[int, Line]]:
    for number, block in enumerate(blocks):
        if isinstance(block, Line):
            yield number, block
        elif isinstance(block, Table):
            for cell in block.cells:
                yield from ((number, line) for line in _cell_lines(cell))


def _cell_lines(cell: Cell) -> Sequence[Line]:
    return cell.lines


def expected_forms() -> str:
    """The forms this program knows, as a sentence names them."""
    return _("TD-02 (quarterly nomination of a person), TD-01 (yearly registration of a unit)")


def refuse_restricted(content: Content) -> None:
    """Refuse documents for which other rules hold: those of the Party, and those with a mark of secrecy."""
    for number, line in enumerate(all_lines(content.blocks)):
        text = line.text.strip()
        if text in _SECRECY:
            raise SecretDocument(mark=text)
        if number < 12 and text == _PARTY:
            raise PartyDocument
