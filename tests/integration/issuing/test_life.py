"""From a draft to an issued document, and every refusal on the way: it stays where it was, and the diary says why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import cast

import docx
import pytest
from click.testing import CliRunner

from pipeline import clock, flow
from pipeline.cli.main import cli
from pipeline.errors import (
    CertificateExpired,
    ChiefSignatureInvalid,
    DateDiffers,
    DayBeforeLast,
    DraftClosed,
    DraftInUse,
    IssuedBefore,
    LawMoved,
    NoSeries,
    NoSuchDocument,
    NoSuchNumber,
    NotSignedYet,
    NotWaitingForSignature,
    NumberTooLong,
    SealUnsound,
    SignerNotInOffice,
    SignerNotPrinted,
    SlotsUncertain,
    StoreTrouble,
    TimestampTrouble,
    WrongHolder,
    YearNeeded,
)
from pipeline.issuing import act, outbox
from pipeline.issuing import chief as chiefs_part
from pipeline.issuing.clerk import Clerk
from pipeline.register import audit
from pipeline.register.models import (
    Appointment,
    AuditRow,
    Document,
    NumberCounter,
    NumberSeries,
    OutgoingEntry,
    Revision,
    Stage,
    StageFile,
)
from pipeline.register.store import Store
from pipeline.register.trusted import trust_of
from pipeline.signing import Signer, Weakness, open_pkcs12, validate
from pipeline.typeset import Typesetter
from tests.factory.authority import PIN, VIETNAM, Authority
from tests.factory.office_keys import CHIEF, OFFICE, PUBLISHED
from tests.integration.drafting import office
from tests.integration.issuing.conftest import SLUG, OfficialTypesetter, draft, nominate_another

StateOf = Callable[[Document], str]
DAY = dt.date(2022, 9, 19)


def diary(act_name: str) -> list[AuditRow]:
    return list(AuditRow.objects.filter(act=act_name))


def stage_bytes(clerk: Clerk, document: Document, stage: Stage) -> bytes:
    return clerk.store.read(StageFile.objects.get(revision__document=document, stage=stage).file_id)


def test_a_draft_becomes_an_issued_document(clerk: Clerk, signed: Document, sealer: Signer, state_of: StateOf) -> None:
    entry = flow.issue(clerk, signed.slug, sealer)

    pdf = (clerk.home.outbox / "phat-hanh" / "2022" / "01-QĐ-VPUBND.pdf").read_bytes()
    prepared, certified = (stage_bytes(clerk, signed, stage) for stage in (Stage.PREPARED, Stage.SIGNED))
    report = validate(pdf, trust_of(clerk.home), at=dt.datetime(2022, 9, 19, 20, tzinfo=VIETNAM))
    assert report.ok
    assert (report.metadata.symbol, report.metadata.issued) == (entry.symbol, "2022-09-19")
    assert report.metadata.title == "Quyết định tặng Giấy khen quý III năm 2022"
    assert pdf.startswith(certified)
    assert certified.startswith(prepared)
    assert (entry.number, entry.day, entry.signer, entry.kept_by) == (1, DAY, CHIEF, "VT, TCHC")
    assert entry.recipients[0] == "Như Điều 3"
    assert state_of(signed) == "issued"
    assert [row.act for row in AuditRow.objects.filter(subject=f"document:{SLUG}")] == [
        "drafted",
        "frozen",
        "signed",
        "issued",
    ]
    assert audit.verify().ok


def test_the_folders_show_where_a_document_stands(clerk: Clerk, frozen: Document, chief: Signer) -> None:
    waiting = clerk.home.outbox / "trinh-ky" / f"{SLUG}.pdf"
    assert waiting.read_bytes() == stage_bytes(clerk, frozen, Stage.PREPARED)

    chiefs_part.sign(clerk, frozen, chief)

    assert not waiting.exists()


def test_what_a_person_saved_in_word_is_what_is_frozen(
    clerk: Clerk, drafted: Document, typesetter: Typesetter, chief: Signer
) -> None:
    word = clerk.home.drafts / f"{SLUG}.docx"
    opened = docx.Document(str(word))
    opened.add_paragraph("Thêm một câu.")
    opened.save(str(word))

    document = flow.freeze(clerk, typesetter, SLUG)
    chiefs_part.sign(clerk, document, chief)

    assert Revision.objects.get(stages__stage=Stage.PREPARED).number == 2


def test_nothing_changes_a_frozen_document(clerk: Clerk, frozen: Document, typesetter: Typesetter) -> None:
    nominate_another(office.QUARTER)
    with pytest.raises(DraftClosed):
        draft(clerk, typesetter)
    with pytest.raises(DraftClosed):
        flow.freeze(clerk, typesetter, SLUG)

    assert frozen.revisions.count() == 1


def test_uncertain_places_are_named_and_nothing_is_frozen(clerk: Clerk, state_of: StateOf) -> None:
    careless = cast(Typesetter, OfficialTypesetter(without=("slotkyA",)))
    document = draft(clerk, careless)

    with pytest.raises(SlotsUncertain, match="slotky"):
        flow.freeze(clerk, careless, SLUG)

    assert state_of(document) == "draft"
    assert [row.facts["reason"] for row in diary("freeze-refused")] == ["SlotsUncertain"]


def test_a_signer_whose_name_was_taken_out_is_missed(clerk: Clerk, drafted: Document, state_of: StateOf) -> None:
    revision = Revision.objects.get()
    revision.facts["nguoi_ky"] = "Trần Đức Giả Định"
    revision.save()
    Appointment.objects.filter(person__full_name="Trần Đức Giả Định").update(signs_as="KT. CHÁNH VĂN PHÒNG")

    with pytest.raises(SignerNotPrinted, match="Trần Đức Giả Định"):
        flow.freeze(clerk, cast(Typesetter, OfficialTypesetter()), SLUG)

    assert state_of(drafted) == "draft"


def test_a_draft_that_is_open_in_word_is_not_frozen(clerk: Clerk, drafted: Document, typesetter: Typesetter) -> None:
    (clerk.home.drafts / f".~lock.{SLUG}.docx#").touch()

    with pytest.raises(DraftInUse):
        flow.freeze(clerk, typesetter, SLUG)

    assert [row.facts["reason"] for row in diary("freeze-refused")] == ["DraftInUse"]


def test_a_symbol_without_a_series_is_refused_before_anybody_signs(clerk: Clerk) -> None:
    strange = cast(Typesetter, OfficialTypesetter(symbol="/CTr-VPUBND"))
    draft(clerk, strange)

    with pytest.raises(NoSeries, match="CTr-VPUBND"):
        flow.freeze(clerk, strange, SLUG)


def test_only_the_person_named_signs(clerk: Clerk, frozen: Document, another: Signer, state_of: StateOf) -> None:
    with pytest.raises(WrongHolder, match=CHIEF):
        chiefs_part.sign(clerk, frozen, another)

    assert state_of(frozen) == "frozen"
    assert [row.facts["reason"] for row in diary("sign-refused")] == ["WrongHolder"]


def test_who_has_left_office_does_not_sign(clerk: Clerk, frozen: Document, chief: Signer, state_of: StateOf) -> None:
    Appointment.objects.filter(person__full_name=CHIEF).update(valid_to=DAY - dt.timedelta(days=1))

    with pytest.raises(SignerNotInOffice, match=CHIEF):
        chiefs_part.sign(clerk, frozen, chief)

    assert state_of(frozen) == "frozen"


def test_a_certificate_of_an_unknown_authority_is_refused(clerk: Clerk, frozen: Document, state_of: StateOf) -> None:
    stranger = open_pkcs12(Authority("Tổ chức lạ").certify(CHIEF).p12(), PIN)

    with pytest.raises(ChiefSignatureInvalid):
        chiefs_part.sign(clerk, frozen, stranger)

    assert state_of(frozen) == "frozen"


def test_nobody_signs_twice(clerk: Clerk, signed: Document, chief: Signer) -> None:
    with pytest.raises(NotWaitingForSignature):
        chiefs_part.sign(clerk, signed, chief)


@pytest.mark.parametrize("stage", ["frozen", "signed"])
def test_a_refused_document_is_drafted_anew_and_goes_its_way_again(
    clerk: Clerk, typesetter: Typesetter, chief: Signer, sealer: Signer, stage: str, request: pytest.FixtureRequest
) -> None:
    document = request.getfixturevalue(stage)
    chiefs_part.refuse(clerk, document, "thiếu một người")
    assert not outbox.to_sign(clerk.home, document).exists()
    nominate_another(office.QUARTER)

    draft(clerk, typesetter)
    again = flow.freeze(clerk, typesetter, SLUG)
    chiefs_part.sign(clerk, again, chief)
    entry = flow.issue(clerk, SLUG, sealer)

    assert entry.symbol == "01/QĐ-VPUBND"
    assert diary("refused")[0].facts["why"] == "thiếu một người"
    assert StageFile.objects.filter(revision__number=2).count() == 3


def test_a_draft_cannot_be_refused(clerk: Clerk, drafted: Document) -> None:
    with pytest.raises(NotWaitingForSignature):
        chiefs_part.refuse(clerk, drafted, "vội")


@pytest.mark.parametrize("stage", ["drafted", "frozen"])
def test_what_the_chief_has_not_signed_gets_no_number(
    clerk: Clerk, sealer: Signer, stage: str, state_of: StateOf, request: pytest.FixtureRequest
) -> None:
    document = request.getfixturevalue(stage)
    before = state_of(document)

    with pytest.raises(NotSignedYet):
        flow.issue(clerk, SLUG, sealer)

    assert state_of(document) == before
    assert not NumberCounter.objects.exists()
    assert [row.facts["reason"] for row in diary("issue-refused")] == ["NotSignedYet"]


def test_a_second_issue_is_told_the_number_of_the_first(clerk: Clerk, signed: Document, sealer: Signer) -> None:
    flow.issue(clerk, SLUG, sealer)

    with pytest.raises(IssuedBefore, match="01/QĐ-VPUBND"):
        flow.issue(clerk, SLUG, sealer)

    assert NumberCounter.objects.get().last == 1


def nothing_used(clerk: Clerk, document: Document, reason: str) -> None:
    """The document is where it was, no number is gone, and one row of the diary says why."""
    assert Document.objects.get(pk=document.pk).state == "signed"
    assert not NumberCounter.objects.exists()
    assert not OutgoingEntry.objects.exists()
    assert [row.facts["reason"] for row in diary("issue-refused")] == [reason]
    assert not list((clerk.home.outbox / "phat-hanh").rglob("*.pdf"))


def test_only_the_office_seals(clerk: Clerk, signed: Document, chief: Signer) -> None:
    with pytest.raises(WrongHolder):
        flow.issue(clerk, SLUG, chief)

    nothing_used(clerk, signed, "WrongHolder")


def test_an_expired_seal_uses_no_number(clerk: Clerk, signed: Document, authority: Authority) -> None:
    lapsed = authority.certify(OFFICE, until=dt.datetime(2022, 9, 1, tzinfo=VIETNAM))

    with pytest.raises(CertificateExpired):
        flow.issue(clerk, SLUG, open_pkcs12(lapsed.p12(), PIN))

    nothing_used(clerk, signed, "CertificateExpired")


def test_a_silent_time_service_uses_no_number(
    clerk: Clerk, signed: Document, sealer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VANTHU_TSA", "http://127.0.0.1:9/")

    with pytest.raises(TimestampTrouble):
        flow.issue(clerk, SLUG, sealer)

    nothing_used(clerk, signed, "TimestampTrouble")


def test_a_revoked_seal_uses_no_number(clerk: Clerk, signed: Document, authority: Authority) -> None:
    lost = authority.certify(OFFICE)
    revoked = authority.revocations(lost, at=PUBLISHED)
    (clerk.home.root / "chung-thu" / "thu-hoi.crl").write_bytes(revoked)

    with pytest.raises(SealUnsound):
        flow.issue(clerk, SLUG, open_pkcs12(lost.p12(), PIN))

    nothing_used(clerk, signed, "SealUnsound")


def test_without_a_list_of_revoked_certificates_a_document_is_issued_and_that_is_said(
    clerk: Clerk, signed: Document, sealer: Signer
) -> None:
    (clerk.home.root / "chung-thu" / "thu-hoi.crl").unlink()

    flow.issue(clerk, SLUG, sealer)

    report = validate(stage_bytes(clerk, signed, Stage.ISSUED), trust_of(clerk.home), at=clock.now())
    assert report.ok
    assert all(Weakness.REVOCATION_UNKNOWN in signature.weaknesses for signature in report.signatures)


def test_the_command_says_in_a_sentence_that_revocation_is_unknown(clerk: Clerk, signed: Document) -> None:
    clerk.home.database.touch()  # what stands for the register where the database is in memory
    (clerk.home.root / "chung-thu" / "thu-hoi.crl").unlink()

    result = CliRunner().invoke(cli, ["issue", SLUG, "--pin-file", str(clerk.home.root / "pin.txt")])

    assert (result.exit_code, result.stdout) == (0, f"{SLUG}: 01/QĐ-VPUBND\n"), (result.stderr, result.exception)
    (sentence,) = result.stderr.splitlines()
    assert f"không rõ chứng thư số của {CHIEF}, {OFFICE} có bị thu hồi hay không" in sentence


def test_the_command_says_nothing_where_revocation_is_known(clerk: Clerk, signed: Document) -> None:
    clerk.home.database.touch()

    result = CliRunner().invoke(cli, ["issue", SLUG, "--pin-file", str(clerk.home.root / "pin.txt")])

    assert result.stderr == ""


def test_a_full_disk_uses_no_number(
    clerk: Clerk, signed: Document, sealer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: Store, _data: bytes) -> str:
        raise StoreTrouble(folder="store", cause="No space left on device")

    monkeypatch.setattr(Store, "put", full)
    with pytest.raises(StoreTrouble):
        flow.issue(clerk, SLUG, sealer)

    nothing_used(clerk, signed, "StoreTrouble")


def test_sealed_bytes_that_never_got_into_the_book_do_not_stay(
    clerk: Clerk, signed: Document, sealer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stored() -> set[Path]:
        return {path for path in clerk.home.store.rglob("*") if path.is_file()}

    before = stored()
    with monkeypatch.context() as broken:
        broken.setattr(audit, "append", lambda *_row, **_facts: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            flow.issue(clerk, SLUG, sealer)
    assert not OutgoingEntry.objects.exists()
    assert stored() > before

    outbox.restore(clerk)

    assert stored() == before
    assert flow.issue(clerk, SLUG, sealer).number == 1


def test_amounts_that_moved_since_the_draft_are_refused_with_both_figures(
    clerk: Clerk, signed: Document, sealer: Signer
) -> None:
    revision = Revision.objects.get()
    revision.facts["cach_tinh_tien"][0]["muc_tien"] -= 30_000
    due = revision.facts["tien_ca_nhan"]
    revision.save()

    with pytest.raises(LawMoved, match=f"Giấy khen.*{due}"):
        flow.issue(clerk, SLUG, sealer)

    nothing_used(clerk, signed, "LawMoved")


def test_a_document_on_the_law_of_last_year_is_not_issued_under_that_of_this(
    clerk: Clerk, signed: Document, sealer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VANTHU_TODAY", "2024-10-01")

    with pytest.raises(LawMoved, match=r"01/10/2024.*Giấy khen.*không còn hiệu lực.*thiếu căn cứ"):
        flow.issue(clerk, SLUG, sealer)

    nothing_used(clerk, signed, "LawMoved")


def test_a_basis_a_person_added_does_not_stop_the_issue(clerk: Clerk, signed: Document, sealer: Signer) -> None:
    revision = Revision.objects.get()
    revision.facts["can_cu"].append("Căn cứ Quyết định số 1/QĐ-TN về chức năng, nhiệm vụ của Văn phòng")
    revision.save()

    assert flow.issue(clerk, SLUG, sealer).number == 1


def test_a_printed_year_that_is_over_stops_the_issue(
    clerk: Clerk, signed: Document, sealer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VANTHU_TODAY", "2023-01-03")

    with pytest.raises(DateDiffers, match="03/01/2023"):
        flow.issue(clerk, SLUG, sealer)

    nothing_used(clerk, signed, "DateDiffers")


def test_a_number_of_six_digits_is_refused_not_clipped(clerk: Clerk, signed: Document, sealer: Signer) -> None:
    counter = NumberCounter.objects.create(series=NumberSeries.objects.get(key="VPUBND/QĐ"), year=2022, last=99_999)

    with pytest.raises(NumberTooLong, match="100000"):
        flow.issue(clerk, SLUG, sealer)

    counter.refresh_from_db()
    assert counter.last == 99_999


def test_no_number_is_dated_before_the_one_it_follows(
    clerk: Clerk,
    signed: Document,
    sealer: Signer,
    typesetter: Typesetter,
    chief: Signer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flow.issue(clerk, SLUG, sealer)
    nominate_another("Q4/2022")
    other = draft(clerk, typesetter, code="Q4/2022")
    chiefs_part.sign(clerk, flow.freeze(clerk, typesetter, other.slug), chief)
    monkeypatch.setenv("VANTHU_TODAY", "2022-09-18")

    with pytest.raises(DayBeforeLast, match=r"18/09/2022.*19/09/2022"):
        flow.issue(clerk, other.slug, sealer)

    assert NumberCounter.objects.get().last == 1


def test_each_year_begins_at_one(
    clerk: Clerk, signed: Document, sealer: Signer, chief: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VANTHU_TODAY", "2022-12-31")
    last = flow.issue(clerk, SLUG, sealer)
    monkeypatch.setenv("VANTHU_TODAY", "2023-01-01")
    next_year = cast(Typesetter, OfficialTypesetter(year=2023))
    nominate_another("Q4/2022")
    other = draft(clerk, next_year, code="Q4/2022")
    chiefs_part.sign(clerk, flow.freeze(clerk, next_year, other.slug), chief)

    first = flow.issue(clerk, other.slug, sealer)

    assert [(entry.year, entry.symbol, f"{entry.day}") for entry in (last, first)] == [
        (2022, "01/QĐ-VPUBND", "2022-12-31"),
        (2023, "01/QĐ-VPUBND", "2023-01-01"),
    ]
    with pytest.raises(YearNeeded, match="2022, 2023"):
        act.make_void(clerk, "01/QĐ-VPUBND", "nhầm")
    assert act.make_void(clerk, "01/QĐ-VPUBND", "nhầm", 2023).year == 2023


def test_papers_of_the_council_are_numbered_by_themselves(
    clerk: Clerk, signed: Document, sealer: Signer, chief: Signer
) -> None:
    flow.issue(clerk, SLUG, sealer)
    council = cast(Typesetter, OfficialTypesetter(symbol="/TTr-HĐTĐKT"))
    nominate_another("Q4/2022")
    paper = draft(clerk, council, code="Q4/2022")
    chiefs_part.sign(clerk, flow.freeze(clerk, council, paper.slug), chief)

    entry = flow.issue(clerk, paper.slug, sealer)

    assert (entry.series.key, entry.symbol) == ("HĐTĐKT/TTr", "01/TTr-HĐTĐKT")


def test_a_void_number_stays_in_the_book_and_is_not_given_again(
    clerk: Clerk, signed: Document, sealer: Signer, chief: Signer, typesetter: Typesetter, state_of: StateOf
) -> None:
    entry = flow.issue(clerk, SLUG, sealer)

    act.make_void(clerk, "01/QĐ-VPUBND", "ban hành nhầm")

    entry.refresh_from_db()
    assert (entry.status, entry.reason, state_of(signed)) == ("void", "ban hành nhầm", "void")
    assert not list((clerk.home.outbox / "phat-hanh").rglob("*.pdf"))
    with pytest.raises(NoSuchNumber):
        act.make_void(clerk, "01/QĐ-VPUBND", "lần nữa")
    nominate_another("Q4/2022")
    other = draft(clerk, typesetter, code="Q4/2022")
    chiefs_part.sign(clerk, flow.freeze(clerk, typesetter, other.slug), chief)
    assert flow.issue(clerk, other.slug, sealer).symbol == "02/QĐ-VPUBND"


def test_what_was_not_laid_out_is_laid_out_at_the_next_start(clerk: Clerk, signed: Document, sealer: Signer) -> None:
    path = outbox.issued(clerk.home, flow.issue(clerk, SLUG, sealer))
    whole = path.read_bytes()
    path.unlink()

    stale = clerk.home.outbox / "trinh-ky" / f"{SLUG}.pdf"
    stale.write_bytes(b"left by a process that died")

    outbox.restore(clerk)

    assert path.read_bytes() == whole
    assert not stale.exists()


def test_an_unknown_name_is_told(clerk: Clerk, sealer: Signer) -> None:
    with pytest.raises(NoSuchDocument, match="khong-co"):
        flow.issue(clerk, "khong-co", sealer)
