"""The papers among `samples/`, two scans and a photo: ``python -m tests.factory.paper.samples [FOLDER]``.

The files are committed beside those of `tests.factory.samples`, small enough for a checkout.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2

from tests.factory.dice import Dice
from tests.factory.lists import UNITS, title
from tests.factory.paper import damage, packing
from tests.factory.paper.leaves import Leaf, drawn
from tests.factory.paper.own import Answers, blank, fill
from tests.factory.paper.pen import BLACK, Style, font, typewriter
from tests.factory.paper.photo import photographed
from tests.factory.samples import ROOT, Office, load


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


def pages(form: str, answers: Answers, rng: Dice, style: Style, dpi: int) -> list[Leaf]:
    return drawn((blank(form), fill(form, answers, rng, style)[0]), dpi)


def with_depth(leaves: Sequence[Leaf], depth: int) -> list[Leaf]:
    return [Leaf(leaf.pixels, leaf.dpi, depth) for leaf in leaves]


def papers(office: Office) -> dict[str, bytes]:
    """The files by their names below `samples/`."""
    screen = Style(font("Serif"), 12, BLACK)
    rng: Any = Dice.of("samples on paper", wide=False)
    scanned = [
        damage.slightly_skewed(damage.stamped(damage.signed(leaf, rng), rng), rng)
        for leaf in pages("TD-02", nomination(office, "CTTDT"), rng, screen, 200)
    ]
    # A birth year of two digits may be 1985 or, on paper, anything: a person is asked.
    doubtful = nomination(office, "THCB", birth="{:%d/%m/%y}")
    taken = [
        photographed(damage.signed(leaf, rng), rng) for leaf in pages("TD-02", doubtful, rng, typewriter(rng), 200)
    ]
    faxed = [
        damage.faxed(damage.skewed(leaf, rng), rng)
        for leaf in pages("TD-01", registration(office, "PVHCC"), rng, screen, 200)
    ]
    shrunk = [
        leaf.with_pixels(cv2.resize(leaf.pixels, None, fx=0.9, fy=0.9, interpolation=cv2.INTER_AREA)) for leaf in taken
    ]
    return {
        "2022-09-19/CTTDT/Phieu gioi thieu (ban quet).pdf": packing.pdf(with_depth(scanned, 24), 50),
        "2022-09-19/THCB/anh chup phieu Q3.jpg": packing.jpeg(shrunk[0], 55, orientation=6),
        "2022-01-25/PVHCC/dang ky thi dua nam 2022.tif": packing.tiff(with_depth(faxed, 1)),
    }


def main(folder: Path = ROOT) -> None:
    """Write the papers below the day they are handed in on."""
    for name, data in papers(load()).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
