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
    SessionItem,
    Title,
    Unit,
    was_held,
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
    """Giấy khen for the exemplars of a quarter: whom the Council granted it, once it has met.

    Before that the draft holds those who asked for it, or all valid nominees when nobody asked. Raises
    `NothingToDraft` where nobody is left.
    """
    people, units = _commended(round_)
    if not people and not units:
        raise NothingToDraft(round=round_.code)
    paid, paid_unit = (reward(GIAY_KHEN, subject, day) for subject in (Subject.PERSON, Subject.COLLECTIVE))
    used = {GIAY_KHEN: paid} | ({f"{GIAY_KHEN} {Subject.COLLECTIVE}": paid_unit} if units else {})
    return {
        "quy": roman(round_.quarter or 1),
        "nam_xet": str(round_.year),
        "so_tap_the": two_digits(len(units)),
        "tap_the": [_commended_unit(number, each, paid_unit) for number, each in enumerate(units, start=1)],
        "so_ca_nhan": two_digits(len(people)),
        "ca_nhan": [person_row(number, each, paid) for number, each in enumerate(people, start=1)],
        **totals([*[paid_unit.amount] * len(units), *[paid.amount] * len(people)]),
        "cach_tinh_tien": derivations(used),
        "luu_y": [
            _source_note(round_, _("The list holds the valid nominees of the quarter.")),
            *_notes_on_names(people),
            *money_notes(used.values()),
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
            _source_note(round_, _("The list holds what the units registered.")),
            *_notes_on_names(member for part in parts for member in part.members),
            *money_notes(part.reward for part in parts),
            *basis_notes(day),
        ],
    }


def _source_note(round_: Round, without_council: str) -> str:
    """Where the list comes from: the Council's results, or as long as it has not met what units handed in."""
    if was_held(round_):
        return _("The list holds what the Council granted; compare it with the minutes.")
    return without_council + " " + _("The Council has not decided about it yet (R-VOTE-01).")


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


def _commended(round_: Round) -> tuple[list[Recipient], list[Recipient]]:
    """People and collectives for the Giấy khen of a quarter, in the order of lists."""
    if was_held(round_):
        granted = SessionItem.objects.granted(round_).filter(title__code=GIAY_KHEN)
        found = [(item.collective, _granted(item)) for item in granted]
    else:
        found = [(False, _nominee(nomination)) for nomination in _nominees(round_)]
    ordered = sorted(found, key=lambda each: each[1].order)
    return [one for collective, one in ordered if not collective], [one for collective, one in ordered if collective]


def _granted(item: SessionItem) -> Recipient:
    """Somebody the Council granted an award, as its list prints it."""
    if item.nomination is not None:
        return _nominee(item.nomination)
    if item.row is not None:
        return _registered(item.row)
    post, rank = _post(item.person, "", item.session.day)
    return Recipient(
        name=item.name,
        honorific=_honorific(item.person.gender if item.person else ""),
        post=post,
        post_rank=rank,
        unit=item.unit,
        merit=item.reason,
        known=True,
    )


def _commended_unit(number: int, unit: Recipient, paid: Reward) -> Facts:
    return {**_collective_row(number, unit), "thanh_tich": unit.merit, "tien": figures(paid.amount)}


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
    """The titles the chief of office may confer, each with who gets it, collectives first."""
    members = _titled(round_)
    ours = Title.objects.filter(decided_by=Authority.CHIEF_OF_OFFICE, kind=Kind.TITLE, pk__in=members)
    parts = [_part(title, members[title.pk], day) for title in ours.order_by("-rank")]
    return sorted(parts, key=lambda part: not part.collective)


def _titled(round_: Round) -> dict[int, list[Recipient]]:
    """Who gets each title (by its id): whom the Council granted it, or before it has met all who were registered."""
    members: dict[int, list[Recipient]] = {}
    if was_held(round_):
        for item in SessionItem.objects.granted(round_):
            members.setdefault(item.title_id, []).append(_granted(item))
        return members
    rows = RegistrationRow.objects.filter(registration__round=round_, registration__counts=True)
    rows = rows.select_related("person", "registration__unit", "registration__round")
    for row in rows.prefetch_related("titles"):
        for title in row.titles.all():
            members.setdefault(title.pk, []).append(_registered(row))
    return members


def _part(title: Title, members: Iterable[Recipient], day: dt.date) -> Part:
    subject = Subject.COLLECTIVE if Subject.COLLECTIVE in title.subjects else Subject.PERSON
    ordered = sorted(members, key=lambda each: each.order)
    return Part(title=title, reward=reward(title.code, subject, day), members=ordered)


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
