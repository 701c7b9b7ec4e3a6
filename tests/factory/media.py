"""The kinds of sample: a random content written into one medium."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.factory import (
    Sample,
    docx_controls,
    docx_kit,
    docx_lines,
    docx_parts,
    docx_tables,
    pdf_form,
    pdf_text,
    td01_write,
    xlsx,
    xlsx_sheet,
)
from tests.factory.dice import Dice
from tests.factory.docx_kit import Ink
from tests.factory.lexicon import lexicon
from tests.factory.nomination import random_case, random_sheet
from tests.factory.pdf_text import Page
from tests.factory.sheet import Sheet
from tests.factory.td01 import random_registration

Writer = Callable[[Sheet, Dice, Ink], tuple[bytes, tuple[str, ...]]]
Maker = Callable[[Dice, str], Sample]


def _names(truth: list[dict[str, Any]]) -> list[str]:
    names = [form["fields"].get("ho_ten") for form in truth]
    names += [form["fields"].get("truong_don_vi") for form in truth]
    names += [row["ho_ten"] for form in truth for row in form["tables"].get("ca_nhan", [])]
    return [name for name in names if name]


def sample(
    rng: Dice, name: str, suffix: str, data: bytes, truth: list[dict[str, Any]], traits: tuple[str, ...]
) -> Sample:
    kind = name.rsplit("-", 1)[0]
    return Sample(f"{name}.{suffix}", data, truth, kind, traits, lexicon(rng, _names(truth)))


def _docx(rng: Dice, name: str, writer: Writer, encoding: str) -> Sample:
    sheet = random_sheet(rng, symbols=True)
    style = {"tcvn3": ".VnTime", "vni": "VNI-Times"}.get(encoding, "") if rng.random() < 0.4 else ""
    dress = 0.15 if encoding == "nfc" and rng.random() < 0.12 else 0.0
    data, traits = writer(sheet, rng, Ink(rng, encoding, dress=dress, style_font=style))
    traits = (*traits, *(("font in style",) if style else ()), *(("dressed runs",) if dress else ()))
    return sample(rng, name, "docx", data, [sheet.truth()], (*sheet.traits, *traits))


def _lines_or_tables(rng: Dice) -> Writer:
    return docx_lines.write if rng.random() < 0.6 else docx_tables.write


def tcvn3(rng: Dice, name: str) -> Sample:
    encoding = "tcvn3" if rng.random() < 0.6 else "mixed"
    return _docx(rng, name, _lines_or_tables(rng), encoding)


def vni(rng: Dice, name: str) -> Sample:
    return _docx(rng, name, _lines_or_tables(rng), "vni")


def nfd(rng: Dice, name: str) -> Sample:
    return _docx(rng, name, _lines_or_tables(rng), "nfd")


def lines(rng: Dice, name: str) -> Sample:
    return _docx(rng, name, docx_lines.write, "nfc")


def tables(rng: Dice, name: str) -> Sample:
    return _docx(rng, name, docx_tables.write, "nfc")


def controls(rng: Dice, name: str) -> Sample:
    return _docx(rng, name, docx_controls.write, "nfc")


def text_pdf(rng: Dice, name: str) -> Sample:
    sheet = random_sheet(rng)
    data, traits = pdf_text.write(sheet, rng)
    return sample(rng, name, "pdf", data, [sheet.truth()], (*sheet.traits, *traits))


def form_pdf(rng: Dice, name: str) -> Sample:
    sheet = random_sheet(rng)
    data, traits = pdf_form.write(sheet, rng)
    return sample(rng, name, "pdf", data, [sheet.truth()], (*sheet.traits, *traits))


def xlsx_list(rng: Dice, name: str) -> Sample:
    data, truth, traits = xlsx.write(rng)
    return sample(rng, name, "xlsx", data, truth, traits)


def td01_docx(rng: Dice, name: str) -> Sample:
    registration = random_registration(rng)
    encoding = rng.choices(("nfc", "nfd", "tcvn3"), (80, 10, 10))[0]
    data, traits = td01_write.docx(registration, rng, Ink(rng, encoding))
    return sample(rng, name, "docx", data, [registration.truth()], (encoding, *traits))


def td01_xlsx(rng: Dice, name: str) -> Sample:
    registration = random_registration(rng)
    data, traits = td01_write.xlsx(registration, rng)
    return sample(rng, name, "xlsx", data, [registration.truth()], traits)


def td01_pdf(rng: Dice, name: str) -> Sample:
    registration = random_registration(rng)
    data, traits = td01_write.pdf(registration, rng)
    return sample(rng, name, "pdf", data, [registration.truth()], traits)


def parts(rng: Dice, name: str) -> Sample:
    data, truth, traits = docx_parts.write(
        random_case(rng), rng, Ink(rng, rng.choice(("nfc", "nfc", "nfc", "nfd", "tcvn3")))
    )
    return sample(rng, name, "docx", data, [truth], traits)


def _without_foot(rng: Dice) -> Sheet:
    """A nomination without a foot line: a Word file has one foot for all its pages."""
    sheet = random_sheet(rng)
    while sheet.footer:
        sheet = random_sheet(rng)
    return sheet


def several_docx(rng: Dice, name: str) -> Sample:
    """Two or three nominations in one Word file, each on a page of its own."""
    ink, sheets = Ink(rng), [_without_foot(rng) for _ in range(rng.choice((2, 2, 3)))]
    document = docx_kit.new_document(ink)
    traits: list[str] = []
    writer = rng.choice((docx_lines, docx_tables))
    for at, sheet in enumerate(sheets):
        if at:
            document.add_page_break()
        traits += writer.add(document, sheet, rng, ink)
    return sample(rng, name, "docx", docx_kit.save(document), [sheet.truth() for sheet in sheets], tuple(traits))


def several_pdf(rng: Dice, name: str) -> Sample:
    page, sheets = Page(rng), [random_sheet(rng) for _ in range(2)]
    traits: list[str] = []
    for at, sheet in enumerate(sheets):
        if at:
            page.turn()
        traits += pdf_text.add(page, sheet, rng)
    return sample(rng, name, "pdf", page.save(), [sheet.truth() for sheet in sheets], tuple(traits))


def xlsx_form(rng: Dice, name: str) -> Sample:
    sheet = random_sheet(rng)
    data, traits = xlsx_sheet.write(sheet, rng)
    return sample(rng, name, "xlsx", data, [sheet.truth()], (*sheet.traits, *traits))
