"""The office's memory: models, migrations and the few writes every procedure shares."""

from __future__ import annotations

import os


def open_register() -> None:
    """Load Django with the office's settings. Call once per process before importing `pipeline.register.models`."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pipeline.register.settings")
    django.setup()
