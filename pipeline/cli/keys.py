"""The options that name a key, and opening it with a PIN that is asked for once and never tried twice."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.errors import NoKey
from pipeline.messages import _

if TYPE_CHECKING:
    from pipeline.signing import Signer

A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChoice:
    """What the command line says of the key."""

    key: Path | None
    pkcs11: Path | None
    token: str | None
    pin_file: Path | None

    @contextlib.contextmanager
    def open(self, usual: Path | None = None) -> Iterator[Signer]:
        """The key named, or the file `usual` where none is; raises `NoKey` or `KeyTrouble`."""
        from pipeline.signing import open_pkcs12, open_token

        if self.pkcs11 is not None and self.token is not None:
            with open_token(str(self.pkcs11), label=self.token, pin=self._pin()) as signer:
                yield signer
            return
        file = self.key or usual
        if self.pkcs11 is not None or file is None or not file.exists():
            raise NoKey
        yield open_pkcs12(file.read_bytes(), self._pin())

    def _pin(self) -> str:
        if self.pin_file is not None:
            return self.pin_file.read_text(encoding="utf-8").rstrip("\r\n")
        return str(click.prompt(_("PIN"), hide_input=True, err=True))


def key_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command; it gets them as keyword arguments for `KeyChoice`."""
    options = (
        click.option("--key", type=A_FILE, help=_("The key, a PKCS#12 file (.p12, .pfx).")),
        click.option(
            "--pkcs11", type=A_FILE, help=_("The key lies on a token; this is the token's driver (.so, .dll).")
        ),
        click.option("--token", help=_("The name of the token.")),
        click.option("--pin-file", type=A_FILE, help=_("Read the PIN from the first line of this file.")),
    )
    for option in reversed(options):
        command = option(command)
    return command
