"""Documents to which these rules do not apply, and why."""

from __future__ import annotations

import re

from pipeline.conformity.case import Case
from pipeline.messages import _
from pipeline.vietnamese.text import fold

_PARTY = re.compile(r"dang cong san viet nam")
_NORMATIVE_NUMBER = re.compile(r"\d+\s*/\s*(19|20)\d\d\s*/")
_NORMATIVE_TYPES = {"LUẬT", "BỘ LUẬT", "PHÁP LỆNH", "NGHỊ ĐỊNH", "THÔNG TƯ", "THÔNG TƯ LIÊN TỊCH", "LỆNH"}
_OTHER_PAPERS = re.compile(
    r"GIẤY KHEN|BẰNG KHEN|GIẤY CHỨNG NHẬN|PHIẾU (BẦU|BIỂU QUYẾT|LẤY Ý KIẾN|TRÌNH|ĐỀ NGHỊ|GIỚI THIỆU).*"
)
_VIETNAMESE = re.compile("[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE)


def outside_scope(case: Case) -> str:
    """Why the document is not judged by its parts, as a sentence; "" where it is."""
    anatomy = case.anatomy
    top = [paragraph for paragraph in case.document.paragraphs[:30] if paragraph.text]
    written = [paragraph for paragraph in case.document.paragraphs if paragraph.text]
    if not written:
        return _("There is no text in the file, only pictures or nothing at all: it has to be read by a person.")
    if any(_PARTY.fullmatch(fold(paragraph.text)) for paragraph in top):
        return _("This is a document of the Party; its own rules apply, not Nghị định 30/2020/NĐ-CP.")
    number = anatomy.letterhead.number
    typed = any(paragraph.text in _NORMATIVE_TYPES for paragraph in top)
    if typed or (number is not None and _NORMATIVE_NUMBER.search(number.text)):
        return _("This is a legal normative document; other rules of presentation apply to it.")
    if case.day is not None and not case.pack.holds_on(case.day):
        return _("The document is of {day}, before the rules came into force.").format(day=f"{case.day:%d/%m/%Y}")
    paper = next((p.text for p in top if _OTHER_PAPERS.fullmatch(p.text)), None)
    if paper is not None and anatomy.kind is None:
        words = _("This kind of paper ({name}) is not one of the kinds the rules are about.")
        return words.format(name=paper.capitalize())
    if not anatomy.recognised:
        return _unrecognised(" ".join(paragraph.text for paragraph in written[:60]))
    return ""


def _unrecognised(text: str) -> str:
    letters = sum(map(str.isalpha, text))
    if letters and len(_VIETNAMESE.findall(text)) / letters < 0.05:
        return _("The text is not in Vietnamese (or in an old encoding): its parts could not be recognised.")
    return _("No letterhead, type or recipients were recognised: only page, typeface and typing could be checked.")
