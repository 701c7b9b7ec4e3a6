"""All tables of the register. Import them from here."""

from pipeline.register.models.audit import AuditHead, AuditRow
from pipeline.register.models.documents import Document, DocumentState, NumberCounter, NumberSeries, Origin, Revision
from pipeline.register.models.findings import Finding
from pipeline.register.models.office import (
    Appointment,
    Body,
    Person,
    Recipient,
    RecipientGroup,
    RecipientGroupMember,
    Unit,
    UnitAlias,
    UnitSuccession,
)
from pipeline.register.models.programme import (
    BasisDocument,
    EmulationField,
    Nomination,
    NominationState,
    Plan,
    Registration,
    RegistrationRow,
    Round,
    RoundKind,
    Title,
)
from pipeline.register.models.submissions import FieldReading, Form, StoredFile, Submission, SubmissionState

__all__ = [
    "Appointment",
    "AuditHead",
    "AuditRow",
    "BasisDocument",
    "Body",
    "Document",
    "DocumentState",
    "EmulationField",
    "FieldReading",
    "Finding",
    "Form",
    "Nomination",
    "NominationState",
    "NumberCounter",
    "NumberSeries",
    "Origin",
    "Person",
    "Plan",
    "Recipient",
    "RecipientGroup",
    "RecipientGroupMember",
    "Registration",
    "RegistrationRow",
    "Revision",
    "Round",
    "RoundKind",
    "StoredFile",
    "Submission",
    "SubmissionState",
    "Title",
    "Unit",
    "UnitAlias",
    "UnitSuccession",
]
