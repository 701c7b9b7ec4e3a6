"""Files that are damaged, protected, empty, foreign, old or broken: a reason, never a crash."""

from __future__ import annotations

import copy
import datetime as dt
import io
import random
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from pipeline.conformity import Status, check
from pipeline.conformity.rulebook import DATA, packs, read_pack
from pipeline.errors import (
    DamagedFile,
    EmptyFile,
    ForbiddenMarkup,
    MissingPart,
    NoRuleForDay,
    NotCheckable,
    PasswordProtected,
    RuleFileBroken,
    Swollen,
    VanthuError,
)
from tests.factory.official import LONG, Official, Par, annexed, centred, decision, letter, official_docx, package, text

GOOD = official_docx(Official())
WITHOUT_PARTS = replace(
    Official(),
    parent=(), body=(), body_rule=None, motto=None, creed=None, creed_rule=None, number=None, date=None, type=None,
    subject=(), subject_rule=None, label=None, recipients=(), titles=(), name=None,
)  # fmt: skip


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", EmptyFile),
        (GOOD[: len(GOOD) // 2], DamagedFile),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), NotCheckable),
        (b"A letter typed in an editor.", NotCheckable),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), PasswordProtected),
        (b"%PDF-1.7 and nothing else", DamagedFile),
        (package({"word/document.xml": "<!DOCTYPE w><w/>"}), ForbiddenMarkup),
        (package({"word/document.xml": "<w:document"}), DamagedFile),
    ],
    ids=["empty", "cut", "picture", "plain text", "protected", "no PDF", "document type", "no XML"],
)
def test_what_cannot_be_opened_is_refused_by_name(data: bytes, refusal: type[VanthuError]) -> None:
    with pytest.raises(refusal):
        check(data)


def test_a_package_that_unpacks_to_too_much_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for number in range(5):
            out.writestr(f"word/{number}.xml", bytes(60 << 20))

    with pytest.raises(Swollen):
        check(target.getvalue())


def test_an_old_word_file_needs_somebody_who_converts_it() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")

    with pytest.raises(MissingPart):
        check(old)

    assert check(old, convert=lambda _data, _suffix: GOOD).kind == "KH"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ((text("Một đoạn văn bản không có phần đầu, không có nơi nhận."),), "Không nhận ra phần đầu"),
        ((text("A plain English page about nothing in particular. " * 4),), "không phải tiếng Việt"),
        ((), "Tệp không có chữ"),
    ],
    ids=["no letterhead", "English", "no text"],
)
def test_a_document_without_its_parts_is_not_judged_by_them(content: tuple[Par, ...], reason: str) -> None:
    ending = Par() if not content else text(content[0].text)
    report = check(official_docx(replace(WITHOUT_PARTS, content=content, ending=ending)))

    assert any(reason in note for note in report.notes)
    assert report.of(Status.FAIL) == []
    assert report.summary["not_evaluated"] > 140


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"motto": centred("ĐẢNG CỘNG SẢN VIỆT NAM", bold=True)}, "văn bản của Đảng"),
        ({"type": centred("THÔNG TƯ", 14, bold=True)}, "quy phạm pháp luật"),
        ({"number": centred("Số: 12/2025/QĐ-UBND")}, "quy phạm pháp luật"),
        ({"date": centred("Lào Cai, ngày 15 tháng 4 năm 2009", 14, italic=True)}, "trước khi"),
    ],
    ids=["Party", "circular", "normative number", "before 2020"],
)
def test_documents_under_other_rules_are_not_judged(change: dict[str, Par], reason: str) -> None:
    report = check(official_docx(replace(Official(), **change)))

    assert any(reason in note for note in report.notes)
    assert report.summary == {
        "pass": 0,
        "fail": 0,
        "review": 0,
        "not_applicable": 0,
        "not_evaluated": len(report.results),
    }


def test_a_day_without_rules_is_refused_when_it_is_asked_for() -> None:
    with pytest.raises(NoRuleForDay):
        check(GOOD, date=dt.date(2009, 4, 15))


def test_text_in_old_encodings_is_named() -> None:
    old = (text("ChiÕn sÜ thi ®ua cña ®¬n vÞ", font=".VnTime"), text("Chieán só thi ñua cuûa ñôn vò"))

    errors = {result.rule.id: result.found for result in check(official_docx(replace(Official(), content=old))).errors}

    assert ".VnTime" in errors["ND30-I.4-FONT"]
    assert "ND30-I.4-UNICODE" in errors


def test_five_hundred_pages_are_checked() -> None:
    long = replace(Official(), content=tuple(text(f"{LONG}. {LONG}.") for _line in range(4_000)))

    report = check(official_docx(long))

    assert report.errors == []


def test_a_pack_with_a_fault_is_named() -> None:
    with pytest.raises(RuleFileBroken, match=r"names\.toml"):
        read_pack(DATA / "names.toml")


KINDS = [Official(), decision(), letter(), annexed("Phụ lục I", "Phụ lục II", mention="Phụ lục I, II")]
JUNK = ["", "-1", "99999999", "abc", "1.5", "NaN", "true", "Số:", "Nơi nhận:", "KT.", "Phụ lục", "- ", "\u0301", "“"]


@pytest.mark.parametrize("seed", range(60))
def test_documents_with_broken_parts_never_crash_it(seed: int) -> None:
    spoiled = _spoil(official_docx(KINDS[seed % len(KINDS)]), random.Random(seed))

    try:
        report = check(spoiled)
    except VanthuError:
        return
    assert len({result.rule.id for result in report.results}) == len(packs()[0].rules)


def _spoil(docx: bytes, dice: random.Random) -> bytes:
    """Remove, repeat and garble a dozen elements of each part."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("word/") and not name.endswith(".rels"):
                data = _spoil_part(data, dice)
            out.writestr(name, data)
    return target.getvalue()


def _spoil_part(data: bytes, dice: random.Random) -> bytes:
    root = etree.fromstring(data)
    for _turn in range(12):
        elements = [element for element in root.iter() if element.getparent() is not None]
        if not elements:
            break
        element = dice.choice(elements)
        match dice.randrange(4):
            case 0:
                element.getparent().remove(element)
            case 1:
                dice.choice(elements).insert(0, copy.deepcopy(element))
            case 2:
                for key in element.attrib:
                    element.set(key, dice.choice(JUNK[:7]))
            case _:
                element.text = dice.choice(JUNK)
    return etree.tostring(root)
