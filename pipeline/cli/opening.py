"""What commands that need the office do first."""

from __future__ import annotations

from pipeline.register import open_register, require_office


def open_office() -> None:
    """Open the register; raises `NotSetUp` where ``vanthu init`` has not been run."""
    open_register()
    require_office()
