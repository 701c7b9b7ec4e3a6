"""Intake: a file dropped into the inbox becomes a submission, never lost, never taken twice, never half-written."""
