"""edXML: a document as a message to other offices (QCVN 102:2016/BTTTT, amended 2022).

No official schema was at hand and receivers differ: compare a first message with the receiving axis before relying on
it. Children carry the prefix, since some receivers refuse them without; attachments stand outside the envelope without
it. The PDF inside bears its own signatures, so the message has an empty DigitalSignature.
"""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.archive import xml
from pipeline.archive.about import Organ
from pipeline.archive.exchange import check_lengths, type_of
from pipeline.archive.record import Paper, Record
from pipeline.errors import RecordUnfit
from pipeline.messages import _

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
PREFIX = "edXML"
VERSION = "1.0"
PDF = "application/pdf"
#: BussinessDocType (so spelt in the format): a new document
NEW = 0
#: Priority: neither urgent nor secret
ORDINARY = 0
#: SteeringType: none
NO_STEERING = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attachment:
    """A file that travels with the message."""

    name: str
    content_type: str
    description: str
    data: bytes

    @property
    def content_id(self) -> str:
        """The same for the same bytes, so that a message made twice is the same message."""
        return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.name}:{self.data.hex()}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A document on its way: from whom, to whom, made when."""

    paper: Paper
    sender: Organ
    receivers: tuple[Organ, ...]
    at: dt.datetime

    @property
    def record(self) -> Record:
        return self.paper.record

    @property
    def attachments(self) -> tuple[_Attachment, ...]:
        """The signed PDF."""
        name = f"{self.record.symbol.replace('/', '-')}.pdf"
        return (_Attachment(name=name, content_type=PDF, description=self.record.subject, data=self.paper.pdf),)


def build(message: Message) -> bytes:
    """The message as XML.

    Raises `RecordUnfit` where the type of the document has no number in edXML or a value is too long for its field.
    """
    check_lengths(message.paper)
    root = xml.root(NAMESPACE, "edXML", {PREFIX: NAMESPACE})
    xml.fill(root, NAMESPACE, {"edXMLEnvelope": _envelope(message)})
    encoded = xml.root(NAMESPACE, "AttachmentEncoded", {None: NAMESPACE})
    xml.fill(encoded, NAMESPACE, {"Attachment": [_attachment(one) for one in message.attachments]})
    # Joined as text: in one tree lxml would write the prefix here, too.
    end = f"</{PREFIX}:edXML>\n".encode()
    return xml.document(root).removesuffix(end) + xml.fragment(encoded) + end


def document_id(record: Record, sender: Organ) -> str:
    """How other offices refer to the document: "OrganId,yyyy/MM/dd,number/notation"."""
    return f"{sender.id},{record.day:%Y/%m/%d},{record.symbol}"


def _envelope(message: Message) -> dict[str, xml.Content]:
    return {
        "edXMLHeader": {
            "MessageHeader": _header(message),
            "TraceHeaderList": _trace(message),
            "Signature": {"DigitalSignature": ""},
        },
        "edXMLBody": {"edXMLManifest": _manifest(message.attachments)},
    }


def _header(message: Message) -> dict[str, xml.Content]:
    record, kind = message.record, type_of(message.record)
    if kind.number is None:
        raise RecordUnfit(symbol=record.symbol, problem=_("the number of its type in edXML is not known"))
    return {
        "From": _organ(message.sender),
        "To": [_organ(receiver) for receiver in message.receivers],
        "Code": {"CodeNumber": record.code_number, "CodeNotation": record.notation},
        "PromulgationInfo": {"Place": record.place, "PromulgationDate": f"{record.day:%Y/%m/%d}"},
        "DocumentType": {"Type": kind.number, "TypeName": kind.name},
        "Subject": record.subject,
        "Content": record.subject,
        "SignerInfo": {"Competence": "", "Position": record.signer_post, "FullName": record.signer},
        "ToPlaces": {"Place": list(record.recipients) or [receiver.name for receiver in message.receivers]},
        "OtherInfo": {
            "Priority": ORDINARY,
            "SphereOfPromulgation": "",
            "TyperNotation": "",
            "PromulgationAmount": len(message.receivers),
            "PageAmount": message.paper.pages,
            "Appendixes": "",
        },
        "SteeringType": NO_STEERING,
        "DocumentId": document_id(record, message.sender),
    }


def _organ(organ: Organ) -> dict[str, xml.Content]:
    return {
        "OrganId": organ.id,
        "OrganizationInCharge": organ.in_charge,
        "OrganName": organ.name,
        "OrganAdd": organ.address or None,
        "Email": organ.email or None,
        "Telephone": organ.telephone or None,
        "Fax": organ.fax or None,
        "Website": organ.website or None,
    }


def _trace(message: Message) -> dict[str, xml.Content]:
    return {
        "@id": "TraceHeaderList",
        "@version": VERSION,
        "@mustUnderstand": "1",
        "@actor": NAMESPACE,
        "TraceHeader": {"OrganId": message.sender.id, "Timestamp": f"{message.at:%Y/%m/%d %H:%M:%S}"},
        "Bussiness": {
            "BussinessDocType": NEW,
            "BussinessDocReason": "",
            "StaffInfo": {"Department": message.sender.name, "Staff": "", "Mobile": "", "Email": message.sender.email},
            "Paper": 0,
        },
    }


def _manifest(attachments: Sequence[_Attachment]) -> dict[str, xml.Content]:
    references: list[xml.Content] = [
        {
            "Description": one.description,
            "AttachmentName": one.name,
            "ContentType": one.content_type,
            "ContentId": f"cid:{one.content_id}",
        }
        for one in attachments
    ]
    return {"@version": VERSION, "Reference": references}


def _attachment(one: _Attachment) -> dict[str, xml.Content]:
    return {
        "ContentType": one.content_type,
        "ContentId": one.content_id,
        "Description": one.description,
        "ContentTransferEncoded": base64.b64encode(one.data).decode("ascii"),
        "AttachmentName": one.name,
    }
