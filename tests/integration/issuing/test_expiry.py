"""Certificates that end soon are told of a month ahead: those kept, and those documents are signed with."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from pipeline import flow
from pipeline.cli.main import cli
from pipeline.errors import CertificateFileWrong
from pipeline.issuing import chief as chiefs_part
from pipeline.issuing.clerk import Clerk
from pipeline.issuing.expiry import ending
from pipeline.register.models import Appointment, Document, OutgoingEntry
from pipeline.register.store import Store
from pipeline.signing import open_pkcs12
from tests.factory.authority import PIN, VIETNAM, Authority
from tests.factory.office_keys import CHIEF, OFFICE

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2022, 9, 19, 9, 0, tzinfo=VIETNAM)


def at(days: int) -> dt.datetime:
    return NOW + dt.timedelta(days=days)


@pytest.fixture
def folder(clerk: Clerk) -> Path:
    return clerk.home.root / "chung-thu"


def issued_with(clerk: Clerk, frozen: Document, authority: Authority, *, chief: int, seal: int) -> Document:
    """Sign and issue with certificates that end so many days from now."""
    signer = open_pkcs12(authority.certify(CHIEF, until=at(chief)).p12(), PIN)
    sealer = open_pkcs12(authority.certify(OFFICE, until=at(seal)).p12(), PIN)
    chiefs_part.sign(clerk, frozen, signer)
    return flow.issue(clerk, frozen.slug, sealer).document


def told(clerk: Clerk) -> list[tuple[str, str, bool]]:
    return [(one.holder, one.place, one.has_ended(NOW)) for one in ending(clerk.home, at=NOW)]


def test_an_office_whose_certificates_hold_hears_nothing(clerk: Clerk) -> None:
    assert told(clerk) == []


@pytest.mark.parametrize(("days", "ended"), [(-1, True), (29, False)])
def test_a_certificate_in_the_folder_is_watched(
    clerk: Clerk, folder: Path, authority: Authority, days: int, ended: bool
) -> None:
    (folder / "lanh-dao.cer").write_bytes(authority.certify(CHIEF, until=at(days)).der)

    assert told(clerk) == [(CHIEF, "lanh-dao.cer", ended)]


def test_a_month_and_a_day_ahead_nothing_is_said(clerk: Clerk, folder: Path, authority: Authority) -> None:
    (folder / "lanh-dao.cer").write_bytes(authority.certify(CHIEF, until=at(31)).der)

    assert told(clerk) == []


def test_the_certificates_of_the_last_document_are_watched(
    clerk: Clerk, frozen: Document, authority: Authority
) -> None:
    document = issued_with(clerk, frozen, authority, chief=20, seal=10)

    assert told(clerk) == [(OFFICE, document.slug, False), (CHIEF, document.slug, False)]


def test_the_newest_certificate_of_a_holder_counts(
    clerk: Clerk, folder: Path, frozen: Document, authority: Authority
) -> None:
    issued_with(clerk, frozen, authority, chief=20, seal=10)

    for name, holder in (("lanh-dao.cer", CHIEF), ("co-quan.cer", OFFICE)):
        (folder / name).write_bytes(authority.certify(holder).der)

    assert told(clerk) == []


def test_who_may_not_sign_any_more_is_not_watched(clerk: Clerk, frozen: Document, authority: Authority) -> None:
    document = issued_with(clerk, frozen, authority, chief=20, seal=10)

    Appointment.objects.filter(person__full_name=CHIEF).update(valid_to=dt.date(2022, 9, 18))

    assert told(clerk) == [(OFFICE, document.slug, False)]


def test_a_document_lost_in_the_store_is_no_crash(clerk: Clerk, frozen: Document, authority: Authority) -> None:
    issued_with(clerk, frozen, authority, chief=20, seal=10)
    Store(clerk.home.store).path(OutgoingEntry.objects.get().sha256).unlink()

    assert told(clerk) == []


def test_a_file_that_is_no_certificate_is_named(clerk: Clerk, folder: Path) -> None:
    (folder / "hong.cer").write_bytes(b"no certificate")

    with pytest.raises(CertificateFileWrong, match=r"hong\.cer"):
        ending(clerk.home, at=NOW)


def test_status_and_doctor_say_it(
    clerk: Clerk, folder: Path, authority: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk.home.database.touch()
    (folder / "lanh-dao.cer").write_bytes(authority.certify(CHIEF, until=at(5)).der)

    code = cli.main(["status", "--json"], standalone_mode=False)
    (certificate,) = json.loads(capsys.readouterr().out)["certificates"]
    cli.main(["doctor", "--json"], standalone_mode=False)
    checks = json.loads(capsys.readouterr().out)["checks"]

    assert code == 1
    assert certificate == {
        "holder": CHIEF,
        "place": "lanh-dao.cer",
        "until": "2022-09-24T09:00:00+07:00",
        "ended": False,
    }
    (check,) = [check for check in checks if check["check"] == "chứng thư số"]
    assert (check["ok"], check["found"]) == (False, "24/09/2022")
    assert "hết hạn ngày 24/09/2022" in check["remedy"]
