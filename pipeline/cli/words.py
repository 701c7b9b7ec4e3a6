"""Words for states and values, as users read them."""

from __future__ import annotations

import re

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
        return "; ".join(map(str, value))
    if key == "quy" and value in (1, 2, 3, 4):
        return roman(int(str(value)))
    if day := re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", str(value)):
        return "/".join(part for part in reversed(day.groups()) if part)
    return str(value)
