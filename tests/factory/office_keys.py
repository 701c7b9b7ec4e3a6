"""The keys of the example office: an authority it trusts, and pictures of signature and seal."""

from __future__ import annotations

import datetime as dt
import io

from PIL import Image, ImageDraw

from pipeline.home import Home
from tests.factory.authority import PIN, VIETNAM, Authority

CHIEF = "Phan Quốc Nghĩa"
OFFICE = "Văn phòng Ủy ban nhân dân tỉnh Lào Cai"
PUBLISHED = dt.datetime(2022, 1, 1, tzinfo=VIETNAM)


def give_keys(home: Home, authority: Authority) -> None:
    """Fill the folder ``chung-thu`` of `home`; the chief's key lies in ``khoa-lanh-dao.p12`` beside it."""
    folder = home.root / "chung-thu"
    (folder / "hinh").mkdir(parents=True)
    (folder / "goc.crt").write_bytes(authority.der)
    (folder / "thu-hoi.crl").write_bytes(authority.revocations(at=PUBLISHED))
    (folder / "dau.p12").write_bytes(authority.certify(OFFICE).p12())
    (folder / "hinh" / f"{CHIEF}.png").write_bytes(scrawl("#1428b4", 440, 184))
    (folder / "hinh" / "dau.png").write_bytes(scrawl("#c81414", 420, 420))
    (home.root / "khoa-lanh-dao.p12").write_bytes(authority.certify(CHIEF).p12())
    (home.root / "pin.txt").write_text(f"{PIN}\n")


def scrawl(colour: str, width: int, height: int) -> bytes:
    """A ring of that colour on nothing, as PNG."""
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((8, 8, width - 8, height - 8), outline=colour, width=10)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
