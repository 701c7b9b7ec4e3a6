"""The maker of paper keeps its promises: the same file for the same seed, an honest truth, honest bounds."""

from __future__ import annotations

import io
import tomllib

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from tests.factory.dice import Dice
from tests.factory.paper import KINDS, feed, filled_in, make, packing
from tests.factory.paper.calibrate import bins, expected_error, fit
from tests.factory.paper.damage import DAMAGES, spoilt
from tests.factory.paper.leaves import Leaf, drawn
from tests.factory.paper.score import CLASSES, Result, upper_bound
from tests.factory.sheet import TD01_FIELDS, TD02_FIELDS


def small_page() -> Leaf:
    [leaf] = drawn(filled_in("own", Dice.of("a page", wide=False)).layers, 100)
    return leaf


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_always_makes_the_same_paper(kind: str) -> None:
    assert make(7, kind, "low") == make(7, kind, "low")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.startswith("feed")])
def test_the_truth_names_every_field_of_the_contract(kind: str) -> None:
    [form] = filled_in(kind, Dice.of(kind, wide=True)).truth

    assert set(form["fields"]) >= set(TD01_FIELDS if form["form"] == "TD-01" else TD02_FIELDS)


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_damage_changes_the_page_and_always_in_the_same_way(damage: str) -> None:
    leaf = small_page()

    spoilt_once, spoilt_again = (spoilt(leaf, damage, Dice.of(damage, wide=False)) for _ in range(2))

    assert np.array_equal(spoilt_once.pixels, spoilt_again.pixels)
    assert not np.array_equal(spoilt_once.pixels, leaf.pixels)


def test_a_feed_holds_the_pages_of_its_forms_and_sheets_between_them() -> None:
    stack = feed.stack(Dice.of("feed 9", wide=False), "clean", own=True)
    between = sum(trait in {"blank page", "separator"} for trait in stack.traits)

    assert len(stack.truth) >= 2
    assert len(stack.leaves) == between + sum(2 if form["form"] == "TD-01" else 1 for form in stack.truth)


def test_one_bit_pages_stay_one_bit_in_every_file() -> None:
    fax = spoilt(small_page(), "fax", Dice.of("fax", wide=False))

    assert Image.open(io.BytesIO(packing.tiff([fax, fax]))).mode == "1"
    assert len(pypdfium2.PdfDocument(packing.pdf([fax, fax], 60))) == 2


def test_a_phone_says_how_its_picture_is_to_be_turned() -> None:
    leaf = small_page()

    photo = Image.open(io.BytesIO(packing.jpeg(leaf, 80, orientation=6)))

    assert photo.getexif()[0x0112] == 6
    assert photo.size == (leaf.height, leaf.width)


def test_every_kind_and_damage_belongs_to_one_class_of_the_goals() -> None:
    classes = [
        [name for name, (kinds, damages) in CLASSES.items() if kind in kinds and damage in damages]
        for kind in KINDS
        for damage in DAMAGES
    ]

    assert all(len(names) == 1 for names in classes)


@pytest.mark.parametrize(
    ("events", "trials", "bound"),
    [(0, 1000, 0.00299), (0, 6000, 0.0005), (3, 1000, 0.00774), (50, 1000, 0.0628), (4, 4, 1.0)],
)
def test_bounds_are_those_of_clopper_and_pearson(events: int, trials: int, bound: float) -> None:
    assert upper_bound(events, trials) == pytest.approx(bound, rel=0.01)


def result(*fields: tuple[str, str, float | None, bool]) -> Result:
    """A sample of our own blank whose fields came out so."""
    return Result("own", "clean", 1, "own.clean-1.pdf", 1, 1, 0.5, 0.5, 200, fields=[list(field) for field in fields])


def test_the_readers_table_holds_the_shares_of_right_values_by_kind_and_judgement() -> None:
    results = [
        result(*[("[0].ho_ten", "right", 0.9, False)] * 80, *[("[0].ho_ten", "SILENT wrong", 0.9, False)] * 20),
        result(*[("[0].dan_toc", "review", 0.6, False)] * 30, *[("[0].dan_toc", "wrong, caught", 0.6, True)] * 30),
    ]

    shares = tomllib.loads(fit(results, 7))

    assert (shares["version"], shares["fields"]) == (7, 160)
    assert shares["zone"]["name"]["accepted"] == pytest.approx(0.8, abs=0.01)
    assert shares["zone"]["people"]["doubted"] == pytest.approx(1, abs=0.01)
    assert shares["zone"]["people"]["unread"] == pytest.approx(0, abs=0.01)


def test_what_the_reader_never_stated_is_no_matter_of_confidence() -> None:
    found = bins(
        [result(("[0].ho_ten", "right", 0.95, False), ("[0].ca_nhan[3].ho_ten", "SILENT missing", None, True))]
    )

    assert [(one.fields, one.right) for one in found] == [(1, 1)]
    assert expected_error(found) == pytest.approx(0.05)
