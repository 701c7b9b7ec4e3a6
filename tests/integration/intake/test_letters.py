"""Receipts and returned files: what people get to read."""

from __future__ import annotations

import os

import pytest

from pipeline.intake import receipts, returned
from pipeline.register.models import Submission
from tests.integration.intake.office import Office, pdf, sha256


@pytest.fixture
def row(office: Office) -> Submission:
    office.drop("phiếu.docx", pdf("x"), folder="VHXH")
    (row,) = office.settle()
    return row


def receipt(office: Office, row: Submission) -> str:
    return (office.home.receipts / f"{row.receipt}.txt").read_text()


def give_back(row: Submission) -> None:
    row.state = "returned"
    row.reason = "Tệp Word/Excel có mật khẩu. Vui lòng bỏ mật khẩu rồi nộp lại."
    row.save()


def test_a_receipt_says_number_time_name_folder_content_outcome_and_next_step(office: Office, row: Submission) -> None:
    text = receipt(office, row)

    for part in (row.receipt, "Tên tệp: phiếu.docx", "Thư mục: VHXH", sha256(pdf("x")), "Đã nhận", "Việc tiếp theo: "):
        assert part in text
    assert f"{row.received_at.astimezone():%Y}" in text


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("received", "đang chờ đọc"),
        ("reading", "đang đọc"),
        ("registered", "vào sổ"),
        ("review", "cán bộ tổng hợp cần xem lại"),
        ("returned", "Trả lại"),
    ],
)
def test_every_state_has_its_sentence(office: Office, row: Submission, state: str, sentence: str) -> None:
    row.state = state
    receipts.write(row)

    assert sentence in receipt(office, row)


def test_the_receipt_of_a_duplicate_names_the_first_and_says_when_that_was_returned(
    office: Office, row: Submission
) -> None:
    give_back(row)
    office.drop("bản hai.docx", pdf("x"))
    (duplicate,) = office.settle()

    text = receipt(office, duplicate)

    assert f"trùng hoàn toàn với biên nhận {row.receipt}" in text
    assert "đã bị trả lại: Tệp Word/Excel có mật khẩu." in text


def test_control_characters_in_a_name_cannot_forge_a_line_of_the_receipt(office: Office) -> None:
    office.drop("a\nKết quả: Đã ghi.pdf")
    (row,) = office.settle()

    assert "\nKết quả: Đã ghi.pdf" not in receipt(office, row)


def test_a_returned_file_lies_in_its_folder_with_reason_number_and_next_step(office: Office, row: Submission) -> None:
    give_back(row)

    copy = returned.put(row)

    assert copy == office.home.returned / "phiếu.docx"
    assert copy.read_bytes() == pdf("x")
    letter = (office.home.returned / "phiếu.docx.txt").read_text()
    for part in (row.receipt, "có mật khẩu", "đặt lại tệp vào hộp thư"):
        assert part in letter


def test_returning_twice_gives_one_copy(office: Office, row: Submission) -> None:
    give_back(row)
    returned.put(row)
    returned.put(row)

    assert sorted(path.name for path in office.home.returned.iterdir()) == ["phiếu.docx", "phiếu.docx.txt"]


def test_a_copy_lost_between_letter_and_file_is_made_up_for(office: Office, row: Submission) -> None:
    give_back(row)
    returned.put(row).unlink()

    assert returned.put(row).read_bytes() == pdf("x")


def test_a_second_file_of_the_same_name_replaces_nothing(office: Office, row: Submission) -> None:
    give_back(row)
    returned.put(row)
    office.drop("phiếu.docx", pdf("y"), folder="KT")
    (other,) = office.settle()
    give_back(other)

    copy = returned.put(other)

    assert copy.name == "phiếu (2).docx"
    assert (office.home.returned / "phiếu.docx").read_bytes() == pdf("x")
    assert other.receipt in (office.home.returned / "phiếu (2).docx.txt").read_text()


def test_what_people_keep_in_the_returned_folder_is_not_replaced(office: Office, row: Submission) -> None:
    (office.home.returned / "phiếu.docx").write_bytes(b"of the clerk")
    give_back(row)

    assert returned.put(row).name == "phiếu (2).docx"
    assert (office.home.returned / "phiếu.docx").read_bytes() == b"of the clerk"


@pytest.mark.parametrize("name", ["ở" * 83 + ".pdf", "a:b?.pdf", "CON", os.fsdecode(b"phi\xd5u.doc"), "x\ny.pdf"])
def test_odd_names_are_returned_under_safe_ones(office: Office, name: str) -> None:
    office.drop(name)
    (row,) = office.settle()
    give_back(row)

    copy = returned.put(row)

    assert copy.exists()
    assert len(f"{copy.name}.txt".encode()) <= 204
    assert not set(copy.name) & set('\n:?"<>|')


def test_the_scan_never_takes_what_was_returned(office: Office, row: Submission) -> None:
    give_back(row)
    returned.put(row)

    assert office.settle() == []
