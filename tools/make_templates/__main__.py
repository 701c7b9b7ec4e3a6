"""Write every template below ``templates/``, over what was edited there."""

from __future__ import annotations

from pipeline.home import TEMPLATES
from tools.make_templates.papers import papers

for name, paper in papers().items():
    path = TEMPLATES / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(paper.docx())
