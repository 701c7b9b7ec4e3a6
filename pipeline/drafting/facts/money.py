"""Facts about reward money: amounts, sums in figures and words, and how each amount came about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.drafting.facts.letterhead import Facts
from pipeline.law.files import Evidence
from pipeline.law.money import Reward, Rounding
from pipeline.messages import _
from pipeline.vietnamese.money import figures, in_words


def totals(amounts: Iterable[int]) -> Facts:
    """The sum of a list, in figures and in words."""
    total = sum(amounts)
    return {"tong_tien": figures(total), "tong_tien_chu": in_words(total)}


def derivations(rewards: Mapping[str, Reward]) -> list[Facts]:
    """How the amount of each award was worked out, for the revision's record; whole đồng, multiples in tenths."""
    return [
        {
            "khen_thuong": award,
            "luong_co_so": reward.base,
            "he_so_phan_muoi": reward.tenths,
            "chua_lam_tron": reward.raw,
            "muc_tien": reward.amount,
            "cach_lam_tron": reward.rounding.value,
            "van_ban": list(reward.law),
            "do_tin_cay": reward.evidence.value,
        }
        for award, reward in rewards.items()
    ]


def money_notes(rewards: Iterable[Reward]) -> list[str]:
    """What the drafter should know about the amounts."""
    used = list(rewards)
    notes = []
    if any(reward.amount != reward.raw and reward.rounding is Rounding.CEIL_10K for reward in used):
        notes.append(_("Amounts are rounded up to ten thousand đồng. Please agree this with the accountant."))
    if any(reward.evidence is not Evidence.VERIFIED for reward in used):
        notes.append(_("The amounts rest on a rule that was not checked with the official text. Please check them."))
    return notes
