"""The folder, its one watcher, and being woken: with events, without them, and when they die."""

from __future__ import annotations

import datetime as dt
import errno
import shutil
import subprocess
import sys
import threading
import time

import pytest
from django.utils import timezone

from pipeline.errors import InboxGone, SecondWatcher
from pipeline.home import Home
from pipeline.intake import letter_box, watching
from pipeline.intake.account import account
from pipeline.intake.watcher import SILENCE, Watcher
from pipeline.intake.watching import Waker
from pipeline.register.models import LetterBox
from tests.integration.intake.office import Office

# The folder


def test_an_unmounted_share_stops_intake_and_nothing_is_made_in_its_place(office: Office) -> None:
    office.drop("a.pdf")
    office.visit()
    away = office.home.root / "away"
    office.home.inbox.rename(away)
    office.home.inbox.mkdir()  # the empty mount point

    with pytest.raises(InboxGone, match="hộp thư"):
        office.visit(60)

    assert list(office.home.inbox.iterdir()) == []
    assert account().received == 0


def test_a_missing_inbox_is_not_made_again(office: Office) -> None:
    office.home.inbox.rename(office.home.root / "away")

    with pytest.raises(InboxGone):
        office.visit()
    assert not office.home.inbox.exists()


def test_another_offices_inbox_is_refused(office: Office) -> None:
    office.home.sentinel.write_text("6ba7b810-9dad-11d1-80b4-00c04fd430c8\n")

    with pytest.raises(InboxGone):
        office.visit()


def test_an_office_never_initialised_takes_nothing(office: Office) -> None:
    LetterBox.objects.all().delete()

    with pytest.raises(InboxGone):
        office.visit()


def test_when_the_share_returns_work_goes_on_without_a_restart(office: Office) -> None:
    office.drop("a.pdf")
    office.visit()
    away = office.home.root / "away"
    office.home.inbox.rename(away)
    with pytest.raises(InboxGone):
        office.visit(60)
    away.rename(office.home.inbox)

    assert len(office.visit(60)) == 1


def test_another_folder_in_the_inboxs_place_is_noticed(office: Office) -> None:
    office.visit()
    shutil.copytree(office.home.inbox, office.home.root / "new")
    office.home.inbox.rename(office.home.root / "old")
    (office.home.root / "new").rename(office.home.inbox)
    office.drop("a.pdf")

    assert len(office.settle()) == 1
    assert office.box.replaced == 1


def test_marking_twice_keeps_the_inbox_id(office: Office) -> None:
    before = office.home.sentinel.read_text()
    letter_box.mark_inbox()

    assert office.home.sentinel.read_text() == before == f"{letter_box.inbox_id()}\n"


# The one watcher

_HOLDER = """
import fcntl, os, sys, time
lock = open(sys.argv[1], "a+")
fcntl.lockf(lock, fcntl.LOCK_EX)
lock.write(str(os.getpid())); lock.flush()
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_watcher_on_this_machine_is_turned_away_with_the_first_ones_number(office: Office) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLDER, office.home.lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        with pytest.raises(SecondWatcher, match=f"tiến trình {first.pid} trên máy"), Watcher(office.home):
            pass
        first.kill()

    with Watcher(office.home):  # the lock of a dead process is free
        assert LetterBox.objects.get().watcher_pid


def test_a_living_watcher_on_another_machine_turns_us_away(office: Office) -> None:
    seen_on_another_machine(timezone.now())

    with pytest.raises(SecondWatcher, match="tiến trình 17 trên máy may-khac"), Watcher(office.home):
        pass


@pytest.mark.parametrize("age", [2 * SILENCE, -dt.timedelta(days=3650)], ids=["silent", "from the future"])
def test_a_dead_watcher_on_another_machine_is_replaced(office: Office, age: dt.timedelta) -> None:
    seen_on_another_machine(timezone.now() - age)

    with Watcher(office.home):
        assert LetterBox.objects.get().watcher_host != "may-khac"


def test_a_watcher_that_was_replaced_during_a_silence_stops(office: Office) -> None:
    with Watcher(office.home) as watcher:
        watcher.beat()
        seen_on_another_machine(timezone.now())

        with pytest.raises(SecondWatcher):
            watcher.beat()


def test_a_watcher_that_ends_leaves_its_place(office: Office) -> None:
    with Watcher(office.home):
        pass

    assert LetterBox.objects.get().watcher_pid is None


def seen_on_another_machine(moment: dt.datetime) -> None:
    LetterBox.objects.update(watcher_host="may-khac", watcher_pid=17, watcher_seen=moment)


# Being woken


def test_a_dropped_file_wakes_the_waker(office_home: Home) -> None:
    with Waker(office_home) as waker:
        threading.Timer(0.2, (office_home.inbox / "a.pdf").write_bytes, (b"x",)).start()

        assert waker.wait(10)


def test_a_file_in_a_unit_folder_made_later_wakes_the_waker_too(office_home: Home) -> None:
    with Waker(office_home) as waker:
        (office_home.inbox / "KT").mkdir()
        waker.wait(2)
        threading.Timer(0.2, (office_home.inbox / "KT" / "a.pdf").write_bytes, (b"x",)).start()

        assert waker.wait(10)


def test_looking_at_files_does_not_wake_the_waker(office_home: Home) -> None:
    path = office_home.inbox / "a.pdf"
    path.write_bytes(b"x")
    with Waker(office_home) as waker:
        path.read_bytes()

        assert not waker.wait(0.3)


def test_a_watch_whose_folder_was_replaced_is_set_up_again(office_home: Home) -> None:
    with Waker(office_home) as waker:
        shutil.rmtree(office_home.inbox)
        office_home.inbox.mkdir()
        time.sleep(0.2)
        waker.wait(0.0)
        waker.wait(0.3)
        threading.Timer(0.2, (office_home.inbox / "a.pdf").write_bytes, (b"x",)).start()

        assert waker.wait(10)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EMFILE])
def test_when_the_kernel_gives_no_more_events_the_scan_goes_on_alone(
    office_home: Home, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    class Refused(watching.Observer):  # type: ignore[misc, valid-type]
        def start(self) -> None:
            raise OSError(number, "refused")

    monkeypatch.setattr(watching, "Observer", Refused)
    with Waker(office_home) as waker:
        assert waker.trouble != ""
        assert not waker.wait(0.01)
        monkeypatch.undo()
        monkeypatch.setenv("VANTHU_HOME", str(office_home.root))
        waker.wait(0.0)
        assert waker.trouble == ""


def test_a_missing_folder_is_no_crash_and_is_watched_when_it_comes_back(office_home: Home) -> None:
    away = office_home.root / "away"
    office_home.inbox.rename(away)
    with Waker(office_home) as waker:
        assert not waker.wait(0.01)
        away.rename(office_home.inbox)
        waker.wait(0.0)

        assert waker.trouble == ""


def test_a_wait_ends_when_asked(office_home: Home) -> None:
    with Waker(office_home) as waker:
        threading.Timer(0.1, waker.wake).start()

        assert waker.wait(10)


def test_thousands_of_events_are_a_handful_of_wake_ups(office_home: Home) -> None:
    wake_ups = 0
    with Waker(office_home) as waker:
        for number in range(2_000):
            (office_home.inbox / str(number)).touch()
        while waker.wait(0.5):
            wake_ups += 1

    assert 1 <= wake_ups <= 10
