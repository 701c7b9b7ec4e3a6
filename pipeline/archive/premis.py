"""PREMIS v3: what is preserved, its fixity, what happened to it and who did it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.archive import xml
from pipeline.archive.mets import Part, identifier

PREMIS = "http://www.loc.gov/premis/v3"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
#: identifiers we make ourselves
LOCAL = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to all objects: a word of the event types of the Library of Congress, and when."""

    type: str
    at: dt.datetime
    detail: str


def premis(objects: Sequence[Part], events: Sequence[Event], agent: str) -> bytes:
    """The PREMIS file of these files, which the software or office `agent` packed."""
    root = xml.root(PREMIS, "premis", {"premis": PREMIS, "xsi": XSI})
    content: dict[str, xml.Content] = {
        "@version": "3.0",
        "object": [_object(part) for part in objects],
        "event": [_event(event, agent) for event in events],
        "agent": {"agentIdentifier": _agent(agent), "agentName": agent, "agentType": "software"},
    }
    xml.fill(root, PREMIS, content)
    return xml.document(root)


def _object(part: Part) -> dict[str, xml.Content]:
    return {
        f"@{{{XSI}}}type": "premis:file",
        "objectIdentifier": {"objectIdentifierType": LOCAL, "objectIdentifierValue": part.id},
        "objectCharacteristics": {
            "compositionLevel": 0,
            "fixity": {"messageDigestAlgorithm": "SHA-256", "messageDigest": part.sha256},
            "size": len(part.data),
            "format": {"formatDesignation": {"formatName": part.mime}},
        },
        "originalName": part.href.rpartition("/")[2],
    }


def _event(event: Event, agent: str) -> dict[str, xml.Content]:
    happened = f"{event.at.isoformat(timespec='seconds')}"
    return {
        "eventIdentifier": {
            "eventIdentifierType": LOCAL,
            "eventIdentifierValue": identifier(f"{event.type}:{happened}:{event.detail}"),
        },
        "eventType": event.type,
        "eventDateTime": happened,
        "eventDetailInformation": {"eventDetail": event.detail},
        "linkingAgentIdentifier": {
            "linkingAgentIdentifierType": LOCAL,
            "linkingAgentIdentifierValue": agent,
            "linkingAgentRole": "executing program",
        },
    }


def _agent(agent: str) -> dict[str, xml.Content]:
    return {"agentIdentifierType": LOCAL, "agentIdentifierValue": agent}
