"""Facts as people give them, made into facts as templates print them.

People write the text of a paper as plain lines and leave out what they do not know. Here lines become headings,
articles and paragraphs; a list too long for the signature block becomes a page of its own; what nobody has said becomes
a blank that anybody sees on the paper, and is named to the drafter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.drafting.facts.common import AS_ABOVE, LAST_ARTICLE
from pipeline.drafting.facts.letterhead import month, two_digits
from pipeline.drafting.sums import BLANK
from pipeline.messages import _
from pipeline.vietnamese.dates import roman

Facts = dict[str, Any]

#: facts a template does without: it says itself what to do then
OPTIONAL = frozenset(
    {
        "bieu_do",
        "cach_tinh_tien",
        "can_chinh",
        "chuc_vu_tren_ten",
        "do_khan",
        "dong_tu",
        "luu_y",
        "luu_y_du_hop",
        "nguon_so_lieu",
        "phu_luc",
        "tai_lieu",
        "thay_the",
    }
)
#: more recipients than stand beside a signature are listed on a page of their own
MOST_RECIPIENTS = 16
#: how the first and the last line of Nơi nhận begin (NĐ 30/2020, Phụ lục I, II.9d)
REFERENCE, FILE_COPY = "Như ", "Lưu:"
#: how number, day and month are written, however they are given (II.3c, II.4b)
WRITTEN = {"so": two_digits, "ngay": two_digits, "thang": month}
#: stands for recipients that are listed on a page of their own
ELSEWHERE = "Các cơ quan, đơn vị, cá nhân theo danh sách kèm theo"

_CHAPTER = re.compile(r"(?:Phần|Chương|Mục|Tiểu mục) (?:thứ \w+|[IVXLC]+|\d+)\.?")
_ROMAN_HEAD = re.compile(r"[IVXLC]+\. ")
_NUMBERED = re.compile(r"\d+(?:\.\d+)*\.? ")
_ARTICLE = re.compile(r"Điều (\d+)\.")
_END = re.compile(r"[\s./;]+$")
_LIST_MARKS = re.compile(r"^-\s*|[\s;.]+$")


def complete(given: Mapping[str, Any], sample: Mapping[str, Any], annexes: int = 0) -> Facts:
    """`given` with everything a template asks for, by the `sample` of its facts.

    `annexes` is how many the template has of its own; those given are numbered after them.
    """
    facts = dict(given)
    missing = [name for name in sample if name not in facts and name not in OPTIONAL]
    facts |= _counted(facts, missing)
    blanks = {name: _blank_like(sample[name]) for name in missing if name not in facts}
    facts |= blanks
    facts |= {name: _shaped(facts[name], sample[name]) for name in sample if name in facts and name not in blanks}
    facts |= _texts(facts, sample, annexes)
    if seen := [name for name, blank in blanks.items() if _shows(blank)]:
        note = _("Left blank, nobody has given it yet: {names}.").format(names=", ".join(seen))
        facts["luu_y"] = [*facts.get("luu_y", ()), note]
    return facts


def _counted(facts: Facts, missing: Iterable[str]) -> Facts:
    """The counts (``so_…``) that are missing for lists that are given."""
    listed = {name: facts.get(name.removeprefix("so_")) for name in missing if name.startswith("so_")}
    return {name: two_digits(len(rows)) for name, rows in listed.items() if isinstance(rows, list)}


def _blank_like(value: object) -> Any:  # noqa: ANN401 - whatever shape the sample has
    """The same shape with blanks for its words: a blank list has one row."""
    if isinstance(value, Mapping):
        return {key: _blank_like(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_blank_like(row) for row in value[:1]]
    if isinstance(value, str):
        return BLANK if value else ""
    return value


def _shows(blank: object) -> bool:
    """Whether anything of a blank is printed."""
    if isinstance(blank, Mapping):
        return any(map(_shows, blank.values()))
    return any(map(_shows, blank)) if isinstance(blank, list) else blank == BLANK


def _shaped(value: object, sample: object) -> Any:  # noqa: ANN401
    """A given value in the sample's shape: one row may stand for a list, and rows may lack columns."""
    if isinstance(sample, list):
        rows = value if isinstance(value, list) else [value]
        return [_row(number, row, _pattern(sample)) for number, row in enumerate(rows, start=1)]
    return {**_blank_like(sample), **value} if isinstance(sample, Mapping) and isinstance(value, Mapping) else value


def _pattern(rows: Sequence[object]) -> dict[str, Any]:
    """Every column of a list's rows; a column that is a list itself has the rows of all of them."""
    columns: dict[str, Any] = {}
    for row in rows:
        for key, value in row.items() if isinstance(row, Mapping) else ():
            known = columns.get(key)
            columns[key] = [*known, *value] if isinstance(known, list) and isinstance(value, list) else value
    return columns


def _row(number: int, row: object, columns: Mapping[str, Any]) -> object:
    if not (isinstance(row, Mapping) and columns):
        return row
    absent = {key: str(number) if key == "stt" else _empty_like(inner) for key, inner in columns.items()}
    return {**absent, **{key: _shaped(value, columns.get(key)) for key, value in row.items()}}


def _empty_like(value: object) -> Any:  # noqa: ANN401
    return "" if isinstance(value, str) else [] if isinstance(value, list) else value


