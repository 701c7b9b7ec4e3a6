"""The names of zones, fields and controls: `ho_ten`, `gioi_tinh=Nam`, `ca_nhan[3].danh_hieu=LDTT`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = re.compile(r"(?:(?P<table>\w+)\[(?P<row>[1-9]\d*)\]\.)?(?P<field>\w+)(?:=(?P<option>\w+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What a zone is for: a field of the form or of a table's row (from 1), and for a box the code it stands for."""

    field: str
    table: str = ""
    row: int = 0
    option: str = ""

    @classmethod
    def of(cls, name: str) -> Key | None:
        """The key called `name`, or None for a name not of this kind."""
        match = _NAME.fullmatch(name)
        if match is None:
            return None
        table, row, field, option = match.group("table", "row", "field", "option")
        return cls(field=field, table=table or "", row=int(row or 0), option=option or "")

    def __str__(self) -> str:
        row = f"{self.table}[{self.row}]." if self.table else ""
        return f"{row}{self.field}{'=' if self.option else ''}{self.option}"
