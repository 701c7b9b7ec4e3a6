"""Words for states and values, as users read them."""

from __future__ import annotations

import datetime as dt
import re

from pipeline.clock import VIETNAM
from pipeline.messages import _


def state_word(state: str) -> str:
    """The state of a document (`DocumentState`) or of a number (`EntryStatus`) in Vietnamese."""
    words = {
        "draft": _("draft"),
        "frozen": _("waiting for signature"),
        "signed": _("signed"),
        "reserved": _("number reserved"),
        "issued": _("issued"),
        "archived": _("archived"),
        "refused": _("refused"),
        "void": _("void"),
        "recalled": _("recalled"),
    }
    return words[state]


def value_words(key: str, value: object) -> str:
    """A value of field `key` as people write it: the 5th of September 1988 as 05/09/1988, a quarter as III."""
    from pipeline.vietnamese.dates import roman

    if value is None:
        return ""
    if isinstance(value, list):
        return printable("; ".join(map(str, value)))
    if key == "quy" and value in (1, 2, 3, 4):
        return roman(int(str(value)))
    if day := re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", str(value)):
        return "/".join(part for part in reversed(day.groups()) if part)
    return printable(str(value))


def printable(text: str) -> str:
    """What a file says, harmless on a terminal: control characters could move the cursor or change its keys."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "�" for letter in text)


def certificate_sentence(holder: str, place: str, until: dt.datetime, ended: bool) -> str:
    """What to do about a certificate that ends soon or has ended; `place` is a file or a document."""
    day = f"{until.astimezone(VIETNAM):%d/%m/%Y}"
    if ended:
        sentence = _("The certificate of {holder} ({place}) ended on {day}. Get a new one from the authority.")
    else:
        sentence = _("The certificate of {holder} ({place}) ends on {day}. Ask the authority for a new one now.")
    return sentence.format(holder=holder, place=place, day=day)
