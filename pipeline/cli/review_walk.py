"""The screens of ``vanthu review RECEIPT``: one thing to decide at a time, one key for each answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import click
from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline import flow
from pipeline.cli import review_sheet
from pipeline.cli.words import printable, value_words
from pipeline.errors import DecisionRefused, NothingToUndo, ValueRefused
from pipeline.intake.receipts import outcome
from pipeline.messages import _
from pipeline.programme.matters import Matter, about, address_of, name_of, open_matters
from pipeline.programme.review import Act, Kind
from pipeline.register.models import Decision, FieldReading, Form, Submission, SubmissionState
from pipeline.register.values import form_values

if TYPE_CHECKING:
    from pipeline.reading.excerpt import Excerpt

#: stands for the end of a line while a value of several lines is edited in one
LINE_END = " ⏎ "


@dataclass(frozen=True, slots=True)
class Key:
    """A key, what it is called on the screen, and what it does."""

    key: str
    name: str
    do: Callable[[], None]


class Walk:
    """One person going through what waits in one submission."""

    def __init__(self, submission: Submission, who: str) -> None:
        self._submission = submission
        self._who = who
        self._console = Console(highlight=False)
        self._skipped: set[str] = set()
        self._told = ""
        self._going = True
        self._sheet = ""
        self._numbers: dict[str, int] = {}
        self._excerpts: dict[str, Excerpt] = {}

    def run(self) -> None:
        """Show screen after screen until nothing is left or the person leaves."""
        self._lay_out()
        while self._going:
            self._submission.refresh_from_db()
            waiting = [matter for matter in open_matters(self._submission) if matter.address not in self._skipped]
            keys = self._keys(waiting[0] if waiting else None)
            self._console.clear()
            self._console.print(self._screen(waiting), _key_row(keys))
            self._answer(keys)

    def _lay_out(self) -> None:
        matters = open_matters(self._submission)
        if not matters:
            return
        with self._console.status(_("Preparing the pictures of the page …")):
            path, excerpts = review_sheet.write(self._submission, matters)
        self._sheet = str(path)
        self._numbers = {matter.address: number for number, matter in enumerate(matters, start=1)}
        self._excerpts = {matter.address: excerpt for matter, excerpt in zip(matters, excerpts, strict=True)}

    # What is shown

    def _screen(self, waiting: list[Matter]) -> RenderableType:
        place = printable("/".join(filter(None, (self._submission.folder, self._submission.name))))
        parts: list[RenderableType] = [Text(f"{self._submission.receipt}   {place}", style="bold")]
        if self._told:
            parts.append(Text(self._told, style="yellow"))
        parts.append(self._matter(waiting[0], len(waiting)) if waiting else self._end())
        return Padding(Group(*parts), (0, 1))

    def _matter(self, matter: Matter, left: int) -> RenderableType:
        where = _("form {rank} ({kind})").format(rank=matter.form.rank, kind=matter.form.kind)
        head = Text.assemble(
            "\n", (matter.name, "bold cyan"), f"   {where}", (f"   {_('left: {n}').format(n=left)}", "dim")
        )
        table = Table.grid(padding=(0, 2))
        for name, text in review_sheet.facts(matter):
            if text:
                table.add_row(Text(name, style="dim"), Text(text))
        if matter.address in self._numbers:
            seen = _("number {n} in {file}").format(n=self._numbers[matter.address], file=self._sheet)
            table.add_row(Text(_("Picture"), style="dim"), Text(seen, style=f"link file://{self._sheet}"))
        return Group(head, table, self._around(matter))

    def _around(self, matter: Matter) -> RenderableType:
        excerpt = self._excerpts.get(matter.address)
        if excerpt is None or not excerpt.lines:
            return Text("")
        lines = [
            Text(f"  {printable(line)}", style=style, overflow="ellipsis", no_wrap=True)
            for number, line in enumerate(excerpt.lines)
            for style in ("reverse" if number == excerpt.marked else "dim",)
        ]
        return Group(Text(""), *lines)

    def _end(self) -> RenderableType:
        lines = [outcome(self._submission)]
        if self._skipped or not self._numbers:
            lines.append(printable(self._submission.reason))
        return Text("\n" + "\n".join(lines))

    # What a person answers

    def _keys(self, matter: Matter | None) -> list[Key]:
        keys: list[Key] = []
        if matter is not None and isinstance(matter.about, FieldReading):
            keys += self._value_keys(matter, matter.about)
        elif matter is not None:
            keys.append(Key("g", _("resolve, with a reason"), lambda: self._with_reason(Kind.RESOLVED, matter.address)))
        forms = list(self._submission.forms.all())
        if matter is not None:
            rank = str(matter.form.rank)
            keys += [
                Key("m", _("correct another field"), lambda: self._correct_other(matter.form)),
                Key("t", _("return the form, with a reason"), lambda: self._with_reason(Kind.RETURNED, rank)),
                Key("b", _("leave for later"), lambda: self._skip(matter)),
            ]
        elif not forms and self._submission.state == SubmissionState.REVIEW:
            keys.append(Key("t", _("return the file, with a reason"), self._give_back))
        elif len(forms) == 1 and self._submission.state != SubmissionState.RETURNED:
            keys.append(Key("m", _("correct another field"), lambda: self._correct_other(forms[0])))
        return [*keys, Key("h", _("undo"), self._undo), Key("q", _("quit"), self._leave)]

    def _value_keys(self, matter: Matter, reading: FieldReading) -> list[Key]:
        address = matter.address
        keys = [Key("s", _("correct"), lambda: self._correct(address, reading, reading.value))]
        if reading.value is not None:
            keys.insert(0, Key("c", _("accept"), lambda: self._decide(Act(Kind.ACCEPTED, address))))
        for number, candidate in enumerate(matter.candidates, start=1):
            act = Act(Kind.CORRECTED, address, text=candidate)
            keys.append(Key(str(number), value_words(reading.key, candidate), partial(self._decide, act)))
        return [*keys, Key("k", _("cannot be read"), lambda: self._decide(Act(Kind.UNREADABLE, address)))]

    def _answer(self, keys: list[Key]) -> None:
        self._told = ""
        try:
            pressed = click.getchar().lower()
            for key in keys:
                if key.key == pressed:
                    key.do()
                    return
        except EOFError:
            self._leave()
        except DecisionRefused as refusal:
            self._told = refusal.message

    def _decide(self, act: Act) -> None:
        flow.decide(self._submission.receipt, [act], self._who)
        self._told = _("Noted. Key h takes it back.")

    def _with_reason(self, kind: Kind, address: str) -> None:
        if reason := self._ask(_("Reason")):
            self._decide(Act(kind, address, note=reason))

    def _give_back(self) -> None:
        if reason := self._ask(_("Reason")):
            flow.give_back(self._submission.receipt, self._who, reason)

    def _correct(self, address: str, reading: FieldReading, value: object) -> None:
        question = _("{name}, as the paper says").format(name=name_of(reading))
        written = one_line(value_words(reading.key, value))
        while (answer := self._ask(question, written)) not in ("", written):
            try:
                self._decide(Act(Kind.CORRECTED, address, text=answer.replace(LINE_END.strip(), "\n")))
                return
            except ValueRefused as refusal:
                self._console.print(Text(f" {refusal.message}", style="yellow"))
                written = answer

    def _correct_other(self, form: Form) -> None:
        readings = list(form.readings.all())
        values = form_values(form)
        said = [
            (values.tables[reading.table][reading.row] if reading.row is not None else values.fields)[reading.key]
            for reading in readings
        ]
        table = Table.grid(padding=(0, 2))
        for number, (reading, value) in enumerate(zip(readings, said, strict=True), start=1):
            shown = Text(one_line(value_words(reading.key, value)), overflow="ellipsis", no_wrap=True)
            table.add_row(str(number), name_of(reading), shown)
        self._console.print(table)
        answer = self._ask(_("Number of the field"))
        if answer.isdecimal() and 1 <= int(answer) <= len(readings):
            chosen = readings[int(answer) - 1]
            several = self._submission.forms.count() > 1
            self._correct(address_of(chosen, several=several), chosen, said[int(answer) - 1])

    def _undo(self) -> None:
        mine = Decision.objects.standing().filter(form__submission=self._submission, who=self._who)
        last = mine.select_related("form", "reading", "finding").last()
        if last is None:
            raise NothingToUndo(what=self._submission.receipt)
        self._decide(Act(Kind.UNDONE, about(last)))
        self._told = _("Taken back.")

    def _skip(self, matter: Matter) -> None:
        self._skipped.add(matter.address)

    def _leave(self) -> None:
        self._going = False

    def _ask(self, question: str, written: str = "") -> str:
        """A line from the person, `written` already standing in it; empty where the person wrote nothing."""
        import readline

        readline.set_startup_hook(lambda: readline.insert_text(written))
        try:
            return input(f"\n {question} ({_('Enter alone: change nothing')}): ").strip()
        finally:
            readline.set_startup_hook()


def one_line(text: str) -> str:
    """A text of several lines in one, to be edited."""
    return text.replace("\n", LINE_END)


def _key_row(keys: list[Key]) -> RenderableType:
    """The keys, explained, below everything else."""
    labels = [Text.assemble((f" {key.key} ", "reverse"), f" {key.name}") for key in keys]
    return Padding(Columns(labels, padding=(0, 3)), (1, 1))
