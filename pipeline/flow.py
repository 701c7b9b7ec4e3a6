"""The whole story on one page: what happens to a submission, and to the documents a round asks for.

``received -> reading -> registered | review | duplicate | returned``; review ends in registered or returned. `advance`
takes one submission one step further. A step may be run twice, anywhere, after any crash: it moves the row by
compare-and-set in the transaction that holds its effects, so only one run takes effect. The rows are the only truth;
whoever calls `advance` merely says "look at this row again".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from pipeline import clock
from pipeline.drafting.drafts import AS_IS, OPEN, Changes, Drafts, order
from pipeline.drafting.kinds import KINDS, Kind, Occasion, find_kind
from pipeline.errors import (
    DecisionFixed,
    DraftClosed,
    DraftImpossible,
    FileRefused,
    IssuingError,
    NothingToDraft,
    NotInReview,
    ReaderKiller,
    ReasonMissing,
    ScanNotConfirmed,
    SigningError,
    TemplateError,
    TypesetError,
    UnknownForm,
    VanthuError,
)
from pipeline.home import Home, home
from pipeline.intake import returned
from pipeline.issuing.clerk import Clerk, find_document, frozen_revision
from pipeline.issuing.sent import sent_out
from pipeline.law.statistics import milestone_of
from pipeline.law.workdays import next_working_day
from pipeline.logs import log
from pipeline.messages import _
from pipeline.programme import counting, golden_book, matters, recording, review
from pipeline.programme.minutes import session_table
from pipeline.programme.review import Act
from pipeline.programme.rounds import RoundReport, rounds_report
from pipeline.programme.statistics import quarter_tables, window, window_tables
from pipeline.reading.forms import expected_forms
from pipeline.reading.model import FileReading
from pipeline.reading.scans import Scan
from pipeline.register import audit
from pipeline.register.models import (
    Document,
    DocumentState,
    Form,
    OutgoingEntry,
    PaperScan,
    Plan,
    Revision,
    Round,
    Session,
    Submission,
    SubmissionState,
)
from pipeline.register.store import Store
from pipeline.screening.screen import screen, screen_again
from pipeline.typeset import Typesetter

if TYPE_CHECKING:
    from pipeline.signing import Signer

State = SubmissionState
Reader = Callable[[Path], FileReading | Scan]

ACTOR = "vanthu"
#: how long after a round's end its late units are reminded
REMINDING = dt.timedelta(days=31)
#: a document in one of these states says what people decided: it must be refused or made void before that changes
_PAST_DRAFT = (DocumentState.FROZEN, DocumentState.SIGNED, DocumentState.ISSUED, DocumentState.ARCHIVED)
#: a reading that has not come back after this long is taken to be dead and begun again; a feed of 200 scanned pages
#: takes ten minutes
LEASE = dt.timedelta(minutes=30)
#: how often a file may make its reader crash or hang before it is returned
CRASHES_ALLOWED = 2
#: how often the reader may be killed from outside before the file itself is suspected
KILLS_ALLOWED = 5


class ReaderLost(Exception):
    """The process that read a file is gone. `killed`: by somebody else, so that the file is hardly to blame."""

    def __init__(self, *, killed: bool) -> None:
        super().__init__(killed)
        self.killed = killed


def waiting() -> list[int]:
    """The submissions that have a step to do now, oldest first."""
    dead = Q(state=State.READING, leased_until__lt=timezone.now())
    return list(Submission.objects.filter(Q(state=State.RECEIVED) | dead).values_list("pk", flat=True))


def advance(submission_id: int, read: Reader) -> SubmissionState:
    """Take one submission as far as it goes by itself and return where it stands.

    `read` reads one stored file; it raises `FileRefused` for a file that must be returned and `ReaderLost` when its
    process died. Any other error leaves the submission where it was, to be taken up again.
    """
    submission = _lease(submission_id)
    if submission is None:
        return State(Submission.objects.values_list("state", flat=True).get(pk=submission_id))
    try:
        return _read(submission, read)
    except BaseException:
        _release(submission)
        raise


def decide(receipt: str, acts: Sequence[Act], who: str) -> SubmissionState:
    """A person decides about values, findings or forms of one submission: all of `acts` holds, or nothing.

    The registration or nomination is made anew from what holds now and screened again. When nothing is open any more
    the submission is registered; when every form went back, returned; when a decision is undone, in review again.

    Raises `NotInReview` where no submission with this receipt can be decided about, `ScanNotConfirmed` where it is a
    paper signed by hand, which `sign_on_paper` takes, `DecisionFixed` where a document past its draft rests on the
    form, and what `programme.review.decide` raises.
    """
    with transaction.atomic():
        submission = _lock(receipt, State.REVIEW, State.REGISTERED)
        if PaperScan.objects.filter(submission=submission).exists():
            raise ScanNotConfirmed(receipt=receipt)
        decisions = review.decide(submission, acts, who)
        for form in dict.fromkeys(decision.form for decision in decisions):
            _forbid_where_fixed(form)
            recording.rebuild(form)
            screen_again(Form.objects.filter(pk=form.pk))
        state, reason = _conclude(submission)
        for decision in decisions:
            said = {"kind": decision.kind, "about": matters.about(decision), "decision": decision.pk}
            audit.append(who, "decided", f"submission:{receipt}", **said)
        if state != submission.state:
            _move(submission, state, reason=reason, actor=who, facts={})
        else:
            submission.reason = reason
            submission.save(update_fields=["reason"])
    returned.deliver(submission)
    return state


def give_back(receipt: str, who: str, why: str) -> SubmissionState:
    """A person returns the whole file to its sender, with the reason `why`; this is final.

    Raises `NotInReview` where no submission with this receipt waits for a person, `ReasonMissing`.
    """
    if not why.strip():
        raise ReasonMissing
    with transaction.atomic():
        submission = _lock(receipt, State.REVIEW)
        for form in submission.forms.all():
            _forbid_where_fixed(form)
            counting.withdraw(form)
        _move(submission, State.RETURNED, reason=why, actor=who, facts={"why": why})
    returned.deliver(submission)
    return State.RETURNED


def release_all() -> int:
    """Give up every lease. For the one process that advances submissions, when it starts: its predecessor is dead."""
    return Submission.objects.filter(state=State.READING).update(state=State.RECEIVED, leased_until=None)


# Steps


def _lease(submission_id: int) -> Submission | None:
    now = timezone.now()
    free = Q(state=State.RECEIVED) | Q(state=State.READING, leased_until__lt=now)
    taken = Submission.objects.filter(free, pk=submission_id).update(
        state=State.READING, leased_until=now + LEASE, attempts=F("attempts") + 1
    )
    return Submission.objects.get(pk=submission_id) if taken else None


def _read(submission: Submission, read: Reader) -> SubmissionState:
    path = Store(home().store).path(submission.file_id)
    document = sent_out(path)
    if document is not None:
        return _take_back(submission, document, path.read_bytes())
    try:
        reading = read(path)
    except FileRefused as refusal:
        return _return(submission, refusal)
    except ReaderLost as loss:
        return _after_loss(submission, loss)
    return _queue(submission, reading) if isinstance(reading, Scan) else _register(submission, reading)


def _register(submission: Submission, reading: FileReading) -> SubmissionState:
    with transaction.atomic():
        if not _still_ours(submission):
            return State(Submission.objects.get(pk=submission.pk).state)
        forms = recording.record(submission, reading)
        for form, found in zip(forms, reading.forms, strict=True):
            screen(form, found.findings)
        state, reason = _conclude(submission)
        facts = {"medium": reading.medium.value, "forms": [form.kind for form in forms]}
        _move(submission, state, medium=reading.medium.value, reason=reason, facts=facts)
    returned.deliver(submission)
    return state


def _queue(submission: Submission, scan: Scan) -> SubmissionState:
    """A scan may be a paper signed by hand, which a person must look at; any other is returned as ever."""
    from pipeline.issuing import wet

    if not wet.wanted(scan.marks):
        return _return(submission, UnknownForm(expected=expected_forms()))
    with transaction.atomic():
        if not _still_ours(submission):
            return State(Submission.objects.get(pk=submission.pk).state)
        reason = wet.queue(submission, scan.marks)
        _move(submission, State.REVIEW, reason=reason, facts={"scan": scan.pages, "marks": len(scan.marks)})
    returned.deliver(submission)
    return State.REVIEW


def _take_back(submission: Submission, document: Document, signed_elsewhere: bytes) -> SubmissionState:
    """A document that was laid out to be signed has come back: with the right signature it is signed."""
    from pipeline.issuing import chief, outbox

    clerk = Clerk(home(), ACTOR)
    try:
        revision, signed = chief.check_returned(clerk, document, signed_elsewhere)
        with transaction.atomic():
            if not _still_ours(submission):
                return State(Submission.objects.get(pk=submission.pk).state)
            chief.record(clerk, revision, signed)
            submission.notes.append(_("The signed document {document} was accepted.").format(document=document.slug))
            _move(submission, State.REGISTERED, facts={"document": document.slug})
    except (SigningError, IssuingError) as refusal:
        return _return(submission, refusal)
    outbox.lay_out(clerk, revision.document)
    returned.deliver(submission)
    return State.REGISTERED


def _return(submission: Submission, refusal: FileRefused | SigningError | IssuingError) -> SubmissionState:
    with transaction.atomic():
        if not _still_ours(submission):
            return State(Submission.objects.get(pk=submission.pk).state)
        facts = {"reason": refusal.code}
        _move(submission, State.RETURNED, reason_code=refusal.code, reason=refusal.message, facts=facts)
    returned.deliver(submission)
    return State.RETURNED


def _after_loss(submission: Submission, loss: ReaderLost) -> SubmissionState:
    counter = "kills" if loss.killed else "crashes"
    Submission.objects.filter(pk=submission.pk).update(**{counter: F(counter) + 1})
    submission.refresh_from_db(fields=[counter])
    if submission.crashes >= CRASHES_ALLOWED or submission.kills > KILLS_ALLOWED:
        return _return(submission, ReaderKiller(times=submission.crashes + submission.kills))
    _release(submission)
    return State.RECEIVED


def _forbid_where_fixed(form: Form) -> None:
    """Raise `DecisionFixed` where the form counts and a document the round asks for is past its draft."""
    kinds = [kind.key for kind in KINDS.values() if kind.rounds]
    resting = Document.objects.filter(round=counting.round_of(form), round__isnull=False, kind__in=kinds)
    document = resting.filter(state__in=_PAST_DRAFT).first()
    if document is not None:
        raise DecisionFixed(document=document.slug)


def _lock(receipt: str, *states: SubmissionState) -> Submission:
    """Lock the submission with this receipt; raise `NotInReview` unless it is in one of `states`."""
    submission = Submission.objects.select_for_update().filter(receipt=receipt, state__in=states).first()
    if submission is None:
        raise NotInReview(receipt=receipt)
    return submission


def _release(submission: Submission) -> None:
    ours = Submission.objects.filter(pk=submission.pk, state=State.READING, attempts=submission.attempts)
    ours.update(state=State.RECEIVED, leased_until=None)


def _still_ours(submission: Submission) -> bool:
    """Lock the row; whoever leased it after us (a lease ran out) has the better right."""
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    return row.state == State.READING and row.attempts == submission.attempts


def _move(
    submission: Submission, state: SubmissionState, *, facts: Mapping[str, object], actor: str = ACTOR, **columns: str
) -> None:
    for column, value in {"state": state, **columns}.items():
        setattr(submission, column, value)
    submission.leased_until = None
    submission.save()
    audit.append(actor, state.value, f"submission:{submission.receipt}", sha256=submission.file_id, **facts)


def _conclude(submission: Submission) -> tuple[SubmissionState, str]:
    """Let the forms count that are clear; where the submission stands then, and why."""
    counting.count_what_is_clear(submission)
    open_ = [matter.sentence for matter in matters.open_matters(submission)]
    given_back = review.returns(submission)
    reason = "\n".join((*open_, *given_back))
    if open_:
        return State.REVIEW, reason
    all_back = given_back and len(given_back) == submission.forms.count()
    return (State.RETURNED if all_back else State.REGISTERED), reason


# Documents


def draft_due_rounds(home: Home, typesetter: Typesetter) -> list[VanthuError]:
    """Draft what each round asks for once its forms are in, or its due day is over; returns what kept it from it.

    Units that are late are reminded from the first working day after the due day on.

    Nothing new since the last time makes no new revision. A document that cannot be drafted now keeps its previous
    draft and does not hold up the others.
    """
    obstacles: list[VanthuError] = []
    closed = set(Document.objects.exclude(state__in=OPEN).values_list("round", "kind"))
    for report in rounds_report():
        for kind in _asked_for(report):
            if (report.round.pk, kind.key) in closed:
                continue  # without gathering its facts, or a plan of many rounds would be slower each quarter
            try:
                draft(home, typesetter, kind, report.round)
            except (NothingToDraft, DraftClosed) as nothing:
                log().info("nothing-to-draft", kind=kind.key, round=report.round.code, reason=nothing.code)
            except (DraftImpossible, TemplateError, TypesetError) as obstacle:
                log().warning("not-drafted", kind=kind.key, round=report.round.code, reason=obstacle.code)
                obstacles.append(obstacle)
    return obstacles


def _asked_for(report: RoundReport) -> list[Kind]:
    """The kinds a round asks for now: what rests on its forms, and a reminder to the units that are late."""
    today, over = clock.today(), report.round.due < clock.today()
    wanted = [kind for kind in KINDS.values() if kind.rounds == report.round.kind]
    asked = wanted if report.handed_in and (report.complete or over) else []
    remind_from = next_working_day(report.round.due).day
    if report.missing and remind_from <= today <= report.round.last_day + REMINDING:
        asked = [*asked, *(kind for kind in KINDS.values() if kind.reminds and kind.about == report.round.kind)]
    return asked


def draft(
    home: Home,
    typesetter: Typesetter,
    kind: Kind,
    round_: Round | None,
    changes: Changes = AS_IS,
    *,
    sitting: Sitting | None = None,
) -> Revision:
    """Bring one document up to date and return its newest revision."""
    occasion = occasion_of(kind, round_, sitting=sitting)
    return Drafts(home, typesetter, ACTOR).save(order(kind, occasion, changes), occasion)


@dataclass(frozen=True, slots=True)
class Sitting:
    """The session a paper of the Council is about; `authority`: whose decision a proposal asks for."""

    session: Session
    authority: str = ""


def occasion_of(
    kind: Kind, round_: Round | None, day: dt.date | None = None, sitting: Sitting | None = None
) -> Occasion:
    """What a document is drafted for on `day` (today): its plan, its round, its session, what the programme counted."""
    if sitting is not None:
        round_ = sitting.session.round
    plan = round_.plan if round_ else Plan.objects.select_related("body", "basis").latest("period_from")
    tables = _tables(kind, plan, round_, day or clock.today())
    return Occasion(
        plan=plan,
        round=round_,
        day=day or clock.today(),
        tables=tables,
        session=session_table(sitting.session) if sitting else {},
        authority=sitting.authority if sitting else "",
    )


def _tables(kind: Kind, plan: Plan, round_: Round | None, day: dt.date) -> dict[str, Any]:
    """What a report tells, counted as of `day`; nothing for other papers, or a plan without such a review."""
    reached = milestone_of(plan.code, kind.review) if kind.review else None
    if reached is not None:
        return window_tables(window.until(plan, reached, day))
    return quarter_tables(round_, day) if round_ and kind.reports else {}


def freeze(clerk: Clerk, typesetter: Typesetter, slug: str, despite: str = "") -> Document:
    """Take the newest revision of a draft, what was saved in Word included, and prepare it for signing.

    `despite` is a person's reason to freeze it although it contradicts the rules of presentation.
    """
    from pipeline.issuing import freezing

    document = find_document(slug)
    with clerk.telling_refusals("freeze", document):
        revision = Drafts(clerk.home, typesetter, clerk.name).newest(document)
    freezing.freeze(clerk, revision, despite)
    return revision.document


def sign_on_paper(clerk: Clerk, slug: str, receipt: str) -> Document:
    """A person has seen the signature on the scan with this receipt: the document is signed, on paper.

    Raises `NotInReview` where no scan with this receipt waits, `NotWaitingForSignature`, `ScanOfAnother` or
    `SignerNotInOffice`.
    """
    from pipeline.issuing import outbox, wet

    document = find_document(slug)
    with clerk.telling_refusals("sign", document), transaction.atomic():
        waits = Submission.objects.select_for_update().filter(receipt=receipt, state=State.REVIEW)
        submission = waits.filter(pk__in=PaperScan.objects.values("submission")).first()
        if submission is None:
            raise NotInReview(receipt=receipt)
        wet.confirm(clerk, document, PaperScan.objects.get(submission=submission))
        submission.notes.append(_("The document {document}, signed on paper, was accepted.").format(document=slug))
        _move(submission, State.REGISTERED, reason="", actor=clerk.name, facts={"document": slug})
    outbox.lay_out(clerk, document)
    returned.deliver(submission)
    return document


def reserve(
    clerk: Clerk, typesetter: Typesetter, slug: str, day: dt.date | None = None, despite: str = ""
) -> OutgoingEntry:
    """Number first: give a draft, or what waits for a signature, its number for `day` (today) and freeze it with it."""
    from pipeline.issuing import reserving

    document = find_document(slug)
    kind, day = find_kind(document.kind), day or clock.today()
    with clerk.telling_refusals("reserve", document):
        reserving.check_open(document)
        frozen = document.state == DocumentState.FROZEN
        revision = frozen_revision(document) if frozen else Drafts(clerk.home, typesetter, clerk.name).newest(document)
        current = kind.facts(occasion_of(kind, document.round, day))
    return reserving.reserve(clerk, revision, current=current, day=day, despite=despite)


def issue(clerk: Clerk, slug: str, sealer: Signer) -> OutgoingEntry:
    """Give a signed document number, day and seal, if what it says still holds on the day it gets."""
    from pipeline.issuing import act

    document = find_document(slug)
    kind, day = find_kind(document.kind), act.day_of(document)
    with clerk.telling_refusals("issue", document):
        current = kind.facts(occasion_of(kind, document.round, day))
    return act.issue(
        clerk, document, sealer, current=current, day=day, then=golden_book.enter if kind.confers else None
    )


def make_void(clerk: Clerk, symbol: str, why: str, year: int | None = None) -> OutgoingEntry:
    """Declare a number void, and with it what its decision awarded."""
    from pipeline.issuing import act

    return act.make_void(clerk, symbol, why, year, then=lambda entry: golden_book.revoke(entry, why))
