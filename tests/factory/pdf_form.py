"""Fillable PDF forms: a printed page with widgets on it, made with reportlab and fitted with fields by pypdf."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from tests.factory.dice import Dice
from tests.factory.pdf_text import LEFT, RIGHT, Page, write_head
from tests.factory.sheet import Entry, Sheet
from tests.factory.wording import FIELD_NAMES, unaccented

NAMING = ("meaningful", "meaningful", "from labels", "TextN with tooltip", "TextN beside label", "nested")


@dataclass
class Widget:
    """One field on the page; `options` of a group of check boxes are (name, rect, on)."""

    key: str
    label: str
    value: str
    page: int
    rect: tuple[float, float, float, float]
    kind: str = "text"  # "text" | "choice" | "check"
    option: str = ""
    on: bool = False
    multiline: bool = False


def write(sheet: Sheet, rng: Dice, naming: str = "") -> tuple[bytes, tuple[str, ...]]:
    page = Page(rng)
    write_head(page, sheet)
    widgets = _body(page, sheet, rng)
    _signature(page, sheet, rng, widgets)
    page.foot(sheet.footer)
    naming = naming or rng.choice(NAMING)
    appearance = rng.choice(("none", "none", "right", "stale"))
    radio = rng.random() < 0.4
    data = _fit(page.save(), widgets, naming, appearance, radio, rng)
    return data, (f"names: {naming}", f"appearance: {appearance}", *(("radio",) if radio else ()))


def _body(page: Page, sheet: Sheet, rng: Dice) -> list[Widget]:
    widgets: list[Widget] = []
    above = rng.random() < 0.25  # labels above their fields instead of left of them
    for number, entry in enumerate(sheet.entries, 1):
        page.room(page.leading * 4)
        label = sheet.heading(entry, number) + sheet.colon.replace("：", ":")
        x = page.put(LEFT, label) + 6
        if entry.ticks:
            _tick_widgets(page, entry, widgets, x)
        elif entry.long:
            page.down()
            page.room(page.leading * 6)
            widgets.append(
                Widget(
                    entry.key,
                    entry.label,
                    "\n".join(entry.texts),
                    page.pages - 1,
                    (LEFT, page.y - page.leading * 5, RIGHT, page.y + page.size),
                    multiline=True,
                )
            )
            page.y -= page.leading * 5
        else:
            if above or x > RIGHT - 120:
                page.down()
                x = LEFT
            kind = "choice" if entry.key in {"dan_toc", "gioi_tinh"} and rng.random() < 0.4 else "text"
            widgets.append(
                Widget(
                    entry.key, entry.label, entry.text, page.pages - 1, (x, page.y - 4, RIGHT, page.y + page.size), kind
                )
            )
        page.down(1.4)
    return widgets


def _tick_widgets(page: Page, entry: Entry, widgets: list[Widget], x: float) -> None:
    if entry.vertical or len(entry.ticks) > 2:
        x = LEFT + 20
        page.down()
    for at, tick in enumerate(entry.ticks):
        if x + page.width(tick.label) + 30 > RIGHT or (at and (entry.vertical or len(entry.ticks) > 2)):
            page.down()
            x = LEFT + 20
        rect = (x, page.y - 2, x + 10, page.y + 8)
        widgets.append(Widget(entry.key, entry.label, "", page.pages - 1, rect, "check", tick.code, tick.on))
        x = page.put(x + 15, tick.label) + 25


def _signature(page: Page, sheet: Sheet, rng: Dice, widgets: list[Widget]) -> None:
    """Date and head of unit: printed above the fields' places, or fields themselves."""
    page.room(page.leading * 8)
    middle = (LEFT + RIGHT) / 2
    if rng.random() < 0.5 and sheet.says.get("ngay_ky"):
        x = page.put(middle, "Ngày ký: ") + 4
        y, m, d = sheet.says["ngay_ky"].split("-")
        widgets.append(
            Widget("ngay_ky", "Ngày ký", f"{d}/{m}/{y}", page.pages - 1, (x, page.y - 4, RIGHT, page.y + page.size))
        )
    else:
        page.centred(sheet.place_date, middle - 20, RIGHT)
    page.down()
    page.centred(sheet.right_block[0], middle, RIGHT, bold=True)
    page.down(3)
    name = sheet.says.get("truong_don_vi") or ""
    if rng.random() < 0.6:
        widgets.append(
            Widget(
                "truong_don_vi",
                "Trưởng đơn vị",
                name,
                page.pages - 1,
                (middle + 10, page.y - 4, RIGHT, page.y + page.size),
            )
        )
    else:
        page.centred(name, middle, RIGHT)


