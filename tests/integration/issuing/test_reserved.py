"""Number first: a number is reserved for a draft, printed in it, signed with it, sealed; or it is void."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pikepdf
import pypdf
import pytest
from click.testing import CliRunner
from django.db import IntegrityError, transaction

from pipeline import flow
from pipeline.archive.archiving import Archive
from pipeline.archive.verification import Verifier
from pipeline.cli.main import cli
from pipeline.clock import now
from pipeline.errors import (
    DateDiffers,
    DayBeforeLast,
    DayNotCome,
    DayNotReservable,
    DraftClosed,
    IssuedBefore,
    LawMoved,
    NoSeries,
    NoSuchNumber,
    NotSignedYet,
    NotWaitingForSignature,
    NumberDiffers,
    NumberReserved,
    NumberTooLong,
    SignerNotInOffice,
)
from pipeline.issuing import act, book, numbers, outbox
from pipeline.issuing import chief as chiefs_part
from pipeline.issuing.clerk import Clerk
from pipeline.issuing.printing import print_copy
from pipeline.reading.model import FileReading
from pipeline.register import audit
from pipeline.register.models import (
    Appointment,
    AuditRow,
    Document,
    EntryStatus,
    NumberCounter,
    NumberSeries,
    OutgoingEntry,
    Revision,
    Stage,
    StageFile,
    Submission,
)
from pipeline.register.store import Store
from pipeline.register.trusted import trust_of
from pipeline.signing import Signer, precheck, validate
from pipeline.signing.fields import CHIEF as CHIEF_FIELD
from pipeline.signing.fields import Permission
from pipeline.typeset import Typesetter
from tests.factory.office_keys import CHIEF
from tests.integration.drafting import office
from tests.integration.issuing.conftest import SLUG, OfficialTypesetter, draft, nominate_another
from tests.integration.issuing.test_paper import in_process, pages_of, scanned
from tests.integration.signing.acts import overlaid, resaved, signed_in
from tests.integration.signing.conftest import SIGNED_AT

HandIn = Callable[..., Submission]
StateOf = Callable[[Document], str]
DAY = dt.date(2022, 9, 19)
OTHER = "Q4/2022"


@pytest.fixture
def reserved(clerk: Clerk, typesetter: Typesetter, drafted: Document) -> OutgoingEntry:
    return flow.reserve(clerk, typesetter, drafted.slug)


@pytest.fixture
def another_signed(clerk: Clerk, typesetter: Typesetter, chief: Signer) -> Document:
    """A second document, whose number is filled in on issue."""
    nominate_another(OTHER)
    document = draft(clerk, typesetter, code=OTHER)
    chiefs_part.sign(clerk, flow.freeze(clerk, typesetter, document.slug), chief)
    return document


def unread(_path: Path) -> FileReading:
    raise AssertionError("a document that comes back is not read as a form")


def to_be_signed(clerk: Clerk) -> bytes:
    return (clerk.home.outbox / "trinh-ky" / f"{SLUG}.pdf").read_bytes()


def acts_told() -> list[str]:
    return [row.act for row in AuditRow.objects.filter(subject=f"document:{SLUG}").order_by("seq")]


def refused(act_name: str) -> list[str]:
    return [row.facts["reason"] for row in AuditRow.objects.filter(act=f"{act_name}-refused")]


def test_a_reserved_number_goes_its_whole_way(
    clerk: Clerk, reserved: OutgoingEntry, chief: Signer, sealer: Signer, state_of: StateOf
) -> None:
    chiefs_part.sign(clerk, reserved.document, chief)
    entry = flow.issue(clerk, SLUG, sealer)
    folder = Archive(home=clerk.home, trust=trust_of(clerk.home), actor=clerk.name).archive(entry.document)

    verified = Verifier(home=clerk.home, trust=trust_of(clerk.home), at=now()).document(entry.document)
    pdf = (clerk.home.outbox / "phat-hanh" / "2022" / "01-QĐ-VPUBND.pdf").read_bytes()
    report = validate(pdf, trust_of(clerk.home), at=now())
    assert report.ok
    assert report.chief is not None
    assert report.chief.permission is Permission.FILL
    assert report.organisation is not None
    assert report.organisation.permission is Permission.NOTHING
    assert (entry.pk, entry.symbol, entry.day) == (reserved.pk, "01/QĐ-VPUBND", DAY)
    assert (report.metadata.symbol, report.metadata.issued) == ("01/QĐ-VPUBND", "2022-09-19")
    assert state_of(entry.document) == "archived"
    assert (folder / "van-ban.pdf").read_bytes() == pdf
    assert [check for check in verified.checks if not check.ok] == []
    assert precheck(pdf).passed
    assert acts_told() == ["drafted", "reserved", "signed", "issued", "archived"]
    assert audit.verify().ok
    assert numbers.gaps() == []


def test_number_and_day_are_on_the_page_before_anybody_signs(clerk: Clerk, reserved: OutgoingEntry) -> None:
    import pdfplumber

    with pdfplumber.open(clerk.home.outbox / "trinh-ky" / f"{SLUG}.pdf") as document:
        heading = document.pages[0].extract_text().splitlines()[0]
    fields = validate(to_be_signed(clerk), trust_of(clerk.home), at=now()).fields

    assert " ".join(heading.split()) == "Số: 01/QĐ-VPUBND Lào Cai, ngày 19 tháng 9 năm 2022"
    assert fields == {"SoVanBan": "01", "NgayBanHanh": "19", "ThangBanHanh": "9"}


def test_the_book_the_list_and_the_account_say_that_it_is_reserved(clerk: Clerk, reserved: OutgoingEntry) -> None:
    clerk.home.database.touch()  # what stands for the register where the database is in memory
    (volume,) = book.volumes(book.entries())
    (line,) = [book.as_json(entry) for entry in book.entries()]
    listed = json.loads(CliRunner().invoke(cli, ["documents", "--json"]).stdout)["documents"][0]
    told = CliRunner().invoke(cli, ["documents"]).stdout
    status = json.loads(CliRunner().invoke(cli, ["status", "--json"]).stdout)

    assert (line["status"], line["sha256"], line["reason"]) == ("reserved", None, None)
    assert next(volume.rows())[-1] == "Đã giữ số, chưa phát hành"
    assert (listed["state"], listed["symbol"], listed["date"]) == ("frozen", "01/QĐ-VPUBND", "2022-09-19")
    assert listed["reserved"] is True
    assert "đã giữ" in told
    assert status["reserved"] == [{"symbol": "01/QĐ-VPUBND", "date": "2022-09-19", "document": SLUG}]
    assert "Đang giữ số 01/QĐ-VPUBND" in CliRunner().invoke(cli, ["status"]).stdout
    assert CliRunner().invoke(cli, ["register"]).exit_code == 0


def test_what_is_only_reserved_is_neither_archived_nor_verified_as_issued(
    clerk: Clerk, reserved: OutgoingEntry, chief: Signer
) -> None:
    chiefs_part.sign(clerk, reserved.document, chief)
    archive = Archive(home=clerk.home, trust=trust_of(clerk.home), actor=clerk.name)
    verifier = Verifier(home=clerk.home, trust=trust_of(clerk.home), at=now())
    certified = clerk.store.read(StageFile.objects.get(stage=Stage.SIGNED).file_id)

    said = {check.check: check for check in verifier.file("ky.pdf", certified).checks}

    assert archive.waiting() == []
    assert list(verifier.documents()) == []
    assert not said["sha256"].ok
    assert "mới được giữ" in said["sha256"].detail


def test_the_second_click_is_told_of_the_first(clerk: Clerk, typesetter: Typesetter, reserved: OutgoingEntry) -> None:
    with pytest.raises(NumberReserved, match=r"01/QĐ-VPUBND.*19/09/2022"):
        flow.reserve(clerk, typesetter, SLUG)

    assert NumberCounter.objects.get().last == 1
    assert refused("reserve") == ["NumberReserved"]


def test_a_document_that_waits_without_a_number_is_frozen_anew_with_one(
    clerk: Clerk, typesetter: Typesetter, frozen: Document, chief: Signer, sealer: Signer
) -> None:
    entry = flow.reserve(clerk, typesetter, SLUG)
    chiefs_part.sign(clerk, frozen, chief)

    assert flow.issue(clerk, SLUG, sealer).pk == entry.pk
    assert [revision.number for revision in Revision.objects.all()] == [1, 2]
    assert len(set(Revision.objects.values_list("docx_sha256", flat=True))) == 1
    assert acts_told() == ["drafted", "frozen", "reopened", "reserved", "signed", "issued"]


def test_refusing_makes_the_number_void_and_the_next_draft_gets_another(
    clerk: Clerk, typesetter: Typesetter, reserved: OutgoingEntry, chief: Signer, sealer: Signer, state_of: StateOf
) -> None:
    chiefs_part.refuse(clerk, reserved.document, "thiếu một người")
    reserved.refresh_from_db()
    assert (reserved.status, reserved.reason, reserved.file_id) == ("void", "thiếu một người", None)
    assert state_of(reserved.document) == "refused"
    assert not outbox.to_sign(clerk.home, reserved.document).exists()

    nominate_another(office.QUARTER)
    draft(clerk, typesetter)
    second = flow.reserve(clerk, typesetter, SLUG)
    chiefs_part.sign(clerk, second.document, chief)
    flow.issue(clerk, SLUG, sealer)

    assert [(line.number, line.status) for line in book.entries()] == [(1, "void"), (2, "issued")]
    assert next(book.volumes(book.entries())[0].rows())[-1] == "Đã hủy: thiếu một người"
    assert Document.objects.get(slug=SLUG).entry == second
    assert numbers.gaps() == []
    verifier = Verifier(home=clerk.home, trust=trust_of(clerk.home), at=now())
    assert [one.ok for one in verifier.documents()] == [True]


@pytest.mark.parametrize("signed_first", [False, True])
def test_a_reservation_declared_void_makes_the_same_words_a_draft_again(
    clerk: Clerk,
    typesetter: Typesetter,
    reserved: OutgoingEntry,
    chief: Signer,
    sealer: Signer,
    state_of: StateOf,
    signed_first: bool,
) -> None:
    if signed_first:
        chiefs_part.sign(clerk, reserved.document, chief)

    voided = act.make_void(clerk, "01/QĐ-VPUBND", "chưa ký kịp trong ngày")

    assert (voided.status, voided.reason) == ("void", "chưa ký kịp trong ngày")
    assert state_of(reserved.document) == "draft"
    assert Document.objects.get(slug=SLUG).entry is None
    with pytest.raises(NoSuchNumber):
        act.make_void(clerk, "01/QĐ-VPUBND", "lần nữa")
    document = flow.freeze(clerk, typesetter, SLUG)
    chiefs_part.sign(clerk, document, chief)
    assert flow.issue(clerk, SLUG, sealer).symbol == "02/QĐ-VPUBND"


def test_an_issued_number_that_was_reserved_is_void_for_good(
    clerk: Clerk, reserved: OutgoingEntry, chief: Signer, sealer: Signer, state_of: StateOf
) -> None:
    chiefs_part.sign(clerk, reserved.document, chief)
    flow.issue(clerk, SLUG, sealer)

    act.make_void(clerk, "01/QĐ-VPUBND", "ban hành nhầm")

    assert state_of(reserved.document) == "void"
    with pytest.raises(IssuedBefore, match="01/QĐ-VPUBND"):
        flow.issue(clerk, SLUG, sealer)


def test_what_the_chief_has_not_signed_is_not_sealed(
    clerk: Clerk, reserved: OutgoingEntry, sealer: Signer, state_of: StateOf
) -> None:
    with pytest.raises(NotSignedYet):
        flow.issue(clerk, SLUG, sealer)

    assert state_of(reserved.document) == "frozen"
    reserved.refresh_from_db()
    assert reserved.status == "reserved"


# Signed elsewhere


def test_a_file_signed_elsewhere_is_accepted_and_sealed(
    clerk: Clerk, reserved: OutgoingEntry, chief: Signer, sealer: Signer, hand_in: HandIn
) -> None:
    submission = hand_in(signed_in(to_be_signed(clerk), CHIEF_FIELD, chief, SIGNED_AT))

    assert flow.advance(submission.pk, unread) == "registered"
    assert flow.issue(clerk, SLUG, sealer).symbol == "01/QĐ-VPUBND"


def test_a_signature_that_locks_the_file_is_returned_for_it_leaves_no_room_for_the_seal(
    clerk: Clerk, reserved: OutgoingEntry, chief: Signer, hand_in: HandIn, state_of: StateOf
) -> None:
    locked = signed_in(
        to_be_signed(clerk), CHIEF_FIELD, chief, SIGNED_AT, permission=Permission.NOTHING, certifying=True
    )
    submission = hand_in(locked)

    assert flow.advance(submission.pk, unread) == "returned"

    submission.refresh_from_db()
    assert submission.reason_code == "ForbidsFilling"
    assert "không khóa" in submission.reason
    assert state_of(reserved.document) == "frozen"
    reserved.refresh_from_db()
    assert reserved.status == "reserved"


def saved_anew_and_signed(pdf: bytes, signer: Signer, change: Callable[[pikepdf.Pdf], None], **how: object) -> bytes:
    return signed_in(resaved(pdf, change), CHIEF_FIELD, signer, SIGNED_AT, **how)  # type: ignore[arg-type]


def nothing(_document: pikepdf.Pdf) -> None:
    """Only saved anew."""


def compressed(pdf: bytes) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True)
    return stream.getvalue()


def by_another_library(pdf: bytes) -> bytes:
    stream = io.BytesIO()
    pypdf.PdfWriter(clone_from=io.BytesIO(pdf)).write(stream)
    return stream.getvalue()


@pytest.mark.parametrize("save", [resaved, compressed, by_another_library])
def test_a_tool_that_saves_the_same_document_anew_may_sign_it(
    clerk: Clerk,
    reserved: OutgoingEntry,
    chief: Signer,
    sealer: Signer,
    hand_in: HandIn,
    save: Callable[[bytes], bytes],
) -> None:
    returned = signed_in(save(to_be_signed(clerk)), CHIEF_FIELD, chief, SIGNED_AT)
    assert not returned.startswith(to_be_signed(clerk))

    assert flow.advance(hand_in(returned).pk, unread) == "registered"
    entry = flow.issue(clerk, SLUG, sealer)

    pdf = clerk.store.read(entry.sha256)
    assert pdf.startswith(returned)
    assert validate(pdf, trust_of(clerk.home), at=now()).ok


def drawn_over(document: pikepdf.Pdf) -> None:
    document.pages[0].contents_add(b"1 0 0 rg 100 600 200 50 re f")


def another_number(document: pikepdf.Pdf) -> None:
    page = document.pages[0]
    page.contents_coalesce()
    data = page.obj.Contents.read_bytes()
    assert b"(01)" in data
    page.obj.Contents.write(data.replace(b"(01)", b"(10)"))


def another_size(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.MediaBox = pikepdf.Array([0, 0, 595, 500])


def another_font(document: pikepdf.Pdf) -> None:
    fonts = document.pages[0].obj.Resources.Font
    fonts["/Slot"] = fonts["/SlotItalic"]


def note_added(document: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 99, 99], Contents=pikepdf.String("x")
    )
    document.pages[0].obj.Annots.append(document.make_indirect(note))


def field_moved(document: pikepdf.Pdf) -> None:
    for widget in document.pages[0].obj.Annots:
        if widget.T == CHIEF_FIELD:
            widget.Rect = pikepdf.Array([0, 0, 500, 700])


def field_filled(document: pikepdf.Pdf) -> None:
    for widget in document.pages[0].obj.Annots:
        if widget.T == "SoVanBan":
            widget.V = pikepdf.String("02")


def page_added(document: pikepdf.Pdf) -> None:
    document.add_blank_page()


def script_added(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("x"))


@pytest.mark.parametrize(
    "change",
    [
        drawn_over,
        another_number,
        another_size,
        another_font,
        note_added,
        field_moved,
        field_filled,
        page_added,
        script_added,
    ],
)
def test_a_tool_that_changes_anything_else_is_found_out(
    clerk: Clerk,
    reserved: OutgoingEntry,
    chief: Signer,
    hand_in: HandIn,
    change: Callable[[pikepdf.Pdf], None],
    state_of: StateOf,
) -> None:
    submission = hand_in(saved_anew_and_signed(to_be_signed(clerk), chief, change))

    assert flow.advance(submission.pk, unread) == "returned"

    submission.refresh_from_db()
    assert submission.reason_code == "ReturnedRewritten", submission.reason
    assert state_of(reserved.document) == "frozen"


def test_a_document_saved_anew_still_needs_the_right_signer_and_room_for_the_seal(
    clerk: Clerk, reserved: OutgoingEntry, chief: Signer, another: Signer, hand_in: HandIn
) -> None:
    sent = to_be_signed(clerk)
    returned = (
        saved_anew_and_signed(sent, another, nothing),
        saved_anew_and_signed(sent, chief, nothing, permission=Permission.NOTHING, certifying=True),
        resaved(sent),
        overlaid(saved_anew_and_signed(sent, chief, nothing)),
    )
    found = []
    for pdf in returned:
        submission = hand_in(pdf)
        flow.advance(submission.pk, unread)
        submission.refresh_from_db()
        found.append(submission.reason_code)

    assert found == ["ReturnedByAnother", "ForbidsFilling", "ReturnedUnsigned", "ReturnedBroken"]


def test_a_reserved_number_may_be_signed_on_paper_too(
    clerk: Clerk, reserved: OutgoingEntry, hand_in: HandIn, state_of: StateOf
) -> None:
    clerk.home.database.touch()  # what stands for the register where the database is in memory
    submission = hand_in(scanned(pages_of(print_copy(clerk, reserved.document))))
    flow.advance(submission.pk, in_process)
    flow.sign_on_paper(clerk, SLUG, submission.receipt)

    result = CliRunner().invoke(cli, ["issue", SLUG, "--pin-file", str(clerk.home.root / "pin.txt")])

    assert result.stdout == f"{SLUG}: 01/QĐ-VPUBND; hãy đóng dấu lên bản giấy.\n"
    entry = OutgoingEntry.objects.get()
    report = validate(clerk.store.read(entry.sha256), trust_of(clerk.home), at=now())
    assert report.sealed_only
    assert (report.metadata.symbol, report.metadata.issued) == ("01/QĐ-VPUBND", "2022-09-19")


# Days


def test_a_number_is_reserved_for_tomorrow_and_issued_no_sooner(
    clerk: Clerk,
    typesetter: Typesetter,
    drafted: Document,
    chief: Signer,
    sealer: Signer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flow.reserve(clerk, typesetter, SLUG, dt.date(2022, 9, 20))
    chiefs_part.sign(clerk, drafted, chief)

    with pytest.raises(DayNotCome, match="20/09/2022"):
        flow.issue(clerk, SLUG, sealer)
    monkeypatch.setenv("VANTHU_TODAY", "2022-09-21")
    entry = flow.issue(clerk, SLUG, sealer)

    assert f"{entry.day}" == "2022-09-20"


@pytest.mark.parametrize("day", [dt.date(2022, 9, 18), dt.date(2022, 9, 27)])
def test_no_number_is_reserved_for_the_past_or_for_far_away(
    clerk: Clerk, typesetter: Typesetter, drafted: Document, day: dt.date
) -> None:
    with pytest.raises(DayNotReservable, match="26/09/2022"):
        flow.reserve(clerk, typesetter, SLUG, day)

    assert not NumberCounter.objects.exists()


def test_a_later_number_never_has_an_earlier_day_whichever_way_it_was_given(
    clerk: Clerk, typesetter: Typesetter, drafted: Document, another_signed: Document, sealer: Signer
) -> None:
    flow.reserve(clerk, typesetter, SLUG, dt.date(2022, 9, 20))

    with pytest.raises(DayBeforeLast, match=r"19/09/2022.*20/09/2022"):
        flow.issue(clerk, another_signed.slug, sealer)

    assert NumberCounter.objects.get().last == 1


def test_numbers_of_all_routes_follow_one_another(
    clerk: Clerk, typesetter: Typesetter, drafted: Document, another_signed: Document, chief: Signer, sealer: Signer
) -> None:
    flow.reserve(clerk, typesetter, SLUG)
    filled_in = flow.issue(clerk, another_signed.slug, sealer)
    chiefs_part.sign(clerk, drafted, chief)
    sealed = flow.issue(clerk, SLUG, sealer)

    assert (sealed.symbol, filled_in.symbol) == ("01/QĐ-VPUBND", "02/QĐ-VPUBND")
    assert [line.status for line in book.entries()] == ["issued", "issued"]


def test_on_the_last_day_of_the_year_the_first_number_of_the_next_can_be_reserved(
    clerk: Clerk,
    drafted: Document,
    another_signed: Document,
    sealer: Signer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VANTHU_TODAY", "2022-12-31")
    next_year = cast(Typesetter, OfficialTypesetter(year=2023))
    Revision.objects.filter(document=drafted).update(pdf_sha256=clerk.store.put(next_year.pdf(b"")))

    first = flow.reserve(clerk, next_year, SLUG, dt.date(2023, 1, 1))
    last = flow.issue(clerk, another_signed.slug, sealer)

    assert [(entry.year, entry.symbol) for entry in (last, first)] == [(2022, "01/QĐ-VPUBND"), (2023, "01/QĐ-VPUBND")]


def test_the_law_of_the_reserved_day_counts_on_reserving_and_on_issue(
    clerk: Clerk, typesetter: Typesetter, drafted: Document, chief: Signer, sealer: Signer
) -> None:
    revision = Revision.objects.get()
    entry = flow.reserve(clerk, typesetter, SLUG)
    chiefs_part.sign(clerk, drafted, chief)
    revision.facts["cach_tinh_tien"][0]["muc_tien"] -= 30_000
    revision.save()

    with pytest.raises(LawMoved, match="Giấy khen"):
        flow.issue(clerk, SLUG, sealer)
    act.make_void(clerk, entry.symbol, "mức tiền đã đổi")
    with pytest.raises(LawMoved, match="Giấy khen"):
        flow.reserve(clerk, typesetter, SLUG)

    assert NumberCounter.objects.get().last == 1


def test_who_is_out_of_office_on_the_reserved_day_does_not_sign(
    clerk: Clerk, typesetter: Typesetter, drafted: Document
) -> None:
    Appointment.objects.filter(person__full_name=CHIEF).update(valid_to=DAY)

    with pytest.raises(SignerNotInOffice, match="20/09/2022"):
        flow.reserve(clerk, typesetter, SLUG, dt.date(2022, 9, 20))


# What fails uses no number


def nothing_used(document: Document) -> None:
    assert Document.objects.get(pk=document.pk).state == "draft"
    assert not NumberCounter.objects.exists()
    assert not OutgoingEntry.objects.exists()
    assert not StageFile.objects.exists()


@pytest.mark.parametrize(
    ("page", "error"),
    [({"year": 2021}, DateDiffers), ({"number": "07"}, NumberDiffers), ({"symbol": "/CTr-VPUBND"}, NoSeries)],
)
def test_a_draft_that_cannot_bear_the_number_gets_none(
    clerk: Clerk, page: dict[str, object], error: type[Exception]
) -> None:
    typesetter = cast(Typesetter, OfficialTypesetter(**page))
    document = draft(clerk, typesetter)

    with pytest.raises(error):
        flow.reserve(clerk, typesetter, SLUG)

    nothing_used(document)
    assert refused("reserve") == [error.__name__]


def test_six_digits_are_refused_not_clipped(clerk: Clerk, typesetter: Typesetter, drafted: Document) -> None:
    counter = NumberCounter.objects.create(series=NumberSeries.objects.get(key="VPUBND/QĐ"), year=2022, last=99_999)

    with pytest.raises(NumberTooLong, match="100000"):
        flow.reserve(clerk, typesetter, SLUG)

    counter.refresh_from_db()
    assert counter.last == 99_999
    assert Document.objects.get(slug=SLUG).state == "draft"


def test_bytes_whose_number_never_got_into_the_book_do_not_stay(
    clerk: Clerk, typesetter: Typesetter, drafted: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stored() -> set[Path]:
        return {path for path in Store(clerk.home.store).folder.rglob("*") if path.is_file()}

    before = stored()
    with monkeypatch.context() as broken:
        broken.setattr(audit, "append", lambda *_row, **_facts: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            flow.reserve(clerk, typesetter, SLUG)
    nothing_used(drafted)
    assert stored() > before

    outbox.restore(clerk)

    assert stored() == before
    assert flow.reserve(clerk, typesetter, SLUG).number == 1


def test_a_signed_document_gets_its_number_on_issue_only(
    clerk: Clerk, typesetter: Typesetter, signed: Document
) -> None:
    with pytest.raises(DraftClosed):
        flow.reserve(clerk, typesetter, SLUG)

    assert not OutgoingEntry.objects.exists()


def test_the_register_itself_keeps_one_number_in_force_for_a_document(reserved: OutgoingEntry) -> None:
    def second(**changes: object) -> None:
        line = {"document": reserved.document, "series": reserved.series, "year": 2022, "number": 2, "day": DAY}
        with transaction.atomic():
            OutgoingEntry.objects.create(**{**line, "status": EntryStatus.RESERVED, **changes})

    with pytest.raises(IntegrityError):
        second()
    with pytest.raises(IntegrityError):
        second(status=EntryStatus.ISSUED)
    with pytest.raises(IntegrityError):
        second(status=EntryStatus.VOID, reason="")
    with pytest.raises(IntegrityError):
        second(number=1, status=EntryStatus.VOID, reason="trùng")
    second(status=EntryStatus.VOID, reason="thôi")


def test_issuing_and_giving_up_at_once_leave_one_of_them(
    clerk: Clerk, reserved: OutgoingEntry, chief: Signer, sealer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number is declared void after the issue has looked at everything and before it begins to write."""
    chiefs_part.sign(clerk, reserved.document, chief)
    enter, quick = act._enter, clerk

    def void_first(clerk: Clerk, ready: object, announce: object) -> OutgoingEntry:
        monkeypatch.setattr(act, "_enter", enter)
        act.make_void(quick, "01/QĐ-VPUBND", "đổi ý")
        return enter(clerk, ready, announce)  # type: ignore[arg-type]

    monkeypatch.setattr(act, "_enter", void_first)
    with pytest.raises((NotSignedYet, NotWaitingForSignature)):
        flow.issue(clerk, SLUG, sealer)

    # Our double made it void inside the transaction of the issue, which was rolled back as a whole.
    assert OutgoingEntry.objects.get().file_id is None
    assert not list((clerk.home.outbox / "phat-hanh").rglob("*.pdf"))
