"""Reading filled forms: a file in, forms with values, confidence and places out (contract §1, design/reading.md)."""

from __future__ import annotations

from pipeline.reading.model import FileReading, FormReading, Lexicon, Medium, Place, ReadingFinding, Value
from pipeline.reading.reader import read

__all__ = ["FileReading", "FormReading", "Lexicon", "Medium", "Place", "ReadingFinding", "Value", "read"]
