"""``make replay``: the whole plan 2021 - 2025 again, day by day, through the real pipeline, to its final report.

Fictional forms of 15 quarters and 4 yearly registrations are dropped into the inbox of an office of its own, read,
reviewed where they are doubtful, put to the Council, rewarded by decisions that are signed and issued with keys worth
nothing, and told in quarterly reports, the mid-term and the final one. What happens stands in
``samples/ke-hoach.toml``.
The office lies in ``var/ke-hoach``, or where ``VANTHU_HOME`` says, which must be empty; it is made anew each time.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import track

from pipeline.home import Home

if TYPE_CHECKING:
    from pipeline.register.models import Round
    from tools.replay_forms import Forms

#: what happens on a day
Step = Callable[[], None]

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
OWN = ROOT / "var" / "ke-hoach"
#: days: forms come this long before the due day, late ones so long after it
EARLY, LATE = dt.timedelta(days=3), dt.timedelta(days=4)
#: how many sessions an exemplar waits for each of its next stages
STAGES = (1, 3, 5)

#: the final report is due
LAST_DAY = dt.date(2025, 6, 30)

console = Console(stderr=True)


def main() -> None:
    """Set up, replay quarter by quarter, and say where the final report lies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--until", type=dt.date.fromisoformat, default=LAST_DAY, help="stop after this day")
    last = parser.parse_args().until
    begun = time.monotonic()
    home = new_home()
    taken = replay(home, last)
    tell(home, taken, time.monotonic() - begun)


def replay(home: Path, last: dt.date) -> Counter[str]:
    """Live through the plan until `last` in the empty folder `home`; what became of the forms."""
    office = Office(home)
    try:
        steps = [step for step in office.steps() if step[0] <= last]
        for day, step in track(steps, description="Kế hoạch 2021 - 2025", console=console):
            os.environ["VANTHU_TODAY"] = day.isoformat()
            step()
    finally:
        office.close()
    return office.taken


def new_home() -> Path:
    """An empty folder for the office; the one of an earlier replay is removed."""
    given = os.environ.get("VANTHU_HOME")
    if given and any(Path(given).glob("*")):
        raise SystemExit(f"{given} không trống; hãy chọn một thư mục trống.")
    if not given:
        shutil.rmtree(OWN, ignore_errors=True)
        os.environ["VANTHU_HOME"] = str(OWN)
    return Path(os.environ["VANTHU_HOME"])


def tell(home: Path, taken: Counter[str], seconds: float) -> None:
    """What came of it."""
    for folder in ("du-thao", "phat-hanh"):
        files = sorted(path for path in (home / "outbox" / folder).rglob("*.pdf"))
        console.print(f"{folder}: {len(files)} văn bản")
    console.print(f"Phiếu: {sum(taken.values())} {dict(taken)}; {seconds:.0f} giây.")
    from pipeline.register.models import Document

    for report in Document.objects.filter(kind="bc_tong_ket", entries__status="issued"):
        assert report.entry is not None
        number = report.entry.symbol.replace("/", "-")
        for path in sorted((home / "outbox" / "phat-hanh" / str(report.entry.year)).glob(f"{number}*.pdf")):
            console.print(f"Báo cáo tổng kết: {path}")
        console.print(f"Bản Word để sửa, xem biểu đồ: {home / 'outbox' / 'du-thao' / report.slug}.docx")


