"""The sheet on which a clerk enters what was counted: written for a session, filled in Excel, read back.

Sheet "Kiểm phiếu": ballots handed out, given back, valid; below them an item a row, in the order of the agenda.
Sheet "Thành viên": a member a row; whoever is absent has a reason, and an x where a written opinion came.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.errors import TallyWrong
from pipeline.messages import _
from pipeline.programme.council import Absence, Count, members_on
from pipeline.programme.voting import Ballots
from pipeline.register.models import Session

COUNTING, MEMBERS = "Kiểm phiếu", "Thành viên"
_BALLOTS = (("Số phiếu phát ra", 3), ("Số phiếu thu về", 4), ("Số phiếu hợp lệ", 5))
_HEAD = ("STT", "Họ và tên hoặc tên tập thể", "Danh hiệu, hình thức", "Đồng ý", "Không đồng ý")
_MEMBER_HEAD = ("Mã nhân sự", "Họ và tên", "Lý do vắng mặt", "Có ý kiến bằng văn bản (x)")
_FIRST_ROW = 8
_WIDTHS = {"A": 18, "B": 40, "C": 34, "D": 12, "E": 16}


def write_tally(session: Session, path: Path) -> None:
    """Write the empty sheet of a session, with its agenda and its members."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = COUNTING
    sheet["A1"], sheet["B1"] = "Phiên họp", session.code
    for label, row in _BALLOTS:
        sheet.cell(row, 1, label)
    for column, head in enumerate(_HEAD, start=1):
        sheet.cell(_FIRST_ROW - 1, column, head).font = Font(bold=True)
    for row, item in enumerate(session.items.select_related("title"), start=_FIRST_ROW):
        sheet.cell(row, 1, item.rank)
        sheet.cell(row, 2, item.name)
        sheet.cell(row, 3, item.title.name)
    members = book.create_sheet(MEMBERS)
    for column, head in enumerate(_MEMBER_HEAD, start=1):
        members.cell(1, column, head).font = Font(bold=True)
    for row, member in enumerate(members_on(session.day), start=2):
        members.cell(row, 1, member.person.staff_id)
        members.cell(row, 2, member.person.full_name)
    for each in (sheet, members):
        for letter, width in _WIDTHS.items():
            each.column_dimensions[letter].width = width
    book.save(path)


def read_tally(session: Session, path: Path) -> Count:
    """What the filled sheet at `path` says; raises `TallyWrong` naming the cell, also for another session's sheet."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, data_only=True)
        counting, members = book[COUNTING], book[MEMBERS]
    except (KeyError, OSError, ValueError) as trouble:
        raise TallyWrong(file=path.name, cell="-", problem=str(trouble)) from trouble
    if counting["B1"].value != session.code:
        raise TallyWrong(
            file=path.name, cell="B1", problem=_("it is the sheet of {other}").format(other=counting["B1"].value)
        )
    issued, returned, valid = (_number(counting.cell(row, 2), path) for _label, row in _BALLOTS)
    votes = {
        _number(row[0], path): (_number(row[3], path), _number(row[4], path))
        for row in counting.iter_rows(min_row=_FIRST_ROW, max_col=5)
        if row[0].value is not None
    }
    absent = {
        str(row[0].value): Absence(str(row[2].value or ""), written=bool(row[3].value))
        for row in members.iter_rows(min_row=2, max_col=4)
        if row[2].value or row[3].value
    }
    return Count(Ballots(issued, returned, valid), votes, absent)


def _number(cell: Any, path: Path) -> int:  # noqa: ANN401 - openpyxl's cells have no common type
    if isinstance(cell.value, int) and not isinstance(cell.value, bool):
        return cell.value
    if isinstance(cell.value, float) and cell.value.is_integer():
        return int(cell.value)
    raise TallyWrong(file=path.name, cell=cell.coordinate, problem=_("a whole number is expected here"))
