"""Signed files we did not make: every one is described, none stops the program."""

from __future__ import annotations

import io
import random

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from pipeline.signing import Report, Role, Signer, Trust, Verdict, Weakness, open_pkcs12, precheck, validate
from tests.factory.authority import PIN, Authority
from tests.factory.official_pdf import official_pdf
from tests.integration.signing.acts import flipped, overlaid, resaved, signed_anywhere
from tests.integration.signing.conftest import ISSUED_AT, SIGNED_AT

PKCS7 = {"subfilter": SigSeedSubFilter.ADOBE_PKCS7_DETACHED}


def only(report: Report) -> tuple[Verdict, set[Weakness]]:
    (signature,) = report.signatures
    return signature.verdict, set(signature.weaknesses)


@pytest.fixture
def old_style(another: Signer) -> bytes:
    """As offices signed for years: PKCS#7, SHA-1, no timestamp."""
    return signed_anywhere(official_pdf(), another, md_algorithm="sha1", **PKCS7)


def test_an_old_signature_is_valid_and_weak(old_style: bytes, trust: Trust) -> None:
    report = validate(old_style, trust, at=ISSUED_AT)

    verdict, weaknesses = only(report)
    assert verdict is Verdict.VALID
    assert {
        Weakness.SHA1,
        Weakness.PKCS7,
        Weakness.NO_TIMESTAMP,
        Weakness.NO_DSS,
        Weakness.NOT_CERTIFYING,
    } == weaknesses
    assert report.signatures[0].role is Role.OTHER
    assert report.signatures[0].format == "adbe.pkcs7.detached"
    assert report.signatures[0].holder == "Giàng A Mẫu"
    assert not report.ok


def test_every_weakness_is_a_vietnamese_sentence() -> None:
    sentences = [weakness.sentence for weakness in Weakness]

    assert len(set(sentences)) == len(Weakness)
    assert all(sentence.endswith(".") and not sentence.isascii() for sentence in sentences)


def test_not_trusted_is_another_word_than_broken(old_style: bytes, trust: Trust) -> None:
    strangers = Trust(roots=(Authority("Tổ chức lạ").der,))

    assert only(validate(old_style, strangers, at=ISSUED_AT))[0] is Verdict.NOT_TRUSTED
    assert only(validate(flipped(old_style), trust, at=ISSUED_AT))[0] is Verdict.BROKEN
    assert only(validate(overlaid(old_style), trust, at=ISSUED_AT))[0] is Verdict.ALTERED


def test_unknown_revocation_is_said(old_style: bytes, authority: Authority) -> None:
    verdict, weaknesses = only(validate(old_style, Trust(roots=(authority.der,)), at=ISSUED_AT))

    assert verdict is Verdict.VALID
    assert Weakness.REVOCATION_UNKNOWN in weaknesses


def test_a_signature_without_the_certificate_of_its_authority_is_said_to_bring_no_chain(
    authority: Authority, trust: Trust
) -> None:
    signer = open_pkcs12(authority.certify("Lý Thị Thử Nghiệm").p12(), PIN)
    lonely = Signer(
        certificate=signer.certificate,
        key=SimpleSigner(signer.certificate, signer.key.signing_key, SimpleCertificateStore()),
    )

    assert Weakness.NO_CHAIN in only(validate(signed_anywhere(official_pdf(), lonely), trust, at=ISSUED_AT))[1]


def test_a_file_saved_anew_by_the_receiving_office_is_broken(old_style: bytes, trust: Trust) -> None:
    assert only(validate(resaved(old_style), trust, at=ISSUED_AT))[0] is Verdict.BROKEN


def test_junk_before_the_beginning_is_named(old_style: bytes, trust: Trust) -> None:
    report = validate(b"\r\nHTTP/1.1 200 OK\r\n\r\n" + old_style, trust, at=ISSUED_AT)

    assert report.fault is not None
    assert "nằm trước phần đầu" in report.fault
    assert report.signatures == ()