def _field_name(widget: Widget, naming: str, number: int, style: int) -> str:
    if naming == "from labels":
        return unaccented(widget.label)
    if naming.startswith("TextN"):
        return f"Text{number}"
    names = FIELD_NAMES.get(widget.key, (unaccented(widget.label).replace(" ", "_").lower(),))
    return names[min(style, len(names) - 1)]


def _fit(data: bytes, widgets: list[Widget], naming: str, appearance: str, radio: bool, rng: Dice) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    fields: ArrayObject = ArrayObject()
    style = rng.randint(0, 2)
    groups: dict[str, Any] = {}
    for number, widget in enumerate(widgets, 1):
        name = _field_name(widget, naming, number, style)
        if widget.kind == "check" and (radio and widget.key == "gioi_tinh"):
            _radio_button(
                writer, widget, groups, fields, f"Group{number}" if naming.startswith("TextN") else name, naming
            )
            continue
        if widget.kind == "check":
            name = (
                f"Check{number}"
                if naming.startswith("TextN")
                else f"{name}={widget.option}"
                if style == 0
                else f"{name}_{unaccented(widget.option)}"
            )
        field = _annotation(widget, appearance)
        field[NameObject("/T")] = TextStringObject(name)
        if naming == "TextN with tooltip" or (naming == "meaningful" and rng.random() < 0.3):
            tip = f"{widget.label}: {_option_words(widget)}" if widget.kind == "check" else widget.label
            field[NameObject("/TU")] = TextStringObject(tip)
        reference = _place(writer, widget.page, field)
        if naming == "nested":
            parent = _parent(writer, groups, fields)
            field[NameObject("/Parent")] = parent
            parent.get_object()["/Kids"].append(reference)
        else:
            fields.append(reference)
    form = DictionaryObject(
        {
            NameObject("/Fields"): fields,
            NameObject("/DA"): TextStringObject("/Helv 0 Tf 0 g"),
            NameObject("/NeedAppearances"): BooleanObject(appearance != "right"),
        }
    )
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)
    writer._ID = ArrayObject([TextStringObject("vanthu-factory-1"), TextStringObject("vanthu-factory-1")])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _option_words(widget: Widget) -> str:
    from tests.factory.lists import FIELD, TITLES

    if widget.option in TITLES:
        return TITLES[widget.option][0]
    return f"{widget.option} - {FIELD[widget.option].short}" if widget.option in FIELD else widget.option


def _place(writer: PdfWriter, page: int, annotation: DictionaryObject) -> Any:
    reference = writer._add_object(annotation)
    target = writer.pages[page]
    annotation[NameObject("/P")] = target.indirect_reference
    if "/Annots" not in target:
        target[NameObject("/Annots")] = ArrayObject()
    target["/Annots"].append(reference)  # type: ignore[attr-defined]
    return reference


def _parent(writer: PdfWriter, groups: dict[str, Any], fields: ArrayObject) -> Any:
    if "nested" not in groups:
        top = DictionaryObject({NameObject("/T"): TextStringObject("form1[0]"), NameObject("/Kids"): ArrayObject()})
        groups["nested"] = writer._add_object(top)
        fields.append(groups["nested"])
    return groups["nested"]


