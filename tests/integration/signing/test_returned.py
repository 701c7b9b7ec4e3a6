"""Files that were signed elsewhere: one way to come back right, and each way to come back wrong."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.errors import (
    ForbidsFilling,
    NotTheFileSent,
    ReturnedBroken,
    ReturnedByAnother,
    ReturnedChanged,
    ReturnedOutOfTerm,
    ReturnedSignedTwice,
    ReturnedUnsigned,
    ReturnedUntrusted,
    ReturnedWrongField,
)
from pipeline.signing import Person, Signer, Trust, accept_returned, issue, open_pkcs12, validate
from pipeline.signing.fields import CHIEF, ORGANISATION, Permission
from tests.factory.authority import PIN, VIETNAM, Authority
from tests.integration.signing.acts import (
    filled,
    flipped,
    overlaid,
    renamed_in_metadata,
    resaved,
    signed_anywhere,
    signed_in,
)
from tests.integration.signing.conftest import CHIEF_NAME, ISSUE_DAY, ISSUED_AT, SIGNED_AT


@pytest.fixture
def returned(prepared: bytes, chief: Signer) -> bytes:
    """What an honest tool sends back: an approval signature in the field meant for it."""
    return signed_in(prepared, CHIEF, chief, SIGNED_AT)


def test_an_honest_tool_is_accepted_and_the_document_can_be_issued(
    prepared: bytes, returned: bytes, expected: Person, sealer: Signer, trust: Trust
) -> None:
    signed = accept_returned(prepared, returned, expected, trust, at=ISSUED_AT)

    issued = issue(signed, number=15, day=ISSUE_DAY, sealer=sealer, at=ISSUED_AT)
    assert validate(issued, trust, at=ISSUED_AT).ok


def test_a_certifying_tool_is_accepted(prepared: bytes, certified: bytes, expected: Person, trust: Trust) -> None:
    signed = accept_returned(prepared, certified, expected, trust, at=ISSUED_AT)

    assert signed.chief.permission is Permission.FILL
    assert (signed.symbol, signed.date) == ("/QĐ-VPUBND", "2022")


def test_a_file_that_was_never_signed(prepared: bytes, expected: Person, trust: Trust) -> None:
    with pytest.raises(ReturnedUnsigned):
        accept_returned(prepared, prepared, expected, trust, at=ISSUED_AT)


def test_a_file_saved_anew(prepared: bytes, returned: bytes, expected: Person, trust: Trust) -> None:
    for saved in (resaved(prepared), resaved(returned), b"", b"text"):
        with pytest.raises(NotTheFileSent):
            accept_returned(prepared, saved, expected, trust, at=ISSUED_AT)


def test_a_file_with_a_bit_flipped(prepared: bytes, returned: bytes, expected: Person, trust: Trust) -> None:
    with pytest.raises(NotTheFileSent):
        accept_returned(prepared, flipped(returned), expected, trust, at=ISSUED_AT)
    place = returned.index(b"/ByteRange") - 20
    with pytest.raises(ReturnedBroken):
        accept_returned(prepared, returned[:place] + b"   " + returned[place + 3 :], expected, trust, at=ISSUED_AT)


def test_a_file_signed_by_another_person(prepared: bytes, another: Signer, expected: Person, trust: Trust) -> None:
    with pytest.raises(ReturnedByAnother, match=f"Giàng A Mẫu.*{CHIEF_NAME}"):
        accept_returned(prepared, signed_in(prepared, CHIEF, another, SIGNED_AT), expected, trust, at=ISSUED_AT)


def test_a_file_signed_by_a_namesake_whose_certificate_is_not_the_registered_one(
    prepared: bytes, returned: bytes, trust: Trust
) -> None:
    registered = Person(name=CHIEF_NAME, fingerprint="ab" * 32)

    with pytest.raises(ReturnedByAnother):
        accept_returned(prepared, returned, registered, trust, at=ISSUED_AT)


def test_a_file_signed_twice(prepared: bytes, returned: bytes, another: Signer, expected: Person, trust: Trust) -> None:
    twice = signed_anywhere(returned, another)

    with pytest.raises(ReturnedSignedTwice, match="2"):
        accept_returned(prepared, twice, expected, trust, at=ISSUED_AT)


def test_a_file_signed_in_another_field(prepared: bytes, chief: Signer, expected: Person, trust: Trust) -> None:
    with pytest.raises(ReturnedWrongField, match="Signature1"):
        accept_returned(prepared, signed_anywhere(prepared, chief), expected, trust, at=ISSUED_AT)
    with pytest.raises(ReturnedWrongField, match=ORGANISATION):
        accept_returned(prepared, signed_in(prepared, ORGANISATION, chief, SIGNED_AT), expected, trust, at=ISSUED_AT)


def test_a_file_that_leaves_no_room_for_the_number(
    prepared: bytes, chief: Signer, expected: Person, trust: Trust
) -> None:
    closed = signed_in(prepared, CHIEF, chief, SIGNED_AT, permission=Permission.NOTHING, certifying=True)

    with pytest.raises(ForbidsFilling):
        accept_returned(prepared, closed, expected, trust, at=ISSUED_AT)


def test_a_file_signed_with_a_certificate_nobody_here_trusts(prepared: bytes, expected: Person, trust: Trust) -> None:
    stranger = open_pkcs12(Authority("Tổ chức lạ").certify(CHIEF_NAME).p12(), PIN)

    with pytest.raises(ReturnedUntrusted, match=CHIEF_NAME):
        accept_returned(prepared, signed_in(prepared, CHIEF, stranger, SIGNED_AT), expected, trust, at=ISSUED_AT)


def test_a_file_signed_when_the_certificate_was_not_valid(
    prepared: bytes, authority: Authority, expected: Person, trust: Trust
) -> None:
    lapsed = authority.certify(CHIEF_NAME, until=dt.datetime(2022, 9, 1, tzinfo=VIETNAM))
    returned = signed_in(prepared, CHIEF, open_pkcs12(lapsed.p12(), PIN), SIGNED_AT)

    with pytest.raises(ReturnedOutOfTerm, match="19/09/2022"):
        accept_returned(prepared, returned, expected, trust, at=ISSUED_AT)


@pytest.mark.parametrize("meddle", ["draw", "fill", "rename"])
def test_a_tool_that_changes_the_document_before_it_signs(
    prepared: bytes, chief: Signer, expected: Person, trust: Trust, meddle: str
) -> None:
    changed = {
        "draw": lambda: overlaid(prepared),
        "fill": lambda: filled(prepared, "SoVanBan", "99"),
        "rename": lambda: renamed_in_metadata(prepared, b">/Q", b">/X"),
    }[meddle]()

    with pytest.raises(ReturnedChanged):
        accept_returned(prepared, signed_in(changed, CHIEF, chief, SIGNED_AT), expected, trust, at=ISSUED_AT)
