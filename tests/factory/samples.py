"""Rebuild `samples/`, what the units of the example office hand in: ``python -m tests.factory.samples [FOLDER]``.

The files are committed, they are what a clerk would look at; this script is how they were made.
"""

from __future__ import annotations

import io
import sys
import tomllib
import zipfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter

from tests.factory import docx_controls, docx_kit, docx_lines, docx_tables, pdf_form, pdf_text, td01_write
from tests.factory.dice import Dice
from tests.factory.docx_kit import Ink
from tests.factory.lists import FIELD, HEAD_POST, UNITS, title
from tests.factory.office import convert
from tests.factory.sheet import Entry, Registration, Row, Sheet, Tick, TickStyle
from tests.factory.xlsx import new_book

ROOT = Path(__file__).parents[2] / "samples"


@dataclass(frozen=True)
class Office:
    """The staff list and what each unit hands in."""

    people: dict[tuple[str, str], dict[str, Any]]  # by name and unit code
    units: dict[str, dict[str, Any]]

    def nominee(self, code: str) -> dict[str, Any]:
        return self.people[self.units[code]["nominee"], code]


def load() -> Office:
    staff = tomllib.loads((ROOT / "nhan-su.toml").read_text("utf-8"))["people"]
    units = tomllib.loads(Path(__file__).with_name("samples.toml").read_text("utf-8"))
    return Office({(person["name"], person["unit"]): person for person in staff}, units)


def nomination(office: Office, code: str) -> Sheet:
    """The sheet of quarter III/2022 of the unit `code`."""
    unit, who = office.units[code], office.nominee(code)
    sexes = tuple(Tick(sex, sex == who["sex"], sex) for sex in ("Nam", "Nữ"))
    offered = tuple(Tick(title(t), t in unit["titles"], t) for t in ("LDTT", "CSTDCS", "CSTDT", "GK", "BK_TINH"))
    fields = "; ".join(f"{field} - {FIELD[field].short}" for field in unit["fields"])
    entries = (
        Entry("don_vi", "Đơn vị", (UNITS[code],)),
        Entry("ho_ten", "Họ và tên", (who["name"],)),
        Entry("ngay_sinh", "Ngày, tháng, năm sinh", (f"{who['birth']:%d/%m/%Y}",), when=who["birth"]),
        Entry("gioi_tinh", "Giới tính", (who["sex"],), sexes),
        Entry("dan_toc", "Dân tộc", (who["ethnic"],)),
        Entry("chuc_vu", "Chức vụ", (who["post"],)),
        Entry("don_vi_cong_tac", "Đơn vị công tác", (UNITS[code],)),
        Entry("trinh_do", "Trình độ", (unit["education"],)),
        Entry("linh_vuc", "Lĩnh vực thi đua", (fields,)),
        Entry("danh_hieu", "Danh hiệu đăng ký", ticks=offered, vertical=True),
        Entry("thanh_tich", "Tóm tắt thành tích", tuple(unit["achievements"])),
    )
    return Sheet(
        letterhead=("VĂN PHÒNG UBND TỈNH LÀO CAI", UNITS[code].upper()),
        title=("PHIẾU GIỚI THIỆU CÁ NHÂN ĐIỂN HÌNH TIÊU BIỂU", "QUÝ III/NĂM 2022"),
        note="",
        addressee="Kính gửi: Hội đồng Thi đua - Khen thưởng Văn phòng UBND tỉnh (qua Phòng Tổ chức - Hành chính)",
        entries=entries,
        closing="",
        place_date=_place_date(unit["signed"]),
        left_block=(),
        right_block=_signature(unit["head"], code),
        footer="",
        ticks=TickStyle("☐", "☒"),
        numbering="{}. ",
        colon=":",
        says={"ngay_ky": unit["signed"].isoformat(), "truong_don_vi": unit["head"]},
    )


def _place_date(day: date) -> str:
    return f"Lào Cai, ngày {day.day:02} tháng {day.month} năm {day.year}"


def _signature(head: str, code: str) -> tuple[str, ...]:
    return (HEAD_POST[UNITS[code].split()[0]].upper(), "(Ký, ghi rõ họ tên)", "", "", head)


_PEOPLE_COLUMNS = (
    ("stt", "STT"),
    ("ho_ten", "Họ và tên"),
    ("chuc_vu", "Chức vụ"),
    ("linh_vuc", "Lĩnh vực thi đua"),
    ("danh_hieu", "Danh hiệu thi đua đăng ký"),
    ("ghi_chu", "Ghi chú"),
)
_UNIT_COLUMNS = (
    ("stt", "STT"),
    ("ten", "Tên tập thể"),
    ("linh_vuc", "Lĩnh vực thi đua"),
    ("danh_hieu", "Danh hiệu thi đua đăng ký"),
    ("ghi_chu", "Ghi chú"),
)


