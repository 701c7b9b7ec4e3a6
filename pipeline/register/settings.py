"""Django's settings for the register: one database, no cache, no secrets in the code."""

from __future__ import annotations

import os
from typing import Any

import dj_database_url

from pipeline.home import home

SQLITE_OPTIONS = {
    # Read-then-write in a deferred transaction fails at once under load; immediate ones wait (docs/architecture.md).
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
}


def _database() -> dict[str, Any]:
    url = os.environ.get("DATABASE_URL")
    if url:
        return dict(dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True))
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(home().database), "OPTIONS": SQLITE_OPTIONS}


DATABASES = {"default": _database()}
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.auth", "pipeline.register"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LANGUAGE_CODE = "vi"
LOGGING_CONFIG = None
