"""Certificates that end soon: those in the folder ``chung-thu``, and those the last documents were signed with.

The keys themselves lie on tokens or behind a PIN, so nobody can look into them unasked; their certificates are in the
documents they signed. Of each holder the newest certificate counts, and of persons only those who may sign today.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.clock import VIETNAM
from pipeline.errors import CertificateFileWrong, NotPrepared
from pipeline.home import Home
from pipeline.register.models import Appointment, Body, OutgoingEntry
from pipeline.register.store import Store
from pipeline.register.trusted import certificate_files
from pipeline.vietnamese.text import match_key

if TYPE_CHECKING:
    from pipeline.signing import Certificate

#: how long before its end a certificate is spoken of; a new one takes weeks to get
AHEAD = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """A certificate that ends soon or has ended."""

    holder: str
    #: the file in ``chung-thu``, or the document it signed last
    place: str
    until: dt.datetime

    def has_ended(self, at: dt.datetime) -> bool:
        return self.until < at

    def as_json(self, at: dt.datetime) -> dict[str, Any]:
        until = self.until.astimezone(VIETNAM).isoformat(timespec="seconds")
        return {"holder": self.holder, "place": self.place, "until": until, "ended": self.has_ended(at)}


def ending(home: Home, *, at: dt.datetime) -> list[Ending]:
    """The certificates that end within `AHEAD` of `at`, the first to end first; raises `CertificateFileWrong`."""
    newest: dict[str, Ending] = {}
    for place, certificate in (*_from_files(home), *_from_documents(home, at.date())):
        holder = match_key(certificate.holder)
        if holder not in newest or newest[holder].until < certificate.until:
            newest[holder] = Ending(holder=certificate.holder, place=place, until=certificate.until)
    return sorted((one for one in newest.values() if one.until <= at + AHEAD), key=lambda one: one.until)


def _from_files(home: Home) -> Iterator[tuple[str, Certificate]]:
    for path in certificate_files(home):
        from pipeline.signing import read_certificate

        try:
            yield path.name, read_certificate(path.read_bytes())
        except ValueError as error:
            raise CertificateFileWrong(file=path.name) from error


def _from_documents(home: Home, today: dt.date) -> Iterator[tuple[str, Certificate]]:
    """Those of the organisation and of persons who may sign today, each in the last document of whoever signed it."""
    posts = Appointment.objects.on(today).exclude(signs_as="").select_related("person")
    signers = {post.person.full_name for post in posts}
    watched = {match_key(name) for name in (*signers, *Body.objects.values_list("name", flat=True))}
    for entry in _last_documents(signers):
        from pipeline.signing import certificates_of

        # What is damaged or lost in the store is for "vanthu verify" to tell.
        with contextlib.suppress(OSError, NotPrepared):
            for certificate in certificates_of(Store(home.store).read(entry.sha256)):
                if match_key(certificate.holder) in watched:
                    yield entry.document.slug, certificate


def _last_documents(signers: Iterable[str]) -> Iterator[OutgoingEntry]:
    """The last document issued, whoever signed it, and the last of each of these persons."""
    issued = OutgoingEntry.objects.filter(file__isnull=False).select_related("document").order_by("-day", "-id")
    yield from issued[:1]
    for name in sorted(signers):
        yield from issued.filter(signer=name)[:1]
