"""What every document carries: who issues it, number and date (blank in a draft), basis, recipients and signer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pipeline.errors import NoSigner
from pipeline.law.basis import basis_gaps, basis_lines
from pipeline.law.files import Evidence
from pipeline.messages import _
from pipeline.register.models import Appointment, Body, Recipient, RecipientGroup, Unit
from pipeline.vietnamese.text import fold

Facts = dict[str, Any]


def letterhead(body: Body, *, symbol: str, day: dt.date) -> Facts:
    """Letterhead, symbol, place and date; the number and the day stay blank until the document is issued (REQ-001)."""
    return {
        "co_quan_chu_quan": body.letterhead_parent,
        "co_quan": body.letterhead_name,
        "ten_co_quan": body.short_name,
        "tham_quyen": body.deciding_authority,
        "so": "",
        "ky_hieu": symbol,
        "dia_danh": body.place,
        "ngay": "",
        "thang": month(day.month),
        "nam": str(day.year),
    }


def month(number: int) -> str:
    """The month as the date line writes it: only 1 and 2 are padded (NĐ 30/2020, II.4b)."""
    return f"{number:02d}" if number <= 2 else str(number)


def recipients(kind: str, body: Body, *, first: str | None = None) -> list[str]:
    """The lines of Nơi nhận without dash and end mark; the file copy comes last (NĐ 30/2020, II.9d)."""
    group = RecipientGroup.objects.filter(kind=kind).first()
    listed = Recipient.objects.filter(recipientgroupmember__group=group).order_by("recipientgroupmember__rank")
    printed = [recipient.printed for recipient in listed]
    return [*([first] if first else []), *printed, f"Lưu: VT, {body.drafting_unit}"]


def signer(day: dt.date, name: str = "") -> Facts:
    """Who signs on `day`: the person called `name`, else the highest post in office that may sign.

    Raises `NoSigner` where there is none.
    """
    posts = Appointment.objects.on(day).exclude(signs_as="").order_by("rank").select_related("person")
    post = (posts.filter(person__search_name=fold(name)) if name else posts).first()
    if post is None:
        raise NoSigner(day=day.strftime("%d/%m/%Y"))
    return {"quyen_han_ky": post.signs_as.splitlines(), "chuc_vu_ky": post.post, "nguoi_ky": post.person.full_name}


def legal_basis(day: dt.date) -> list[str]:
    """The law's căn cứ lines of a document issued on `day`, in order, without their end marks."""
    return [line.text for line in basis_lines(day)]


def basis_notes(day: dt.date) -> list[str]:
    """What the drafter should know about the căn cứ lines: those missing, those to be checked (R-LAW-01)."""
    weak = [line for line in basis_lines(day) if line.evidence is not Evidence.VERIFIED]
    check = _("The basis {numbers} was found in secondary sources only. Please compare it with the official text.")
    return [
        *(gap.note for gap in basis_gaps(day)),
        *(check.format(numbers=", ".join(line.numbers)) for line in weak),
        _("Add the basis on the functions and duties of the Office; the register does not know that decision."),
    ]


def standing_unit(body: Body) -> str:
    """The unit that drafts and proposes: the standing body of the Council."""
    return Unit.objects.get(body=body, code=body.drafting_unit).name


def two_digits(number: int) -> str:
    """A count as documents write it ("05 cá nhân"); nothing is "0"."""
    return f"{number:02d}" if number else "0"
