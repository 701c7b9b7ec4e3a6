"""The nomination in the two parts the plan asks for: a list of one row, and the extract (domain reference 7.3)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.factory import docx_frame, docx_kit, prose
from tests.factory.dice import Dice
from tests.factory.docx_kit import Ink, fill_cell
from tests.factory.lists import FIELDS, title, write_field
from tests.factory.nomination import TICK_STYLES, Case
from tests.factory.people import write_ethnic
from tests.factory.sheet import TD02_FIELDS, Sheet
from tests.factory.wording import ROMAN, head_line, letterhead, place_and_date, write_date

_HISTORY = ("Năm", "Danh hiệu thi đua, hình thức khen thưởng", "Số, ngày, tháng, năm của quyết định; cơ quan ban hành")


def write(case: Case, rng: Dice, ink: Ink) -> tuple[bytes, dict[str, Any], tuple[str, ...]]:
    """The file, its truth and its traits."""
    who, codes = case.nominee, sorted({rng.choice(FIELDS).code for _ in range(rng.choice((1, 1, 2)))})
    fields = "; ".join(write_field(rng, code, brief=True) for code in codes)
    document = docx_kit.new_document(ink)
    sheet = _frame(case, rng)
    docx_frame.write_head(document, ink, sheet)
    _list(document, case, fields, rng, ink)
    docx_kit.centred(document, ink, rng.choice(("TRÍCH NGANG THÀNH TÍCH", "PHẦN II. TRÍCH NGANG THÀNH TÍCH")))
    extract = _extract(document, case, fields, rng, ink)
    docx_frame.write_tail(document, ink, sheet)
    says = {
        "don_vi": who.unit, "quy": case.quarter, "nam": case.year, "ho_ten": who.name, "gioi_tinh": who.sex,
        "dan_toc": who.ethnic, "ngay_sinh": who.birth.isoformat(), "chuc_vu": who.post,
        "don_vi_cong_tac": who.unit, "linh_vuc": codes,
        "ngay_ky": case.signed.isoformat(), "truong_don_vi": case.head.name, **extract,
    }  # fmt: skip
    truth = {"form": "TD-02", "fields": {**dict.fromkeys(TD02_FIELDS), **says}, "tables": {}}
    return docx_kit.save(document), truth, ("two parts",)


def _frame(case: Case, rng: Dice) -> Sheet:
    return Sheet(
        letterhead=letterhead(rng, case.nominee.unit),
        title=("PHIẾU GIỚI THIỆU CÁ NHÂN ĐIỂN HÌNH TIÊU BIỂU", f"QUÝ {ROMAN[case.quarter]} NĂM {case.year}"),
        note="",
        addressee="Kính gửi: Hội đồng Thi đua - Khen thưởng Văn phòng UBND tỉnh (qua Phòng Tổ chức - Hành chính)",
        entries=(),
        closing="",
        place_date=place_and_date(rng, case.signed),
        left_block=rng.choice(((), ("Ý KIẾN CỦA TẬP THỂ", "(Đã thống nhất giới thiệu)"))),
        right_block=(head_line(rng, case.nominee.unit), "(Ký, ghi rõ họ tên)", "", "", case.head.name),
        footer="",
        ticks=TICK_STYLES[0],
        numbering="",
        colon=":",
        says={},
    )


def _list(document: Any, case: Case, fields: str, rng: Dice, ink: Ink) -> None:
    who = case.nominee
    ink.write(document.add_paragraph(), rng.choice(("I. DANH SÁCH", "PHẦN I. DANH SÁCH")), bold=True)
    heads = ("STT", "Họ và tên", "Năm sinh", "Chức vụ", "Đơn vị", "Lĩnh vực", "Ghi chú")
    values = ("1", who.name, str(who.birth.year), who.post, who.unit, fields, "")
    table = document.add_table(rows=2, cols=len(heads))
    table.style = "Table Grid"
    for at, (head, value) in enumerate(zip(heads, values, strict=True)):
        fill_cell(table.cell(0, at), ink, [head], bold=True, centre=True)
        fill_cell(table.cell(1, at), ink, [value])


def _extract(document: Any, case: Case, fields: str, rng: Dice, ink: Ink) -> dict[str, Any]:
    """Write the numbered lines of part II; what those say that part I does not."""
    who = case.nominee
    education = "Đại học; Trung cấp"
    paragraphs = prose.achievements(rng, case.quarter, case.year)
    says: dict[str, Any] = {"trinh_do": education, "thanh_tich": "\n".join(paragraphs)}
    lines = [
        f"1. Họ và tên: {who.name}",
        f"2. Ngày, tháng, năm sinh: {write_date(rng, who.birth).removeprefix('ngày ')}",
        f"3. Giới tính: {who.sex}; Dân tộc: {write_ethnic(rng, who.ethnic)}",
        f"4. Chức vụ, đơn vị công tác: {who.post}, {who.unit}",
        f"5. Trình độ chuyên môn; lý luận chính trị: {education}",
        f"6. Lĩnh vực điển hình: {fields}",
    ]
    says["nhiem_vu"] = prose.task(rng)
    lines += [f"7. Nhiệm vụ được giao: {says['nhiem_vu']}", "8. Tóm tắt thành tích tiêu biểu trong quý:", *paragraphs]
    says["sang_kien"] = prose.idea(rng)
    says["tac_dung"] = "Dễ áp dụng, không tốn kinh phí, nhân rộng được ở các đơn vị."
    lines += [
        f"9. Sáng kiến, giải pháp, cách làm hay: {says['sang_kien']}",
        f"10. Tác dụng nêu gương, khả năng nhân rộng: {says['tac_dung']}",
    ]
    for line in (*lines, "11. Khen thưởng đã được nhận:"):
        ink.write(document.add_paragraph(), line)
    _history(document, case, ink)
    says["ky_luat"] = "Không"
    ink.write(document.add_paragraph(), "12. Kỷ luật, đơn thư: Không")
    return says


def _history(document: Any, case: Case, ink: Ink) -> None:
    table = document.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    for cell, words in zip(table.rows[0].cells, _HISTORY, strict=True):
        fill_cell(cell, ink, [words], bold=True)
    for back, code in ((1, "LDTT"), (2, "GK")):
        year = case.year - back
        cells = table.add_row().cells
        day = date(year, 12, 20 + back)
        for cell, words in zip(
            cells, (str(year), title(code), f"Số {10 * back + 5}/QĐ-VPUBND ngày {day:%d/%m/%Y}"), strict=True
        ):
            fill_cell(cell, ink, [words])
