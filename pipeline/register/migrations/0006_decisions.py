"""Decisions of people become rows of their own, and those made so far move there."""

from __future__ import annotations

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def move_decisions(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Whatever was accepted or resolved so far, with its person, time and reason."""
    decision, reading, finding = (apps.get_model("register", name) for name in ("Decision", "FieldReading", "Finding"))
    for row in reading.objects.exclude(decided_at=None).order_by("id"):
        value, who, at = row.value, row.decided_by, row.decided_at
        decision.objects.create(
            form_id=row.form_id, reading=row, kind="accepted", before=value, after=value, who=who, at=at
        )
    for row in finding.objects.exclude(resolved_at=None).order_by("id"):
        decision.objects.create(
            form_id=row.form_id,
            finding=row,
            kind="resolved",
            who=row.resolved_by,
            at=row.resolved_at,
            note=row.resolution,
        )


class Migration(migrations.Migration):
    dependencies = [("register", "0005_reserved_numbers")]

    operations = [
        migrations.AddField("fieldreading", "candidates", models.JSONField(default=list)),
        migrations.AddField("finding", "gone_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "nomination",
            "replaced_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="replaces",
                to="register.nomination",
            ),
        ),
        migrations.AddField(
            "registration",
            "replaced_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="replaces",
                to="register.registration",
            ),
        ),
        migrations.AlterField("registration", "counts", models.BooleanField(default=False)),
        migrations.AlterField(
            "finding",
            "form",
            models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="register.form"),
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("accepted", "Accepted"),
                            ("corrected", "Corrected"),
                            ("unreadable", "Unreadable"),
                            ("resolved", "Resolved"),
                            ("returned", "Returned"),
                            ("undone", "Undone"),
                        ],
                        max_length=12,
                    ),
                ),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("who", models.CharField(max_length=100)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("note", models.TextField(blank=True)),
                (
                    "finding",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="register.finding",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="register.form"
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="register.fieldreading",
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="register.decision",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "undone"), ("undoes__isnull", False)),
                            models.Q(models.Q(("kind", "undone"), _negated=True), ("undoes__isnull", True)),
                            _connector="OR",
                        ),
                        name="undone_names_what_it_undoes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reading__isnull", True), ("finding__isnull", True), _connector="OR"),
                        name="decision_is_about_one_thing",
                    ),
                ],
            },
        ),
        migrations.RunPython(move_decisions, migrations.RunPython.noop),
    ]
