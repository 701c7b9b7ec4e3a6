"""Free layouts and yearly tables, scanned and photographed, read from end to end: nothing wrong is believed."""

from __future__ import annotations

import io

import pytest

from pipeline.reading import read
from pipeline.reading.model import Lexicon, Medium
from tests.factory import Sample
from tests.factory.paper import make
from tests.factory.score import Verdict, judge

pytest.importorskip("tesserocr")


def verdicts(sample: Sample) -> list[Verdict]:
    lexicon = Lexicon(**{key: tuple(names) for key, names in sample.lexicon.items()})
    forms = [form.as_json() for form in read(sample.data, lexicon).forms]
    return list(judge(sample, forms))


def share(found: list[Verdict], of: list[bool]) -> float:
    return sum(of) / len(found)


@pytest.mark.parametrize(
    ("kind", "damage", "seed"),
    [
        ("free", "skew", 1),
        ("free", "rot180", 3),
        ("free", "fold", 0),
        ("tables", "grey", 1),
        ("tables", "fax", 1),
    ],
)
def test_a_scan_is_read_nearly_whole_and_nothing_wrong_is_believed(kind: str, damage: str, seed: int) -> None:
    found = verdicts(make(seed, kind, damage))

    assert [verdict for verdict in found if verdict.silent] == []
    assert share(found, [verdict.right for verdict in found]) >= 0.9
    assert share(found, [verdict.review for verdict in found]) <= 0.25


def test_a_form_filled_in_by_hand_is_found_and_its_doubts_are_told() -> None:
    found = verdicts(make(0, "hand_free", "skew"))

    assert [verdict for verdict in found if verdict.silent] == []
    assert next(verdict for verdict in found if verdict.place == "[0].form").right


def with_junk_layer(sample: Sample) -> bytes:
    """The pictures of `sample` in a PDF, with the text that recognition without Vietnamese lays over them."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    from pipeline.reading.picture.page.sources import pictures

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), invariant=1)
    for page in pictures(sample.data):
        canvas.drawImage(ImageReader(Image.fromarray(page.pixels)), 0, 0, 595, 842)
        text = canvas.beginText(60, 780)
        text.setTextRenderMode(3)
        text.setFont("Times-Roman", 11)
        for line in ("CQNG HOA xA HQI CHU NGHiA VIET NAM", "PHIEU GI6I THI~U CA NHAN", "HQ va ten: Nguyen Van X"):
            text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_a_junk_text_layer_is_not_believed_but_read_again_from_the_picture() -> None:
    sample = make(1, "free", "skew")
    lexicon = Lexicon(**{key: tuple(names) for key, names in sample.lexicon.items()})

    reading = read(with_junk_layer(sample), lexicon)

    assert reading.medium is Medium.SCAN
    found = list(judge(sample, [form.as_json() for form in reading.forms]))
    assert [verdict for verdict in found if verdict.silent] == []
    assert share(found, [verdict.right for verdict in found]) >= 0.9
