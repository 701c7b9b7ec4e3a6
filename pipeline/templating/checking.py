"""Looking a template over before it is used: what `vanthu template check` prints.

Three looks, each finding what the one before cannot: the paragraphs as Word shows them (tags cut in two, text that
docxtpl would drop), the compiled source (misspelt tags, unknown names), and trial renderings with sample data, as they
are and with each field empty.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from jinja2 import meta
from lxml import etree

from pipeline import errors
from pipeline.messages import _
from pipeline.templating.environment import environment
from pipeline.templating.faults import TAG, LinedSource, Problem, locate, names_in, part_name, shown, unknown_name
from pipeline.templating.filling import FillablePart
from pipeline.templating.package import NotAPackage, read_members
from pipeline.templating.parts import NotADocument, Part, W, parse, read_parts
from pipeline.templating.template import Template, read

_HALF_TAG = re.compile(r"\{\s*[{%#]|[}%#]\s*\}")
_LIFTED = re.compile(r"\{[{%#](tr|tc|p)\s.*?[}%#]\}", re.DOTALL)


def check(source: str | os.PathLike[str] | bytes, sample: Mapping[str, Any] | Collection[str]) -> list[Problem]:
    """Return what is wrong with a template, in the order of its parts; an empty list if it can be used.

    `sample` is a context like those it will be filled with, or only the names in it; with names alone nothing is
    rendered. Whatever the file holds, the answer is a list. Raises `TemplateMissing` where there is no file.
    """
    name, content = read(source)
    try:
        members = read_members(content)
        parts = read_parts(members)
        problems = list(_missing_members(members, parts[0]))
    except (NotAPackage, NotADocument):
        return [_unreadable(name)]
    for part in parts:
        problems += list(_in_paragraphs(part)) or list(_in_tags(part, sample))
    if isinstance(sample, Mapping) and not problems:
        problems += _when_empty([part for part in parts if part.has_tags], sample)
        problems += _as_a_whole(name, content, sample)
    return list(dict.fromkeys(problems))


def _unreadable(name: str) -> Problem:
    return Problem(
        part=name,
        paragraph="",
        placeholder="",
        message=_("The file is not a Word document of the kind .docx, or is damaged."),
        remedy=_('Open it in Word and save it as "Word Document (.docx)".'),
        kind=errors.TemplateUnreadable,
    )


def _missing_members(members: Mapping[str, bytes], document: Part) -> Iterator[Problem]:
    """Parts the document refers to and the file does not have."""
    folder, base = posixpath.split(document.name)
    relationships = members.get(f"{folder}/_rels/{base}.rels")
    if relationships is None:
        return
    for relationship in parse(relationships).iterfind("{*}Relationship[@Target]"):
        target = posixpath.normpath(posixpath.join("/", folder, relationship.get("Target", ""))).lstrip("/")
        if relationship.get("TargetMode") != "External" and target not in members:
            message = _("The document refers to a part that the file does not have: {name}.").format(name=target)
            remedy = _("Open the template in Word, save it under a new name and use that file.")
            yield Problem(part_name(document), "", "", message, remedy, errors.TemplateOutputBroken)


# The paragraphs as Word shows them


def _in_paragraphs(part: Part) -> Iterator[Problem]:
    for paragraph in part.root.iter(f"{W}p"):
        text = _own_text(paragraph)
        if _HALF_TAG.search(TAG.sub("", text)):
            yield _half_tag(part, text)
        elif lifted := _LIFTED.search(text):
            yield from _lifted(part, paragraph, text, lifted)


def _own_text(paragraph: etree._Element) -> str:
    """The text of a paragraph without that of the text boxes anchored in it."""
    texts = (node for node in paragraph.iter(f"{W}t") if next(node.iterancestors(f"{W}p")) is paragraph)
    return "".join(node.text or "" for node in texts)


def _half_tag(part: Part, text: str) -> Problem:
    found = _HALF_TAG.search(TAG.sub("", text))
    return Problem(
        part_name(part),
        shown(text),
        found.group() if found else "",
        _("A tag begins or ends here without its other half in the same paragraph."),
        _("Delete the tag and type it again in one go, both braces included, in one paragraph."),
        errors.TemplateTagFaulty,
    )


def _lifted(part: Part, paragraph: etree._Element, text: str, tag: re.Match[str]) -> Iterator[Problem]:
    """docxtpl replaces the whole paragraph, row or cell around ``{%p``, ``{%tr``, ``{%tc`` by the tag alone."""
    container = next(paragraph.iterancestors(f"{W}{tag[1]}"), None) if tag[1] != "p" else paragraph
    if container is None:
        message = _("The tag stands outside of a table and cannot take a row or column of it.")
        remedy = _("Put it into a table row of its own, or write {%p in place of the letters.")
    elif _text_in(container) != tag.group():
        message = _("This tag takes the place of the whole paragraph, row or cell; whatever else stands there is lost.")
        remedy = _("Move the tag into a paragraph, row or cell of its own.")
    else:
        return
    yield Problem(part_name(part), shown(text), shown(tag.group()), message, remedy, errors.TemplateTagFaulty)


def _text_in(container: etree._Element) -> str:
    return "".join(node.text or "" for node in container.iter(f"{W}t")).strip()


# The tags


def _in_tags(part: Part, sample: Mapping[str, Any] | Collection[str]) -> Iterator[Problem]:
    if not part.has_tags:
        return
    if problem := locate([part], None):
        yield problem
        return
    unknown = list(_unknown_names(part, sample))
    yield from unknown
    if isinstance(sample, Mapping) and not unknown:
        yield from _on_trial(part, sample)


def _unknown_names(part: Part, sample: Mapping[str, Any] | Collection[str]) -> Iterator[Problem]:
    source = LinedSource(part)
    asked = meta.find_undeclared_variables(environment().parse(source.text))
    known = names_in(sample) if isinstance(sample, Mapping) else set(sample)
    for line, tag in source.tags():
        for name in sorted(asked - set(sample) - set(environment().globals)):
            if re.search(rf"(?<![\w.'\"]){name}\b", tag) and not _optional(name, source.text):
                yield unknown_name(source, line, name, known)


def _optional(name: str, source: str) -> bool:
    """Whether the template itself says what to do where the value is missing."""
    return re.search(rf"\b{name}\b(?:\s+is\s+(?:not\s+)?defined|\s*\|\s*default)", source) is not None


def _on_trial(part: Part, sample: Mapping[str, Any]) -> Iterator[Problem]:
    """What goes wrong with the sample; after each find the tag to blame is taken out and the rest tried again."""
    while problem := locate([part], sample):
        yield problem
        tag = problem.placeholder
        rest = part.source.replace(tag, "") if tag.startswith("{{") else part.source
        if rest == part.source:
            return
        part = replace(part, source=rest)


def _when_empty(parts: list[Part], sample: Mapping[str, Any]) -> Iterator[Problem]:
    for fillable in [FillablePart(part) for part in parts]:
        for field, context in _emptied(sample):
            try:
                fillable.fill(context)
            except Exception:
                if problem := locate([fillable.part], context):
                    message = _('When "{field}" is empty: {problem}').format(field=field, problem=problem.message)
                    yield replace(problem, message=message)


def _as_a_whole(name: str, content: bytes, sample: Mapping[str, Any]) -> list[Problem]:
    """What the parts do not show: docxtpl, where it is needed, asks more of a file than we do."""
    try:
        Template(content).render(sample)
    except errors.TemplateUnreadable:
        return [_unreadable(name)]
    return []


def _emptied(value: object) -> Iterator[tuple[str, Any]]:
    """Copies of a context with one text or list in it empty, and the path of that field."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            for path, copy in _emptied(inner):
                yield f"{key}.{path}".rstrip("."), {**value, key: copy}
    elif isinstance(value, list | tuple):
        yield "", []
        for path, copy in _emptied(value[0]) if value else ():
            yield path, [copy, *value[1:]]
    elif isinstance(value, str):
        yield "", ""
