"""Anchors: the head of the audit chain, signed by the office's key once a day and kept outside the database.

The chain alone shows an edited row. Somebody who owns the database can cut off its tail, or compute it anew from some
row on; then it no longer agrees with the last anchor. An anchor is a small JSON file in
``outbox/luu-tru/nhat-ky/<year>/`` and its detached signature (CMS) beside it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.archive.packages import disk_trouble
from pipeline.files import write_whole
from pipeline.home import Home
from pipeline.messages import _
from pipeline.register.models import AuditHead, AuditRow, Body

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper

    from pipeline.signing import Signer, Trust

FOLDER = "nhat-ky"
SIGNATURE = ".p7s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The end of the chain on a day of the office."""

    day: dt.date
    seq: int
    hash: str

    def as_bytes(self) -> bytes:
        """What is signed."""
        parts = {"day": self.day.isoformat(), "hash": self.hash, "seq": self.seq}
        return (json.dumps(parts, sort_keys=True) + "\n").encode()

    @classmethod
    def read(cls, data: bytes) -> Head:
        """The head in the bytes of an anchor; raises `ValueError`."""
        parts: Any = json.loads(data)
        try:
            return cls(day=dt.date.fromisoformat(parts["day"]), seq=int(parts["seq"]), hash=str(parts["hash"]))
        except (KeyError, TypeError) as error:
            raise ValueError(data) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorReport:
    """What comparing with the last anchor found."""

    #: its day; None where nothing was ever anchored
    day: dt.date | None = None
    #: the first row that is not as it was anchored, as far as one can be named
    broken_at: int | None = None
    #: what is wrong, in a sentence; "" when all is well
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """The anchors of one office."""

    home: Home

    def drop(self, day: dt.date, signer: Signer, *, at: dt.datetime, timestamps: TimeStamper | None = None) -> Path:
        """Sign the present head as that of `day` with the office's key and return the anchor.

        Raises `KeyTrouble`, `TimestampTrouble` and `StoreTrouble`; the head anchored already is not anchored again.
        """
        from pipeline.archive.detached import sign
        from pipeline.signing import Person

        signer.check(at, Person(name=Body.objects.latest("valid_from").name))
        row = AuditHead.objects.get(id=1)
        head = Head(day=day, seq=row.seq, hash=row.hash)
        path = self._folder / str(day.year) / f"{day.isoformat()}-{head.seq:09d}.json"
        if not path.exists():
            signature = sign(head.as_bytes(), signer, timestamps=timestamps)
            with disk_trouble(path.parent):
                path.parent.mkdir(parents=True, exist_ok=True)
                # An anchor whose signature is missing would raise an alarm: the signature comes first.
                write_whole(path.with_suffix(SIGNATURE), signature)
                write_whole(path, head.as_bytes())
        return path

    def heads(self) -> list[Head]:
        """The last head anchored on each day, by day; what is damaged is left for `compare` to tell."""
        by_day: dict[dt.date, Head] = {}
        for path in sorted(self._folder.glob("*/*.json"), key=_row_of):
            with contextlib.suppress(ValueError, OSError):
                head = Head.read(path.read_bytes())
                by_day[head.day] = head
        return [by_day[day] for day in sorted(by_day)]

    def compare(self, trust: Trust, *, at: dt.datetime) -> AnchorReport:
        """Compare the chain with the last anchor; it vouches for every row before it, too."""
        last = self._last()
        if last is None:
            return AnchorReport()
        try:
            data = last.read_bytes()
            head = Head.read(data)
        except (ValueError, OSError):
            return AnchorReport(problem=_("The anchor {file} is damaged.").format(file=last.name))
        return self._compare(head, self._fault_of_signature(last, data, trust, at))

    def _compare(self, head: Head, fault: str) -> AnchorReport:
        row = AuditRow.objects.filter(seq=head.seq).first()
        if fault:
            return AnchorReport(day=head.day, problem=fault)
        if row is None:
            first = AuditRow.objects.count() + 1
            problem = _("The diary was cut off: row {seq} was anchored on {day} and is missing.")
        elif row.hash != head.hash:
            first = head.seq
            problem = _("The diary was written anew: row {seq} is not the one anchored on {day}.")
        else:
            return AnchorReport(day=head.day)
        sentence = problem.format(seq=head.seq, day=f"{head.day:%d/%m/%Y}")
        return AnchorReport(day=head.day, broken_at=first, problem=sentence)

    def _fault_of_signature(self, anchor: Path, data: bytes, trust: Trust, at: dt.datetime) -> str:
        """Why the anchor does not count; "" when the office's own key vouches for it."""
        from pipeline.archive.detached import check
        from pipeline.signing import Person

        try:
            signature = anchor.with_suffix(SIGNATURE).read_bytes()
        except FileNotFoundError:
            return _("The anchor {file} has no signature.").format(file=anchor.name)
        vouching = check(data, signature, trust, at=at)
        fault = vouching.fault
        if not fault and not any(Person(name=body.name).holds(vouching.holder, "") for body in Body.objects.all()):
            fault = _("it is the signature of {holder}").format(holder=vouching.holder)
        return _("The anchor {file} does not count: {fault}.").format(file=anchor.name, fault=fault) if fault else ""

    def _last(self) -> Path | None:
        """The anchor of the latest row; days may go back, when the office replays an earlier year."""
        return max(self._folder.glob("*/*.json"), default=None, key=_row_of)

    @property
    def _folder(self) -> Path:
        return self.home.archive / FOLDER


def _row_of(anchor: Path) -> str:
    """The row it names, in nine digits: "2022-09-19-000001204"."""
    return anchor.stem.rpartition("-")[2]
