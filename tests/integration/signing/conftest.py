"""People with keys, a document at every stage of its life, and the day all of it happens."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from asn1crypto import keys, x509
from PIL import Image, ImageDraw
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from pipeline.signing import (
    Person,
    Signed,
    Signer,
    Trust,
    certify,
    check_signed,
    issue,
    open_pkcs12,
    prepare,
    upgrade,
)
from tests.factory.authority import FAR_AWAY, PIN, VIETNAM, Authority, Certified
from tests.factory.official_pdf import official_pdf

SIGNED_AT = dt.datetime(2022, 9, 19, 9, 41, 7, tzinfo=VIETNAM)
ISSUED_AT = dt.datetime(2022, 9, 19, 15, 0, tzinfo=VIETNAM)
ISSUE_DAY = ISSUED_AT.date()
CHIEF_NAME = "Phan Quốc Nghĩa"


def png(colour: str, width: int, height: int) -> bytes:
    """A scrawl on nothing."""
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((8, 8, width - 8, height - 8), outline=colour, width=10)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="session")
def chief_certificate(authority: Authority) -> Certified:
    return authority.certify(CHIEF_NAME)


@pytest.fixture(scope="session")
def chief(chief_certificate: Certified) -> Signer:
    return open_pkcs12(chief_certificate.p12(), PIN)


@pytest.fixture(scope="session")
def sealer(authority: Authority) -> Signer:
    return open_pkcs12(authority.certify("Văn phòng Ủy ban nhân dân tỉnh thử nghiệm").p12(), PIN)


@pytest.fixture(scope="session")
def another(authority: Authority) -> Signer:
    return open_pkcs12(authority.certify("Giàng A Mẫu").p12(), PIN)


@pytest.fixture(scope="session")
def expected() -> Person:
    return Person(name=CHIEF_NAME)


@pytest.fixture(scope="session")
def trust(authority: Authority) -> Trust:
    return Trust(roots=(authority.der,), revocations=(authority.revocations(at=SIGNED_AT),))


@pytest.fixture(scope="session")
def timestamps(authority: Authority) -> DummyTimeStamper:
    service = authority.certify("Dịch vụ dấu thời gian thử nghiệm", until=FAR_AWAY, stamps=True)
    return DummyTimeStamper(
        x509.Certificate.load(service.der), keys.PrivateKeyInfo.load(service.key_der), fixed_dt=ISSUED_AT
    )


@pytest.fixture(scope="session")
def blue() -> bytes:
    return png("#1428b4", 440, 184)


@pytest.fixture(scope="session")
def red() -> bytes:
    return png("#c81414", 420, 420)


@pytest.fixture(scope="session")
def prepared() -> bytes:
    return prepare(official_pdf(), draft="VB-17/2", title="Quyết định về việc tặng Giấy khen").pdf


@pytest.fixture(scope="session")
def certified(prepared: bytes, chief: Signer, expected: Person, blue: bytes) -> bytes:
    return certify(prepared, chief, at=SIGNED_AT, expected=expected, picture=blue)


@pytest.fixture(scope="session")
def signed(certified: bytes, trust: Trust) -> Signed:
    return check_signed(certified, trust, at=ISSUED_AT)


@pytest.fixture(scope="session")
def issued(signed: Signed, sealer: Signer, red: bytes) -> bytes:
    return issue(signed, number=15, day=ISSUE_DAY, sealer=sealer, at=ISSUED_AT, picture=red)


@pytest.fixture(scope="session")
def lasting(issued: bytes, trust: Trust, timestamps: DummyTimeStamper) -> bytes:
    return upgrade(issued, trust, timestamps, at=ISSUED_AT)
