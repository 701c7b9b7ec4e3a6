"""Words for states, as users read them."""

from __future__ import annotations

from pipeline.messages import _


def state_word(state: str) -> str:
    """A document's state (`DocumentState`) in Vietnamese."""
    words = {
        "draft": _("draft"),
        "frozen": _("waiting for signature"),
        "signed": _("signed"),
        "issued": _("issued"),
        "archived": _("archived"),
        "refused": _("refused"),
        "void": _("void"),
        "recalled": _("recalled"),
    }
    return words[state]
