"""The forms of the example office read as their authors meant them; on paper, a person is asked rather than misled."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import FileRefused
from pipeline.reading import FormReading, Lexicon, Value, read
from tests.factory.lists import TITLES, UNITS, title
from tests.factory.office import convert
from tests.factory.samples import ROOT, load
from tests.factory.score import level

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


TRANSCRIPTS = {ROOT / name: said for name, said in tomllib.loads((ROOT / "ban-giay.toml").read_text("utf-8")).items()}


def _handed_in() -> list[tuple[Path, str]]:
    """Every file in a unit's folder with the code of that unit."""
    files = [(path, path.parent.name) for path in sorted(ROOT.glob("*/*/*"))]
    return [*files, (QUARTER / "Danh sach gioi thieu quy III - Nha khach.xlsx", "NK")]


def _digital() -> list[Any]:
    """Those that are no pictures; old Word needs LibreOffice."""
    files = [(path, code) for path, code in _handed_in() if path not in TRANSCRIPTS]
    return [pytest.param(path, code, marks=[pytest.mark.office] * (path.suffix == ".doc")) for path, code in files]


@pytest.mark.parametrize(("path", "code"), _digital())
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
    units = [code for _path, code in _handed_in()]

    assert sorted(units) == sorted([*UNITS, *UNITS])


def _values(form: FormReading) -> dict[str, Value]:
    """The values of a form by the addresses people give them."""
    cells = {
        f"{table}.{number}.{key}": value
        for table, rows in form.tables.items()
        for number, row in enumerate(rows, 1)
        for key, value in row.items()
    }
    return {**form.fields, **cells}


def _as_written(key: str, value: Any) -> str:
    """`value` as somebody writes it on a form."""
    if key == "quy":
        return ("I", "II", "III", "IV")[value - 1]
    if key.startswith("ngay"):
        return f"{datetime.date.fromisoformat(value):%d/%m/%Y}"
    return "; ".join(value) if isinstance(value, list) else str(value)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.name)
def test_a_sample_on_paper_is_read_right_or_left_to_a_person(path: Path) -> None:
    values = _values(_read(path))
    sure = {address: value.value for address, value in values.items() if not value.review and value.value is not None}

    wrong = {
        address: value
        for address, value in sure.items()
        if level(_as_written(address, value)) != level(TRANSCRIPTS[path].get(address, ""))
    }
    missed = {
        address
        for address in TRANSCRIPTS[path]
        if address not in sure and not (address in values and values[address].review)
    }
    assert wrong == {}
    assert missed == set()
    assert len(sure) >= 8


def test_the_photo_asks_a_person_about_a_year_of_two_digits() -> None:
    assert _values(_read(QUARTER / "THCB" / "anh chup phieu quy III.jpg"))["ngay_sinh"].review
