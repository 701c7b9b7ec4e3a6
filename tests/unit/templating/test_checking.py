"""What `check` finds in a template, and that a clerk can act on it."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest

from pipeline import errors
from pipeline.templating import Problem, Template, check
from tests.unit.templating.papers import table, template, with_member

SAMPLE: dict[str, Any] = {
    "ho_ten": "Giàng A Mẫu",
    "ngay": {"nam": "2022"},
    "ds": [{"chuc_vu": "Chuyên viên"}],
    "so": None,
}


def only(problems: list[Problem]) -> Problem:
    """The one problem there is."""
    assert len(problems) == 1, problems
    return problems[0]


def test_a_good_template_has_no_problem() -> None:
    rows = table(("Chức vụ",), ("{%tr for n in ds %}",), ("{{ n.chuc_vu }}",), ("{%tr endfor %}",))

    assert check(template("{{ ho_ten }}, {{ ngay.nam }}", build=rows), SAMPLE) == []


@pytest.mark.parametrize(
    ("paragraph", "placeholder", "named", "kind"),
    [
        ("Ông {{ ho_tenn }} và {{ ho_ten }}", "{{ ho_tenn }}", "ho_ten", errors.TemplateNameUnknown),
        ("Năm {{ ngay.namm }}", "{{ ngay.namm }}", "nam", errors.TemplateNameUnknown),
        ("{% esle %}", "{% esle %}", "else", errors.TemplateTagFaulty),
        ("{% if ho_ten %}Ông", "{% if ho_ten %}", "endif", errors.TemplateTagFaulty),
        ("Ông{% endfor %}", "{% endfor %}", "endfor", errors.TemplateTagFaulty),
        ("{% for n in ds %}{% endif %}", "{% endif %}", "endif", errors.TemplateTagFaulty),
        ("{{ ho ten }}", "{{ ho ten }}", "ho_ten", errors.TemplateTagFaulty),
        ("{{ ho_ten }", "{{", "", errors.TemplateTagFaulty),
        ("{ {ho_ten}}", "{ {", "", errors.TemplateTagFaulty),
        ("{% p if ho_ten %}", "{% p if ho_ten %}", "{%p", errors.TemplateTagFaulty),
        ("{%tr for n in ds %}", "{%tr for n in ds %}", "{%p", errors.TemplateTagFaulty),
        ("Ông {%p if ho_ten %}", "{%p if ho_ten %}", "", errors.TemplateTagFaulty),
        ("{{ ho_ten.__class__.__mro__ }}", "{{ ho_ten.__class__.__mro__ }}", "", errors.TemplateTagForbidden),
        ("{{ ds.append(1) }}", "{{ ds.append(1) }}", "", errors.TemplateTagForbidden),
        ("Số: {{ so }}", "{{ so }}", '{{ ho_ten or "" }}', errors.TemplateValueMissing),
        ("{{ ho_ten / 2 }}", "{{ ho_ten / 2 }}", "", errors.TemplateTagFails),
        ('{% include "a" %}', '{% include "a" %}', "", errors.TemplateTagFails),
    ],
)
def test_a_problem_names_paragraph_tag_and_remedy(paragraph: str, placeholder: str, named: str, kind: type) -> None:
    problem = only(check(template("Kính gửi", paragraph, "Trân trọng"), SAMPLE))

    assert (problem.part, problem.paragraph, problem.placeholder) == ("phần thân văn bản", paragraph, placeholder)
    assert named in f"{problem.message} {problem.remedy}"
    assert problem.kind is kind


def test_rendering_fails_with_the_same_problem() -> None:
    content = template("Kính gửi", "Năm {{ ngay.namm }}")

    with pytest.raises(errors.TemplateNameUnknown) as caught:
        Template(content).render(SAMPLE)

    assert caught.value.facts["paragraph"] == "Năm {{ ngay.namm }}"
    assert str(caught.value) == (
        "Không dùng được mẫu (không có tên tệp). "
        "Tại phần thân văn bản, đoạn “Năm {{ ngay.namm }}”, thẻ {{ ngay.namm }}: "
        'Không có giá trị nào tên là "namm". Có lẽ ý là "nam"; hãy sửa lại tên trong thẻ.'
    )


def test_no_tag_is_blamed_where_several_might_be() -> None:
    problem = only(check(template("{{ ho_ten }} {{ so }}"), SAMPLE))

    assert (problem.paragraph, problem.placeholder) == ("{{ ho_ten }} {{ so }}", "")


def test_every_unknown_name_is_found_at_once() -> None:
    problems = check(template("{{ a }} {{ ho_ten }}", "{{ b }}", "{{ ngay.c }} {{ ngay.d }}"), SAMPLE)

    assert [problem.placeholder for problem in problems] == ["{{ a }}", "{{ b }}"]
    problems = check(template("{{ ngay.c }} {{ ngay.d }}"), SAMPLE)
    assert [problem.placeholder for problem in problems] == ["{{ ngay.c }}", "{{ ngay.d }}"]


def test_names_alone_are_enough_to_find_unknown_ones() -> None:
    content = template("{{ ho_ten }} {{ chuc_vu }}", "{%p for n in ds %}", "{{ n.x }}", "{%p endfor %}")

    assert only(check(content, {"ho_ten", "ds"})).placeholder == "{{ chuc_vu }}"


def test_a_value_the_template_can_do_without_is_no_problem() -> None:
    content = template("{% if ghi_chu is defined %}{{ ghi_chu }}{% endif %}", "{{ so_hieu|default('') }}")

    assert check(content, SAMPLE) == []


def test_a_tag_over_two_paragraphs_is_found() -> None:
    problems = check(template("Ông {{ ho_ten", "}} và"), SAMPLE)

    assert [problem.paragraph for problem in problems] == ["Ông {{ ho_ten", "}} và"]


def test_a_tag_in_a_row_with_other_text_is_found() -> None:
    rows = table(("{%tr for n in ds %}", "mất"), ("{{ n.chuc_vu }}", ""), ("{%tr endfor %}", ""))

    assert only(check(template(build=rows), SAMPLE)).placeholder == "{%tr for n in ds %}"


@pytest.mark.parametrize("typed", ["{{r ho_ten }}", "{{p ho_ten }}"])
def test_a_value_printed_outside_of_text_is_found(typed: str) -> None:
    problem = only(check(template("Kính gửi", typed), SAMPLE))

    assert (problem.placeholder, problem.kind) == ("{{ ho_ten }}", errors.TemplateOutputBroken)


def test_a_loop_that_begins_in_a_paragraph_and_ends_in_a_table_is_found() -> None:
    content = template("{% for n in ds %}{{ n.chuc_vu }}", build=table(("b{% endfor %}", "c")))

    problem = check(content, SAMPLE | {"ds": [SAMPLE["ds"][0]] * 2})[0]

    assert problem.kind is errors.TemplateOutputBroken
    assert "{%tr … %}" in problem.remedy


def test_a_table_left_without_rows_is_found_by_emptying_the_list() -> None:
    rows = table(("{%tr for n in ds %}",), ("{{ n.chuc_vu }}",), ("{%tr endfor %}",))

    problem = only(check(template(build=rows), SAMPLE))

    assert problem.message.startswith('Khi "ds" để trống:')


def test_an_expression_that_needs_a_value_is_found_by_emptying_it() -> None:
    content = template("{{ ds[0].chuc_vu.split()[1] }}")

    problems = check(content, SAMPLE)

    assert [re.match(r'Khi "([\w.]+)" để trống', problem.message)[1] for problem in problems] == ["ds", "ds.chuc_vu"]


def test_problems_outside_the_body_say_where() -> None:
    def build(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ a }}"
        document.core_properties.title = "{{ b }}"

    problems = check(template(build=build), SAMPLE)

    assert {problem.part for problem in problems} == {"phần đầu trang", "thuộc tính của tệp"}


def test_a_part_the_file_has_lost_is_named() -> None:
    content = with_member(
        template("{{ ho_ten }}"), "word/_rels/document.xml.rels", lambda xml: xml.replace(b"styles.xml", b"kieu.xml")
    )

    assert "word/kieu.xml" in only(check(content, SAMPLE)).message


@pytest.mark.parametrize("typed", ["{%tc for n in ds %}", "x"])
def test_a_table_without_a_grid_is_filled_or_found(typed: str) -> None:
    rows = table((typed, "{{ ho_ten }}", "{%tc endfor %}" if typed != "x" else ""))
    content = with_member(
        template(build=rows),
        "word/document.xml",
        lambda xml: re.sub(rb"<w:tblGrid>.*?</w:tblGrid>", b"", xml, flags=re.DOTALL),
    )

    problems = check(content, SAMPLE)

    assert [problem.kind for problem in problems] == ([] if typed == "x" else [errors.TemplateUnreadable])


def test_a_file_that_is_no_document_is_a_problem_and_no_crash() -> None:
    assert "hỏng" in only(check(b"%PDF-1.7", SAMPLE)).message


PIECES = ["{{", "}}", "{%", "%}", "{#", "#}", "{%p ", "{%tr ", "{%tc ", "if ", "for x in ds", "endif", "endfor", " "]
PIECES += [
    "ho_ten",
    "x.a",
    "|upper",
    "{",
    "}",
    "<",
    "&",
    '"',
    "\\",
    "}_}",
    "{{ ho_ten }}",
    "{%p if ho_ten %}",
    "{%p endif %}",
]
PIECES += [
    "{% raw %}",
    "{%- ",
    "-%}",
    "vm",
    "colspan 2",
    "\n",
    "\t",
    "{{ ho_ten|safe }}",
    "{{r ho_ten }}",
    "__class__",
    "1/0",
]


@pytest.mark.parametrize("seed", range(40))
def test_whatever_is_typed_the_answer_is_a_list_and_a_clean_error(seed: int) -> None:
    rng = random.Random(seed)
    typed = ["".join(rng.choices(PIECES, k=rng.randint(1, 7))) for _ in range(6)]
    content = template(*typed[:2], build=table(tuple(typed[2:4]), tuple(typed[4:])))

    problems = check(content, SAMPLE)

    try:
        Template(content).render(SAMPLE)
    except errors.TemplateError:
        assert problems


@pytest.mark.parametrize("seed", range(30))
def test_whatever_is_damaged_the_answer_is_a_list_and_a_clean_error(seed: int) -> None:
    rng = random.Random(seed)
    damaged = bytearray(template("{{ ho_ten }}"))
    for _ in range(3):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)

    problems = check(bytes(damaged), SAMPLE)

    try:
        Template(bytes(damaged)).render(SAMPLE)
    except errors.TemplateError:
        assert problems
