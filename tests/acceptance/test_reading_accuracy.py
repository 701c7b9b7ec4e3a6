"""Reading measured on forms it has never seen: the factory's, of every kind, by the definitions of reading.md §9."""

from __future__ import annotations

import pytest

from tests.factory import kinds, make
from tests.factory.score import Score, measure, report

FORMS_PER_KIND = 25
FIRST_SEED = 10_000


@pytest.fixture(scope="module")
def total() -> Score:
    scores, notable = measure(make(FIRST_SEED + seed, kind) for kind in kinds() for seed in range(FORMS_PER_KIND))
    print(report(scores, notable, show=3))  # noqa: T201  pytest shows it when an assertion fails
    return sum(scores.values(), Score())


def test_every_form_is_read(total: Score) -> None:
    assert total.crashed == 0


def test_no_value_is_wrong_without_a_person_being_asked(total: Score) -> None:
    assert total.silent == 0


def test_a_person_is_asked_about_one_field_in_two_hundred_at_most(total: Score) -> None:
    assert total.reviews <= 0.005 * total.fields
