"""The office's own blanks, printed and filled in on the screen, on a typewriter, or by hand."""

from __future__ import annotations

import functools
import io
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.oxml.ns import qn

from pipeline.reading import blanks
from tests.factory import prose
from tests.factory.dice import Dice
from tests.factory.lists import EDUCATION, FIELDS, PERSON_TITLES, UNIT_TITLES, pick, title, unit_variant
from tests.factory.nomination import random_case
from tests.factory.office import convert
from tests.factory.paper import Filled
from tests.factory.paper.pen import Pen, Style, hand, screen, typewriter
from tests.factory.people import Person, person, write_ethnic
from tests.factory.sheet import TD01_FIELDS, TD02_FIELDS
from tests.factory.wording import ROMAN, write_date

#: points from line to line where somebody writes several
HAND_PITCH, PRINT_PITCH = 22.7, 14.5
PAGES = {"TD-02": (595.28, 841.89), "TD-01": (841.89, 595.28)}
_SUB_UNITS = ("Tổ Hành chính", "Bộ phận Tiếp nhận và Trả kết quả", "Tổ Công nghệ thông tin", "Đội xe", "Bộ phận Lễ tân")


@dataclass
class Answers:
    """What goes into the zones of a blank, and what it therefore says."""

    written: dict[str, str] = field(default_factory=dict)
    ticked: set[str] = field(default_factory=set)
    says: dict[str, Any] = field(default_factory=dict)

    def put(self, key: str, text: str, value: Any = None) -> None:
        self.written[key] = text
        self.says[key] = text if value is None else value

    def tick(self, key: str, codes: list[str], value: Any) -> None:
        self.ticked |= {f"{key}={code}" for code in codes}
        self.says[key] = value

    def drop(self, key: str) -> None:
        """Leave the field blank."""
        self.written.pop(key, None)
        self.ticked = {name for name in self.ticked if name.partition("=")[0] != key}
        self.says[key] = None


@functools.cache
def blank(form: str) -> bytes:
    """The PDF the office prints."""
    return blanks.blank(form).pdf


def zones(form: str) -> dict[str, dict[str, Any]]:
    return blanks.zone_map(form, 1)["fields"]


def nomination(rng: Dice) -> Filled:
    return _nomination(rng, _machine(rng))


def nomination_by_hand(rng: Dice) -> Filled:
    return _nomination(rng, hand(rng))


def registration(rng: Dice) -> Filled:
    return _registration(rng, _machine(rng))


def registration_by_hand(rng: Dice) -> Filled:
    return _registration(rng, hand(rng))


def nomination_in_word(rng: Dice) -> Filled:
    """Our Word file filled in and printed: our layout without the marks a machine looks for."""
    answers = _nominee(rng)
    document = _filled_word(blanks.blank("TD-02").docx, answers)
    fields = dict.fromkeys(TD02_FIELDS) | answers.says
    return Filled((convert(document, "pdf"),), [{"form": "TD-02", "fields": fields, "tables": {}}], ("our Word file",))


def _filled_word(document: bytes, answers: Answers) -> bytes:
    """The content controls filled in: words for placeholders, a cross for a box."""
    paper = docx.Document(io.BytesIO(document))
    for control in paper.element.body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}").get(qn("w:val"))
        run = control.find(f"{qn('w:sdtContent')}/{qn('w:r')}")
        if tag in answers.ticked:
            run.find(qn("w:t")).text = "☒"
        elif tag in answers.written:
            for part in list(run):
                run.remove(part)
            for number, line in enumerate(answers.written[tag].split("\n")):
                if number:
                    run.append(run.makeelement(qn("w:br")))
                run.append(run.makeelement(qn("w:t")))
                run[-1].text = line
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def _machine(rng: Dice) -> Style:
    return screen(rng) if rng.random() < 0.7 else typewriter(rng)


def _nomination(rng: Dice, style: Style) -> Filled:
    answers = _nominee(rng)
    dropped = [key for key in answers.says if key != "ho_ten" and rng.random() < 0.03]
    for key in dropped:
        answers.drop(key)
    layer, says = fill("TD-02", answers, rng, style)
    fields = dict.fromkeys(TD02_FIELDS) | says
    traits = (style.face, *(f"blank {key}" for key in dropped))
    return Filled((blank("TD-02"), layer), [{"form": "TD-02", "fields": fields, "tables": {}}], traits)


def _nominee(rng: Dice) -> Answers:
    case, answers = random_case(rng), Answers()
    who = case.nominee
    put = answers.put
    put("quy", rng.choice((ROMAN[case.quarter], ROMAN[case.quarter], str(case.quarter))), case.quarter)
    put("nam", str(case.year), case.year)
    put("don_vi", unit_variant(rng, who.unit), who.unit)
    put("ho_ten", who.name.upper() if rng.random() < 0.12 else who.name, who.name)
    answers.tick("gioi_tinh", [who.sex], who.sex)
    year_only = rng.random() < 0.05
    birth = str(who.birth.year) if year_only else write_date(rng, who.birth)
    put("ngay_sinh", birth, str(who.birth.year) if year_only else who.birth.isoformat())
    put("dan_toc", write_ethnic(rng, who.ethnic), who.ethnic)
    put("chuc_vu", who.post)
    put("don_vi_cong_tac", unit_variant(rng, who.unit), who.unit)
    put("trinh_do", rng.choice(EDUCATION))
    fields = pick(rng, tuple(f.code for f in FIELDS), rng.choices((1, 2, 3), (70, 22, 8))[0])
    answers.tick("linh_vuc", fields, fields)
    titles = pick(rng, PERSON_TITLES, rng.choices((1, 2, 3), (60, 33, 7))[0])
    answers.tick("danh_hieu", titles, [title(code) for code in titles])
    put("thanh_tich", "\n".join(prose.achievements(rng, case.quarter, case.year, rng.choice((1, 1, 2, 3)))))
    put("ky_luat", rng.choice(("Không", "Không", "Không có", "không")))
    put("ngay_ky", write_date(rng, case.signed).removeprefix("ngày "), case.signed.isoformat())
    put("truong_don_vi", case.head.name)
    return answers


