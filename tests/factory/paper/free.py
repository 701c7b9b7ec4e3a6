"""Other layouts, printed by a machine: dotted lines, tables, boxes; yearly registrations as ruled tables."""

from __future__ import annotations

from tests.factory import media, pdf_text, td01_write
from tests.factory.dice import Dice
from tests.factory.nomination import random_sheet
from tests.factory.office import convert, without
from tests.factory.paper import Filled
from tests.factory.td01 import random_registration


def nomination(rng: Dice) -> Filled:
    sheet = random_sheet(rng)
    data, traits = pdf_text.write(sheet, rng)
    return Filled((data,), [sheet.truth()], (*sheet.traits, *traits))


def registration(rng: Dice) -> Filled:
    form = random_registration(rng)
    data, traits = td01_write.pdf(form, rng)
    return Filled((data,), [form.truth()], (*form.traits, *traits))


def nomination_in_word(rng: Dice) -> Filled:
    """Filled in in Word and printed; what tracked changes deleted would be printed too."""
    return _printed(rng, without({"dressed runs"}, media.lines, media.tables, media.controls))


def registration_in_word(rng: Dice) -> Filled:
    # Without the old fonts on this machine a print of TCVN3 text shows nobody any Vietnamese.
    return _printed(rng, without({"tcvn3"}, media.td01_docx))


def _printed(rng: Dice, maker: media.Maker) -> Filled:
    sample = maker(rng, "printed-0")
    return Filled((convert(sample.data, "pdf"),), sample.truth, sample.traits)
