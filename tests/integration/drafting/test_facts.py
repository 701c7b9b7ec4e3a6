"""The facts a document is filled with: right for the day, in the right order, nothing guessed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from pipeline.drafting.drafts import order
from pipeline.drafting.kinds import KINDS, find_kind, find_round
from pipeline.errors import NoSigner, NothingToDraft, RoundNeeded, UnknownKind, UnknownVariant
from pipeline.home import Home
from pipeline.register.models import Appointment, NominationState, Person, Title
from tests.integration.drafting import office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _set_up(office_home: Home) -> None:
    office.set_up()


def facts(kind: str, day: dt.date = office.DAY) -> dict[str, Any]:
    return dict(order(KINDS[kind], office.occasion(kind, day)).facts)


def test_number_and_day_of_a_draft_are_blank():
    found = facts("ke_hoach")

    assert (found["so"], found["ngay"], found["thang"], found["nam"]) == ("", "", "9", "2021")


def test_the_file_copy_is_the_last_recipient():
    assert facts("ke_hoach")["noi_nhan"] == [
        "Hội đồng TĐKT tỉnh",
        "Trưởng Khối TĐTMTH (Sở Nội vụ)",
        "Ban TĐKT tỉnh",
        "Lãnh đạo Văn phòng",
        "Các phòng, ban, đơn vị",
        "Lưu: VT, TCHC",
    ]


def test_people_stand_by_post_then_unit_then_given_name():
    first, second, third = office.nominate(3)
    head = Person.objects.filter(appointments__post="Trưởng phòng", appointments__unit__code="KT").get()
    third.person, third.unit = head, head.appointments.get().unit
    third.save()
    second.name, first.name = "Giàng A Ánh", "Giàng A Ân"
    first.save()
    second.save()

    rows = facts("qd_giay_khen")["ca_nhan"]

    assert rows[0]["ho_ten"] == head.full_name
    assert [row["stt"] for row in rows] == ["1", "2", "3"]
    assert [row["don_vi"] for row in rows[1:]] == [unit.name for unit in sorted((first.unit, second.unit), key=_rank)]


def _rank(unit: Any) -> int:
    return int(unit.rank)


def test_an_unknown_gender_is_not_guessed():
    (nomination,) = office.nominate(1)
    nomination.gender = ""
    nomination.save()

    assert facts("qd_giay_khen")["ca_nhan"][0]["ong_ba"] == "Ông (bà)"


def test_who_asked_for_it_gets_the_giay_khen_and_nobody_else():
    asking, _other = office.nominate(2)
    asking.titles.add(Title.objects.get(code="GK"))

    assert [row["ho_ten"] for row in facts("qd_giay_khen")["ca_nhan"]] == [asking.name]


def test_a_withdrawn_nominee_is_in_no_decision():
    (nomination,) = office.nominate(1)
    nomination.state = NominationState.WITHDRAWN
    nomination.save()

    with pytest.raises(NothingToDraft):
        facts("qd_giay_khen")


@pytest.mark.parametrize(
    ("day", "amount", "law"),
    [
        (dt.date(2022, 10, 5), "450.000", "91/2017/NĐ-CP"),
        (dt.date(2024, 6, 30), "540.000", "98/2023/NĐ-CP"),
        (dt.date(2025, 10, 5), "710.000", "152/2025/NĐ-CP"),
    ],
)
def test_money_and_basis_are_those_of_the_day(day: dt.date, amount: str, law: str):
    office.nominate(4)

    found = facts("qd_giay_khen", day)

    assert found["tien_ca_nhan"] == amount
    assert any(law in line for line in found["can_cu"])


def test_what_the_law_data_do_not_know_is_said_to_the_drafter():
    office.nominate(1)

    notes = facts("qd_giay_khen", dt.date(2025, 10, 5))["luu_y"]

    assert any("từ ngày 01/7/2025" in note for note in notes)
    assert any("15/2025/TT-BNV" in note and "nguồn thứ cấp" in note for note in notes)
    assert any("chức năng, nhiệm vụ" in note for note in notes)


def test_names_that_are_not_on_the_staff_list_are_pointed_out():
    known, stranger = office.nominate(2)
    known.person = Person.objects.get(staff_id="CB32")
    known.save()

    (note,) = [note for note in facts("qd_giay_khen")["luu_y"] if "danh sách cán bộ" in note]

    assert stranger.name in note
    assert known.person.full_name not in note


def test_titles_stand_in_parts_collectives_first_and_higher_authorities_left_out():
    registration = office.register(3, collectives=2)
    registration.rows.first().titles.add(Title.objects.get(code="CSTDT"))

    found = facts("qd_danh_hieu")

    assert [(part["ky_hieu"], part["ten"], part["so"]) for part in found["muc_danh_hieu"]] == [
        ("A", "Tập thể lao động tiên tiến", "02"),
        ("B", "Chiến sĩ thi đua cơ sở", "02"),
        ("C", "Lao động tiên tiến", "03"),
    ]
    assert (found["tong_tien"], found["so_ca_nhan"], found["so_tap_the"]) == ("6.730.000", "05", "02")


def test_the_deputy_signs_for_the_chief_where_there_is_none():
    chief = Appointment.objects.get(post="Chánh Văn phòng")
    chief.valid_to = dt.date(2022, 1, 31)
    chief.save()
    office.nominate(1)

    found = facts("qd_giay_khen")

    assert found["quyen_han_ky"] == ["KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"]
    assert found["nguoi_ky"] == "Trần Đức Giả Định"


def test_without_anybody_who_may_sign_there_is_no_document():
    Appointment.objects.exclude(signs_as="").delete()
    office.nominate(1)

    with pytest.raises(NoSigner):
        facts("qd_giay_khen")


def test_every_number_of_the_report_stands_in_its_tables():
    office.nominate(4)

    found = facts("bc_quy")

    this_quarter = found["t3"][-1]
    assert this_quarter["quy"] == "III"
    assert int(found["so_da_nop"]) == int(this_quarter["da_nop"]) == len(found["ca_nhan"]) == 4
    assert int(found["so_phai_nop"]) == int(this_quarter["phai_nop"]) == len(found["t2"])
    assert len(found["don_vi_chua_nop"]) == int(found["so_chua_nop"])
    assert found["t1_tong"]["gioi_thieu"] == "4"
    assert sum(int(row["gioi_thieu"]) for row in found["t1"]) == 6  # two of the four have two fields
    assert [row["quy_3"] for row in found["t2"]].count("x") == 4


@pytest.mark.parametrize(
    ("kind", "slug"),
    [("ke_hoach", "2021-ke-hoach"), ("qd_giay_khen", "2022-q3-qd-giay-khen"), ("qd_danh_hieu", "2022-qd-danh-hieu")],
)
def test_files_are_named_by_year_round_and_kind(kind: str, slug: str):
    variant, _template = KINDS[kind].template(None)

    assert KINDS[kind].slug(office.occasion(kind), variant) == slug


def test_another_variant_has_a_file_of_its_own():
    assert KINDS["ke_hoach"].slug(office.occasion("ke_hoach"), "faithful") == "2021-ke-hoach-faithful"


def test_unknown_kinds_variants_and_rounds_are_refused_with_those_there_are():
    with pytest.raises(UnknownKind, match="qd_giay_khen"):
        find_kind("giay_khen_khac")
    with pytest.raises(UnknownVariant, match="corrected, faithful"):
        KINDS["ke_hoach"].template("khac")
    with pytest.raises(RoundNeeded, match="Q3/2022"):
        find_round(KINDS["bc_quy"], "2022")


def test_facts_can_be_kept_as_json():
    import json

    office.nominate(5)
    office.register(4, 1)

    for kind in KINDS:
        found = facts(kind)
        assert json.loads(json.dumps(found)) == found
