"""The program's log: one JSON line an event in ``var/vanthu.log``, without personal data.

Events are stable words ("taken", "registered"), their subjects receipts, hashes and codes, never names.
"""

from __future__ import annotations

import functools
import logging.handlers
from typing import TYPE_CHECKING, cast

from pipeline.home import home

if TYPE_CHECKING:
    import structlog

#: bytes of one log file, and how many old ones are kept
LOG_SIZE, LOG_FILES = 5_000_000, 5


@functools.cache
def log() -> structlog.stdlib.BoundLogger:
    """The logger of this process; opens the file when first asked for."""
    import structlog

    path = home().log
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(path, maxBytes=LOG_SIZE, backupCount=LOG_FILES, encoding="utf-8")
    lines = logging.getLogger("vanthu")
    lines.addHandler(handler)
    lines.setLevel(logging.INFO)
    lines.propagate = False
    steps: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    return cast("structlog.stdlib.BoundLogger", structlog.wrap_logger(lines, processors=steps))
