"""A document's whole life by the real acts: drafted, frozen, signed, issued, archived, verified."""

from __future__ import annotations

from typing import cast

import pytest

from pipeline import flow
from pipeline.archive.archiving import Archive
from pipeline.archive.verification import Verifier
from pipeline.drafting.kinds import find_kind, find_round
from pipeline.home import Home
from pipeline.issuing import chief as chiefs_part
from pipeline.issuing.clerk import Clerk
from pipeline.register.models import Document, DocumentState
from pipeline.register.trusted import trust_of
from pipeline.signing import Signer
from pipeline.typeset import Typesetter
from tests.factory.authority import Authority
from tests.factory.office_keys import give_keys
from tests.integration.archive.conftest import NOW, failed
from tests.integration.drafting import office
from tests.integration.issuing.conftest import OfficialTypesetter

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(example_office: Home, authority: Authority, chief: Signer, sealer: Signer) -> Document:
    give_keys(example_office, authority)
    office.nominate(5)
    clerk, kind = Clerk(example_office, "văn thư"), find_kind("qd_giay_khen")
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
