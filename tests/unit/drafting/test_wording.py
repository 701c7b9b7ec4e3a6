"""Plain lines and incomplete facts become what templates print."""

from __future__ import annotations

from pipeline.drafting.sums import BLANK, with_sums
from pipeline.drafting.wording import ELSEWHERE, MOST_RECIPIENTS, complete, divided, with_fixed_lines

TEXT = {"noi_dung": ["Một đoạn.", "Một đoạn khác."]}


def styles(*lines: str) -> list[str]:
    return [paragraph["kieu"] for paragraph in divided([*lines, "Hết."])["noi_dung"]]


def test_lines_get_the_style_of_what_they_are():
    assert styles("Chương I", "QUY ĐỊNH CHUNG", "Điều 1. Phạm vi điều chỉnh", "1. Một khoản.") == [
        "chuong",
        "chuong",
        "muc_nho",
        "doan",
    ]
    assert styles("I. MỤC ĐÍCH", "1. Ưu điểm", "Một đoạn.", "- Một dòng;", "a) Một điểm;") == [
        "muc_lon",
        "muc_nho",
        "doan",
        "doan",
        "doan",
    ]


def test_the_words_of_an_article_are_apart_from_its_text():
    found = divided("Điều 1. Cử ông Giàng A Mẫu.\nĐiều 2. Quyết định này có hiệu lực kể từ ngày ký./.")

    assert found["noi_dung"] == [{"kieu": "doan", "dau": "Điều 1.", "chu": " Cử ông Giàng A Mẫu."}]
    assert found["doan_cuoi"] == {"kieu": "doan", "dau": "Điều 2.", "chu": " Quyết định này có hiệu lực kể từ ngày ký"}


def test_the_last_paragraph_comes_without_its_end_mark_whatever_that_is():
    ends = [divided(["Một.", f"Hai{end}"])["doan_cuoi"]["chu"] for end in ("", ".", "./.", " ./. ", ";")]

    assert ends == ["Hai"] * 5


def test_what_nobody_has_said_is_a_blank_in_the_sample_s_shape_and_named_to_the_drafter():
    sample = {"trich_yeu": "Một", "dau_moi": {"ho_ten": "Ai"}, "dong": [{"a": "1"}, {"a": "2"}], "so": "", "co": True}

    found = complete({}, sample)

    assert found["trich_yeu"] == BLANK
    assert found["dau_moi"] == {"ho_ten": BLANK}
    assert found["dong"] == [{"a": BLANK}]
    assert (found["so"], found["co"]) == ("", True)
    assert "trich_yeu, dau_moi, dong" in found["luu_y"][-1]


def test_given_facts_stand_and_say_nothing_about_blanks():
    found = complete({"trich_yeu": "Hai"}, {"trich_yeu": "Một"})

    assert found["trich_yeu"] == "Hai"
    assert "luu_y" not in found


def test_rows_may_lack_columns_and_are_numbered_and_counted():
    sample = {"dong": [{"stt": "1", "ten": "A", "ghi_chu": ""}], "so_dong": "01"}

    found = complete({"dong": [{"ten": "Giàng A Mẫu"}, {"ten": "Lý Thị Ví Dụ"}]}, sample)

    assert [(row["stt"], row["ten"], row["ghi_chu"]) for row in found["dong"]] == [
        ("1", "Giàng A Mẫu", ""),
        ("2", "Lý Thị Ví Dụ", ""),
    ]
    assert found["so_dong"] == "02"


def test_one_addressee_may_be_given_as_a_word():
    assert complete({"kinh_gui": "- Sở Nội vụ;"}, {"kinh_gui": ["Một", "Hai"]})["kinh_gui"] == ["Sở Nội vụ"]


def test_the_decision_s_first_recipient_is_its_last_article():
    given = {
        "noi_dung": ["Điều 1. Một.", "Điều 2. Hai.", "Điều 3. Ba."],
        "noi_nhan": ["Như Điều cuối", "Lưu: VT, TCHC"],
    }

    assert complete(given, TEXT)["noi_nhan"] == ["Như Điều 3", "Lưu: VT, TCHC"]


def test_more_recipients_than_stand_beside_a_signature_are_listed_apart():
    named = [f"Đơn vị {number}" for number in range(MOST_RECIPIENTS)]

    found = complete({"noi_nhan": ["Như trên", *named, "Lưu: VT, TCHC"]}, {"noi_nhan": ["Lưu"]})

    assert found["noi_nhan"] == ["Như trên", ELSEWHERE, "Lưu: VT, TCHC"]
    (listed,) = found["phu_luc"]
    assert (listed["nhan"], listed["ten"]) == ("", "DANH SÁCH NƠI NHẬN")
    assert len(listed["noi_dung"]) + 1 == MOST_RECIPIENTS


def test_one_annex_has_no_number_and_several_go_on_after_the_template_s_own():
    one, two = [{"ten": "Một", "noi_dung": "Dòng."}], [{"ten": "Một", "noi_dung": "Dòng."}] * 2

    assert [annex["nhan"] for annex in complete({"phu_luc": one}, {})["phu_luc"]] == ["Phụ lục"]
    assert [annex["nhan"] for annex in complete({"phu_luc": two}, {})["phu_luc"]] == ["Phụ lục I", "Phụ lục II"]
    assert [annex["nhan"] for annex in complete({"phu_luc": one}, {}, annexes=2)["phu_luc"]] == ["Phụ lục III"]


def test_recipients_a_person_names_keep_the_first_line_and_the_file_copy():
    known = ["Như Điều 3", "Lãnh đạo Văn phòng", "Lưu: VT, TCHC"]

    assert with_fixed_lines(["- Sở Nội vụ;"], known) == ["Như Điều 3", "Sở Nội vụ", "Lưu: VT, TCHC"]
    assert with_fixed_lines(["Như Điều 2", "Lưu: VT, KT."], known) == ["Như Điều 2", "Lưu: VT, KT"]
    assert with_fixed_lines([], known) == ["Như Điều 3", "Lưu: VT, TCHC"]


def test_a_list_of_people_gives_the_counts_and_sums_nobody_has_given():
    found = with_sums({"ca_nhan": [{"ho_ten": "A"}, {"ho_ten": "B"}], "tien_ca_nhan": "450.000"})

    assert [row["tien"] for row in found["ca_nhan"]] == ["450.000"] * 2
    assert (found["so_ca_nhan"], found["so_tap_the"], found["tong_tien"]) == ("02", "0", "900.000")
    assert found["tong_tien_chu"] == "Chín trăm nghìn đồng"


def test_the_parts_of_a_decision_on_titles_are_lettered_counted_and_summed():
    people = [{"ho_ten": "A"}, {"ho_ten": "B"}]

    found = with_sums({"muc_danh_hieu": [{"ten": "Lao động tiên tiến", "tien": "450.000", "danh_sach": people}]})

    (part,) = found["muc_danh_hieu"]
    assert (part["ky_hieu"], part["so"], part["cong_tien"]) == ("A", "02", "900.000")
    assert (found["co_tap_the"], found["co_ca_nhan"], found["tong_tien"]) == (False, True, "900.000")


def test_number_and_day_are_padded_as_the_decree_wants_however_they_are_given():
    found = complete({"so": 5, "ngay": "9", "thang": "09"}, {})

    assert (found["so"], found["ngay"], found["thang"]) == ("05", "09", "9")
    assert complete({"so": "", "ngay": "", "thang": "2"}, {})["thang"] == "02"
