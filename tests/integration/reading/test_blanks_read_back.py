"""Our own blanks, filled in on the screen, are read back whole: every value, and none for a person to look at."""

import io

import pytest
from docx import Document
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from pipeline.reading import Lexicon, blanks, read
from pipeline.reading.blanks.controls import NAMESPACES, W14, W

UNITS = ("Phòng Tổng hợp", "Trung tâm Phục vụ hành chính công", "Phòng Tổ chức - Hành chính")
POSTS = ("Chuyên viên", "Trưởng phòng")
LEXICON = Lexicon(units=UNITS, posts=POSTS, staff=("Giàng A Mẫu", "Trần Thị Ví Dụ", "Lý Thị Thử Nghiệm"))

ACHIEVEMENTS = (
    "Rút ngắn quy trình tiếp nhận hồ sơ từ 05 xuống 02 ngày; số hóa 1.250 hồ sơ.\n"
    "Hướng dẫn 340 lượt người dân nộp hồ sơ trực tuyến, được người dân quý mến."
)
NOMINATION = {
    "quy": "III",
    "nam": "2022",
    "don_vi": "Trung tâm Phục vụ hành chính công",
    "ho_ten": "Giàng A Mẫu",
    "gioi_tinh=Nam": True,
    "ngay_sinh": "05/9/1988",
    "dan_toc": "Mông",
    "chuc_vu": "Chuyên viên",
    "don_vi_cong_tac": "Trung tâm Phục vụ hành chính công",
    "trinh_do": "Đại học Luật; Trung cấp",
    "linh_vuc=LV05": True,
    "linh_vuc=LV06": True,
    "danh_hieu=CSTDCS": True,
    "danh_hieu=BK_TINH": True,
    "thanh_tich": ACHIEVEMENTS,
    "ky_luat": "Không",
    "ngay_ky": "16/9/2022",
    "truong_don_vi": "Trần Thị Ví Dụ",
}
NOMINATION_READ = {
    "quy": 3,
    "nam": 2022,
    "don_vi": "Trung tâm Phục vụ hành chính công",
    "ho_ten": "Giàng A Mẫu",
    "gioi_tinh": "Nam",
    "ngay_sinh": "1988-09-05",
    "dan_toc": "Mông",
    "chuc_vu": "Chuyên viên",
    "don_vi_cong_tac": "Trung tâm Phục vụ hành chính công",
    "trinh_do": "Đại học Luật; Trung cấp",
    "linh_vuc": {"LV05", "LV06"},
    "danh_hieu": {"Chiến sĩ thi đua cơ sở", "Bằng khen của Chủ tịch UBND tỉnh"},
    "thanh_tich": ACHIEVEMENTS,
    "ky_luat": "Không",
    "ngay_ky": "2022-09-16",
    "truong_don_vi": "Trần Thị Ví Dụ",
}
REGISTRATION = {
    "nam": "2022",
    "don_vi": "Phòng Tổng hợp",
    "tong_so_nguoi": "14",
    "so_nu": "6",
    "so_dang_vien": "9",
    "ca_nhan[1].ho_ten": "Giàng A Mẫu",
    "ca_nhan[1].chuc_vu": "Chuyên viên",
    "ca_nhan[1].danh_hieu=LDTT": True,
    "ca_nhan[1].danh_hieu=CSTDCS": True,
    "ca_nhan[1].dien_hinh=Có": True,
    "ca_nhan[1].linh_vuc=LV06": True,
    "ca_nhan[2].ho_ten": "Lý Thị Thử Nghiệm",
    "ca_nhan[2].chuc_vu": "Trưởng phòng",
    "ca_nhan[2].danh_hieu=LDTT": True,
    "ca_nhan[2].hinh_thuc=GK": True,
    "tap_the[1].ten": "Phòng Tổng hợp",
    "tap_the[1].danh_hieu=TTLDTT": True,
    "tap_the[1].linh_vuc=LV10": True,
    "chi_tieu": "100% hồ sơ đúng hạn.",
    "ngay_ky": "28/01/2022",
    "truong_don_vi": "Trần Thị Ví Dụ",
}
REGISTRATION_READ = {
    "nam": 2022,
    "don_vi": "Phòng Tổng hợp",
    "tong_so_nguoi": 14,
    "so_nu": 6,
    "so_dang_vien": 9,
    "chi_tieu": "100% hồ sơ đúng hạn.",
    "ngay_ky": "2022-01-28",
    "truong_don_vi": "Trần Thị Ví Dụ",
}


def fill_word(docx, answers):
    """Fill in the controls as Word does: a placeholder gives way, a box changes its state and its glyph."""
    document = Document(io.BytesIO(docx))
    for control in document.element.body.iter(f"{{{W}}}sdt"):
        properties = control.find("w:sdtPr", NAMESPACES)
        answer = answers.get(properties.find("w:tag", NAMESPACES).get(f"{{{W}}}val"))
        run = control.find("w:sdtContent/w:r", NAMESPACES)
        if answer is True:
            properties.find("w14:checkbox/w14:checked", NAMESPACES).set(f"{{{W14}}}val", "1")
            run.find("w:t", NAMESPACES).text = "☒"
        elif answer:
            properties.remove(properties.find("w:showingPlcHdr", NAMESPACES))
            for part in list(run):
                run.remove(part)
            write_lines(run, answer)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def write_lines(run, answer):
    for number, line in enumerate(answer.split("\n")):
        if number:
            run.append(run.makeelement(f"{{{W}}}br"))
        text = run.makeelement(f"{{{W}}}t")
        text.text = line
        run.append(text)


def fill_pdf(pdf, answers):
    """Fill in the fields as viewers store them, without drawing anything."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    for page in writer.pages:
        for annotation in page["/Annots"]:
            widget = annotation.get_object()
            parent = widget.get("/Parent")
            name = f"{parent.get_object()['/T']}.{widget['/T']}" if parent else widget["/T"]
            answer = answers.get(name)
            if answer is True:
                state = NameObject(f"/{blanks.Key.of(name).option}")
                widget[NameObject("/V")] = widget[NameObject("/AS")] = state
            elif answer:
                widget[NameObject("/V")] = TextStringObject(answer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def filled(form, medium, answers):
    blank = blanks.blank(form, units=UNITS, posts=POSTS)
    return fill_word(blank.docx, answers) if medium == "docx" else fill_pdf(blank.pdf, answers)


def said(values):
    """The values that are there; lists as sets, since ticks have no order."""
    found = {key: value.value for key, value in values.items() if value.value is not None}
    return {key: set(value) if isinstance(value, list) else value for key, value in found.items()}


def doubts(values):
    return {key: value.why for key, value in values.items() if value.review}


@pytest.mark.parametrize("medium", ["docx", "pdf"])
def test_a_filled_nomination_is_read_back_without_a_doubt(medium):
    reading = read(filled("TD-02", medium, NOMINATION), lexicon=LEXICON)

    (form,) = reading.forms
    assert form.form == "TD-02"
    assert said(form.fields) == NOMINATION_READ
    assert doubts(form.fields) == {}
    assert form.findings == ()


@pytest.mark.parametrize("medium", ["docx", "pdf"])
def test_what_a_registration_says_outside_its_tables_is_read_back_without_a_doubt(medium):
    reading = read(filled("TD-01", medium, REGISTRATION), lexicon=LEXICON)

    (form,) = reading.forms
    assert form.form == "TD-01"
    assert said(form.fields) == REGISTRATION_READ
    assert doubts(form.fields) == {}
