"""All tables of the register. Import them from here."""

from pipeline.register.models.audit import AuditHead, AuditRow
from pipeline.register.models.decisions import Decision, DecisionKind, open_doubts, open_findings, returned_forms
from pipeline.register.models.documents import Document, DocumentState, NumberCounter, NumberSeries, Origin, Revision
from pipeline.register.models.findings import Finding
from pipeline.register.models.issuing import EntryStatus, OutgoingEntry, PaperScan, Stage, StageFile
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
from pipeline.register.models.service import DueTime
from pipeline.register.models.submissions import (
    CopiedFile,
    FieldReading,
    Form,
    LetterBox,
    StoredFile,
    Submission,
    SubmissionState,
)

__all__ = [
    "Appointment",
    "AuditHead",
    "AuditRow",
    "BasisDocument",
    "Body",
    "CopiedFile",
    "Decision",
    "DecisionKind",
    "Document",
    "DocumentState",
    "DueTime",
    "EmulationField",
    "EntryStatus",
    "FieldReading",
    "Finding",
    "Form",
    "LetterBox",
    "Nomination",
    "NominationState",
    "NumberCounter",
    "NumberSeries",
    "Origin",
    "OutgoingEntry",
    "PaperScan",
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
    "Stage",
    "StageFile",
    "StoredFile",
    "Submission",
    "SubmissionState",
    "Title",
    "Unit",
    "UnitAlias",
    "UnitSuccession",
    "open_doubts",
    "open_findings",
    "returned_forms",
]
