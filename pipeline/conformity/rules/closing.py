"""Kính gửi, signer, Nơi nhận (catalogue 6.5)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from pipeline.conformity.anatomy import Role
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
    not_applicable,
    not_evaluated,
    passed,
    quoted,
    verdicts,
)
from pipeline.conformity.model import MM, Align, Paragraph
from pipeline.conformity.register import Signing
from pipeline.conformity.report import Outcome
from pipeline.conformity.rulebook import Rule
from pipeline.conformity.rules.body import first_line
from pipeline.conformity.widths import height
from pipeline.messages import _
from pipeline.vietnamese.text import match_key

#: how far from the left edge still counts as flush left, and how far apart dashes still stand in line, in points
FLUSH = 8.0
IN_LINE = 4.0

_UP = ("TTr", "BC")
_WITHOUT_UNIT = ("GGT", "GNP", "BB")

# Kính gửi


@evaluates("ND30-II.9b-KG-WHEN")
def greeting_when(case: Case, rule: Rule) -> Iterator[Outcome]:
    salutation = case.anatomy.heading.salutation
    if case.anatomy.is_letter:
        yield passed() if salutation else failed(_("a công văn without “Kính gửi”"))
    elif case.anatomy.kind is None:
        yield missing(_("type of document"))
    elif case.anatomy.is_any(*_UP):
        yield passed() if salutation else _greeting_upwards(case)
    elif case.anatomy.is_any("ThC", "CĐ", "PG", "PC", "PB", "GGT", "GNP", "GUQ"):
        yield not_applicable(_("free for this kind of document"))
    else:
        yield failed(quoted(salutation.text), salutation) if salutation else passed(_("none"))


def _greeting_upwards(case: Case) -> Outcome:
    """A tờ trình always goes up, a report may be sent to whom it concerns below."""
    if case.anatomy.is_any("TTr"):
        return doubtful(_("none; needed when sent to a superior body"))
    return not_applicable(_("free for this kind of document"))


def _addressees(case: Case) -> list[Paragraph]:
    """The entries below "Kính gửi:", lines that go on joined to their entry's first line."""
    return [line for line in case.anatomy.heading.addressees if _DASH.match(line.text)] or list(
        case.anatomy.heading.addressees
    )


_DASH = re.compile(r"[-–—+•*]\s*")


def _greeting(case: Case) -> Paragraph | Outcome:
    return case.anatomy.heading.salutation or (
        missing("“Kính gửi”") if case.anatomy.is_letter else not_applicable(_("no “Kính gửi”"))
    )


@evaluates("ND30-II.9d-KG-FORM")
def greeting_form(case: Case, rule: Rule) -> Iterator[Outcome]:
    greeting = _greeting(case)
    if isinstance(greeting, Outcome):
        yield greeting
        return
    lines = [greeting, *case.anatomy.heading.addressees]
    faults = [(", ".join(found), line) for line in lines if (found := form_faults(line, rule))]
    if not re.match(r"Kính gửi\s*:", greeting.text):
        faults.append((quoted(greeting.text), greeting))
    yield from verdicts(grouped(faults))


@evaluates("ND30-II.9d-KG-ONE")
def one_addressee(case: Case, rule: Rule) -> Iterator[Outcome]:
    greeting = _greeting(case)
    if isinstance(greeting, Outcome):
        yield greeting
        return
    inline, listed = _inline(greeting), _addressees(case)
    if len(listed) + bool(inline) != 1:
        yield not_applicable(_("several addressees"))
    elif inline or (greeting.cell and listed[0].cell and greeting.cell.row == listed[0].cell.row):
        yield passed(quoted(greeting.text))
    else:
        yield failed(_("on a line of its own"), listed[0])


def _inline(greeting: Paragraph) -> str:
    return greeting.text.partition(":")[2].strip()


@evaluates("ND30-II.9d-KG-MANY")
def many_addressees(case: Case, rule: Rule) -> Iterator[Outcome]:
    greeting = _greeting(case)
    if isinstance(greeting, Outcome):
        yield greeting
        return
    inline, listed = _inline(greeting), _addressees(case)
    if len(listed) + bool(inline) < 2:
        crowded = inline.count(";") > 0
        yield failed(_("several addressees on one line"), greeting) if crowded else not_applicable(_("one addressee"))
        return
    faults = [(_("an addressee behind “Kính gửi:”"), greeting)] if inline else []
    faults.extend(_list_faults(listed))
    starts = [first_line(line) for line in listed]
    if max(starts) - min(starts) > IN_LINE and all(line.shape.align is not Align.CENTER for line in listed):
        faults.append((_("dashes not in line"), listed[0]))
    yield from verdicts(grouped(faults))


def _list_faults(lines: Sequence[Paragraph]) -> Iterator[tuple[str, Paragraph]]:
    for line in lines:
        if not line.text.startswith("- "):
            yield _("no “- ” at the beginning"), line
    for line in lines[:-1]:
        if not line.text.endswith(";"):
            yield _("no semicolon at the end"), line
    if not lines[-1].text.endswith("."):
        yield _("no full stop at the end"), lines[-1]


# Signer

