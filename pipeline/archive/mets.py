"""METS: the table of contents of a package, with the SHA-256 of every file (E-ARK CSIP)."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.archive import xml

METS = "http://www.loc.gov/METS/"
XLINK = "http://www.w3.org/1999/xlink"
CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
PROFILE = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml"
PREFIXES: dict[str | None, str] = {"mets": METS, "xlink": XLINK, "csip": CSIP}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file of the package; `href` is relative to the METS file that lists it."""

    href: str
    mime: str
    data: bytes

    @property
    def id(self) -> str:
        """The same for the same file, so that a package made twice is the same package."""
        return identifier(f"{self.href}:{self.sha256}")

    @property
    def is_table(self) -> bool:
        """Whether it is the table of contents of a part of the package."""
        return self.href.endswith("METS.xml")

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What one METS file tells."""

    objid: str
    label: str
    #: who made the package and what else must be said of it
    agent: str
    note: str
    at: dt.datetime
    descriptive: Sequence[Part]
    preservation: Part
    #: other files by their use ("Representations/rep1/data")
    groups: Mapping[str, Sequence[Part]]


def identifier(name: str) -> str:
    """An identifier made from `name`, "uuid-…" with capital digits."""
    return f"uuid-{str(uuid.uuid5(uuid.NAMESPACE_OID, name)).upper()}"


def mets(contents: Contents) -> bytes:
    """The METS file."""
    root = xml.root(METS, "mets", PREFIXES)
    xml.fill(
        root,
        METS,
        {
            "@OBJID": contents.objid,
            "@LABEL": contents.label,
            "@TYPE": "Mixed",
            "@PROFILE": PROFILE,
            "metsHdr": _header(contents),
            "dmdSec": [
                {"@ID": _section(part), "@CREATED": _time(contents.at), "mdRef": _reference(part, "EAD")}
                for part in contents.descriptive
            ],
            "amdSec": {
                "@ID": identifier(f"amd:{contents.objid}"),
                "digiprovMD": {
                    "@ID": _section(contents.preservation),
                    "mdRef": _reference(contents.preservation, "PREMIS"),
                },
            },
            "fileSec": {
                "@ID": identifier(f"files:{contents.objid}"),
                "fileGrp": [_group(use, parts) for use, parts in contents.groups.items()],
            },
            "structMap": {"@ID": identifier(f"map:{contents.objid}"), "@TYPE": "PHYSICAL", "@LABEL": "CSIP"}
            | {"div": _structure(contents)},
        },
    )
    return xml.document(root)


def _header(contents: Contents) -> dict[str, xml.Content]:
    return {
        "@CREATEDATE": _time(contents.at),
        "@RECORDSTATUS": "NEW",
        f"@{{{CSIP}}}OAISPACKAGETYPE": "AIP",
        "agent": {
            "@ROLE": "CREATOR",
            "@TYPE": "ORGANIZATION",
            "name": contents.agent,
            "note": contents.note,
        },
    }


def _reference(part: Part, kind: str) -> dict[str, xml.Content]:
    return {
        "@ID": part.id,
        "@LOCTYPE": "URL",
        "@MDTYPE": kind,
        f"@{{{XLINK}}}type": "simple",
        f"@{{{XLINK}}}href": part.href,
        **_fixity(part),
    }


def _group(use: str, parts: Sequence[Part]) -> dict[str, xml.Content]:
    files: list[xml.Content] = [
        {
            "@ID": part.id,
            **_fixity(part),
            "FLocat": {"@LOCTYPE": "URL", f"@{{{XLINK}}}type": "simple", f"@{{{XLINK}}}href": part.href},
        }
        for part in parts
    ]
    return {"@ID": identifier(f"group:{use}"), "@USE": use, "file": files}


def _fixity(part: Part) -> dict[str, xml.Content]:
    checksum = {"@CHECKSUM": part.sha256, "@CHECKSUMTYPE": "SHA-256"}
    return {"@MIMETYPE": part.mime, "@SIZE": len(part.data), **checksum}


def _structure(contents: Contents) -> dict[str, xml.Content]:
    metadata: xml.Content = {
        "@ID": identifier(f"metadata:{contents.objid}"),
        "@LABEL": "Metadata",
        "@DMDID": " ".join(_section(part) for part in contents.descriptive),
        "@ADMID": _section(contents.preservation),
    }
    files: list[xml.Content] = [
        {"@ID": identifier(f"div:{use}"), "@LABEL": use, **_pointers(parts)} for use, parts in contents.groups.items()
    ]
    return {"@ID": identifier(f"root:{contents.objid}"), "@LABEL": contents.objid, "div": [metadata, *files]}


def _pointers(parts: Sequence[Part]) -> dict[str, xml.Content]:
    """To the files themselves, or to the tables of contents of parts of the package."""
    tables: list[xml.Content] = [
        {
            "@LOCTYPE": "URL",
            f"@{{{XLINK}}}type": "simple",
            f"@{{{XLINK}}}href": part.href,
            f"@{{{XLINK}}}title": part.id,
        }
        for part in parts
        if part.is_table
    ]
    files: list[xml.Content] = [{"@FILEID": part.id} for part in parts if not part.is_table]
    return {"mptr": tables, "fptr": files}


def _section(part: Part) -> str:
    return identifier(f"section:{part.id}")


def _time(at: dt.datetime) -> str:
    return at.isoformat(timespec="seconds")
