"""The papers among `samples/`, two scans and a photo of our own blanks; `tests.factory.samples` writes them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from tests.factory.dice import Dice
from tests.factory.lists import TITLES, UNITS, title
from tests.factory.paper import damage, packing
from tests.factory.paper.leaves import Leaf, drawn
from tests.factory.paper.own import Answers, blank, fill
from tests.factory.paper.pen import BLACK, Style, font, typewriter
from tests.factory.paper.photo import photographed
from tests.factory.samples import Office


def nomination(office: Office, code: str, *, birth: str = "{:%d/%m/%Y}") -> Answers:
    """The nomination of quarter III/2022 of the unit `code`, for the zones of our blank."""
    unit, who, answers = office.units[code], office.nominee(code), Answers()
    lines = {
        "quy": "III",
        "nam": "2022",
        "don_vi": UNITS[code],
        "ho_ten": who["name"],
        "ngay_sinh": birth.format(who["birth"]),
        "dan_toc": who["ethnic"],
        "chuc_vu": who["post"],
        "don_vi_cong_tac": UNITS[code],
        "trinh_do": unit["education"],
        "thanh_tich": "\n".join(unit["achievements"]),
        "ky_luat": "Không",
        "ngay_ky": f"{unit['signed']:%d/%m/%Y}",
        "truong_don_vi": unit["head"],
    }
    for key, text in lines.items():
        answers.put(key, text)
    for key, codes in (("gioi_tinh", [who["sex"]]), ("linh_vuc", unit["fields"]), ("danh_hieu", unit["titles"])):
        answers.tick(key, codes, codes)
    return answers


def registration(office: Office, code: str) -> Answers:
    """The registration for 2022 of the unit `code`, for the zones of our blank."""
    unit, answers = office.units[code], Answers()
    for key, text in (("nam", "2022"), ("don_vi", UNITS[code]), ("truong_don_vi", unit["head"])):
        answers.put(key, text)
    answers.put("ngay_ky", f"{unit['registered']:%d/%m/%Y}")
    for number, (name, titles, field) in enumerate(unit["registrations"], 1):
        _row(answers, f"ca_nhan[{number}].", titles, field, ho_ten=name, chuc_vu=office.people[name, code]["post"])
    for number, (name, titles, field) in enumerate(unit["collectives"], 1):
        _row(answers, f"tap_the[{number}].", titles, field, ten=name)
    return answers


def _row(answers: Answers, row: str, titles: str, field: str, **words: str) -> None:
    answers.written |= {row + key: text for key, text in words.items()}
    for code in titles.split("+"):
        awarded = title(code).startswith(("Giấy khen", "Bằng khen"))
        answers.ticked.add(f"{row}{'hinh_thuc' if awarded else 'danh_hieu'}={code}")
    answers.ticked.add(f"{row}linh_vuc={field}")


@dataclass(frozen=True)
class Paper:
    """A sheet somebody handed in: the file's name below `samples/`, its bytes, and what a person takes it to say."""

    name: str
    data: bytes
    answers: Answers


def papers(office: Office) -> list[Paper]:
    """What three units hand in on paper, each file small enough for a checkout."""
    screen, rng = Style(font("Serif"), 12, BLACK), Dice.of("samples on paper", wide=False)
    scanned = nomination(office, "CTTDT")
    leaves = [damage.stamped(damage.signed(leaf, rng), rng) for leaf in _pages("TD-02", scanned, rng, screen, 200)]
    scan = packing.pdf([damage.slightly_skewed(leaf, rng) for leaf in leaves], 50)

    # A birth year of two digits may be of this century or of the last: a person is asked.
    doubtful = nomination(office, "THCB", birth="{:%d/%m/%y}")
    [leaf] = _pages("TD-02", doubtful, rng, typewriter(rng), 180)
    photo = packing.jpeg(photographed(damage.signed(leaf, rng), rng), 45, orientation=6)

    yearly = registration(office, "NK")
    leaves = [damage.faxed(damage.skewed(leaf, rng), rng) for leaf in _pages("TD-01", yearly, rng, screen, 200)]
    return [
        Paper("2022-01-25/NK/dang ky thi dua 2022 (quet).tif", packing.tiff(leaves), yearly),
        Paper("2022-09-19/CTTDT/Phieu gioi thieu (ban quet).pdf", scan, scanned),
        Paper("2022-09-19/THCB/anh chup phieu quy III.jpg", photo, nomination(office, "THCB")),
    ]


def _pages(form: str, answers: Answers, rng: Dice, style: Style, dpi: int) -> list[Leaf]:
    return drawn((blank(form), fill(form, answers, rng, style)[0]), dpi)


def transcript(handed_in: Sequence[Paper]) -> str:
    """What a person reads on the papers, by the addresses `vanthu review` knows, as TOML."""
    lines = ["# Nội dung người xem lại đọc được trên các bản giấy trong thư mục này."]
    for paper in handed_in:
        lines.append(f"\n[{_quoted(paper.name)}]")
        lines += [f"{_quoted(address)} = {_quoted(text)}" for address, text in _said(paper.answers).items()]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a string of JSON is one of TOML


def _said(answers: Answers) -> dict[str, str]:
    """The answers by address, ticked options as their words."""
    said = dict(answers.written)
    ticks = sorted(tuple(ticked.split("=")) for ticked in answers.ticked)
    for key, code in sorted(ticks, key=lambda tick: list(TITLES).index(tick[1]) if tick[1] in TITLES else 0):
        word = title(code) if code in TITLES else code
        said[key] = f"{said[key]}; {word}" if key in said else word
    return {key.replace("[", ".").replace("].", "."): text for key, text in said.items()}
