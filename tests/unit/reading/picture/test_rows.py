"""A row of a list says no more than was read of it only where nothing else stands in it."""

from __future__ import annotations

from dataclasses import replace

from pipeline.reading.forms import REGISTRATION, FormPart
from pipeline.reading.model import ABSENT, Block, Cell, Line, Place, Span, Table, Value
from pipeline.reading.picture.free.rows import Values, with_missing_rows

HEADS = ("STT", "Họ và tên", "Chức vụ", "Lĩnh vực", "Danh hiệu")
FIELDS = ("ho_ten", "chuc_vu", "linh_vuc", "danh_hieu")


def cell(row: int, column: int, text: str) -> Cell:
    place = Place(page=1, box=(100.0 * column, 100.0 + 20 * row, 100.0 * column + 100, 120.0 + 20 * row))
    return Cell(lines=(Line(spans=(Span(text=text, place=place),), place=place),), row=row, column=column, place=place)


def listing(*rows: tuple[str, ...], heads: tuple[str, ...] = HEADS) -> Table:
    cells = tuple(cell(number, at, text) for number, row in enumerate((heads, *rows)) for at, text in enumerate(row))
    return Table(cells=cells, rows=len(rows) + 1, columns=len(heads), place=Place(page=1, box=(0, 100, 500, 400)))


def read(row: int, *texts: str) -> Values:
    """The values of a row of the list, None for those not found."""
    return {
        key: Value(value=text, source=cell(row, at, text).place, text=text) if text else ABSENT
        for at, (key, text) in enumerate(zip(FIELDS, texts, strict=True), start=1)
    }


def reviewed(table: Table, *rows: Values, collectives: tuple[Values, ...] = ()) -> list[set[str]]:
    """The fields under review in each row of persons."""
    part = FormPart(form=REGISTRATION, title="", title_line=None, blocks=(table,), machine={})
    tables = with_missing_rows({"ca_nhan": list(rows), "tap_the": list(collectives)}, part)
    return [{key for key, value in row.items() if value.review} for row in tables["ca_nhan"]]


MAU = ("1", "Giàng A Mẫu", "Chuyên viên", "LV05", "LĐTT")


def test_an_empty_cell_says_nothing_and_one_that_gave_no_value_goes_to_a_person() -> None:
    values = read(1, "Giàng A Mẫu", "", "LV05", "LĐTT")

    assert reviewed(listing((*MAU[:2], "", *MAU[3:])), values) == [set()]
    assert reviewed(listing(MAU), values) == [{"chuc_vu"}]


def test_words_in_a_column_whose_head_is_not_known_may_be_any_field_of_the_row() -> None:
    values = read(1, "Giàng A Mẫu", "Chuyên viên", "", "LĐTT")

    assert reviewed(listing(MAU, heads=(*HEADS[:3], "Lũnh ~", HEADS[4])), values) == [{"linh_vuc"}]
    assert reviewed(listing(MAU, heads=(*HEADS[:3], "Quê quán", HEADS[4])), values) == [set()]


def test_a_row_nobody_read_becomes_one_to_be_filled_in_where_it_stands() -> None:
    table = listing(MAU, ("2", "Lý Thị Thử", "Kế toán viên", "", "LĐTT"), ("3", "Sùng Thị Ví Dụ", "", "LV01", ""))

    found = reviewed(table, read(1, *MAU[1:]), read(3, "Sùng Thị Ví Dụ", "", "LV01", ""))

    assert found == [set(), set(FIELDS), set()]


def test_the_heading_of_a_part_is_no_row_and_says_whose_rows_follow() -> None:
    table = listing(MAU, ("", "II. TẬP THỂ", "", "", ""), ("1", "Phòng Tổng hợp", "", "", "TTLĐXS"))
    part = FormPart(form=REGISTRATION, title="", title_line=None, blocks=(table,), machine={})

    found = with_missing_rows({"ca_nhan": [read(1, *MAU[1:])], "tap_the": []}, part)

    assert len(found["ca_nhan"]) == 1
    assert [set(row) for row in found["tap_the"]] == [{"ten", "linh_vuc", "danh_hieu"}]


def test_a_remark_that_is_a_label_of_other_forms_heads_no_row() -> None:
    table = listing(MAU, ("2", "Lý Thị Thử", "Đảng viên", "", "LĐTT"))

    assert reviewed(table, read(1, *MAU[1:])) == [set(), set(FIELDS)]


