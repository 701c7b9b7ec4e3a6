"""The office's memory: models, migrations and the few writes every procedure shares."""

from __future__ import annotations

import os

from pipeline.errors import NotSetUp


def open_register() -> None:
    """Load Django with the office's settings, and its own rules beside the law's.

    Call once per process before importing `pipeline.register.models`.
    """
    import django

    from pipeline.home import home
    from pipeline.law import own

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pipeline.register.settings")
    django.setup()
    own.use(home().rules)


def create_register() -> None:
    """Make the tables, or bring those of an older version up to date."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def require_office() -> None:
    """Raise `NotSetUp` unless the register is there and an office has been loaded into it."""
    from django.db import connection

    from pipeline.home import home
    from pipeline.register.models import Body

    if connection.vendor == "sqlite" and not home().database.exists():
        raise NotSetUp
    if "register_body" not in connection.introspection.table_names() or not Body.objects.exists():
        raise NotSetUp
