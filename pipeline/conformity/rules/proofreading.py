"""What a careful reader of drafts marks: sentences cut in two, words written in two ways, words left out.

No rule of the decree; hints only. The words come from the pack.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from pipeline.conformity.anatomy import Role
from pipeline.conformity.case import Case, evaluates, grouped, quoted, verdicts
from pipeline.conformity.model import Paragraph
from pipeline.conformity.report import Outcome
from pipeline.conformity.rulebook import Rule
from pipeline.conformity.spelling import occurrences
from pipeline.vietnamese.text import nfc

Fault = tuple[str, Paragraph]

#: as many words, one after the other, with different commas between them are taken for one phrase
PHRASE = 4
#: an opening that is no sentence of its own, closed by a full stop before the name of who acts
_CUT = re.compile(
    r"^(?:Thực hiện|Căn cứ|Theo|Nhằm|Để thực hiện|Trên cơ sở)\b(?:(?!\. ).)*?\s?\. "
    r"(?=(?:Văn phòng|UBND|Ủy ban|Uỷ ban|Sở|Ban|Hội đồng|Chánh Văn phòng|Chủ tịch)\b)"
)
_MAIN_VERB = re.compile(
    r", (?:[A-ZĐ][^,.]* )?(?:ban hành|xây dựng|tổ chức|thông báo|báo cáo|đề nghị|yêu cầu|triển khai)\b"
)


def _written(case: Case) -> list[Paragraph]:
    return [item.paragraph for item in case.anatomy.items if item.role is not Role.CELL]


@evaluates("TYP-SENTENCE")
def cut_sentences(case: Case, rule: Rule) -> Iterator[Outcome]:
    faults: list[Fault] = []
    for paragraph in _written(case):
        match = _CUT.match(nfc(paragraph.text))
        if match and not _MAIN_VERB.search(match[0]):
            faults.append((quoted("…" + paragraph.text[max(match.end() - 30, 0) : match.end() + 20]), paragraph))
    yield from verdicts(grouped(faults))


@evaluates("TYP-MISSING-WORD")
def missing_words(case: Case, rule: Rule) -> Iterator[Outcome]:
    before, behind = "|".join(rule.values["after"]), "|".join(rule.values["not_followed_by"])
    pattern = re.compile(rf"\b(?:{before}) (?:{behind})\b")
    faults = [(quoted(match[0]), p) for p in _written(case) for match in pattern.finditer(nfc(p.text))]
    yield from verdicts(grouped(faults))


@evaluates("TYP-VARIANTS")
def variants(case: Case, rule: Rule) -> Iterator[Outcome]:
    written = _written(case)
    faults = [*_word_pairs(written, rule), *_phrases(written), *_names(written, rule)]
    yield from verdicts(grouped(faults))


def _word_pairs(paragraphs: list[Paragraph], rule: Rule) -> Iterator[Fault]:
    """The rarer of two spellings that both occur: hằng năm, hàng năm."""
    behind = "|".join(rule.values["pair_before"])
    for preferred, other in rule.values["pairs"]:
        places = {
            word: [(m[0], p) for p in paragraphs for m in re.finditer(rf"\b{word} (?:{behind})\b", nfc(p.text), re.I)]
            for word in (preferred, other)
        }
        if all(places.values()):
            yield from ((quoted(found), paragraph) for found, paragraph in places[other])


def _phrases(paragraphs: list[Paragraph]) -> Iterator[Fault]:
    """Words in one order with a comma in some places and none in others: "phòng, ban, đơn vị", "phòng, ban đơn vị"."""
    seen: dict[str, dict[str, list[Paragraph]]] = defaultdict(lambda: defaultdict(list))
    for paragraph in paragraphs:
        words = nfc(paragraph.text).split()
        for start in range(len(words) - PHRASE + 1):
            phrase = " ".join(words[start : start + PHRASE])
            inner, last = phrase[: -len(words[start + PHRASE - 1])], words[start + PHRASE - 1].rstrip(",.;:)”")
            key = (inner + last).lower()
            if "," in inner or len(key) > 8:
                seen[key.replace(",", "")][key].append(paragraph)
    rare_forms: dict[int, Fault] = {}  # windows overlap: one for each paragraph is enough
    for forms in seen.values():
        commas = {form.count(",") for form in forms}
        if len(forms) == 2 and min(commas) > 0 and len(commas) == 2:  # a list that lost one of its commas
            rare = min(forms, key=lambda form: len(forms[form]))
            if len(forms[rare]) * 2 <= sum(map(len, forms.values())):
                rare_forms.update({paragraph.number: (quoted(rare), paragraph) for paragraph in forms[rare]})
    yield from rare_forms.values()


def _names(paragraphs: list[Paragraph], rule: Rule) -> Iterator[Fault]:
    """Names that have a dash, written without it."""
    for place in occurrences(paragraphs, rule.values["names"]):
        if not re.search("[-–,]", place.written) and place.written[0].isupper():
            yield quoted(place.written), place.paragraph
