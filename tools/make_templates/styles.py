"""The named styles of the house, as Word shows them in its gallery, and the unit of lengths.

Sizes and slants are those of NĐ 30/2020, Phụ lục I, mục V, in the pair 13/14.
"""

from __future__ import annotations

from docx.shared import Mm

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def twips(millimetres: float) -> int:
    """Word's unit for lengths, a twentieth of a point."""
    return round(Mm(millimetres) / 635)


_EDGES = ("top", "left", "bottom", "right")
_CENTRED = '<w:jc w:val="center"/>'
BOLD = "<w:b/><w:bCs/>"
ITALIC = "<w:i/><w:iCs/>"


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _gap(before: float, after: float = 0) -> str:
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"/>'


_INDENTED = f'<w:ind w:firstLine="{twips(10)}"/><w:jc w:val="both"/>'
_BODY = _gap(6) + _INDENTED
_HEADING = f'<w:keepNext/>{_gap(6)}<w:ind w:firstLine="{twips(10)}"/>'
#: a red frame exactly 8 mm high; how wide, its indents say (III.2b)
_URGENCY = (
    "<w:pBdr>"
    + "".join(f'<w:{edge} w:val="single" w:sz="8" w:space="0" w:color="FF0000"/>' for edge in _EDGES)
    + f'</w:pBdr><w:spacing w:before="120" w:after="0" w:line="{twips(8)}" w:lineRule="exact"/>{_CENTRED}'
)
#: id, name in the gallery (without commas, which part aliases in Word), properties of the paragraph and of its letters
_STYLES = (
    ("ThanBai", "Thân bài", _BODY, ""),
    ("TruocBang", "Thân bài - trước bảng", f"<w:keepNext/>{_gap(6, 4)}{_INDENTED}", ""),
    ("CanCu", "Căn cứ", _BODY, ITALIC),
    ("MucLon", "Mục lớn", _HEADING, BOLD),
    ("MucNho", "Mục nhỏ", _HEADING, BOLD),
    ("ChuongMuc", "Chương và mục", f"<w:keepNext/>{_gap(6)}{_CENTRED}", BOLD),
    ("TenBang", "Tên bảng", f'<w:keepNext/>{_gap(8, 4)}<w:ind w:firstLine="{twips(10)}"/>', BOLD),
    ("TenLoai", "Tên loại văn bản", f"<w:keepNext/>{_gap(16)}{_CENTRED}", BOLD),
    ("TrichYeu", "Trích yếu", f"<w:keepNext/>{_CENTRED}", BOLD),
    ("KemTheo", "Kèm theo", f"<w:keepNext/>{_CENTRED}", ITALIC),
    ("ThamQuyen", "Thẩm quyền ban hành", f"<w:keepNext/>{_gap(12, 6)}{_CENTRED}", BOLD),
    (
        "KeNgang",
        "Kẻ ngang",
        '<w:keepNext/><w:spacing w:before="50" w:after="0" w:line="40" w:lineRule="exact"/>',
        _size(1),
    ),
    ("QuocHieu", "Quốc hiệu", _CENTRED, BOLD + _size(13)),
    ("TieuNgu", "Tiêu ngữ", _CENTRED, BOLD + _size(14)),
    ("CoQuanChuQuan", "Cơ quan chủ quản", _CENTRED, _size(13)),
    ("CoQuan", "Cơ quan ban hành", _CENTRED, BOLD + _size(13)),
    ("SoKyHieu", "Số ký hiệu", _gap(6) + _CENTRED, _size(13)),
    ("VeViec", "Về việc", _gap(6) + _CENTRED, _size(12)),
    ("DoKhan", "Độ khẩn", _URGENCY, BOLD + '<w:color w:val="FF0000"/>' + _size(13)),
    ("DiaDanh", "Địa danh và ngày tháng", _gap(6) + _CENTRED, ITALIC + _size(14)),
    ("KinhGui", "Kính gửi", f'{_gap(6)}<w:ind w:left="{twips(15)}"/>', ""),
    ("KinhGuiDong", "Kính gửi - dòng", f'{_gap(3)}<w:ind w:left="{twips(40)}" w:hanging="{twips(3)}"/>', ""),
    ("NoiNhan", "Nơi nhận", "<w:keepNext/>", BOLD + ITALIC + _size(12)),
    ("NoiNhanDong", "Nơi nhận - dòng", "<w:keepNext/>", _size(11)),
    ("NguoiKy", "Người ký", f"<w:keepNext/>{_CENTRED}", BOLD),
    ("PhuLuc", "Phụ lục", f"<w:keepNext/>{_CENTRED}", BOLD),
    ("OBang", "Ô bảng", _gap(1, 1), _size(12)),
    ("OBangGiua", "Ô bảng - giữa", _gap(1, 1) + _CENTRED, _size(12)),
    ("OBangSo", "Ô bảng - số", _gap(1, 1) + '<w:jc w:val="right"/>', _size(12)),
    ("OBangDau", "Ô bảng - đầu cột", f"<w:keepNext/>{_gap(1, 1)}{_CENTRED}", BOLD + _size(12)),
    ("GkCoQuan", "Giấy khen - cơ quan", _CENTRED, BOLD + _size(18)),
    ("GkTang", "Giấy khen - tặng", _gap(4) + _CENTRED, BOLD + _size(16)),
    ("GkTua", "Giấy khen - tựa", _CENTRED, BOLD + '<w:color w:val="C00000"/>' + _size(44)),
    ("GkTen", "Giấy khen - tên", _CENTRED, BOLD + _size(28)),
    ("GkChucVu", "Giấy khen - chức vụ", _CENTRED, _size(18)),
    ("GkThanhTich", "Giấy khen - thành tích", _CENTRED, BOLD + _size(18)),
    ("GkNho", "Giấy khen - số", "", ITALIC + _size(13)),
    ("GkCho", "Giấy khen - chỗ ký", f'<w:spacing w:line="{twips(22)}" w:lineRule="exact"/>', ""),
    ("GkLuoi", "Giấy khen - lưới", "", _size(7)),
    ("Nho", "Dòng nhỏ", '<w:spacing w:line="20" w:lineRule="exact"/>', _size(1)),
    ("SoTrang", "Số trang", _CENTRED, _size(14)),
)


def _style(key: str, name: str, paragraph: str, letters: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>'
    )


def styles_part() -> str:
    """The content of ``word/styles.xml``, without declaration."""
    face = " ".join(f'w:{slot}="Times New Roman"' for slot in ("ascii", "hAnsi", "eastAsia", "cs"))
    language = '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
    single = '<w:widowControl/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {face}/>{_size(14)}{language}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{single}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr></w:style>"
    )
    named = "".join(_style(*style) for style in _STYLES)
    return f'<w:styles xmlns:w="{NAMESPACE}">{defaults}{normal}{named}</w:styles>'
