"""What stands round the fields of a Word form: letterhead, title, date line, signature block, foot line."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml

from tests.factory.docx_kit import Ink, centred, fill_cell
from tests.factory.sheet import Registration, Sheet
from tests.factory.wording import MOTTO

_BOX = """<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="2600000" cy="500000"/>
<wp:docPr id="1" name="Text Box 1"/><a:graphic><a:graphicData
 uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr/>
<wps:txbx><w:txbxContent>{text}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline>
</w:drawing></mc:Choice><mc:Fallback><w:pict><v:rect style="width:200pt;height:40pt"><v:textbox>
<w:txbxContent>{text}</w:txbxContent></v:textbox></v:rect></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""


def write_head(document: Any, ink: Ink, sheet: Sheet | Registration) -> None:
    """Letterhead, title, note and addressee."""
    _letterhead(document, ink, sheet)
    document.add_paragraph()
    for line in sheet.title:
        centred(document, ink, line)
    if sheet.note:
        centred(document, ink, sheet.note, bold=False)
    if sheet.addressee:
        ink.write(document.add_paragraph(), sheet.addressee)


def _letterhead(document: Any, ink: Ink, sheet: Sheet | Registration) -> None:
    motto = (*MOTTO, sheet.place_date) if sheet.date_on_top and sheet.place_date else MOTTO
    if ink.encoding == "nfc" and ink.rng.rare(0.15):
        _text_box(document, sheet.letterhead)
        for line in motto:
            centred(document, ink, line)
    elif ink.rng.rare(0.1):
        for line in sheet.letterhead:
            ink.write(document.sections[0].header.add_paragraph(), line, bold=True)
        for line in motto:
            centred(document, ink, line)
    elif ink.rng.random() < 0.8:
        table = document.add_table(rows=1, cols=2)
        fill_cell(table.cell(0, 0), ink, list(sheet.letterhead), bold=True, centre=True)
        fill_cell(table.cell(0, 1), ink, motto, bold=True, centre=True)
    else:
        for line in (*motto, *sheet.letterhead):
            centred(document, ink, line)


def _text_box(document: Any, lines: tuple[str, ...]) -> None:
    """A text box as Word writes it: once for new programs and once again for old ones."""
    text = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines or ("",))
    document.add_paragraph()._p.append(parse_xml(_BOX.format(text=text)))


def write_tail(document: Any, ink: Ink, sheet: Sheet | Registration) -> None:
    """Opinion, closing, date line and signature block; in a borderless table or, rarely, as paragraphs on the right."""
    for line in (sheet.opinion, sheet.closing):
        if line:
            ink.write(document.add_paragraph(), line)
    place_date = "" if sheet.date_on_top else sheet.place_date
    if sheet.left_block or ink.rng.random() < 0.7:
        inside = bool(place_date) and ink.rng.random() < 0.4
        right = (place_date, *sheet.right_block) if inside else sheet.right_block
        _right(document, ink, "" if inside else place_date)  # two tables that touch would be one to Word
        table = document.add_table(rows=1, cols=2)
        fill_cell(table.cell(0, 0), ink, list(sheet.left_block), centre=True)
        fill_cell(table.cell(0, 1), ink, list(right), centre=True)
    else:
        for line in (place_date, *sheet.right_block):
            _right(document, ink, line)
    if sheet.footer:
        ink.write(document.sections[0].footer.paragraphs[0], sheet.footer)


def _right(document: Any, ink: Ink, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if text:
        ink.write(paragraph, text)
