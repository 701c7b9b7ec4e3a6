"""The lists that papers print: which columns they have, and what stands in them."""

from __future__ import annotations

from tools.make_templates.house import list_table

#: the columns of a list: their widths, their headings
Columns = tuple[tuple[float, ...], tuple[str, ...]]

MEMBERS: Columns = ((11, 49, 56, 44), ("STT", "Họ và tên", "Chức vụ, đơn vị", "Chức danh trong Hội đồng"))


def fields(row: str, *names: str) -> tuple[tuple[str, str], ...]:
    """Style and text of the cells that print fields of a row: ``^stt`` is centred, ``>tien`` a number at the right."""
    styles = {"^": "OBangGiua", ">": "OBangSo"}
    return tuple((styles.get(name[0], "OBang"), f"{{{{ {row}.{name.lstrip('^>')} }}}}") for name in names)


def members() -> str:
    """The members of the council."""
    return list_table(*MEMBERS, "nguoi in thanh_vien", fields("nguoi", "^stt", "ho_ten", "chuc_vu", "chuc_danh"))
