"""The fields of a PDF form as their dictionaries state them; appearance streams are never read.

Values follow ISO 32000-1, 12.7: what a field does not say itself, its parent says for it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import DamagedFile, XfaForm
from pipeline.reading.model import Box, ControlKind

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject, PdfObject

MULTILINE, RADIO, PUSH_BUTTON, PASSWORD = 1 << 12, 1 << 15, 1 << 16, 1 << 13
_HIDDEN = 1 << 1 | 1 << 5
_DEPTH = 32

#: what looking into a dictionary of the wrong shape ends in
_NOT_THE_FORMAT = (AttributeError, KeyError, IndexError, TypeError, ValueError, RecursionError)

#: names that programs give when nobody does
_GENERIC = re.compile(
    r"(?:(?:text|check|radio|combo|list|drop|date|form|group|choice|button|undefined|untitled|field|box|button|down|page"
    r"|topmostsubform|subform|topform|input|fill|o|ô|truong|hop|kiem|nhom|f|c|p|t|cb|rb|tf|x)[\s_.\-#\[\]]*)*[\d\s_.\-#\[\]]*",
    re.IGNORECASE,
)
_STATELESS = frozenset({"on", "off", "yes", "no", "true", "false", "x", "co", "khong", "checked", "check", "oui"})
_PROMPT = re.compile(r"\W*(?:(?:vui lòng |hãy )?(?:lựa )?chọn\b|select\b|choose\b)|[\W_]*$", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """One place of a page where a field shows, with what was filled in."""

    kind: ControlKind
    name: str  # full, "form.page.HoTen"
    title: str  # the tooltip
    value: str | None
    option: str = ""
    page: int  # from 0
    rect: Box  # in the page's own space
    multiline: bool = False

    @property
    def short_name(self) -> str:
        """The most telling part of the name; "" when the name is one that a program made up."""
        parts = [re.sub(r"\[\d+\]", "", part).strip() for part in self.name.split(".")]
        return next((part for part in reversed(parts) if part and not _is_generic(part)), "")


def _is_generic(name: str) -> bool:
    return len(name) < 40 and _GENERIC.fullmatch(name) is not None


def read_widgets(data: bytes) -> list[Widget]:
    """The visible widgets of `data` in the order of the pages.

    Raises `XfaForm` for a form that is XFA only, `DamagedFile` where the dictionaries contradict the format.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        form = _dictionary(reader.trailer["/Root"].get_object(), "/AcroForm")
        if form is not None and "/XFA" in form and not form.get("/Fields"):
            raise XfaForm
        return list(_widgets(reader))
    except (PyPdfError, *_NOT_THE_FORMAT) as error:
        raise DamagedFile from error


def _widgets(reader: PdfReader) -> Iterator[Widget]:
    for number, page in enumerate(reader.pages):
        annotations = page.get("/Annots")
        for reference in annotations.get_object() if annotations is not None else ():
            annotation = reference.get_object()
            if annotation.get("/Subtype") == "/Widget" and not int(annotation.get("/F", 0)) & _HIDDEN:
                widget = _widget(annotation, number)
                if widget is not None:
                    yield widget


def _widget(annotation: DictionaryObject, page: int) -> Widget | None:
    kind = str(_inherited(annotation, "/FT") or "")
    stated = _inherited(annotation, "/Ff")
    flags = int(stated) if isinstance(stated, int) else 0
    if (kind == "/Btn" and flags & PUSH_BUTTON) or (kind == "/Tx" and flags & PASSWORD):
        return None
    x0, y0, x1, y1 = (float(edge) for edge in annotation["/Rect"])  # type: ignore[attr-defined]
    name, title = _full_name(annotation), _text(_inherited(annotation, "/TU"))
    rect = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
    if kind == "/Btn":
        value, option = _check(annotation)
        return Widget(kind=ControlKind.CHECK, name=name, title=title, value=value, option=option, page=page, rect=rect)
    if kind == "/Ch":
        return Widget(kind=ControlKind.CHOICE, name=name, title=title, value=_chosen(annotation), page=page, rect=rect)
    if kind == "/Tx":
        return Widget(
            kind=ControlKind.TEXT,
            name=name,
            title=title,
            value=_typed(annotation),
            page=page,
            rect=rect,
            multiline=bool(flags & MULTILINE),
        )
    return None


def _chain(annotation: DictionaryObject) -> Iterator[DictionaryObject]:
    """The widget and its parents, from the inside out."""
    node: DictionaryObject | None = annotation
    for _step in range(_DEPTH):
        if node is None:
            return
        yield node
        node = _dictionary(node, "/Parent")


def _inherited(annotation: DictionaryObject, key: str) -> PdfObject | None:
    for node in _chain(annotation):
        if key in node:
            return node[key].get_object()
    return None


