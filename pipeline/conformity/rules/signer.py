"""Who signs, and how it is written (catalogue 6.5)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from pipeline.conformity.case import (
    Case,
    check_form,
    doubtful,
    evaluates,
    failed,
    form_faults,
    grouped,
    millimetres,
    missing,
    needed,
    not_applicable,
    not_evaluated,
    passed,
    quoted,
    verdicts,
)
from pipeline.conformity.model import MM, Paragraph
from pipeline.conformity.register import Signing
from pipeline.conformity.report import Outcome
from pipeline.conformity.rulebook import Rule, Stage
from pipeline.conformity.widths import height
from pipeline.messages import _
from pipeline.vietnamese.text import match_key

_PREFIX = re.compile(r"(TM|TUQ|KT|TL|Q)(?P<dot>\.?)(?P<space> *)(?P<rest>\S.*)")
_PARTY_PREFIX = re.compile(r"(T/M|K/T|T/L|THAY MẶT|THỪA LỆNH|KÝ THAY|THỪA ỦY QUYỀN)\b")


def _titles(case: Case) -> tuple[Paragraph, ...]:
    return needed(case.anatomy.closing.titles, missing(_("signer")))


@evaluates("ND30-II.7b-PREFIX")
def prefix(case: Case, rule: Rule) -> Iterator[Outcome]:
    titles = _titles(case)
    faults, found = [], False
    for line in titles:
        match = _PREFIX.fullmatch(line.text) if _has_prefix(line.text) else None
        found |= match is not None
        if _PARTY_PREFIX.match(line.text) or (match and (match["dot"] != "." or match["space"] != " ")):
            faults.append((quoted(line.text), line))
    yield from verdicts(grouped(faults)) if found or faults else [not_applicable(_("the head signs"))]


def _has_prefix(text: str) -> bool:
    """Whether it begins with one of the abbreviations: "KT.CHỦ TỊCH" does, "TLKT" and "QUYỀN" do not."""
    return bool(re.match(r"(TM|TUQ|KT|TL|Q)(\.| )", text))


@evaluates("ND30-II.7b-PREFIX-CHAIN")
def prefix_chain(case: Case, rule: Rule) -> Iterator[Outcome]:
    titles = _titles(case)
    lines = [line.text.replace("/", "") for line in titles]
    prefixes = [match[1] if (match := _PREFIX.fullmatch(t)) and _has_prefix(t) else "" for t in lines]
    if not any(prefixes):
        yield not_applicable(_("the head signs"))
        return
    faults = [
        (fault, titles[place])
        for place, found in enumerate(prefixes)
        if found and (fault := _chain_fault(found, prefixes[place + 1 :], lines[place + 1 :]))
    ]
    yield from verdicts(grouped(faults), " / ".join(lines))


def _chain_fault(prefix: str, prefixes: list[str], below: list[str]) -> str:
    """What is wrong below a line with `prefix`; the title may go on over several lines."""
    if prefix == "Q":
        return ""
    if not below:
        return _("no title below “{prefix}.”").format(prefix=prefix)
    if prefix == "KT" and not any(line.startswith(("PHÓ ", "THỨ TRƯỞNG", "ỦY VIÊN", "UỶ VIÊN")) for line in below):
        return _("no deputy's title below “KT.”")
    if prefix in {"TL", "TUQ"} and below[0].startswith("PHÓ CHỦ TỊCH"):
        return _("a deputy of the same head below “{prefix}.”").format(prefix=prefix)
    return ""


@evaluates("ND30-II.7b-AUTHORITY")
def authority(case: Case, rule: Rule) -> Iterator[Outcome]:
    titles = _titles(case)
    if case.register is None or not case.register.signers:
        yield not_evaluated(_("who may sign what is not known here"))
    else:
        yield _authority(case, case.register.signers, titles)


def _authority(case: Case, signers: tuple[Signing, ...], titles: tuple[Paragraph, ...]) -> Outcome:
    """Whether the office's list has this form of signing for this person on this day; a person looks where not."""
    form = match_key(" ".join(line.text for line in titles))
    name = match_key(case.anatomy.closing.name.text) if case.anatomy.closing.name else ""
    day = case.day or case.today
    for signing in signers:
        same = match_key(" ".join(signing.form)) == form and name in {"", match_key(signing.name)}
        if same and signing.start <= day <= signing.end:
            return passed(" / ".join(signing.form))
    return doubtful(_("not on the list of those who sign on this day"), titles[0])


@evaluates("ND30-II.7đ-TITLE-FORM")
def title_form(case: Case, rule: Rule) -> Iterator[Outcome]:
    titles = _titles(case)
    yield from check_form(titles, rule)


def _name(case: Case) -> Paragraph:
    closing = case.anatomy.closing
    blank = closing.titles and case.stage is Stage.DRAFT
    otherwise = not_applicable(_("blank, as a draft may leave it")) if blank else missing(_("name of the signer"))
    return needed(closing.name, otherwise)


@evaluates("ND30-II.7đ-NAME-FORM")
def name_form(case: Case, rule: Rule) -> Iterator[Outcome]:
    name = _name(case)
    others = case.anatomy.closing.other_titles
    faults = [(", ".join(found), line) for line in (name,) if (found := form_faults(line, rule))]
    faults.extend((_("not bold"), line) for line in others if not line.all_bold())
    yield from verdicts(grouped(faults), name.text)


@evaluates("ND30-II.7c-NAME-NOTITLE")
def name_without_title(case: Case, rule: Rule) -> Iterator[Outcome]:
    name = _name(case)
    found = [t for t in rule.values["titles"] if re.match(rf"{re.escape(t)}(?:\.|\s|:)", name.text)]
    yield failed(quoted(name.text), name) if found else passed(name.text)


@evaluates("ND30-II.7c-NAME-CASE")
def name_case(case: Case, rule: Rule) -> Iterator[Outcome]:
    name = _name(case)
    words = re.sub(r"^(?:[A-ZĐ][\wĐđ]{0,3}\.\s*)+", "", name.text).split()
    staff = {match_key(person) for person in case.register.staff} if case.register else set()
    if len(words) < 2 or any(not word[0].isupper() for word in words):
        yield failed(quoted(name.text), name)
    elif staff and match_key(" ".join(words)) not in staff:
        yield failed(_("{name} is not on the list of the staff").format(name=quoted(name.text)), name)
    else:
        yield passed(name.text)


@evaluates("ND30-II.7-SIG-SPACE")
def signature_space(case: Case, rule: Rule) -> Iterator[Outcome]:
    closing = case.anatomy.closing
    if not closing.titles or closing.name is None:
        yield missing(_("signer")) if not closing.titles else not_applicable(_("no name yet"))
        return
    ends = closing.other_titles[:1] or (closing.name,)
    between = [p for p in closing.column if closing.titles[-1].number < p.number < ends[0].number]
    space = _free_height(between)
    found = millimetres(space)
    enough = space >= rule.values["min_mm"] * MM or any(thing.kind == "picture" for p in between for thing in p.drawn)
    yield passed(found) if enough else failed(found, closing.titles[-1])


def _free_height(paragraphs: Sequence[Paragraph]) -> float:
    """The height of empty paragraphs; a row of fixed height counts whole."""
    total = 0.0
    rows = itertools.groupby(paragraphs, key=lambda p: (p.cell.row, p.cell.height) if p.cell else (0, None))
    for (_row, fixed), group in rows:
        total += fixed if fixed is not None else sum(height(paragraph, 100.0) for paragraph in group)
    return total