@pytest.mark.parametrize("cut", [0, 10, 1000, 20_000], ids=str)
def test_a_file_cut_short_has_a_fault_or_no_valid_signature(old_style: bytes, trust: Trust, cut: int) -> None:
    report = validate(old_style[:cut], trust, at=ISSUED_AT)

    assert report.fault is not None or not any(one.verdict is Verdict.VALID for one in report.signatures)


def test_a_signature_full_of_rubbish_is_unreadable(old_style: bytes, trust: Trust) -> None:
    start = old_style.index(b"/Contents <") + len(b"/Contents <")

    report = validate(old_style[:start] + b"00" * 40 + old_style[start + 80 :], trust, at=ISSUED_AT)

    assert only(report)[0] is Verdict.UNREADABLE


def test_a_plain_pdf_has_no_signatures_and_no_fault(trust: Trust) -> None:
    report = validate(official_pdf(), trust, at=ISSUED_AT)

    assert (report.signatures, report.fault, report.ok) == ((), None, False)


def test_a_file_locked_with_a_password_is_no_crash(trust: Trust) -> None:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(official_pdf())) as document:
        document.save(stream, encryption=pikepdf.Encryption(user="mật", owner="khẩu"))

    report = validate(stream.getvalue(), trust, at=ISSUED_AT)

    assert (report.ok, report.signatures, report.visible) == (False, (), ())


def test_number_and_day_are_read_from_visible_signatures(another: Signer, trust: Trust) -> None:
    """As the national tool writes them: signatures of their own at "Số:" and "ngày"."""
    pdf = official_pdf(month="9", without=("slotsoA", "slotsoB"))
    for name, box, text in [("Signature1", (125, 722, 155, 746), "124"), ("Signature2", (372, 722, 400, 746), "11")]:
        pdf = signed_anywhere(_with_visible_field(pdf, name, box, text), another, field=name)

    report = validate(pdf, trust, at=ISSUED_AT)

    assert len(report.visible) == 2
    assert (report.numbering.number, report.numbering.day, report.numbering.month) == ("124", "11", "9")


def _with_visible_field(pdf: bytes, name: str, box: tuple[int, int, int, int], text: str) -> bytes:
    """An empty signature field that shows `text`, as the tool leaves it when it signs."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        width, height = box[2] - box[0], box[3] - box[1]
        look = document.make_stream(
            f"BT /F 13 Tf 2 8 Td ({text}) Tj ET".encode(),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, width, height]),
            Resources=Dictionary(
                Font=Dictionary(F=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
            ),
        )
        field = document.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=name,
                F=4,
                Rect=Array(box),
                AP=Dictionary(N=document.make_indirect(look)),
            )
        )
        page = document.pages[0].obj
        page.Annots = Array([*page.get("/Annots", []), field])
        form = document.Root.get("/AcroForm", Dictionary(Fields=Array()))
        form.Fields.append(field)
        document.Root.AcroForm = form
        stream = io.BytesIO()
        document.save(stream)
    return stream.getvalue()


def test_the_time_a_signer_claims_is_reported(certified: bytes, trust: Trust) -> None:
    report = validate(certified, trust, at=ISSUED_AT)

    assert report.chief is not None
    assert report.chief.claimed == SIGNED_AT
    assert report.chief.stamped is None


@pytest.mark.parametrize("seed", range(20))
def test_damage_of_any_kind_is_described_and_never_called_good(issued: bytes, trust: Trust, seed: int) -> None:
    dice = random.Random(seed)
    damaged = bytearray(issued)
    for _blow in range(dice.choice([1, 3, 20])):
        place = dice.randrange(len(damaged))
        match dice.randrange(3):
            case 0:
                damaged[place] ^= 1 << dice.randrange(8)
            case 1:
                del damaged[place : place + dice.randrange(1, 200)]
            case 2:
                damaged[place:place] = damaged[: dice.randrange(1, 200)]

    report = validate(bytes(damaged), trust, at=ISSUED_AT)

    assert not report.ok
    assert isinstance(precheck(bytes(damaged)).problems, tuple)
