"""What a rule found and what a person answered."""

from __future__ import annotations

from django.db import models

from pipeline.law.screening import Severity
from pipeline.register.models.submissions import Form, Submission


class Finding(models.Model):
    """A rule's remark. Nothing is dropped: a person resolves it with a reason."""

    rule = models.CharField(max_length=40)
    severity = models.CharField(max_length=10, choices=[(level.value, level.value) for level in Severity])
    message = models.TextField()
    evidence = models.JSONField(default=dict)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="findings")
    form = models.ForeignKey(Form, null=True, blank=True, on_delete=models.PROTECT, related_name="findings")
    found_at = models.DateTimeField(auto_now_add=True)
    resolved_by = models.CharField(max_length=100, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolution = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)
