"""Confidence of values read from pictures is what was measured for their kind, their place and their judgement."""

from __future__ import annotations

import pytest

from pipeline.reading.fields import KINDS
from pipeline.reading.model import FormReading, Value
from pipeline.reading.picture.calibration import Judgement, Origin, calibrated, table

SURE, DOUBTFUL = Value(value="Giàng A Mẫu"), Value(value="Giàng A Mẫu", review=True, why=("không có trong danh sách",))
UNREAD, SILENT = Value(value=None, review=True, why=("không đọc được",)), Value(value=None)


def confidence(value: Value, key: str = "ho_ten", origin: Origin = Origin.ZONE) -> float:
    return calibrated(FormReading(form="TD-02", pages=(1,), fields={key: value}), origin).fields[key].confidence


@pytest.mark.parametrize("origin", Origin)
@pytest.mark.parametrize("key", KINDS)
@pytest.mark.parametrize("value", [SURE, DOUBTFUL, UNREAD, SILENT])
def test_every_value_has_a_measured_confidence(origin: Origin, key: str, value: Value) -> None:
    assert 0 <= confidence(value, key, origin) <= 1


@pytest.mark.parametrize("origin", Origin)
def test_what_is_accepted_is_surer_than_what_is_doubted_and_that_than_what_was_not_read(origin: Origin) -> None:
    shares = table()[origin.value]["all"]

    assert shares[Judgement.ACCEPTED] > shares[Judgement.DOUBTED] > shares[Judgement.UNREAD]


def test_rows_of_tables_are_calibrated_as_fields_are() -> None:
    form = FormReading(form="TD-01", pages=(1,), fields={}, tables={"ca_nhan": [{"ho_ten": DOUBTFUL}]})

    [row] = calibrated(form, Origin.LABEL).tables["ca_nhan"]

    assert row["ho_ten"].confidence == confidence(DOUBTFUL, origin=Origin.LABEL)


def test_nothing_else_of_a_value_changes() -> None:
    form = FormReading(form="TD-02", pages=(1,), fields={"ho_ten": DOUBTFUL})

    value = calibrated(form, Origin.ZONE).fields["ho_ten"]

    assert (value.value, value.review, value.why) == (DOUBTFUL.value, True, DOUBTFUL.why)
