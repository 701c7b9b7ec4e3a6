"""What the service does again and again, and when next."""

from __future__ import annotations

from django.db import models


class DueTime(models.Model):
    """When a chore of the service is due. Whoever moves the time by compare-and-set does the chore."""

    #: stable word, "keep"
    chore = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()
