"""The chief's signature: certifies the document and permits number, day and seal to be filled in, nothing else."""

from __future__ import annotations

import datetime as dt

from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.timestamps import TimeStamper

from pipeline.errors import AlreadySigned, NotPrepared
from pipeline.signing.fields import CHIEF, Permission
from pipeline.signing.pictures import Ink, stamp_style
from pipeline.signing.preparing import SIGNATURE_HEIGHT, SIGNATURE_WIDTH
from pipeline.signing.revisions import assert_extends, open_writer, sign_revision
from pipeline.signing.signers import Person, Signer


def certify(
    prepared: bytes,
    signer: Signer,
    *,
    at: dt.datetime,
    expected: Person | None = None,
    picture: bytes | None = None,
    timestamps: TimeStamper | None = None,
) -> bytes:
    """Sign `prepared` as the competent person: PAdES, SHA-256, DocMDP 2, `picture` (PNG) between title and name.

    Raises `KeyTrouble` when the certificate is not valid `at` that time or belongs to another person than `expected`,
    `AlreadySigned`, `NotPrepared`, `PictureUnusable` or `TimestampTrouble`.
    """
    signer.check(at, expected)
    writer = open_writer(prepared)
    filled = {name: value is not None for name, value, _field in enumerate_sig_fields(writer.prev)}
    if CHIEF not in filled:
        raise NotPrepared
    if any(filled.values()):
        raise AlreadySigned
    signed = sign_revision(
        writer,
        field=CHIEF,
        signer=signer,
        at=at,
        style=stamp_style(picture, Ink.BLUE, SIGNATURE_WIDTH, SIGNATURE_HEIGHT),
        permission=Permission.FILL,
        certify=True,
        timestamps=timestamps,
    )
    return assert_extends(signed, prepared)
