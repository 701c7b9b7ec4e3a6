"""Numbers as the decree writes them, the slot font, metadata, pictures, and what importing the room costs."""

from __future__ import annotations

import io
import subprocess
import sys

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import Image

import pipeline.signing
from pipeline.errors import MissingPart, PictureUnusable
from pipeline.signing import xmp
from pipeline.signing.fields import day_text, month_text, number_text, split_symbol
from pipeline.signing.font_widths import wrong_widths
from pipeline.signing.pictures import Ink, stamp_style
from pipeline.signing.slot_font import CHARACTERS, slot_font, text_width


@pytest.mark.parametrize(("number", "text"), [(1, "01"), (9, "09"), (10, "10"), (123, "123")])
def test_numbers_below_ten_get_a_zero(number: int, text: str) -> None:
    assert number_text(number) == text


def test_days_below_ten_and_the_first_two_months_get_a_zero() -> None:
    assert [day_text(day) for day in (1, 9, 10, 31)] == ["01", "09", "10", "31"]
    assert [month_text(month) for month in (1, 2, 3, 9, 10, 12)] == ["01", "02", "3", "9", "10", "12"]


def test_a_symbol_is_parted_from_its_number() -> None:
    assert split_symbol("05/QĐ-VPUBND") == (5, "/QĐ-VPUBND")
    assert split_symbol("/KH-VPUBND") == (None, "/KH-VPUBND")
    for text in ("", "05", "05 /QĐ", "QĐ-VPUBND"):
        with pytest.raises(ValueError, match=f"^{text}$"):
            split_symbol(text)


@pytest.mark.parametrize("italic", [False, True])
def test_the_slot_font_states_the_widths_of_its_glyphs(italic: bool) -> None:
    font = slot_font(italic=italic)

    with TTFont(io.BytesIO(font.data)) as file, pikepdf.new() as document:
        names = file.getBestCmap()
        assert {chr(code) for code in names} == set(CHARACTERS)
        scale = 1000 / file["head"].unitsPerEm
        assert all(
            abs(font.widths[letter] - file["hmtx"][names[ord(letter)]][0] * scale) <= 0.5 for letter in CHARACTERS
        )
        assert not wrong_widths(font.embed(document))


def test_digits_are_half_an_em_wide() -> None:
    assert text_width("15", slot_font(italic=False).widths, 13) == pytest.approx(13)


def test_metadata_are_read_back_and_their_properties_described() -> None:
    facts = xmp.Facts(title="Kế hoạch & báo cáo", symbol="/KH-VPUBND", issued="2022-09", draft="VB-1/2", pdfa="2B")

    packet = xmp.write(facts)

    assert xmp.read(packet) == facts
    names = etree.fromstring(packet).iterfind(".//{http://www.aiim.org/pdfa/ns/property#}name")
    assert [name.text for name in names] == ["soKyHieu", "ngayBanHanh", "maDuThao"]


def test_metadata_that_are_no_xml_are_refused() -> None:
    with pytest.raises(ValueError, match="thông tin mô tả"):
        xmp.read(b"<x")


def test_entities_in_metadata_are_left_alone() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&a;</x:xmpmeta>'

    assert xmp.read(bomb) == xmp.Facts()


def picture(colour: tuple[int, int, int, int], *, kind: str = "PNG", mode: str = "RGBA") -> bytes:
    """A blot of `colour` on nothing."""
    image = Image.new("RGBA", (40, 20), (0, 0, 0, 0))
    image.paste(colour, (5, 5, 30, 15))
    stream = io.BytesIO()
    image.convert(mode).save(stream, kind)
    return stream.getvalue()


BLUE, RED, BLACK = (20, 40, 180, 255), (200, 20, 20, 255), (0, 0, 0, 255)


@pytest.mark.parametrize(
    ("png", "ink", "problem"),
    [
        (b"", Ink.BLUE, "bị hỏng"),
        (picture(BLUE)[:60], Ink.BLUE, "bị hỏng"),
        (picture(BLUE, kind="JPEG", mode="RGB"), Ink.BLUE, "PNG"),
        (picture(BLUE, mode="RGB"), Ink.BLUE, "không trong suốt"),
        (picture((0, 0, 0, 0)), Ink.BLUE, "không có nét"),
        (picture(BLACK), Ink.BLUE, "màu xanh"),
        (picture(RED), Ink.BLUE, "màu xanh"),
        (picture(BLUE), Ink.RED, "màu đỏ"),
    ],
)
def test_a_picture_that_will_not_do_is_refused_with_the_reason(png: bytes, ink: Ink, problem: str) -> None:
    with pytest.raises(PictureUnusable, match=problem):
        stamp_style(png, ink, 110, 46)


def test_a_blue_signature_and_a_red_seal_are_taken() -> None:
    assert stamp_style(picture(BLUE), Ink.BLUE, 110, 46).background is not None
    assert stamp_style(picture(RED), Ink.RED, 102, 102).background is not None
    assert stamp_style(None, Ink.RED, 102, 102).background is None


def test_importing_the_room_loads_none_of_its_libraries() -> None:
    heavy = "{'pyhanko', 'pikepdf', 'fontTools', 'pkcs11', 'cryptography', 'PIL', 'lxml'}"
    program = f"import sys, pipeline.signing; print(sorted({heavy} & set(sys.modules)))"

    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert answer.strip() == "[]"


def test_every_public_name_is_there_and_no_other() -> None:
    assert all(getattr(pipeline.signing, name) for name in pipeline.signing.__all__)
    assert sorted(pipeline.signing._HOME_OF) == pipeline.signing.__all__
    with pytest.raises(AttributeError):
        pipeline.signing.nothing_of_the_sort  # noqa: B018


def test_a_machine_without_the_libraries_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr("importlib.import_module", lambda _name: missing("pyhanko"))

    with pytest.raises(MissingPart, match=r"pyhanko.*vanthu\[sign\]"):
        pipeline.signing.__getattr__("certify")
