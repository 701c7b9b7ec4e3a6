"""The diary holds: rows cannot be changed, and whatever is done behind its back shows at a number."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from pipeline.register import audit
from pipeline.register.models import AuditHead, AuditRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def five_rows() -> None:
    for number in range(5):
        audit.append("thử", "received", f"submission:{number}", number=number)


def without_triggers(statement: str) -> None:
    """Do what an intruder with the database's password can do: drop the triggers first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE register_auditrow DISABLE TRIGGER ALL")
        else:
            cursor.execute("DROP TRIGGER audit_no_update")
            cursor.execute("DROP TRIGGER audit_no_delete")
        cursor.execute(statement)


@pytest.mark.usefixtures("five_rows")
def test_an_untouched_chain_is_whole() -> None:
    report = audit.verify()

    assert report.ok
    assert report.rows == 5


@pytest.mark.usefixtures("five_rows")
@pytest.mark.parametrize("statement", ["UPDATE register_auditrow SET act = 'x'", "DELETE FROM register_auditrow"])
def test_the_database_refuses_to_change_a_row(statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert audit.verify().ok


@pytest.mark.usefixtures("five_rows")
@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE register_auditrow SET actor = 'ai đó' WHERE seq = 3", 3),
        ("DELETE FROM register_auditrow WHERE seq = 2", 2),
        ("DELETE FROM register_auditrow WHERE seq = 5", 5),
        ("DELETE FROM register_auditrow", 1),
    ],
    ids=["edited", "removed", "cut off", "emptied"],
)
def test_tampering_is_found_and_named(statement: str, broken_at: int) -> None:
    without_triggers(statement)

    assert audit.verify().broken_at == broken_at


@pytest.mark.usefixtures("five_rows")
def test_an_inserted_row_is_found() -> None:
    AuditRow.objects.create(
        seq=6, at="2022-09-19T00:00:00Z", actor="ai đó", act="x", subject="y", previous="0" * 64, hash="0" * 64
    )

    assert audit.verify().broken_at == 6


@pytest.mark.usefixtures("five_rows")
def test_a_head_moved_back_is_found() -> None:
    last = AuditRow.objects.get(seq=4)
    AuditHead.objects.update(seq=4, hash=last.hash)

    assert audit.verify().broken_at is not None
