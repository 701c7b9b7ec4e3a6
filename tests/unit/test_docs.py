"""The documentation keeps up with the program: commands, refusals, reasons, links and paths are all still there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click
import pytest

from pipeline.cli.main import COMMANDS, cli
from pipeline.drafting.kinds import KINDS
from pipeline.errors import FileRefused, LexiconWrong
from pipeline.home import CHECKOUT, Home
from pipeline.intake.scanning import Why
from pipeline.messages import _
from pipeline.screening.rules import RULES

README = CHECKOUT / "README.md"
USER_GUIDE = CHECKOUT / "docs" / "huong-dan-su-dung.md"
ADMIN_GUIDE = CHECKOUT / "docs" / "quan-tri.md"
PAGES = [README, *sorted((CHECKOUT / "docs").glob("*.md"))]
GUIDES = [README, USER_GUIDE, ADMIN_GUIDE]

#: raised for a list given on the command line, never for a form handed in
NOT_FOR_FORMS = {LexiconWrong}
_LINK = re.compile(r"\]\(([^)#\s]*)(#[^)\s]*)?\)")
_INLINE = re.compile(r"`([^`\n]+)`")
_BLOCK = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CALL = re.compile(r"(?:^|bin/)vanthu (.+)")
_ADDRESS = re.compile(r"https?:|www\.|//[\w-]+\.[a-z]{2,}|\b\d{1,3}(\.\d{1,3}){3}\b", re.IGNORECASE)
_LOOKS_LIKE_A_PATH = re.compile(r"[\w-]+(\.\w+)?(/[\w.-]+)+/?|[\w-]+/|[\w-]+\.(md|py|toml|docx|json)")


def _refusals(of: type[FileRefused] = FileRefused) -> Iterator[type[FileRefused]]:
    yield of
    yield from chain.from_iterable(map(_refusals, of.__subclasses__()))


def _row(page: Path, mark: str) -> str:
    """The table row that carries ``<!-- mark -->``."""
    rows = [line for line in page.read_text("utf-8").splitlines() if f"<!-- {mark} -->" in line]
    assert len(rows) == 1, f"{page.name} has {len(rows)} rows marked {mark}"
    return rows[0]


def _quotes(row: str, sentence: str) -> bool:
    """Whether the row's first cell holds `sentence` with … for each of its fields."""
    return re.sub(r"\{\w+\}", "…", sentence) in row.split("|")[1]


def _code(page: Path) -> Iterator[str]:
    """Everything set as code on a page: lines of blocks and words between backticks."""
    text = page.read_text("utf-8")
    for block in _BLOCK.findall(text):
        yield from block.splitlines()
    yield from _INLINE.findall(_BLOCK.sub("", text))


def _calls() -> Iterator[tuple[str, list[str]]]:
    """Each call of the program in the guides: the page's name and the words after ``vanthu``."""
    for page in GUIDES:
        for code in _code(page):
            if call := _CALL.search(code):
                yield page.name, shlex.split(call[1], comments=True)


def _anchor(heading: str) -> str:
    return "#" + re.sub(r"[^\w\s-]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readme_and_in_a_guide(command: str) -> None:
    table = [line for line in README.read_text("utf-8").splitlines() if line.startswith("| `vanthu ")]
    guides = USER_GUIDE.read_text("utf-8") + ADMIN_GUIDE.read_text("utf-8")

    assert any(re.match(rf"\| `vanthu {command}\b", line) for line in table)
    assert re.search(rf"\bvanthu {command}\b", guides)


def test_the_guides_show_only_commands_and_options_that_exist() -> None:
    calls = list(_calls())

    assert len(calls) > 30
    for page, words in calls:
        command: click.Command = cli
        context = click.Context(cli)
        while isinstance(command, click.Group) and words and not words[0].startswith("-"):
            found = command.get_command(context, words.pop(0))
            assert found is not None, f"{page}: no such command"
            command = found
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        assert {word for word in words if word.startswith("--")} <= known, f"{page}: {command.name} {words}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_document_is_named_in_the_readme_and_the_user_guide(kind: str) -> None:
    assert f"`{kind}`" in README.read_text("utf-8")
    assert f"`{kind}`" in USER_GUIDE.read_text("utf-8")


@pytest.mark.parametrize("refusal", [each for each in _refusals() if each not in NOT_FOR_FORMS])
def test_the_user_guide_quotes_every_refusal_beside_its_remedy(refusal: type[FileRefused]) -> None:
    sentence = re.split(r"(?<=\.) ", _(refusal.msgid()))[0]
    row = _row(USER_GUIDE, refusal.__name__)

    assert _quotes(row, sentence), sentence


@pytest.mark.parametrize("why", Why)
def test_the_user_guide_quotes_every_reason_why_a_file_stays_in_the_inbox(why: Why) -> None:
    assert _quotes(_row(USER_GUIDE, why.name), why.sentence)


@pytest.mark.parametrize("rule", RULES)
def test_the_user_guide_says_what_to_do_about_every_rule(rule: str) -> None:
    assert _row(USER_GUIDE, rule)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_and_a_heading_that_exist(page: Path) -> None:
    for target, anchor in _LINK.findall(page.read_text("utf-8")):
        file = page.parent / target if target else page
        assert file.exists(), target
        headings = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE) if anchor else []
        assert not anchor or anchor in map(_anchor, headings), f"{target}{anchor}"


def test_every_path_named_in_the_readme_exists() -> None:
    made_by_init = {folder.relative_to(CHECKOUT) for folder in Home(CHECKOUT).folders()}
    named = [code for code in _code(README) if _LOOKS_LIKE_A_PATH.fullmatch(code)]

    assert len(named) > 5
    for path in named:
        assert (CHECKOUT / path).exists() or Path(path) in made_by_init, path


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_every_make_target_named_exists(page: Path) -> None:
    makefile = (CHECKOUT / "Makefile").read_text("utf-8")
    for code in _code(page):
        for target in re.findall(r"^make (\w[\w-]*)", code):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_names_an_address_on_a_network(page: Path) -> None:
    assert _ADDRESS.findall(page.read_text("utf-8")) == []
