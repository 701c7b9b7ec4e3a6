"""A document's whole life by the real acts: drafted, frozen, signed, issued, archived, verified."""

from __future__ import annotations

from typing import cast

import pytest

from pipeline import flow
from pipeline.archive import lasting
from pipeline.archive.archiving import Archive
from pipeline.archive.verification import Verifier
from pipeline.drafting.kinds import find_kind, find_round
from pipeline.engine import chores, keeping
from pipeline.home import Home
from pipeline.issuing import chief as chiefs_part
from pipeline.issuing.clerk import Clerk
from pipeline.register.models import Document, DocumentState
from pipeline.register.trusted import trust_of
from pipeline.signing import Signer
from pipeline.typeset import Typesetter
from tests.factory.authority import Authority
from tests.factory.office_keys import give_keys
from tests.factory.time_service import stamper, time_service
from tests.integration.archive.conftest import NOW, failed
from tests.integration.drafting import office
from tests.integration.issuing.conftest import OfficialTypesetter

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(example_office: Home) -> Clerk:
    return Clerk(example_office, "văn thư")


@pytest.fixture
def issued(clerk: Clerk, example_office: Home, authority: Authority, chief: Signer, sealer: Signer) -> Document:
    give_keys(example_office, authority)
    office.nominate(5)
    kind = find_kind("qd_giay_khen")
    typesetter = cast(Typesetter, OfficialTypesetter())
    document = flow.draft(example_office, typesetter, kind, find_round(kind, office.QUARTER)).document
    chiefs_part.sign(clerk, flow.freeze(clerk, typesetter, document.slug), chief)
    return flow.issue(clerk, document.slug, sealer).document


def test_what_the_acts_of_issuing_leave_can_be_archived_and_verified(issued: Document, example_office: Home) -> None:
    trust = trust_of(example_office)

    folder = Archive(home=example_office, trust=trust, actor="văn thư").archive(issued)

    issued.refresh_from_db()
    (verified,) = Verifier(home=example_office, trust=trust, at=NOW).documents()
    assert issued.state == DocumentState.ARCHIVED
    assert folder == example_office.archive / "2022" / "VPUBND-QĐ" / "01"
    assert (verified.id, failed(verified)) == (issued.slug, {})


def test_after_the_issue_it_is_archived_and_the_diary_anchored(clerk: Clerk, issued: Document, sealer: Signer) -> None:
    hindrances = keeping.after_issue(clerk, [issued.entry], sealer)

    issued.refresh_from_db()
    verifier = Verifier(home=clerk.home, trust=trust_of(clerk.home), at=NOW)
    diary = verifier.diary()
    assert (hindrances, issued.state) == ([], DocumentState.ARCHIVED)
    assert (diary.ok, diary.anchored) == (True, NOW.date())
    assert verifier.document(issued).ok


def test_what_does_not_fit_the_archive_stays_issued_and_is_archived_later(
    clerk: Clerk, issued: Document, sealer: Signer
) -> None:
    docx = issued.revisions.get().docx_sha256
    lost = clerk.store.path(docx)
    kept = lost.rename(lost.with_suffix(".lost"))

    (hindrance,) = keeping.after_issue(clerk, [issued.entry], sealer)
    issued.refresh_from_db()
    state = issued.state
    kept.rename(lost)
    chores.keep(clerk.home, lambda: False)

    issued.refresh_from_db()
    assert (hindrance.code, state, issued.state) == ("NotFitForArchive", DocumentState.ISSUED, DocumentState.ARCHIVED)


def test_an_anchor_that_cannot_be_made_keeps_nothing_from_the_archive(
    clerk: Clerk, issued: Document, chief: Signer
) -> None:
    (hindrance,) = keeping.after_issue(clerk, [issued.entry], chief)

    issued.refresh_from_db()
    assert (hindrance.code, issued.state) == ("WrongHolder", DocumentState.ARCHIVED)


def test_with_a_time_service_it_lasts_from_the_first_day(
    clerk: Clerk, issued: Document, sealer: Signer, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_service(stamper(authority, at=NOW)) as url:
        monkeypatch.setenv("VANTHU_TSA", url)
        hindrances = keeping.after_issue(clerk, [issued.entry], sealer)

    verifier = Verifier(home=clerk.home, trust=trust_of(clerk.home), at=NOW)
    assert (hindrances, lasting.at_basic_level().count()) == ([], 0)
    assert verifier.document(issued).ok
    assert verifier.diary().ok


def test_a_time_service_that_is_down_is_said_and_the_rest_done(
    clerk: Clerk, issued: Document, sealer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VANTHU_TSA", "http://127.0.0.1:9/")

    hindrances = keeping.after_issue(clerk, [issued.entry], sealer)

    issued.refresh_from_db()
    assert [hindrance.code for hindrance in hindrances] == ["TimestampTrouble", "TimestampTrouble"]
    assert issued.state == DocumentState.ARCHIVED
