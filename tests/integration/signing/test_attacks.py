"""Who did what to the document, and the verdict on each signature, exactly (signing.md, section 5)."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import pikepdf
import pytest
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY
from pyhanko.sign.general import SigningError as LibraryRefuses
from pyhanko.sign.timestamps import TimeStamper

from pipeline.errors import (
    ChiefSignatureInvalid,
    ChiefSignatureMissing,
    FilledInBetween,
    ForbidsFilling,
    SigningError,
)
from pipeline.signing import (
    Person,
    SignatureReport,
    Signer,
    Trust,
    Verdict,
    Weakness,
    certify,
    check_signed,
    issue,
    upgrade,
    validate,
    validation,
)
from pipeline.signing.fields import CHIEF, ORGANISATION, SLOT_FIELDS, Permission
from tests.integration.signing.acts import (
    filled,
    flipped,
    overlaid,
    refonted,
    renamed_in_metadata,
    resaved,
    signed_anywhere,
    signed_in,
)
from tests.integration.signing.conftest import ISSUE_DAY, ISSUED_AT, SIGNED_AT

VALID, ALTERED, BROKEN = Verdict.VALID, Verdict.ALTERED, Verdict.BROKEN


@dataclass(frozen=True)
class Stages:
    """A document at each stage, for attacks to begin with."""

    prepared: bytes
    certified: bytes
    issued: bytes
    lasting: bytes
    chief: Signer
    sealer: Signer


@pytest.fixture(scope="session")
def stages(prepared: bytes, certified: bytes, issued: bytes, lasting: bytes, chief: Signer, sealer: Signer) -> Stages:
    return Stages(prepared, certified, issued, lasting, chief, sealer)


def verdict_of(signature: SignatureReport | None) -> Verdict | None:
    return None if signature is None else signature.verdict


def seal_first(stages: Stages) -> bytes:
    return signed_in(stages.prepared, ORGANISATION, stages.sealer, SIGNED_AT, permission=Permission.NOTHING)


def certified_for_nothing(stages: Stages) -> bytes:
    return signed_in(stages.prepared, CHIEF, stages.chief, SIGNED_AT, permission=Permission.NOTHING, certifying=True)


#: what was done -> chief, seal, error when it is to be issued (None: it was issued already)
MATRIX: list[tuple[str, Callable[[Stages], bytes], Verdict | None, Verdict | None, type[SigningError] | None]] = [
    ("drawn over after the chief", lambda s: overlaid(s.certified), ALTERED, None, ChiefSignatureInvalid),
    ("drawn over after the seal", lambda s: overlaid(s.issued), ALTERED, ALTERED, None),
    ("drawn over after archiving", lambda s: overlaid(s.lasting), ALTERED, ALTERED, None),
    ("renumbered after the seal", lambda s: filled(s.issued, "SoVanBan", "16"), VALID, ALTERED, None),
    ("metadata changed after the seal", lambda s: renamed_in_metadata(s.issued, b'"15/', b'"16/'), VALID, VALID, None),
    ("one bit flipped after the chief", lambda s: flipped(s.certified), BROKEN, None, ChiefSignatureInvalid),
    ("one bit flipped after the seal", lambda s: flipped(s.issued), BROKEN, BROKEN, None),
    ("number filled before the seal", lambda s: filled(s.certified, "SoVanBan", "14"), VALID, None, FilledInBetween),
    (
        "metadata changed before the seal",
        lambda s: renamed_in_metadata(s.certified, b'"/Q', b'"/X'),
        VALID,
        None,
        FilledInBetween,
    ),
    ("digits redrawn before the seal", lambda s: refonted(s.certified), VALID, None, FilledInBetween),
    ("sealed before the chief", seal_first, None, VALID, ChiefSignatureMissing),
    ("no signature at all", lambda s: s.prepared, None, None, ChiefSignatureMissing),
    ("certified for nothing", certified_for_nothing, VALID, None, ForbidsFilling),
    (
        "certified for nothing, then filled",
        lambda s: filled(certified_for_nothing(s), "SoVanBan", "14"),
        ALTERED,
        None,
        ChiefSignatureInvalid,
    ),
    ("saved anew after the chief", lambda s: resaved(s.certified), BROKEN, None, ChiefSignatureInvalid),
]


@pytest.mark.parametrize(
    ("attack", "chief_is", "seal_is", "refusal"), [row[1:] for row in MATRIX], ids=[r[0] for r in MATRIX]
)
def test_each_attack_has_its_verdicts(
    stages: Stages,
    trust: Trust,
    attack: Callable[[Stages], bytes],
    chief_is: Verdict | None,
    seal_is: Verdict | None,
    refusal: type[SigningError] | None,
) -> None:
    attacked = attack(stages)

    report = validate(attacked, trust, at=ISSUED_AT)

    assert verdict_of(report.chief) is chief_is
    assert verdict_of(report.organisation) is seal_is
    assert not report.ok
    if refusal is not None:
        with pytest.raises(refusal):
            check_signed(attacked, trust, at=ISSUED_AT)


def test_the_number_is_vouched_for_by_the_seal_and_metadata_must_agree(stages: Stages, trust: Trust) -> None:
    report = validate(renamed_in_metadata(stages.issued, b'"15/', b'"16/'), trust, at=ISSUED_AT)

    assert report.metadata.symbol == "16/QĐ-VPUBND"
    assert report.fields["SoVanBan"] == "15"
    assert not report.number_agrees


def test_the_chief_can_not_sign_under_a_seal(stages: Stages, trust: Trust) -> None:
    both = signed_in(seal_first(stages), CHIEF, stages.chief, SIGNED_AT)

    report = validate(both, trust, at=ISSUED_AT)

    assert report.organisation is not None
    assert report.organisation.verdict is ALTERED
    assert not report.ok


def test_the_library_seals_nothing_that_was_certified_for_nothing(stages: Stages) -> None:
    with pytest.raises(LibraryRefuses):
        signed_in(certified_for_nothing(stages), ORGANISATION, stages.sealer, ISSUED_AT)


def test_a_plain_approval_by_the_chief_is_accepted_and_noted(stages: Stages, trust: Trust) -> None:
    approved = signed_in(stages.prepared, CHIEF, stages.chief, SIGNED_AT)

    signed = check_signed(approved, trust, at=ISSUED_AT)
    report = validate(issue(signed, number=15, day=ISSUE_DAY, sealer=stages.sealer, at=ISSUED_AT), trust, at=ISSUED_AT)

    assert report.ok
    assert report.chief is not None
    assert Weakness.NOT_CERTIFYING in report.chief.weaknesses


def test_a_document_signed_by_another_is_valid_and_refused(
    stages: Stages, trust: Trust, another: Signer, expected: Person
) -> None:
    usurped = certify(stages.prepared, another, at=SIGNED_AT)

    report = validate(usurped, trust, at=ISSUED_AT)

    assert report.chief is not None
    assert report.chief.verdict is VALID
    with pytest.raises(ChiefSignatureInvalid, match="Giàng A Mẫu"):
        check_signed(usurped, trust, at=ISSUED_AT, expected=expected)


def test_two_revisions_under_a_lock_of_everything_are_a_false_alarm_of_the_default_policy_only(
    stages: Stages, trust: Trust, timestamps: TimeStamper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lock_everything(document: pikepdf.Pdf) -> None:
        for field in document.Root.AcroForm.Fields:
            if "/Lock" in field:
                field.Lock.Action = pikepdf.Name.All
                del field.Lock.Fields

    certified = certify(resaved(stages.prepared, lock_everything), stages.chief, at=SIGNED_AT)
    for name in SLOT_FIELDS:
        certified = filled(certified, name, "1")
    sealed = signed_in(certified, ORGANISATION, stages.sealer, ISSUED_AT, permission=Permission.NOTHING)
    lasting = upgrade(sealed, trust, timestamps, at=ISSUED_AT)

    strict = validate(lasting, trust, at=ISSUED_AT).organisation
    monkeypatch.setattr(validation, "strict_policy", lambda: DEFAULT_DIFF_POLICY)
    default = validate(lasting, trust, at=ISSUED_AT).organisation

    assert strict is not None
    assert default is not None
    assert (strict.verdict, default.verdict) == (VALID, ALTERED)


@pytest.mark.parametrize("order", ["before", "after"])
def test_the_signature_of_a_third_person_is_refused(stages: Stages, trust: Trust, another: Signer, order: str) -> None:
    if order == "before":
        three = signed_in(signed_anywhere(stages.prepared, another), CHIEF, stages.chief, SIGNED_AT)
    else:
        three = signed_anywhere(stages.certified, another)

    with pytest.raises(FilledInBetween):
        check_signed(three, trust, at=ISSUED_AT)


def test_a_seal_that_does_not_lock_is_not_the_seal_of_an_issued_document(stages: Stages, trust: Trust) -> None:
    def unlock(document: pikepdf.Pdf) -> None:
        for field in document.Root.AcroForm.Fields:
            if "/Lock" in field:
                del field["/Lock"]

    certified = certify(resaved(stages.prepared, unlock), stages.chief, at=SIGNED_AT)
    signed = check_signed(certified, trust, at=ISSUED_AT)
    issued = issue(signed, number=15, day=ISSUE_DAY, sealer=stages.sealer, at=ISSUED_AT)

    assert not validate(issued, trust, at=ISSUED_AT).ok


@pytest.mark.parametrize("tail", [b"\n", b"more\n"])
def test_bytes_nobody_vouches_for_behind_the_last_signature_are_refused(
    stages: Stages, trust: Trust, tail: bytes
) -> None:
    with pytest.raises(FilledInBetween):
        check_signed(stages.certified + tail, trust, at=ISSUED_AT)
    assert not validate(stages.issued + tail, trust, at=ISSUED_AT).ok


@pytest.mark.parametrize("cut", [1, 100, 5000])
def test_a_document_cut_short_is_never_called_valid(stages: Stages, trust: Trust, cut: int) -> None:
    report = validate(stages.issued[:-cut], trust, at=ISSUED_AT)

    assert not report.ok


def test_a_whole_document_put_behind_another_is_not_that_other(stages: Stages, trust: Trust) -> None:
    report = validate(io.BytesIO(stages.prepared + stages.issued).getvalue(), trust, at=ISSUED_AT)

    assert not report.ok
