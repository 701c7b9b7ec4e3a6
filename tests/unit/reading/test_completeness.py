"""What a form lacks is told of the values it has in the end."""

from __future__ import annotations

from dataclasses import replace

from pipeline.reading.completeness import INCOMPLETE
from pipeline.reading.compose import registration, with_fields
from pipeline.reading.lists import Lists
from pipeline.reading.model import Lexicon, Value


def test_a_field_found_later_is_no_longer_told_to_be_empty() -> None:
    form = registration({}, (), (), Lists(Lexicon()), pages=(1,))
    found = {key: replace(value, value="có") for key, value in form.fields.items() if key != "nam"}

    later = with_fields(form, form.fields | found)

    assert len([finding for finding in form.findings if finding.rule == INCOMPLETE]) == 4
    assert [finding.rule for finding in later.findings] == [INCOMPLETE]


def test_a_field_a_person_will_look_at_is_not_told_to_be_empty() -> None:
    form = registration({}, (), (), Lists(Lexicon()), pages=(1,))

    assert with_fields(form, dict.fromkeys(form.fields, Value(value=None, review=True))).findings == ()
