"""What a person put into a content control or a legacy form field of Word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.reading import ticks
from pipeline.reading.docx_fonts import W
from pipeline.reading.model import Control, ControlKind, Place, Span

if TYPE_CHECKING:
    from lxml.etree import _Element

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_TRUE = ("1", "true", "on")


@dataclass(frozen=True, slots=True)
class ControlState:
    """The properties of a control: what it is called and what its state says, apart from the text it shows."""

    kind: ControlKind
    name: str
    title: str
    empty: bool  # its placeholder still shows
    checked: bool = False
    date: str | None = None  # the stored ISO date of a date control

    @property
    def named(self) -> bool:
        """Whether anything says what the control is for."""
        return bool(self.name or self.title)

    def control(self, spans: Sequence[Span], place: Place) -> Control:
        """The control showing `spans`."""
        if self.kind is ControlKind.CHECK:
            value: str | None = "on" if self.checked else None
        else:
            value = None if self.empty else "".join(span.text for span in spans).strip() or None
        return Control(
            kind=self.kind,
            name=self.name,
            title=self.title,
            label="",
            value=value,
            place=place,
            stored=self.date or "",
            legacy=any(span.legacy for span in spans),
            guessed=any(span.guessed for span in spans),
        )


def read_control(element: _Element) -> ControlState:
    """The state of a `w:sdt` of any level."""
    properties = element.find(f"{W}sdtPr")
    if properties is None:
        return ControlState(ControlKind.TEXT, "", "", empty=False)
    check = properties.find(f"{_W14}checkbox")
    date = properties.find(f"{W}date")
    return ControlState(
        kind=_kind(properties, check),
        name=_value(properties, "tag"),
        title=_value(properties, "alias"),
        empty=_is_true(properties.find(f"{W}showingPlcHdr")) and check is None,
        checked=check is not None and _is_checked(check),
        date=date.get(f"{W}fullDate", "")[:10] if date is not None else None,
    )


def legacy_field_text(mark: _Element) -> str:
    """What a legacy check box or drop-down shows by its state; "" for a text field, whose text is its result."""
    data = mark.find(f"{W}ffData")
    if data is None:
        return ""
    check = data.find(f"{W}checkBox")
    if check is not None:
        state = check.find(f"{W}checked")
        state = check.find(f"{W}default") if state is None else state
        return ticks.ON if _is_true(state) else ticks.OFF
    choice = data.find(f"{W}ddList")
    return "" if choice is None else _chosen(choice)


def _chosen(choice: _Element) -> str:
    entries = [entry.get(f"{W}val", "") for entry in choice.iter(f"{W}listEntry")]
    result = choice.find(f"{W}result")
    index = int(result.get(f"{W}val", "0")) if result is not None else 0
    return entries[index] if index < len(entries) else ""


def _kind(properties: _Element, check: _Element | None) -> ControlKind:
    if check is not None:
        return ControlKind.CHECK
    if properties.find(f"{W}date") is not None:
        return ControlKind.DATE
    if properties.find(f"{W}dropDownList") is not None or properties.find(f"{W}comboBox") is not None:
        return ControlKind.CHOICE
    return ControlKind.TEXT


def _is_checked(check: _Element) -> bool:
    state = check.find(f"{_W14}checked")
    return state is not None and state.get(f"{_W14}val", "1") in _TRUE


def _value(properties: _Element, name: str) -> str:
    element = properties.find(f"{W}{name}")
    return element.get(f"{W}val", "").strip() if element is not None else ""


def _is_true(element: _Element | None) -> bool:
    return element is not None and element.get(f"{W}val", "1") in _TRUE
