"""The one Jinja environment every template is compiled with."""

from __future__ import annotations

import functools

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox, with keys before methods after a dot.

    A row with a field named ``values`` or ``items`` prints that field and not a method; and looking first where the
    value is halves Jinja's time on a letter with an annex.
    """

    def getattr(self, obj: object, attribute: str) -> object:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


class ValueMissing(ValueError):
    """A tag was to print None, which would stand in the letter as the word "None"."""


def _present(value: object) -> object:
    if value is None:
        raise ValueMissing
    return value


@functools.cache
def environment() -> jinja2.Environment:
    """Sandboxed (a template comes from whoever edits it), escaping (``A & B`` stays so), strict about missing values.

    It has Jinja's own filters only: dates, amounts and names are put in words before they reach a template.
    """
    return _Environment(undefined=jinja2.StrictUndefined, autoescape=True, finalize=_present)
