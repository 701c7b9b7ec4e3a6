"""The office's day. ``VANTHU_TODAY`` (an ISO date) lets demonstrations, replays and tests live on another one.

Only what the office dates goes by this clock (receipts, due days, the law of the day); the audit chain, leases and
waiting times always use the real time.
"""

from __future__ import annotations

import datetime as dt
import os
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> dt.datetime:
    """The present moment in Vietnam, moved to the day the office is told to live on."""
    real = dt.datetime.now(VIETNAM)
    given = os.environ.get("VANTHU_TODAY")
    return dt.datetime.combine(dt.date.fromisoformat(given), real.timetz()) if given else real


def today() -> dt.date:
    """The present day of the office."""
    return now().date()