_PREFIX = re.compile(r"(TM|TUQ|KT|TL|Q)(?P<dot>\.?)(?P<space> *)(?P<rest>\S.*)")
_PARTY_PREFIX = re.compile(r"(T/M|K/T|T/L|THAY MẶT|THỪA LỆNH|KÝ THAY|THỪA ỦY QUYỀN)\b")


def _titles(case: Case) -> tuple[Paragraph, ...] | Outcome:
    return case.anatomy.closing.titles or missing(_("signer"))


@evaluates("ND30-II.7b-PREFIX")
def prefix(case: Case, rule: Rule) -> Iterator[Outcome]:
    titles = _titles(case)
    if isinstance(titles, Outcome):
        yield titles
        return
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
    if isinstance(titles, Outcome):
        yield titles
        return
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
    if isinstance(titles, Outcome):
        yield titles
    elif case.register is None or not case.register.signers:
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
    yield from [titles] if isinstance(titles, Outcome) else check_form(titles, rule)


def _name(case: Case) -> Paragraph | Outcome:
    closing = case.anatomy.closing
    if closing.name is not None:
        return closing.name
    if closing.titles and case.stage.value == "draft":
        return not_applicable(_("blank, as a draft may leave it"))
    return missing(_("name of the signer"))


@evaluates("ND30-II.7đ-NAME-FORM")
def name_form(case: Case, rule: Rule) -> Iterator[Outcome]:
    name = _name(case)
    if isinstance(name, Outcome):
        yield name
        return
    others = case.anatomy.closing.other_titles
    faults = [(", ".join(found), line) for line in (name,) if (found := form_faults(line, rule))]
    faults.extend((_("not bold"), line) for line in others if not line.all_bold())
    yield from verdicts(grouped(faults), name.text)


@evaluates("ND30-II.7c-NAME-NOTITLE")
def name_without_title(case: Case, rule: Rule) -> Iterator[Outcome]:
    name = _name(case)
    if isinstance(name, Outcome):
        yield name
        return
    found = [t for t in rule.values["titles"] if re.match(rf"{re.escape(t)}(?:\.|\s|:)", name.text)]
    yield failed(quoted(name.text), name) if found else passed(name.text)


@evaluates("ND30-II.7c-NAME-CASE")
def name_case(case: Case, rule: Rule) -> Iterator[Outcome]:
    name = _name(case)
    if isinstance(name, Outcome):
        yield name
        return
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


# Nơi nhận


def _label(case: Case) -> Paragraph | Outcome:
    return case.anatomy.closing.label or missing("“Nơi nhận:”")


@evaluates("ND30-II.9d-NN-PRESENT")
def recipients_present(case: Case, rule: Rule) -> Iterator[Outcome]:
    if case.anatomy.closing.label is not None:
        yield passed()
    elif case.anatomy.is_any("BB", "HĐ", "BTT", "BGN"):
        yield doubtful(_("not found"))
    else:
        yield failed(_("not found"))


@evaluates("ND30-II.9d-NN-LABEL")
def recipients_label(case: Case, rule: Rule) -> Iterator[Outcome]:
    label = _label(case)
    if isinstance(label, Outcome):
        yield label
        return
    faults = form_faults(label, rule)
    if label.text != "Nơi nhận:":
        faults.append(quoted(label.text))
    if not _is_flush(label):
        faults.append(_("not flush left"))
    yield failed(", ".join(faults), label) if faults else passed()


def _is_flush(line: Paragraph) -> bool:
    if line.side:
        return first_line(line) <= FLUSH or not line.raw.startswith((" ", "\t"))
    return line.shape.align in {Align.LEFT, Align.BOTH} and first_line(line) <= FLUSH


@evaluates("ND30-II.9d-NN-NOUNDERLINE")
def label_underlined(case: Case, rule: Rule) -> Iterator[Outcome]:
    label = _label(case)
    if isinstance(label, Outcome):
        yield label
    elif label.any_underlined():
        yield failed(_("underlined"), label)
    else:
        yield passed()


@evaluates("ND30-II.9d-NN-LEVEL")
def label_level(case: Case, rule: Rule) -> Iterator[Outcome]:
    label, titles = _label(case), case.anatomy.closing.titles
    if isinstance(label, Outcome):
        yield label
    elif case.anatomy.is_any("BB", "HĐ", "BGN", "BTT"):
        yield not_applicable(_("papers that two sign have the recipients below the signatures"))
    elif not titles:
        yield missing(_("signer"))
    else:
        yield _level(case, label, titles[0])


def _level(case: Case, label: Paragraph, signer: Paragraph) -> Outcome:
    if label.number == signer.number:
        return passed()
    if label.cell is None or signer.cell is None or label.cell.table != signer.cell.table:
        return failed(_("on another line than the signer"), label)
    if label.cell.row != signer.cell.row:
        return failed(_("in another row of the table than the signer"), label)
    apart = abs(_height_above(case, label) - _height_above(case, signer))
    return failed(_("on another line than the signer"), label) if apart > 10 else passed()


