"""The shell of the pages this program writes for a browser: one file that holds all it shows and asks for nothing."""

from __future__ import annotations

import base64
import html

_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>{title}</title><style>
body {{ font: 17px/1.5 "Times New Roman", serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: #1a1a1a }}
h1 {{ font-size: 1.35rem; margin-bottom: .2rem }}
img {{ max-width: 100%; border: 1px solid #bbb }}
{style}
</style></head><body><h1>{heading}</h1>
{body}
</body></html>
"""


def page(title: str, style: str, body: str) -> bytes:
    """A page of `body`, which is HTML; `style` is added to the stylesheet all pages share."""
    escaped = html.escape(title)
    return _PAGE.format(title=escaped, heading=escaped, style=style.strip(), body=body).encode("utf-8", "replace")


def picture(png: bytes) -> str:
    """An ``img`` that holds its picture."""
    return f'<img alt="" src="data:image/png;base64,{base64.b64encode(png).decode()}">'
