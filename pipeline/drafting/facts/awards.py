"""Facts of the two decisions that reward: Giấy khen after a quarter, titles after a yearly registration.

Amounts are whole đồng by the law of the day (`pipeline.law.money`); counts, sums and words are all made from the one
list of recipients and checked against it before anything is rendered (R-SUM-01).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.drafting.facts.letterhead import (
    Facts,
    legal_basis,
    letterhead,
    proposing_unit,
    recipients,
    signer,
    two_digits,
)
from pipeline.errors import NothingToDraft
from pipeline.law.codes import Authority, Subject
from pipeline.law.money import reward
from pipeline.register.models import (
    Appointment,
    Nomination,
    NominationState,
    Person,
    RegistrationRow,
    Round,
    Title,
    Unit,
)
from pipeline.vietnamese.dates import roman
from pipeline.vietnamese.money import figures, in_words
from pipeline.vietnamese.names import sort_key

#: what the Giấy khen is called in the lists of titles
GIAY_KHEN = "GK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody a decision rewards, with what its list prints."""

    name: str
    honorific: str
    post: str
    post_rank: int
    unit: Unit
    #: field of emulation or initiative, as the list's column prints it
    merit: str
    amount: int

    @property
    def order(self) -> tuple[object, ...]:
        """Post, then unit, then the Vietnamese order of names (domain reference 8.1)."""
        return (self.post_rank, self.unit.rank, sort_key(self.name))


def commendation_facts(round_: Round, *, day: dt.date) -> Facts:
    """Giấy khen for the exemplars of a quarter: those who asked for it, or all valid nominees when nobody asked.

    Raises `NothingToDraft` where the round has no valid nominee.
    """
    nominees = list(_nominees(round_))
    if not nominees:
        raise NothingToDraft(round=round_.code)
    amount = reward(GIAY_KHEN, Subject.PERSON, day).amount
    people = sorted((_nominee(each, amount) for each in nominees), key=lambda each: each.order)
    return {
        **_decision(round_, "qd_giay_khen", day),
        "quy": roman(round_.quarter or 1),
        "nam_xet": str(round_.year),
        "so_ca_nhan": two_digits(len(people)),
        "ca_nhan": list_rows(people),
        "tien_ca_nhan": figures(amount),
        **totals(people),
    }


def title_facts(round_: Round, *, day: dt.date) -> Facts:
    """Titles the chief of office may confer, from the units' registrations of a year, one section a title.

    Titles of a higher authority are left out here: they go up by a tờ trình (R-AUTH-01). Raises `NothingToDraft`
    where nothing is left.
    """
    rows = RegistrationRow.objects.filter(registration__round=round_, registration__counts=True)
    conferred = Title.objects.filter(
        decided_by=Authority.CHIEF_OF_OFFICE, kind="danh_hieu", registrationrow__in=rows
    ).distinct()
    sections = [_section(title, rows.filter(titles=title), day) for title in conferred.order_by("-rank")]
    everybody = [recipient for _title, members in sections for recipient in members]
    if not everybody:
        raise NothingToDraft(round=round_.code)
    return {
        **_decision(round_, "qd_danh_hieu", day),
        "nam_xet": str(round_.year),
        "muc": [
            {
                "ky_hieu": "ABCDEGHIK"[number],
                "ten": title.name,
                "tap_the": "tap_the" in title.subjects,
                "so": two_digits(len(members)),
                "tien": figures(members[0].amount),
                "danh_sach": list_rows(members),
            }
            for number, (title, members) in enumerate(sections)
        ],
        **totals(everybody),
    }


def list_rows(people: Sequence[Recipient]) -> list[Facts]:
    """The rows of an attached list."""
    return [
        {
            "stt": str(number),
            "ong_ba": each.honorific,
            "ho_ten": each.name,
            "chuc_vu": each.post,
            "don_vi": each.unit.name,
            "thanh_tich": each.merit,
            "tien": figures(each.amount),
        }
        for number, each in enumerate(people, start=1)
    ]


def totals(people: Iterable[Recipient]) -> Facts:
    """The sum of a list, in figures and in words."""
    total = sum(each.amount for each in people)
    return {"tong_tien": figures(total), "tong_tien_chu": in_words(total)}


def _decision(round_: Round, kind: str, day: dt.date) -> Facts:
    body = round_.plan.body
    return {
        **letterhead(body, symbol=f"QĐ-{body.abbreviation}", day=day),
        "can_cu": legal_basis(day),
        "don_vi_trinh": proposing_unit(body),
        "noi_nhan": recipients(kind, body, first="Như Điều 3"),
        **signer(day),
    }


def _nominees(round_: Round) -> Iterable[Nomination]:
    valid = round_.nominations.filter(state=NominationState.VALID).select_related("unit", "person")
    asking = valid.filter(titles__code=GIAY_KHEN)
    return asking if asking.exists() else valid


def _nominee(nomination: Nomination, amount: int) -> Recipient:
    post, rank = _post(nomination.person, nomination.post, nomination.round.last_day)
    fields = nomination.fields.order_by("code").values_list("label", flat=True)
    return Recipient(
        name=nomination.person.full_name if nomination.person else nomination.name,
        honorific=_honorific(nomination.gender or (nomination.person.gender if nomination.person else "")),
        post=post,
        post_rank=rank,
        unit=nomination.unit,
        merit="; ".join(fields),
        amount=amount,
    )


def _section(title: Title, rows: Iterable[RegistrationRow], day: dt.date) -> tuple[Title, list[Recipient]]:
    subject = Subject.COLLECTIVE if "tap_the" in title.subjects else Subject.PERSON
    amount = reward(title.code, subject, day).amount
    members = [_registered(row, amount) for row in rows]
    return title, sorted(members, key=lambda each: each.order)


def _registered(row: RegistrationRow, amount: int) -> Recipient:
    post, rank = _post(row.person, row.post, row.registration.round.last_day)
    return Recipient(
        name=row.person.full_name if row.person else row.name,
        honorific=_honorific(row.person.gender if row.person else ""),
        post=post,
        post_rank=rank,
        unit=row.registration.unit,
        merit=row.initiative,
        amount=amount,
    )


def _post(person: Person | None, written: str, day: dt.date) -> tuple[str, int]:
    """The register's post on `day` and its place in lists; for strangers the one on the form, after all others."""
    appointment: Appointment | None = person.appointments.on(day).first() if person else None
    return (appointment.post, appointment.rank) if appointment else (written, 10_000)


def _honorific(gender: str) -> str:
    """Ông or Bà; both where the form does not say (never guessed from the name)."""
    return {"Nam": "Ông", "Nữ": "Bà"}.get(gender, "Ông (bà)")
