"""What an export needs that no register knows: the codes of organisations, and what the archivist decided.

Codes are given by the authorities (QĐ 20/2020/QĐ-TTg) and change; they stand in a file of the office, never in code.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import AboutFileWrong

About = TypeVar("About", bound=BaseModel)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Organ(_Strict):
    """An organisation that sends or receives."""

    #: code of the organisation, "H00.00.00.00"
    id: str
    name: str
    #: the body above it
    in_charge: str = ""
    address: str = ""
    email: str = ""
    telephone: str = ""
    fax: str = ""
    website: str = ""


class Organs(_Strict):
    """The file of an edXML export: this office, and the organisations it writes to."""

    sender: Organ
    receivers: list[Organ] = Field(min_length=1)


class Dossier(_Strict):
    """The file of a record package: what an archivist decides about the dossier (hồ sơ)."""

    #: code of the office's fonds at the archive
    fonds: str = Field(min_length=1, pattern=r"^[\w.-]+$")
    #: code of the dossier: archive, office, year, symbol
    code: str = Field(min_length=1, max_length=100, pattern=r"^[\w.-]+$")
    title: str
    #: how long it is kept and who may see it, in the words of the list of codes
    retention: str
    access: str
    keywords: list[str] = []
    description: str = ""


def read_about(path: Path, kind: type[About]) -> About:
    """Read the TOML file at `path`; raises `AboutFileWrong`."""
    try:
        return kind.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise AboutFileWrong(file=path.name, problem=place) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AboutFileWrong(file=path.name, problem=str(error)) from error