def _dictionary(node: PdfObject | None, key: str) -> DictionaryObject | None:
    from pypdf.generic import DictionaryObject

    if not isinstance(node, DictionaryObject) or key not in node:
        return None
    found = node[key].get_object()
    return found if isinstance(found, DictionaryObject) else None


def _full_name(annotation: DictionaryObject) -> str:
    parts = [_text(node.get("/T")) for node in _chain(annotation) if "/T" in node]
    return ".".join(reversed(parts))


# Values


def _typed(annotation: DictionaryObject) -> str | None:
    value = _text(_inherited(annotation, "/V"))
    if not value:
        rich = _text(_inherited(annotation, "/RV"))
        value = re.sub(r"(?<![ \t])[ \t]*+\n\s*", "\n", _TAG.sub("", re.sub(r"</p>|<br\s*/?>", "\n", rich)))
    return value.strip() or None


def _chosen(annotation: DictionaryObject) -> str | None:
    """The words shown for what was chosen; several choices are parted by semicolons."""
    from pypdf.generic import ArrayObject

    value = _inherited(annotation, "/V")
    chosen = [_text(item) for item in value] if isinstance(value, ArrayObject) else [_text(value)]
    shown = dict(_options(annotation))
    words = [shown.get(item, item).strip() for item in chosen]
    return "; ".join(word for word in words if word and not _PROMPT.match(word)) or None


def _options(annotation: DictionaryObject) -> list[tuple[str, str]]:
    """What is stored and what is shown for each option."""
    from pypdf.generic import ArrayObject

    options = _inherited(annotation, "/Opt")
    if not isinstance(options, ArrayObject):
        return []
    pairs = [option.get_object() for option in options]
    return [
        (_text(pair[0]), _text(pair[-1])) if isinstance(pair, ArrayObject) and pair else (_text(pair), _text(pair))
        for pair in pairs
    ]


def _check(annotation: DictionaryObject) -> tuple[str | None, str]:
    """ "on" or None, and what the box stands for where its state names or options say so."""
    index, siblings = _position(annotation)
    states = _on_states(annotation)
    options = _options(annotation)
    shown = options[index][1] if index < len(options) and len(options) == siblings else ""
    state = states[0] if states else ""
    option = shown or state
    meaningless = option.casefold() in _STATELESS or _is_generic(option)
    on = _is_on(annotation, states, [str(index), shown] if siblings > 1 else [])
    return ("on" if on else None), ("" if meaningless else option)


def _is_on(annotation: DictionaryObject, states: list[str], others: list[str]) -> bool:
    value = _text(_inherited(annotation, "/V")).removeprefix("/")
    shown = str(annotation.get("/AS", "")).removeprefix("/")
    if not value and "/V" not in annotation:
        return shown not in ("", "Off")
    if value in ("", "Off"):
        return False
    if states:
        return value in states or (shown in states and value in others)
    return shown == value or not others or value in others


def _on_states(annotation: DictionaryObject) -> list[str]:
    normal = _dictionary(_dictionary(annotation, "/AP"), "/N")
    return [_name(key) for key in normal or () if key != "/Off"]


def _position(annotation: DictionaryObject) -> tuple[int, int]:
    """Which of how many boxes of one field this is."""
    parent = _dictionary(annotation, "/Parent")
    if parent is None or "/T" in annotation:
        return 0, 1
    kids = [kid.get_object() for kid in parent.get("/Kids", ())]
    return next((i for i, kid in enumerate(kids) if kid is annotation or kid == annotation), 0), len(kids)


def _name(name: str) -> str:
    """A name object as text: "#" escapes are undone by pypdf, UTF-8 mistaken for Latin-1 is undone here."""
    text = str(name).removeprefix("/")
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _text(value: PdfObject | None) -> str:
    """A string of whatever kind; line ends become line feeds."""
    from pypdf.generic import ByteStringObject, NameObject, StreamObject, TextStringObject

    found = value.get_object() if value is not None else None
    if isinstance(found, StreamObject):
        found = TextStringObject(_decoded(found.get_data()))
    if isinstance(found, NameObject):
        return _name(found)
    if isinstance(found, ByteStringObject):
        return _lines(_decoded(bytes(found)))
    return _lines(_repaired(found)) if isinstance(found, TextStringObject) else ""


def _repaired(text: str) -> str:
    # Some programs write UTF-8 without its mark: then the bytes are no sensible PDFDocEncoding.
    raw = getattr(text, "original_bytes", b"")
    if raw and not raw.isascii() and not raw.startswith((b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf")):
        try:
            return str(raw.decode("utf-8"))
        except UnicodeError:
            return str(text)
    return str(text)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xfe\xff", b"\xff\xfe")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeError:
        return data.decode("latin-1")


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
