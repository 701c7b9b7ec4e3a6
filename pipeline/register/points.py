"""Named points of the take-in path at which a test may stop the program; inert in service.

Killing a process at random proves little: the dangerous moments are microseconds long. So each of them has a name,
`at` is called there, and the tests in `tests/faults` replace `hook` by a function that kills the process.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

Point = Literal[
    "mkdir",
    "rename",
    "claim-fsync",
    "copy",
    "before-store",
    "store",
    "store-fsync",
    "before-commit",
    "commit",
    "unlink",
]


def _pass_by(point: Point) -> None:
    """What happens at a point in service: nothing."""


hook: Callable[[Point], None] = _pass_by


def at(point: Point) -> None:
    """Say that the take-in path has reached `point`."""
    hook(point)
