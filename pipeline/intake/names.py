"""Names of files: how they are shown, which are temporary, which lock another file, which are safe to write.

A name in the inbox is bytes chosen by somebody else. Inside the program it is a `str` as `os.fsdecode` makes it
(undecodable bytes as surrogates), so that it can be handed back to the system; `shown` is for people only.
"""

from __future__ import annotations

import fnmatch
import os
import re
import unicodedata

from pipeline.vietnamese.text import nfc

#: the longest name written to the outbox, in bytes: room for a suffix below the 255 of most file systems
LONGEST = 200

# What programs leave behind while they write: Word, LibreOffice, browsers, transfer tools, Windows, macOS, NAS boxes.
# Names with a leading dot are rsync's and everybody's temporaries.
_TEMPORARY = (
    "~$*",
    "~wrl*.tmp",
    "*.tmp",
    "*.crdownload",
    "*.part",
    "*.partial",
    "*.filepart",
    "*.download",
    ".*",
    "thumbs.db",
    "desktop.ini",
    "@eadir",
)
_IS_TEMPORARY = re.compile("|".join(fnmatch.translate(pattern) for pattern in _TEMPORARY))
#: the sender's sign that the file beside it is complete
READY_MARK = ".done"

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\ufffd]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com[1-9]|lpt[1-9])(\..*)?", re.IGNORECASE)


def shown(name: str) -> str:
    """A name as people see it: one line of NFC, without marks of direction.

    A replacement sign stands for what cannot be shown: undecodable bytes, line breaks, control characters.
    """
    text = nfc(os.fsencode(name).decode("utf-8", errors="replace"))
    return text if text.isprintable() else "".join(one if one.isprintable() else "\ufffd" for one in text)


def is_temporary(name: str) -> bool:
    """Whether another program is about to rename or remove this file."""
    return _IS_TEMPORARY.match(name.lower()) is not None


def lock_names(name: str) -> tuple[str, ...]:
    """The names of the files that Word, Excel and LibreOffice keep beside `name` while they have it open."""
    return (f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~lock.{name}#")


def safe_name(name: str, ending: str = "") -> str:
    """A name any system can keep: `name` as shown, cleaned and cut so that it has room for `ending`, which is added.

    The extension stays; the cut falls between letters, never between a letter and its marks.
    """
    clean = _FORBIDDEN.sub("_", shown(name)).strip(" .") or "_"
    if _DEVICES.fullmatch(clean):
        clean = f"_{clean}"
    stem, dot, extension = clean.rpartition(".")
    if not stem or len(extension.encode()) > 10:
        stem, dot, extension = clean, "", ""
    tail = f"{ending}{dot}{extension}"
    return _cut(stem, LONGEST - len(tail.encode())).rstrip(" .") + tail


def _cut(text: str, size: int) -> str:
    kept = text.encode()[:size].decode(errors="ignore")
    while unicodedata.combining(text[len(kept) : len(kept) + 1] or " "):
        kept = kept[:-1]
    return kept
