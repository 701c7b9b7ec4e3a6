"""Runs the take-in path in processes that may be killed at a named point, or at any moment.

Started once per test session; for each line of JSON it forks one process per worker, waits for all of them and answers
with their exit codes. Forking a process that has loaded everything costs milliseconds, starting one costs a second.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import threading
import time
import traceback
from typing import Any


def main() -> None:
    from pipeline.register import open_register

    open_register()
    import pipeline.intake.account
    import pipeline.intake.box  # noqa: F401 - loaded before the forks, not in each of them

    for line in sys.stdin:
        order = json.loads(line)
        workers = [_fork(order) for _ in range(order.get("workers", 1))]
        if "kill_after" in order:
            time.sleep(order["kill_after"])
            for worker in workers:
                os.kill(worker, signal.SIGKILL)
        codes = [os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) for worker in workers]
        sys.stdout.write(json.dumps(codes) + "\n")
        sys.stdout.flush()


def _fork(order: dict[str, Any]) -> int:
    worker = os.fork()
    if worker:
        return worker
    try:
        code = _work(order)
    except BaseException:
        traceback.print_exc()
        code = 70
    os._exit(code)


def _work(order: dict[str, Any]) -> int:
    from django.db import connection

    from pipeline.errors import VanthuError
    from pipeline.home import home
    from pipeline.register import points

    os.environ["VANTHU_HOME"] = order["home"]
    connection.settings_dict["NAME"] = str(home().database)
    connection.settings_dict["OPTIONS"] = connection.settings_dict["OPTIONS"] | {"timeout": order.get("timeout", 30)}
    if "point" in order:
        points.hook = _killer(order["point"], order.get("nth", 1))
    if "file_size_limit" in order:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["file_size_limit"],) * 2)
    try:
        globals()[f"do_{order['do']}"]()
    except VanthuError as error:
        return error.exit_code
    return 0


def _killer(wanted: str, nth: int):
    reached = 0

    def hook(point: str) -> None:
        nonlocal reached
        reached += point == wanted
        if reached == nth:
            os.kill(os.getpid(), signal.SIGKILL)
            threading.Event().wait()  # the signal arrives before this returns

    return hook


def do_take() -> None:
    """Start as the service does, then take everything that lies in the inbox."""
    from pipeline.home import home
    from pipeline.intake.box import Inbox

    box = Inbox(home(), floor=0)
    box.recover()
    box.collect(0.0)
    box.collect(600.0)
    while box.next_visit() == 0.0:
        box.collect(600.0)


def do_prepare() -> None:
    """Make an office: folders, register, marked inbox."""
    from django.core.management import call_command
    from django.db import connection

    from pipeline.home import home
    from pipeline.intake.letter_box import mark_inbox

    for folder in home().folders():
        folder.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    mark_inbox()
    connection.close()


def do_account() -> None:
    """Write the account beside the register."""
    from pipeline.home import home
    from pipeline.intake.account import account

    (home().var / "account.json").write_text(json.dumps(account().as_json()), encoding="utf-8")


if __name__ == "__main__":
    main()
