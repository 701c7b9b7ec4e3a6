"""The blocks of a paper in the order of the decree's boxes: letterhead, title, addressees, signature, annexes.

One place for each of them; a template is these blocks and its own words between them (NĐ 30/2020, Phụ lục I, mục IV).
"""

from __future__ import annotations

from tools.make_templates.house import (
    MIDDLE,
    NBSP,
    blank,
    cell,
    last,
    loop,
    paragraph,
    raw,
    row,
    rule,
    run,
    slot,
    table,
    tag,
    tag_row,
    when,
)
from tools.make_templates.styles import twips

HEAD_LEFT, HEAD_RIGHT = 60.0, 100.0
SIGN_LEFT, SIGN_RIGHT = 75.0, 85.0
#: height left for signature and seal
SIGN_HEIGHT = 28.0
#: "Độc lập - Tự do - Hạnh phúc", 14 pt bold: the rule is exactly as long (II.1b)
MOTTO_RULE = 60.5
#: for "VĂN PHÒNG", 27.9 mm; `pipeline.drafting.ruling` fits it to other names (1/3 to 1/2, II.2b)
BODY_RULE = 11.5
#: 1/3 of a full line and 1/2 of one of 108 mm; `pipeline.drafting.ruling` fits it to shorter subjects (II.5b)
SUBJECT_RULE = 54.0
#: the stamps of box 10b and how wide they are (III.2b)
URGENCY = {"KHẨN": 20.0, "THƯỢNG KHẨN": 40.0, "HỎA TỐC": 30.0}
#: who issues, in the line below the title of an annex
BY_CHIEF, BY_OFFICE = "Chánh {{ ten_co_quan }}", "{{ ten_co_quan }}"


# Boxes 1 to 5, 10


