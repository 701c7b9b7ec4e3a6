"""``vanthu awards``: the golden book, and what happens to an award after the decision."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.opening import open_office
from pipeline.messages import _

if TYPE_CHECKING:
    from pipeline.register.models import Award

_HEAD = ("Số", "Số, ngày quyết định", "Tên", "Đơn vị", "Danh hiệu, hình thức", "Tiền (đồng)", "Ngày trao", "Ký nhận")
_WIDTHS = (8, 26, 30, 34, 34, 14, 14, 16)


class GoldenNumber(click.ParamType[tuple[int, int]]):
    """ "05/2022": number and year in the golden book."""

    name = "number"

    def convert(
        self, value: str | tuple[int, int], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """Year and number."""
        if isinstance(value, tuple):
            return value
        number, _slash, year = value.partition("/")
        if not (number.isdigit() and year.isdigit()):
            self.fail(_("Write the number as in 05/2022."), param, ctx)
        return int(year), int(number)


_who = click.option("--who", default=getpass.getuser, help=_("Who does it; the login name where it is left out."))


@click.group(help=_("The golden book: whom our decisions reward."))
def awards() -> None:
    """Lines are written when a decision is issued, each with the next number of its year."""


@awards.command("list", help=_("List the golden book."))
@click.option("--year", type=int, help=_("Only this year of decision."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help=_("Write the book as a workbook."))
def list_(year: int | None, as_json: bool, xlsx: Path | None) -> None:
    """In the order of its numbers; what was taken back is marked."""
    open_office()

    from pipeline.register.models import Award

    found = Award.objects.exclude(golden_number=None).select_related("title", "of_unit", "unit")
    rows = list((found.filter(golden_year=year) if year else found).order_by("golden_year", "golden_number"))
    if xlsx is not None:
        _write_book(rows, xlsx)
    if as_json:
        click.echo(json.dumps({"awards": [_as_json(award) for award in rows]}, ensure_ascii=False, indent=1))
    elif xlsx is None:
        for award in rows:
            state = _("taken back: {why}").format(why=award.revoked_why) if award.revoked_on else award.symbol
            click.echo(f"{award.golden_number:02d}/{award.golden_year}  {award.name} – {award.title.name}  ({state})")


@awards.command("hand-over", help=_("Note that certificate and money of the award NUMBER (05/2022) were handed over."))
@click.argument("number", type=GoldenNumber())
@_who
def hand_over(number: tuple[int, int], who: str) -> None:
    """Today."""
    open_office()

    from pipeline.programme import golden_book

    award = golden_book.hand_over(*number, who=who)
    click.echo(_("{name}: handed over on {day}.").format(name=award.name, day=f"{award.handed_over:%d/%m/%Y}"))


@awards.command(help=_("Take the award NUMBER (05/2022) back, with the reason."))
@click.argument("number", type=GoldenNumber())
@click.option("--why", required=True, help=_("The reason."))
@_who
def revoke(number: tuple[int, int], why: str, who: str) -> None:
    """Its line stays; the decision to withdraw it is drafted as quyet_dinh, variant thu_hoi (R-REV-01)."""
    open_office()

    from pipeline.programme import golden_book
    from pipeline.vietnamese.money import figures

    award = golden_book.take_back(*number, why=why, who=who)
    said = _("{name}: the award is taken back, {money} đồng are to be paid back. Draft the decision: {command}")
    command = "vanthu draft quyet_dinh --variant thu_hoi"
    click.echo(said.format(name=award.name, money=figures(award.money), command=command))


def _as_json(award: Award) -> dict[str, Any]:
    return {
        "number": award.golden_number,
        "year": award.golden_year,
        "symbol": award.symbol,
        "day": award.day.isoformat(),
        "name": award.name,
        "unit": award.of_unit.code if award.of_unit else None,
        "collective": award.unit_id is not None,
        "title": award.title.code,
        "for_year": award.year,
        "money": award.money,
        "handed_over": award.handed_over.isoformat() if award.handed_over else None,
        "revoked": award.revoked_on.isoformat() if award.revoked_on else None,
        "why": award.revoked_why or None,
    }


def _write_book(rows: list[Award], path: Path) -> None:
    """The eight columns of sổ theo dõi khen thưởng (domain reference 8.14)."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sổ theo dõi khen thưởng"
    sheet.append(list(_HEAD))
    for award in rows:
        unit = award.of_unit.name if award.of_unit else ""
        handed = award.handed_over
        decision = f"{award.symbol}, {award.day:%d/%m/%Y}"
        number = f"{award.golden_number:02d}/{award.golden_year}"
        sheet.append([number, decision, award.name, unit, award.title.name, award.money, handed, ""])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    book.save(path)
