"""Only a family that covers Vietnamese in all four faces is good enough."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from lxml import etree
from reportlab.pdfbase import ttfonts

from pipeline.errors import MissingPart
from pipeline.typeset import fonts, parts


@pytest.fixture
def installed() -> fonts.Family:
    family = fonts.find_family()
    assert family is not None, "the test machine lacks fonts-liberation2"
    return family


def test_vietnamese_has_134_letters_beyond_ascii():
    letters = fonts.vietnamese_letters()

    assert len(letters) == len(set(letters)) == 134
    assert set("ăÂđĐơƯẫỆờỹỴ") <= set(letters)
    assert unicodedata.is_normalized("NFC", letters)


def test_the_family_has_four_faces_and_their_names_in_a_pdf(installed: fonts.Family):
    assert installed.name == "Liberation Serif"
    assert installed.embedded_names == {
        "LiberationSerif",
        "LiberationSerif-Bold",
        "LiberationSerif-Italic",
        "LiberationSerif-BoldItalic",
    }


def test_a_family_with_a_missing_face_is_not_taken(tmp_path: Path, installed: fonts.Family):
    for file in installed.files[:3]:
        (tmp_path / file.name).symlink_to(file)

    assert fonts.find_family((tmp_path,)) is None


def test_a_family_that_lacks_a_letter_is_not_taken(monkeypatch: pytest.MonkeyPatch, installed: fonts.Family):
    class Old(ttfonts.TTFontFile):  # type: ignore[misc]
        def extractInfo(self, *arguments: object) -> None:  # noqa: N802 - reportlab's name
            super().extractInfo(*arguments)
            self.charToGlyph.pop(ord("ẫ"))

    monkeypatch.setattr(ttfonts, "TTFontFile", Old)

    assert fonts.find_family((installed.files[0].parent,)) is None


def test_a_damaged_font_is_passed_over_for_a_good_one(tmp_path: Path, installed: fonts.Family):
    bad = tmp_path / "bad"
    bad.mkdir()
    for file in installed.files:
        (bad / file.name).write_bytes(b"\0\1\0\0 not a font")

    family = fonts.find_family((bad, installed.files[0].parent))

    assert family is not None
    assert family.files == installed.files


def test_the_fontconfig_offers_the_four_faces_and_nothing_else(tmp_path: Path, installed: fonts.Family):
    config = etree.parse(fonts.write_fontconfig(installed, tmp_path))

    folders = [Path(str(node.text)) for node in config.iter("dir")]
    assert [sorted(file.name for file in folder.iterdir()) for folder in folders] == [
        sorted(file.name for file in installed.files)
    ]
    assert config.find("include") is None


@pytest.mark.parametrize(
    ("finder", "package"),
    [
        ("find_office", "libreoffice-writer-nogui"),
        ("find_python", "python3-uno"),
        ("fonts.find_family", "fonts-liberation2"),
    ],
)
def test_a_missing_part_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch, finder: str, package: str):
    monkeypatch.setattr(f"pipeline.typeset.parts.{finder}", lambda *_parts: None)

    with pytest.raises(MissingPart, match=package) as missing:
        parts.find_parts.__wrapped__()

    assert missing.value.exit_code == 4
