"""Django's name for the register."""

from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """All tables of the office live in this one app."""

    name = "pipeline.register"
    label = "register"