def registration(office: Office, code: str) -> Registration:
    """The registration for 2022 of the unit `code`."""
    unit = office.units[code]
    people = [(name, office.people[name, code]["post"], titles, field) for name, titles, field in unit["registrations"]]
    return Registration(
        letterhead=("VĂN PHÒNG UBND TỈNH LÀO CAI", UNITS[code].upper()),
        title=("BẢN ĐĂNG KÝ DANH HIỆU THI ĐUA VÀ ĐIỂN HÌNH TIÊN TIẾN", "NĂM 2022"),
        addressee="Kính gửi: Hội đồng Thi đua - Khen thưởng Văn phòng UBND tỉnh",
        unit_line=f"Đơn vị: {UNITS[code]}",
        people=tuple(
            _row(at, titles, field, ho_ten=name, chuc_vu=post)
            for at, (name, post, titles, field) in enumerate(people, 1)
        ),
        people_columns=_PEOPLE_COLUMNS,
        units=tuple(
            _row(at, titles, field, ten=name) for at, (name, titles, field) in enumerate(unit["collectives"], 1)
        ),
        units_columns=_UNIT_COLUMNS,
        summary="",
        place_date=_place_date(unit["registered"]),
        left_block=(),
        right_block=_signature(unit["head"], code),
        says={},
    )


def _row(number: int, titles: str, field: str, **names: str) -> Row:
    written = "; ".join(title(code) for code in titles.split("+"))
    return Row(
        {
            "stt": str(number),
            "linh_vuc": f"{field} - {FIELD[field].short}",
            "danh_hieu": written,
            "ghi_chu": "",
            **names,
        },
        {},
    )


def nominee_list(office: Office, code: str) -> bytes:
    """The nomination of the unit `code` as a list in a workbook, with real dates."""
    unit, who = office.units[code], office.nominee(code)
    fields = "; ".join(f"{field} - {FIELD[field].short}" for field in unit["fields"])
    columns: dict[str, Any] = {
        "STT": 1,
        "Họ và tên": who["name"],
        "Ngày sinh": who["birth"],
        "Giới tính": who["sex"],
        "Dân tộc": who["ethnic"],
        "Chức vụ": who["post"],
        "Đơn vị công tác": UNITS[code],
        "Trình độ": unit["education"],
        "Lĩnh vực thi đua": fields,
        "Danh hiệu đăng ký": "; ".join(title(t) for t in unit["titles"]),
        "Tóm tắt thành tích": "\n".join(unit["achievements"]),
    }
    book, width = new_book(Dice.of("2022", wide=False), "Danh sách"), len(columns)
    for line in ("VĂN PHÒNG UBND TỈNH LÀO CAI", UNITS[code].upper(), ""):
        book.line(line, 3, merge=False)
    book.line("DANH SÁCH GIỚI THIỆU CÁ NHÂN ĐIỂN HÌNH TIÊU BIỂU QUÝ III/NĂM 2022", width, bold=True)
    book.row += 1
    for at, (heading, value) in enumerate(columns.items(), 1):
        book.sheet.cell(book.row, at, heading)
        book.sheet.cell(book.row + 1, at, value)
    book.sheet.cell(book.row + 1, 3).number_format = "dd/mm/yyyy"
    for offset, line in enumerate((_place_date(unit["signed"]), *_signature(unit["head"], code)), 3):
        book.sheet.cell(book.row + offset, width - 1, line)
    return book.bytes()


def letter() -> bytes:
    """A letter that is no form at all."""
    ink = Ink(Dice.of("2022", wide=False), split=0)
    document = docx_kit.new_document(ink)
    for line in (
        "VĂN PHÒNG UBND TỈNH LÀO CAI",
        "PHÒNG TỔNG HỢP",
        "Số:      /VP-TH",
        "V/v chuẩn bị phòng họp trực tuyến",
    ):
        docx_kit.centred(document, ink, line)
    for line in (
        "Kính gửi: Phòng Quản trị - Tài vụ.",
        "Phòng Tổng hợp đề nghị Phòng Quản trị - Tài vụ bố trí phòng họp trực tuyến số 2 từ 14 giờ 00, ngày 28 tháng 9 "
        "năm 2022, khoảng 40 đại biểu; chuẩn bị nước uống và đường truyền dự phòng.",
        "Trân trọng cảm ơn sự phối hợp của quý phòng./.",
        "TRƯỞNG PHÒNG",
        "Lê Minh Giả Thiết",
    ):
        ink.write(document.add_paragraph(), line)
    return docx_kit.save(document)


def locked(data: bytes) -> bytes:
    """`data`, a PDF, behind a password nobody told us; its key, so its bytes, are new every time."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt("khong-ai-biet", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_macro(data: bytes) -> bytes:
    """`data`, a .docx, with a macro project inside, as a careless "Save as" leaves it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            part = old.read(item)
            if item.filename == "[Content_Types].xml":
                part = part.replace(
                    b"</Types>",
                    b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
                )
            new.writestr(item, part)
        new.writestr(
            zipfile.ZipInfo("word/vbaProject.bin", (2022, 9, 16, 8, 0, 0)),
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
        )
    return out.getvalue()


