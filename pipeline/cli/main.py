"""The group ``vanthu``: names and one-line helps only, so that ``vanthu --help`` loads no command."""

from __future__ import annotations

import importlib
from typing import NoReturn

import click

from pipeline.cli.doors import Door
from pipeline.messages import _, speak_for_libraries

speak_for_libraries()

#: command -> (module, one-line help); the function in the module is named like the command, "print" with a _ behind
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("office", _("Set up the office from a file, or bring it up to date.")),
    "doctor": ("doctor", _("Check that every part of the system is there and works.")),
    "run": ("intake", _("Take and process what lies in the inbox, then stop.")),
    "watch": ("intake", _("Keep watching the inbox and process what is dropped.")),
    "status": ("status", _("Show the account: what came in, what waits for whom, who has not handed in.")),
    "review": ("review", _("List what waits for a person, and settle it.")),
    "read": ("reading", _("Read filled forms and print their values, without touching the register.")),
    "forms": ("reading", _("Write the blank forms: Word, PDF and zone map.")),
    "draft": ("documents", _("Draft a document from the register.")),
    "documents": ("documents", _("List the office's documents.")),
    "freeze": ("issuing", _("Freeze a draft and lay it out to be signed.")),
    "reserve": ("issuing", _("Reserve a number for a draft and print it in it, before it is signed.")),
    "print": ("issuing", _("Print a frozen document to be signed by hand.")),
    "sign": ("issuing", _("Sign frozen documents.")),
    "refuse": ("issuing", _("Send a document back to be drafted anew.")),
    "issue": ("issuing", _("Give signed documents number, day and seal.")),
    "void": ("issuing", _("Declare a number void.")),
    "copy": ("copying", _("Make an electronic copy or extract.")),
    "register": ("book", _("Show, export or print the outgoing book.")),
    "archive": ("archive", _("Bring issued documents into the archive.")),
    "upgrade": ("archive", _("Make signatures last: add archive timestamps.")),
    "anchor": ("archive", _("Sign the head of the diary.")),
    "verify": ("verify", _("Verify the archive and the diary, or any signed PDF.")),
    "export": ("archive", _("Write issued documents for others: edXML, record package.")),
    "rounds": ("programme", _("List the rounds of the plan.")),
    "withdraw": ("programme", _("Take back a form, because its unit says so.")),
    "disseminate": ("programme", _("Note that a unit has explained the plan.")),
    "exemplar": ("exemplar", _("Exemplars: stages, follow-up, publications.")),
    "awards": ("awards", _("The golden book: whom our decisions reward.")),
    "council": ("council", _("The Council: members, sessions, ballots, results.")),
    "statistics": ("statistics", _("Count the tables T1 to T6 of a quarter, of any period, or of the whole plan.")),
    "law": ("law", _("Show the dated rules, add one, or confirm one.")),
    "check": ("check", _("Check documents against the rules of presentation.")),
    "template": ("templates", _("Copy, check and preview Word templates.")),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and loads one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import the command's module; None for an unknown name."""
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"pipeline.cli.{COMMANDS[name][0]}")
        command: click.Command = getattr(module, f"{name}_" if name == "print" else name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Names and helps from the table, without importing anything."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, help_) for name, (_module, help_) in COMMANDS.items()])


@click.group(
    cls=LazyGroup,
    help=_("Văn Thư: filled forms in, official documents out."),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--debug", is_flag=True, help=_("Show the technical details of an error."))
@click.version_option(package_name="vanthu")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """Entry of all commands."""
    ctx.ensure_object(dict)["debug"] = debug


def main() -> NoReturn:
    """Run the command line; every error leaves through the one door."""
    Door(cli).run()
