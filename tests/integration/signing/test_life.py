"""From the typeset draft to the archived document, each stage read back."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

from pipeline.errors import (
    AlreadySigned,
    CertificateExpired,
    DateDiffers,
    NotPrepared,
    NumberDiffers,
    NumberTooLong,
    RevocationUnknown,
    TimestampTrouble,
    WrongHolder,
)
from pipeline.signing import (
    Person,
    Report,
    Signed,
    Signer,
    Trust,
    Verdict,
    Weakness,
    certify,
    check_signed,
    issue,
    open_pkcs12,
    precheck,
    prepare,
    upgrade,
    validate,
)
from tests.factory.authority import CLOSED, PIN, VIETNAM, Authority, Certified
from tests.factory.official_pdf import official_pdf
from tests.integration.signing.conftest import ISSUE_DAY, ISSUED_AT, SIGNED_AT
from tests.integration.signing.ink import ink_due, ink_of

#: field, size and slant of what is filled in
SLOTS = (("SoVanBan", 13, False), ("NgayBanHanh", 14, True), ("ThangBanHanh", 14, True))


def verdicts(report: Report) -> list[tuple[str, Verdict, str]]:
    return [(one.role.value, one.verdict, one.changes) for one in report.signatures]


def text_of(pdf: bytes, folder: Path) -> str:
    file = folder / "document.pdf"
    file.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout


def test_every_stage_begins_with_the_bytes_of_the_one_before(
    prepared: bytes, certified: bytes, issued: bytes, lasting: bytes
) -> None:
    stages = [prepared, certified, issued, lasting]

    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(stages))


def test_every_stage_passes_the_check_for_pdfa(
    prepared: bytes, certified: bytes, issued: bytes, lasting: bytes
) -> None:
    verdicts = [precheck(stage) for stage in (prepared, certified, issued, lasting)]

    assert [verdict.problems for verdict in verdicts] == [()] * 4


def test_the_prepared_document_is_one_revision(prepared: bytes) -> None:
    assert prepared.count(b"%%EOF") == 1


def test_number_and_seal_are_one_revision(certified: bytes, issued: bytes) -> None:
    assert issued.count(b"%%EOF") == certified.count(b"%%EOF") + 1


def test_an_issued_document_has_two_valid_signatures(issued: bytes, trust: Trust) -> None:
    report = validate(issued, trust, at=ISSUED_AT)

    assert report.ok
    assert verdicts(report) == [
        ("signer", Verdict.VALID, "FORM_FILLING"),
        ("organisation", Verdict.VALID, "NONE"),
    ]
    assert report.fields == {"SoVanBan": "15", "NgayBanHanh": "19", "ThangBanHanh": "9"}
    assert (report.metadata.symbol, report.metadata.issued) == ("15/QĐ-VPUBND", "2022-09-19")
    assert (report.metadata.draft, report.metadata.title) == ("VB-17/2", "Quyết định về việc tặng Giấy khen")


def test_another_program_finds_two_valid_signatures(issued: bytes, tmp_path: Path) -> None:
    file = tmp_path / "issued.pdf"
    file.write_bytes(issued)

    answer = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=False).stdout

    assert answer.count("Signature Validation: Signature is Valid.") == 2


def test_another_program_finds_both_valid_under_archive_timestamps(
    lasting: bytes, trust: Trust, timestamps: TimeStamper, tmp_path: Path
) -> None:
    for stage in (lasting, upgrade(lasting, trust, timestamps, at=ISSUED_AT)):
        file = tmp_path / "lasting.pdf"
        file.write_bytes(stage)

        answer = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=False).stdout

        signatures = [part for part in answer.split("Signature #")[1:] if "ETSI.CAdES.detached" in part]
        assert len(signatures) == 2
        assert all("Signature Validation: Signature is Valid." in part for part in signatures)


def test_an_archive_timestamp_leaves_both_signatures_valid(lasting: bytes, trust: Trust) -> None:
    report = validate(lasting, trust, at=ISSUED_AT)

    assert report.ok
    assert verdicts(report) == [
        ("signer", Verdict.VALID, "FORM_FILLING"),
        ("organisation", Verdict.VALID, "LTA_UPDATES"),
        ("timestamp", Verdict.VALID, "NONE"),
    ]


def test_renewing_the_archive_timestamp_leaves_all_valid(lasting: bytes, trust: Trust, timestamps: TimeStamper) -> None:
    renewed = upgrade(lasting, trust, timestamps, at=ISSUED_AT)

    assert renewed.startswith(lasting)
    assert validate(renewed, trust, at=ISSUED_AT).ok
    assert precheck(renewed).passed


def test_a_seal_with_a_timestamp_has_a_trusted_time(
    signed: Signed, sealer: Signer, trust: Trust, timestamps: TimeStamper
) -> None:
    issued = issue(signed, number=15, day=ISSUE_DAY, sealer=sealer, at=ISSUED_AT, timestamps=timestamps)

    seal = validate(issued, trust, at=ISSUED_AT).organisation

    assert seal is not None
    assert seal.stamped == ISSUED_AT
    assert Weakness.NO_TIMESTAMP not in seal.weaknesses


def test_number_and_day_can_be_copied_from_the_page(issued: bytes, tmp_path: Path) -> None:
    text = text_of(issued, tmp_path)

    assert re.search(r"Số:\s*15/QĐ-VPUBND", text)
    assert re.search(r"ngày\s*19\s*tháng\s*9\s*năm 2022", text)


@pytest.mark.parametrize(
    ("number", "day", "printed"),
    [
        (15, dt.date(2022, 9, 19), ("15", "19", "9")),
        (7, dt.date(2022, 1, 6), ("07", "06", "01")),
        (11111, dt.date(2022, 11, 11), ("11111", "11", "11")),
        (99999, dt.date(2022, 12, 30), ("99999", "30", "12")),
    ],
    ids=["two digits", "padded", "narrow ink", "five digits"],
)
def test_digits_are_drawn_inside_their_slots_at_their_true_width(
    certified: bytes, signed: Signed, sealer: Signer, number: int, day: dt.date, printed: tuple[str, str, str]
) -> None:
    """Acceptance 2 of the signing design; trap 1 drew digits twice as far apart as their advances."""
    issued = issue(signed, number=number, day=day, sealer=sealer, at=ISSUED_AT)

    for (field, size, italic), text in zip(SLOTS, printed, strict=True):
        ink = ink_of(field, certified, issued)
        assert ink.is_inside, field
        assert ink.width == pytest.approx(ink_due(text, size, italic=italic), abs=1), field


@pytest.mark.parametrize(
    ("number", "day", "printed"),
    [
        (1, dt.date(2022, 1, 3), ("01", "03", "01")),
        (9, dt.date(2022, 2, 28), ("09", "28", "02")),
        (10, dt.date(2022, 3, 9), ("10", "09", "3")),
        (99999, dt.date(2022, 12, 31), ("99999", "31", "12")),
    ],
)
def test_numbers_days_and_months_are_written_as_the_decree_asks(
    signed: Signed, sealer: Signer, trust: Trust, number: int, day: dt.date, printed: tuple[str, ...]
) -> None:
    issued = issue(signed, number=number, day=day, sealer=sealer, at=ISSUED_AT)

    assert tuple(validate(issued, trust, at=ISSUED_AT).fields.values()) == printed


def test_a_number_of_six_digits_is_refused_not_clipped(signed: Signed, sealer: Signer) -> None:
    with pytest.raises(NumberTooLong):
        issue(signed, number=100000, day=ISSUE_DAY, sealer=sealer, at=ISSUED_AT)


def test_a_document_is_issued_only_in_the_year_printed_in_it(signed: Signed, sealer: Signer) -> None:
    with pytest.raises(DateDiffers, match="2022"):
        issue(signed, number=1, day=dt.date(2023, 1, 3), sealer=sealer, at=ISSUED_AT)


def _signed(pdf: bytes, chief: Signer, trust: Trust) -> Signed:
    return check_signed(certify(prepare(pdf, draft="d", title="t").pdf, chief, at=SIGNED_AT), trust, at=ISSUED_AT)


def test_a_month_that_is_printed_stays_and_must_be_the_month_of_issue(
    chief: Signer, sealer: Signer, trust: Trust, tmp_path: Path
) -> None:
    signed = _signed(official_pdf(month="9"), chief, trust)

    with pytest.raises(DateDiffers, match="9/2022"):
        issue(signed, number=15, day=dt.date(2022, 10, 3), sealer=sealer, at=ISSUED_AT)
    issued = issue(signed, number=15, day=ISSUE_DAY, sealer=sealer, at=ISSUED_AT)

    assert validate(issued, trust, at=ISSUED_AT).ok
    assert re.search(r"tháng\s*9\s*năm", text_of(issued, tmp_path))


def test_a_number_that_was_reserved_and_printed_is_sealed_as_it_is(
    chief: Signer, sealer: Signer, trust: Trust, tmp_path: Path
) -> None:
    signed = _signed(official_pdf(number="07", day="19", month="9"), chief, trust)

    with pytest.raises(NumberDiffers):
        issue(signed, number=8, day=ISSUE_DAY, sealer=sealer, at=ISSUED_AT)
    issued = issue(signed, number=7, day=ISSUE_DAY, sealer=sealer, at=ISSUED_AT)

    report = validate(issued, trust, at=ISSUED_AT)
    assert report.ok
    assert report.metadata.symbol == "07/QĐ-VPUBND"
    assert re.search(r"Số:\s*07/QĐ-VPUBND", text_of(issued, tmp_path))


def test_nobody_signs_twice(certified: bytes, issued: bytes, chief: Signer, trust: Trust) -> None:
    with pytest.raises(AlreadySigned):
        certify(certified, chief, at=SIGNED_AT)
    with pytest.raises(AlreadySigned):
        check_signed(issued, trust, at=ISSUED_AT)
    with pytest.raises(NotPrepared):
        prepare(certified, draft="d", title="t")


def test_a_pdf_that_was_not_prepared_is_not_signed(chief: Signer, trust: Trust) -> None:
    for pdf in (official_pdf(), b"", b"%PDF-1.7\nnothing else"):
        with pytest.raises(NotPrepared):
            certify(pdf, chief, at=SIGNED_AT)
        with pytest.raises(NotPrepared):
            check_signed(pdf, trust, at=SIGNED_AT)


def test_the_key_of_another_person_is_refused_before_signing(prepared: bytes, another: Signer, chief: Signer) -> None:
    with pytest.raises(WrongHolder, match="Giàng A Mẫu"):
        certify(prepared, another, at=SIGNED_AT, expected=Person(name="Phan Quốc Nghĩa"))
    with pytest.raises(WrongHolder):
        certify(prepared, chief, at=SIGNED_AT, expected=Person(name="Phan Quốc Nghĩa", fingerprint="00" * 32))


class _Silent(TimeStamper):
    async def async_request_tsa_response(self, req: object) -> object:
        raise TimestampRequestError("no route to host")


def test_a_silent_timestamp_service_leaves_the_document_as_it_was(
    signed: Signed, issued: bytes, sealer: Signer, trust: Trust
) -> None:
    with pytest.raises(TimestampTrouble) as trouble:
        issue(signed, number=15, day=ISSUE_DAY, sealer=sealer, at=ISSUED_AT, timestamps=_Silent())
    with pytest.raises(TimestampTrouble):
        upgrade(issued, trust, _Silent(), at=ISSUED_AT)

    assert trouble.value.retry


def test_without_a_list_of_revoked_certificates_nothing_is_called_lasting(
    issued: bytes, authority: Authority, timestamps: TimeStamper
) -> None:
    with pytest.raises(RevocationUnknown):
        upgrade(issued, Trust(roots=(authority.der,)), timestamps, at=ISSUED_AT)


def test_a_revoked_certificate_is_not_trusted(
    issued: bytes, authority: Authority, chief_certificate: Certified
) -> None:
    revoked = authority.revocations(chief_certificate, at=SIGNED_AT)

    report = validate(issued, Trust(roots=(authority.der,), revocations=(revoked,)), at=ISSUED_AT)

    assert report.chief is not None
    assert report.chief.verdict is Verdict.NOT_TRUSTED
    assert report.chief.detail == "chứng thư số đã bị thu hồi"


def test_when_the_certificates_have_expired_only_the_archived_document_still_holds(
    issued: bytes, lasting: bytes, trust: Trust
) -> None:
    long_after = CLOSED + dt.timedelta(days=1)

    plain, archived = (validate(pdf, trust, at=long_after) for pdf in (issued, lasting))

    assert [one.verdict for one in plain.signatures] == [Verdict.NOT_TRUSTED] * 2
    assert plain.signatures[0].detail == "chứng thư số không có hiệu lực tại thời điểm xác định được"
    assert archived.ok


def test_the_seal_of_another_body_is_refused(signed: Signed, another: Signer) -> None:
    with pytest.raises(WrongHolder, match="Văn phòng"):
        issue(
            signed,
            number=15,
            day=ISSUE_DAY,
            sealer=another,
            at=ISSUED_AT,
            expected=Person(name="Văn phòng Ủy ban nhân dân tỉnh thử nghiệm"),
        )


def test_signing_with_an_expired_certificate_is_refused(prepared: bytes, authority: Authority) -> None:
    expired = authority.certify("Lý Thị Thử Nghiệm", until=dt.datetime(2022, 9, 1, tzinfo=VIETNAM))

    with pytest.raises(CertificateExpired, match="01/09/2022"):
        certify(prepared, open_pkcs12(expired.p12(), PIN), at=SIGNED_AT)


def test_stages_are_what_a_page_viewer_can_open(lasting: bytes) -> None:
    document = pypdfium2.PdfDocument(io.BytesIO(lasting))

    assert len(document) == 1
    document.close()
