"""Filling by docxtpl itself, for what needs python-docx's object model: loops over columns, and pictures.

It is some twenty times slower than the compiled way and gives the same XML; `needs_docxtpl` and `has_pictures` say
when it is needed.
"""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from docxtpl import DocxTemplate, InlineImage
from lxml import etree

from pipeline.templating.environment import environment
from pipeline.templating.filling import DECLARATION, close_gaps, refuse_loose_text, resolve_listing, strict
from pipeline.templating.package import read_members
from pipeline.templating.parts import MAIN_DOCUMENT, NOTES, Part, W, parse, patch

if TYPE_CHECKING:
    import jinja2

_COLUMNS = re.compile(r"\{[{%]\s*tc\s|\{%\s*(?:colspan|hm)\b")
_ROW_OPENS = re.compile(r"\{%tr\s+(?:for|if)\b")
_ROW_CLOSES = re.compile(r"\{%tr\s+end(?:for|if)\b")


def needs_docxtpl(part: Part) -> bool:
    """Whether docxtpl's `fix_tables` might change a table of `part` once it is filled (it looks at the body only)."""
    return part.kind == MAIN_DOCUMENT and any(not _grid_is_final(table) for table in part.root.iter(f"{W}tbl"))


def _grid_is_final(table: etree._Element) -> bool:
    """Whether the table's columns stay as they are, whichever of its rows are printed.

    `fix_tables` counts the cells of the rows: it widens the grid to the longest, and cuts off columns no row reaches.
    """
    if _COLUMNS.search(_text(table)):
        return False
    grid = table.find(f"{W}tblGrid")
    if grid is None:
        return True
    columns = len(grid.findall(f"{W}gridCol"))
    rows = list(_rows(table))
    reaching = [always for always, cells, span in rows if span >= columns]
    return all(cells <= columns for _, cells, _ in rows) and (any(reaching) or len(reaching) == len(rows))


def _rows(table: etree._Element) -> Iterator[tuple[bool, int, int]]:
    """For each row that is printed: is it always, how many cells has it, how many columns do they span."""
    depth = 0
    for row in table.iter(f"{W}tr"):
        text = _text(row)
        depth += len(_ROW_OPENS.findall(text)) - len(_ROW_CLOSES.findall(text))
        if "{%tr" in text:
            continue
        cells = row.findall(f"{W}tc")
        yield depth == 0, len(cells), sum(map(_span, cells))


def _span(cell: etree._Element) -> int:
    """How many columns a cell takes."""
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    value = "1" if span is None else span.get(f"{W}val", "1")
    return int(value) if value.isdecimal() else 1


def _text(element: etree._Element) -> str:
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def has_pictures(value: object) -> bool:
    """Whether a context holds a docxtpl `InlineImage`, which has to write to the package."""
    if isinstance(value, Mapping):
        value = value.values()
    elif not isinstance(value, list | tuple):
        return isinstance(value, InlineImage)
    # Most values are texts; sorting them out here saves a call for each.
    return any(type(item) is not str and has_pictures(item) for item in value)


def fill(content: bytes, context: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the members of the template `content` filled by docxtpl, all but the file's properties.

    An `InlineImage` need not know its template: build it with ``tpl=None``. Raises what the template's expressions
    raise, and `BrokenOutput`.
    """
    template = _StrictTemplate(io.BytesIO(content))
    template.render({name: _bound(value, template) for name, value in context.items()}, environment())
    stream = io.BytesIO()
    template.save(stream)
    return read_members(stream.getvalue())


def _bound(value: object, template: DocxTemplate) -> object:
    """A copy of a context in which pictures belong to `template`; the caller's may be in use in another thread."""
    if isinstance(value, Mapping):
        return {key: _bound(item, template) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_bound(item, template) for item in value]
    if isinstance(value, InlineImage):
        picture = copy.copy(value)
        picture.tpl = template
        return picture
    return value


class _StrictTemplate(DocxTemplate):  # type: ignore[misc]
    """docxtpl, strict where it is lenient and complete where it forgets."""

    def patch_xml(self, src_xml: str) -> str:
        return patch(src_xml)

    def resolve_listing(self, xml: str) -> str:
        return resolve_listing(xml)

    def render_xml_part(
        self, src_xml: str, part: object, context: dict[str, Any], jinja_env: jinja2.Environment | None = None
    ) -> str:
        # `fix_tables` parses leniently afterwards: nothing broken may come so far.
        xml = close_gaps(super().render_xml_part(src_xml, part, context, jinja_env))
        refuse_loose_text(xml)
        return strict(xml).decode().removeprefix(DECLARATION)

    def render_footnotes(self, context: dict[str, Any], jinja_env: jinja2.Environment | None = None) -> None:
        """Fill endnotes too."""
        for part in self.docx.part.package.parts:
            if part.content_type in NOTES:
                xml = self.patch_xml(self.xml_to_string(parse(part.blob)))
                part._blob = (DECLARATION + self.render_xml_part(xml, part, context, jinja_env)).encode()

    def render_properties(self, context: dict[str, Any], jinja_env: jinja2.Environment | None = None) -> None:
        """Leave them to the caller: docxtpl escapes them twice, and stamps a template without any with the time."""