def _registration(rng: Dice, style: Style) -> Filled:
    case, answers = random_case(rng), Answers()
    unit = case.nominee.unit
    day = case.signed.replace(month=rng.choice((1, 2)))
    people = rng.randint(10, 40)
    answers.put("nam", str(case.year), case.year)
    answers.put("don_vi", unit_variant(rng, unit), unit)
    answers.put("tong_so_nguoi", str(people), people)
    answers.put("so_nu", str(people // 3), people // 3)
    answers.put("so_dang_vien", str(people // 2), people // 2)
    answers.put("chi_tieu", "\n".join(prose.achievements(rng, 1, case.year, 1)))
    answers.put("ngay_ky", write_date(rng, day).removeprefix("ngày "), day.isoformat())
    answers.put("truong_don_vi", case.head.name)
    tables = {
        "ca_nhan": _rows(answers, "ca_nhan", [_member(rng, who) for who in _people(rng, unit)]),
        "tap_the": _rows(answers, "tap_the", [_collective(rng, name) for name in _units(rng, unit)]),
    }
    dropped = [key for key in list(answers.says) if "." not in key and rng.random() < 0.03]
    for key in dropped:
        answers.drop(key)
    layer, says = fill("TD-01", answers, rng, style)
    fields = dict.fromkeys(TD01_FIELDS) | {key: value for key, value in says.items() if "." not in key}
    traits = (style.face, f"{len(tables['ca_nhan'])} rows", *(f"blank {key}" for key in dropped))
    return Filled((blank("TD-01"), layer), [{"form": "TD-01", "fields": fields, "tables": tables}], traits)


def _people(rng: Dice, unit: str) -> list[Person]:
    found = {who.name: who for who in (person(rng, unit) for _ in range(rng.randint(3, 12)))}
    return list(found.values())


def _units(rng: Dice, unit: str) -> list[str]:
    return [unit, *rng.sample(_SUB_UNITS, rng.choice((0, 0, 1, 2)))]


def _member(rng: Dice, who: Person) -> Answers:
    row = Answers()
    row.put("ho_ten", who.name)
    row.put("chuc_vu", who.post)
    titles = pick(rng, PERSON_TITLES[:3], rng.choice((1, 1, 2)))
    row.tick("danh_hieu", titles, [title(code) for code in titles])
    awards = pick(rng, ("GK", "BK_TINH"), rng.choice((0, 0, 1)))
    row.tick("hinh_thuc", awards, [title(code) for code in awards] or None)
    fields = pick(rng, tuple(f.code for f in FIELDS), 1)
    row.tick("linh_vuc", fields, fields)
    exemplar = rng.random() < 0.3
    row.tick("dien_hinh", ["Có"] if exemplar else [], None)
    del row.says["dien_hinh"]  # what an empty box says of it is not for us to decide
    if rng.random() < 0.03:
        row.drop("chuc_vu")
    return row


def _collective(rng: Dice, name: str) -> Answers:
    row = Answers()
    row.put("ten", name)
    titles = pick(rng, UNIT_TITLES[:3], rng.choice((1, 1, 2)))
    row.tick("danh_hieu", titles, [title(code) for code in titles])
    awards = pick(rng, ("GK", "BK_TINH"), rng.choice((0, 0, 1)))
    row.tick("hinh_thuc", awards, [title(code) for code in awards] or None)
    fields = pick(rng, tuple(f.code for f in FIELDS), 1)
    row.tick("linh_vuc", fields, fields)
    return row


def _rows(answers: Answers, table: str, rows: list[Answers]) -> list[dict[str, Any]]:
    """Put `rows` into the zones of `table`; what they say."""
    for number, row in enumerate(rows, 1):
        prefix = f"{table}[{number}]."
        answers.written |= {prefix + key: text for key, text in row.written.items()}
        answers.ticked |= {prefix + key for key in row.ticked}
    return [row.says for row in rows]


def fill(form: str, answers: Answers, rng: Dice, style: Style) -> tuple[bytes, dict[str, Any]]:
    """The layer of ink for the blank of `form`, and what it says: no more of a long text than there was room for."""
    page, says = PAGES[form], dict(answers.says)
    pen = Pen(rng, style, page)
    last = max(zone["page"] for zone in zones(form).values())
    offset = (rng.gauss(0, 1.2), rng.gauss(0, 1.2)) if style.face == "Typewriter" else (0.0, 0.0)
    for number in range(1, last + 1):
        pen.canvas.translate(*offset)
        for key, zone in zones(form).items():
            if zone["page"] != number:
                continue
            box = (zone["x"], zone["y"], zone["x"] + zone["w"], zone["y"] + zone["h"])
            if key in answers.ticked:
                pen.mark(box)
            elif zone["kind"] == "multi" and key in answers.written:
                pitch = HAND_PITCH if style.by_hand else PRINT_PITCH
                says[key] = pen.lines(box, answers.written[key], pitch)
            elif key in answers.written:
                pen.write(box, answers.written[key])
        pen.turn_page()
    return pen.save(), says
