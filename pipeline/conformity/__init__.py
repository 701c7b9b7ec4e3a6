"""The conformity checker: any administrative document against the dated rules of presentation (NĐ 30/2020/NĐ-CP).

from pipeline.conformity import check
report = check(Path("ke-hoach.docx"))
"""

from __future__ import annotations

from pipeline.conformity.checker import check
from pipeline.conformity.register import Entry, Register, Signing
from pipeline.conformity.report import FileReport, Result, Status
from pipeline.conformity.rulebook import Fix, Rule, Severity, Stage

__all__ = [
    "Entry",
    "FileReport",
    "Fix",
    "Register",
    "Result",
    "Rule",
    "Severity",
    "Signing",
    "Stage",
    "Status",
    "check",
]
