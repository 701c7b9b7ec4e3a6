"""Vietnamese sentences for users, by gettext.

The code says ``_("The inbox is empty.")``; `pipeline/locale/vi/LC_MESSAGES/vanthu.po` says it in Vietnamese. Users of
this program read Vietnamese only, so the language is not a choice. ``make messages`` compiles the catalogue.
"""

from __future__ import annotations

import functools
import gettext
import os
from pathlib import Path

LOCALE_DIR = Path(__file__).parent / "locale"


@functools.cache
def _catalogue() -> gettext.NullTranslations:
    return gettext.translation("vanthu", LOCALE_DIR, languages=["vi"])


def _(message: str) -> str:
    """Return the Vietnamese for an English `message`."""
    return _catalogue().gettext(message)


def speak_for_libraries() -> None:
    """Let libraries that ask the standard `gettext` for their own words (click) find them in our catalogue."""
    os.environ["LANGUAGE"] = "vi"
    gettext.bindtextdomain("vanthu", str(LOCALE_DIR))
    gettext.textdomain("vanthu")
