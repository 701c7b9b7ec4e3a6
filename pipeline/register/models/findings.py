"""What a rule found on a form."""

from __future__ import annotations

from django.db import models

from pipeline.law.screening import Severity
from pipeline.register.models.submissions import Form, Submission


class Finding(models.Model):
    """A rule's remark. Nothing is dropped: a person resolves it with a reason (`Decision`)."""

    rule = models.CharField(max_length=40)
    severity = models.CharField(max_length=10, choices=[(level.value, level.value) for level in Severity])
    message = models.TextField()
    evidence = models.JSONField(default=dict)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="findings")
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="findings")
    found_at = models.DateTimeField(auto_now_add=True)
    #: since when the rule finds this no more, because a value was corrected; null while it does
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