def letterhead(*, numbered: bool = True, dated: bool = True, subject: str = "") -> str:
    """Boxes 1 to 4; a text issued with a decision has neither number nor date, minutes have no date, a công văn its
    `subject` below the number."""
    left = (
        paragraph("CoQuanChuQuan", "{{ co_quan_chu_quan }}")
        + paragraph("CoQuan", "{{ co_quan }}")
        + rule(BODY_RULE, HEAD_LEFT)
    )
    right = (
        paragraph("QuocHieu", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        + paragraph("TieuNgu", "Độc lập - Tự do - Hạnh phúc")
        + rule(MOTTO_RULE, HEAD_RIGHT)
    )
    rows = [row([cell(HEAD_LEFT, left), cell(HEAD_RIGHT, right)])]
    if numbered:
        below = paragraph("VeViec", f"V/v {subject}") if subject else ""
        date = _date_line() if dated else raw("DiaDanh", "")
        rows.append(row([cell(HEAD_LEFT, _number_line() + below), cell(HEAD_RIGHT, date)]))
        rows += _urgency()
    return table((HEAD_LEFT, HEAD_RIGHT), rows, bordered=False)


def _number_line() -> str:
    return raw("SoKyHieu", run("Số: ") + slot("so", run(blank("so", 10))) + run("/{{ ky_hieu }}"))


def _date_line() -> str:
    return raw(
        "DiaDanh",
        run("{{ dia_danh }}, ngày ")
        + slot("ngay", run(blank("ngay", 6)))
        + run(" tháng ")
        + slot("thang", run(blank("thang", 6)))
        + run(" năm {{ nam }}"),
    )


def _urgency() -> list[str]:
    """A row with the stamp the drafter asks for, framed in red; none where `do_khan` is empty or not given."""
    stamps = "".join(when(f'do_khan == "{words}"', _stamp(words, width)) for words, width in URGENCY.items())
    stamped = row([cell(HEAD_LEFT, stamps), cell(HEAD_RIGHT, raw("DiaDanh", ""))])
    widths = (HEAD_LEFT, HEAD_RIGHT)
    return [tag_row(widths, '{%tr if do_khan | default("") %}'), stamped, tag_row(widths, "{%tr endif %}")]


def _stamp(words: str, width: float) -> str:
    indent = twips((HEAD_LEFT - width) / 2)
    return raw("DoKhan", run(words), f'<w:ind w:left="{indent}" w:right="{indent}"/>')


def title(kind: str, subject: str = "") -> str:
    """Box 5a: the name of the kind, what it is about, and the rule below."""
    about = paragraph("TrichYeu", subject) if subject else ""
    return paragraph("TenLoai", kind) + about + rule(SUBJECT_RULE, before=4, after=6)


def attached_title(kind: str, subject: str, issued_with: str) -> str:
    """Title of a text issued with a decision; the rule stands below the line that names the decision (Mẫu 1.3)."""
    return paragraph("TenLoai", kind) + _belonging(subject, issued_with)


def annex_title(number: str, title_: str, issued_with: str) -> str:
    """Title of a phụ lục of a template's own (Mẫu 2.1)."""
    return paragraph("PhuLuc", f"Phụ lục {number}") + _belonging(title_, issued_with)


def _belonging(subject: str, issued_with: str) -> str:
    """What a text is about and the paper it belongs to."""
    return paragraph("TrichYeu", subject) + paragraph("KemTheo", issued_with) + rule(SUBJECT_RULE, before=4, after=6)


def issued_with(kind: str, issuer: str, *, verb: str = "Kèm theo") -> str:
    """The line that names the paper an annex belongs to; number and day stay blank on electronic papers (III.1c)."""
    return (
        f"({verb} {kind} số {blank('so', 8)}/{{{{ ky_hieu }}}} ngày {blank('ngay', 6)} tháng {blank('thang', 6)} "
        f"năm {{{{ nam }}}} của {issuer})"
    )


# Boxes 6 and 9a


def addressees() -> str:
    """Box 9a: one addressee on the line of the label, more of them on lines of their own (II.9d)."""
    one = paragraph("KinhGui", "Kính gửi: {{ kinh_gui[0] }}")
    line = paragraph("KinhGuiDong", '- {{ dong }}{{ "." if loop.last else ";" }}')
    return when("kinh_gui | length == 1", one, paragraph("KinhGui", "Kính gửi:") + loop("dong in kinh_gui", line))


def free_text(fact: str = "noi_dung") -> str:
    """Paragraphs a person has written, each with the style `pipeline.drafting.wording` has found for it."""
    styles = (
        ('doan.kieu == "chuong"', paragraph("ChuongMuc", "{{ doan.chu }}")),
        ('doan.kieu == "muc_lon"', paragraph("MucLon", "{{ doan.chu }}")),
        ('doan.kieu == "muc_nho"', paragraph("MucNho", "{{ doan.chu }}")),
    )
    choices = "".join(
        tag(f"{{%p {'elif' if number else 'if'} {condition} %}}") + content
        for number, (condition, content) in enumerate(styles)
    )
    ordinary = tag("{%p else %}") + paragraph("ThanBai", "**{{ doan.dau }}**{{ doan.chu }}") + tag("{%p endif %}")
    return loop(f"doan in {fact}", choices + ordinary)


def free_end(fact: str = "doan_cuoi") -> str:
    """The last of the paragraphs a person has written: it carries ``./.`` and stays with the signature."""
    return last(f"**{{{{ {fact}.dau }}}}**{{{{ {fact}.chu }}}}./.")


# Boxes 7 to 9b


def signature_block() -> str:
    """Recipients at the left, signer at the right, one block that is never parted."""
    gap = f'<w:tcMar><w:top w:w="{twips(4)}" w:type="dxa"/></w:tcMar>'
    begin, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rest = cell(SIGN_LEFT, raw("NoiNhanDong", ""), properties=on)
    rows = [
        row([cell(SIGN_LEFT, _recipients(), properties=begin + gap), cell(SIGN_RIGHT, _titles(), properties=gap)]),
        row([rest, cell(SIGN_RIGHT, _signature(), properties=MIDDLE)], height=SIGN_HEIGHT),
        row([rest, cell(SIGN_RIGHT, _name())]),
    ]
    return table((SIGN_LEFT, SIGN_RIGHT), rows, bordered=False)


def two_signatures(left: str, left_name: str, right: str = "", right_name: str = "{{ nguoi_ky }}") -> str:
    """Two who sign side by side, such as secretary and chair of a meeting; recipients below (Mẫu 1.9). Without `right`
    it is the office's signer."""
    titles = paragraph("NguoiKy", right) if right else _titles()
    half = (SIGN_LEFT + SIGN_RIGHT) / 2
    gap = f'<w:tcMar><w:top w:w="{twips(4)}" w:type="dxa"/></w:tcMar>'
    rows = [
        row([cell(half, paragraph("NguoiKy", left), properties=gap), cell(half, titles, properties=gap)]),
        row([cell(half, raw("NguoiKy", "")), cell(half, _signature(), properties=MIDDLE)], height=SIGN_HEIGHT),
        row([cell(half, raw("NguoiKy", run(left_name))), cell(half, raw("NguoiKy", run(right_name)))]),
    ]
    return table((half, half), rows, bordered=False) + raw("Nho", "", '<w:spacing w:before="240"/>') + _recipients()


def _recipients() -> str:
    line = paragraph("NoiNhanDong", '- {{ dong }}{{ "." if loop.last else ";" }}')
    return paragraph("NoiNhan", "Nơi nhận:") + loop("dong in noi_nhan", line)


def _titles() -> str:
    """Box 7a: TM., KT., TL., TUQ., Q. and title, a line each."""
    return loop("dong in quyen_han_ky", paragraph("NguoiKy", "{{ dong }}"))


def _signature() -> str:
    return raw("NguoiKy", slot("ky", run(NBSP * 32)))


def _name() -> str:
    """Box 7b: a council that uses the office's seal prints the office's title above the name (II.7c)."""
    above = when('chuc_vu_tren_ten | default("")', paragraph("NguoiKy", "{{ chuc_vu_tren_ten }}"))
    return above + raw("NguoiKy", run("{{ nguoi_ky }}"))


# Annexes and sections


def annexes(kind: str, issuer: str = BY_OFFICE) -> str:
    """What follows the paper: a phụ lục a person has given, a list of recipients too long for the signature block;
    each begins on a page of its own, with page numbers of its own (III.1đ)."""
    return loop(
        "phan in phu_luc | default([])",
        end_of_section()
        + when("phan.nhan", paragraph("PhuLuc", "{{ phan.nhan }}"))
        + _belonging("{{ phan.ten }}", issued_with(kind, issuer))
        + free_text("phan.noi_dung")
        + paragraph("ThanBai", "**{{ phan.doan_cuoi.dau }}**{{ phan.doan_cuoi.chu }}./."),
    )


def section(
    *,
    width: float = 210,
    height: float = 297,
    margins: tuple[float, float, float, float] = (20, 20, 20, 30),
    border: str = "",
    numbered: bool = True,
) -> str:
    """The properties of a section: its page, its margins (top, right, bottom, left), pages numbered from 1, the first
    not shown."""
    lengths = dict(zip(("top", "right", "bottom", "left"), margins, strict=True)) | {"header": 10, "footer": 10}
    measures = " ".join(f'w:{side}="{twips(length)}"' for side, length in lengths.items())
    turned = ' w:orient="landscape"' if width > height else ""
    borders = f'<w:pgBorders w:offsetFrom="text">{border}</w:pgBorders>' if border else ""
    headers = '<w:headerReference w:type="default" r:id="rId3"/><w:headerReference w:type="first" r:id="rId4"/>'
    return (
        f"<w:sectPr>{headers if numbered else ''}"
        f'<w:type w:val="nextPage"/><w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"{turned}/>'
        f'<w:pgMar {measures} w:gutter="0"/>{borders}<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
    )


def end_of_section() -> str:
    """What follows begins on a new page, with page numbers of its own."""
    return raw("Nho", "", section())
