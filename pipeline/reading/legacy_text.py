"""Decoding TCVN3 and VNI inside a file: by the font of each run first, by the look of the whole line otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.reading.model import Place, Span
from pipeline.vietnamese import legacy


@dataclass(frozen=True, slots=True)
class RawRun:
    """A run as stored, with the font it is set in (None where nothing names one)."""

    text: str
    font: str | None
    place: Place
    bold: bool = False


def decoded(runs: Sequence[RawRun]) -> list[Span]:
    """The runs of one line in Unicode.

    Neighbours in one encoding are decoded together, because a run boundary may part a VNI letter from its sign.
    """
    spans: list[Span] = []
    for (encoding, capitals), group in groupby(runs, key=_encoding):
        same = list(group)
        spans += _plain(same) if encoding is None else [_joined(same, encoding, capitals=capitals)]
    return _guessed(spans)


def _encoding(run: RawRun) -> tuple[legacy.Encoding | None, bool]:
    if not run.font or _is_unicode(run.text):
        return None, False
    return legacy.encoding_of_font(run.font), legacy.is_capitals_font(run.font)


def _is_unicode(text: str) -> bool:
    # Files were often converted without changing their fonts: then letters beyond Latin-1 give it away.
    return any(letter > "\u00ff" and letter.isalpha() and letter != "\u03bc" for letter in text)


def _plain(runs: list[RawRun]) -> list[Span]:
    return [Span(text=run.text, place=run.place, bold=run.bold) for run in runs]


def _joined(runs: list[RawRun], encoding: legacy.Encoding, *, capitals: bool) -> Span:
    stored = "".join(run.text for run in runs)
    text = legacy.decode(stored, encoding, capitals=capitals)
    return Span(text=text, place=runs[0].place, bold=runs[0].bold, legacy=text != stored)


def _guessed(spans: list[Span]) -> list[Span]:
    text = "".join(span.text for span in spans if not span.legacy)
    encoding = legacy.guess(text)
    if encoding is None:
        return spans
    return [span if span.legacy or span.text.isascii() else _guess(span, encoding) for span in spans]


def _guess(span: Span, encoding: legacy.Encoding) -> Span:
    return replace(span, text=legacy.decode(span.text, encoding), legacy=True, guessed=True)
