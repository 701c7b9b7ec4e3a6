"""The templates of the office, typeset by LibreOffice, from draft to archived document."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from pyhanko.sign.timestamps import TimeStamper

from pipeline.drafting.trials import filled, purpose_of
from pipeline.errors import SlotsUncertain
from pipeline.home import CHECKOUT
from pipeline.signing import (
    Person,
    Signer,
    Trust,
    certify,
    check_signed,
    issue,
    precheck,
    prepare,
    upgrade,
    validate,
)
from pipeline.typeset import Typesetter
from tests.integration.signing.conftest import ISSUED_AT, SIGNED_AT
from tests.integration.signing.ink import ink_due, ink_of

pytestmark = pytest.mark.office

PLAN = CHECKOUT / "tests" / "data" / "ke-hoach-2021.txt"
#: what the register fills, and one template of each build of letterhead and signature beside it
TEMPLATES = [
    Path("templates", name)
    for name in (
        "baocao/quy.docx",
        "congvan/cong-van.docx",
        "kehoach/ke-hoach-nguyen-van.docx",
        "kehoach/ke-hoach.docx",
        "khac/cong-dien.docx",
        "khac/hop-dong.docx",
        "khac/nghi-quyet.docx",
        "quyetdinh/ban-hanh.docx",
        "quyetdinh/danh-hieu.docx",
        "quyetdinh/giay-khen.docx",
    )
]


@pytest.fixture(scope="module")
def typeset() -> Iterator[Typesetter]:
    with Typesetter() as typesetter:
        yield typesetter


def rendered(path: Path) -> bytes:
    purpose = purpose_of(path)
    assert purpose is not None
    return filled(CHECKOUT / path, purpose)


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_every_template_goes_all_the_way(
    typeset: Typesetter,
    path: Path,
    chief: Signer,
    sealer: Signer,
    expected: Person,
    trust: Trust,
    timestamps: TimeStamper,
    blue: bytes,
    red: bytes,
    tmp_path: Path,
) -> None:
    prepared = prepare(typeset.pdf(rendered(path)), draft="VB-1/1", title=path.stem)
    year, month = prepared.slots.year, int(prepared.slots.fields["ThangBanHanh"].printed or ISSUED_AT.month)
    day = ISSUED_AT.date().replace(year=year, month=month, day=6)

    certified = certify(prepared.pdf, chief, at=SIGNED_AT, expected=expected, picture=blue)
    signed = check_signed(certified, trust, at=ISSUED_AT, expected=expected)
    issued = issue(signed, number=15, day=day, sealer=sealer, at=ISSUED_AT, picture=red, timestamps=timestamps)
    lasting = upgrade(issued, trust, timestamps, at=ISSUED_AT)

    assert validate(lasting, trust, at=ISSUED_AT).ok
    assert [precheck(stage).problems for stage in (prepared.pdf, certified, issued, lasting)] == [()] * 4
    assert lasting.startswith(prepared.pdf)
    file = tmp_path / f"{path.stem}.pdf"
    file.write_bytes(lasting)
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    assert re.search(rf"Số:\s*15{re.escape(prepared.slots.symbol)}", text)
    assert re.search(rf"ngày\s*06\s*tháng\s*0?{month}\s*năm {year}", text)
    number, size = ink_of("SoVanBan", certified, issued), prepared.slots.fields["SoVanBan"].size
    assert number.is_inside
    assert number.width == pytest.approx(ink_due("15", size, italic=False), abs=1)


def test_the_issued_plan_keeps_every_word_and_has_the_fonts_of_the_decree_only(
    typeset: Typesetter, chief: Signer, sealer: Signer, trust: Trust, blue: bytes, red: bytes, tmp_path: Path
) -> None:
    path = CHECKOUT / "templates" / "kehoach" / "ke-hoach-nguyen-van.docx"
    prepared = prepare(typeset.pdf(rendered(path)), draft="ke-hoach/1", title="Kế hoạch").pdf
    certified = certify(prepared, chief, at=SIGNED_AT, picture=blue)
    signed = check_signed(certified, trust, at=ISSUED_AT)
    file = tmp_path / "plan.pdf"
    day = dt.date(2021, 9, 6)
    file.write_bytes(issue(signed, number=15, day=day, sealer=sealer, at=ISSUED_AT, picture=red))

    fonts = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout

    assert fonts
    assert all(re.match(r"[A-Z]{6}\+(LiberationSerif|Tinos|TimesNewRoman)", font) for font in fonts)
    assert unicodedata.is_normalized("NFC", text)
    wanted = Counter(PLAN.read_text(encoding="utf-8").replace("*", "").split())
    wanted.subtract(["/KH-VPUBND"])  # with its number before it
    assert wanted - Counter(text.split()) == Counter()


def test_a_draft_without_its_bookmarks_is_refused_with_what_to_mend(typeset: Typesetter, tmp_path: Path) -> None:
    file = tmp_path / "draft.docx"
    file.write_bytes(rendered(TEMPLATES[0]))
    document = Document(str(file))
    for mark in list(document.element.body.iter("{*}bookmarkStart")):
        mark.getparent().remove(mark)
    document.save(str(file))

    with pytest.raises(SlotsUncertain, match="slotky"):
        prepare(typeset.pdf(file.read_bytes()), draft="VB-1/1", title="t")
