"""A reading becomes rows: the form, each value with its provenance, and the registration or nomination it makes."""

from __future__ import annotations

from django.db import transaction

from pipeline.law.codes import titles as known_titles
from pipeline.programme.counting import stop_counting
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
from pipeline.register.values import FormValues, Values, form_values
from pipeline.vietnamese.text import match_key


def record(submission: Submission, reading: FileReading) -> list[Form]:
    """Write all forms of a submission, in their order. Call inside the transaction that ends its reading."""
    with transaction.atomic():
        return [_record_form(submission, rank, form) for rank, form in enumerate(reading.forms, start=1)]


def rebuild(form: Form) -> None:
    """Make the registration or nomination of `form` say what its values say now; it does not count yet.

    A form whose unit or round is not known makes none; screening says so. Only one transaction at a time works on a
    round.
    """
    stop_counting(form)
    values = form_values(form)
    form.unit = find_unit(_text(values.fields, "don_vi")) or find_unit(form.submission.folder)
    form.save(update_fields=["unit"])
    round_ = _find_round(form.kind, values.fields)
    if form.unit is None or round_ is None:
        Nomination.objects.filter(form=form).delete()
        Registration.objects.filter(form=form).delete()
    else:
        (_nominate if form.kind == "TD-02" else _register)(form, values, form.unit, round_)


def _record_form(submission: Submission, rank: int, reading: FormReading) -> Form:
    form = Form.objects.create(submission=submission, rank=rank, kind=reading.form, pages=list(reading.pages))
    _record_values(form, reading)
    rebuild(form)
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
        candidates=list(value.candidates),
    )


def _find_round(kind: str, fields: Values) -> Round | None:
    """The round printed on the form; the printed quarter is authoritative for routing (domain reference 10.3).

    Its row stays locked until the transaction ends, so that two forms of a unit cannot count at once.
    """
    rounds = Round.objects.select_for_update().filter(year=fields.get("nam") or 0)
    if kind == "TD-02":
        return rounds.filter(kind=RoundKind.QUARTERLY, quarter=fields.get("quy") or 0).first()
    return rounds.filter(kind=RoundKind.ANNUAL).first()


def _nominate(form: Form, values: FormValues, unit: Unit, round_: Round) -> None:
    fields = values.fields
    name, birth = _text(fields, "ho_ten"), _text(fields, "ngay_sinh")
    said = {
        "round": round_,
        "unit": unit,
        "person": find_person(name, birth, unit, round_.last_day),
        "state": NominationState.IN_REVIEW,
        "name": name,
        "gender": _text(fields, "gioi_tinh"),
        "birth": birth,
        "ethnic_group": _text(fields, "dan_toc"),
        "post": _text(fields, "chuc_vu"),
        "achievement": _text(fields, "thanh_tich"),
    }
    nomination, _new = Nomination.objects.update_or_create(form=form, defaults=said)
    nomination.titles.set(_titles(fields))
    nomination.fields.set(_fields(fields))


def _register(form: Form, values: FormValues, unit: Unit, round_: Round) -> None:
    said = {"round": round_, "unit": unit}
    registration, _new = Registration.objects.update_or_create(form=form, defaults=said)
    registration.rows.all().delete()
    for table, collective in (("ca_nhan", False), ("tap_the", True)):
        for rank, row in enumerate(values.tables.get(table, []), start=1):
            _register_row(registration, row, rank, collective=collective)


def _register_row(registration: Registration, said: Values, rank: int, *, collective: bool) -> None:
    name = _text(said, "ten" if collective else "ho_ten")
    round_ = registration.round
    person = None if collective else find_person(name, "", registration.unit, round_.last_day)
    row = RegistrationRow.objects.create(
        registration=registration,
        rank=rank,
        collective=collective,
        name=name,
        person=person,
        post=_text(said, "chuc_vu"),
        initiative=_text(said, "sang_kien"),
    )
    row.titles.set(_titles(said))
    row.fields.set(_fields(said))


def _titles(values: Values) -> list[Title]:
    """The titles a form asks for that the law knows; others stay readable in the field's own reading."""
    codes = {match_key(word): title.code for title in known_titles() for word in title.spellings}
    wanted = [codes[key] for key in map(match_key, values.get("danh_hieu") or []) if key in codes]
    return list(Title.objects.filter(code__in=wanted))


def _fields(values: Values) -> list[EmulationField]:
    return list(EmulationField.objects.filter(code__in=values.get("linh_vuc") or []))


def _text(values: Values, key: str) -> str:
    value = values.get(key)
    return "" if value is None else str(value)
