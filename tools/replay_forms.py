"""The fictional forms of the whole plan: our own blanks, filled by a seed, so that every replay hands in the same."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from pipeline.reading.blanks import blank
from pipeline.vietnamese.dates import roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
DOCUMENT = "word/document.xml"
#: so that the same form has the same bytes
MOMENT = (2021, 9, 16, 0, 0, 0)
TICKED = "\N{BALLOT BOX WITH X}"
#: rows for people on the blank TD-01
MOST_ROWS = 12

Person = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Quarter:
    """The quarter a form is for, and its due day."""

    year: int
    number: int
    due: dt.date


class Forms:
    """Fills forms for the units of an office from `plan`, the data of ``samples/ke-hoach.toml``."""

    def __init__(self, plan: Mapping[str, Any], staff: Sequence[Person], units: Mapping[str, str]) -> None:
        self._plan = plan
        self._units = units
        self._staff = {code: [person for person in staff if person["unit"] == code] for code in units}
        self._blanks = {name: blank(name).docx for name in ("TD-01", "TD-02")}

    def nomination(self, unit: str, quarter: Quarter, signed: dt.date, *, turn: int = 0, like: str = "") -> bytes:
        """A TD-02 of `unit`; `turn` chooses another person, `like` copies the achievement of another unit."""
        of = like or unit
        dice = random.Random(f"{self._plan['seed']} {of} {quarter.year} {quarter.number} {0 if like else turn}")  # noqa: S311
        person = self._nominee(unit, quarter, turn)
        fields = self._fields(of, dice)
        values = {
            "quy": roman(quarter.number),
            "nam": str(quarter.year),
            "don_vi": self._units[unit],
            **_about(person, self._units[unit]),
            **{f"linh_vuc={field}": True for field in fields},
            "danh_hieu=GK": True,
            "thanh_tich": self._achievement(fields[0], dice),
            "ky_luat": "Không",
            **self._signed(unit, signed),
        }
        return filled(self._blanks["TD-02"], values)

    def registration(self, unit: str, year: int, signed: dt.date) -> bytes:
        """A TD-01 of `unit`: everybody for Lao động tiên tiến, some for more, one in three as an exemplar."""
        staff = self._staff[unit][:MOST_ROWS]
        dice = random.Random(f"{self._plan['seed']} {unit} {year}")  # noqa: S311 - no secret, the same forms each time
        values: dict[str, Any] = {
            "nam": str(year),
            "don_vi": self._units[unit],
            "tong_so_nguoi": str(len(staff)),
            "so_nu": str(sum(person["sex"] == "Nữ" for person in staff)),
            "tap_the[1].ten": self._units[unit],
            "tap_the[1].danh_hieu=TTLDTT": True,
            **self._signed(unit, signed),
        }
        for number, person in enumerate(staff, start=1):
            row = f"ca_nhan[{number}]"
            values |= {f"{row}.ho_ten": person["name"], f"{row}.chuc_vu": person["post"], f"{row}.danh_hieu=LDTT": True}
            if number == self._fighter(unit, year):
                values[f"{row}.danh_hieu=CSTDCS"] = True
            if (number + year) % 3 == 0:
                values |= {f"{row}.dien_hinh=Có": True, f"{row}.linh_vuc={self._fields(unit, dice)[0]}": True}
        return filled(self._blanks["TD-01"], values)

    def _fighter(self, unit: str, year: int) -> int:
        """Who stands for Chiến sĩ thi đua cơ sở, too, counted from 1: somebody of every second unit, else nobody (0).

        So the office stays within the 15 % of those with Lao động tiên tiến that the law of 2003 allowed.
        """
        staff = self._staff[unit]
        return year % len(staff) + 1 if (list(self._units).index(unit) + year) % 2 else 0

    def _nominee(self, unit: str, quarter: Quarter, turn: int) -> Person:
        """Those without the unit's leading post by turns; its head now and then."""
        staff = self._staff[unit]
        number = quarter.year * 4 + quarter.number + turn
        if number % 9 == 0:
            return staff[0]
        others = staff[1:] or staff
        return others[number % len(others)]

    def _fields(self, unit: str, dice: random.Random) -> list[str]:
        usual = self._plan["fields"][unit]
        chosen = dice.choices(usual, weights=range(len(usual), 0, -1))[0]
        second = dice.choice(usual)
        return [chosen] if second == chosen or dice.random() < 0.8 else sorted({chosen, second})

    def _achievement(self, field: str, dice: random.Random) -> str:
        deeds = self._plan["deeds"]
        others = [deed for code in sorted(deeds) if code != field for deed in deeds[code]]
        words = self._plan["words"]
        sentences = [dice.choice(deeds[field]), dice.choice(others)]
        sentences += [dice.choice(words["methods"]), dice.choice(words["effects"])]
        return " ".join(each.format(n=f"{dice.randint(2, 19):02d}", m=dice.randint(21, 190)) for each in sentences)

    def _signed(self, unit: str, day: dt.date) -> dict[str, Any]:
        return {"ngay_ky": f"{day:%d/%m/%Y}", "truong_don_vi": self._staff[unit][0]["name"]}


def _about(person: Person, unit: str) -> dict[str, Any]:
    return {
        "ho_ten": person["name"],
        f"gioi_tinh={person['sex']}": True,
        "ngay_sinh": f"{person['birth']:%d/%m/%Y}",
        "dan_toc": person["ethnic"],
        "chuc_vu": person["post"],
        "don_vi_cong_tac": unit,
        "trinh_do": "Đại học; Trung cấp",
    }


# Filling


def filled(docx: bytes, values: Mapping[str, str | bool]) -> bytes:
    """A blank with content controls, filled as Word does it: text by tag, boxes ticked.

    `KeyError` for a tag the blank does not have.
    """
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        members = {member.filename: package.read(member) for member in package.infolist()}
    root = etree.fromstring(members[DOCUMENT])
    controls = {_tag(control): control for control in root.iter(f"{W}sdt")}
    for tag, value in values.items():
        if value is True:
            _tick(controls[tag])
        else:
            _write(controls[tag], str(value))
    members[DOCUMENT] = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, MOMENT)
            member.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(member, content)
    return stream.getvalue()


def _tag(control: etree._Element) -> str:
    tag = control.find(f"{W}sdtPr/{W}tag")
    return tag.get(f"{W}val", "") if tag is not None else ""


def _tick(control: etree._Element) -> None:
    for state in control.iter(f"{W14}checked"):
        state.set(f"{W14}val", "1")
    text = next(control.iter(f"{W}t"))
    text.text = TICKED


def _write(control: etree._Element, value: str) -> None:
    for mark in control.findall(f"{W}sdtPr/{W}showingPlcHdr"):
        mark.getparent().remove(mark)  # type: ignore[union-attr]
    runs = list(control.iter(f"{W}r"))
    for style in runs[0].findall(f"{W}rPr/{W}rStyle"):
        style.getparent().remove(style)  # type: ignore[union-attr]
    for run in runs[1:]:
        run.getparent().remove(run)  # type: ignore[union-attr]
    next(runs[0].iter(f"{W}t")).text = value
