"""Filled forms in Word, built here in raw markup, read back through the public `read`."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.errors import MissingPart, PartyDocument, SecretDocument, UnknownForm
from pipeline.reading import FormReading, Lexicon, read

LEXICON = Lexicon(
    units=("Phòng Tổng hợp", "Phòng Tổ chức - Hành chính"),
    titles=("Lao động tiên tiến", "Chiến sĩ thi đua cơ sở", "Giấy khen của Chánh Văn phòng UBND tỉnh"),
    posts=("Chuyên viên", "Phó Trưởng phòng"),
)
TITLE = "PHIẾU GIỚI THIỆU CÁ NHÂN ĐIỂN HÌNH TIÊU BIỂU QUÝ III/NĂM 2023"
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def file_of(*blocks: str | Sequence[Sequence[str]]) -> bytes:
    """A .docx of paragraphs (text, or markup beginning with "<") and tables (rows of cells)."""
    document = docx.Document()
    for block in blocks:
        if not isinstance(block, str):
            table = document.add_table(rows=len(block), cols=max(map(len, block)))
            for row, texts in enumerate(block):
                for column, text in enumerate(texts):
                    table.cell(row, column).text = text
        elif block.startswith("<"):
            declared = re.sub(r"^<(w:\w+)", rf"<\1 {nsdecls('w')} {W14}", block)
            document.element.body.insert(len(document.element.body) - 1, parse_xml(declared))
        else:
            document.add_paragraph(block)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def form_of(*blocks: str | Sequence[Sequence[str]], title: str = TITLE) -> FormReading:
    (form,) = read(file_of(title, *blocks), lexicon=LEXICON).forms
    return form


def values(form: FormReading) -> dict[str, object]:
    return {key: value.value for key, value in form.fields.items() if value.value is not None}


def control(text: str, *, tag: str = "", title: str = "", extra: str = "") -> str:
    return (
        f'<w:sdt><w:sdtPr><w:alias w:val="{title}"/><w:tag w:val="{tag}"/>{extra}</w:sdtPr>'
        f"<w:sdtContent><w:r><w:t>{text}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def check(tag: str, *, on: bool) -> str:
    return control("☐", tag=tag, extra=f'<w14:checkbox><w14:checked w14:val="{int(on)}"/></w14:checkbox>')


def paragraph(*inner: str) -> str:
    return f"<w:p>{''.join(inner)}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


# Labels


@pytest.mark.parametrize(
    "line",
    [
        "Họ và tên: Giàng A Mẫu",
        "1. HỌ VÀ TÊN : GIÀNG A MẪU",
        "1) Ho va ten：Giàng A Mẫu",
        "2- Họ, chữ đệm và tên (ghi đầy đủ) ……… Giàng A Mẫu ………",
        "Ông (bà): Đ/c Giàng A Mẫu",
        "Họ tên\tGiàng A Mẫu",
        "Họ và tên người được giới thiệu ______Giàng A Mẫu____",
        "Họ và tên Giàng A Mẫu",
    ],
)
def test_finds_a_name_behind_every_kind_of_label(line: str) -> None:
    name = form_of(line, "Chức vụ: Chuyên viên").fields["ho_ten"]
    assert (name.value, name.review) == ("Giàng A Mẫu", False)


def test_reads_several_labels_on_one_line() -> None:
    form = form_of(
        "1. Họ tên: Sùng Thị Ví Dụ\t2. Sinh năm 1985", "Giới tính: Nữ; Dân tộc: H'Mông   Chức vụ: Chuyên viên"
    )
    assert values(form) | {"quy": 3, "nam": 2023} == {
        "quy": 3, "nam": 2023, "ho_ten": "Sùng Thị Ví Dụ", "ngay_sinh": "1985", "gioi_tinh": "Nữ", "dan_toc": "Mông",
        "chuc_vu": "Chuyên viên",
    }  # fmt: skip


def test_leaves_blank_and_absent_fields_empty_without_review() -> None:
    form = form_of("Họ và tên: …………………", "Dân tộc: ______", "Trình độ:", "Chức vụ: Chuyên viên")
    silent = [form.fields[key] for key in ("ho_ten", "dan_toc", "trinh_do", "ngay_sinh", "thanh_tich")]
    assert {(value.value, value.confidence, value.review) for value in silent} == {(None, 1.0, False)}
    assert "R-FORM-02" in {finding.rule for finding in form.findings}


def test_does_not_take_prose_for_labels() -> None:
    text = [
        "- Đơn vị đã hoàn thành 12 nhiệm vụ được giao: rút ngắn thời gian.",
        "- Giới tính, tuổi tác không phải là rào cản: đã kèm cặp 8 người.",
        "- Phong trào thi đua “Lao động giỏi, Lao động sáng tạo” được hưởng ứng.",
    ]
    form = form_of("Họ và tên: Giàng A Mẫu", "Chức vụ: Chuyên viên", "Tóm tắt thành tích:", *text)
    assert values(form) == {
        "quy": 3, "nam": 2023, "ho_ten": "Giàng A Mẫu", "chuc_vu": "Chuyên viên", "thanh_tich": "\n".join(text),
    }  # fmt: skip


def test_never_takes_the_contact_person_for_the_nominee() -> None:
    form = form_of("Người liên hệ: Trần Thị Ví Dụ, ĐT 0912 000 000", "Họ và tên: Giàng A Mẫu", "Chức vụ: Chuyên viên")
    assert values(form)["ho_ten"] == "Giàng A Mẫu"
    assert values(form)["chuc_vu"] == "Chuyên viên"


def test_ends_the_achievements_at_the_closing_sentence() -> None:
    form = form_of("Họ tên: Giàng A Mẫu", "Thành tích:", "Soạn 30 văn bản.", "Đề nghị Hội đồng xem xét./.")
    assert values(form)["thanh_tich"] == "Soạn 30 văn bản."


def test_splits_post_and_unit_written_together() -> None:
    form = form_of("Họ tên: Giàng A Mẫu", "Chức vụ, đơn vị công tác: Chuyên viên, Phòng Tổ chức Hành chính")
    assert values(form)["chuc_vu"] == "Chuyên viên"
    assert values(form)["don_vi_cong_tac"] == "Phòng Tổ chức - Hành chính"


# Values


@pytest.mark.parametrize(
    ("written", "value", "review"),
    [
        ("05/9/1985", "1985-09-05", False),
        ("5.9.1985", "1985-09-05", False),
        ("ngày 05 tháng 9 năm 1985", "1985-09-05", False),
        ("1985", "1985", False),
        ("31/9/1985", None, True),
        ("05/9/85", "1985-09-05", True),
    ],
)
def test_reads_birth_dates_and_doubts_impossible_ones(written: str, value: str | None, review: bool) -> None:
    born = form_of(f"Họ tên: Giàng A Mẫu   Ngày sinh: {written}").fields["ngay_sinh"]
    assert (born.value, born.review, bool(born.why)) == (value, review, review)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("Nam ☒   Nữ ☐", "Nam"),
        ("☐ Nam   ☑ Nữ", "Nữ"),
        ("[ ] Nam  [x] Nữ", "Nữ"),
        ("Nam (X)  Nữ ( )", "Nam"),
        ("Nam …x…  Nữ ……", "Nam"),
        ("nữ", "Nữ"),
        ("Nam ☐   Nữ ☐", None),
    ],
)
def test_reads_the_sex_from_words_and_boxes(written: str, value: str | None) -> None:
    sex = form_of("Họ tên: Giàng A Mẫu", f"Giới tính: {written}").fields["gioi_tinh"]
    assert (sex.value, sex.review) == (value, False)


def test_sends_two_ticks_for_one_sex_to_a_person() -> None:
    assert form_of("Họ tên: Giàng A Mẫu", "Giới tính: Nam ☒  Nữ ☒").fields["gioi_tinh"].review


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("LV05", ["LV05"]),
        ("5. Cải cách hành chính", ["LV05"]),
        ("“Toàn dân đoàn kết xây dựng nông thôn mới, đô thị văn minh”", ["LV11"]),
        ("Lào Cai xây dựng nông thôn mới và giảm nghèo bền vững", ["LV02"]),
        ("Chuyển đổi số; LV02 - Nông thôn mới, giảm nghèo", ["LV06", "LV02"]),
    ],
)
def test_reads_fields_of_emulation(written: str, found: list[str]) -> None:
    field = form_of("Họ tên: Giàng A Mẫu", f"Lĩnh vực thi đua: {written}").fields["linh_vuc"]
    assert (field.value, field.review) == (found, False)


def test_sends_an_unknown_field_of_emulation_to_a_person() -> None:
    field = form_of("Họ tên: Giàng A Mẫu", "Lĩnh vực thi đua: Trồng cây ăn quả").fields["linh_vuc"]
    assert (field.value, field.review) == (None, True)


def test_gives_titles_in_the_wording_of_the_lexicon() -> None:
    form = form_of("Họ tên: Giàng A Mẫu", "Danh hiệu đăng ký: LĐTT + CSTĐCS, GK")
    assert values(form)["danh_hieu"] == list(LEXICON.titles)


def test_doubts_a_form_that_contradicts_itself() -> None:
    form = form_of("Họ tên: Giàng A Mẫu", "Dân tộc: Mông", "Họ tên: Giàng A Mậu")
    assert form.fields["ho_ten"].review


def test_doubts_a_quarter_far_from_the_day_of_signing() -> None:
    form = form_of("Họ tên: Giàng A Mẫu", "Lào Cai, ngày 16 tháng 9 năm 2020")
    assert [form.fields[key].review for key in ("quy", "nam", "ngay_ky")] == [True] * 3


# Tables


def test_reads_tables_of_two_and_four_columns() -> None:
    two = [["1. Đơn vị", "Phòng Tổng hợp"], ["2. Họ và tên", "Giàng A Mẫu"], ["3. Dân tộc", ""]]
    four = [["Ngày sinh", "05/9/1985", "Giới tính", "Nam"], ["Chức vụ", "Chuyên viên", "Trình độ", ""]]
    assert values(form_of(two, four)) == {
        "quy": 3, "nam": 2023, "don_vi": "Phòng Tổng hợp", "ho_ten": "Giàng A Mẫu", "ngay_sinh": "1985-09-05",
        "gioi_tinh": "Nam", "chuc_vu": "Chuyên viên",
    }  # fmt: skip


def test_reads_values_below_their_labels() -> None:
    boxes = [["1. Họ và tên\nGiàng A Mẫu", "2. Dân tộc"], ["3. Chức vụ\nPhó Trưởng phòng", "4. Giới tính\nNam"]]
    heads = [["Ngày sinh", "Trình độ"], ["05/9/1985", "Đại học"]]
    assert values(form_of(boxes, "", heads)) == {
        "quy": 3, "nam": 2023, "ho_ten": "Giàng A Mẫu", "chuc_vu": "Phó Trưởng phòng", "gioi_tinh": "Nam",
        "ngay_sinh": "1985-09-05", "trinh_do": "Đại học",
    }  # fmt: skip


def test_reads_marks_in_cells_of_their_own() -> None:
    table = [["Danh hiệu đăng ký", "LĐTT", "x"], ["", "CSTĐCS", ""]]
    document = docx.Document(io.BytesIO(file_of(TITLE, "Họ tên: Giàng A Mẫu", table)))
    grid = document.tables[0]
    grid.cell(0, 0).merge(grid.cell(1, 0))
    stream = io.BytesIO()
    document.save(stream)
    (form,) = read(stream.getvalue(), lexicon=LEXICON).forms
    assert values(form)["danh_hieu"] == ["Lao động tiên tiến"]


def test_takes_the_head_of_the_unit_from_the_right_column() -> None:
    table = [
        ["NGƯỜI LẬP\n(Ký)\n\nLò Văn Ví Dụ", "KT. TRƯỞNG PHÒNG\nPHÓ TRƯỞNG PHÒNG\n(Ký, ghi rõ họ tên)\n\nTrần Thị Ví Dụ"]
    ]
    form = form_of("Họ tên: Giàng A Mẫu", "Lào Cai, ngày 16 tháng 9 năm 2023", table)
    assert (values(form)["truong_don_vi"], values(form)["ngay_ky"]) == ("Trần Thị Ví Dụ", "2023-09-16")


def test_takes_the_unit_from_the_letterhead_when_no_label_has_it() -> None:
    head = [["VĂN PHÒNG UBND TỈNH LÀO CAI\nPHÒNG TỔNG HỢP", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]]
    (form,) = read(file_of(head, TITLE, "Họ tên: Giàng A Mẫu"), lexicon=LEXICON).forms
    assert (values(form)["don_vi"], form.fields["don_vi"].review) == ("Phòng Tổng hợp", False)


# Word itself


def test_joins_runs_and_reads_accepted_text_only() -> None:
    line = paragraph(
        run("Họ và t"), run("ên: Giàng "), f"<w:del>{run('Văn ').replace('w:t', 'w:delText')}</w:del>",
        f"<w:ins>{run('A ')}</w:ins>", run("M"), run("ẫu"), run(" ẩn", "<w:vanish/>"),
    )  # fmt: skip
    form = form_of(line, "Chức vụ: Chuyên viên")
    assert values(form)["ho_ten"] == "Giàng A Mẫu"
    assert any("Track Changes" in finding.message for finding in form.findings)


def test_reads_controls_by_tag_by_title_and_by_their_label() -> None:
    form = form_of(
        paragraph(run("A: "), control("Giàng A Mẫu", tag="HoTen")),
        paragraph(run("B: "), control("Chuyên viên", title="Chức vụ")),
        paragraph(run("Dân tộc: "), control("Mông")),
        paragraph(run("Trình độ: "), control("Bấm vào đây", tag="trinh_do", extra="<w:showingPlcHdr/>")),
        paragraph(check("gioi_tinh=Nam", on=True), run(" Nam "), check("gioi_tinh=Nữ", on=False), run(" Nữ")),
    )
    assert values(form) == {
        "quy": 3, "nam": 2023, "ho_ten": "Giàng A Mẫu", "chuc_vu": "Chuyên viên", "dan_toc": "Mông", "gioi_tinh": "Nam",
    }  # fmt: skip


def test_believes_the_state_of_a_check_box_not_its_glyph() -> None:
    form = form_of(
        "Họ tên: Giàng A Mẫu", paragraph(run("Giới tính: Nam "), check("", on=False), run(" Nữ "), check("", on=True))
    )
    assert values(form)["gioi_tinh"] == "Nữ"


def test_reads_symbols_of_wingdings_as_boxes() -> None:
    box = '<w:r><w:sym w:font="Wingdings" w:char="F0{}"/></w:r>'
    form = form_of(
        "Họ tên: Giàng A Mẫu",
        paragraph(run("Giới tính: "), box.format("FE"), run(" Nam "), box.format("A8"), run(" Nữ")),
    )
    assert values(form)["gioi_tinh"] == "Nam"


def test_decodes_old_fonts_run_by_run_without_review() -> None:
    small, capitals = (f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' for font in (".VnTime", ".VnTimeH"))
    form = form_of(
        paragraph(run("Hä vµ tªn: ", small), run("giµng a mÉu", capitals)),
        paragraph(run("Đơn vị công tác: ", ""), run("Phßng Tæng hîp", small)),
    )
    assert (values(form)["ho_ten"], values(form)["don_vi_cong_tac"]) == ("Giàng A Mẫu", "Phòng Tổng hợp")
    assert not form.fields["ho_ten"].review


def test_sends_text_decoded_by_its_look_to_a_person() -> None:
    people = form_of("Họ tên: Giàng A Mẫu", "Nhiệm vụ được giao: x", paragraph(run("§¬n vÞ c«ng t¸c: Phßng Tæng hîp")))
    unit = people.fields["don_vi_cong_tac"]
    assert (unit.value, unit.review, unit.why) == ("Phòng Tổng hợp", True, ("font_cu",))


def test_reads_combining_marks_even_across_runs() -> None:
    name = unicodedata.normalize("NFD", "Tẩn Láo Mẫu")
    cut = name.index("n") - 1  # between the letter and its marks
    form = form_of(paragraph(run(unicodedata.normalize("NFD", "Họ tên: ")), run(name[:cut]), run(name[cut:])))
    assert values(form)["ho_ten"] == "Tẩn Láo Mẫu"


def test_trusts_the_machine_readable_foot_line() -> None:
    document = docx.Document(
        io.BytesIO(file_of("PHIẾU GIỚI THIỆU CÁ NHÂN ĐIỂN HÌNH TIÊU BIỂU QUÝ …/NĂM ……", "Họ tên: Giàng A Mẫu"))
    )
    document.sections[0].footer.paragraphs[0].text = "MẪU TĐ-02/v1 | KH-2021-2025 | DV: TH | QUÝ: 4 | NĂM: 2022"
    stream = io.BytesIO()
    document.save(stream)
    (form,) = read(stream.getvalue()).forms
    assert (values(form)["quy"], values(form)["nam"]) == (4, 2022)


# Several forms, other forms


def test_keeps_two_forms_of_one_file_apart() -> None:
    head = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    first = [head, TITLE, "Họ tên: Giàng A Mẫu", "TRƯỞNG PHÒNG", "", "Trần Thị Ví Dụ"]
    second = [head, TITLE.replace("III", "IV"), "Họ tên: Lý Thị Thử Nghiệm", "GIÁM ĐỐC", "", "Lò Văn Ví Dụ"]
    one, two = read(file_of(*first, *second)).forms
    assert (values(one)["ho_ten"], values(one)["quy"], values(one)["truong_don_vi"]) == (
        "Giàng A Mẫu",
        3,
        "Trần Thị Ví Dụ",
    )
    assert (values(two)["ho_ten"], values(two)["quy"], values(two)["truong_don_vi"]) == (
        "Lý Thị Thử Nghiệm",
        4,
        "Lò Văn Ví Dụ",
    )


def test_recognises_a_nomination_that_lost_its_title() -> None:
    lines = [
        "Họ tên: Giàng A Mẫu",
        "Dân tộc: Mông",
        "Chức vụ: Chuyên viên",
        "Trình độ: Đại học",
        "Thành tích: Soạn văn bản.",
    ]
    (form,) = read(file_of(*lines)).forms
    assert (form.form, values(form)["ho_ten"]) == ("TD-02", "Giàng A Mẫu")


REGISTRATION = [
    ["STT", "Họ và tên/Tên tập thể", "Chức vụ", "Danh hiệu đăng ký", "Lĩnh vực"],
    ["I", "Cá nhân", "", "", ""],
    ["1", "Giàng A Mẫu", "Chuyên viên", "LĐTT; CSTĐCS", "LV06"],
    ["2", "Trần Thị Ví Dụ", "Phó Trưởng phòng", "Giấy khen", ""],
    ["STT", "Họ và tên/Tên tập thể", "Chức vụ", "Danh hiệu đăng ký", "Lĩnh vực"],
    ["II", "Tập thể", "", "", ""],
    ["1", "Phòng Tổng hợp", "", "Tập thể LĐTT", "Chuyển đổi số"],
    ["", "Tổng số: 2 cá nhân, 2 tập thể", "", "", ""],
]


def test_reads_the_yearly_registration() -> None:
    form = form_of("Đơn vị: Phòng Tổng hợp", REGISTRATION, title="BẢN ĐĂNG KÝ DANH HIỆU THI ĐUA NĂM 2022")
    rows = {
        name: [{key: value.value for key, value in row.items()} for row in rows] for name, rows in form.tables.items()
    }
    assert (form.form, values(form)) == ("TD-01", {"don_vi": "Phòng Tổng hợp", "nam": 2022})
    assert rows["ca_nhan"] == [
        {
            "ho_ten": "Giàng A Mẫu",
            "chuc_vu": "Chuyên viên",
            "linh_vuc": ["LV06"],
            "danh_hieu": list(LEXICON.titles[:2]),
        },
        {"ho_ten": "Trần Thị Ví Dụ", "chuc_vu": "Phó Trưởng phòng", "linh_vuc": None, "danh_hieu": [LEXICON.titles[2]]},
    ]
    assert rows["tap_the"] == [
        {"ten": "Phòng Tổng hợp", "linh_vuc": ["LV06"], "danh_hieu": ["Tập thể lao động tiên tiến"]}
    ]
    assert [finding.rule for finding in form.findings if "tập thể" in finding.message] == ["R-FORM-03"]


def test_gives_one_nomination_for_each_row_of_a_list() -> None:
    table = [
        ["STT", "Họ và tên", "Năm sinh", "Chức vụ"],
        ["1", "Giàng A Mẫu", "1985", "Chuyên viên"],
        ["2", "Lý Thị Thử Nghiệm", "1990", ""],
    ]
    forms = read(file_of("DANH SÁCH GIỚI THIỆU CÁ NHÂN ĐIỂN HÌNH QUÝ II/2022", "Đơn vị: Phòng Tổng hợp", table)).forms
    assert [values(form) for form in forms] == [
        {
            "don_vi": "Phòng Tổng hợp",
            "quy": 2,
            "nam": 2022,
            "ho_ten": "Giàng A Mẫu",
            "ngay_sinh": "1985",
            "chuc_vu": "Chuyên viên",
        },
        {"don_vi": "Phòng Tổng hợp", "quy": 2, "nam": 2022, "ho_ten": "Lý Thị Thử Nghiệm", "ngay_sinh": "1990"},
    ]


def test_refuses_what_is_no_form_and_says_what_was_expected() -> None:
    with pytest.raises(UnknownForm, match="TD-02"):
        read(file_of("THÔNG BÁO", "Về việc nghỉ lễ"))


@pytest.mark.parametrize(("mark", "error"), [("MẬT", SecretDocument), ("ĐẢNG CỘNG SẢN VIỆT NAM", PartyDocument)])
def test_refuses_documents_under_other_rules(mark: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        read(file_of(mark, TITLE, "Họ tên: Giàng A Mẫu"))


def test_reads_an_old_file_through_the_converter_and_asks_for_one() -> None:
    rtf = b"{\\rtf1 Phieu}"
    with pytest.raises(MissingPart):
        read(rtf)
    reading = read(rtf, convert=lambda _data, _suffix: file_of(TITLE, "Họ tên: Giàng A Mẫu"))
    assert (reading.medium, reading.forms[0].fields["ho_ten"].value) == ("doc", "Giàng A Mẫu")


def test_names_the_place_of_every_value() -> None:
    form = form_of("Họ tên: Giàng A Mẫu", [["Dân tộc", "Mông"], ["Chức vụ", "Chuyên viên"]])
    name, people = (form.as_json()["fields"][key]["source"] for key in ("ho_ten", "dan_toc"))
    assert (name["paragraph"], name["text"]) == (2, "Giàng A Mẫu")
    assert (people["table"], people["row"], people["column"], people["text"]) == (1, 1, 2, "Mông")


# What other offices do


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (("KT. TRƯỞNG ĐƠN VỊ", "PHÓ TRƯỞNG ĐƠN VỊ"), "Vàng Thế Ví Dụ"),
        (("TUQ. THỦ TRƯỞNG ĐƠN VỊ", "PHÓ THỦ TRƯỞNG"), "Vàng Thế Ví Dụ"),
        (("KT. TRƯỞNG PHÒNG", "Phó Trưởng Phòng"), None),
    ],
)
def test_takes_no_office_for_the_name_of_who_signs(role: tuple[str, ...], name: str | None) -> None:
    form = form_of("Họ và tên: Giàng A Mẫu", *role, "(Ký, ghi rõ họ tên)", *((name,) if name else ()))
    assert form.fields["truong_don_vi"].value == name


def test_reads_values_on_the_lines_below_their_labels() -> None:
    form = form_of(
        "1. Họ và tên:", "Giàng A Mẫu", "2. Sinh ngày:", "ngày 15 tháng 8 năm 1984", "3. Chức vụ:", "Giám đốc",
        "4. Trình độ:", "12/12", "5. Đơn vị công tác:", "Nhà khách", "Lào Cai, ngày 12 tháng 9 năm 2023",
    )  # fmt: skip
    assert values(form) == {
        "quy": 3, "nam": 2023, "ho_ten": "Giàng A Mẫu", "ngay_sinh": "1984-08-15", "chuc_vu": "Giám đốc",
        "trinh_do": "12/12", "don_vi_cong_tac": "Nhà khách", "ngay_ky": "2023-09-12",
    }  # fmt: skip


def test_reads_one_form_from_rows_of_labels_above_rows_of_values() -> None:
    form = form_of(
        [
            ["Họ và tên", "Ngày sinh", "Giới tính"],
            ["Giàng A Mẫu", "15/8/1984", "Nam"],
            ["Dân tộc", "Chức vụ", "Trình độ"],
            ["Mông", "Chuyên viên", "Đại học"],
        ]
    )
    assert values(form) == {
        "quy": 3, "nam": 2023, "ho_ten": "Giàng A Mẫu", "ngay_sinh": "1984-08-15", "gioi_tinh": "Nam",
        "dan_toc": "Mông", "chuc_vu": "Chuyên viên", "trinh_do": "Đại học",
    }  # fmt: skip


@pytest.mark.parametrize(("mark", "titles"), [("x", ["Chiến sĩ thi đua cơ sở"]), ("", None)])
def test_reads_a_table_inside_a_cell_as_the_content_of_the_cell(mark: str, titles: list[str] | None) -> None:
    inner = "".join(
        f"<w:tr><w:tc>{paragraph(run(title))}</w:tc><w:tc>{paragraph(run(sign))}</w:tc></w:tr>"
        for title, sign in (("Lao động tiên tiến", ""), ("Chiến sĩ thi đua cơ sở", mark))
    )
    rows = (
        ("Họ và tên:", paragraph(run("Giàng A Mẫu"))),
        ("Danh hiệu đăng ký:", f"<w:tbl>{inner}</w:tbl>{paragraph()}"),
        ("Chức vụ:", paragraph(run("Chuyên viên"))),
    )
    cells = "".join(f"<w:tr><w:tc>{paragraph(run(label))}</w:tc><w:tc>{value}</w:tc></w:tr>" for label, value in rows)
    fields = form_of(f"<w:tbl>{cells}</w:tbl>").fields
    assert (fields["ho_ten"].value, fields["chuc_vu"].value) == ("Giàng A Mẫu", "Chuyên viên")
    assert (fields["danh_hieu"].value, fields["danh_hieu"].review) == (titles, False)


@pytest.mark.parametrize("second", ["CÁ NHÂN ĐIỂN HÌNH TIÊU BIỂU QUÝ III NĂM 2023", "CÁ NHÂN ĐIỂN HÌNH\nQUÍ III/2023"])
def test_reads_quarter_and_year_below_a_title_of_two_lines(second: str) -> None:
    form = form_of(*second.split("\n"), "Họ và tên: Giàng A Mẫu", title="PHIẾU GIỚI THIỆU")
    assert (form.fields["quy"].value, form.fields["nam"].value) == (3, 2023)


def test_reads_the_soft_hyphen_of_an_old_font_as_its_letter() -> None:
    font = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    name = f"<w:r><w:rPr>{font}</w:rPr><w:t>V</w:t><w:softHyphen/><w:t>¬ng ThÞ VÝ Dô</w:t></w:r>"
    form = form_of(paragraph(run("Họ và tên: "), name), paragraph(run("Chức vụ: Chuyên\xad viên")))
    assert (form.fields["ho_ten"].value, form.fields["chuc_vu"].value) == ("Vương Thị Ví Dụ", "Chuyên viên")


def test_keeps_numbered_headings_inside_their_form() -> None:
    people = [["STT", "Họ và tên", "Danh hiệu đăng ký"], ["1", "Giàng A Mẫu", "Lao động tiên tiến"]]
    units = [["STT", "Tên tập thể", "Danh hiệu đăng ký"], ["1", "Phòng Tổng hợp", "Tập thể lao động tiên tiến"]]
    form = form_of(
        "I. Đăng ký danh hiệu thi đua cá nhân", people, "II. Đăng ký danh hiệu thi đua tập thể", units,
        title="BẢN ĐĂNG KÝ DANH HIỆU THI ĐUA NĂM 2023",
    )  # fmt: skip
    assert {name: len(rows) for name, rows in form.tables.items()} == {"ca_nhan": 1, "tap_the": 1}


def test_ends_a_text_at_the_next_part_and_at_a_signing_hint() -> None:
    form = form_of(
        "A. HỌ VÀ TÊN: Giàng A Mẫu", "D. TÓM TẮT THÀNH TÍCH", "Đã soạn 3 văn bản.",
        "E. Ý KIẾN CỦA THỦ TRƯỞNG ĐƠN VỊ", "Đồng ý đề nghị Hội đồng xem xét.", "(Ký, họ tên)",
    )  # fmt: skip
    assert form.fields["thanh_tich"].value == "Đã soạn 3 văn bản."


def test_ends_a_value_at_an_unknown_label_behind_a_tab() -> None:
    form = form_of("Họ và tên: Giàng A Mẫu\tThành phần gia đình: nông dân", "Dân tộc: Kinh\tSở thích: đọc sách")
    assert (form.fields["ho_ten"].value, form.fields["dan_toc"].value) == ("Giàng A Mẫu", "Kinh")


def test_keeps_names_that_end_like_labels_whole() -> None:
    form = form_of("Ông (bà): ..... Vũ  Ngọc  Quý ........  Sinh ngày: ... 24/9/1965 ....")
    assert (form.fields["ho_ten"].value, form.fields["ngay_sinh"].value) == ("Vũ Ngọc Quý", "1965-09-24")


def test_names_empty_fields_in_words() -> None:
    messages = [finding.message for finding in form_of("Họ và tên: Giàng A Mẫu", "Chức vụ:").findings]
    assert any("Chức vụ" in message for message in messages)
    assert not any("chuc_vu" in message for message in messages)


@pytest.mark.parametrize("line", ["Ngày ký: ngày     tháng     năm 20…", "Lào Cai, ngày …… tháng …… năm 20……"])
def test_takes_a_printed_date_nobody_filled_in_for_blank(line: str) -> None:
    date = form_of("Họ và tên: Giàng A Mẫu", line).fields["ngay_ky"]
    assert (date.value, date.review) == (None, False)


@pytest.mark.parametrize(
    ("said", "unit", "review"),
    [
        (None, "Phòng Tổ chức - Hành chính", False),
        ("Phòng Tổ chức - Hành chính", "Phòng Tổ chức - Hành chính", False),
        ("Phòng Tổng hợp", "Phòng Tổ chức - Hành chính", True),
    ],
)
def test_knows_the_unit_by_the_code_of_the_machine_line(said: str | None, unit: str, *, review: bool) -> None:
    label = (f"Đơn vị: {said}",) if said else ()
    found = form_of(*label, "MẪU TĐ-02/v1 | KH-2021-2025 | DV: TCHC | QUÝ: 3 | NĂM: 2023").fields["don_vi"]
    assert (found.value, found.review) == (unit, review)


def test_takes_no_unknown_code_for_a_unit() -> None:
    assert form_of("MẪU TĐ-02/v1 | KH-2021-2025 | DV: XYZ | QUÝ: 3 | NĂM: 2023").fields["don_vi"].value is None


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("Lĩnh vực thi đua:\tLV02: Nông thôn mới, giảm nghèo", "LV02"),
        ("Lĩnh vực thi đua\tLĩnh vực 6: Chuyển đổi số", "LV06"),
    ],
)
def test_takes_a_code_before_a_colon_for_no_label(line: str, field: str) -> None:
    assert form_of(line).fields["linh_vuc"].value == [field]


@pytest.mark.parametrize(
    "line",
    [
        "Hướng dẫn 12 xã sử dụng chữ ký số.",
        "Lưu ý 05 đơn vị chậm báo cáo, đôn đốc kịp thời.",
        "Nơi nhận hồ sơ trực tuyến tăng 30%.",
        "Tổng số hồ sơ giải quyết: 1.250.",
    ],
)
def test_keeps_sentences_that_begin_like_closing_headings(line: str) -> None:
    form = form_of("Tóm tắt thành tích:", line, "Số hóa 45 hồ sơ.")
    assert form.fields["thanh_tich"].value == f"{line}\nSố hóa 45 hồ sơ."


@pytest.mark.parametrize("line", ["Nơi nhận:", "Lưu ý: Phiếu gửi trước ngày 15.", "Hướng dẫn ghi phiếu:", "Ghi chú"])
def test_ends_the_achievements_at_a_closing_heading(line: str) -> None:
    form = form_of("Tóm tắt thành tích:", "Số hóa 45 hồ sơ.", line, "- Như trên")
    assert form.fields["thanh_tich"].value == "Số hóa 45 hồ sơ."


@pytest.mark.parametrize(
    "line",
    [
        "Chức vụ: (ghi rõ chức vụ)",
        "Chức vụ: [Ghi chức vụ]",
        "Chức vụ: <chức vụ>",
        "Chức vụ: Ghi rõ chức vụ, chức danh",
        "Tóm tắt thành tích: (nêu ngắn gọn, có số liệu)",
    ],
)
def test_takes_a_printed_hint_for_no_value(line: str) -> None:
    assert values(form_of("Họ và tên: Giàng A Mẫu", line)) == {"quy": 3, "nam": 2023, "ho_ten": "Giàng A Mẫu"}


def test_takes_the_placeholder_of_a_control_for_no_value_even_where_nothing_marks_it() -> None:
    form = form_of("Họ và tên: Giàng A Mẫu", control("Nhấn để nhập văn bản", tag="chuc_vu"))
    assert (form.fields["chuc_vu"].value, form.fields["chuc_vu"].review) == (None, False)


def test_keeps_what_is_written_below_a_printed_hint() -> None:
    form = form_of("Tóm tắt thành tích:", "(nêu ngắn gọn, có số liệu)", "Ghi rõ trách nhiệm từng người.", "(Mức tốt)")
    assert form.fields["thanh_tich"].value == "Ghi rõ trách nhiệm từng người.\n(Mức tốt)"


@pytest.mark.parametrize(
    "contact",
    [
        ("Người liên hệ: Trần Thị Ví Dụ - Chuyên viên Phòng Kinh tế - sinh năm 1990",),
        ("Người liên hệ: Trần Thị Ví Dụ, Chuyên viên, dân tộc Tày, giới tính Nữ, điện thoại 0912 000 000",),
        ("Người liên hệ: Trần Thị Ví Dụ, chức vụ: Văn thư viên, ĐT: 0912 000 000",),
        ("Người liên hệ:", "Họ và tên: Trần Thị Ví Dụ", "Chức vụ: Văn thư viên", "Điện thoại: 0912 000 000"),
    ],
)
def test_gives_the_nominee_nothing_that_is_said_of_the_contact(contact: tuple[str, ...]) -> None:
    assert values(form_of("Họ và tên: Giàng A Mẫu", *contact)) == {"quy": 3, "nam": 2023, "ho_ten": "Giàng A Mẫu"}


def test_reads_numbered_labels_on_the_line_of_the_contact() -> None:
    form = form_of("1. Người liên hệ: Trần Thị Ví Dụ\t2. Họ và tên: Giàng A Mẫu", "3. Chức vụ: Chuyên viên")
    assert values(form) == {"quy": 3, "nam": 2023, "ho_ten": "Giàng A Mẫu", "chuc_vu": "Chuyên viên"}


@pytest.mark.parametrize("left", ["NGƯỜI LẬP", "NGƯỜI ĐƯỢC GIỚI THIỆU", "NGƯỜI KHAI"])
@pytest.mark.parametrize("office", ["TRƯỞNG PHÒNG", "KT. TRƯỞNG PHÒNG\nPHÓ TRƯỞNG PHÒNG"])
def test_takes_who_signed_from_a_row_of_names_below_a_row_of_offices(left: str, office: str) -> None:
    block = [["", "Lào Cai, ngày 24 tháng 9 năm 2023"], [left, office], ["Giàng A Mẫu", "Lý Thị Thử Nghiệm"]]
    form = form_of("Họ và tên: Giàng A Mẫu", block)
    assert form.fields["truong_don_vi"].value == "Lý Thị Thử Nghiệm"
    assert (form.fields["ho_ten"].value, form.fields["ho_ten"].review) == ("Giàng A Mẫu", False)


def test_takes_who_signed_below_the_opinion_of_all_and_the_confirmation_of_the_head() -> None:
    role = "Ý KIẾN CỦA TẬP THỂ, XÁC NHẬN CỦA TRƯỞNG ĐƠN VỊ"
    form = form_of("Họ và tên: Giàng A Mẫu", role, "(Ký, ghi rõ họ tên, đóng dấu)", "", "Lý Thị Thử Nghiệm")
    assert form.fields["truong_don_vi"].value == "Lý Thị Thử Nghiệm"


@pytest.mark.parametrize("period", ["Q3/2023", "Q3-2023", "QIII/2023"])
def test_reads_the_short_way_to_write_a_quarter_below_the_title(period: str) -> None:
    title = "PHIẾU GIỚI THIỆU CÁ NHÂN ĐIỂN HÌNH TIÊU BIỂU"
    form = form_of(period, "Họ và tên: Giàng A Mẫu", "Chức vụ: Chuyên viên", title=title)
    assert (form.fields["quy"].value, form.fields["nam"].value) == (3, 2023)


@pytest.mark.parametrize(
    "line",
    [
        "3. Giới tính; Dân tộc: Nữ; Phù Lá",
        "3. Giới tính, dân tộc: Nữ, Phù Lá",
        "3) Giới tính : ……☐Nam    ☒Nữ………; Dân tộc : Phù Lá",
    ],
)
def test_reads_sex_and_people_from_one_line(line: str) -> None:
    fields = form_of("Họ và tên: Sùng Thị Ví Dụ", line).fields
    assert [(fields[key].value, fields[key].review) for key in ("gioi_tinh", "dan_toc")] == [
        ("Nữ", False), ("Phù Lá", False),
    ]  # fmt: skip


def test_keeps_a_sentence_of_the_answer_that_begins_like_a_label_with_a_colon() -> None:
    text = ["Hoàn thành 12 đề án.", "Đơn vị: Phòng Kinh tế phối hợp thực hiện.", "Số hóa 45 hồ sơ."]
    fields = form_of("Họ và tên: Giàng A Mẫu", "Tóm tắt thành tích:", *text).fields
    assert (fields["thanh_tich"].value, fields["don_vi"].value) == ("\n".join(text), None)


def test_ends_the_answer_at_a_label_where_the_form_ends_all_values_with_full_stops() -> None:
    lines = ["Chức vụ: Chuyên viên.", "Tóm tắt thành tích:", "Số hóa 45 hồ sơ.", "Đơn vị: Phòng Tổng hợp."]
    fields = form_of("Họ và tên: Giàng A Mẫu", *lines).fields
    assert (fields["thanh_tich"].value, fields["don_vi"].value) == ("Số hóa 45 hồ sơ.", "Phòng Tổng hợp")


@pytest.mark.parametrize("left", ["..........", "……………", "______"])
def test_takes_the_dots_left_in_a_control_for_no_value(left: str) -> None:
    people = form_of("Họ và tên: Giàng A Mẫu", control(left, tag="dan_toc")).fields["dan_toc"]
    assert (people.value, people.review) == (None, False)
