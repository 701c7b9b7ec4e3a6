"""The letter box: its identity, its one watcher, and the files taken from it by copy."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0002_audit_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterBox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("inbox_id", models.UUIDField()),
                ("watcher_host", models.CharField(blank=True, max_length=255)),
                ("watcher_pid", models.PositiveIntegerField(blank=True, null=True)),
                ("watcher_seen", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CopiedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.BinaryField()),
                ("stamp", models.CharField(max_length=100)),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copied_file",
                        to="register.submission",
                    ),
                ),
            ],
        ),
    ]
