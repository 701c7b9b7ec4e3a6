"""A clerk settles what waits: at a terminal with the keyboard alone, and by commands as programs do."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.acceptance.conftest import VANTHU, Office
from tests.acceptance.terminal import Terminal
from tests.factory import docx_tables, pdf_text, samples
from tests.factory.dice import Dice
from tests.factory.docx_kit import Ink
from tests.factory.sheet import Sheet, TickStyle

CLERK = "Lý Thị Thử Nghiệm"
CLEAR_LINE = "\x15"


def with_texts(sheet: Sheet, **texts: str) -> Sheet:
    """The sheet with other answers to some questions."""
    changed = (
        replace(entry, texts=(texts.get(entry.key, entry.texts[0] if entry.texts else ""),)) for entry in sheet.entries
    )
    return replace(
        sheet,
        entries=tuple(old if old.key not in texts else new for old, new in zip(sheet.entries, changed, strict=True)),
    )


def hand_in(office: Office, unit: str, name: str, data: bytes) -> str:
    """Hand in one file, have it read, and return its receipt."""
    (office.inbox / unit).mkdir(exist_ok=True)
    (office.inbox / unit / name).write_bytes(data)
    assert office.run("run", "--once").returncode == 1
    return next(row["receipt"] for row in office.json("review")["waiting"] if row["file"] == name)


@pytest.fixture
def word_form(office: Office) -> str:
    """A Word form whose date of birth does not exist."""
    sheet = with_texts(samples.nomination(samples.load(), "TH"), ngay_sinh="31/09/1989")
    rng = Dice.of("review", wide=False)
    return hand_in(office, "TH", "phieu.docx", docx_tables.write(sheet, rng, Ink(rng), "two columns")[0])


@pytest.fixture
def pdf_form(office: Office) -> str:
    """A PDF with two doubts: the year of birth in two digits and a people that is not on the list."""
    sheet = with_texts(samples.nomination(samples.load(), "TH"), ngay_sinh="17/02/88", dan_toc="Mông Cổ")
    data = pdf_text.write(replace(sheet, ticks=TickStyle("[ ]", "[x]")), Dice.of("review", wide=False), "lines")[0]
    return hand_in(office, "TH", "phieu.pdf", data)


def at_terminal(office: Office, receipt: str) -> Terminal:
    return Terminal([str(VANTHU), "review", receipt, "--who", CLERK], office.environment)


def test_a_clerk_corrects_accepts_and_undoes_with_the_keyboard(office: Office, pdf_form: str) -> None:
    with at_terminal(office, pdf_form) as screen:
        first = screen.wait_for("thoát")
        assert "Ngày sinh" in first
        assert "Năm chỉ ghi hai chữ số" in first
        assert (office.outbox / "cho-xem" / f"{pdf_form}.html").exists()

        screen.press("s")
        screen.wait_for("Ngày sinh, ghi đúng như trên giấy")
        screen.press(f"{CLEAR_LINE}30/02/1989\n")
        screen.wait_for("Ngày này không có trong lịch")
        screen.press(f"{CLEAR_LINE}17/02/1989\n")
        assert "Dân tộc" in screen.wait_for("Mông Cổ")

        screen.press("s")
        screen.wait_for("Dân tộc, ghi đúng như trên giấy")
        screen.press(f"{CLEAR_LINE}Mông\n")
        screen.wait_for("Đã vào sổ")

        screen.press("h")
        screen.wait_for("Đã hoàn tác")
        screen.press("k")
        screen.wait_for("Đã vào sổ")
        screen.press("q")
        assert screen.exit_code() == 0

    said = office.json("review", pdf_form)
    assert [(row["about"], row["kind"], row["after"], row["who"]) for row in said["decisions"]] == [
        ("1:ngay_sinh", "corrected", "1989-02-17", CLERK),
        ("1:dan_toc", "corrected", "Mông", CLERK),
        ("1:dan_toc", "undone", "Mông Cổ", CLERK),
        ("1:dan_toc", "unreadable", None, CLERK),
    ]
    assert not (office.outbox / "cho-xem" / f"{pdf_form}.html").exists()
    assert office.account()["review"] == 0


def test_leaving_for_later_and_quitting_decide_nothing(office: Office, pdf_form: str) -> None:
    with at_terminal(office, pdf_form) as screen:
        screen.wait_for("Ngày sinh")
        screen.press("b")
        screen.wait_for("Mông Cổ")
        screen.press("q")
        assert screen.exit_code() == 1

    assert office.json("review", pdf_form)["decisions"] == []


def test_a_form_is_returned_with_a_reason(office: Office, word_form: str) -> None:
    with at_terminal(office, word_form) as screen:
        assert "31/09/1989" in screen.wait_for("thoát")
        screen.press("t")
        screen.wait_for("Lý do")
        screen.press("thiếu chữ ký của trưởng đơn vị\n")
        screen.wait_for("Trả lại")
        screen.press("q")
        assert screen.exit_code() == 0

    assert "thiếu chữ ký" in (office.inbox / "_tra-lai" / "phieu.docx.txt").read_text(encoding="utf-8")
    assert office.account()["returned"] == 1


def test_a_command_killed_while_it_shows_a_screen_leaves_everything_as_it_was(office: Office, pdf_form: str) -> None:
    with at_terminal(office, pdf_form) as screen:
        screen.wait_for("Ngày sinh")
        screen.press("s")
        screen.wait_for("ghi đúng như trên giấy")
        screen.process.kill()
        screen.process.wait()

    assert office.json("review", pdf_form)["decisions"] == []
    assert office.run("review", pdf_form, "--set", "ngay_sinh=17/02/1989", "--set", "dan_toc=Mông").returncode == 0


def test_programs_decide_by_options_and_read_json(office: Office, pdf_form: str) -> None:
    said = office.json("review", pdf_form)
    assert [entry["address"] for entry in said["open"]][:2] == ["ngay_sinh", "dan_toc"]
    assert said["open"][0]["source"]["page"] == 1

    refused = office.run("review", pdf_form, "--set", "dan_toc=Mông Cổ", "--accept", "ngay_sinh")
    assert (refused.returncode, "Dân tộc" in refused.stderr) == (2, True)
    assert office.json("review", pdf_form)["decisions"] == []

    done = office.run("review", pdf_form, "--set", "dan_toc=Mông", "--set", "ngay_sinh=17/02/1989", "--who", CLERK)
    assert (done.returncode, done.stderr) == (0, "")
    assert office.run("review").returncode == 0

    assert office.run("review", pdf_form, "--undo", "dan_toc", "--who", CLERK).returncode == 1
    returned = office.run("review", pdf_form, "--return", "--why", "đơn vị xin lại", "--who", CLERK)
    assert returned.returncode == 0
    assert office.run("review", pdf_form, "--undo", "ngay_sinh").returncode == 2


def test_wrong_use_is_explained(office: Office, word_form: str) -> None:
    for arguments in (
        ("--accept", "ngay_sinh"),
        (word_form, "--set", "ngay_sinh"),
        (word_form, "--return", "--accept", "ngay_sinh", "--why", "x"),
        (word_form, "--return"),
        ("BN-KHONG-CO",),
    ):
        done = office.run("review", *arguments)
        assert (done.returncode, done.stderr != "", "Traceback" in done.stderr) == (2, True, False), arguments


def test_two_clerks_at_once_have_one_winner(office: Office, pdf_form: str) -> None:
    def clerk(number: int) -> int:
        year = f"ngay_sinh=17/02/19{80 + number}"
        return office.run("review", pdf_form, "--set", year, "--who", f"Người {number}").returncode

    with ThreadPoolExecutor(4) as pool:
        codes = sorted(pool.map(clerk, range(4)))

    said = office.json("review", pdf_form)
    assert codes == [1, 2, 2, 2]
    assert len(said["decisions"]) == 1
    year = 1980 + int(said["decisions"][0]["who"].split()[-1])
    assert said["decisions"][0]["after"] == f"{year}-02-17"
    assert nominee_births(office) == [f"{year}-02-17"]


def test_without_a_terminal_what_waits_is_printed_with_its_page(office: Office, pdf_form: str) -> None:
    done = office.run("review", pdf_form)

    assert done.returncode == 1
    assert "[ngay_sinh]" in done.stdout
    page = (office.outbox / "cho-xem" / f"{pdf_form}.html").read_text(encoding="utf-8")
    assert page.count("data:image/png;base64,") == 2
    assert "://" not in page
    assert "Mông Cổ" in page


def test_the_page_of_a_word_form_shows_the_lines_around(office: Office, word_form: str) -> None:
    office.run("review", word_form)

    page = (office.outbox / "cho-xem" / f"{word_form}.html").read_text(encoding="utf-8")
    assert "<mark>" in page
    assert "31/09/1989</mark>" in page


def nominee_births(office: Office) -> list[str]:
    with sqlite3.connect(Path(office.home) / "var" / "register.sqlite3") as register:
        return [birth for (birth,) in register.execute("select birth from register_nomination")]


def test_json_is_one_document_and_nothing_else(office: Office, word_form: str) -> None:
    for arguments in (("review", "--json"), ("review", word_form, "--json")):
        done = office.run(*arguments)
        assert done.returncode == 1
        assert isinstance(json.loads(done.stdout), dict)
