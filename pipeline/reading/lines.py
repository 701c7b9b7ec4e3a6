"""What kind of line this is: a signature, a heading, a closing sentence; and how a line stands to the one above it."""

from __future__ import annotations

from pipeline.reading import parse, phrases, ticks
from pipeline.reading.fields import Kind
from pipeline.reading.labels import numbering_end

_PART_NUMBERS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "PHẦN", "MỤC")
_PART_LETTERS = tuple("ABCDEGH")  # with a stop: "A Mẫu" is a name


def is_closing(text: str) -> bool:
    """Whether a line cannot belong to the text above it: a date and place, or a closing sentence."""
    if phrases.begins_with("closing", "lines", text) > 0 or parse.place_and_date(text) is not None:
        return True
    head = text[numbering_end(text) :].partition(":")[0]
    return phrases.is_phrase("closing", "headings", head)


def is_signature(text: str) -> bool:
    """Whether a line only says in which capacity people sign, or how: "NGƯỜI LẬP    TRƯỞNG ĐƠN VỊ", "(Ký, họ tên)"."""
    parts = [part.strip() for part in text.replace("   ", "\t").split("\t") if part.strip()]
    return bool(parts) and all(is_role(part.rstrip(":")) or is_signing_hint(part) for part in parts)


def is_signing_hint(text: str) -> bool:
    """Whether a text says how to sign: "(Ký, ghi rõ họ tên)"."""
    return text.startswith("(") and phrases.begins_with("signed", "hints", text) > 0


def is_role(text: str) -> bool:
    """Whether a text says in which capacity somebody signs."""
    return role_of(text) is not None


def role_of(text: str) -> str | None:
    """In which capacity somebody signs: "head" for the head of a unit or a deputy, "other", None where it is no role.

    "KT. TRƯỞNG PHÒNG", "GIÁM ĐỐC" -> "head"; "NGƯỜI LẬP BIỂU" -> "other". Of two in one, the last signs:
    "Ý KIẾN CỦA TẬP THỂ, XÁC NHẬN CỦA TRƯỞNG ĐƠN VỊ" -> "head".
    """
    first, comma, last = text.partition(",")
    if comma and _single_role(first) and _single_role(last) == "head":
        return "head"
    return _single_role(text)


def _single_role(text: str) -> str | None:
    spoken = phrases.words(text)
    while before := phrases.leading("role", "before", spoken):
        spoken = spoken[before:]
    if not spoken or len(spoken) > 12 or ":" in text.rstrip(": "):
        return None
    for key in ("other", "head"):
        matched = phrases.leading("role", key, spoken)
        if matched and (matched == len(spoken) or text == text.upper()):
            return key
    return None


def implicit_sex(text: str) -> int | None:
    """Where "Nam ☒ Nữ ☐" begins in a line that names no field for it."""
    if not ticks.has_ticks(text):
        return None
    return parse.sex_boxes_start(text)


def is_heading(text: str) -> bool:
    """ "II. TRÍCH NGANG THÀNH TÍCH": a roman number or "PHẦN", and capitals only."""
    letters = [letter for letter in text if letter.isalpha()]
    if len(letters) < 4 or text != text.upper():
        return False
    first = text.split(None, 1)[0]
    return first.rstrip(".):-/") in _PART_NUMBERS or (first[:-1] in _PART_LETTERS and first[-1] in ".)/-")


def runs_on(label: str, value: str) -> bool:
    """Whether a label in capitals may go on into its value: "CHỨC VỤ | HIỆN NAY Chuyên viên"."""
    first = value.split(None, 1)[0] if value.strip() else ""
    return label.isupper() and first.isalpha() and first.isupper() and len(first) > 1 and not value.isupper()


def is_entry(kind: Kind, text: str) -> bool:
    """Whether a line is one more entry of a list of fields or titles, one to a line."""
    return (kind is Kind.FIELDS and parse.names_fields(text)) or (kind is Kind.TITLES and parse.titles(text))


def is_unfinished(before: str, after: str) -> bool:
    """Whether the visual line `before` goes on in `after`."""
    opens = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    return opens or before.rstrip().endswith((",", "-", "–", " và")) or after[:1].islower()


def is_unit(text: str) -> bool:
    """Whether `text` begins as names of units do."""
    return text[:1].isupper() and phrases.begins_with("letterhead", "unit_words", text) > 0
