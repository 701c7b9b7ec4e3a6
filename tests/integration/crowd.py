"""What programs share in which a crowd of processes works on one office and some of them are killed."""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable, Sequence


def set_up_office() -> None:
    """The example office at VANTHU_HOME, on the database of DATABASE_URL where that is set."""
    from pipeline.home import CHECKOUT, home
    from pipeline.register import create_register, open_register

    for folder in home().folders():
        folder.mkdir(parents=True, exist_ok=True)
    open_register()
    create_register()

    from pipeline.register.office import load_office

    load_office(CHECKOUT / "samples" / "office.toml")


def fork(work: Callable[[], None]) -> int:
    """The number of a child process that does `work`; no connection to the database may be open here."""
    worker = os.fork()
    if worker:
        return worker
    code = 70
    try:
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    os._exit(code)


def killed_among(workers: Sequence[int]) -> int:
    """Wait for all `workers`; how many of them were killed. The others must have done their work."""
    codes = [os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) for worker in workers]
    assert set(codes) <= {0, -signal.SIGKILL}, codes
    return codes.count(-signal.SIGKILL)