def _texts(facts: Facts, sample: Mapping[str, Any], annexes: int) -> Facts:
    """What has a form of its own: number and day, text, addressees, recipients, annexes."""
    made: Facts = {
        name: written(int(facts[name])) for name, written in WRITTEN.items() if str(facts.get(name, "")).isdecimal()
    }
    if "noi_dung" in sample:
        made |= divided(facts["noi_dung"])
    if "kinh_gui" in facts:
        made["kinh_gui"] = _entries(facts["kinh_gui"])
    if "quyen_han_ky" in facts:
        made["quyen_han_ky"] = _lines(facts["quyen_han_ky"])
    given = [_annex(annex) for annex in _listed(facts.get("phu_luc", ()))]
    recipients = _entries(facts.get("noi_nhan", ()))
    recipients = [_last_article(made) if line == LAST_ARTICLE else line for line in recipients]
    made["noi_nhan"], listed = _apart(recipients)
    made["phu_luc"] = [*_labelled(given, annexes), *listed]
    return made


def _lines(value: object) -> list[str]:
    """What was given as lines, as one text or as a list of anything."""
    return value.splitlines() if isinstance(value, str) else [str(line) for line in _listed(value)]


def _entries(value: object) -> list[str]:
    """Lines of a list without the dashes and end marks a person may have typed."""
    return [_LIST_MARKS.sub("", line) for line in _lines(value)]


def _listed(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


# The text


def divided(given: object) -> Facts:
    """Plain lines as ``noi_dung``, a list of paragraphs with their style, and ``doan_cuoi``, the last of them, which
    carries the end mark ``./.`` and so comes without its own."""
    kept = [line.strip() for line in _lines(given) if line.strip()]
    *before, last = kept or [BLANK]
    styled: list[Facts] = []
    for line in before:
        styled.append(_styled(line, below=styled[-1] if styled else None))
    return {"noi_dung": styled, "doan_cuoi": _paragraph(_END.sub("", last))}


def _styled(line: str, below: Facts | None) -> Facts:
    if _CHAPTER.fullmatch(line) or (below and _CHAPTER.fullmatch(below["chu"]) and line.isupper()):
        return _heading("chuong", line)
    if (roman_head := _ROMAN_HEAD.match(line)) and line[roman_head.end() :].isupper():
        return _heading("muc_lon", line)
    titled = not line.endswith((".", ";", ":", ","))
    if titled and (_ARTICLE.match(line) or _NUMBERED.match(line)):
        return _heading("muc_nho", line)
    return _paragraph(line)


def _heading(kind: str, line: str) -> Facts:
    return {"kieu": kind, "dau": "", "chu": line}


def _paragraph(line: str) -> Facts:
    """An ordinary paragraph; the words "Điều 1." at its beginning are bold (II.6đ)."""
    article = _ARTICLE.match(line)
    end = article.end() if article else 0
    return {"kieu": "doan", "dau": line[:end], "chu": line[end:]}


def _last_article(text: Facts) -> str:
    paragraphs = [*text.get("noi_dung", ()), *([text["doan_cuoi"]] if "doan_cuoi" in text else [])]
    numbers = [int(found[1]) for paragraph in paragraphs if (found := _ARTICLE.match(paragraph["dau"]))]
    return f"Như Điều {max(numbers)}" if numbers else AS_ABOVE


# Annexes and recipients


def _annex(given: object) -> Facts:
    """An annex as given, or one that has only a text."""
    annex = given if isinstance(given, Mapping) else {"noi_dung": given}
    return {"nhan": "", "ten": str(annex.get("ten", BLANK)).upper(), **divided(annex.get("noi_dung", BLANK))}


def _labelled(given: list[Facts], own: int) -> list[Facts]:
    """A single annex has no number (NĐ 30/2020, Phụ lục I, III.1a)."""
    alone = own + len(given) == 1
    return [
        {**annex, "nhan": "Phụ lục" if alone else f"Phụ lục {roman(own + number)}"}
        for number, annex in enumerate(given, start=1)
    ]


def with_fixed_lines(given: object, known: Sequence[str]) -> list[str]:
    """Recipients a person has named, with the lines that are never theirs to leave out: who carries it out or is
    addressed first, the file copy last."""
    named = _entries(given)
    refers, kept = (bool(named) and named[at].startswith(mark) for at, mark in ((0, REFERENCE), (-1, FILE_COPY)))
    first = [line for line in known[:1] if line.startswith(REFERENCE) and not refers]
    last = [] if kept else list(known[-1:])
    return [*first, *named, *last]


def _apart(recipients: list[str]) -> tuple[list[str], list[Facts]]:
    """The recipients beside the signature, and a list of the others where there are too many."""
    if len(recipients) <= MOST_RECIPIENTS:
        return recipients, []
    first = [line for line in recipients[:1] if line.startswith(REFERENCE)]
    kept = [line for line in recipients if line.startswith(FILE_COPY)]
    others = [line for line in recipients if line not in (*first, *kept)]
    listed = [f"{number}. {line}." for number, line in enumerate(others, start=1)]
    return [*first, ELSEWHERE, *kept], [_annex({"ten": "Danh sách nơi nhận", "noi_dung": listed})]
