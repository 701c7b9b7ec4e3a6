"""Other layouts, printed by a machine: dotted lines, tables, boxes; yearly registrations as ruled tables."""

from __future__ import annotations

from tests.factory import pdf_text, td01_write
from tests.factory.dice import Dice
from tests.factory.nomination import random_sheet
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
