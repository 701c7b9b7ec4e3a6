"""The private folder one worker lives in: profile, fonts, files in work.

The documents are not ours: anybody may hand in a .doc. So the profile runs no macro, follows no link (to the network
or to a file of this machine), updates nothing, loads no Java and shows no dialog, and the environment carries nothing
of the caller's. What remains: LibreOffice's own parsers, in a process of their own with bounded memory and time.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.typeset import fonts

PREFIX = "vanthu-typeset-"
LOCK = "lock"

#: (path, property, value) in LibreOffice's registry
SETTINGS = (
    # Who may run: nobody.
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "OfficeBasic", "0"),
    ("Office.Common/Save/ExecuteMacro", "DisableMacros", "true"),
    ("Office.Java/VirtualMachine", "Enable", "false"),
    # What may be followed: nothing. The proxy is a port where nobody listens.
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),  # never
    ("Inet/Settings", "ooInetProxyType", "1"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
    # What may ask: nothing.
    ("Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("Office.Common/Save/Document", "AutoSave", "false"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Common/Misc", "CrashReport", "false"),
    ("Office.Common/Misc", "UseLocking", "false"),
    ("Office.Common/Misc", "UseDocumentOOoLockFile", "false"),
    ("Office.Common/Misc", "UseOpenCL", "false"),
    # A profile already set up need not be started twice.
    ("Setup/Office", "ooSetupInstCompleted", "true"),
)
REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
{items}
</oor:items>
"""
ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)


@dataclass(frozen=True, kw_only=True)
class Room:
    """A folder only one worker uses, gone when the worker is."""

    folder: Path

    @property
    def work(self) -> Path:
        """Where documents lie while they are converted."""
        return self.folder / "work"

    @property
    def profile(self) -> Path:
        """LibreOffice's user profile."""
        return self.folder / "profile"

    @property
    def pipe(self) -> str:
        """The name of the UNO pipe the office of this room listens on."""
        return self.folder.name

    def new_path(self, suffix: str) -> Path:
        """A path in `work` nobody has used."""
        return self.work / (secrets.token_hex(8) + suffix)

    def environment(self) -> dict[str, str]:
        """The whole environment of the worker and its office."""
        return {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.folder),
            "TMPDIR": str(self.work),
            "LANG": "C.UTF-8",
            "FONTCONFIG_FILE": str(self.folder / "fonts.conf"),
            "SAL_USE_VCLPLUGIN": "svp",
        }


@contextlib.contextmanager
def room(family: fonts.Family) -> Iterator[Room]:
    """Prepare a room for one worker and clear it away afterwards; rooms of dead processes are cleared too."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = _hold(folder)
    try:
        _furnish(folder, family)
        yield Room(folder=folder)
    finally:
        _clear(folder)
        os.close(lock)


def _furnish(folder: Path, family: fonts.Family) -> None:
    (folder / "work").mkdir()
    user = Room(folder=folder).profile / "user"
    user.mkdir(parents=True)
    items = "\n".join(ITEM.format(path=path, name=name, value=value) for path, name, value in SETTINGS)
    (user / "registrymodifications.xcu").write_text(REGISTRY.format(items=items), encoding="utf-8")
    fonts.write_fontconfig(family, folder)


def _hold(folder: Path) -> int:
    """Lock `folder` for this process. Others see the lock only when it is held already."""
    unseen = folder / (LOCK + ".new")
    handle = os.open(unseen, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    unseen.rename(folder / LOCK)
    return handle


def _clear(folder: Path) -> None:
    """Remove a room and the sockets its office leaves in /tmp when it is killed.

    LibreOffice insists on /tmp (sal/osl/unx/pipe.cxx). Each office has two: the pipe we asked for, and one named after
    its profile, by which a second office of the same profile would find the first (desktop/source/app).
    """
    url = Room(folder=folder).profile.as_uri()
    digest = "".join(f"{byte:x}" for byte in hashlib.md5(url.encode("utf-16-le"), usedforsecurity=False).digest())
    for name in (folder.name, f"SingleOfficeIPC_{digest}"):
        Path(f"/tmp/OSL_PIPE_{os.getuid()}_{name}").unlink(missing_ok=True)  # noqa: S108
    shutil.rmtree(folder, ignore_errors=True)


def _sweep() -> None:
    """Clear rooms whose process was killed before it could."""
    for folder in Path(tempfile.gettempdir()).glob(PREFIX + "*"):
        with contextlib.suppress(OSError):  # it is somebody else's, has no lock yet, or is being cleared already
            if folder.lstat().st_uid == os.getuid() and _is_abandoned(folder):
                _clear(folder)


def _is_abandoned(folder: Path) -> bool:
    with (folder / LOCK).open("rb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True
