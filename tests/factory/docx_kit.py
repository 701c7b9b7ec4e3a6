"""Putting text into Word files the way Word leaves it: split runs, symbols, legacy fonts, decomposed letters."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from tests.factory import legacy
from tests.factory.dice import Dice

_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_SYMBOL = re.compile("[\ue000-\ue0ff]")


@dataclass(frozen=True)
class Ink:
    """How text goes into runs: encoding, splitting."""

    rng: Dice
    encoding: str = "nfc"  # "nfc" | "nfd" | "tcvn3" | "vni" | "mixed" (TCVN3 and Unicode in one file)
    split: float = 0.3  # share of paragraphs whose runs are cut in pieces
    dress: float = 0.0  # share of runs inside smart tags, links, tracked insertions
    style_font: str = ""  # the legacy font stands in the style, not on the runs

    def write(self, paragraph: Any, text: str, *, bold: bool = False, italic: bool = False) -> None:
        at = 0
        for symbol in _SYMBOL.finditer(text):
            self._letters(paragraph, text[at : symbol.start()], bold, italic)
            _add_symbol(paragraph, ord(symbol.group()) - 0xE000)
            at = symbol.end()
        self._letters(paragraph, text[at:], bold, italic)

    def _letters(self, paragraph: Any, text: str, bold: bool, italic: bool) -> None:
        for font, piece in self._encoded(text):
            for part in self._pieces(piece):
                run = paragraph.add_run(part)
                run.bold, run.italic = bold or None, italic or None
                if font != self.style_font:
                    _set_font(run, font or "Times New Roman")
                if self.dress and self.rng.random() < self.dress:
                    _dress(self.rng, run)

    def _encoded(self, text: str) -> list[tuple[str, str]]:
        if not text:
            return []
        encoding = self.encoding
        if encoding == "mixed":
            encoding = self.rng.choice(("nfc", "tcvn3"))
        if any(sign in text for sign in "☐☒☑□"):
            encoding = "nfc"  # box signs have no code in the old fonts; such lines are typed in Unicode
        if encoding == "tcvn3":
            return legacy.tcvn3(text)
        if encoding == "vni":
            return legacy.vni(text)
        return [("", unicodedata.normalize("NFD" if encoding == "nfd" else "NFC", text))]

    def _pieces(self, text: str) -> list[str]:
        if len(text) < 4 or self.rng.random() > self.split:
            return [text]
        cuts = sorted(self.rng.sample(range(1, len(text)), min(self.rng.randint(1, 5), len(text) - 1)))
        return [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def _set_font(owner: Any, name: str) -> None:
    """Set the font of a run or style in every slot."""
    owner.font.name = name
    fonts = owner._element.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(slot), name)


def _dress(rng: Dice, run: Any) -> None:
    """Put `run` inside what Word wraps around dates, addresses, names and corrections."""
    way = rng.choice(("smart tag", "link", "inserted", "bookmark"))
    element = run._element
    if way == "bookmark":
        for name, attributes in (
            ("w:proofErr", {"w:type": "spellStart"}),
            ("w:bookmarkStart", {"w:id": "7", "w:name": "_GoBack"}),
        ):
            mark = OxmlElement(name)
            for key, value in attributes.items():
                mark.set(qn(key), value)
            element.addprevious(mark)
        return
    wrapper = OxmlElement({"smart tag": "w:smartTag", "link": "w:hyperlink", "inserted": "w:ins"}[way])
    if way == "smart tag":
        wrapper.set(qn("w:uri"), "urn:schemas-microsoft-com:office:smarttags")
        wrapper.set(qn("w:element"), "place")
    elif way == "link":
        wrapper.set(qn("w:anchor"), "_top")
    else:
        wrapper.set(qn("w:id"), "9")
        wrapper.set(qn("w:author"), "Văn thư")
        element.addprevious(_deleted("Tần Láo Cũ"))
    element.addprevious(wrapper)
    wrapper.append(element)


def _deleted(text: str) -> Any:
    deletion, run, words = OxmlElement("w:del"), OxmlElement("w:r"), OxmlElement("w:delText")
    deletion.set(qn("w:id"), "8")
    deletion.set(qn("w:author"), "Văn thư")
    words.text = text
    run.append(words)
    deletion.append(run)
    return deletion


def _add_symbol(paragraph: Any, code: int) -> None:
    symbol = OxmlElement("w:sym")
    symbol.set(qn("w:font"), "Wingdings")
    symbol.set(qn("w:char"), f"F0{code:02X}")
    paragraph.add_run()._element.append(symbol)


def new_document(ink: Ink) -> Any:
    document = Document()
    normal = document.styles["Normal"]
    normal.font.size = Pt(13)
    _set_font(normal, ink.style_font or "Times New Roman")
    return document


def centred(document: Any, ink: Ink, text: str, *, bold: bool = True) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    ink.write(paragraph, text, bold=bold)


def fill_cell(
    cell: Any, ink: Ink, lines: tuple[str, ...] | list[str], *, bold: bool = False, centre: bool = False
) -> None:
    """Write `lines` as the paragraphs of `cell`."""
    for at, line in enumerate(lines or ("",)):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        if centre:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        ink.write(paragraph, line, bold=bold)


def save(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return same_bytes_every_time(out.getvalue())


def same_bytes_every_time(package: bytes) -> bytes:
    """Rewrite a zip package with one fixed time in every entry."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            part = (
                _STAMP.sub(rb"\g<1>2022-09-16T08:00:00Z", old.read(item))
                if item.filename == "docProps/core.xml"
                else old.read(item)
            )
            new.writestr(zipfile.ZipInfo(item.filename, (2022, 9, 16, 8, 0, 0)), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