def _height_above(case: Case, line: Paragraph) -> float:
    """How far below the upper edge of its cell a line stands."""
    above = [p for p in case.document.paragraphs if p.number < line.number and _cell_key(p) == _cell_key(line)]
    return sum(height(paragraph, 200.0) for paragraph in above) + line.shape.before


def _cell_key(paragraph: Paragraph) -> tuple[int, int, int]:
    cell = paragraph.cell
    return (cell.table, cell.row, cell.column) if cell else (0, 0, 0)


def recipient_entries(case: Case) -> list[list[Paragraph]]:
    """The recipients, each with the lines it goes on for."""
    entries: list[list[Paragraph]] = []
    for line in case.anatomy.closing.recipients:
        goes_on = entries and not _DASH.match(line.text) and entries[-1][-1].text[-1] not in ";."
        if goes_on:
            entries[-1].append(line)
        else:
            entries.append([line])
    return entries


def _entries(case: Case) -> list[list[Paragraph]] | Outcome:
    label = _label(case)
    if isinstance(label, Outcome):
        return label
    return recipient_entries(case) or missing(_("recipients"))


@evaluates("ND30-II.9d-NN-ITEM-FORM")
def recipients_form(case: Case, rule: Rule) -> Iterator[Outcome]:
    entries = _entries(case)
    if isinstance(entries, Outcome):
        yield entries
        return
    faults = []
    for line in itertools.chain.from_iterable(entries):
        found = form_faults(line, rule)
        if _DASH.match(line.text) and not _is_flush(line):
            found.append(_("not flush left"))
        if found:
            faults.append((", ".join(found), line))
    yield from verdicts(grouped(faults))


@evaluates("ND30-II.9d-NN-ITEM-DASH")
def recipients_dash(case: Case, rule: Rule) -> Iterator[Outcome]:
    entries = _entries(case)
    if isinstance(entries, Outcome):
        yield entries
    else:
        faults = [(quoted(e[0].text[:24]), e[0]) for e in entries if not e[0].text.startswith("- ")]
        yield from verdicts(grouped(faults))


@evaluates("ND30-II.9d-NN-SEMI")
def recipients_end(case: Case, rule: Rule) -> Iterator[Outcome]:
    entries = _entries(case)
    if isinstance(entries, Outcome):
        yield entries
    else:
        wrong = [entry[-1] for entry in entries[:-1] if not entry[-1].text.endswith(";")]
        yield from verdicts(grouped((_("no semicolon at the end"), line) for line in wrong))


_FILED = re.compile(r"-\s*Lưu\s*:\s*VT(?P<unit>\s*,\s*\S.*|\s*\(.*\))?\s*[.;,]?")


@evaluates("ND30-II.9d-NN-LUU")
def filed(case: Case, rule: Rule) -> Iterator[Outcome]:
    entries = _entries(case)
    if isinstance(entries, Outcome):
        yield entries
        return
    last = entries[-1]
    text = " ".join(line.text for line in last)
    match = _FILED.fullmatch(text)
    if match and (match["unit"] or case.anatomy.is_any(*_WITHOUT_UNIT)):
        yield passed(quoted(text))
    else:
        yield failed(quoted(text), last[0])


@evaluates("ND30-II.9d-NN-LUU-END")
def filed_end(case: Case, rule: Rule) -> Iterator[Outcome]:
    entries = _entries(case)
    if isinstance(entries, Outcome):
        yield entries
    elif entries[-1][-1].text.endswith("."):
        yield passed()
    else:
        yield failed(_("no full stop at the end"), entries[-1][-1])


@evaluates("ND30-II.9b-NN-NHUTREN")
def as_above(case: Case, rule: Rule) -> Iterator[Outcome]:
    entries = _entries(case)
    if not case.anatomy.is_letter and not (case.anatomy.is_any(*_UP) and case.anatomy.heading.salutation):
        yield not_applicable(_("no “Kính gửi”"))
    elif isinstance(entries, Outcome):
        yield entries
    elif re.match(r"-\s*Như trên\b", entries[0][0].text):
        yield passed()
    else:
        yield failed(quoted(entries[0][0].text), entries[0][0])


@evaluates("ND30-M1.2-NN-NHUDIEU")
def as_article(case: Case, rule: Rule) -> Iterator[Outcome]:
    entries = _entries(case)
    if not case.anatomy.is_any("QĐ", "NQ"):
        yield not_applicable(_("not a decision"))
    elif isinstance(entries, Outcome):
        yield entries
    else:
        match = re.match(r"-\s*Như (?:Điều|điều) (\d+)", entries[0][0].text)
        articles = {item.number for item in case.anatomy.body(Role.ARTICLE)}
        right = match is not None and match[1] in articles and "Điều" in match[0]
        yield passed() if right else failed(quoted(entries[0][0].text), entries[0][0])


@evaluates("ND30-Đ17-COPIES")
def copies(case: Case, rule: Rule) -> Iterator[Outcome]:
    entries = _entries(case)
    if isinstance(entries, Outcome):
        yield entries
    elif case.stage.value != "issued":
        yield not_applicable(_("for issued documents only"))
    else:
        yield not_evaluated(_("how many copies were made is not written in the file"))
