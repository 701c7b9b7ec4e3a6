"""The compiled way and docxtpl's own give the same XML, and what only docxtpl can do goes through it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx.document import Document
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage, RichText

from pipeline.templating import Template, plain
from pipeline.templating.environment import environment
from pipeline.templating.package import read_members
from tests.unit.templating.papers import canonical, cells, opened, table, template

SAMPLE: dict[str, Any] = {
    "ten": "Lý Thị Thử Nghiệm & Giàng A Mẫu",
    "dia_chi": "Số 1\tphố <A>\nphường B\apường C\ftrang sau",
    "co": True,
    "khong": [],
    "ds": [{"ten": f"Tên {n}", "chuc_vu": "Trưởng\nphòng"} for n in range(3)],
    "dam": RichText("đậm", bold=True),
}


def _picture_and_header(document: Document, picture: bytes) -> None:
    document.sections[0].header.paragraphs[0].text = "Số {{ ten }}\t{{ dia_chi }}"
    document.add_paragraph("{%p for n in ds %}")
    document.add_paragraph().add_run("{{ n.ten }}").add_picture(io.BytesIO(picture))
    document.add_paragraph("{%p endfor %}")


def _merged(document: Document) -> None:
    grid = document.add_table(rows=4, cols=2)
    grid.cell(0, 0).merge(grid.cell(0, 1)).text = "{% cellbg 'FF0000' %}{{ ten }}"
    grid.cell(1, 0).text = "{%tr for n in ds %}"
    grid.cell(2, 0).text, grid.cell(2, 1).text = "{% vm %}{{ ten }}", "{{ n.chuc_vu }}"
    grid.cell(3, 0).text = "{%tr endfor %}"


TEMPLATES: dict[str, Callable[[bytes], bytes]] = {
    "text": lambda _: template("{{ ten }} {% if co %}có{% else %}không{% endif %}", "{{ dia_chi }}", "{# ghi chú #}x"),
    "paragraphs": lambda _: template("{%p for n in ds %}", "{{ n.ten }}:\t{{ n.chuc_vu }}", "{%p endfor %}", "hết"),
    "whitespace": lambda _: template("{% if co -%}", "a", "{%- endif %}", "  {{ ten|upper }}  "),
    "rows": lambda _: template(
        build=table(
            ("A", "B"), ("{%tr for n in ds %}", ""), ("{{ n.ten }}", "{{ loop.index }}"), ("{%tr endfor %}", "")
        )
    ),
    "rich text": lambda _: template("a {{r dam }} b"),
    "merged cells": lambda _: template(build=_merged),
    "pictures": lambda picture: template(build=lambda document: _picture_and_header(document, picture)),
    "columns": lambda _: template(build=table(("{%tc for n in ds %}", "{{ n.ten }}", "{%tc endfor %}"))),
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_xml_is_that_of_docxtpl(name: str, picture: bytes) -> None:
    content = TEMPLATES[name](picture)
    stream = io.BytesIO()
    theirs = DocxTemplate(io.BytesIO(content))
    theirs.render(SAMPLE, environment())
    theirs.save(stream)

    ours = read_members(Template(content).render(SAMPLE))

    filled = {
        key: data
        for key, data in read_members(stream.getvalue()).items()
        if key.startswith("word/") and key.endswith(".xml")
    }
    assert {key: canonical(ours[key]) for key in filled} == {key: canonical(data) for key, data in filled.items()}


def test_only_templates_that_need_docxtpl_take_the_slow_way(picture: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = []
    monkeypatch.setattr(plain, "fill", lambda content, _context: slow.append(content) or read_members(content))

    contents = {name: make(picture) for name, make in TEMPLATES.items()}
    for content in contents.values():
        Template(content).render(SAMPLE)

    assert slow == [contents["columns"]]


def test_a_table_whose_longest_row_may_be_missing_is_left_to_docxtpl() -> None:
    def build(document: Document) -> None:
        grid = document.add_table(rows=4, cols=3)
        grid.cell(0, 0).text, grid.cell(2, 0).text = "{%tr if co %}", "{%tr endif %}"
        grid.rows[3]._tr.remove(grid.rows[3]._tr.tc_lst[-1])

    content = template("{{ co }}", build=build)

    assert len(opened(Template(content).render({"co": True})).tables[0].columns) == 3
    assert len(opened(Template(content).render({"co": False})).tables[0].columns) == 2


def test_what_docxtpl_fills_is_whole_and_the_same_every_time() -> None:
    def build(document: Document) -> None:
        table(("{%tc for n in ds %}", "{{ n.ten }}", "{%tc endfor %}"))(document)
        document.core_properties.title = "{{ ten }}"

    content = template(build=build)

    first, second = (Template(content).render(SAMPLE) for _ in range(2))

    assert cells(first) == [["Tên 0", "Tên 1", "Tên 2"]]
    assert opened(first).core_properties.title == SAMPLE["ten"]
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as made:
        assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_picture_in_the_data_is_put_into_the_document(picture: bytes) -> None:
    shared = InlineImage(None, io.BytesIO(picture), width=Mm(10))

    filled = opened(Template(template("{{ anh }}")).render({"anh": shared}))

    assert [shape.width for shape in filled.inline_shapes] == [Mm(10)]
    assert shared.tpl is None
