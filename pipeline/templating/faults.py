"""From an exception to the place in Word that has to be mended.

Jinja knows the line of its source, which means nothing to a clerk. Here, and only once something has gone wrong, the
source is broken into lines so that a line is a paragraph, the failing step is run again, and the line tells the rest.
"""

from __future__ import annotations

import html
import re
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError

from pipeline import errors
from pipeline.messages import _
from pipeline.templating import parts
from pipeline.templating.environment import ValueMissing
from pipeline.templating.filling import BrokenOutput, EmptyTable, FillablePart, LooseText
from pipeline.templating.parts import Part

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LIFTED = re.compile(r"(</w:(?:p|tr|tc|tbl|tblGrid|tcPr)>)(?=\{[{%#])")
_XML = re.compile(r"<[^>]*>?")
_STATEMENT = re.compile(r"\{%[-+]?\s*(\w+)")
_LOCAL_NAMES = re.compile(r"\{%\s*(?:for|set)\s+([\w\s,]+?)\s*(?:in\b|=|%\})")
_MISSING_NAME = re.compile(r"'([^']*)'(?: is undefined)?$")
_UNKNOWN_TAG = re.compile(r"unknown tag '(\w+)'")
_CLOSES = {"endfor": "for", "endif": "if", "endwith": "with", "endset": "set"}
_STATEMENTS = ["for", "endfor", "if", "elif", "else", "endif", "set", "with", "endwith"]
_CONTAINERS = {"p", "r", "tr", "tc"}
_SHOWN = 120


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a template, where, and what to do.

    `part` and `paragraph` are named as a clerk sees them; `placeholder` is the tag, empty where no single one is to
    blame. `message` and `remedy` are Vietnamese sentences; `kind` is the error a rendering would raise.
    """

    part: str
    paragraph: str
    placeholder: str
    message: str
    remedy: str
    kind: type[errors.TemplateError]

    @property
    def place(self) -> str:
        """Part, paragraph and tag in one phrase."""
        pieces = [self.part]
        if self.paragraph:
            pieces.append(_("paragraph “{text}”").format(text=self.paragraph))
        if self.placeholder:
            pieces.append(_("tag {tag}").format(tag=self.placeholder))
        return ", ".join(pieces)

    def error(self, template: str) -> errors.TemplateError:
        """The error to raise for the template of that name."""
        return self.kind(
            template=template,
            place=self.place,
            problem=self.message,
            remedy=self.remedy,
            part=self.part,
            paragraph=self.paragraph,
            placeholder=self.placeholder,
        )


def locate(fillable: Iterable[Part], context: Mapping[str, Any] | None) -> Problem | None:
    """Compile each of the parts, and fill it if there is a `context`; return what stands in the way first, or None."""
    for part in fillable:
        source = LinedSource(part)
        try:
            compiled = FillablePart(part, source.text)
            if context is not None:
                compiled.fill(context)
        except Exception as fault:
            return explain(source, context or {}, fault)
    return None


class LinedSource:
    """The source of a part, broken so that a line is a paragraph or a tag that stood in one of its own."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.text = _LIFTED.sub(r"\1\n", part.source).replace("<w:p>", "\n<w:p>").replace("<w:p ", "\n<w:p ")
        self.lines = self.text.split("\n")

    def tags(self) -> Iterator[tuple[int, str]]:
        """Every tag with the number of its line, from 1."""
        for match in TAG.finditer(self.text):
            yield self.line_at(match.start()), match.group()

    def line_at(self, offset: int) -> int:
        """The number of the line at an offset of the text."""
        return self.text.count("\n", 0, offset) + 1

    def problem(self, line: int, name: str, message: str, remedy: str, kind: type[errors.TemplateFault]) -> Problem:
        """The problem in that line, with the tag that holds `name`, or the only one there is."""
        text = self.lines[min(max(line, 1), len(self.lines)) - 1]
        found = TAG.findall(text)
        named = [tag for tag in found if name and re.search(rf"\b{re.escape(name)}\b", tag)]
        tag = named[0] if named else found[0] if len(found) == 1 else ""
        return Problem(part_name(self.part), shown(text), shown(tag), message, remedy, kind)


