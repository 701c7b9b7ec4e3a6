"""The named styles of the house, as Word shows them in its gallery, and the unit of lengths.

Sizes and slants are those of NĐ 30/2020, Phụ lục I, mục V, in the pair 13/14.
"""

from __future__ import annotations

from docx.shared import Mm

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def twips(millimetres: float) -> int:
    """Word's unit for lengths, a twentieth of a point."""
    return round(Mm(millimetres) / 635)


_CENTRED = '<w:jc w:val="center"/>'
BOLD = "<w:b/><w:bCs/>"
ITALIC = "<w:i/><w:iCs/>"


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _gap(before: float, after: float = 0) -> str:
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"/>'


_BODY = f'{_gap(6)}<w:ind w:firstLine="{twips(10)}"/><w:jc w:val="both"/>'
_HEADING = f'<w:keepNext/>{_gap(6)}<w:ind w:firstLine="{twips(10)}"/>'
#: id, name in the gallery (without commas, which part aliases in Word), properties of the paragraph and of its letters
_STYLES = (
    ("ThanBai", "Thân bài", _BODY, ""),
    ("CanCu", "Căn cứ", _BODY, ITALIC),
    ("MucLon", "Mục lớn", _HEADING, BOLD),
    ("MucNho", "Mục nhỏ", _HEADING, BOLD),
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
    ("DiaDanh", "Địa danh và ngày tháng", _gap(6) + _CENTRED, ITALIC + _size(14)),
    ("NoiNhan", "Nơi nhận", "<w:keepNext/>", BOLD + ITALIC + _size(12)),
    ("NoiNhanDong", "Nơi nhận - dòng", "<w:keepNext/>", _size(11)),
    ("NguoiKy", "Người ký", f"<w:keepNext/>{_CENTRED}", BOLD),
    ("PhuLuc", "Phụ lục", f"<w:keepNext/>{_CENTRED}", BOLD),
    ("OBang", "Ô bảng", _gap(1, 1), _size(12)),
    ("OBangGiua", "Ô bảng - giữa", _gap(1, 1) + _CENTRED, _size(12)),
    ("OBangSo", "Ô bảng - số", _gap(1, 1) + '<w:jc w:val="right"/>', _size(12)),
    ("OBangDau", "Ô bảng - đầu cột", f"<w:keepNext/>{_gap(1, 1)}{_CENTRED}", BOLD + _size(12)),
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
