"""Every error of the program, on one page.

    VanthuError
    ├── FileRefused            exit 3   a file handed in cannot be taken as it is
    ├── TemplateError          exit 3   a Word template cannot be compiled or filled
    ├── TypesetError           exit 3   LibreOffice could not make the PDF
    ├── NotSetUp               exit 4   the office is not initialised, or a part of the system is missing
    └── StorageTrouble         exit 5   disk, folder or database trouble; nothing was lost

The docstring of a class is its message (the msgid of its Vietnamese translation) and ends in the remedy; ``{words}``
in it are the keyword arguments the error is raised with. A room adds its own classes below its heading. The faces
turn an error into one line and an exit code in one place (`pipeline.cli.doors`).
"""

from __future__ import annotations

from typing import ClassVar

from pipeline.messages import _


class VanthuError(Exception):
    """Something went wrong inside the program. Note the time and tell whoever looks after it."""

    exit_code: ClassVar[int] = 70
    #: whether trying again later, without anybody changing anything, may help
    retry: ClassVar[bool] = False

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.message)

    @classmethod
    def msgid(cls) -> str:
        """The English message with its ``{fields}``, as the catalogue knows it."""
        return " ".join((cls.__doc__ or "").split())

    @property
    def message(self) -> str:
        """The sentence a user reads, in Vietnamese."""
        return _(self.msgid()).format(**self.facts)

    @property
    def code(self) -> str:
        """A stable word for logs, receipts and tests."""
        return type(self).__name__

    def __reduce__(self) -> tuple[object, ...]:
        # Errors travel between processes: rebuild from the facts, not from the formatted sentence.
        return (_rebuild, (type(self), self.facts))


def _rebuild(cls: type[VanthuError], facts: dict[str, object]) -> VanthuError:
    return cls(**facts)


# A file handed in cannot be taken (intake, reading)


class FileRefused(VanthuError):
    """The file cannot be read. Open it, save it again and hand it in once more."""

    exit_code = 3


# Templates (templating)


class TemplateError(VanthuError):
    """The template {template} cannot be used: {problem}. Run "vanthu template check" on it and mend the place named."""

    exit_code = 3


# Typesetting (typeset)


class TypesetError(VanthuError):
    """The document could not be turned into PDF: {reason}. Run "vanthu doctor" to check LibreOffice and the fonts."""

    exit_code = 3


# Set-up (register, cli)


class NotSetUp(VanthuError):
    """The office is not set up yet. Run "vanthu init"."""

    exit_code = 4


class MissingPart(NotSetUp):
    """{part} is missing. Install it: {remedy}."""


# Storage (register, intake, engine)


class StorageTrouble(VanthuError):
    """The disk or the database cannot be used just now; nothing was lost. Run the command again in a moment."""

    exit_code = 5
    retry = True
