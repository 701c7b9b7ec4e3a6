"""The forms of the example office read as their authors meant them, without anybody being asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import FileRefused
from pipeline.reading import FormReading, Lexicon, read
from tests.factory.lists import TITLES, UNITS, title
from tests.factory.office import convert
from tests.factory.samples import ROOT, load

OFFICE = load()
QUARTER = ROOT / "2022-09-19"
LEXICON = Lexicon(
    units=tuple(UNITS.values()),
    titles=tuple(full for full, _ in TITLES.values()),
    posts=tuple(dict.fromkeys(person["post"] for person in OFFICE.people.values())),
    staff=tuple(dict.fromkeys(name for name, _ in OFFICE.people)),
)


def _read(path: Path) -> FormReading:
    reading = read(path, lexicon=LEXICON, convert=lambda data, suffix: convert(data, "docx", suffix))
    (form,) = reading.forms
    return form


def _handed_in() -> list[Any]:
    """Every file in a unit's folder with the code of that unit; old Word needs LibreOffice."""
    files = [(path, path.parent.name) for path in sorted(ROOT.glob("*/*/*"))]
    files.append((QUARTER / "Danh sach gioi thieu quy III - Nha khach.xlsx", "NK"))
    return [pytest.param(path, code, marks=[pytest.mark.office] * (path.suffix == ".doc")) for path, code in files]


@pytest.mark.parametrize(("path", "code"), _handed_in())
def test_a_sample_form_says_what_its_unit_meant(path: Path, code: str) -> None:
    unit, form = OFFICE.units[code], _read(path)
    values = {key: field.value for key, field in form.fields.items()}

    assert not any(field.review for field in form.fields.values())
    assert (values["don_vi"] or values["don_vi_cong_tac"]).casefold() == UNITS[code].casefold()
    assert values["nam"] == 2022
    assert values["truong_don_vi"] == unit["head"]
    if form.form == "TD-01":
        assert values["ngay_ky"] == unit["registered"].isoformat()
        assert [row["ho_ten"].value for row in form.tables["ca_nhan"]] == [row[0] for row in unit["registrations"]]
        assert [row["linh_vuc"].value for row in form.tables["ca_nhan"]] == [[row[2]] for row in unit["registrations"]]
        assert [row["ten"].value for row in form.tables["tap_the"]] == [row[0] for row in unit["collectives"]]
    else:
        who = OFFICE.nominee(code)
        assert values["quy"] == 3
        assert (values["ho_ten"], values["gioi_tinh"], values["dan_toc"]) == (who["name"], who["sex"], who["ethnic"])
        assert values["ngay_sinh"] == who["birth"].isoformat()
        assert values["danh_hieu"] == [title(code) for code in unit["titles"]]
        assert values["linh_vuc"] == unit["fields"]
        assert "".join(values["thanh_tich"].split())[-40:] == "".join("".join(unit["achievements"]).split())[-40:]


@pytest.mark.parametrize(
    "name", ["Phieu co mat khau.pdf", "Phieu co macro.docx", "phieu trong.docx", "Cong van muon phong hop.docx"]
)
def test_what_cannot_be_taken_is_refused_with_a_reason(name: str) -> None:
    with pytest.raises(FileRefused):
        read(QUARTER / name, lexicon=LEXICON)


def test_every_unit_hands_in_both_forms() -> None:
    units = [code for _path, code in (parameter.values for parameter in _handed_in())]

    assert sorted(units) == sorted([*UNITS, *UNITS])
