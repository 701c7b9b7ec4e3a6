"""What changed between two Word documents, in words a clerk reads: paragraphs added, removed or changed."""

from __future__ import annotations

import difflib
import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from pipeline.messages import _

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: above this likeness two paragraphs are one that was changed, below it one went and another came
_SAME_PARAGRAPH = 0.5
#: how many paragraphs further on a changed one is looked for: long lists stay quick
_LOOK_AHEAD = 20
#: words shown around a change, so that a clerk finds the place
_AROUND = 4


def difference(old: bytes, new: bytes) -> str:
    """One line for each change from one .docx to the other, in reading order; never empty."""
    lines = list(_changes(paragraphs(old), paragraphs(new)))
    return "\n".join(lines) or _("The layout was changed, the words were not.")


def paragraphs(docx: bytes) -> list[str]:
    """The visible paragraphs of a .docx, tables included, white space levelled, empty ones left out."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        root = etree.fromstring(package.read("word/document.xml"), etree.XMLParser(resolve_entities=False))
    texts = (" ".join(_text(paragraph).split()) for paragraph in root.iter(f"{_W}p"))
    return [text for text in texts if text]


def _text(paragraph: etree._Element) -> str:
    pieces = paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br")
    return "".join((piece.text or "") if piece.tag == f"{_W}t" else " " for piece in pieces)


def _changes(old: list[str], new: list[str]) -> Iterator[str]:
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from _pair(old[i1:i2], new[j1:j2])


def _pair(gone: list[str], come: list[str]) -> Iterator[str]:
    """Changed paragraphs stand in the same order in both; a new one that is like an old one is the old one changed."""
    at = 0
    for before in gone:
        ahead = range(at, min(at + _LOOK_AHEAD, len(come)))
        match = next((place for place in ahead if _alike(before, come[place])), None)
        if match is None:
            yield _("Removed: {text}").format(text=before)
            continue
        yield from _added(come[at:match])
        yield from _word_changes(before.split(), come[match].split())
        at = match + 1
    yield from _added(come[at:])


def _added(texts: list[str]) -> Iterator[str]:
    for text in texts:
        yield _("Added: {text}").format(text=text)


def _alike(before: str, after: str) -> bool:
    words = difflib.SequenceMatcher(a=before.split(), b=after.split(), autojunk=False)
    return words.quick_ratio() >= _SAME_PARAGRAPH and words.ratio() >= _SAME_PARAGRAPH


def _word_changes(old: list[str], new: list[str]) -> Iterator[str]:
    words = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for kind, i1, i2, j1, j2 in words.get_opcodes():
        if kind != "equal":
            yield _("Changed: {old} → {new}").format(old=_in_context(old, i1, i2), new=_in_context(new, j1, j2))


def _in_context(words: list[str], start: int, end: int) -> str:
    shown = " ".join(words[max(0, start - _AROUND) : end + _AROUND])
    return f"“{'… ' if start > _AROUND else ''}{shown}{' …' if end + _AROUND < len(words) else ''}”"
