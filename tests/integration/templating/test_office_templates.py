"""Every template of the office: filled the compiled way and by docxtpl, it is the same document.

What values the templates get is the drafting room's business (and tested there); here each name stands for a value that
is text, list and record at once, so that every loop turns and every attribute exists.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import meta
from lxml import etree

from pipeline.templating import Template, plain
from pipeline.templating.environment import environment
from pipeline.templating.package import read_members
from pipeline.templating.parts import read_parts
from tests.unit.templating.papers import canonical, opened

TEMPLATES = sorted((Path(__file__).parents[3] / "templates").rglob("*.docx"))


class Anything(str):
    """A text that has every attribute and can be looped over twice."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Anything:
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything(f"{self} & {name}")

    def __iter__(self) -> Iterator[Anything]:
        return iter([Anything(f"{self} <1>"), Anything(f"{self}\n2")])


def values(content: bytes) -> dict[str, Anything]:
    """A value for every name a template asks for."""
    sources = [part.source for part in read_parts(read_members(content))]
    names = set().union(*(meta.find_undeclared_variables(environment().parse(source)) for source in sources))
    return {name: Anything(name) for name in names - set(environment().globals)}


def with_paragraphs(xml: bytes) -> bytes:
    """With an empty paragraph in each cell that docxtpl leaves without any, which Word does not open."""
    tree = etree.fromstring(xml)
    for cell in tree.iter(qn("w:tc")):
        if cell[-1].tag != qn("w:p"):
            etree.SubElement(cell, qn("w:p"))
    return etree.tostring(tree)


def test_the_office_has_templates() -> None:
    assert TEMPLATES


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_the_compiled_way_gives_the_xml_of_docxtpl(path: Path) -> None:
    content = path.read_bytes()
    context = values(content)
    stream = io.BytesIO()
    theirs = DocxTemplate(io.BytesIO(content))
    theirs.render(context, environment())
    theirs.save(stream)

    ours = read_members(Template(path).render(context))

    filled = {name: data for name, data in read_members(stream.getvalue()).items() if name.startswith("word/")}
    xml = [name for name in filled if name.endswith(".xml")]
    assert [canonical(ours[name]) for name in xml] == [canonical(with_paragraphs(filled[name])) for name in xml]
    assert "{{" not in "".join(paragraph.text for paragraph in opened(stream.getvalue()).paragraphs)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_needs_the_slow_way(path: Path) -> None:
    assert not any(plain.needs_docxtpl(part) for part in read_parts(read_members(path.read_bytes())))
