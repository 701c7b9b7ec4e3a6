"""The one Jinja environment every template is compiled with."""

from __future__ import annotations

import functools

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment


@functools.cache
def environment() -> jinja2.Environment:
    """Sandboxed (a template comes from whoever edits it), escaping (``A & B`` stays so), strict about unknown names.

    It has Jinja's own filters only: dates, amounts and names are put in words before they reach a template.
    """
    return ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=True)
