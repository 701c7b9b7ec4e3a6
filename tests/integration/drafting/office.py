"""A register with as many nominees and registered people as a test asks for; everybody in it is invented."""

from __future__ import annotations

import datetime as dt

from pipeline.drafting.kinds import Occasion, find_kind, find_round
from pipeline.home import CHECKOUT
from pipeline.programme.statistics import quarter_tables
from pipeline.register.models import (
    EmulationField,
    Form,
    Nomination,
    NominationState,
    Plan,
    Registration,
    RegistrationRow,
    Round,
    StoredFile,
    Submission,
    SubmissionState,
    Title,
    Unit,
)
from pipeline.register.office import load_office

OFFICE = CHECKOUT / "samples" / "office.toml"
DAY = dt.date(2022, 10, 5)
QUARTER = "Q3/2022"
YEAR = "2022"
NAMES = ("Giàng A Mẫu", "Lý Thị Thử Nghiệm", "Trần Thị Ví Dụ", "Phạm Hòa Thử", "Vàng Thị Minh Họa", "Tẩn Láo Mẫu")
LONG_UNIT = (
    "Trung tâm Nghiên cứu, Thử nghiệm, Bồi dưỡng nghiệp vụ và Hỗ trợ kỹ thuật phục vụ công tác cải cách hành chính, "
    "chuyển đổi số và kiểm soát thủ tục hành chính"
)


def set_up() -> Plan:
    """Load the sample office."""
    load_office(OFFICE)
    return Plan.objects.get()


def add_units(count: int) -> list[Unit]:
    """So many units more than the sample has, the first of them with a name of 150 characters."""
    first = Unit.objects.get(code="TCHC")
    return [
        Unit.objects.create(
            body=first.body,
            code=f"DV{number}",
            name=LONG_UNIT if number == 0 else f"Phòng Thử nghiệm số {number}",
            kind="phong",
            rank=100 + number,
            valid_from=first.valid_from,
        )
        for number in range(count)
    ]


def nominate(count: int, *, code: str = QUARTER) -> list[Nomination]:
    """One valid nominee from each of the first `count` units."""
    round_ = Round.objects.get(code=code)
    units = list(Unit.objects.filter(nominates=True))
    units += add_units(count - len(units)) if count > len(units) else []
    nominations = []
    for number, unit in enumerate(reversed(units[-count:]) if count else []):
        nomination = Nomination.objects.create(
            round=round_,
            unit=unit,
            form=_form("TD-02", unit, number),
            state=NominationState.VALID,
            name=NAMES[number % len(NAMES)],
            gender=("Nam", "Nữ", "")[number % 3],
            post="Chuyên viên",
        )
        nomination.fields.set(EmulationField.objects.filter(code__in=("LV05", "LV11")[: 1 + number % 2]))
        nominations.append(nomination)
    return nominations


def register(people: int, collectives: int = 0) -> Registration:
    """One unit's registration of the year: people for two titles in turn, collectives for one."""
    unit = Unit.objects.get(code="TCHC")
    registration = Registration.objects.create(
        round=Round.objects.get(code=YEAR), unit=unit, form=_form("TD-01", unit, 1000), counts=True
    )
    for number in range(people + collectives):
        collective = number >= people
        row = RegistrationRow.objects.create(
            registration=registration,
            rank=number,
            collective=collective,
            name=f"Tổ Thử nghiệm số {number - people + 1}" if collective else NAMES[number % len(NAMES)],
            post="" if collective else "Chuyên viên",
            initiative="" if collective or number % 2 else "Rút ngắn thời gian giải quyết hồ sơ một cửa",
        )
        codes = ["TTLDTT"] if collective else ["LDTT", "CSTDCS"][: 1 + (number + 1) % 2]
        row.titles.set(Title.objects.filter(code__in=codes))
    return registration


def occasion(kind: str, day: dt.date = DAY) -> Occasion:
    """The occasion to draft `kind` for, as the command line makes it."""
    found = find_kind(kind)
    round_ = find_round(found, {"qd_danh_hieu": YEAR}.get(kind, QUARTER))
    tables = quarter_tables(round_, day) if found.reports and round_ else {}
    return Occasion(plan=Plan.objects.get(), round=round_, day=day, tables=tables)


def _form(kind: str, unit: Unit, number: int) -> Form:
    sha256 = f"{number:064x}"
    file = StoredFile.objects.create(sha256=sha256, size=1)
    submission = Submission.objects.create(
        receipt=f"BN-{number}",
        file=file,
        name_bytes=b"phieu.docx",
        name="phieu.docx",
        received_at=dt.datetime(2022, 9, 16, 2, tzinfo=dt.UTC),
        state=SubmissionState.REGISTERED,
    )
    return Form.objects.create(submission=submission, rank=1, kind=kind, pages=[1], unit=unit)
