"""What every decision has in common: title, authority, legal basis, the word QUYẾT ĐỊNH (Mẫu 1.2)."""

from __future__ import annotations

from tools.make_templates.house import paragraph, tag, title


def opening(subject: str, proposed_by: str, *own_basis: str) -> str:
    """From the title to ``QUYẾT ĐỊNH:``; `own_basis` are this document's basis lines after those of the law, without
    end marks."""
    return (
        title("QUYẾT ĐỊNH", subject)
        + paragraph("ThamQuyen", "{{ tham_quyen }}")
        + tag("{%p for dong in can_cu %}")
        + paragraph("CanCu", "{{ dong }};")
        + tag("{%p endfor %}")
        + "".join(paragraph("CanCu", f"{line};") for line in own_basis)
        + paragraph("CanCu", f"{proposed_by}.")
        + paragraph("ThamQuyen", "QUYẾT ĐỊNH:")
    )