def _annotation(widget: Widget, appearance: str) -> DictionaryObject:
    field = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/Rect"): ArrayObject([FloatObject(round(side, 2)) for side in widget.rect]),
            NameObject("/F"): NumberObject(4),
        }
    )
    if widget.kind == "check":
        field[NameObject("/FT")] = NameObject("/Btn")
        _set_check(field, widget, "Yes")
        return field
    field[NameObject("/FT")] = NameObject("/Ch" if widget.kind == "choice" else "/Tx")
    field[NameObject("/Ff")] = NumberObject(1 << 17 if widget.kind == "choice" else 1 << 12 if widget.multiline else 0)
    if widget.kind == "choice":
        words = dict.fromkeys(
            (*({"gioi_tinh": ("Nam", "Nữ")}.get(widget.key) or ("Kinh", "Mông", "Dao", "Tày")), widget.value)
        )
        field[NameObject("/Opt")] = ArrayObject([TextStringObject(word) for word in words if word])
    if widget.value:
        field[NameObject("/V")] = TextStringObject(
            widget.value.replace("\n", "\r") if widget.multiline else widget.value
        )
    if appearance != "none":
        shown = "Van ban mau" if appearance == "stale" else unaccented(widget.value)
        stream = StreamObject()
        stream[NameObject("/Type")], stream[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
        stream[NameObject("/BBox")] = ArrayObject([FloatObject(0), FloatObject(0), FloatObject(100), FloatObject(14)])
        stream.set_data(
            f"/Tx BMC q BT /Helv 10 Tf 2 4 Td ({shown.splitlines()[0] if shown else ''}) Tj ET Q EMC".encode(
                "ascii", "replace"
            )
        )
        field[NameObject("/AP")] = DictionaryObject({NameObject("/N"): stream})
    return field


def _set_check(field: DictionaryObject, widget: Widget, on_name: str) -> None:
    on, off = StreamObject(), StreamObject()
    for stream in (on, off):
        stream[NameObject("/Type")], stream[NameObject("/Subtype")] = NameObject("/XObject"), NameObject("/Form")
        stream[NameObject("/BBox")] = ArrayObject([FloatObject(0), FloatObject(0), FloatObject(10), FloatObject(10)])
    on.set_data(b"q 1 1 m 9 9 l S 1 9 m 9 1 l S Q")
    off.set_data(b"")
    field[NameObject("/AP")] = DictionaryObject(
        {NameObject("/N"): DictionaryObject({NameObject(f"/{on_name}"): on, NameObject("/Off"): off})}
    )
    state = NameObject(f"/{on_name}" if widget.on else "/Off")
    field[NameObject("/AS")] = state
    if "/FT" in field:
        field[NameObject("/V")] = state


def _radio_button(
    writer: PdfWriter, widget: Widget, groups: dict[str, Any], fields: ArrayObject, name: str, naming: str
) -> None:
    """One button of the group of `widget.key`; its state is named by the option."""
    if widget.key not in groups:
        group = DictionaryObject(
            {
                NameObject("/FT"): NameObject("/Btn"),
                NameObject("/Ff"): NumberObject(1 << 15),
                NameObject("/T"): TextStringObject(name),
                NameObject("/Kids"): ArrayObject(),
                NameObject("/V"): NameObject("/Off"),
            }
        )
        if naming == "TextN with tooltip":
            group[NameObject("/TU")] = TextStringObject(widget.label)
        groups[widget.key] = writer._add_object(group)
        fields.append(groups[widget.key])
    group = groups[widget.key].get_object()
    state = {"Nữ": "Nu"}.get(widget.option, widget.option)
    button = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/Rect"): ArrayObject([FloatObject(round(side, 2)) for side in widget.rect]),
            NameObject("/Parent"): groups[widget.key],
        }
    )
    _set_check(button, widget, state)
    if widget.on:
        group[NameObject("/V")] = NameObject(f"/{state}")
    group["/Kids"].append(_place(writer, widget.page, button))
