"""Keys in files and on tokens, and each way they fail."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateNumbers
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from pkcs11 import Attribute, ObjectClass

from pipeline.errors import (
    CertificateNotYetValid,
    KeyFileDamaged,
    KeyMissing,
    PinLocked,
    TokenBusy,
    TokenDriverMissing,
    TokenMissing,
    WrongPin,
)
from pipeline.signing import Person, Signer, Trust, certify, check_signed, issue, open_pkcs12, open_token, validate
from tests.factory.authority import PIN, Authority, Certified
from tests.integration.signing.conftest import CHIEF_NAME, ISSUE_DAY, ISSUED_AT, SIGNED_AT

DRIVER = "/usr/lib/softhsm/libsofthsm2.so"
LABEL = "ky-thu"


def test_a_key_file_names_its_holder(chief_certificate: Certified) -> None:
    signer = open_pkcs12(chief_certificate.p12(), PIN)

    assert signer.holder == CHIEF_NAME
    signer.check(SIGNED_AT, Person(name="phan quốc nghĩa"))
    signer.check(SIGNED_AT, Person(name="ai cũng được", fingerprint=chief_certificate.fingerprint))


def test_a_key_file_with_a_wrong_pin(chief_certificate: Certified) -> None:
    with pytest.raises(WrongPin):
        open_pkcs12(chief_certificate.p12(), "000000")


@pytest.mark.parametrize("data", [b"", b"not a key", b"\x30\x03\x02\x01\x03"], ids=["empty", "text", "cut"])
def test_a_key_file_that_is_none(data: bytes) -> None:
    with pytest.raises(KeyFileDamaged):
        open_pkcs12(data, PIN)


def test_a_key_file_cut_short(chief_certificate: Certified) -> None:
    with pytest.raises(KeyFileDamaged):
        open_pkcs12(chief_certificate.p12()[:-200], PIN)


def test_a_key_file_without_a_key(chief_certificate: Certified) -> None:
    only_certificate = pkcs12.serialize_key_and_certificates(
        b"x", None, None, [chief_certificate.certificate], NoEncryption()
    )

    with pytest.raises(KeyMissing):
        open_pkcs12(only_certificate, "")


def test_a_certificate_from_the_future(authority: Authority) -> None:
    signer = open_pkcs12(authority.certify("Trần Thị Ví Dụ", since=ISSUED_AT).p12(), PIN)

    with pytest.raises(CertificateNotYetValid, match="19/09/2022"):
        signer.check(SIGNED_AT)


@pytest.fixture(scope="session")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A drawer for tokens; the driver keeps the first one it sees for the life of the process."""
    assert Path(DRIVER).exists(), "apt install softhsm2"
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "softhsm2.conf")
    yield folder / "tokens"
    del os.environ["SOFTHSM2_CONF"]


@pytest.fixture
def token(tokens: Path, chief_certificate: Certified) -> Iterator[str]:
    """The chief's token, plugged in for one test."""
    make_token(LABEL)
    put(LABEL, chief_certificate)
    yield LABEL
    for folder in tokens.iterdir():
        shutil.rmtree(folder)


def make_token(label: str) -> None:
    command = ["softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", "12345678", "--pin", PIN]
    subprocess.run(command, check=True, capture_output=True)


def put(label: str, certified: Certified, *, key: bool = True) -> None:
    """Put key and certificate on the token."""
    driver = pkcs11.lib(DRIVER)
    driver.reinitialize()
    with driver.get_token(token_label=label).open(user_pin=PIN, rw=True) as session:
        common = {Attribute.TOKEN: True, Attribute.ID: b"\x01"}
        session.create_object(
            {
                **common,
                Attribute.CLASS: ObjectClass.CERTIFICATE,
                Attribute.CERTIFICATE_TYPE: pkcs11.constants.CertificateType.X_509,
                Attribute.SUBJECT: certified.certificate.subject.public_bytes(),
                Attribute.VALUE: certified.der,
            }
        )
        if key:
            numbers = certified.key.private_numbers()
            session.create_object({**common, **_rsa_attributes(numbers)})


