"""The office's own blank forms: a Word file, a PDF to click or print, and the map of where its answers stand.

    from pipeline.reading import blanks

    paper = blanks.blank("TD-02", units=["Phòng Tổng hợp", …])
    paper.docx, paper.pdf, paper.zones

A printed blank names its layout's version in the QR code; `zone_map(form, version)` gives the map it was printed with.
Rows of a table have the keys `ca_nhan[1].ho_ten`, `ca_nhan[1].danh_hieu=LDTT`, counted from 1 in the order printed;
`Key.of` takes them apart. Fields of the PDF and tags of the Word file have the same names.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from pipeline.errors import NoSuchBlank
from pipeline.law import codes
from pipeline.reading.blanks.definition import FORMS, Lists, form
from pipeline.reading.blanks.keys import Key
from pipeline.reading.blanks.marks import Mark

__all__ = ["FORMS", "Blank", "Key", "Mark", "blank", "zone_map"]

PLAN = "KH-2021-2025"


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank form in its two media, and its zone map as contract §2 writes it."""

    docx: bytes
    pdf: bytes
    zones: dict[str, Any]

    def files(self) -> dict[str, bytes]:
        """The blank's files by the names contract §2 gives them."""
        name = self.zones["form"]
        return {f"{name}.docx": self.docx, f"{name}.pdf": self.pdf, f"{name}.zones.json": self._zones_json()}

    def _zones_json(self) -> bytes:
        """The zone map with a zone on each line, so that two versions can be compared."""
        lines = (
            f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(zone)}" for key, zone in self.zones["fields"].items()
        )
        head = f'{{"form": "{self.zones["form"]}", "version": {self.zones["version"]}, "fields": {{'
        body = ",\n  ".join(lines)
        return f"{head}\n  {body}\n}}}}\n".encode()


def blank(
    name: str,
    *,
    units: Sequence[str] = (),
    posts: Sequence[str] = (),
    fields: Sequence[codes.EmulationField] | None = None,
    titles: Sequence[codes.Title] | None = None,
    plan: str = PLAN,
) -> Blank:
    """The blank of form `name` ("TD-01", "TD-02"); the same bytes for the same arguments.

    `units` and `posts` are offered as lists on the screen. Without `fields` and `titles` the lists of the law room are
    printed. Raises `NoSuchBlank`, and `MissingPart` where the font is not installed.
    """
    from pipeline.reading.blanks import fillable, layout, paper, word

    lists = Lists(
        fields=codes.emulation_fields() if fields is None else fields,
        titles=codes.titles() if titles is None else titles,
        units=units,
        posts=posts,
    )
    described = form(name)
    sheets = layout.sheets(described, lists, plan)
    zones = {key: zone for sheet in sheets for key, zone in sheet.zone_map()}
    return Blank(
        docx=word.document(described, lists, plan),
        pdf=fillable.fillable(paper.printed(sheets, described.title), sheets),
        zones={"form": described.form, "version": described.version, "fields": zones},
    )


@functools.cache
def zone_map(name: str, version: int) -> dict[str, Any]:
    """The zones of a layout we have printed, also of an old one; raises `NoSuchBlank` for a version never printed."""
    kept = resources.files(__name__).joinpath("maps", f"{name}.v{version}.json")
    if not kept.is_file():
        raise NoSuchBlank(form=f"{name}/v{version}", known=", ".join(FORMS))
    zones: dict[str, Any] = json.loads(kept.read_text("utf-8"))
    return zones
