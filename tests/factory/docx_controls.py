"""Word forms with content controls: tagged, titled, or bare beside a printed label; placeholders still showing."""

from __future__ import annotations

from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml

from tests.factory import docx_frame, docx_kit
from tests.factory.dice import Dice
from tests.factory.docx_kit import Ink
from tests.factory.lists import FIELDS
from tests.factory.sheet import Entry, Sheet, Tick
from tests.factory.wording import FIELD_NAMES

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_PLACEHOLDERS = (
    "Bấm vào đây để nhập văn bản.",
    "Click or tap here to enter text.",
    "Nhấp hoặc gõ vào đây để nhập văn bản.",
    "Nhập họ tên",
)
_NAMING = ("tag", "tag", "title", "tag and title", "neither")
_CHOICES = {"dan_toc": ("Kinh", "Mông", "Dao", "Tày", "Giáy", "Hà Nhì", "Phù Lá", "Thái", "Nùng")}


def write(sheet: Sheet, rng: Dice, ink: Ink, naming: str = "") -> tuple[bytes, tuple[str, ...]]:
    document = docx_kit.new_document(ink)
    docx_frame.write_head(document, ink, sheet)
    naming = naming or rng.choice(_NAMING)
    body = _Controls(sheet, rng, ink, document, naming)
    body.write_all(in_table=rng.random() < 0.5)
    docx_frame.write_tail(document, ink, sheet)
    return docx_kit.save(document), (f"names: {naming}", *body.traits)


class _Controls:
    def __init__(self, sheet: Sheet, rng: Dice, ink: Ink, document: Any, naming: str) -> None:
        self.sheet, self.rng, self.ink, self.document, self.naming = sheet, rng, ink, document, naming
        self.style = rng.randint(0, 3)
        self.marks = rng.choice((("☐", "☒"), ("☐", "☑"), ("☐", "☒")))
        self.traits: list[str] = []

    def write_all(self, *, in_table: bool) -> None:
        table = self.document.add_table(rows=0, cols=2) if in_table else None
        if table is not None:
            table.style = "Table Grid"
            self.traits.append("controls in table")
        for number, entry in enumerate(self.sheet.entries, 1):
            heading = self.sheet.heading(entry, number)
            if table is not None:
                cells = table.add_row().cells
                self.ink.write(cells[0].paragraphs[0], heading + self.rng.choice(("", self.sheet.colon)))
                self._fill(cells[1].paragraphs[0], entry)
            else:
                paragraph = self.document.add_paragraph()
                self.ink.write(paragraph, f"{heading}{self.sheet.colon} ")
                self._fill(paragraph, entry)

    def _fill(self, paragraph: Any, entry: Entry) -> None:
        if entry.ticks:
            self._ticks(paragraph, entry)
        elif entry.key == "ngay_sinh" and self.rng.random() < 0.6 and (entry.when or not entry.texts):
            self._add(paragraph, self._control(entry, self._date_kind(entry.when)))
        elif entry.key in {"dan_toc", "gioi_tinh", "linh_vuc"} and self.rng.random() < 0.5:
            self._add(paragraph, self._control(entry, self._drop_down(entry)))
        else:
            self._add(paragraph, self._control(entry, '<w:text w:multiLine="1"/>' if entry.long else "<w:text/>"))

    def _add(self, paragraph: Any, xml: str) -> None:
        paragraph._p.append(parse_xml(xml))

    def _properties(self, key: str, label: str) -> str:
        name = FIELD_NAMES.get(key, (key,) * 4)[min(self.style, len(FIELD_NAMES.get(key, (key,))) - 1)]
        tag = f'<w:tag w:val="{escape(name)}"/>' if "tag" in self.naming else ""
        title = f'<w:alias w:val="{escape(label)}"/>' if "title" in self.naming else ""
        return f'{title}{tag}<w:id w:val="{self.rng.randint(1, 2**31 - 1)}"/>'

    def _control(self, entry: Entry, kind: str) -> str:
        properties = self._properties(entry.key, entry.label)
        if not entry.texts:
            words = self.rng.choice(_PLACEHOLDERS)
            empty = self.rng.random() < 0.2
            run = (
                "<w:r><w:t></w:t></w:r>"
                if empty
                else f'<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>{words}</w:t></w:r>'
            )
            showing = "" if empty else "<w:showingPlcHdr/>"
            return _control_xml(properties + showing + kind, run)
        text = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in entry.texts)
        return _control_xml(properties + kind, f"<w:r>{text}</w:r>")

    def _date_kind(self, when: date | None) -> str:
        full = f' w:fullDate="{when.isoformat()}T00:00:00Z"' if when else ""
        return f'<w:date{full}><w:dateFormat w:val="dd/MM/yyyy"/><w:lid w:val="vi-VN"/></w:date>'

    def _drop_down(self, entry: Entry) -> str:
        offered = {"gioi_tinh": ("Nam", "Nữ"), "linh_vuc": tuple(f.short for f in FIELDS)}.get(entry.key) or _CHOICES[
            "dan_toc"
        ]
        words = dict.fromkeys((*offered, *entry.texts))
        items = "".join(
            f'<w:listItem w:displayText="{escape(w)}" w:value="{escape(w)}"/>' for w in words if '"' not in w
        )
        self.traits.append(f"drop-down {entry.key}")
        return f'<w:dropDownList><w:listItem w:displayText="Chọn một mục." w:value=""/>{items}</w:dropDownList>'

    def _ticks(self, paragraph: Any, entry: Entry) -> None:
        for at, tick in enumerate(entry.ticks):
            if at and entry.vertical:
                paragraph.add_run().add_break()
            box = self._check_box(entry, tick)
            if self.sheet.ticks.after:
                self.ink.write(paragraph, f"{tick.label} ")
                self._add(paragraph, box)
                self.ink.write(paragraph, "    ")
            else:
                self._add(paragraph, box)
                self.ink.write(paragraph, f" {tick.label}    ")
        self.traits.append("check boxes")

    def _check_box(self, entry: Entry, tick: Tick) -> str:
        stem = FIELD_NAMES[entry.key][min(self.style, len(FIELD_NAMES[entry.key]) - 1)]
        option = tick.code if self.style % 2 == 0 else {"Nữ": "Nu"}.get(tick.code, tick.code)
        tag = f'<w:tag w:val="{stem}{"=" if self.style % 2 == 0 else "_"}{option}"/>' if "tag" in self.naming else ""
        title = f'<w:alias w:val="{escape(tick.label)}"/>' if "title" in self.naming else ""
        sign = self.marks[1 if tick.on else 0]
        if self.rng.random() < 0.05:
            sign = self.marks[0]  # the state counts, whatever the glyph shows
            self.traits.append("stale glyph")
        state = (
            f'<w14:checkbox><w14:checked w14:val="{int(tick.on)}"/>'
            '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
            '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
        )
        fonts = '<w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic"/></w:rPr>'
        number = f'<w:id w:val="{self.rng.randint(1, 2**31 - 1)}"/>'
        return _control_xml(title + tag + number + state, f"<w:r>{fonts}<w:t>{sign}</w:t></w:r>")


def _control_xml(properties: str, content: str) -> str:
    return f"<w:sdt {_NAMESPACES}><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