def nominations(office: Office) -> dict[str, bytes]:
    """One nomination per unit, in every digital medium; two units hand in paper."""
    rng, sheets = Dice.of("2022", wide=False), {code: nomination(office, code) for code in UNITS}
    plain, old = Ink(rng), Ink(rng, "tcvn3")
    # Brackets need no second font, which would be most of a small PDF.
    typed = replace(sheets["KGVX"], ticks=TickStyle("[ ]", "[x]"))
    return {
        "TCHC/Phiếu giới thiệu quý III-2022.docx": docx_lines.write(sheets["TCHC"], rng, plain, "dots")[0],
        "TH/phieu gioi thieu Q3.docx": docx_tables.write(sheets["TH"], rng, plain, "two columns")[0],
        "KT/TD-02 quy 3 nam 2022.docx": docx_controls.write(sheets["KT"], rng, plain, "tag and title")[0],
        "NC/phieu-gioi-thieu-dien-tu.pdf": pdf_form.write(sheets["NC"], rng, "meaningful")[0],
        "KGVX/Phieu gioi thieu Q3-2022.pdf": pdf_text.write(typed, rng, "lines")[0],
        "BTCD/Phieu gioi thieu quy III.doc": convert(docx_lines.write(sheets["BTCD"], rng, plain, "tab")[0], "doc"),
        "PVHCC/PHIEU GT QUY 3 (phong chu cu).docx": docx_lines.write(sheets["PVHCC"], rng, old, "dots")[0],
        "QTTV/Danh sach gioi thieu quy III.xlsx": nominee_list(office, "QTTV"),
        "Danh sach gioi thieu quy III - Nha khach.xlsx": nominee_list(office, "NK"),
    }


def registrations(office: Office) -> dict[str, bytes]:
    """One yearly registration per unit; one unit hands in paper."""
    rng, forms = Dice.of("2023", wide=False), {code: registration(office, code) for code in UNITS}
    plain, old, apart = Ink(rng), Ink(rng, "tcvn3"), Ink(rng, "nfd")
    return {
        "TCHC/Đăng ký thi đua năm 2022.docx": td01_write.docx(forms["TCHC"], rng, plain, one_table=False)[0],
        "TH/dang ky thi dua 2022.docx": td01_write.docx(forms["TH"], rng, plain, one_table=True)[0],
        "KT/TD-01 2022.docx": td01_write.docx(forms["KT"], rng, apart, one_table=False)[0],
        "NC/dang-ky-2022.pdf": td01_write.pdf(forms["NC"], rng)[0],
        "KGVX/Dang ky 2022.xlsx": td01_write.xlsx(forms["KGVX"], rng)[0],
        "QTTV/Ban dang ky thi dua 2022.doc": convert(
            td01_write.docx(forms["QTTV"], rng, plain, one_table=False)[0], "doc"
        ),
        "BTCD/DANG KY THI DUA 2022.docx": td01_write.docx(forms["BTCD"], rng, old, one_table=False)[0],
        "PVHCC/dang ky thi dua nam 2022.docx": td01_write.docx(forms["PVHCC"], rng, plain, one_table=False)[0],
        "THCB/dangky2022.xlsx": td01_write.xlsx(forms["THCB"], rng)[0],
        "CTTDT/Dang ky thi dua 2022.pdf": td01_write.pdf(forms["CTTDT"], rng)[0],
    }


def troublesome(good: dict[str, bytes]) -> dict[str, bytes]:
    """What cannot be taken, or only once."""
    return {
        "Bản sao - Phiếu giới thiệu quý III-2022.docx": good["TCHC/Phiếu giới thiệu quý III-2022.docx"],
        "Phieu co mat khau.pdf": locked(good["KGVX/Phieu gioi thieu Q3-2022.pdf"]),
        "phieu trong.docx": b"",
        "Phieu co macro.docx": with_macro(good["TH/phieu gioi thieu Q3.docx"]),
        "Cong van muon phong hop.docx": letter(),
    }


def main(folder: Path = ROOT) -> None:
    """Write the samples below the day they are handed in on, and what a person reads on those that are paper."""
    from tests.factory.paper.samples import papers, transcript

    office = load()
    quarter = nominations(office)
    days = {"2022-01-25": registrations(office), "2022-09-19": quarter | troublesome(quarter)}
    files = {f"{day}/{name}": data for day, made in days.items() for name, data in made.items()}
    handed_in = papers(office)
    files |= {paper.name: paper.data for paper in handed_in}
    files["ban-giay.toml"] = transcript(handed_in).encode()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
