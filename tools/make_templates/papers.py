"""Every template: its file below ``templates/`` and the paper in it."""

from __future__ import annotations

from pipeline.vietnamese.text import fold
from tools.make_templates import (
    ban_hanh,
    bao_cao_ky,
    bao_cao_quy,
    danh_hieu,
    giay_khen,
    hoi_dong,
    ke_hoach,
    ke_hoach_nam,
    plain,
    quyet_dinh,
    thu_tu,
    to_giay_khen,
)
from tools.make_templates.package import Paper

#: kinds of the decree around text that a person gives, and those that two sides sign
OTHERS = ("CT", "QC", "QyĐ", "TC", "HD", "CTr", "PA", "ĐA", "DA", "PG", "PC", "PB", "ThC")
TWO_SIDED = ("HĐ", "BGN", "BTT")


def papers() -> dict[str, Paper]:
    """The papers by file name."""
    others = {_file(code): plain.named(code) for code in OTHERS}
    agreements = {_file(code): plain.two_sided(code) for code in TWO_SIDED}
    return {**_plans(), **_decisions(), **_reports_and_letters(), **_meetings(), **others, **agreements, **_slips()}


def _file(code: str) -> str:
    return f"khac/{fold(plain.type_name(code)).replace(' ', '-')}.docx"


def _plans() -> dict[str, Paper]:
    return {
        "kehoach/ke-hoach-nguyen-van.docx": ke_hoach.faithful(),
        "kehoach/ke-hoach.docx": ke_hoach.corrected(),
        "kehoach/ke-hoach-nam.docx": ke_hoach_nam.paper(),
        "kehoach/ke-hoach-chung.docx": plain.named("KH"),
    }


def _decisions() -> dict[str, Paper]:
    return {
        "quyetdinh/giay-khen.docx": giay_khen.paper(),
        "quyetdinh/danh-hieu.docx": danh_hieu.paper(),
        "quyetdinh/ban-hanh.docx": ban_hanh.paper(),
        "quyetdinh/ban-hanh-quy-che.docx": quyet_dinh.regulation(),
        "quyetdinh/hoi-dong.docx": quyet_dinh.council(renewed=False),
        "quyetdinh/hoi-dong-kien-toan.docx": quyet_dinh.council(renewed=True),
        "quyetdinh/quyet-dinh.docx": quyet_dinh.any_decision("Quyết định"),
        "quyetdinh/thu-hoi.docx": quyet_dinh.withdrawal(),
        "quyetdinh/dinh-chinh.docx": quyet_dinh.correction(),
        "khac/nghi-quyet.docx": quyet_dinh.any_decision("Nghị quyết", verb="QUYẾT NGHỊ"),
    }


def _reports_and_letters() -> dict[str, Paper]:
    return {
        "baocao/quy.docx": bao_cao_quy.paper(),
        "baocao/so-ket.docx": bao_cao_ky.paper("Báo cáo sơ kết", "Sơ kết thực hiện"),
        "baocao/tong-ket.docx": bao_cao_ky.paper("Báo cáo tổng kết", "Tổng kết thực hiện"),
        "baocao/bao-cao.docx": plain.named("BC"),
        "totrinh/khen-thuong.docx": thu_tu.submission(),
        "totrinh/to-trinh.docx": plain.named("TTr", addressed=True),
        "congvan/don-doc.docx": thu_tu.urging(),
        "congvan/cong-van-dinh-chinh.docx": thu_tu.correction(),
        "congvan/cong-van.docx": plain.letter(),
        "thongbao/ket-qua.docx": thu_tu.result(),
        "thongbao/lay-y-kien.docx": thu_tu.comment(),
        "thongbao/khong-duoc.docx": thu_tu.refusal(),
        "thongbao/thong-bao.docx": plain.named("TB"),
        "khac/cong-dien.docx": plain.telegram(),
    }


def _meetings() -> dict[str, Paper]:
    return {
        "bienban/hop.docx": hoi_dong.meeting(),
        "bienban/kiem-phieu.docx": hoi_dong.count(),
        "bienban/bien-ban.docx": plain.minutes(),
        "phieu/phieu-bau.docx": hoi_dong.ballot(),
        "giaymoi/giay-moi.docx": thu_tu.invitation(),
        "giaykhen/tron-trang.docx": to_giay_khen.whole(),
        "giaykhen/phoi.docx": to_giay_khen.overlay(),
        "giaykhen/can-chinh.docx": to_giay_khen.grid(),
    }


def _slips() -> dict[str, Paper]:
    return {
        "khac/giay-gioi-thieu.docx": plain.worded("GGT", "giay-gioi-thieu"),
        "khac/giay-nghi-phep.docx": plain.worded("GNP", "giay-nghi-phep"),
        "khac/giay-uy-quyen.docx": plain.worded("GUQ", "giay-uy-quyen", "{{ trich_yeu }}"),
    }
