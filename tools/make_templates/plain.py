"""Papers on any matter: right letterhead, number, signer and recipients around text that a person gives.

One builder for all kinds of the decree that need no wording of their own, so that the office can write any
administrative document (NĐ 30/2020, Điều 7).
"""

from __future__ import annotations

from pipeline.conformity.rulebook import packs
from tools.make_templates.blocks import (
    addressees,
    annexes,
    free_end,
    free_text,
    letterhead,
    signature_block,
    title,
    two_signatures,
)
from tools.make_templates.house import wording
from tools.make_templates.package import Paper


def type_name(code: str) -> str:
    """Tên loại of an abbreviation: "Kế hoạch" of "KH"."""
    kind = packs()[0].kind(code)
    assert kind is not None, code
    return kind.name


def named(code: str, *, addressed: bool = False) -> Paper:
    """A document with the name of its kind and a subject; `addressed` to somebody above (Mẫu 1.4)."""
    name = type_name(code)
    to = addressees() if addressed else ""
    body = letterhead() + title(name.upper(), "{{ trich_yeu }}") + to + free_text() + free_end()
    return Paper(title=name, body=body + signature_block() + annexes(name))


def letter() -> Paper:
    """A công văn (Mẫu 1.5)."""
    body = letterhead(subject="{{ trich_yeu }}") + addressees() + free_text() + free_end()
    return Paper(title="Công văn", body=body + signature_block() + annexes("Công văn"))


def two_sided(code: str) -> Paper:
    """A contract or understanding that two sides sign; ours is the right one."""
    name = type_name(code)
    body = letterhead() + title(name.upper(), "{{ trich_yeu }}") + free_text() + free_end()
    return Paper(title=name, body=body + two_signatures("{{ ben_kia.ky }}", "{{ ben_kia.nguoi_ky }}") + annexes(name))


def minutes() -> Paper:
    """Minutes of any meeting, signed by its secretary and its chair (Mẫu 1.9)."""
    body = letterhead(dated=False) + title("BIÊN BẢN", "{{ trich_yeu }}") + free_text() + free_end()
    signatures = two_signatures("THƯ KÝ", "{{ thu_ky.ho_ten }}", "CHỦ TỌA", "{{ chu_tri.ho_ten }}")
    return Paper(title="Biên bản", body=body + signatures + annexes("Biên bản"))


def telegram() -> Paper:
    """A công điện (Mẫu 1.6)."""
    body = letterhead() + title("CÔNG ĐIỆN", "{{ trich_yeu }}") + wording("cong-dien") + free_text() + free_end()
    return Paper(title="Công điện", body=body + signature_block() + annexes("Công điện"))


def worded(code: str, file: str, subject: str = "") -> Paper:
    """A slip whose words are given; giấy giới thiệu and giấy nghỉ phép have no subject (Mẫu 1.8, 1.10)."""
    name = type_name(code)
    body = letterhead() + title(name.upper(), subject) + wording(file) + signature_block()
    return Paper(title=name, body=body)
