"""The example office becomes rows; loading it again changes nothing; a wrong file is named and nothing is written."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from pipeline.errors import OfficeFileWrong
from pipeline.home import CHECKOUT
from pipeline.register.models import (
    Appointment,
    Award,
    Body,
    EmulationField,
    Hold,
    Initiative,
    Person,
    Rating,
    RecipientGroup,
    Round,
    Title,
    Unit,
)
from pipeline.register.office import load_office, loaded_file

pytestmark = pytest.mark.django_db

EXAMPLE = CHECKOUT / "samples" / "office.toml"


@pytest.fixture
def office_file(tmp_path: Path) -> Path:
    """A copy that a test may spoil."""
    shutil.copy(EXAMPLE, tmp_path)
    shutil.copy(EXAMPLE.with_name("nhan-su.toml"), tmp_path)
    return tmp_path / EXAMPLE.name


def counts() -> dict[str, int]:
    models = (Body, Unit, Person, Appointment, Title, EmulationField, Round, RecipientGroup)
    return {model.__name__: model.objects.count() for model in models}


def test_the_example_office_is_loaded() -> None:
    load_office(EXAMPLE)

    assert Body.objects.get().place == "Lào Cai"
    assert Unit.objects.count() == 12
    assert Unit.objects.filter(nominates=True).count() == 11
    assert EmulationField.objects.count() == 11
    quarters = Round.objects.filter(kind="quarterly").values_list("code", flat=True)
    assert len(quarters) == 15
    assert (quarters[0], quarters[14]) == ("Q4/2021", "Q2/2025")


def test_a_quarter_has_its_days() -> None:
    load_office(EXAMPLE)

    third = Round.objects.get(code="Q3/2022")

    assert (third.first_day, third.last_day) == (dt.date(2022, 7, 1), dt.date(2022, 9, 30))
    assert third.due == dt.date(2022, 9, 20)


def test_loading_twice_changes_nothing() -> None:
    load_office(EXAMPLE)
    once = counts()

    load_office(EXAMPLE)

    assert counts() == once


def test_an_edited_file_updates_what_is_there(office_file: Path) -> None:
    load_office(office_file)
    text = office_file.read_text(encoding="utf-8")
    office_file.write_text(text.replace('name = "Phòng Tổng hợp"', 'name = "Phòng Tổng hợp - Pháp chế"'), "utf-8")

    load_office(office_file)

    assert Unit.objects.get(code="TH").name == "Phòng Tổng hợp - Pháp chế"
    assert Unit.objects.count() == 12


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ('code = "KH-2021-2025"', 'cod = "KH-2021-2025"', "plan"),
        ("quarter_day = 20", "quarter_day = 31", "due.quarter_day"),
        ('bc_quy = ["HDVP"', 'bc_quy = ["HDXX"', "recipient_groups.bc_quy"),
        ('first_quarter = "Q4/2021"', 'first_quarter = "IV/2021"', "plan.first_quarter"),
        ("[body]", "[body", "-"),
    ],
)
def test_a_wrong_entry_is_named_and_nothing_is_written(office_file: Path, right: str, wrong: str, place: str) -> None:
    text = office_file.read_text(encoding="utf-8")
    assert right in text
    office_file.write_text(text.replace(right, wrong), "utf-8")

    with pytest.raises(OfficeFileWrong) as error:
        load_office(office_file)

    assert str(error.value.facts["place"]).startswith(place)
    assert Body.objects.count() == 0


def test_a_post_nobody_defined_is_named(office_file: Path) -> None:
    staff = office_file.with_name("nhan-su.toml")
    staff.write_text(staff.read_text("utf-8").replace('post = "Trưởng ban"', 'post = "Trưởng bản"'), "utf-8")

    with pytest.raises(OfficeFileWrong, match="Trưởng bản"):
        load_office(office_file)


def test_the_register_remembers_its_office_file(office_file: Path) -> None:
    assert loaded_file() is None

    load_office(office_file)

    assert loaded_file() == office_file


HONOURS = """
award = [{ person = "CB10", title = "CSTDCS", year = 2021, symbol = "05/QĐ-VPUBND", day = 2021-12-30 }]
rating = [{ person = "CB10", year = 2021, code = "HTXS" }]
initiative = [{ person = "CB10", year = 2021, name = "Sổ tay trình ký" }]
hold = [{ person = "CB11", kind = "DONTHU", valid_from = 2022-03-01 }]
"""


def office_with_honours(tmp_path: Path, honours: str) -> Path:
    office = EXAMPLE.read_text("utf-8")
    (tmp_path / "nhan-su.toml").write_bytes(EXAMPLE.with_name("nhan-su.toml").read_bytes())
    (tmp_path / "thanh-tich.toml").write_text(honours, "utf-8")
    path = tmp_path / "office.toml"
    path.write_text('honours = "thanh-tich.toml"\n' + office, "utf-8")
    return path


def test_what_is_known_of_before_is_loaded_once_however_often(tmp_path: Path) -> None:
    path = office_with_honours(tmp_path, HONOURS)

    load_office(path)
    load_office(path)

    award = Award.objects.get()
    assert (award.person.full_name, award.title.code, award.year) == ("Giàng A Thử", "CSTDCS", 2021)
    assert Rating.objects.get().code == "HTXS"
    assert Initiative.objects.get().name == "Sổ tay trình ký"
    assert Hold.objects.get().kind == "DONTHU"


@pytest.mark.parametrize(("right", "wrong"), [("CB10", "CB99"), ("CSTDCS", "CSTDXX"), ("HTXS", "TOT")])
def test_a_fault_in_the_file_of_honours_is_named_before_anything_is_written(
    tmp_path: Path, right: str, wrong: str
) -> None:
    with pytest.raises(OfficeFileWrong, match=r"thanh-tich\.toml"):
        load_office(office_with_honours(tmp_path, HONOURS.replace(right, wrong)))

    assert not Award.objects.exists()
    assert not Body.objects.exists()
