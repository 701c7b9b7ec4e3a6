"""Each rule finds what it is for and is silent about a clean form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.law.screening import rules_on
from pipeline.programme.recording import record
from pipeline.reading.model import ReadingFinding
from pipeline.register.models import Form, Submission, open_findings
from pipeline.screening.rules import RULES
from pipeline.screening.screen import screen
from tests.integration.conftest import RECEIVED, nomination, registration

HandIn = Callable[..., Submission]


@pytest.fixture
def found(hand_in: HandIn) -> Callable[..., set[str]]:
    """Record a nomination and return the rules that find something in it."""

    def rules(*, received: Any = RECEIVED, **changes: Any) -> set[str]:
        submission = hand_in()
        Submission.objects.filter(pk=submission.pk).update(received_at=received)
        submission.refresh_from_db()
        (form,) = record(submission, nomination(**changes))
        return {finding.rule for finding in screen(form, [])}

    return rules


Found = Callable[..., set[str]]


def test_a_clean_form_has_no_finding(found: Found) -> None:
    assert found() == set()


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("R-UNIT-01", {"don_vi": "Phòng Không Có Thật"}),
        ("R-UNIT-01", {"don_vi": None}),
        ("R-ROUND-01", {"nam": 2031}),
        ("R-ROUND-01", {"quy": None}),
        ("R-QUY-01", {"ngay_ky": "2022-03-16"}),
        ("R-QUY-01", {"ngay_ky": "2022-12-30"}),
        ("R-LV-01", {"linh_vuc": []}),
        ("R-NAME-01", {"ho_ten": "Người Không Có Trong Danh Sách"}),
        ("R-LEAD", {"ho_ten": "Hoàng Thị Minh Họa", "ngay_sinh": "1975-08-25"}),
        ("R-LATE-01", {"received": RECEIVED.replace(day=21)}),
    ],
)
def test_a_rule_finds_what_it_is_for(found: Found, rule: str, changes: dict[str, Any]) -> None:
    assert rule in found(**changes)


@pytest.mark.parametrize("signed", ["2022-07-01", "2022-09-30", "2022-10-20", "2022", None])
def test_a_signature_in_or_soon_after_the_quarter_is_no_wonder(found: Found, signed: str | None) -> None:
    assert "R-QUY-01" not in found(ngay_ky=signed)


def test_a_second_nominee_is_a_conflict_and_a_newer_version_a_question(found: Found) -> None:
    found()

    assert found(ho_ten="Trần Thị Ví Dụ", ngay_sinh="1987-10-21") == {"R-ONE-01"}
    assert "R-DUP-02" in found()


def test_a_second_registration_is_a_newer_version(hand_in: HandIn) -> None:
    rules = []
    for _time in range(2):
        (form,) = record(hand_in(), registration([{"ho_ten": "Nông Văn Thử"}], ngay_ky="2022-01-20"))
        rules.append({finding.rule for finding in screen(form, [])})

    assert rules == [{"R-LATE-01"}, {"R-LATE-01", "R-DUP-02"}]


def test_being_late_needs_nobody(hand_in: HandIn) -> None:
    (form,) = record(hand_in(), registration([{"ho_ten": "Nông Văn Thử"}]))

    assert [finding.rule for finding in screen(form, [])] == ["R-LATE-01"]

    assert not open_findings(Form.objects.all()).exists()


def test_what_reading_found_is_kept(hand_in: HandIn) -> None:
    (form,) = record(hand_in(), nomination())

    (finding,) = screen(form, [ReadingFinding(rule="R-FORM-02", severity="warn", message="Thiếu chức vụ.")])

    assert (finding.rule, finding.severity, finding.message) == ("R-FORM-02", "warn", "Thiếu chức vụ.")
    assert finding.form == form


def test_every_rule_is_in_the_dated_data_and_every_entry_has_its_rule() -> None:
    assert set(rules_on(RECEIVED.date())) == set(RULES)
