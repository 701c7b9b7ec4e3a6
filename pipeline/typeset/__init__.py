"""Typesetting: .docx to PDF/A-2b, .doc and .rtf to .docx, by warm LibreOffice workers.

with Typesetter(workers=2) as typeset:
    pdf = typeset.pdf(docx)
"""

from __future__ import annotations

from pipeline.typeset.doctor import Part, probe
from pipeline.typeset.typesetter import Typesetter

__all__ = ["Part", "Typesetter", "probe"]
