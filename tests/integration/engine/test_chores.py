"""Chores are done when they are due, by one process only, and what failed is met again the next time."""

from __future__ import annotations

import datetime as dt
import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone

from pipeline.engine import chores
from pipeline.engine.chores import Chore
from pipeline.errors import StoreTrouble
from pipeline.home import Home
from pipeline.logs import log
from pipeline.register.models import DueTime
from tests.factory.authority import VIETNAM, Authority
from tests.factory.office_keys import CHIEF, give_keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def logged(example_office: Home) -> Iterator[Callable[[], list[dict[str, object]]]]:
    """The lines written since; the program's log is opened once a process."""
    log()
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("vanthu").addHandler(handler)
    yield lambda: [json.loads(line) for line in lines]
    logging.getLogger("vanthu").removeHandler(handler)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two chores that note when they are done."""
    done: list[str] = []

    def note(key: str) -> Callable[[Home, object], None]:
        return lambda _home, _stopping: done.append(key)

    hourly, daily = dt.timedelta(hours=1), dt.timedelta(days=1)
    monkeypatch.setattr(
        chores, "CHORES", (Chore("hourly", hourly, note("hourly")), Chore("daily", daily, note("daily")))
    )
    return done


def pass_time(time: dt.timedelta) -> None:
    for due in DueTime.objects.all():
        DueTime.objects.filter(pk=due.pk).update(at=due.at - time)


def test_a_chore_is_done_at_first_and_then_in_its_rhythm(example_office: Home, done: list[str]) -> None:
    chores.do_due(example_office)
    chores.do_due(example_office)
    assert done == ["hourly", "daily"]

    pass_time(dt.timedelta(minutes=61))
    chores.do_due(example_office)

    assert done == ["hourly", "daily", "hourly"]


def test_at_the_start_of_the_service_all_is_due(example_office: Home, done: list[str]) -> None:
    chores.do_due(example_office)

    chores.hasten()
    chores.do_due(example_office)

    assert done == ["hourly", "daily"] * 2


def test_what_another_process_has_taken_is_left_to_it(example_office: Home, done: list[str]) -> None:
    DueTime.objects.create(chore="hourly", at=timezone.now() + dt.timedelta(minutes=59))

    chores.do_due(example_office)

    assert done == ["daily"]


def test_one_that_fails_does_not_keep_the_others_and_is_met_again(
    example_office: Home, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_home: Home, _stopping: object) -> None:
        raise StoreTrouble(folder="outbox", cause="full")

    first = Chore("failing", dt.timedelta(hours=1), fail)
    monkeypatch.setattr(chores, "CHORES", (first, *chores.CHORES))

    chores.do_due(example_office)

    assert done == ["hourly", "daily"]
    assert DueTime.objects.get(chore="failing").at > timezone.now()


def test_who_wants_to_stop_begins_nothing(example_office: Home, done: list[str]) -> None:
    chores.do_due(example_office, lambda: True)

    assert done == []


def test_an_office_that_issues_nothing_needs_no_libraries_for_signing(
    example_office: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pipeline.engine.keeping", None)

    chores.keep(example_office, lambda: False)


def test_the_log_tells_of_certificates_that_end(
    example_office: Home, logged: Callable[[], list[dict[str, object]]]
) -> None:
    authority, ends = Authority(), dt.datetime(2022, 9, 22, tzinfo=VIETNAM)
    give_keys(example_office, authority)
    (example_office.root / "chung-thu" / "lanh-dao.cer").write_bytes(authority.certify(CHIEF, until=ends).der)

    chores.watch(example_office, lambda: False)

    (line,) = [line for line in logged() if line["event"] == "certificate-ends"]
    assert (line["place"], line["ended"]) == ("lanh-dao.cer", False)


def test_the_service_starts_without_the_libraries_for_signing() -> None:
    loaded = (
        "import sys; from pipeline.register import open_register; open_register(); "
        "import pipeline.engine.service; print('pyhanko' in sys.modules)"
    )

    told = subprocess.run([sys.executable, "-c", loaded], check=True, capture_output=True, text=True)

    assert told.stdout.strip() == "False"