def test_a_heading_that_words_follow_and_no_table_leaves_a_row_to_be_filled_in() -> None:
    def line(text: str, top: float) -> Line:
        place = Place(page=1, box=(100.0, top, 300.0, top + 10))
        return Line(spans=(Span(text=text, place=place),), place=place)

    def collectives(*blocks: Block) -> int:
        part = FormPart(form=REGISTRATION, title="", title_line=None, blocks=blocks, machine={})
        return len(with_missing_rows({"ca_nhan": [], "tap_the": []}, part)["tap_the"])

    heading = line("II. Danh sách tập thể _", 600)

    assert collectives(heading, line("1\tPhòng Tổng hợp\tTTLĐXS", 620)) == 1
    assert collectives(heading, line("TRƯỞNG ĐƠN VỊ", 620)) == 0


def test_a_person_without_a_name_goes_to_a_person() -> None:
    values = replace_name(read(1, *MAU[1:]))

    assert reviewed(listing(MAU), values) == [{"ho_ten"}]


def replace_name(values: Values) -> Values:
    return values | {"ho_ten": replace(values["ho_ten"], value=None, source=None, text=None)}


def tables_of(*blocks: Block, rows: tuple[Values, ...] = ()) -> dict[str, list[Values]]:
    part = FormPart(form=REGISTRATION, title="", title_line=None, blocks=blocks, machine={})
    return with_missing_rows({"ca_nhan": list(rows), "tap_the": []}, part)


def line(text: str) -> Line:
    place = Place(page=1, box=(50.0, 100.0, 500.0, 112.0))
    return Line(spans=(Span(text=text, place=place),), place=place)


def test_a_registration_of_nobody_has_a_list_that_was_not_seen() -> None:
    found = tables_of(line("NĂM 2025"))

    assert [all(value.review for value in row.values()) for row in found["ca_nhan"]] == [True]


def test_heads_of_columns_outside_of_any_table_head_a_list_that_was_not_seen() -> None:
    found = tables_of(listing(MAU), line("TT\tTên tập thể\tLĩnh vực\tDanh hiệu"), rows=(read(1, *MAU[1:]),))

    assert len(found["ca_nhan"]) == 1
    assert [set(row) for row in found["tap_the"]] == [{"ten", "linh_vuc", "danh_hieu"}]


def test_a_printed_row_with_a_number_and_empty_boxes_is_nobodys() -> None:
    blank = ("2", "", "", "☐ LV01 ☐ LV02", "☐ LĐTT ☐ CSTĐCS")
    table = listing(MAU, blank)
    empty = {**read(2, "", "", "", ""), "danh_hieu": replace(ABSENT, source=cell(2, 4, blank[4]).place, text="")}

    found = tables_of(table, rows=(read(1, *MAU[1:]), empty))

    assert len(found["ca_nhan"]) == 1


def test_the_rows_of_a_list_whose_heads_are_unreadable_are_to_be_filled_in() -> None:
    heads = ("TT", "-x= Họ vả", "ChứcvchứcC", "nh.", "Lĩnh TC vực")
    second = ("2", "Lý Thị Thử", "Kế toán viên", "LV01", "LĐTT")

    found = tables_of(listing(MAU, second, heads=heads))

    assert [all(value.review for value in row.values()) for row in found["ca_nhan"]] == [True, True]


def test_a_row_with_fewer_boxes_than_its_column_has_lost_one_that_may_be_ticked() -> None:
    values = [read(number, name, "Chuyên viên", "", "LĐTT") for number, name in ((1, "Giàng A Mẫu"), (2, "Lý Thị Thử"))]
    whole, lost = "☐ LV01 ☐ LV02 ☐ LV03", "☐ LV01 ☐ LV02XLV03"
    rows = (("1", "Giàng A Mẫu", "Chuyên viên", whole, "LĐTT"), ("2", "Lý Thị Thử", "Chuyên viên", lost, "LĐTT"))

    assert reviewed(listing(*rows), *values) == [set(), {"linh_vuc"}]
    ticked = [values[0], read(2, "Lý Thị Thử", "Chuyên viên", "LV02", "LĐTT")]
    assert reviewed(listing(*rows), *ticked) == [set(), {"linh_vuc"}]
