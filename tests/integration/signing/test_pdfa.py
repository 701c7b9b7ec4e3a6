"""The check for PDF/A-2b finds what form fields and programs around us get wrong, and says who judged."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from pipeline.signing import precheck


def no_appearances_wanted(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm.NeedAppearances = True


def appearance_missing(document: pikepdf.Pdf) -> None:
    del document.Root.AcroForm.Fields[0].AP


def font_not_embedded(document: pikepdf.Pdf) -> None:
    del document.Root.AcroForm.DR.Font.Slot.FontDescriptor.FontFile2


def no_intent(document: pikepdf.Pdf) -> None:
    del document.Root.OutputIntents


def no_metadata(document: pikepdf.Pdf) -> None:
    del document.Root.Metadata


def hidden_field(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm.Fields[0].F = 6


def javascript(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = document.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def javascript_by_name(document: pikepdf.Pdf) -> None:
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array()))


def wrong_widths(document: pikepdf.Pdf) -> None:
    font = document.Root.AcroForm.DR.Font.Slot
    font.Widths = Array([int(width) * 2048 // 1000 for width in font.Widths])


def widths_of_the_page(document: pikepdf.Pdf) -> None:
    font = next(iter(document.pages[0].Resources.Font.values()))
    font.Widths[60] = float(font.Widths[60]) + 2


def attachment(document: pikepdf.Pdf) -> None:
    document.attachments["a.txt"] = b"a"


def field_with_action(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm.Fields[0].AA = Dictionary()


def not_printed(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm.Fields[0].F = 0


MUTANTS: dict[Callable[[pikepdf.Pdf], None], str] = {
    no_appearances_wanted: "NeedAppearances",
    appearance_missing: "không có hình hiển thị",
    font_not_embedded: "không được nhúng",
    no_intent: "hệ màu",
    no_metadata: "PDF/A-2b",
    hidden_field: "bị ẩn",
    javascript: "JavaScript",
    javascript_by_name: "JavaScript",
    wrong_widths: "Độ rộng",
    widths_of_the_page: "Độ rộng",
    attachment: "đính kèm",
    field_with_action: "hành động",
    not_printed: "không in ra",
}


@pytest.mark.parametrize(("mutate", "problem"), MUTANTS.items(), ids=[mutate.__name__ for mutate in MUTANTS])
def test_each_mutant_is_caught_and_named(prepared: bytes, mutate: Callable[[pikepdf.Pdf], None], problem: str) -> None:
    with pikepdf.open(io.BytesIO(prepared)) as document:
        mutate(document)
        stream = io.BytesIO()
        document.save(stream)

    verdict = precheck(stream.getvalue())

    assert not verdict.passed
    assert any(problem in sentence for sentence in verdict.problems)


def test_a_verdict_of_our_own_is_called_a_precheck(prepared: bytes) -> None:
    verdict = precheck(prepared)

    assert (verdict.tool, verdict.profile, verdict.passed) == ("tiền kiểm", "PDF/A-2b", True)


def test_what_is_no_pdf_fails() -> None:
    assert not precheck(b"").passed
    assert not precheck(b"%PDF-1.7 and no more").passed


ANSWER = """<?xml version="1.0"?>
<report><buildInformation><releaseDetails id="core" version="1.26.1"/></buildInformation><jobs><job>
<validationReport isCompliant="{passed}" profileName="PDF/A-2B"><details>{rules}</details></validationReport>
</job></jobs></report>"""
RULE = """<rule clause="6.2.11.5" testNumber="1" status="failed"><description>Widths differ</description></rule>"""


@pytest.fixture
def verapdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a program called verapdf on the path that prints an answer."""

    def install(answer: str) -> None:
        (tmp_path / "answer.xml").write_text(answer)
        program = tmp_path / "verapdf"
        program.write_text(f'#!/bin/sh\ntest -f "$5" && exec /bin/cat "{tmp_path}/answer.xml"\n')
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path), prepend=":")

    return install


def test_verapdf_judges_where_it_is_installed(prepared: bytes, verapdf: Callable[[str], None]) -> None:
    verapdf(ANSWER.format(passed="true", rules=""))

    verdict = precheck(prepared)

    assert (verdict.tool, verdict.version, verdict.passed, verdict.problems) == ("veraPDF", "1.26.1", True, ())


def test_what_verapdf_finds_is_passed_on(prepared: bytes, verapdf: Callable[[str], None]) -> None:
    verapdf(ANSWER.format(passed="false", rules=RULE))

    verdict = precheck(prepared)

    assert (verdict.passed, verdict.problems) == (False, ("6.2.11.5-1: Widths differ",))


def test_a_verapdf_that_says_nothing_has_not_passed_anything(prepared: bytes, verapdf: Callable[[str], None]) -> None:
    verapdf("out of memory")

    verdict = precheck(prepared)

    assert not verdict.passed
    assert verdict.tool == "veraPDF"


def test_a_font_nobody_can_open_fails(prepared: bytes) -> None:
    with pikepdf.open(io.BytesIO(prepared)) as document:
        font = document.Root.AcroForm.DR.Font.Slot.FontDescriptor.FontFile2
        font.write(font.read_bytes().replace(b"head", b"daeh"))
        stream = io.BytesIO()
        document.save(stream)

    assert not precheck(stream.getvalue()).passed
