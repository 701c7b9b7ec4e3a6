"""The plan: the faithful draft says what the plan of 2021 says, the corrected one differs in its flaws alone."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pypdfium2
import pytest

from pipeline.drafting.difference import paragraphs
from pipeline.drafting.drafts import Changes, order
from pipeline.drafting.kinds import find_kind
from pipeline.home import Home
from pipeline.typeset import Typesetter
from tests.integration.drafting import office

PLAN = Path(__file__).parents[2] / "data" / "ke-hoach-2021.txt"
#: what the text of the plan lacks (domain reference 1.4)
LINES = ("UBND TỈNH LÀO CAI", "VĂN PHÒNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
LETTERHEAD = " ".join(LINES).split()
#: every flaw of the reference, mended, and the Council's name in capitals (NĐ 30/2020, Phụ lục II): the words of the
#: plan and those of the corrected draft
MENDED = [
    ("2025.", "2025,"),
    ("chỉ", "Chỉ"),
    ("chính", "Chính"),
    ("1.4", "1.4."),
    *[("2021-2025.", "2021 - 2025.")] * 5,
    ("hàng", "hằng"),
    ("ban", "ban,"),
    ("thi", "Thi"),
    ("khen", "- Khen"),
    ("", "-"),
    ("", "Văn phòng"),
]


def render(variant: str) -> bytes:
    office.set_up()
    return order(find_kind("ke_hoach"), office.occasion("ke_hoach"), Changes(variant=variant)).render()


def words_of_the_plan() -> list[str]:
    return PLAN.read_text(encoding="utf-8").replace("*", "").split()


def words(docx: bytes) -> list[str]:
    found = " ".join(paragraphs(docx)).split()
    assert found[: len(LETTERHEAD)] == LETTERHEAD
    return found[len(LETTERHEAD) :]


@pytest.mark.django_db
def test_the_faithful_draft_is_the_plan_word_for_word(office_home: Home):
    assert words(render("faithful")) == words_of_the_plan()


@pytest.mark.django_db
def test_the_corrected_draft_differs_from_the_plan_in_its_flaws_alone(office_home: Home):
    old, new = words_of_the_plan(), words(render("corrected"))

    changes = difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    found = [(" ".join(old[i:j]), " ".join(new[k:m])) for kind, i, j, k, m in changes if kind != "equal"]
    assert found == MENDED


@pytest.mark.django_db
def test_the_corrected_draft_writes_every_period_in_one_way(office_home: Home):
    text = " ".join(words(render("corrected")))

    assert len(re.findall(r"\d{4} - \d{4}", text)) == len(re.findall(r"\d{4}\s*-\s*\d{4}", text)) > 10


@pytest.mark.office
@pytest.mark.django_db
def test_the_pdf_of_the_faithful_draft_is_the_plan_word_for_word(office_home: Home, typeset: Typesetter):
    pdf = pypdfium2.PdfDocument(typeset.pdf(render("faithful")))

    pages = [page.get_textpage().get_text_range().split() for page in pdf]
    assert [page[0] for page in pages[1:]] == [str(number) for number in range(2, len(pages) + 1)]
    found = [word for number, page in enumerate(pages) for word in page[bool(number) :]]
    assert found == LETTERHEAD + words_of_the_plan()
