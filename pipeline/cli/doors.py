"""The one place where an error becomes a line on stderr and an exit code (contract, "Conventions")."""

from __future__ import annotations

import secrets
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

import click

from pipeline.errors import StorageTrouble, VanthuError
from pipeline.messages import _

#: done, and findings need a person
NEEDS_PERSON = 1
BUG = 70


class Door:
    """Runs a click group and lets no traceback out unless ``--debug`` asks for it."""

    def __init__(self, group: click.Group) -> None:
        self.group = group

    def run(self) -> NoReturn:
        """Run with the process's arguments and exit."""
        debug = "--debug" in sys.argv
        try:
            sys.exit(self.group.main(standalone_mode=False) or 0)
        except click.exceptions.Exit as leaving:
            sys.exit(leaving.exit_code)
        except click.ClickException as wrong_use:
            wrong_use.show()
            sys.exit(wrong_use.exit_code)
        except (click.Abort, KeyboardInterrupt):
            complain(_("Stopped. Nothing was lost; run the command again to go on."))
            sys.exit(130)
        except VanthuError as error:
            _explain(error, debug)
        except Exception as error:
            _confess(error, debug)


def complain(sentence: str) -> None:
    """One line on stderr."""
    click.echo(sentence, err=True)


def tell_hindrances(hindrances: Sequence[VanthuError]) -> int:
    """Say what could not be done after a document was issued; the service or the next command does it."""
    for hindrance in hindrances:
        complain(_("Issued; but: {reason}").format(reason=hindrance.message))
    return NEEDS_PERSON if hindrances else 0


def _explain(error: VanthuError, debug: bool) -> NoReturn:
    if debug:
        traceback.print_exception(error)
    complain(error.message)
    sys.exit(error.exit_code)


def _confess(error: Exception, debug: bool) -> NoReturn:
    """An error nobody foresaw: database trouble is told apart, the rest is a bug with a reference to the log."""
    if debug:
        traceback.print_exception(error)
    if _is_database_trouble(error):
        complain(StorageTrouble().message)
        sys.exit(StorageTrouble.exit_code)
    reference = secrets.token_hex(4)
    _write_log(reference, error)
    complain(_("The program made a mistake of its own. Tell whoever looks after it: {ref}.").format(ref=reference))
    sys.exit(BUG)


def _is_database_trouble(error: Exception) -> bool:
    """Whether the database does not answer or is damaged; a wrong statement of ours is a bug like any other."""
    if "django" not in sys.modules:
        return False
    from django.db import DatabaseError, InterfaceError, OperationalError

    return type(error) in (OperationalError, InterfaceError, DatabaseError)


def _write_log(reference: str, error: Exception) -> None:
    """Keep the traceback for whoever looks after the program; frames only, since values may be personal data."""
    from pipeline.logs import log

    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    log().error("bug", reference=reference, error=type(error).__name__, frames=frames)
