"""The yearly plan of emulation and commendation (`ke_hoach --variant nam`), a part of the plan of the period."""

from __future__ import annotations

from tools.make_templates.blocks import annexes, letterhead, signature_block, title
from tools.make_templates.house import wording
from tools.make_templates.package import Paper


def paper() -> Paper:
    """The plan of one year."""
    subject = "Công tác thi đua, khen thưởng năm {{ nam_ke_hoach }}"
    body = letterhead() + title("KẾ HOẠCH", subject) + wording("ke-hoach-nam") + signature_block()
    return Paper(title="Kế hoạch công tác thi đua, khen thưởng năm", body=body + annexes("Kế hoạch"))
