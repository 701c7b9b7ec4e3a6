"""The Giấy khen itself (`giay_khen`): a page for each recipient, whole or for stock printed already (reference 8.13).

Every line stands in a row of fixed height, so a clerk moves it by the height of the rows above. How far a printer is
off is no matter of the template: `pipeline.drafting.fitting` moves the page by the millimetres of ``can_chinh``.
"""

from __future__ import annotations

from tools.make_templates.blocks import MOTTO_RULE, section
from tools.make_templates.house import blank, cell, loop, paragraph, raw, row, rule, table, when
from tools.make_templates.package import Paper

WIDTH, HEIGHT = 297.0, 210.0
MARGIN = 15.0
TEXT = WIDTH - 2 * MARGIN
LEFT = 137.0
#: heights of the rows, from above; 180 mm are there
COUNTRY, ISSUER, NAME, POST, MERIT, FOOT = 18.0, 46.0, 16.0, 18.0, 27.0, 52.0
#: the double line around a page that is not printed on stock
BORDER = "".join(
    f'<w:{edge} w:val="double" w:sz="12" w:space="12" w:color="B8860B"/>' for edge in ("top", "left", "bottom", "right")
)
#: lines of the sheet that shows where on the paper a printer prints, in millimetres
STEP = 10.0


def whole() -> Paper:
    """Border, name of the country, the words GIẤY KHEN and the recipient's lines."""
    country = (
        paragraph("QuocHieu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        + paragraph("TieuNgu", "Độc lập - Tự do - Hạnh phúc")
        + rule(MOTTO_RULE, TEXT)
    )
    issuer = paragraph("GkCoQuan", "{{ tham_quyen }}") + paragraph("GkTang", "TẶNG") + paragraph("GkTua", "GIẤY KHEN")
    return _paper("Giấy khen", country, issuer, border=BORDER)


def overlay() -> Paper:
    """Only what differs from one Giấy khen to the next."""
    return _paper("Giấy khen in trên phôi", raw("Nho", ""), raw("Nho", ""), border="")


def grid() -> Paper:
    """A sheet with a line every 10 mm, to be laid on the stock: it shows the offset of a printer."""
    columns = int(WIDTH / STEP) - 2
    widths = [STEP] * columns
    top = [cell(STEP, paragraph("GkLuoi", str(int(STEP * (column + 1))))) for column in range(columns)]
    rows = [row(top, height=STEP)]
    for line in range(2, int(HEIGHT / STEP) - 2):
        first = cell(STEP, paragraph("GkLuoi", str(int(STEP * line))))
        rows.append(row([first, *(cell(STEP, raw("GkLuoi", "")) for _ in widths[1:])], height=STEP))
    page = section(width=WIDTH, height=HEIGHT, margins=(STEP, STEP, STEP, STEP), numbered=False)
    return Paper(title="Tờ thử căn chỉnh máy in", body=table(widths, rows, bordered=True), page=page)


def _paper(name: str, country: str, issuer: str, *, border: str) -> Paper:
    page = section(width=WIDTH, height=HEIGHT, margins=(MARGIN, MARGIN, MARGIN, MARGIN), border=border, numbered=False)
    next_page = when("not loop.first", raw("Nho", "", "<w:pageBreakBefore/>"))
    return Paper(title=name, body=loop("nguoi in nguoi_nhan", next_page + _page(country, issuer)), page=page)


def _page(country: str, issuer: str) -> str:
    rows = [
        _row(country, COUNTRY),
        _row(issuer, ISSUER),
        _row(paragraph("GkTen", "{{ nguoi.ong_ba }} {{ nguoi.ten }}"), NAME),
        _row(paragraph("GkChucVu", "{{ nguoi.chuc_vu_don_vi }}"), POST),
        _row(paragraph("GkThanhTich", "Đã có thành tích {{ nguoi.thanh_tich }}"), MERIT),
    ]
    return table((TEXT,), rows, bordered=False) + raw("Nho", "") + table((LEFT, TEXT - LEFT), [_foot()], bordered=False)


def _row(content: str, height: float) -> str:
    return row([cell(TEXT, content, properties='<w:vAlign w:val="center"/>')], height=height)


def _foot() -> str:
    day = f"ngày {blank('ngay', 6)} tháng {blank('thang', 6)} năm {{{{ nam }}}}"
    decision = paragraph("GkNho", f"Quyết định số: {blank('so', 8)}/{{{{ ky_hieu }}}}, {day}")
    book = paragraph("GkNho", f"Vào sổ số: {blank('nguoi.so_vang', 8)}")
    date = paragraph("DiaDanh", f"{{{{ dia_danh }}}}, {day}")
    titles = loop("dong in quyen_han_ky", paragraph("NguoiKy", "{{ dong }}"))
    left = cell(LEFT, decision + book, properties='<w:vAlign w:val="bottom"/>')
    right = cell(TEXT - LEFT, date + titles + raw("GkCho", "") + paragraph("NguoiKy", "{{ nguoi_ky }}"))
    return row([left, right], height=FOOT)
