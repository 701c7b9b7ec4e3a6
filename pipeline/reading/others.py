"""What a line says of another person than the nominee, of whom to call or of who wrote the form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.reading.labels import OTHER_PERSON, Label

#: What may be said of a person on the line that names the person.
_SAID = frozenset({"ho_ten", "chuc_vu", "don_vi_cong_tac", "ngay_sinh", "gioi_tinh", "dan_toc", "trinh_do"})
_NUMBER_BEFORE = re.compile(r"(?:^|[\s.…_])\d{1,2}\s?[.)\-/]\s*$")


def without_contact(labels: Sequence[Label], text: str) -> list[Label]:
    """The `labels` of a line without those that go on about another person it names.

    "Người liên hệ: Trần Thị Ví Dụ, sinh năm 1990" tells no birth date of the nominee. A number before it says that a
    label is the form's own.
    """
    person = next((label.start for label in labels if label.key == OTHER_PERSON), len(text))
    return [
        label
        for label in labels
        if label.start <= person or label.key.partition("+")[0] not in _SAID or _is_numbered(label, text)
    ]


def _is_numbered(label: Label, text: str) -> bool:
    """Whether a number stands right before a label, wherever on its line."""
    return _NUMBER_BEFORE.search(text, 0, label.start) is not None
