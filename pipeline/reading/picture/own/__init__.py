"""Sheets of our own blank, read zone by zone."""
