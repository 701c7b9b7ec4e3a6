"""Documents from an office that was only set up: what the register knows, what a person gives, honest blanks."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import docx
import pytest

from pipeline.drafting.drafts import Changes, order
from pipeline.drafting.kind import Occasion
from pipeline.drafting.kinds import KINDS, find_round
from pipeline.drafting.samples import given_sample
from pipeline.drafting.sums import BLANK
from pipeline.errors import RoundNeeded, VanthuError
from pipeline.home import Home
from pipeline.programme.statistics import quarter_tables
from pipeline.register.models import Appointment, Plan
from tests.integration.drafting import office

pytestmark = pytest.mark.django_db

PERSON = {"ong_ba": "Ông", "ho_ten": "Giàng A Mẫu", "chuc_vu_don_vi": "Chuyên viên, Phòng Kinh tế"}
MEMBER = {"ho_ten": "Lý Thị Thử Nghiệm", "chuc_vu": "Phó Chánh Văn phòng", "chuc_danh": "Ủy viên"}
#: kind, what a person gives, what must then be printed
GIVEN: list[tuple[str, dict[str, Any], list[str]]] = [
    ("ke_hoach", {"den_nam": "2030"}, ["giai đoạn 2021 - 2030"]),
    ("qd_giay_khen", {"ca_nhan": [PERSON], "quy": "I"}, ["01 cá nhân", "Ông Giàng A Mẫu", "Như Điều 3"]),
    (
        "qd_danh_hieu",
        {"muc_danh_hieu": [{"ten": "Lao động tiên tiến", "tien": "700.000", "danh_sach": [PERSON]}]},
        ["A. Lao động tiên tiến", "01 cá nhân = 700.000 đồng", "Bảy trăm nghìn đồng"],
    ),
    ("qd_hoi_dong", {"thanh_vien": [MEMBER]}, ["Lý Thị Thử Nghiệm", "Về việc thành lập Hội đồng", "Như Điều 5"]),
    ("qd_ban_hanh", {"ve_viec": "thử nghiệm"}, ["Ban hành Kế hoạch thử nghiệm"]),
    ("bc_quy", {"quy": "II", "nam_bao_cao": "2026"}, ["quý II năm 2026"]),
    ("bc_so_ket", {"ky_bao_cao": "Kế hoạch thử nghiệm"}, ["Sơ kết thực hiện Kế hoạch thử nghiệm", "TỔNG HỢP SỐ LIỆU"]),
    ("bc_tong_ket", {"ky_bao_cao": "Kế hoạch thử nghiệm"}, ["Tổng kết thực hiện Kế hoạch thử nghiệm"]),
    ("to_trinh", {"kinh_gui": "UBND tỉnh"}, ["TTr-VPUBND", "Kính gửi: UBND tỉnh", "Như trên"]),
    ("cv_don_doc", {"don_vi_chua_nop": ["Phòng Nội chính"]}, ["VPUBND-TCHC", "chưa gửi hồ sơ: Phòng Nội chính"]),
    ("cong_van", {"trich_yeu": "thử nghiệm", "noi_dung": "Một.\nHai."}, ["V/v thử nghiệm", "Một.", "Hai./."]),
    ("thong_bao", {"ca_nhan": [PERSON]}, ["lựa chọn 01 cá nhân", "Giàng A Mẫu"]),
    ("bien_ban", {"dia_diem": "Phòng họp số 2"}, ["BB-HĐTĐKT", "tại Phòng họp số 2", "THƯ KÝ", "CHỦ TỌA"]),
    ("giay_moi", {"thoi_gian": "08 giờ"}, ["trân trọng kính mời", "Thời gian: 08 giờ."]),
    ("giay_khen", {"nguoi_nhan": {"ten": "Giàng A Mẫu"}}, ["GIẤY KHEN", "Giàng A Mẫu"]),
]


@pytest.fixture(autouse=True)
def _set_up(office_home: Home) -> None:
    office.set_up()


def occasion() -> Occasion:
    return Occasion(plan=Plan.objects.get(), round=None, day=office.DAY)


def text_of(kind: str, variant: str = "", **given: object) -> str:
    wanted = order(KINDS[kind], occasion(), Changes(variant=variant or None, data=given))
    body = docx.Document(io.BytesIO(wanted.render())).element.body
    lines = ("".join(node.text or "" for node in line.iter("{*}t")) for line in body.iter("{*}p"))
    return " ".join(" ".join(lines).split())


@pytest.mark.parametrize(("kind", "given", "words"), GIVEN, ids=[kind for kind, _given, _words in GIVEN])
def test_what_is_given_is_printed_with_what_the_register_knows(kind: str, given: dict[str, Any], words: list[str]):
    text = text_of(kind, **given)

    assert [word for word in words if word not in text] == []
    assert "VĂN PHÒNG" in text


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_given_makes_a_paper_with_visible_blanks_and_never_fails(kind: str):
    wanted = order(KINDS[kind], occasion(), Changes(data={"du_thao": True}))

    assert wanted.render()
    assert kind in ("ke_hoach", "qd_ban_hanh") or BLANK in str(wanted.facts)


@pytest.mark.parametrize("variant", ["ket_qua", "lay_y_kien", "khong_duoc", "chung"])
def test_a_notice_has_its_four_wordings(variant: str):
    assert "THÔNG BÁO" in text_of("thong_bao", variant, dot="quý I năm 2026")


def test_whoever_is_named_as_signer_signs_as_the_register_says():
    deputy = Appointment.objects.filter(post="Phó Chánh Văn phòng").first()
    assert deputy is not None

    wanted = order(KINDS["cong_van"], occasion(), Changes(data={"nguoi_ky": deputy.person.full_name}))

    assert wanted.facts["quyen_han_ky"] == ["KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"]


def test_recipients_a_person_names_stand_between_those_that_must_be_there():
    wanted = order(KINDS["cong_van"], occasion(), Changes(data={"noi_nhan": ["Sở Nội vụ"]}))

    assert wanted.facts["noi_nhan"] == ["Như trên", "Sở Nội vụ", "Lưu: VT, TCHC"]


def test_documents_of_which_there_are_many_are_told_apart_by_their_subjects():
    kind = KINDS["cong_van"]
    facts = {"trich_yeu": "Cung cấp số liệu quý III, năm 2022"}

    assert kind.slug(occasion(), "chung", facts) == "2022-cong-van-cung-cap-so-lieu-quy-iii-nam-2022"
    assert kind.name(facts) == "Công văn cung cấp số liệu quý III, năm 2022"


@pytest.mark.parametrize(
    ("kind", "variant", "facts", "slug"),
    [
        ("thong_bao", "ket_qua", {"dot": "quý III năm 2022"}, "2022-thong-bao-quy-iii-nam-2022"),
        ("bien_ban", "kiem_phieu", {"noi_dung_hop": "xét chọn"}, "2022-bien-ban-kiem-phieu-xet-chon"),
        ("quyet_dinh", "thu_hoi", {"van_ban": {"so_ky_hieu": "12/QĐ-VP"}}, "2022-quyet-dinh-thu-hoi-12-qd-vp"),
        ("giay_nghi_phep", "", {"nguoi_nghi": {"ho_ten": "Giàng A Mẫu"}}, "2022-giay-nghi-phep-giang-a-mau"),
        ("giay_moi", "chung", {"trich_yeu": BLANK}, "2022-giay-moi"),
    ],
)
def test_without_a_subject_they_are_told_apart_by_whom_and_what_they_name(
    kind: str, variant: str, facts: dict[str, Any], slug: str
):
    assert KINDS[kind].slug(occasion(), variant, facts) == slug


def test_a_round_is_needed_only_where_nothing_is_given():
    assert find_round(KINDS["qd_giay_khen"], None, needed=False) is None
    assert find_round(KINDS["cv_don_doc"], None) is None
    with pytest.raises(RoundNeeded):
        find_round(KINDS["qd_giay_khen"], None)
    with pytest.raises(RoundNeeded):
        find_round(KINDS["cv_don_doc"], "Q9/2022")


def test_the_letter_that_urges_a_quarter_names_who_has_not_handed_in():
    office.nominate(9)
    round_ = find_round(KINDS["cv_don_doc"], office.QUARTER)
    assert round_ is not None
    urged = Occasion(plan=round_.plan, round=round_, day=office.DAY, tables=quarter_tables(round_, office.DAY))

    facts = order(KINDS["cv_don_doc"], urged).facts

    assert len(facts["don_vi_chua_nop"]) == 2
    assert facts["kinh_gui"] == facts["don_vi_chua_nop"]
    assert facts["han"] == "20/9/2022"


def test_the_certificates_of_a_quarter_are_those_of_its_decision():
    office.nominate(3)
    round_ = find_round(KINDS["giay_khen"], office.QUARTER)
    assert round_ is not None
    granted = Occasion(plan=round_.plan, round=round_, day=office.DAY)

    facts = order(KINDS["giay_khen"], granted).facts

    assert len(facts["nguoi_nhan"]) == 3
    assert facts["nguoi_nhan"][0]["thanh_tich"] == "tiêu biểu trong phong trào thi đua quý III năm 2022"


@pytest.mark.parametrize("value", [5, "x", [], {}, [5], None, [{"x": 1}], [None], True])
@pytest.mark.parametrize("kind", ["cong_van", "qd_danh_hieu", "giay_khen"])
def test_facts_of_any_shape_make_a_paper_or_are_refused_in_a_sentence(kind: str, value: object):
    variant, _template = KINDS[kind].template(None)
    sample = given_sample(KINDS[kind], variant)

    for name in [*sample, "phu_luc", "can_chinh", "do_khan"]:
        wanted = Changes(variant=variant or None, data={**sample, name: value})
        with contextlib.suppress(VanthuError):
            assert order(KINDS[kind], None, wanted).render()
