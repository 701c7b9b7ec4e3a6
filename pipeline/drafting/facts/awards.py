"""Facts of the two decisions that reward: Giấy khen after a quarter, titles after a yearly registration.

Amounts are whole đồng by the law of the day (`pipeline.law.money`); counts, sums and words are all made from the one
list of recipients, and `pipeline.drafting.sums` checks them again before anything is rendered (R-SUM-01).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.drafting.facts.letterhead import (
    Facts,
    basis_notes,
    legal_basis,
    letterhead,
    recipients,
    signer,
    standing_unit,
    two_digits,
)
from pipeline.drafting.facts.money import derivations, money_notes, totals
from pipeline.drafting.sums import LETTERS
from pipeline.errors import NothingToDraft
from pipeline.law.codes import Authority, Kind, Subject
from pipeline.law.money import Reward, reward
from pipeline.messages import _
from pipeline.register.models import (
    Appointment,
    Body,
    Nomination,
    NominationState,
    Person,
    RegistrationRow,
    Round,
    Title,
    Unit,
)
from pipeline.vietnamese.dates import roman
from pipeline.vietnamese.money import figures
from pipeline.vietnamese.names import sort_key

#: code of the Giấy khen in the list of titles
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
    #: whether the name is that of the staff list, letter for letter
    known: bool

    @property
    def order(self) -> tuple[object, ...]:
        """Post, then unit, then the Vietnamese order of names (domain reference 8.1)."""
        return (self.post_rank, self.unit.rank, sort_key(self.name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The recipients of one title."""

    title: Title
    reward: Reward
    members: Sequence[Recipient]

    @property
    def collective(self) -> bool:
        """Whether its recipients are units and not people."""
        return Subject.COLLECTIVE in self.title.subjects

    @property
    def amounts(self) -> list[int]:
        """What each of them is paid."""
        return [self.reward.amount] * len(self.members)


def commendation_basics(body: Body, *, day: dt.date) -> Facts:
    """What is known of a decision on Giấy khen before anybody is named: its basis, and what the law of the day pays."""
    paid, paid_unit = (reward(GIAY_KHEN, subject, day) for subject in (Subject.PERSON, Subject.COLLECTIVE))
    amounts = {"tien_tap_the": figures(paid_unit.amount), "tien_ca_nhan": figures(paid.amount)}
    return {**_decision(body, "qd_giay_khen", day), **amounts, "luu_y": basis_notes(day)}


def title_basics(body: Body, *, day: dt.date) -> Facts:
    """What is known of a decision on titles before anybody is named."""
    return {**_decision(body, "qd_danh_hieu", day), "luu_y": basis_notes(day)}


def commendation_facts(round_: Round, *, day: dt.date) -> Facts:
    """Giấy khen for the exemplars of a quarter: those who asked for it, or all valid nominees when nobody asked.

    Raises `NothingToDraft` where the round has no valid nominee.
    """
    people = sorted(map(_nominee, _nominees(round_)), key=lambda each: each.order)
    if not people:
        raise NothingToDraft(round=round_.code)
    paid = reward(GIAY_KHEN, Subject.PERSON, day)
    return {
        "quy": roman(round_.quarter or 1),
        "nam_xet": str(round_.year),
        "so_tap_the": two_digits(0),
        "tap_the": [],
        "so_ca_nhan": two_digits(len(people)),
        "ca_nhan": [person_row(number, each, paid) for number, each in enumerate(people, start=1)],
        **totals([paid.amount] * len(people)),
        "cach_tinh_tien": derivations({GIAY_KHEN: paid}),
        "luu_y": [
            _("The list holds the valid nominees of the quarter. Please compare it with the Council's minutes."),
            *_notes_on_names(people),
            *money_notes([paid]),
            *basis_notes(day),
        ],
    }


def title_facts(round_: Round, *, day: dt.date) -> Facts:
    """Titles the chief of office may confer, from the units' registrations of a year, one part a title.

    Titles of a higher authority are left out here: they go up by a tờ trình (R-AUTH-01). Raises `NothingToDraft`
    where nothing is left.
    """
    parts = _parts(round_, day)
    if not parts:
        raise NothingToDraft(round=round_.code)
    return {
        "nam_xet": str(round_.year),
        "muc_danh_hieu": [_part_facts(letter, part) for letter, part in zip(LETTERS, parts, strict=False)],
        "co_tap_the": any(part.collective for part in parts),
        "so_tap_the": two_digits(sum(len(part.members) for part in parts if part.collective)),
        "co_ca_nhan": any(not part.collective for part in parts),
        "so_ca_nhan": two_digits(sum(len(part.members) for part in parts if not part.collective)),
        **totals(amount for part in parts for amount in part.amounts),
        "cach_tinh_tien": derivations({part.title.code: part.reward for part in parts}),
        "luu_y": [
            _("The list holds what the units registered. Please compare it with the Council's minutes."),
            *_notes_on_names(member for part in parts for member in part.members),
            *money_notes(part.reward for part in parts),
            *basis_notes(day),
        ],
    }


