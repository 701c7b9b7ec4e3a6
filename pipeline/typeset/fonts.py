"""The one font family documents are set in, and a fontconfig that knows no other.

Official documents are written in Times New Roman (NĐ 30/2020, Phụ lục I, I.4). Its free metric twins are Liberation
Serif from version 2 on and Tinos. Version 1 of Liberation lacks 92 of the 134 accented Vietnamese letters: other
fonts are mixed in, pages are added and the text can no longer be copied out. So a family is taken only after its four
faces were found to have every letter.
"""

from __future__ import annotations

import itertools
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

FACES = ("Regular", "Bold", "Italic", "BoldItalic")
#: family -> beginning of its file names, best first
FAMILIES = {"Liberation Serif": "LiberationSerif", "Tinos": "Tinos"}
#: where Linux systems and people put fonts
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("~/.local/share/fonts"), Path("~/.fonts"))
#: what the words of an official document may be called for in; all are set in the chosen family
ALIASES = ("Times New Roman", "Times", ".VnTime", "VNI-Times", "serif", "sans-serif", "monospace")

FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
{aliases}
</fontconfig>
"""
ALIAS = '  <alias binding="same"><family>{alias}</family><prefer><family>{family}</family></prefer></alias>'


@dataclass(frozen=True, kw_only=True)
class Family:
    """Four font files of one family that cover Vietnamese."""

    #: as a word processor calls it, "Liberation Serif"
    name: str
    #: regular, bold, italic, bold italic
    files: tuple[Path, ...]
    #: the names under which a PDF embeds them, "LiberationSerif-Bold"
    embedded_names: frozenset[str]


def vietnamese_letters() -> str:
    """The 134 letters of Vietnamese that ASCII lacks, small and capital."""
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    small = {unicodedata.normalize("NFC", vowel + tone) for vowel, tone in itertools.product("aăâeêioôơuưy", tones)}
    letters = (small | {"đ"}) - set("aeiouy")
    return "".join(sorted(letters | {letter.upper() for letter in letters}))


def find_family(folders: tuple[Path, ...] = FOLDERS) -> Family | None:
    """Return the first family all of whose faces lie in `folders` and cover Vietnamese."""
    for name, beginning in FAMILIES.items():
        family = _load(name, _face_files(beginning, folders))
        if family is not None:
            return family
    return None


def write_fontconfig(family: Family, folder: Path) -> Path:
    """Write a fontconfig into `folder` that offers `family` and nothing else; return its path."""
    fonts = folder / "fonts"
    fonts.mkdir()
    for file in family.files:
        (fonts / file.name).symlink_to(file)
    config = folder / "fonts.conf"
    aliases = "\n".join(ALIAS.format(alias=alias, family=escape(family.name)) for alias in ALIASES)
    config.write_text(FONTCONFIG.format(fonts=fonts, cache=folder / "font-cache", aliases=aliases), encoding="utf-8")
    return config


def _face_files(beginning: str, folders: tuple[Path, ...]) -> list[list[Path]]:
    """For each face, the files that may hold it: the same family may be installed in two versions."""
    there = [folder.expanduser() for folder in folders]
    return [[file for folder in there for file in sorted(folder.rglob(f"{beginning}-{face}.ttf"))] for face in FACES]


def _load(name: str, faces: list[list[Path]]) -> Family | None:
    files, embedded_names = [], []
    for candidates in faces:
        complete = ((file, _name_if_complete(file)) for file in candidates)
        file, embedded = next(((file, found) for file, found in complete if found), (None, None))
        if file is None or embedded is None:
            return None
        files.append(file)
        embedded_names.append(embedded)
    return Family(name=name, files=tuple(files), embedded_names=frozenset(embedded_names))


def _name_if_complete(file: Path) -> str | None:
    """The PostScript name of the font in `file` if it has every Vietnamese letter."""
    from reportlab.pdfbase.ttfonts import TTFError, TTFontFile

    try:
        font = TTFontFile(str(file))
    except (TTFError, OSError):
        return None
    complete = all(ord(letter) in font.charToGlyph for letter in vietnamese_letters())
    return font.name.decode("ascii") if complete else None
