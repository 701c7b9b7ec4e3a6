"""Every sentence of the program has its Vietnamese, and the Vietnamese keeps the sentence's fields."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import pipeline
from pipeline import errors

SOURCES = sorted(Path(pipeline.__file__).parent.rglob("*.py"))
CATALOGUE = Path(pipeline.__file__).parent / "locale/vi/LC_MESSAGES/vanthu.po"
FIELD = re.compile(r"\{[^{}]*\}")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as stream:
        return read_po(stream, locale="vi", abort_invalid=True)


def error_classes(base: type[errors.VanthuError] = errors.VanthuError) -> Iterator[type[errors.VanthuError]]:
    yield base
    for child in base.__subclasses__():
        yield from error_classes(child)


def marked_messages() -> set[str]:
    """The literal argument of every ``_("…")`` call."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                (argument,) = node.args
                if isinstance(argument, ast.Constant):
                    found.add(argument.value)
    return found


def test_every_message_has_its_vietnamese(catalogue: Catalog) -> None:
    wanted = marked_messages() | {error.msgid() for error in error_classes()}

    missing = sorted(message for message in wanted if not (catalogue.get(message) and catalogue.get(message).string))

    assert missing == []


def test_every_translation_keeps_the_fields_of_its_sentence(catalogue: Catalog) -> None:
    broken = [
        message.id
        for message in catalogue
        if isinstance(message.id, str) and set(FIELD.findall(message.id)) != set(FIELD.findall(message.string))
    ]

    assert broken == []


def test_no_sentence_is_translated_twice() -> None:
    ids = re.findall(r'^msgid ((?:".*"\n)+)', CATALOGUE.read_text(encoding="utf-8"), re.MULTILINE)

    assert len(ids) == len(set(ids))


def test_the_catalogue_is_nfc() -> None:
    assert unicodedata.is_normalized("NFC", CATALOGUE.read_text(encoding="utf-8"))


def test_the_words_of_click_itself_are_vietnamese() -> None:
    from pipeline.cli.main import cli

    help_text = cli.get_help(click.Context(cli, info_name="vanthu"))

    assert "Usage" not in help_text
    assert "Options" not in help_text
    assert "Show this message" not in help_text
