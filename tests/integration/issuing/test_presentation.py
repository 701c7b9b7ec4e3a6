"""A draft that contradicts the rules of presentation says so beside itself, and is not frozen without a reason."""

from __future__ import annotations

import docx
import pytest
from docx.shared import Mm

from pipeline import flow
from pipeline.errors import PresentationWrong
from pipeline.issuing.clerk import Clerk
from pipeline.register.models import AuditRow, Document
from pipeline.typeset import Typesetter

pytestmark = pytest.mark.django_db


def narrow_margin(clerk: Clerk, document: Document) -> None:
    """What a clerk does in Word to save a page."""
    path = clerk.home.drafts / f"{document.slug}.docx"
    paper = docx.Document(str(path))
    for section in paper.sections:
        section.left_margin = Mm(15)
    paper.save(str(path))


def test_a_draft_of_ours_keeps_the_rules(clerk: Clerk, drafted: Document) -> None:
    assert drafted.revisions.latest("number").faults == []
    assert not (clerk.home.drafts / f"{drafted.slug}.the-thuc.txt").exists()


def test_a_draft_that_breaks_a_rule_is_not_frozen_and_says_what_to_mend(
    clerk: Clerk, drafted: Document, typesetter: Typesetter
) -> None:
    narrow_margin(clerk, drafted)

    with pytest.raises(PresentationWrong, match=r"15 mm.*--despite"):
        flow.freeze(clerk, typesetter, drafted.slug)

    drafted.refresh_from_db()
    assert drafted.state == "draft"
    sheet = (clerk.home.drafts / f"{drafted.slug}.the-thuc.txt").read_text(encoding="utf-8")
    assert "ND30-I.3-MARGIN-LEFT" in sheet
    assert AuditRow.objects.latest("seq").facts["reason"] == "PresentationWrong"


def test_a_person_may_freeze_it_all_the_same_and_the_diary_keeps_why(
    clerk: Clerk, drafted: Document, typesetter: Typesetter
) -> None:
    narrow_margin(clerk, drafted)

    flow.freeze(clerk, typesetter, drafted.slug, "giấy in sẵn có lề hẹp")

    row = AuditRow.objects.get(act="frozen")
    assert row.facts["despite"] == "giấy in sẵn có lề hẹp"
    assert "ND30-I.3-MARGIN-LEFT" in row.facts["rules"]


def test_what_was_mended_in_word_needs_no_reason(clerk: Clerk, drafted: Document, typesetter: Typesetter) -> None:
    path = clerk.home.drafts / f"{drafted.slug}.docx"
    sound = path.read_bytes()
    narrow_margin(clerk, drafted)
    with pytest.raises(PresentationWrong):
        flow.freeze(clerk, typesetter, drafted.slug)
    paper = docx.Document(str(path))
    for section in paper.sections:
        section.left_margin = Mm(30)
    paper.save(str(path))

    flow.freeze(clerk, typesetter, drafted.slug)

    assert not (clerk.home.drafts / f"{drafted.slug}.the-thuc.txt").exists()
    assert "despite" not in AuditRow.objects.get(act="frozen").facts
    assert path.read_bytes() != sound


def test_the_number_first_route_asks_for_the_reason_too(
    clerk: Clerk, drafted: Document, typesetter: Typesetter
) -> None:
    narrow_margin(clerk, drafted)

    with pytest.raises(PresentationWrong):
        flow.reserve(clerk, typesetter, drafted.slug)
