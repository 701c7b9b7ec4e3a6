"""The outgoing book: contract lines, ten columns as workbook and as pages, and gaps named."""

from __future__ import annotations

import datetime as dt
import io

import pdfplumber
import pytest
from openpyxl import load_workbook

from pipeline.home import Home
from pipeline.issuing import book, book_files, numbers
from pipeline.register.models import Document, NumberCounter, NumberSeries, OutgoingEntry, Plan, StoredFile

DAY = dt.date(2022, 10, 5)


def enter(series: str, number: int, *, day: dt.date = DAY, why: str = "", subject: str = "") -> OutgoingEntry:
    """A line of the book, written without the act of issuing."""
    found = NumberSeries.objects.get(key=series)
    slug = f"{series}-{day.year}-{number}"
    NumberCounter.objects.update_or_create(series=found, year=day.year, defaults={"last": number})
    return OutgoingEntry.objects.create(
        document=Document.objects.create(slug=slug, kind="qd_giay_khen", plan=Plan.objects.get(), title="Quyết định"),
        series=found,
        year=day.year,
        number=number,
        symbol=f"{number:02d}/{found.symbol}",
        day=day,
        subject=subject or f"Quyết định tặng Giấy khen, lần {number}",
        signer="Phan Quốc Nghĩa",
        recipients=["Như Điều 3", "Lãnh đạo Văn phòng"],
        kept_by="VT, TCHC",
        file=StoredFile.objects.create(sha256=f"{abs(hash(slug)):064x}"[:64], size=1),
        status="void" if why else "issued",
        reason=why,
    )


@pytest.fixture
def lines(example_office: Home) -> list[OutgoingEntry]:
    enter("VPUBND/QĐ", 1)
    enter("VPUBND/QĐ", 2, why="ban hành nhầm")
    enter("VPUBND/BC", 1, subject="=1+1 & <báo cáo>")
    enter("VPUBND/QĐ", 1, day=dt.date(2023, 1, 3))
    return book.entries()


def test_a_line_is_what_the_contract_says(lines: list[OutgoingEntry]) -> None:
    assert book.as_json(lines[2]) == {
        "series": "VPUBND/QĐ",
        "year": 2022,
        "number": 2,
        "symbol": "02/QĐ-VPUBND",
        "date": "2022-10-05",
        "type": "QĐ",
        "subject": "Quyết định tặng Giấy khen, lần 2",
        "signer": "Phan Quốc Nghĩa",
        "status": "void",
        "reason": "ban hành nhầm",
        "sha256": lines[2].file_id,
    }


def test_lines_are_picked_by_year_and_series(lines: list[OutgoingEntry]) -> None:
    assert [line.number for line in book.entries(year=2022, series="VPUBND/QĐ")] == [1, 2]
    assert [(volume.year, volume.series) for volume in book.volumes(lines)] == [
        (2022, "VPUBND/BC"),
        (2022, "VPUBND/QĐ"),
        (2023, "VPUBND/QĐ"),
    ]


def test_the_workbook_has_the_ten_columns_and_no_formula(lines: list[OutgoingEntry]) -> None:
    workbook = load_workbook(io.BytesIO(book_files.workbook(book.volumes(lines))))

    assert workbook.sheetnames == ["2022 VPUBND-BC", "2022 VPUBND-QĐ", "2023 VPUBND-QĐ"]
    report, decisions = workbook.worksheets[:2]
    rows = [[cell.value for cell in row] for row in decisions.iter_rows()]
    head = rows.index(list(book.COLUMNS))
    assert rows[head + 1] == [f"({number})" for number in range(1, 11)]
    assert rows[head + 2][:6] == [
        "01/QĐ-VPUBND",
        "05/10/2022",
        "Quyết định tặng Giấy khen, lần 1",
        "Phan Quốc Nghĩa",
        "Như Điều 3; Lãnh đạo Văn phòng",
        "VT, TCHC",
    ]
    assert rows[head + 3][9] == "Đã hủy: ban hành nhầm"
    assert [cell.data_type for cell in report["C"]][-1] == "s"


def test_the_printed_book_can_be_bound(lines: list[OutgoingEntry]) -> None:
    with pdfplumber.open(io.BytesIO(book_files.printed(book.volumes(lines)))) as document:
        pages = [page.extract_text() for page in document.pages]
        tables = [page.extract_table() for page in document.pages]
        left = min(word["x0"] for page in document.pages for word in page.extract_words())

    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐI" in pages[0]
    assert "Từ ngày 05/10/2022 đến ngày 05/10/2022, từ số 01 đến số 02" in pages[2]
    assert len(pages) == 6
    flat = [" ".join(str(cell or "").split()) for row in tables[3] or [] for cell in row]
    assert set(book.COLUMNS) <= set(flat)
    assert "Đã hủy: ban hành nhầm" in flat
    assert "=1+1 & <báo cáo>" in [" ".join(str(cell or "").split()) for row in tables[1] or [] for cell in row]
    assert left >= 85.0  # 30 mm


def test_many_lines_run_over_pages_with_the_head_repeated(example_office: Home) -> None:
    for number in range(1, 41):
        enter("VPUBND/QĐ", number)

    with pdfplumber.open(io.BytesIO(book_files.printed(book.volumes(book.entries())))) as document:
        heads = ["Ký nhận" in page.extract_text() for page in document.pages]

    assert len(heads) > 2
    assert heads == [False, *[True] * (len(heads) - 1)]


def test_an_empty_book_can_be_written(example_office: Home) -> None:
    assert load_workbook(io.BytesIO(book_files.workbook([]))).sheetnames
    assert book_files.printed([]).startswith(b"%PDF")


def test_numbers_that_are_counted_and_not_entered_are_named(lines: list[OutgoingEntry]) -> None:
    assert numbers.gaps() == []

    enter("VPUBND/QĐ", 5)

    assert [(gap.series, gap.year, gap.numbers) for gap in numbers.gaps()] == [("VPUBND/QĐ", 2022, (3, 4))]


def test_the_printed_book_ends_with_the_heads_of_the_diary_of_its_year(lines: list[OutgoingEntry]) -> None:
    heads = [
        book.DiaryHead(day=DAY, seq=1204, hash="ab" * 32),
        book.DiaryHead(day=dt.date(2023, 1, 3), seq=1301, hash="cd" * 32),
    ]

    pdf = book_files.printed(book.volumes(lines), heads)

    with pdfplumber.open(io.BytesIO(pdf)) as document:
        texts = [page.extract_text() for page in document.pages]
    of_2022 = [text for text in texts if "ab" * 32 in text]
    of_2023 = [text for text in texts if "cd" * 32 in text]
    assert (len(of_2022), len(of_2023)) == (2, 1)  # two series in 2022
    assert "5/10/2022 1204" in of_2022[0]
    assert "03/01/2023 1301" in of_2023[0]
    assert "01/QĐ-VPUBND" in of_2023[0]
