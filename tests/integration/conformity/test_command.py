"""``vanthu check``: contract §3 from outside, files in, one JSON document or a readable report out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.cli.main import cli
from pipeline.conformity.rulebook import packs
from tests.factory.official import Official, centred, decision, official_docx

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("VANTHU_TODAY", "2023-03-01")

    def call(*words: str | Path) -> tuple[int, str, str]:
        code = cli.main(["check", *map(str, words)], standalone_mode=False) or 0
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "tot.docx"
    path.write_bytes(official_docx(Official()))
    return path


@pytest.fixture
def poor(tmp_path: Path) -> Path:
    path = tmp_path / "sai.docx"
    page = replace(Official().page, left=25)
    path.write_bytes(official_docx(replace(Official(), page=page, number=centred("Số:      /QĐ-VPUBND"))))
    return path


def test_a_conforming_document_exits_0(run: Run, good: Path) -> None:
    code, out, err = run(good)

    assert code == 0
    assert "0" not in err
    assert "quy tắc đạt" in out


def test_a_paper_that_is_not_judged_needs_a_person(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "nghi-dinh.docx"
    path.write_bytes(official_docx(replace(Official(), type=centred("NGHỊ ĐỊNH", 14, bold=True))))

    code, out, _err = run(path)

    assert code == 1
    assert "quy phạm pháp luật" in out


def test_the_json_holds_what_the_contract_promises(run: Run, poor: Path) -> None:
    code, out, err = run(poor, "--json")

    (report,) = json.loads(out)["files"]
    assert (code, err) == (1, "")
    assert (report["file"], report["stage"], report["type"], report["rules"]) == (str(poor), "draft", "KH", "nd30/2020")
    assert sum(report["summary"].values()) == len(report["results"])
    (left,) = [result for result in report["results"] if result["rule"] == "ND30-I.3-MARGIN-LEFT"]
    assert left == {
        "rule": "ND30-I.3-MARGIN-LEFT",
        "status": "FAIL",
        "severity": "E",
        "found": "25 mm",
        "allowed": "30–35 mm",
        "where": {"section": 1},
        "message": "Lề trái: 25 mm; quy định: 30–35 mm",
        "fix": "safe",
        "clause": "Phụ lục I, phần I, mục I, khoản 3",
        "remedy": "Đặt lại lề trái trong Page Setup.",
    }


def test_every_rule_has_a_result(run: Run, poor: Path) -> None:
    _code, out, _err = run(poor, "--json")

    (report,) = json.loads(out)["files"]
    assert {result["rule"] for result in report["results"]} == packs()[0].rules.keys()


def test_the_report_says_place_rule_clause_and_remedy_errors_first(run: Run, poor: Path) -> None:
    _code, out, _err = run(poor)

    assert "Lề trái: 25 mm" in out
    assert "30–35 mm (Phụ lục I, phần I, mục I, khoản 3)" in out
    assert "Đặt lại lề trái trong Page Setup." in out
    assert "bảng 1, hàng 2, cột 1" in out
    assert out.index("Lỗi (2)") < out.index("quy tắc đạt")


def test_a_file_that_cannot_be_read_does_not_stop_the_others(run: Run, good: Path, tmp_path: Path) -> None:
    broken = tmp_path / "hong.docx"
    broken.write_bytes(good.read_bytes()[:500])

    code, out, err = run(broken, good, tmp_path / "khong-co.docx", "--json")

    assert code == 3
    assert [report["file"] for report in json.loads(out)["files"]] == [str(good)]
    assert "hong.docx: Tệp bị hỏng" in err
    assert "khong-co.docx" in err


def test_several_files_end_in_a_summary(run: Run, good: Path, poor: Path) -> None:
    _code, out, _err = run(good, poor)

    assert "Tổng hợp" in out


def test_an_issued_document_needs_its_number_and_day(run: Run, good: Path) -> None:
    code, out, _err = run(good, "--stage", "issued", "--json")

    (report,) = json.loads(out)["files"]
    failed = {result["rule"] for result in report["results"] if result["status"] == "FAIL"}
    assert code == 1
    assert {"ND30-II.3c-NO-SYNTAX", "ND30-II.4b-DATE-REAL"} <= failed


def test_a_day_without_rules_exits_3(run: Run, good: Path) -> None:
    code, _out, err = run(good, "--date", "2010-01-01")

    assert code == 3
    assert "01/01/2010" in err


def test_a_corrected_copy_is_written_beside_the_untouched_file(run: Run, poor: Path, tmp_path: Path) -> None:
    before, target = poor.read_bytes(), tmp_path / "moi.docx"

    _code, _out, err = run(poor, "--fix", target)
    _again, out, _err = run(target, "--json")

    (report,) = json.loads(out)["files"]
    failed = {result["rule"] for result in report["results"] if result["status"] == "FAIL"}
    assert poor.read_bytes() == before
    assert failed == {"ND30-PL3.I-ABBR-MATCH"}
    assert "đã sửa 1 chỗ" in err


def test_one_copy_cannot_be_made_of_two_files(run: Run, good: Path, poor: Path, tmp_path: Path) -> None:
    import click

    with pytest.raises(click.UsageError):
        run(good, poor, "--fix", tmp_path / "moi.docx")


def test_a_pdf_cannot_be_corrected(run: Run, tmp_path: Path) -> None:
    from pipeline.errors import CannotBeCorrected
    from tests.factory.official_pdf import official_pdf

    path = tmp_path / "ban-cuoi.pdf"
    path.write_bytes(official_pdf())

    with pytest.raises(CannotBeCorrected):
        run(path, "--fix", tmp_path / "moi.docx")


def test_a_decision_is_recognised_by_its_own_rules(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "qd.docx"
    path.write_bytes(official_docx(decision()))

    code, out, _err = run(path, "--json")

    assert code == 0
    assert json.loads(out)["files"][0]["type"] == "QĐ"
