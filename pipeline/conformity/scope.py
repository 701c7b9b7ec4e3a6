"""Documents to which these rules do not apply, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.conformity.case import Case
from pipeline.conformity.model import Paragraph
from pipeline.messages import _
from pipeline.vietnamese.text import fold

_PARTY = re.compile(r"dang cong san viet nam")
#: a plan or a letter with a year in its number is no normative document, it is wrongly numbered
_NORMATIVE_NUMBER = re.compile(r"\d+\s*/\s*(19|20)\d\d\s*/\s*(NQ|QĐ|CT|TT|TTLT|NĐ|L|PL|QH\d*)\b")
_NORMATIVE_TYPES = {"LUẬT", "BỘ LUẬT", "PHÁP LỆNH", "NGHỊ ĐỊNH", "THÔNG TƯ", "THÔNG TƯ LIÊN TỊCH", "LỆNH"}
_OTHER_PAPERS = re.compile(
    r"GIẤY KHEN|BẰNG KHEN|GIẤY CHỨNG NHẬN|PHIẾU (BẦU|BIỂU QUYẾT|LẤY Ý KIẾN|TRÌNH|ĐỀ NGHỊ|GIỚI THIỆU).*"
)
_VIETNAMESE = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)
#: letters with marks among all letters of a Vietnamese text are at least this many
FEWEST_MARKS = 0.05


@dataclass(frozen=True, slots=True)
class Scope:
    """Why a document is not judged ("" where it is), and whether page and typeface can still be looked at."""

    why: str = ""
    page_only: bool = False
    scanned: bool = False


def scope_of(case: Case) -> Scope:
    """Whether the rules apply to the document."""
    written = [paragraph for paragraph in case.document.paragraphs if paragraph.text]
    facts = case.document.pdf
    if facts is not None and facts.scanned > facts.pages / 2:
        return Scope(
            _("This is a scan: what was recognised in it cannot be measured. Check the Word file."), scanned=True
        )
    if not written:
        return Scope(_("There is no text in the file, only pictures or nothing at all: it has to be read by a person."))
    why = next(_other_rules(case, written[:30]), "")
    if why:
        return Scope(why)
    if not case.anatomy.recognised:
        return Scope(_unrecognised(" ".join(paragraph.text for paragraph in written[:60])), page_only=True)
    return Scope()


def _other_rules(case: Case, top: Sequence[Paragraph]) -> Iterator[str]:
    """The reasons why other rules apply."""
    number = case.anatomy.letterhead.number
    if any(_PARTY.fullmatch(fold(paragraph.text)) for paragraph in top):
        yield _("This is a document of the Party; its own rules apply, not Nghị định 30/2020/NĐ-CP.")
    typed = any(paragraph.text in _NORMATIVE_TYPES for paragraph in top)
    if typed or (number is not None and _NORMATIVE_NUMBER.search(number.text)):
        yield _("This is a legal normative document; other rules of presentation apply to it.")
    if case.day is not None and not case.pack.holds_on(case.day):
        words = _("The document is of {day}, before the rules came into force.")
        yield words.format(day=f"{case.day:%d/%m/%Y}")
    paper = next((paragraph.text for paragraph in top if _OTHER_PAPERS.fullmatch(paragraph.text)), None)
    if paper is not None and case.anatomy.kind is None:
        words = _("This kind of paper ({name}) is not one of the kinds the rules are about.")
        yield words.format(name=paper.capitalize())


def _unrecognised(text: str) -> str:
    letters = sum(map(str.isalpha, text))
    if letters and len(_VIETNAMESE.findall(text)) / letters < FEWEST_MARKS:
        return _("The text is not in Vietnamese (or in an old encoding): its parts could not be recognised.")
    return _("No letterhead, type or recipients were recognised: only page, typeface and typing could be checked.")