def part_name(part: Part) -> str:
    """What a clerk calls the part."""
    names = {
        parts.MAIN_DOCUMENT: _("the body"),
        parts.HEADER: _("the page header"),
        parts.FOOTER: _("the page footer"),
        parts.FOOTNOTES: _("the footnotes"),
        parts.ENDNOTES: _("the endnotes"),
        parts.CORE_PROPERTIES: _("the file's properties"),
    }
    return names[part.kind]


def shown(xml: str) -> str:
    """The text of a piece of XML on one line, cut where it is long."""
    text = " ".join(html.unescape(_XML.sub("", xml)).split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def explain(source: LinedSource, context: Mapping[str, Any], fault: Exception) -> Problem:
    """Say in a clerk's words what `fault`, raised while compiling or filling `source`, is about."""
    match fault:
        case jinja2.TemplateSyntaxError():
            problem = _syntax(source, fault)
        case SecurityError():
            problem = _unsafe(source, _line(fault))
        case jinja2.UndefinedError():
            name = _MISSING_NAME.search(str(fault))
            problem = unknown_name(source, _line(fault), name.group(1) if name else "", names_in(context))
        case ValueMissing():
            problem = _missing_value(source, _line(fault))
        case LooseText():
            problem = _loose(source)
        case BrokenOutput():
            problem = _broken(source, fault)
        case _:
            problem = _failing(source, _line(fault))
    return problem


def _line(fault: Exception) -> int:
    """The line of the source an exception came from; Jinja puts it into the traceback."""
    frames = traceback.walk_tb(fault.__traceback__)
    return next((line for frame, line in reversed(list(frames)) if frame.f_code.co_filename == "<template>"), 1)


def names_in(value: object) -> set[str]:
    """Every key in a context, at any depth."""
    if isinstance(value, Mapping):
        return {str(key) for key in value}.union(*map(names_in, value.values()))
    if isinstance(value, list | tuple):
        return set().union(*map(names_in, value[:1]))
    return set()


def unknown_name(source: LinedSource, line: int, name: str, known: Iterable[str]) -> Problem:
    """There is no value of that name in the data; say which one may be meant."""
    local = {word for names in _LOCAL_NAMES.findall(source.text) for word in re.split(r"[\s,]+", names)}
    message = _('There is no value named "{name}".').format(name=name)
    remedy = _perhaps(name, {*known, *local} - {name}) or _("Take a name from the list of values, or give the value.")
    return source.problem(line, name, message, remedy, errors.TemplateNameUnknown)


def _perhaps(name: str, known: Iterable[str]) -> str:
    """The sentence that proposes the word most like `name`, or nothing."""
    near = get_close_matches(name, sorted(known), n=1)
    return _('Perhaps "{near}" is meant; correct the name in the tag.').format(near=near[0]) if near else ""


def _failing(source: LinedSource, line: int) -> Problem:
    return source.problem(
        line,
        "",
        _("The expression in the tag cannot be computed with these data."),
        _("Print the value as it is, or ask whoever looks after the program."),
        errors.TemplateTagFails,
    )


def _missing_value(source: LinedSource, line: int) -> Problem:
    return source.problem(
        line,
        "",
        _("A value to be printed here is missing."),
        _('Give the value, or say in the tag what stands in its place, as in {{ ho_ten or "" }}.'),
        errors.TemplateValueMissing,
    )


def _unsafe(source: LinedSource, line: int) -> Problem:
    return source.problem(
        line,
        "",
        _("The tag reaches for the inside of the program, which a template may not."),
        _("Remove it; templates print values, loop and decide, nothing else."),
        errors.TemplateTagForbidden,
    )


def _broken(source: LinedSource, fault: BrokenOutput) -> Problem:
    message = _("Filled in, this place would make a file that Word cannot open.")
    remedy = _(
        "Check that each condition or loop begins and ends in the same kind of place: both in text, both in "
        "paragraphs of their own ({%p … %}) or both in table rows ({%tr … %})."
    )
    if isinstance(fault, EmptyTable):
        message = _("Without any entry, this table would have no row, and Word could not open the file.")
        remedy = _("Give the table a heading row, or put it between {%p if … %} and {%p endif %}.")
    return Problem(part_name(source.part), _paragraph_at(fault), "", message, remedy, errors.TemplateOutputBroken)


def _loose(source: LinedSource) -> Problem:
    found = parts.LOOSE_VALUE.search(source.text)
    return source.problem(
        source.line_at(found.start(1)) if found else 1,
        "",
        _("The value is printed outside of any text, where Word would drop it."),
        _("Write {{ … }} without a letter after the braces."),
        errors.TemplateOutputBroken,
    )


def _paragraph_at(fault: BrokenOutput) -> str:
    """The text of the paragraph in which the output breaks."""
    xml, at = fault.xml, fault.offset
    start = max(xml.rfind("<w:p>", 0, at), xml.rfind("<w:p ", 0, at), 0)
    end = xml.find("</w:p>", at)
    return shown(xml[start : len(xml) if end < 0 else end])


def _syntax(source: LinedSource, fault: jinja2.TemplateSyntaxError) -> Problem:
    unknown = _UNKNOWN_TAG.search(fault.message or "")
    word = unknown.group(1) if unknown else ""
    if word in _CONTAINERS:
        return _misplaced(source, fault.lineno, word)
    if word and word not in _CLOSES:
        return _misspelt(source, fault.lineno, word)
    return _unbalanced(source) or source.problem(
        fault.lineno,
        word,
        _("The tag is not written correctly."),
        _("Write it again in one go, as in {{ ho_ten }}: braces in pairs, no space or accent inside a name."),
        errors.TemplateTagFaulty,
    )


def _misplaced(source: LinedSource, line: int, word: str) -> Problem:
    return source.problem(
        line,
        word,
        _("A tag of the kind {{%{word} is in the wrong place or written with a space after the sign %.").format(
            word=word
        ),
        _(
            "Write {%tr only in a table row of its own, {%p only in a paragraph of its own, without a space before "
            "the letters."
        ),
        errors.TemplateTagFaulty,
    )


def _misspelt(source: LinedSource, line: int, word: str) -> Problem:
    message = _('There is no tag "{name}".').format(name=word)
    remedy = _perhaps(word, _STATEMENTS) or _("Use for, if, elif, else, endif, endfor or set.")
    return source.problem(line, word, message, remedy, errors.TemplateTagFaulty)


def _unbalanced(source: LinedSource) -> Problem | None:
    """The first tag that closes nothing, or the last one that is never closed."""
    opened: list[tuple[int, str]] = []
    for line, tag in source.tags():
        found = _STATEMENT.match(tag)
        word = found.group(1) if found else ""
        if word in _CLOSES:
            if not opened or opened[-1][1] != _CLOSES[word]:
                return _closes_nothing(source, line, word)
            opened.pop()
        elif word in _CLOSES.values() and not (word == "set" and "=" in tag):
            opened.append((line, word))
    if not opened:
        return None
    line, word = opened[-1]
    message = _("The tag is never closed.")
    remedy = _("Write the tag with end{word} where its part of the text ends.").format(word=word)
    return source.problem(line, word, message, remedy, errors.TemplateTagFaulty)


def _closes_nothing(source: LinedSource, line: int, word: str) -> Problem:
    message = _('"{word}" does not close the tag that is open here.').format(word=word)
    remedy = _("Remove it, or add the tag that opens this part; what is opened last is closed first.")
    return source.problem(line, word, message, remedy, errors.TemplateTagFaulty)
