"""One test for each requirement of the plan, REQ-001 to REQ-030, by the numbers of its checklist (issue 6)."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipeline.drafting.drafts import Changes, order
from pipeline.drafting.facts.letterhead import signer
from pipeline.drafting.facts.plan import basis_facts
from pipeline.drafting.kinds import Occasion, find_kind
from pipeline.errors import FieldNeeded, NoSigner, StageOutOfOrder
from pipeline.flow import occasion_of
from pipeline.home import CHECKOUT, Home
from pipeline.law.codes import emulation_fields
from pipeline.programme.council import Count, appoint, close, introduce, plan_session
from pipeline.programme.counting import count_what_is_clear
from pipeline.programme.exemplars import (
    discover,
    disseminate,
    enter_stage,
    follow_up,
    news_text,
    not_disseminated,
    publish,
)
from pipeline.programme.minutes import session_table
from pipeline.programme.recording import record
from pipeline.programme.rounds import round_report
from pipeline.programme.statistics import quarter_tables, window, window_tables
from pipeline.programme.voting import Ballots
from pipeline.reading import read
from pipeline.reading.blanks import blank
from pipeline.reading.model import FileReading
from pipeline.register.models import (
    Appointment,
    Body,
    CouncilRole,
    EmulationField,
    Exemplar,
    ExemplarStep,
    Form,
    Nomination,
    NominationState,
    Person,
    Plan,
    RegistrationRow,
    Round,
    Session,
    Submission,
    Title,
    Unit,
)
from pipeline.register.office import load_office
from pipeline.screening.screen import screen
from tests.integration.conftest import example_office, hand_in, nomination, registration
from tools.replay_forms import filled

pytestmark = pytest.mark.django_db
#: the fixtures of the integration tests, an office in the test database
__all__ = ["example_office", "hand_in"]

HandIn = Callable[..., Submission]
CLERK = "Vàng Văn Mẫu"
DAY = dt.date(2022, 9, 28)
MEMBERS = ("CB01", "CB02", "CB04", "CB09", "CB13", "CB17", "CB05")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def paper(kind: str, *, round_: str = "", day: dt.date = DAY, variant: str | None = None) -> tuple[dict[str, Any], str]:
    """The facts and the text of a drafted paper."""
    found = find_kind(kind)
    about = Round.objects.get(code=round_) if round_ else None
    wanted = order(found, occasion_of(found, about, day), Changes(variant=variant))
    return dict(wanted.facts), text_of(wanted.render())


def text_of(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    return "\n".join("".join(node.text or "" for node in line.iter(f"{W}t")) for line in root.iter(f"{W}p"))


def submit(submission: Submission, reading: FileReading) -> Form:
    """One form recorded, screened and, where it is clear, counted."""
    (form,) = record(submission, reading)
    screen(form, reading.forms[0].findings)
    count_what_is_clear(submission)
    return form


def rules_of(form: Form) -> set[str]:
    return set(form.findings.values_list("rule", flat=True))


def council() -> None:
    roles = [CouncilRole.CHAIR, CouncilRole.VICE_CHAIR, *[CouncilRole.MEMBER] * 4, CouncilRole.SECRETARY]
    for staff_id, role in zip(MEMBERS, roles, strict=True):
        person = Person.objects.get(staff_id=staff_id)
        appoint(person, role, since=dt.date(2022, 1, 1), symbol="07/QĐ-VPUBND", who=CLERK)


def all_agree(session: Session) -> None:
    members = set(Person.objects.filter(staff_id__in=MEMBERS).values_list("pk", flat=True))
    votes = {item.rank: (7 - (item.person_id in members), 0) for item in session.items.all()}
    close(session, Count(Ballots(7, 7, 7), votes), who=CLERK)


def exemplar() -> Exemplar:
    unit = Unit.objects.get(code="TH")
    field = EmulationField.objects.filter(code="LV05")
    person = Person.objects.get(staff_id="CB10")
    return discover(Plan.objects.get(), person, unit, day=DAY, fields=field, who=CLERK)


def test_req_001_a_draft_has_blanks_for_number_and_day(example_office: Home) -> None:
    facts, text = paper("ke_hoach")

    assert (facts["so"], facts["ngay"], facts["thang"], facts["nam"]) == ("", "", "9", "2021")
    assert "Số: " + "\N{NO-BREAK SPACE}" * 10 + "/KH-VPUBND" in text
    assert "Lào Cai, ngày " + "\N{NO-BREAK SPACE}" * 6 + " tháng 9 năm 2021" in text


def test_req_002_the_symbol_is_the_kind_and_the_body(example_office: Home) -> None:
    symbols = {kind: paper(kind)[0]["ky_hieu"] for kind in ("ke_hoach", "qd_ban_hanh", "bc_so_ket", "cong_van")}

    expected = {
        "ke_hoach": "KH-VPUBND",
        "qd_ban_hanh": "QĐ-VPUBND",
        "bc_so_ket": "BC-VPUBND",
        "cong_van": "VPUBND-TCHC",
    }
    assert symbols == expected


def test_req_003_the_place_belongs_to_the_body_and_not_to_its_name(example_office: Home) -> None:
    plan = Plan.objects.get()
    merged = Body.objects.get()
    merged.pk, merged.key, merged.place, merged.valid_from = None, "VPUBND-2025", "Yên Bái", dt.date(2025, 7, 1)
    merged.save()
    Unit.objects.create(
        body=merged, code="TCHC-2025", name="Phòng TC-HC", kind="phong", rank=99, valid_from=merged.valid_from
    )
    merged.drafting_unit = "TCHC-2025"
    merged.save()

    here = find_kind("bao_cao").facts(Occasion(plan=plan, round=None, day=DAY))
    plan.body = merged
    there = find_kind("bao_cao").facts(Occasion(plan=plan, round=None, day=dt.date(2025, 8, 1)))

    assert here["ten_co_quan"] == there["ten_co_quan"]
    assert (here["dia_danh"], there["dia_danh"]) == ("Lào Cai", "Yên Bái")


def test_req_004_a_basis_is_a_record_with_a_short_and_a_long_date(example_office: Home) -> None:
    basis = basis_facts(Plan.objects.get().basis)

    assert (basis["loai"], basis["so_ky_hieu"], basis["co_quan"]) == ("Kế hoạch", "336/KH-UBND", "UBND tỉnh Lào Cai")
    assert (basis["ngay"], basis["ngay_day_du"]) == ("26/8/2021", "26 tháng 8 năm 2021")


def test_req_005_the_plan_says_its_purpose(example_office: Home) -> None:
    assert "MỤC ĐÍCH, YÊU CẦU" in paper("ke_hoach")[1]


def test_req_006_an_exemplar_is_all_round_or_of_a_field(example_office: Home) -> None:
    plan, unit = Plan.objects.get(), Unit.objects.get(code="KT")
    person = Person.objects.get(staff_id="CB15")

    with pytest.raises(FieldNeeded):
        discover(plan, person, unit, day=DAY, who=CLERK)
    assert discover(plan, person, unit, day=DAY, all_round=True, who=CLERK).scope == "toan_dien"
    assert exemplar().scope == "theo_linh_vuc"


def test_req_007_what_others_can_learn_is_kept_and_where_it_was_told(example_office: Home) -> None:
    one = exemplar()
    one.good_practice = "Đặt lịch trình ký trong ngày."
    one.save()

    publish(one, day=DAY, outlet="Cổng Thông tin điện tử", title="Gương sáng", who=CLERK)

    assert "Đặt lịch trình ký trong ngày." in news_text(one)
    assert one.publications.get().outlet == "Cổng Thông tin điện tử"


def test_req_008_the_plan_cites_the_directive_and_the_law(example_office: Home) -> None:
    text = paper("ke_hoach")[1]

    assert "Chỉ thị số 34-CT/TW" in text
    assert "Luật Thi đua" in text


def test_req_009_the_four_stages_run_in_step_and_are_counted(example_office: Home) -> None:
    one = exemplar()

    with pytest.raises(StageOutOfOrder):
        enter_stage(one, ExemplarStep.REPLICATED, day=DAY, who=CLERK)
    enter_stage(one, ExemplarStep.NURTURED, day=DAY, who=CLERK)

    tables = window_tables(window.whole(Plan.objects.get(), DAY))
    assert [row["count"] for row in tables["stages"]["rows"]] == [1, 1, 0, 0]


def test_req_010_collectives_and_people_are_exemplars(example_office: Home) -> None:
    plan, unit = Plan.objects.get(), Unit.objects.get(code="PVHCC")

    collective = discover(plan, unit, unit, day=DAY, all_round=True, who=CLERK)

    assert (collective.person, exemplar().person is not None) == (None, True)
    assert not collective.model_of_work


def test_req_011_what_is_done_for_an_exemplar_is_kept(example_office: Home) -> None:
    note = follow_up(exemplar(), day=DAY, finding="Tốt", measure="Cấp máy tính mới", who=CLERK)

    assert note.measure == "Cấp máy tính mới"


def test_req_012_how_an_exemplar_fares_is_looked_at_again_and_again(example_office: Home) -> None:
    one = exemplar()
    for day in (DAY, DAY + dt.timedelta(days=90)):
        follow_up(one, day=day, finding="Giữ vững", difficulty="Thiếu thiết bị", who=CLERK)

    assert [note.difficulty for note in one.follow_ups.all()] == ["Thiếu thiết bị"] * 2
    tables = window_tables(window.whole(Plan.objects.get(), DAY))
    assert tables["activity"]["follow_ups"] == 1


def test_req_013_a_round_has_its_kind_its_period_and_its_due_day(example_office: Home) -> None:
    quarter, year = Round.objects.get(code="Q3/2022"), Round.objects.get(code="2022")

    assert (quarter.kind, quarter.first_day, quarter.last_day, quarter.due) == (
        "quarterly",
        dt.date(2022, 7, 1),
        dt.date(2022, 9, 30),
        dt.date(2022, 9, 20),
    )
    assert (year.kind, year.due) == ("annual", dt.date(2022, 1, 31))
    assert Round.objects.filter(kind="quarterly").count() == 15


def test_req_014_a_text_for_the_news_and_a_log_of_publications(example_office: Home) -> None:
    one = exemplar()
    publish(one, day=DAY, outlet="Bản tin nội bộ", title="Một ngày ở một cửa", who=CLERK)

    assert news_text(one).startswith("Gương điển hình tiên tiến: Giàng A Thử, Phòng Tổng hợp")
    tables = window_tables(window.whole(Plan.objects.get(), DAY))
    assert tables["activity"]["publications"] == 1


def test_req_015_eleven_fields_with_their_own_periods_and_a_form_must_carry_one(
    hand_in: HandIn,
) -> None:
    fields = {field.code: field.period for field in emulation_fields()}

    assert len(fields) == 11
    assert fields["LV10"].start.year == 2019
    assert "R-LV-01" in rules_of(submit(hand_in(), nomination(linh_vuc=None)))


def test_req_016_a_year_goes_from_registration_by_the_council_to_decision_or_proposal(hand_in: HandIn) -> None:
    council()
    people = [{"ho_ten": "Giàng A Thử", "danh_hieu": ["Lao động tiên tiến", "Chiến sĩ thi đua cấp tỉnh"]}]
    submission = hand_in()
    record(submission, registration(people))
    count_what_is_clear(submission)
    year = Round.objects.get(code="2022")
    session = plan_session(year, day=dt.date(2022, 12, 20), place="-", who=CLERK)
    all_agree(session)

    decided = find_kind("qd_danh_hieu").facts(occasion_of(find_kind("qd_danh_hieu"), year, dt.date(2022, 12, 28)))
    told = session_table(Session.objects.get())
    asked = find_kind("to_trinh")
    occasion = Occasion(plan=Plan.objects.get(), round=year, day=dt.date(2022, 12, 28), session=told)

    assert [part["ten"] for part in decided["muc_danh_hieu"]] == ["Lao động tiên tiến"]
    assert "Chiến sĩ thi đua cấp tỉnh" in str(asked.facts(occasion, "khen_thuong"))


def test_req_017_a_later_year_finds_the_exemplar_of_before(example_office: Home) -> None:
    first = exemplar()

    again = discover(
        first.plan, first.person or first.unit, first.unit, day=dt.date(2024, 3, 1), all_round=True, who=CLERK
    )

    assert again.pk == first.pk
    assert again.since == DAY


def test_req_018_the_mid_term_report_covers_the_plan_until_june_2023(example_office: Home) -> None:
    facts, text = paper("bc_so_ket", day=dt.date(2023, 6, 30))

    assert "Từ ngày 16/9/2021 đến ngày 30/6/2023" in text
    assert [row["quy"] for row in facts["t3"]][-1] == "II/2023"
    assert paper("giay_moi", day=dt.date(2023, 6, 1))[0]["ky_hieu"] == "GM-VPUBND"


def test_req_019_the_final_report_covers_fifteen_quarters(example_office: Home) -> None:
    facts, text = paper("bc_tong_ket", day=dt.date(2025, 6, 30))

    assert facts["so_quy"] == "15"
    assert "Tổng kết thực hiện Kế hoạch" in text


def test_req_020_units_that_have_not_explained_the_plan_are_known(example_office: Home) -> None:
    plan, unit = Plan.objects.get(), Unit.objects.get(code="TH")

    disseminate(plan, unit, day=dt.date(2021, 10, 5), form="họp phòng", attendance=4, who=CLERK)

    assert len(not_disseminated(plan, dt.date(2021, 10, 31))) == 10
    assert unit not in not_disseminated(plan, dt.date(2021, 10, 31))


def test_req_021_one_row_registers_a_title_and_an_exemplar(hand_in: HandIn) -> None:
    people = [{"ho_ten": "Giàng A Thử", "danh_hieu": ["Lao động tiên tiến"], "linh_vuc": ["LV05"]}]
    submit(hand_in(), registration(people))

    row = RegistrationRow.objects.get()
    assert (row.titles.count(), row.fields.count()) == (1, 1)


def test_req_022_a_second_person_of_a_unit_is_a_conflict_and_a_missing_one_is_reported(hand_in: HandIn) -> None:
    submit(hand_in(), nomination())
    second = submit(hand_in(), nomination(ho_ten="Trần Thị Ví Dụ", ngay_sinh="1987-10-21", gioi_tinh="Nữ"))

    assert "R-ONE-01" in rules_of(second)
    assert Nomination.objects.get(form=second).state == NominationState.IN_REVIEW
    report = round_report(Round.objects.get(code="Q3/2022"))
    assert (len(report.handed_in), "NK" in report.missing) == (1, True)


def test_req_023_a_list_without_the_extract_is_incomplete(example_office: Home, tmp_path: Path) -> None:
    form = tmp_path / "phieu.docx"
    said = {"quy": "III", "nam": "2022", "don_vi": "Phòng Tổng hợp", "ho_ten": "Giàng A Thử"}
    form.write_bytes(filled(blank("TD-02").docx, said))

    (reading,) = read(form).forms

    assert "R-FORM-02" in {finding.rule for finding in reading.findings}


def test_req_024_forms_are_addressed_to_the_council_by_its_standing_body(example_office: Home) -> None:
    line = "Kính gửi: Hội đồng Thi đua - Khen thưởng Văn phòng UBND tỉnh (qua Phòng Tổ chức - Hành chính)"

    assert all(line in text_of(blank(form).docx) for form in ("TD-01", "TD-02"))


def test_req_025_leaders_and_collectives_come_by_the_council_only(hand_in: HandIn) -> None:
    leader = {"ho_ten": "Hoàng Thị Minh Họa", "ngay_sinh": "1975-08-25", "gioi_tinh": "Nữ"}
    form = submit(hand_in(), nomination(**leader, chuc_vu="Phó Chánh Văn phòng"))
    council()
    session = plan_session(None, day=DAY, place="-", who=CLERK)

    title = Title.objects.get(code="GK")
    introduce(session, title, Person.objects.get(full_name=leader["ho_ten"]), "Chỉ đạo", who=CLERK)
    introduce(session, title, Unit.objects.get(code="TH"), "Dẫn đầu", who=CLERK)

    assert "R-LEAD" in rules_of(form)
    assert Nomination.objects.get(form=form).state == NominationState.IN_REVIEW
    assert [item.collective for item in session.items.all()] == [False, True]


def test_req_026_the_plan_ends_as_plans_end(example_office: Home) -> None:
    text = paper("ke_hoach")[1]

    assert "Trên đây là kế hoạch" in text
    assert "./." in text


def test_req_027_the_recipients_are_those_of_the_plan(example_office: Home) -> None:
    assert paper("ke_hoach")[0]["noi_nhan"] == [
        "Hội đồng TĐKT tỉnh",
        "Trưởng Khối TĐTMTH (Sở Nội vụ)",
        "Ban TĐKT tỉnh",
        "Lãnh đạo Văn phòng",
        "Các phòng, ban, đơn vị",
        "Lưu: VT, TCHC",
    ]


def test_req_028_who_signs_was_in_office_on_the_day(example_office: Home) -> None:
    chief = Appointment.objects.get(post="Chánh Văn phòng")
    assert signer(DAY)["nguoi_ky"] == "Phan Quốc Nghĩa"

    chief.valid_to = DAY - dt.timedelta(days=1)
    chief.save()

    assert signer(DAY)["quyen_han_ky"] == ["KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"]
    with pytest.raises(NoSigner):
        signer(dt.date(2019, 1, 1))


def office_file(folder: Path, *changes: tuple[str, str]) -> Path:
    """The sample's office file with some words otherwise."""
    text = (CHECKOUT / "samples" / "office.toml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "nhan-su.toml").write_text((CHECKOUT / "samples" / "nhan-su.toml").read_text("utf-8"), "utf-8")
    path = folder / "office.toml"
    path.write_text(text, "utf-8")
    return path


def test_req_029_due_days_are_the_offices_own(example_office: Home, tmp_path: Path) -> None:
    load_office(
        office_file(tmp_path, ("quarter_day = 20", "quarter_day = 15"), ('annual = "01-31"', 'annual = "02-15"'))
    )

    assert Round.objects.get(code="Q3/2022").due == dt.date(2022, 9, 15)
    assert Round.objects.get(code="2022").due == dt.date(2022, 2, 15)


def test_req_030_a_successor_plan_is_data_only(hand_in: HandIn, tmp_path: Path) -> None:
    outside = submit(hand_in(), nomination(nam=2026, quy=1))
    assert "R-ROUND-01" in rules_of(outside)

    years = ("years = [2022, 2023, 2024, 2025]", "years = [2026, 2027, 2028, 2029, 2030]")
    period = ("period_from = 2021-01-01\nperiod_to = 2025-12-31", "period_from = 2026-01-01\nperiod_to = 2030-12-31")
    quarters = [('"Q4/2021"', '"Q1/2026"'), ('"Q2/2025"', '"Q4/2030"')]
    load_office(office_file(tmp_path, ("KH-2021-2025", "KH-2026-2030"), years, period, *quarters))

    inside = submit(hand_in(), nomination(nam=2026, quy=1))
    assert Nomination.objects.get(form=inside).round.plan.code == "KH-2026-2030"
    old = Plan.objects.get(code="KH-2021-2025")
    assert (old.fields.count(), old.rounds.count()) == (11, 19)
    third = Round.objects.get(code="Q3/2022")
    assert len(quarter_tables(third, DAY)["t1"]["rows"]) == 11