class Office:
    """An office that lives through the plan."""

    def __init__(self, home: Path) -> None:
        os.environ["VANTHU_TODAY"] = "2021-09-16"
        from pipeline.register import create_register, open_register

        for folder in Home(home).folders():
            folder.mkdir(parents=True, exist_ok=True)
        open_register()
        create_register()

        from pipeline.intake.letter_box import mark_inbox
        from pipeline.register.office import load_office
        from tools.replay_desk import Desk

        load_office(SAMPLES / "office.toml")
        mark_inbox()
        self.said: dict[str, Any] = tomllib.loads((SAMPLES / "ke-hoach.toml").read_text("utf-8"))
        self.taken: Counter[str] = Counter()
        self._desk = Desk(home, self.taken)
        self._forms = self._prepared_forms()
        self._sessions: list[list[int]] = []

    def close(self) -> None:
        """Stop the service."""
        self._desk.close()

    def _prepared_forms(self) -> Forms:
        from tools.replay_forms import Forms

        staff = tomllib.loads((SAMPLES / "nhan-su.toml").read_text("utf-8"))["people"]
        units = {unit["code"]: unit["name"] for unit in self._office_file()["units"] if unit.get("nominates", True)}
        return Forms(self.said, staff, units)

    def _office_file(self) -> dict[str, Any]:
        return tomllib.loads((SAMPLES / "office.toml").read_text("utf-8"))

    # What happens, in the order of the days

    def steps(self) -> Iterator[tuple[dt.date, Step]]:
        """Each day on which something happens, and what."""
        found = [(dt.date(2021, 9, 16), self._begin), (dt.date(2021, 10, 8), self._spread)]
        for round_ in self._rounds():
            found += self._of_quarter(round_) if round_.quarter else self._of_year(round_)
        found += [(dt.date(2023, 6, 30), lambda: self._review("bc_so_ket"))]
        found += [(LAST_DAY, lambda: self._review("bc_tong_ket"))]
        found += [(each["day"], lambda each=each: self._certify(each)) for each in self.said["certified"]]
        yield from sorted(found, key=lambda step: step[0])

    def _rounds(self) -> list[Round]:
        from pipeline.register.models import Round

        return list(Round.objects.select_related("plan"))

    def _of_quarter(self, round_: Round) -> list[tuple[dt.date, Step]]:
        closing = round_.last_day - dt.timedelta(days=3)
        return [
            (round_.due - EARLY, lambda: self._hand_in(round_, late=False)),
            (round_.due + LATE, lambda: self._hand_in(round_, late=True)),
            (closing, lambda: self._meet(round_, closing)),
            (round_.last_day - dt.timedelta(days=1), lambda: self._conclude(round_, "qd_giay_khen", "bc_quy")),
        ]

    def _of_year(self, round_: Round) -> list[tuple[dt.date, Step]]:
        met = dt.date(round_.year, 12, 20)
        return [
            (round_.due - EARLY, lambda: self._hand_in(round_, late=False)),
            (round_.due + LATE, lambda: self._hand_in(round_, late=True)),
            (met, lambda: self._meet(round_, met)),
            (dt.date(round_.year, 12, 28), lambda: self._conclude(round_, "qd_danh_hieu")),
        ]

    def _begin(self) -> None:
        """The plan is drafted, signed and issued; the Council is named."""
        self._desk.publish("ke_hoach", None)
        self._desk.appoint(self.said["council"])

    def _spread(self) -> None:
        """Every unit explains the plan to its staff."""
        self._desk.disseminate()

    def _hand_in(self, round_: Round, *, late: bool) -> None:
        files = {}
        for unit in self.said["fields"]:
            if [round_.code, unit] in self.said["missing"] or ([round_.code, unit] in self.said["late"]) != late:
                continue
            files |= self._files(round_, unit, late=late)
        if files:
            self._desk.hand_in(files)
        if late:
            self._take_back(round_)

    def _files(self, round_: Round, unit: str, *, late: bool) -> dict[str, bytes]:
        from tools.replay_forms import Quarter

        signed = round_.due + (LATE if late else -EARLY) - dt.timedelta(days=1)
        if not round_.quarter:
            return {f"{unit}/Dang ky {round_.year}.docx": self._forms.registration(unit, round_.year, signed)}
        quarter = Quarter(round_.year, round_.quarter, round_.due)
        copied = {(code, of): source for code, of, source in self.said["copied"]}
        like = copied.get((round_.code, unit), "")
        turns = (0, 1) if [round_.code, unit] in self.said["twice"] else (0,)
        name = f"{unit}/Phieu gioi thieu Q{round_.quarter}-{round_.year}"
        return {
            f"{name}{' (2)' if turn else ''}.docx": self._forms.nomination(unit, quarter, signed, turn=turn, like=like)
            for turn in turns
        }

    def _take_back(self, round_: Round) -> None:
        for code, unit in self.said["withdrawn"]:
            if code == round_.code:
                self._desk.withdraw(round_, unit)

    def _meet(self, round_: Round, day: dt.date) -> None:
        """The Council meets about a round; exemplars of earlier sessions enter their next stages."""
        introduced = [unit for code, unit in self.said["collectives"] if code == round_.code]
        failing = [unit for code, unit in self.said["failed"] if code == round_.code]
        items = self._desk.meet(round_, day, self.said["council"]["place"], introduced, failing)
        if round_.quarter:
            self._sessions.append(self._desk.discover(items))
            for step, ago in enumerate(STAGES, start=1):
                if len(self._sessions) > ago:
                    self._desk.advance(self._sessions[-1 - ago], step, day)

    def _conclude(self, round_: Round, *kinds: str) -> None:
        """Decisions and reports on a round are drafted, signed and issued."""
        for kind in kinds:
            self._desk.publish(kind, round_)

    def _certify(self, award: Mapping[str, Any]) -> None:
        """The province rewards somebody; the office enters it."""
        from pipeline.register.honours import HonoursFile, put_honours

        put_honours(HonoursFile.model_validate({"award": [award]}))

    def _review(self, kind: str) -> None:
        """A report on the plan so far, with the part that people write."""
        self._desk.publish(kind, None, self.said["review"][kind])


if __name__ == "__main__":
    main()
