"""Footnotes and endnotes, which python-docx cannot write and docxtpl fills by half."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipeline import errors
from pipeline.templating import Template, check
from tests.unit.templating.papers import member, table, template

_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"


def with_notes(content: bytes, text: str) -> bytes:
    """The same template with a footnote and an endnote of that text."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            data = old.read(entry).decode("utf-8", "surrogateescape")
            for kind in ("footnotes", "endnotes"):
                override = f'<Override PartName="/word/{kind}.xml" ContentType="{_TYPE.format(kind)}"/></Types>'
                related = f'<Relationship Id="r{kind}" Type="{_REL.format(kind)}" Target="{kind}.xml"/></Relationships>'
                if entry.filename == "[Content_Types].xml":
                    data = data.replace("</Types>", override)
                if entry.filename == "word/_rels/document.xml.rels":
                    data = data.replace("</Relationships>", related)
            new.writestr(entry, data.encode("utf-8", "surrogateescape"))
        for kind in ("footnote", "endnote"):
            note = f'<w:{kind} w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{kind}>'
            new.writestr(f"word/{kind}s.xml", f'<w:{kind}s xmlns:w="{_NS}">{note}</w:{kind}s>')
    return stream.getvalue()


@pytest.mark.parametrize("slow", [False, True], ids=["compiled", "by docxtpl"])
def test_notes_are_filled_either_way(slow: bool) -> None:
    columns = table(("{%tc for x in ds %}", "{{ x }}", "{%tc endfor %}"))
    content = with_notes(template("a", build=columns if slow else None), "Theo {{ nguon }}")

    made = Template(content).render({"nguon": "NĐ 30 & PL I", "ds": ["1", "2"]})

    for name in ("word/footnotes.xml", "word/endnotes.xml"):
        assert "Theo NĐ 30 &amp; PL I" in member(made, name).decode()


def test_a_problem_in_a_note_says_so() -> None:
    content = with_notes(template("a"), "Theo {{ nguon }}")

    with pytest.raises(errors.TemplateNameUnknown, match="phần chú thích"):
        Template(content).render({})
    assert [problem.part for problem in check(content, {})] == [
        "phần chú thích cuối văn bản",
        "phần chú thích cuối trang",
    ]
