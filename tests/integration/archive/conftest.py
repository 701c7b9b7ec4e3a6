"""An office that has issued documents: rows, store, audit chain and keys, and the people who would tamper with them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from django.db import connection
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from pipeline.archive.archiving import Archive
from pipeline.archive.verification import Verified, Verifier
from pipeline.home import Home
from pipeline.register import audit
from pipeline.register.models import (
    Body,
    Document,
    DocumentState,
    NumberSeries,
    Origin,
    OutgoingEntry,
    Plan,
    Revision,
    Stage,
    StageFile,
    StoredFile,
)
from pipeline.register.store import Store
from pipeline.signing import Signer, Trust, certify, check_signed, issue, open_pkcs12, prepare
from tests.factory.authority import PIN, VIETNAM, Authority
from tests.factory.official_pdf import official_pdf
from tests.factory.time_service import stamper

SIGNED_AT = dt.datetime(2022, 9, 19, 9, 41, 7, tzinfo=VIETNAM)
NOW = dt.datetime(2022, 9, 19, 15, 0, tzinfo=VIETNAM)
CHIEF = "Phan Quốc Nghĩa"
OFFICE = "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"
DOCX = b"PK the Word file"


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="session")
def trust(authority: Authority) -> Trust:
    return Trust(roots=(authority.der,), revocations=(authority.revocations(at=SIGNED_AT),))


@pytest.fixture(scope="session")
def chief(authority: Authority) -> Signer:
    return open_pkcs12(authority.certify(CHIEF).p12(), PIN)


@pytest.fixture(scope="session")
def sealer(authority: Authority) -> Signer:
    return open_pkcs12(authority.certify(OFFICE).p12(), PIN)


@pytest.fixture(scope="session")
def stranger(authority: Authority) -> Signer:
    return open_pkcs12(authority.certify("Giàng A Mẫu").p12(), PIN)


@pytest.fixture(scope="session")
def timestamps(authority: Authority) -> DummyTimeStamper:
    return stamper(authority, at=NOW)


@pytest.fixture(scope="session")
def issued_pdfs(chief: Signer, sealer: Signer, trust: Trust) -> list[bytes]:
    """Numbers 14 and 15."""
    prepared = prepare(official_pdf(), draft="VB-17/2", title="Quyết định về việc tặng Giấy khen").pdf
    signed = check_signed(certify(prepared, chief, at=SIGNED_AT), trust, at=NOW)
    return [issue(signed, number=number, day=NOW.date(), sealer=sealer, at=NOW) for number in (14, 15)]


@dataclass(frozen=True)
class Desk:
    """The office, with what a test does to it."""

    home: Home
    trust: Trust

    @property
    def verifier(self) -> Verifier:
        return Verifier(home=self.home, trust=self.trust, at=NOW)

    @property
    def archive(self) -> Archive:
        return Archive(home=self.home, trust=self.trust, actor="thử")

    def issue(self, slug: str, number: int, pdf: bytes) -> Document:
        """The rows that the act of issuing leaves."""
        store = Store(self.home.store)
        document = Document.objects.create(
            kind="qd_giay_khen", plan=Plan.objects.get(), state=DocumentState.ISSUED, title="Quyết định", slug=slug
        )
        revision = Revision.objects.create(
            document=document,
            number=1,
            origin=Origin.MACHINE,
            docx_sha256=store.put(DOCX),
            pdf_sha256=store.put(pdf),
            facts={"nguoi_ky": CHIEF},
        )
        file = StoredFile.objects.create(sha256=store.put(pdf), size=len(pdf))
        StageFile.objects.create(revision=revision, stage=Stage.ISSUED, file=file)
        entry = OutgoingEntry.objects.create(
            document=document,
            series=NumberSeries.objects.get(key="VPUBND/QĐ"),
            year=2022,
            number=number,
            symbol=f"{number:02d}/QĐ-VPUBND",
            day=NOW.date(),
            subject="Quyết định về việc tặng Giấy khen",
            signer=CHIEF,
            recipients=["Như Điều 3"],
            kept_by="VT, TCHC",
            file=file,
        )
        audit.append("thử", "issued", f"document:{slug}", symbol=entry.symbol, sha256=file.sha256)
        return document


@pytest.fixture
def desk(example_office: Home, trust: Trust) -> Desk:
    assert Body.objects.get().name == OFFICE
    return Desk(example_office, trust)


@pytest.fixture
def document(desk: Desk, issued_pdfs: list[bytes]) -> Document:
    return desk.issue("2022-q3-qd-giay-khen", 14, issued_pdfs[0])


@pytest.fixture
def archived(desk: Desk, document: Document) -> Document:
    desk.archive.archive(document)
    return document


def failed(verified: Verified) -> dict[str, str]:
    """The checks that failed, with what they say."""
    return {check.check: check.detail for check in verified.checks if not check.ok}


def without_triggers(statement: str, *values: object) -> None:
    """Do what an intruder with the database's password can do: drop the triggers first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE register_auditrow DISABLE TRIGGER ALL")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS audit_no_update")
            cursor.execute("DROP TRIGGER IF EXISTS audit_no_delete")
        cursor.execute(statement, values)
