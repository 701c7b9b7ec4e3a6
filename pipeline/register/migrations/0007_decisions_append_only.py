"""Readings no longer hold decisions, and decisions refuse changes: triggers abort UPDATE and DELETE."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

REFUSAL = "decisions are append-only"

SQLITE = [
    f"CREATE TRIGGER decision_no_{act.lower()} BEFORE {act} ON register_decision "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for act in ("UPDATE", "DELETE")
]

POSTGRESQL = [
    "CREATE FUNCTION decision_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    "CREATE TRIGGER decision_append_only BEFORE UPDATE OR DELETE ON register_decision "
    "FOR EACH ROW EXECUTE FUNCTION decision_append_only()",
]


def make_triggers(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("register", "0006_decisions")]

    operations = [
        migrations.RemoveField("fieldreading", "decided_at"),
        migrations.RemoveField("fieldreading", "decided_by"),
        migrations.RemoveField("finding", "resolution"),
        migrations.RemoveField("finding", "resolved_at"),
        migrations.RemoveField("finding", "resolved_by"),
        migrations.RunPython(make_triggers),
    ]
