"""What stands in the upper right corner of an electronic copy: form of copy, copying body, time of signing."""

from __future__ import annotations

import datetime as dt
import io

from reportlab.pdfgen.canvas import Canvas

from pipeline.reading.blanks.fonts import Style, font, text_width, wrapped

#: Times New Roman, upright, 10 point, black (NĐ 30/2020, Phụ lục I, phần II, I.2)
SIZE, LEADING = 10.0, 11.5
#: a longer name of the body is broken; right of the middle of the page
WIDEST = 230.0


def corner(form: str, body: str, at: dt.datetime) -> bytes:
    """A page just as large as its lines, flush right: `form` ("Sao y"), `body`, and the time in ISO 8601 with zone."""
    lines = [form, *wrapped(body, Style.REGULAR, SIZE, WIDEST), at.isoformat(timespec="seconds")]
    widths = [text_width(line, Style.REGULAR, SIZE) for line in lines]
    width, height = max(widths), LEADING * len(lines)
    stream = io.BytesIO()
    face = font(Style.REGULAR).fontName
    # Named from the start, or reportlab adds Helvetica, which is not embedded; its stub takes the name for a number.
    canvas = Canvas(stream, pagesize=(width, height), initialFontName=face, invariant=1)  # type: ignore[arg-type]
    canvas.setFont(face, SIZE)
    for row, line in enumerate(lines):
        canvas.drawRightString(width, height - LEADING * row - SIZE, line)
    canvas.save()
    return stream.getvalue()
