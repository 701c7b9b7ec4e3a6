"""The disk floor: free space that must remain, so that a full disk is met before a file is claimed, not after."""

from __future__ import annotations

import shutil

from pipeline.errors import DiskFloor
from pipeline.home import Home

#: free bytes that must remain on every disk we write to
DEFAULT = 1 << 30
#: room one file may need at the same time: in the store, as a copy handed back, and while it is read
_COPIES = 3


def check(home: Home, size: int = 0, floor: int = DEFAULT) -> None:
    """Raise `DiskFloor` unless store, database and outbox each have room for a file of `size` bytes."""
    needed = max(floor, _COPIES * size)
    for folder in (home.store, home.var, home.outbox):
        free = shutil.disk_usage(folder).free
        if free < needed:
            raise DiskFloor(folder=folder, free_mb=free >> 20, floor_mb=needed >> 20)
