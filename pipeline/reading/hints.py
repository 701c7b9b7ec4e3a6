"""What a form prints where a value belongs, to say how to fill it in: left standing, it is no value."""

from __future__ import annotations

from dataclasses import replace

from pipeline.reading import phrases, ticks
from pipeline.reading.fields import KINDS, Kind
from pipeline.reading.labels import strip_leaders, whole_label
from pipeline.reading.raw import Evidence, Raw

_BRACKETS = {"(": ")", "[": "]", "<": ">", "{": "}"}
_WRITTEN = (Evidence.CONTROL, Evidence.LABEL, Evidence.COLUMN, Evidence.BARE, Evidence.LOOSE)


def without_hints(raw: Raw) -> Raw:
    """`raw` without the hints it begins with; without any text where it is nothing but a hint."""
    if raw.evidence not in _WRITTEN or not raw.fragments:
        return raw
    prose = KINDS.get(raw.key.partition("+")[0]) is Kind.LONG
    kept = raw.fragments
    while kept and is_hint(kept[0].text, prose=prose):
        kept = kept[1:]
    if not kept or is_hint(raw.text.replace("\n", " "), prose=prose):
        return replace(raw, fragments=(), typed=None)
    return replace(raw, fragments=kept)


def is_hint(text: str, *, prose: bool) -> bool:
    """Whether `text` only says what to write: "(ghi rõ chức vụ)", "<trình độ>", "Nhấn để nhập văn bản".

    Sentences begin with some of these words, too ("Ghi rõ trách nhiệm từng người."), so `prose` needs brackets.
    """
    plain = text.strip(" .…")
    if not strip_leaders(plain):
        return True  # the dots to write on
    if ticks.has_ticks(plain):
        return False
    inner = plain[1:-1].strip()
    if _BRACKETS.get(plain[0]) == plain[-1] and plain[-1] not in inner:
        return phrases.begins_with("empty", "openings", inner) > 0 or whole_label(inner) is not None
    return phrases.begins_with("empty", "program_openings" if prose else "openings", plain) > 0
