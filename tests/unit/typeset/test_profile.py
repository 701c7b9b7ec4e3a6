"""The private room of a worker."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from lxml import etree

from pipeline.typeset import fonts, profile

OOR = "{http://openoffice.org/2001/registry}"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def family() -> fonts.Family:
    return fonts.Family(name="Liberation Serif", files=(), embedded_names=frozenset())


def test_a_room_is_private_and_gone_afterwards(family: fonts.Family):
    with profile.room(family) as room:
        assert room.folder.stat().st_mode & 0o777 == 0o700
        assert room.work.is_dir()

    assert not room.folder.exists()


def test_the_profile_runs_no_macro_and_follows_no_link(family: fonts.Family):
    with profile.room(family) as room:
        registry = etree.parse(room.folder / "profile/user/registrymodifications.xcu")

    values = {prop.get(OOR + "name"): prop.findtext("value") for prop in registry.iter("prop")}
    assert values["MacroSecurityLevel"] == "3"
    assert values["DisableMacrosExecution"] == "true"
    assert values["BlockUntrustedRefererLinks"] == "true"


def test_the_environment_of_the_caller_is_not_passed_on(family: fonts.Family, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("VANTHU_SECRET", "x")
    with profile.room(family) as room:
        environment = room.environment()

    assert "VANTHU_SECRET" not in environment
    assert environment["HOME"] == str(room.folder)


def test_the_room_of_a_killed_process_is_cleared_by_the_next(family: fonts.Family, temporary: Path):
    left = temporary / (profile.PREFIX + "left")
    left.mkdir()
    (left / profile.LOCK).touch()
    (left / "secret.docx").touch()

    with profile.room(family):
        assert not left.exists()


def test_the_room_of_a_living_process_is_left_alone(family: fonts.Family, temporary: Path):
    used = temporary / (profile.PREFIX + "used")
    used.mkdir()
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import fcntl, sys; lock = open(sys.argv[1], 'w'); fcntl.flock(lock, fcntl.LOCK_EX);"
            "print('held', flush=True); sys.stdin.read()",
            used / profile.LOCK,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout is not None
        holder.stdout.readline()

        with profile.room(family):
            assert used.exists()


def test_a_folder_somebody_else_named_alike_is_left_alone(family: fonts.Family, temporary: Path):
    (temporary / (profile.PREFIX + "notes")).mkdir()

    with profile.room(family):
        assert (temporary / (profile.PREFIX + "notes")).exists()
