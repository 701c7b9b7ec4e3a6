"""A reading becomes rows: the form, each value with its provenance, and the registration or nomination it makes."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from pipeline.law.codes import titles as known_titles
from pipeline.programme.people import find_person, find_unit
from pipeline.reading.model import FileReading, FormReading, Value
from pipeline.register.models import (
    EmulationField,
    FieldReading,
    Form,
    Nomination,
    NominationState,
    Registration,
    RegistrationRow,
    Round,
    RoundKind,
    Submission,
    Title,
    Unit,
)
from pipeline.vietnamese.text import match_key

Row = dict[str, Value]


def record(submission: Submission, reading: FileReading) -> list[Form]:
    """Write all forms of a submission, in their order. Call inside the transaction that ends its reading.

    A form whose unit or round is not known makes no registration or nomination; screening says so.
    """
    with transaction.atomic():
        return [_record_form(submission, rank, form) for rank, form in enumerate(reading.forms, start=1)]


def _record_form(submission: Submission, rank: int, reading: FormReading) -> Form:
    unit = find_unit(_text(reading.fields, "don_vi")) or find_unit(submission.folder)
    form = Form.objects.create(
        submission=submission, rank=rank, kind=reading.form, pages=list(reading.pages), unit=unit
    )
    _record_values(form, reading)
    round_ = _find_round(reading)
    if unit is not None and round_ is not None:
        (_nominate if reading.form == "TD-02" else _register)(form, reading, unit, round_)
    return form


def _record_values(form: Form, reading: FormReading) -> None:
    rows = [_reading_row(form, key, value) for key, value in reading.fields.items()]
    for table, lines in reading.tables.items():
        for number, line in enumerate(lines):
            rows += [_reading_row(form, key, value, table, number) for key, value in line.items()]
    FieldReading.objects.bulk_create(rows)


def _reading_row(form: Form, key: str, value: Value, table: str = "", row: int | None = None) -> FieldReading:
    return FieldReading(
        form=form,
        table=table,
        row=row,
        key=key,
        value=value.value,
        text=value.text or "",
        confidence=value.confidence,
        review=value.review,
        why=list(value.why),
        source=value.source.as_json() if value.source else None,
    )


def _find_round(reading: FormReading) -> Round | None:
    """The round printed on the form; the printed quarter is authoritative for routing (domain reference 10.3)."""
    year, quarter = _value(reading.fields, "nam"), _value(reading.fields, "quy")
    if reading.form == "TD-02":
        return Round.objects.filter(kind=RoundKind.QUARTERLY, year=year, quarter=quarter).first()
    return Round.objects.filter(kind=RoundKind.ANNUAL, year=year).first()


def _nominate(form: Form, reading: FormReading, unit: Unit, round_: Round) -> None:
    fields = reading.fields
    name, birth = _text(fields, "ho_ten"), _text(fields, "ngay_sinh")
    taken = Nomination.objects.filter(round=round_, unit=unit, state=NominationState.VALID).exists()
    doubtful = taken or not name or any(value.review for value in fields.values())
    nomination = Nomination.objects.create(
        round=round_,
        unit=unit,
        form=form,
        person=find_person(name, birth, unit, round_.last_day),
        state=NominationState.IN_REVIEW if doubtful else NominationState.VALID,
        name=name,
        gender=_text(fields, "gioi_tinh"),
        birth=birth,
        ethnic_group=_text(fields, "dan_toc"),
        post=_text(fields, "chuc_vu"),
        achievement=_text(fields, "thanh_tich"),
    )
    nomination.titles.set(_titles(fields))
    nomination.fields.set(_fields(fields))


def _register(form: Form, reading: FormReading, unit: Unit, round_: Round) -> None:
    counted = Registration.objects.filter(round=round_, unit=unit, counts=True).exists()
    registration = Registration.objects.create(round=round_, unit=unit, form=form, counts=not counted)
    for table, collective in (("ca_nhan", False), ("tap_the", True)):
        for rank, line in enumerate(reading.tables.get(table, []), start=1):
            _register_row(registration, line, rank, collective=collective)


def _register_row(registration: Registration, line: Row, rank: int, *, collective: bool) -> None:
    name = _text(line, "ten" if collective else "ho_ten")
    round_ = registration.round
    person = None if collective else find_person(name, "", registration.unit, round_.last_day)
    row = RegistrationRow.objects.create(
        registration=registration,
        rank=rank,
        collective=collective,
        name=name,
        person=person,
        post=_text(line, "chuc_vu"),
        initiative=_text(line, "sang_kien"),
    )
    row.titles.set(_titles(line))
    row.fields.set(_fields(line))


def _titles(values: Row) -> list[Title]:
    """The titles a form asks for that the law knows; others stay readable in the field's own reading."""
    codes = {match_key(word): title.code for title in known_titles() for word in title.spellings}
    written = _value(values, "danh_hieu") or []
    wanted = [codes[key] for key in map(match_key, written) if key in codes]
    return list(Title.objects.filter(code__in=wanted))


def _fields(values: Row) -> list[EmulationField]:
    return list(EmulationField.objects.filter(code__in=_value(values, "linh_vuc") or []))


def _value(values: Row, key: str) -> Any:  # noqa: ANN401 - as typed by the field
    return values[key].value if key in values else None


def _text(values: Row, key: str) -> str:
    value = _value(values, key)
    return "" if value is None else str(value)
