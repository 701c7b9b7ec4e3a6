"""What validation says of a file: a verdict for each signature, its weaknesses, and the number the file vouches for."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.messages import _
from pipeline.signing import xmp
from pipeline.signing.fields import CHIEF, ORGANISATION, SLOT_FIELDS, Permission, slot_values, split_symbol


class Verdict(enum.StrEnum):
    """Whether a signature holds."""

    #: intact, by a trusted certificate, and nothing was done afterwards that it forbids
    VALID = "valid"
    #: intact, but nobody the office trusts answers for the certificate (at that time)
    NOT_TRUSTED = "not_trusted"
    #: what was signed is there unchanged, but the file was changed afterwards in a way the signature does not permit
    ALTERED = "altered"
    #: what is there is not what was signed
    BROKEN = "broken"
    #: it can not be judged
    UNREADABLE = "unreadable"

    @property
    def intact(self) -> bool:
        """Whether what was signed is what is shown."""
        return self in (Verdict.VALID, Verdict.NOT_TRUSTED)


class Role(enum.StrEnum):
    """Whose signature it is."""

    SIGNER = "signer"
    ORGANISATION = "organisation"
    TIMESTAMP = "timestamp"
    OTHER = "other"


ROLES = {CHIEF: Role.SIGNER, ORGANISATION: Role.ORGANISATION}


class Weakness(enum.StrEnum):
    """What makes a signature that holds less good than it should be."""

    SHA1 = "sha1"
    PKCS7 = "pkcs7"
    NO_TIMESTAMP = "no_timestamp"
    TIMESTAMP_NOT_TRUSTED = "timestamp_not_trusted"
    NO_CHAIN = "no_chain"
    NO_DSS = "no_dss"
    REVOCATION_UNKNOWN = "revocation_unknown"
    LATER_CHANGES = "later_changes"
    NOT_CERTIFYING = "not_certifying"

    @property
    def sentence(self) -> str:
        """What a user reads."""
        return {
            Weakness.SHA1: _("It uses SHA-1, which is no longer safe."),
            Weakness.PKCS7: _("It has the old format PKCS#7, not PAdES."),
            Weakness.NO_TIMESTAMP: _("It has no trusted time."),
            Weakness.TIMESTAMP_NOT_TRUSTED: _("Its timestamp is not trusted."),
            Weakness.NO_CHAIN: _("It brings no certificate of the authority."),
            Weakness.NO_DSS: _("The file holds no data for long-term validation."),
            Weakness.REVOCATION_UNKNOWN: _("Whether the certificate was revoked is not known."),
            Weakness.LATER_CHANGES: _("The file was added to after it."),
            Weakness.NOT_CERTIFYING: _("It does not limit what may be done to the document afterwards."),
        }[self]


@dataclass(frozen=True, kw_only=True)
class SignatureReport:
    """One signature or archive timestamp."""

    field: str
    role: Role
    verdict: Verdict
    #: why it is not valid; "" for a valid one
    detail: str = ""
    weaknesses: tuple[Weakness, ...] = ()
    #: name in the certificate and SHA-256 of it; "" where it can not be read
    holder: str = ""
    fingerprint: str = ""
    #: what it permits to be done afterwards; None when it does not say
    permission: Permission | None = None
    #: the time the signer's computer claimed
    claimed: dt.datetime | None = None
    #: the time a trusted service vouches for
    stamped: dt.datetime | None = None
    #: pyHanko's word for what was done to the file afterwards: NONE, LTA_UPDATES, FORM_FILLING, OTHER
    changes: str = ""
    digest: str = ""
    #: "ETSI.CAdES.detached", "adbe.pkcs7.detached", …
    format: str = ""
    #: the revision of the file it was made in, from 0
    revision: int = 0
    #: how many bytes of the file it vouches for, from the beginning
    covered: int = 0
    #: whether the certificate was valid at the claimed or vouched time; None when that time is unknown
    in_term: bool | None = None

    def is_untouched(self, size: int) -> bool:
        """Whether a file of `size` bytes holds nothing behind this signature but what archiving adds."""
        return self.covered == size or self.changes == "LTA_UPDATES"


@dataclass(frozen=True, kw_only=True)
class VisibleText:
    """What the appearance of a signature field shows; number and day of real documents often are such fields."""

    field: str
    #: from 0
    page: int
    #: points from the lower left corner
    box: tuple[float, float, float, float]
    text: str


@dataclass(frozen=True, kw_only=True)
class Numbering:
    """Number and date as they can be seen in the file; "" for what is not there."""

    number: str = ""
    day: str = ""
    month: str = ""


@dataclass(frozen=True, kw_only=True)
class Report:
    """One file."""

    signatures: tuple[SignatureReport, ...] = ()
    #: values of the three fields of our own documents; empty for others
    fields: Mapping[str, str] = field(default_factory=dict)
    metadata: xmp.Facts = field(default_factory=xmp.Facts)
    visible: tuple[VisibleText, ...] = ()
    #: from the fields of our own documents, from visible signatures for others
    numbering: Numbering = field(default_factory=Numbering)
    #: why the file as a whole can not be judged; None when it can
    fault: str | None = None
    #: bytes of the file
    size: int = 0

    @property
    def chief(self) -> SignatureReport | None:
        return self._by(Role.SIGNER)

    @property
    def organisation(self) -> SignatureReport | None:
        return self._by(Role.ORGANISATION)

    @property
    def has_others(self) -> bool:
        """Whether it bears signatures in fields that are not ours."""
        return any(one.role is Role.OTHER for one in self.signatures)

    @property
    def has_slots(self) -> bool:
        """Whether it was prepared by this program."""
        return set(self.fields) == set(SLOT_FIELDS)

    @property
    def number_agrees(self) -> bool:
        """Whether the three fields and the metadata say the same number and day, all of it."""
        try:
            number, _symbol = split_symbol(self.metadata.symbol)
            day = dt.date.fromisoformat(self.metadata.issued)
        except ValueError:
            return False
        return number is not None and self.fields == slot_values(number, day)

    @property
    def ok(self) -> bool:
        """Whether it is a document prepared here and all of it holds: chief, then seal, then archive timestamps.

        Whether the two are the right person and body is for the caller to compare (`Person.holds`).
        """
        chief, seal = self.chief, self.organisation
        return (
            self.fault is None
            and chief is not None
            and seal is not None
            and chief.revision < seal.revision
            and seal.permission is Permission.NOTHING
            and all(one.verdict is Verdict.VALID for one in self.signatures)
            and not self.has_others
            and self.signatures[-1].covered == self.size
            and self.number_agrees
        )

    @property
    def sealed_only(self) -> bool:
        """Whether it is the scan of a paper, sealed here: the organisation's signature, alone and over all of it."""
        seal = self.organisation
        return (
            self.fault is None
            and not self.fields
            and seal is not None
            and seal.permission is Permission.NOTHING
            and all(one.role in (Role.ORGANISATION, Role.TIMESTAMP) for one in self.signatures)
            and all(one.verdict is Verdict.VALID for one in self.signatures)
            and self.signatures[-1].covered == self.size
        )

    def _by(self, role: Role) -> SignatureReport | None:
        return next((one for one in self.signatures if one.role is role), None)
