"""Names chosen by others: shown to people, recognised as temporary, made safe to write."""

from __future__ import annotations

import os
import unicodedata

import pytest

from pipeline.intake.names import LONGEST, is_temporary, lock_names, safe_name, shown


@pytest.mark.parametrize(
    "name",
    [
        "~$phieu.docx",
        ".~lock.phieu.docx#",
        "~WRL0001.tmp",
        "phieu.tmp",
        "phieu.pdf.crdownload",
        "phieu.pdf.part",
        "phieu.pdf.partial",
        "phieu.pdf.filepart",
        "phieu.pdf.download",
        ".~phieu.docx",
        "._phieu.docx",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        ".smbdelete0001",
        ".nfs000001",
        ".fuse_hidden0001",
        ".syncthing.phieu.docx.tmp",
        ".goutputstream-X1Y2Z3",
        "@eaDir",
        ".phieu.docx.Xa81kq",
    ],
)
def test_what_other_programs_leave_while_they_write_is_temporary(name: str) -> None:
    assert is_temporary(name)


@pytest.mark.parametrize(
    "name", ["phieu.docx", "đăng ký.part1.pdf", "a", "tmp", "phieu~.docx", "download.pdf", "đi.-x"]
)
def test_what_people_hand_in_is_not_temporary(name: str) -> None:
    assert not is_temporary(name)


@pytest.mark.parametrize(
    ("lock", "name"),
    [
        ("~$x.docx", "x.docx"),
        ("~$lieu6.docx", "tlieu6.docx"),
        ("~$ieu.docx", "phieu.docx"),
        (".~lock.phieu.docx#", "phieu.docx"),
    ],
)
def test_lock_files_of_word_excel_and_libreoffice_are_known(lock: str, name: str) -> None:
    assert lock in lock_names(name)


def test_decomposed_and_composed_names_are_shown_alike() -> None:
    name = "Phiếu đăng ký.docx"

    assert shown(unicodedata.normalize("NFD", name)) == shown(name) == name


def test_undecodable_bytes_are_shown_as_a_replacement_sign() -> None:
    assert shown(os.fsdecode(b"phi\xd5u.doc")) == "phi\ufffdu.doc"


def test_a_shown_name_is_one_line_and_cannot_steer_a_terminal() -> None:
    assert shown("a\nb\x1b[2J\u202e.pdf") == "a\ufffdb\ufffd[2J.pdf"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("phiếu.docx", "phiếu.docx"),
        ("a:b?c.pdf", "a_b_c.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("dòng\nmới.pdf", "dòng_mới.pdf"),
        ("phieu\u202efdp.docx", "phieufdp.docx"),
        ("đuôi. ", "đuôi"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("...", "_"),
        ("-rf", "-rf"),
    ],
)
def test_unsafe_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_the_ending_goes_before_the_extension() -> None:
    assert safe_name("phiếu.docx", " (2)") == "phiếu (2).docx"


def test_a_long_name_is_cut_between_letters_and_keeps_its_extension() -> None:
    cut = safe_name("ở" * 200 + ".docx", " (12)")

    assert len(cut.encode()) <= LONGEST
    assert cut.endswith("ở (12).docx")


def test_the_cut_never_parts_a_letter_from_its_marks() -> None:
    # U+0353 composes with nothing, so the letter stays two code points even in NFC.
    cut = safe_name("x\u0353" * 120)

    assert len(cut.encode()) <= LONGEST
    assert cut == "x\u0353" * (len(cut) // 2)
