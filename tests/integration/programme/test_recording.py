"""A reading becomes rows that can be followed back to the place each value came from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.programme.counting import count_what_is_clear
from pipeline.programme.recording import record
from pipeline.reading.model import Place, Value
from pipeline.register.models import FieldReading, Form, Nomination, NominationState, Registration, Submission
from tests.integration.conftest import nomination, reading_of, registration

HandIn = Callable[..., Submission]


def test_a_nomination_is_recorded_with_unit_round_and_person(hand_in: HandIn) -> None:
    (form,) = record(hand_in(), nomination())

    made = Nomination.objects.get(form=form)
    assert (made.unit.code, made.round.code) == ("TH", "Q3/2022")
    assert made.person is not None
    assert made.person.full_name == "Giàng A Thử"
    assert [title.code for title in made.titles.all()] == ["GK"]
    assert [field.code for field in made.fields.all()] == ["LV05"]


def test_every_value_keeps_its_place_confidence_and_text(hand_in: HandIn) -> None:
    doubtful = Value(
        value="1989-02-17",
        confidence=0.7,
        review=True,
        why=("năm có hai chữ số",),
        source=Place(paragraph=4),
        text="17/2/89",
    )

    (form,) = record(hand_in(), nomination(ngay_sinh=doubtful))

    kept = FieldReading.objects.get(form=form, key="ngay_sinh")
    assert (kept.value, kept.confidence, kept.review, kept.text) == ("1989-02-17", 0.7, True, "17/2/89")
    assert (kept.why, kept.source) == (["năm có hai chữ số"], {"paragraph": 4})


def test_a_nomination_counts_when_nothing_about_it_is_in_doubt(hand_in: HandIn) -> None:
    clear, doubtful = hand_in(), hand_in()
    record(clear, nomination(don_vi="KT"))
    record(doubtful, nomination(ho_ten=Value(value="Giàng A Thử", review=True, why=("mờ",))))
    assert {made.state for made in Nomination.objects.all()} == {NominationState.IN_REVIEW}

    count_what_is_clear(clear)
    count_what_is_clear(doubtful)

    states = dict(Nomination.objects.values_list("unit__code", "state"))
    assert states == {"KT": NominationState.VALID, "TH": NominationState.IN_REVIEW}


def test_the_folder_names_the_unit_where_the_form_does_not(hand_in: HandIn) -> None:
    (form,) = record(hand_in(folder="KT"), nomination(don_vi=None))

    assert form.unit is not None
    assert form.unit.code == "KT"


@pytest.mark.parametrize("written", ["Phòng Tổ chức Hành chính", "P. TCHC", "TCHC", "phòng tổ chức – hành chính"])
def test_a_unit_is_known_by_all_its_names(hand_in: HandIn, written: str) -> None:
    (form,) = record(hand_in(), nomination(don_vi=written))

    assert form.unit is not None
    assert form.unit.code == "TCHC"


def test_a_name_is_never_bent_onto_the_list(hand_in: HandIn) -> None:
    record(hand_in(), nomination(ho_ten="Giàng A Thư"))

    made = Nomination.objects.get()
    assert made.person is None
    assert made.name == "Giàng A Thư"


def test_namesakes_are_told_apart_by_their_unit_and_birth(hand_in: HandIn) -> None:
    record(hand_in(), nomination(don_vi="TCHC", ho_ten="Nguyễn Văn Thử", ngay_sinh=None))
    record(hand_in(), nomination(don_vi="QTTV", ho_ten="Nguyễn Văn Thử", ngay_sinh="1996"))

    births = [str(made.person.birth_date) for made in Nomination.objects.order_by("id") if made.person]
    assert births == ["1974-05-19", "1996-03-15"]


def test_a_registration_is_recorded_with_its_rows(hand_in: HandIn) -> None:
    people = [
        {
            "ho_ten": "Giàng A Thử",
            "chuc_vu": "Chuyên viên chính",
            "danh_hieu": ["Lao động tiên tiến", "Chiến sĩ thi đua cơ sở"],
            "linh_vuc": ["LV05", "LV06"],
        },
        {"ho_ten": "Nông Văn Thử", "chuc_vu": "Chuyên viên", "danh_hieu": ["Lao động tiên tiến"], "linh_vuc": []},
    ]
    units = [{"ten": "Phòng Tổng hợp", "danh_hieu": ["Tập thể lao động tiên tiến"], "linh_vuc": []}]

    record(hand_in(), registration(people, units))

    rows = list(Registration.objects.get().rows.all())
    assert [(row.name, row.collective) for row in rows] == [
        ("Giàng A Thử", False),
        ("Nông Văn Thử", False),
        ("Phòng Tổng hợp", True),
    ]
    assert sorted(title.code for title in rows[0].titles.all()) == ["CSTDCS", "LDTT"]


def test_a_quarter_outside_the_plan_makes_no_nomination(hand_in: HandIn) -> None:
    record(hand_in(), nomination(nam=2019))

    assert Nomination.objects.count() == 0
    assert Form.objects.count() == 1


def test_all_forms_of_a_file_are_recorded_in_order(hand_in: HandIn) -> None:
    first, second = nomination(don_vi="KT").forms[0], nomination(don_vi="NC").forms[0]

    forms = record(hand_in(), reading_of(first, second))

    assert [(form.rank, form.unit.code) for form in forms if form.unit] == [(1, "KT"), (2, "NC")]
