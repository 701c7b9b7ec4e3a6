"""A decision that contradicts itself is not made (R-SUM-01)."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.drafting.sums import check_sums
from pipeline.errors import SumsDisagree


def commendations(**changes: object) -> dict[str, Any]:
    people = [{"stt": str(number), "tien": "450.000"} for number in (1, 2, 3)]
    facts = {
        "so_ca_nhan": "03",
        "ca_nhan": people,
        "tien_ca_nhan": "450.000",
        "so_tap_the": "00",
        "tap_the": [],
        "tien_tap_the": "900.000",
        "tong_tien": "1.350.000",
        "tong_tien_chu": "Một triệu ba trăm năm mươi nghìn đồng",
    }
    return facts | changes


def titles(**changes: object) -> dict[str, Any]:
    part = {"ten": "Lao động tiên tiến", "tap_the": False, "so": "02", "tien": "450.000", "cong_tien": "900.000"}
    facts = {
        "muc_danh_hieu": [part | {"danh_sach": [{"stt": "1"}, {"stt": "2"}]} | changes],
        "so_ca_nhan": "02",
        "so_tap_the": "00",
        "tong_tien": "900.000",
        "tong_tien_chu": "Chín trăm nghìn đồng",
    }
    return facts | {key: value for key, value in changes.items() if key in facts}


def report(**changes: object) -> dict[str, Any]:
    row = {"phai_nop": "11", "da_nop": "10", "dung_han": "9", "tre_han": "1", "khong_nop": "1"}
    sentences = {"so_phai_nop": "11", "so_da_nop": "10", "so_dung_han": "09", "so_tre_han": "01", "so_chua_nop": "01"}
    lists = {"don_vi_chua_nop": ["Nhà khách"], "so_ca_nhan": "02", "ca_nhan": [{}, {}], "t3": [row]}
    return sentences | lists | changes


@pytest.mark.parametrize("facts", [commendations(), titles(), report(), {}], ids=["gk", "danh hieu", "bc", "plan"])
def test_facts_that_agree_pass(facts: dict[str, Any]):
    check_sums(facts)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"so_ca_nhan": "04"}, "so_ca_nhan"),
        ({"so_ca_nhan": "ba"}, "so_ca_nhan"),
        ({"tap_the": [{"stt": "1", "tien": "900.000"}]}, "so_tap_the"),
        ({"tong_tien": "1.400.000", "tong_tien_chu": "Một triệu bốn trăm nghìn đồng"}, "tong_tien"),
        ({"tong_tien_chu": "Một triệu ba trăm năm mươi lăm nghìn đồng"}, "tong_tien_chu"),
        ({"tong_tien_chu": "nhiều tiền"}, "tong_tien_chu"),
        ({"tien_ca_nhan": "460.000"}, "ca_nhan.1.tien"),
    ],
)
def test_a_contradiction_between_articles_and_list_is_named(changes: dict[str, object], named: str):
    with pytest.raises(SumsDisagree, match=f"“{named}”"):
        check_sums(commendations(**changes))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"so": "03"}, r"Lao động tiên tiến\.so"),
        ({"cong_tien": "1.000.000"}, r"Lao động tiên tiến\.cong_tien"),
        ({"so_ca_nhan": "05"}, "so_ca_nhan"),
        ({"tong_tien": "950.000"}, "tong_tien"),
    ],
)
def test_a_contradiction_in_a_part_of_the_titles_is_named(changes: dict[str, object], named: str):
    with pytest.raises(SumsDisagree, match=f"“{named}”"):
        check_sums(titles(**changes))


@pytest.mark.parametrize("changes", [{"so_ca_nhan": "03"}, {"so_da_nop": "11"}, {"don_vi_chua_nop": []}])
def test_a_number_of_the_report_that_is_not_that_of_its_table_stops_it(changes: dict[str, object]):
    with pytest.raises(SumsDisagree):
        check_sums(report(**changes))


@pytest.mark.parametrize(
    "facts", [{"tong_tien": 5}, {"muc_danh_hieu": "A"}, {"t3": None}, commendations(ca_nhan=["x", 1])], ids=str
)
def test_given_data_of_any_shape_are_refused_and_never_crash(facts: dict[str, Any]):
    with pytest.raises(SumsDisagree):
        check_sums(facts)


def test_every_contradiction_is_said_at_once():
    with pytest.raises(SumsDisagree) as caught:
        check_sums(commendations(so_ca_nhan="09", tong_tien_chu="Một đồng"))

    assert "so_ca_nhan" in caught.value.message
    assert "tong_tien_chu" in caught.value.message
