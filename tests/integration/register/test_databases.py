"""The tests that touch the register run on the database they are told to run on."""

from __future__ import annotations

import os

import pytest
from django.core.management import call_command
from django.db import connection

pytestmark = pytest.mark.django_db


def test_the_register_is_on_the_database_named_by_the_environment() -> None:
    wanted = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"

    assert connection.vendor == wanted


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="SQLite's own settings")
def test_sqlite_waits_and_syncs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        synchronous = cursor.fetchone()
        cursor.execute("PRAGMA foreign_keys")
        foreign_keys = cursor.fetchone()

    assert (synchronous, foreign_keys) == ((2,), (1,))
    assert connection.transaction_mode == "IMMEDIATE"


def test_the_migrations_make_the_models_as_they_are() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
