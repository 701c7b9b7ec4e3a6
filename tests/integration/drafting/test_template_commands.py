"""``vanthu template``: a copy to edit, what is wrong with it, how it looks."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from pipeline.cli.templates import template
from pipeline.errors import FileInTheWay, TemplatePurposeUnknown, UnknownVariant
from pipeline.home import TEMPLATES

pytestmark = pytest.mark.django_db


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(template, [str(argument) for argument in arguments], standalone_mode=False)


def copy_of(tmp_path: Path, kind: str, *options: str) -> Path:
    copy = tmp_path / "ban-chep.docx"
    assert run("new", kind, *options, "--out", copy).exception is None
    return copy


def test_a_new_template_is_the_office_s_own_with_sample_facts_beside_it(tmp_path: Path):
    copy = copy_of(tmp_path, "thong_bao", "--variant", "lay_y_kien")

    assert copy.read_bytes() == (TEMPLATES / "thongbao" / "lay-y-kien.docx").read_bytes()
    assert json.loads(copy.with_suffix(".json").read_text("utf-8"))["dot"] == "quý III năm 2022"


def test_nothing_is_written_over(tmp_path: Path):
    copy = copy_of(tmp_path, "cong_van")

    assert isinstance(run("new", "thong_bao", "--out", copy).exception, FileInTheWay)
    assert isinstance(run("new", "thong_bao", "--variant", "khac", "--out", copy).exception, UnknownVariant)
    assert copy.read_bytes() == (TEMPLATES / "congvan" / "cong-van.docx").read_bytes()


def test_a_copy_that_was_not_edited_can_be_used(tmp_path: Path):
    copy = copy_of(tmp_path, "cong_van")

    result = run("check", copy, "--kind", "cong_van")

    assert (result.return_value, result.output.strip()) == (0, "Mẫu dùng được.")


def test_a_copy_that_departs_from_the_rules_of_presentation_is_named_with_the_remedy(tmp_path: Path):
    copy = copy_of(tmp_path, "cong_van")
    document = docx.Document(str(copy))
    document.sections[0].top_margin = docx.shared.Mm(12)
    document.save(str(copy))

    result = run("check", copy, "--kind", "cong_van")

    assert result.return_value == 1
    assert "12 mm" in result.output


def test_a_misspelt_name_is_told_before_the_presentation_is_looked_at(tmp_path: Path):
    copy = copy_of(tmp_path, "cong_van")
    document = docx.Document(str(copy))
    document.add_paragraph("{{ trich_yeuu }}")
    document.save(str(copy))

    result = run("check", copy, "--kind", "cong_van")

    assert result.return_value == 1
    assert "trich_yeuu" in result.output
    assert "trich_yeu" in result.output


@pytest.mark.office
def test_a_preview_is_a_pdf_and_a_picture_of_each_page(tmp_path: Path):
    copy = copy_of(tmp_path, "cong_van")

    result = run("preview", copy, "--kind", "cong_van", "--out", tmp_path / "xem")

    assert result.exception is None
    made = sorted(path.name for path in (tmp_path / "xem").iterdir())
    assert made == ["ban-chep-1.png", "ban-chep-2.png", "ban-chep.pdf"]
    picture = Image.open(io.BytesIO((tmp_path / "xem" / "ban-chep-1.png").read_bytes()))
    assert picture.size == (827, 1170)


def test_a_file_of_another_name_says_what_it_is_for(tmp_path: Path):
    copy = copy_of(tmp_path, "cong_van")

    assert isinstance(run("preview", copy).exception, TemplatePurposeUnknown)
