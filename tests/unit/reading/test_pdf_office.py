"""PDFs as LibreOffice writes them: what the factory put into the Word file must be found in the blocks."""

from __future__ import annotations

import pytest

from pipeline.reading.model import Block, Line, Table
from pipeline.reading.pdf import read_pdf
from tests.factory import make

pytestmark = pytest.mark.office

#: fields that are printed as they are meant
_PLAIN = ("ho_ten", "chuc_vu", "trinh_do", "truong_don_vi")


def _words(text: str) -> str:
    return " ".join(text.split()).casefold()


def _text(blocks: tuple[Block, ...]) -> str:
    lines = [block.text for block in blocks if isinstance(block, Line)]
    cells = [cell.text for block in blocks if isinstance(block, Table) for cell in block.cells]
    return _words(" | ".join([*lines, *cells]))


@pytest.mark.parametrize("seed", range(3))
def test_every_value_of_a_nomination_is_found_in_one_piece(seed: int) -> None:
    sample = make(seed, "pdf_office")
    values = [sample.truth[0]["fields"][key] for key in _PLAIN]

    text = _text(tuple(read_pdf(sample.data).blocks))

    assert [value for value in values if value and _words(value) not in text] == []


def test_the_rows_of_a_registration_over_pages_are_one_table() -> None:
    sample = make(0, "td01_pdf_office")
    people = sample.truth[0]["tables"]["ca_nhan"]

    tables = [block for block in read_pdf(sample.data).blocks if isinstance(block, Table)]

    names = {_words(person["ho_ten"]) for person in people}
    assert any(names <= {_words(cell.text) for cell in table.cells} for table in tables)
