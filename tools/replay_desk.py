"""The people of a replayed office at work: they hand in, review, meet, sign, issue, by the program's own procedures."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.home import Home
from tools.demo_keys import PIN, make_keys

if TYPE_CHECKING:
    from pipeline.register.models import Round, Session, SessionItem, Submission

CLERK = "Phạm Hòa Thử"
CHECKED = "Đã đối chiếu với hồ sơ và hỏi lại đơn vị"
#: what goes back to its unit instead of being resolved, and what the unit is told
RETURNED = {
    "R-ONE-01": "Đơn vị đã chọn giới thiệu người khác trong quý này",
    "R-DUP-03": "Thành tích chép lại của đơn vị khác, đề nghị viết lại",
}
#: of the members present, so many are against somebody who fails
AGAINST = 4
OUTLET = "Cổng Thông tin điện tử"
STEPS = ("phat_hien", "boi_duong", "tong_ket", "nhan_rong")


class Desk:
    """One service beside one clerk; `taken` counts what became of the forms."""

    def __init__(self, home: Path, taken: Counter[str]) -> None:
        from pipeline.engine.service import open_service
        from pipeline.issuing.clerk import Clerk
        from pipeline.register.models import Person
        from pipeline.signing import open_pkcs12
        from pipeline.typeset import Typesetter

        self._home = Home(home)
        self._opened = ExitStack()
        self._taken = taken
        self._service = self._opened.enter_context(open_service(self._home, patience=0.0))
        self._typesetter = self._opened.enter_context(Typesetter())
        self._clerk = Clerk(self._home, CLERK)
        chief = Person.objects.get(appointments__post="Chánh Văn phòng")
        keys = make_keys(home, chief.full_name, "Văn phòng Ủy ban nhân dân tỉnh Lào Cai")
        self._chief = open_pkcs12(keys.chief.read_bytes(), PIN)
        self._seal = open_pkcs12((keys.chief.parent / "dau.p12").read_bytes(), PIN)

    def close(self) -> None:
        """Stop the service and LibreOffice."""
        self._opened.close()

    # Forms

    def hand_in(self, files: Mapping[str, bytes]) -> None:
        """Drop files into the folders of their units, have them processed, and settle what waits."""
        for name, content in files.items():
            path = self._home.inbox / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        self._service.run_once()
        self._settle()

    def _settle(self) -> None:
        """Whoever has the paper on the desk: doubtful values hold, findings are looked into, the rest goes back."""
        from pipeline.register.models import Submission, SubmissionState

        for submission in Submission.objects.filter(state=SubmissionState.REVIEW):
            self._taken[str(self._decide(submission))] += 1
        settled = sum(self._taken.values())
        self._taken["registered"] += Submission.objects.count() - settled

    def _decide(self, submission: Submission) -> str:
        from pipeline import flow
        from pipeline.programme.matters import open_matters
        from pipeline.programme.review import Act
        from pipeline.register.models import DecisionKind, Finding

        matters = open_matters(submission)
        for matter in matters:
            if isinstance(matter.about, Finding) and matter.about.rule in RETURNED:
                flow.give_back(submission.receipt, CLERK, RETURNED[matter.about.rule])
                return "returned"
        found = {matter.address: isinstance(matter.about, Finding) for matter in matters}
        acts = [
            Act(DecisionKind.RESOLVED, address, note=CHECKED) if is_finding else Act(DecisionKind.ACCEPTED, address)
            for address, is_finding in found.items()
        ]
        return str(flow.decide(submission.receipt, acts, CLERK).value)

    def withdraw(self, round_: Round, unit: str) -> None:
        """A unit takes its nomination back."""
        from pipeline.programme.withdrawals import withdraw
        from pipeline.register.models import Nomination

        nomination = Nomination.objects.get(round=round_, unit__code=unit, state="hop_le")
        receipt = nomination.form.submission.receipt
        withdraw(receipt, why="Cá nhân chuyển công tác, đơn vị đề nghị rút hồ sơ", who=CLERK)

    # The Council

    def appoint(self, council: Mapping[str, Any]) -> None:
        """The members, by one decision."""
        from pipeline.programme.council import appoint
        from pipeline.register.models import CouncilRole, Person

        for staff_id, role in council["members"]:
            person = Person.objects.get(staff_id=staff_id)
            appoint(person, CouncilRole(role), since=council["since"], symbol=council["symbol"], who=CLERK)

    def meet(
        self, round_: Round, day: dt.date, place: str, introduced: Sequence[str], failing: Sequence[str]
    ) -> list[SessionItem]:
        """Plan a session, count its votes, draft its minutes; whom it granted an award."""
        from pipeline.programme.council import close, introduce, plan_session
        from pipeline.register.models import SessionItem, Title, Unit

        session = plan_session(round_, day=day, place=place, begins="08 giờ 00 phút", who=CLERK)
        for code in introduced:
            why = "Dẫn đầu phong trào thi đua của Văn phòng"
            introduce(session, Title.objects.get(code="GK"), Unit.objects.get(code=code), why, who=CLERK)
        if not session.items.exists():
            return []
        close(session, _count(session, failing), ends="10 giờ 30 phút", who=CLERK)
        self._draft("bien_ban", None, session=session)
        return list(SessionItem.objects.granted(round_))

    # Exemplars

    def discover(self, items: Sequence[SessionItem]) -> list[int]:
        """The exemplars a session chose, by number."""
        from pipeline.programme.exemplars import discover_granted
        from pipeline.register.models import Plan

        return [exemplar.pk for exemplar in discover_granted(Plan.objects.get(), items, who=CLERK)]

    def advance(self, numbers: Sequence[int], step: int, day: dt.date) -> None:
        """Exemplars enter a stage: all are nurtured, half of them summed up and replicated."""
        from pipeline.errors import StageOutOfOrder
        from pipeline.programme.exemplars import enter_stage, find_exemplar, follow_up, name_of, publish
        from pipeline.register.models import ExemplarStep

        for number in numbers:
            if step > 1 and number % 2:
                continue
            exemplar = find_exemplar(number)
            try:
                enter_stage(exemplar, ExemplarStep(STEPS[step]), day=day, who=CLERK)
            except StageOutOfOrder:
                continue  # chosen again in a later session, it has been there
            follow_up(exemplar, day=day, finding="Giữ vững thành tích", measure="Phân công người giúp đỡ", who=CLERK)
            if step == 3:
                publish(exemplar, day=day, outlet=OUTLET, title=f"Gương sáng: {name_of(exemplar)}", who=CLERK)

    def disseminate(self) -> None:
        """Every unit explains the plan to its staff."""
        from pipeline import clock
        from pipeline.programme.exemplars import disseminate
        from pipeline.register.models import Plan, Unit

        day = clock.today()
        for unit in Unit.objects.on(day).filter(nominates=True):
            staff = unit.appointments.count()
            disseminate(Plan.objects.get(), unit, day=day, form="họp đơn vị", attendance=staff, who=CLERK)

    # Documents

    def publish(self, kind: str, round_: Round | None, data: Mapping[str, Any] | None = None) -> None:
        """Draft, freeze, sign and issue; nothing where there is nothing to say."""
        from pipeline import flow
        from pipeline.errors import NothingToDraft
        from pipeline.issuing import chief

        try:
            slug = self._draft(kind, round_, data=data)
        except NothingToDraft:
            return
        document = flow.freeze(self._clerk, self._typesetter, slug, "Văn bản trình diễn")
        chief.sign(self._clerk, document, self._chief)
        flow.issue(self._clerk, slug, self._seal)

    def _draft(
        self,
        kind: str,
        round_: Round | None,
        *,
        data: Mapping[str, Any] | None = None,
        session: Session | None = None,
    ) -> str:
        from pipeline import flow
        from pipeline.drafting.drafts import Changes
        from pipeline.drafting.kinds import find_kind

        sitting = flow.Sitting(session) if session else None
        changes = Changes(data=data or {})
        revision = flow.draft(self._home, self._typesetter, find_kind(kind), round_, changes, sitting=sitting)
        return str(revision.document.slug)


def _count(session: Session, failing: Sequence[str]) -> Any:  # noqa: ANN401 - its module is loaded late
    """Everybody is there; who is voted about keeps out; those of the `failing` units get too few votes."""
    from pipeline.programme.council import Count, members_on
    from pipeline.programme.voting import Ballots

    sitting = {member.person_id for member in members_on(session.day)}
    votes = {}
    for item in session.items.select_related("unit"):
        voters = len(sitting) - (item.person_id in sitting)
        against = AGAINST if item.unit.code in failing and not item.collective else item.rank % 2
        votes[item.rank] = (voters - against, against)
    members = len(sitting)
    return Count(Ballots(members, members, members), votes)