def person_row(number: int, person: Recipient, paid: Reward) -> Facts:
    """A person's row of the list of Giấy khen."""
    return {**_person(number, person), "thanh_tich": person.merit, "tien": figures(paid.amount), "ghi_chu": ""}


def _part_facts(letter: str, part: Part) -> Facts:
    row = _collective_row if part.collective else _title_row
    return {
        "ky_hieu": letter,
        "ten": part.title.name,
        "tap_the": part.collective,
        "so": two_digits(len(part.members)),
        "tien": figures(part.reward.amount),
        "cong_tien": figures(sum(part.amounts)),
        "danh_sach": [row(number, each) for number, each in enumerate(part.members, start=1)],
    }


def _title_row(number: int, person: Recipient) -> Facts:
    return {**_person(number, person), "sang_kien": person.merit, "ghi_chu": ""}


def _collective_row(number: int, collective: Recipient) -> Facts:
    return {"stt": str(number), "ten": collective.name, "ghi_chu": ""}


def _person(number: int, person: Recipient) -> Facts:
    return {
        "stt": str(number),
        "ong_ba": person.honorific,
        "ho_ten": person.name,
        "chuc_vu": person.post,
        "don_vi": person.unit.name,
        "chuc_vu_don_vi": ", ".join(filter(None, (person.post, person.unit.name))),
    }


def _notes_on_names(recipients_: Iterable[Recipient]) -> list[str]:
    """Names that are not those of the staff list are for a person to check (R-NAME-01)."""
    strange = dict.fromkeys(each.name for each in recipients_ if not each.known)
    note = _("Not on the staff list, please check how the name is written: {names}.")
    return [note.format(names=", ".join(strange))] if strange else []


def _decision(body: Body, kind: str, day: dt.date) -> Facts:
    return {
        **letterhead(body, symbol=f"QĐ-{body.abbreviation}", day=day),
        "can_cu": legal_basis(day),
        "don_vi_thuong_truc": standing_unit(body),
        "noi_nhan": recipients(kind, body, first="Như Điều 3"),
        **signer(day),
    }


def _nominees(round_: Round) -> Iterable[Nomination]:
    valid = round_.nominations.filter(state=NominationState.VALID).select_related("unit", "person", "round")
    asking = valid.filter(titles__code=GIAY_KHEN)
    return asking if asking.exists() else valid


def _nominee(nomination: Nomination) -> Recipient:
    person = nomination.person
    post, rank = _post(person, nomination.post, nomination.round.last_day)
    fields = nomination.fields.order_by("code").values_list("label", flat=True)
    return Recipient(
        name=person.full_name if person else nomination.name,
        honorific=_honorific(nomination.gender or (person.gender if person else "")),
        post=post,
        post_rank=rank,
        unit=nomination.unit,
        merit="; ".join(fields),
        known=person is not None,
    )


def _parts(round_: Round, day: dt.date) -> list[Part]:
    rows = RegistrationRow.objects.filter(registration__round=round_, registration__counts=True)
    rows = rows.select_related("person", "registration__unit", "registration__round")
    conferred = Title.objects.filter(
        decided_by=Authority.CHIEF_OF_OFFICE, kind=Kind.TITLE, registrationrow__in=rows
    ).distinct()
    parts = [_part(title, rows.filter(titles=title), day) for title in conferred.order_by("-rank")]
    return sorted(parts, key=lambda part: not part.collective)


def _part(title: Title, rows: Iterable[RegistrationRow], day: dt.date) -> Part:
    subject = Subject.COLLECTIVE if Subject.COLLECTIVE in title.subjects else Subject.PERSON
    members = sorted(map(_registered, rows), key=lambda each: each.order)
    return Part(title=title, reward=reward(title.code, subject, day), members=members)


def _registered(row: RegistrationRow) -> Recipient:
    post, rank = _post(row.person, row.post, row.registration.round.last_day)
    return Recipient(
        name=row.person.full_name if row.person else row.name,
        honorific=_honorific(row.person.gender if row.person else ""),
        post=post,
        post_rank=rank,
        unit=row.registration.unit,
        merit=row.initiative,
        known=row.person is not None or row.collective,
    )


def _post(person: Person | None, written: str, day: dt.date) -> tuple[str, int]:
    """The register's post on `day` and its place in lists; for strangers the one on the form, after all others."""
    appointment: Appointment | None = person.appointments.on(day).first() if person else None
    return (appointment.post, appointment.rank) if appointment else (written, 10_000)


def _honorific(gender: str) -> str:
    """Ông or Bà; both where the form does not say (never guessed from the name)."""
    return {"Nam": "Ông", "Nữ": "Bà"}.get(gender, "Ông (bà)")