def _rsa_attributes(numbers: RSAPrivateNumbers) -> dict[Attribute, object]:
    integers = {
        Attribute.MODULUS: numbers.public_numbers.n,
        Attribute.PUBLIC_EXPONENT: numbers.public_numbers.e,
        Attribute.PRIVATE_EXPONENT: numbers.d,
        Attribute.PRIME_1: numbers.p,
        Attribute.PRIME_2: numbers.q,
        Attribute.EXPONENT_1: numbers.dmp1,
        Attribute.EXPONENT_2: numbers.dmq1,
        Attribute.COEFFICIENT: numbers.iqmp,
    }
    return {
        Attribute.CLASS: ObjectClass.PRIVATE_KEY,
        Attribute.KEY_TYPE: pkcs11.KeyType.RSA,
        Attribute.SENSITIVE: True,
        Attribute.SIGN: True,
        **{name: value.to_bytes((value.bit_length() + 7) // 8, "big") for name, value in integers.items()},
    }


def test_the_chief_signs_many_documents_with_one_pin(
    token: str, prepared: bytes, expected: Person, sealer: Signer, trust: Trust
) -> None:
    with open_token(DRIVER, label=token, pin=PIN) as signer:
        both = [certify(prepared, signer, at=SIGNED_AT, expected=expected) for _time in range(2)]

    issued = issue(check_signed(both[1], trust, at=ISSUED_AT), number=1, day=ISSUE_DAY, sealer=sealer, at=ISSUED_AT)
    assert all(check_signed(one, trust, at=ISSUED_AT).chief.holder == CHIEF_NAME for one in both)
    assert validate(issued, trust, at=ISSUED_AT).ok


def test_a_wrong_pin_is_tried_once(token: str) -> None:
    with pytest.raises(WrongPin), open_token(DRIVER, label=token, pin="000000"):
        pytest.fail("the token opened")


def test_a_token_in_use_takes_no_second_pin_be_it_right_or_wrong(token: str, prepared: bytes, expected: Person) -> None:
    with open_token(DRIVER, label=token, pin=PIN) as signer:
        for pin in (PIN, "000000"):
            with pytest.raises(TokenBusy), open_token(DRIVER, label=token, pin=pin):
                pytest.fail("the token opened")

        assert certify(prepared, signer, at=SIGNED_AT, expected=expected).startswith(prepared)


def test_a_token_that_was_closed_opens_again_and_asks_for_the_pin_again(token: str) -> None:
    with open_token(DRIVER, label=token, pin=PIN) as signer:
        assert signer.holder == CHIEF_NAME

    with pytest.raises(WrongPin), open_token(DRIVER, label=token, pin="000000"):
        pytest.fail("the token opened")
    with open_token(DRIVER, label=token, pin=PIN) as signer:
        assert signer.holder == CHIEF_NAME


@pytest.mark.parametrize("answer", ["DeviceRemoved", "TokenNotPresent", "SessionHandleInvalid"])
def test_a_token_pulled_out_between_two_documents(token: str, answer: str) -> None:
    with pytest.raises(TokenMissing), open_token(DRIVER, label=token, pin=PIN):
        raise getattr(pkcs11.exceptions, answer)


def test_a_token_that_is_not_there(token: str) -> None:
    with pytest.raises(TokenMissing, match="cua-ai-do"), open_token(DRIVER, label="cua-ai-do", pin=PIN):
        pytest.fail("the token opened")


def test_a_driver_that_is_not_there() -> None:
    with pytest.raises(TokenDriverMissing), open_token("/nowhere/driver.so", label=LABEL, pin=PIN):
        pytest.fail("the token opened")


def test_a_token_without_a_key(tokens: Path, chief_certificate: Certified) -> None:
    make_token("trong")
    put("trong", chief_certificate, key=False)

    with pytest.raises(KeyMissing, match="trong"), open_token(DRIVER, label="trong", pin=PIN):
        pytest.fail("the token opened")


def test_a_locked_token(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # SoftHSM never locks, so a token's answer is given for it.
    class Locked:
        def open(self, **_pin: str) -> None:
            raise pkcs11.exceptions.PinLocked

    class Driver:
        def reinitialize(self) -> None: ...

        def get_token(self, **_label: str) -> Locked:
            return Locked()

    monkeypatch.setattr(pkcs11, "lib", lambda _library: Driver())

    with pytest.raises(PinLocked), open_token(DRIVER, label=token, pin=PIN):
        pytest.fail("the token opened")
