"""The pack members get before a session: one PDF with the list, and for each item what speaks for it and against it.

Extract of the form, findings with what people answered, and earlier commendations, all from the register.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, LongTable, PageBreak, Paragraph, SimpleDocTemplate, TableStyle

from pipeline.programme.council import members_on
from pipeline.programme.standing import cap_doubt, doubts_about
from pipeline.reading.blanks.fonts import Style, font
from pipeline.reading.labels import spoken_name
from pipeline.register.models import Award, Decision, Finding, Form, Session, SessionItem
from pipeline.register.values import form_values

MM = 72 / 25.4
#: margins of the decree (Phụ lục I, I.3)
LEFT, RIGHT, TOP, BOTTOM = 30 * MM, 20 * MM, 20 * MM, 20 * MM
#: of the list: rank, name, unit, title
WIDTHS = (14, 52, 48, 46)
#: fields of a form that members read, in this order
EXTRACT = (
    "ngay_sinh", "dan_toc", "chuc_vu", "trinh_do", "nhiem_vu", "thanh_tich", "sang_kien", "tac_dung",
    "khen_thuong_da_co", "ky_luat",
)  # fmt: skip

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def agenda_pack(session: Session) -> bytes:
    """The PDF for a session, planned or held."""
    stream = io.BytesIO()
    paper = SimpleDocTemplate(
        stream,
        pagesize=A4,
        title=f"Tài liệu phiên họp {session.code}",
        lang="vi",
        invariant=1,
        leftMargin=LEFT,
        rightMargin=RIGHT,
        topMargin=TOP,
        bottomMargin=BOTTOM,
    )
    paper.build(list(_story(session)), onLaterPages=_number_page)
    return stream.getvalue()


def _number_page(canvas: Canvas, document: Any) -> None:  # noqa: ANN401 - reportlab has no type for it
    """In the middle of the upper margin, from the second page on (Phụ lục I, I.7)."""
    canvas.setFont(font(Style.REGULAR).fontName, 13)
    canvas.drawCentredString((LEFT + A4[0] - RIGHT) / 2, A4[1] - 12 * MM, str(document.page))


def _story(session: Session) -> Iterator[Flowable]:
    head, words = _style(14, Style.BOLD, centred=True), _style(13, Style.REGULAR)
    yield Paragraph("TÀI LIỆU PHIÊN HỌP", head)
    yield Paragraph("HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG", head)
    place = f"{session.begins}, " if session.begins else ""
    yield Paragraph(escape(f"Thời gian: {place}ngày {session.day:%d/%m/%Y}. Địa điểm: {session.place}."), words)
    yield Paragraph(f"Thành viên Hội đồng: {len(members_on(session.day)):02d} người.", words)
    items = list(session.items.select_related("title", "unit", "person", "nomination__form", "row__registration__form"))
    yield _list(items)
    if (cap := cap_doubt(session)) is not None:
        yield Paragraph(escape(f"{cap.rule}: {cap.sentence}"), words)
    for item in items:
        yield PageBreak()
        yield from _item(item)


def _list(items: list[SessionItem]) -> Flowable:
    head, cell = _style(12, Style.BOLD, centred=True), _style(12, Style.REGULAR)
    rows = [[Paragraph(text, head) for text in ("STT", "Họ tên, tập thể", "Đơn vị", "Danh hiệu, hình thức")]]
    rows += [
        [Paragraph(escape(text), cell) for text in (str(item.rank), item.name, item.unit.name, item.title.name)]
        for item in items
    ]
    look = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    return LongTable(rows, colWidths=[width * MM for width in WIDTHS], repeatRows=1, style=look)


def _item(item: SessionItem) -> Iterator[Flowable]:
    head, words = _style(14, Style.BOLD), _style(13, Style.REGULAR)
    yield Paragraph(escape(f"{item.rank}. {item.name}"), head)
    yield Paragraph(escape(f"{item.unit.name} – đề nghị: {item.title.name} (năm {item.year})"), words)
    form = _form(item)
    told = list(_extract(form)) if form else [f"Do Hội đồng giới thiệu. {item.reason}"]
    yield from _section("Trích ngang", told)
    yield from _section("Vướng mắc", list(_findings(form)) if form else [])
    yield from _section("Điều kiện chưa đủ", [f"{doubt.rule}: {doubt.sentence}" for doubt in doubts_about(item)])
    yield from _section("Khen thưởng đã có", list(_earlier(item)))


def _section(name: str, lines: list[str]) -> Iterator[Flowable]:
    head, words = _style(13, Style.BOLD), _style(13, Style.REGULAR)
    first, *rest = [Paragraph(escape(line), words) for line in lines or ["Không có."]]
    yield KeepTogether([Paragraph(name, head), first])
    yield from rest


def _form(item: SessionItem) -> Form | None:
    if item.nomination is not None:
        return item.nomination.form
    return item.row.registration.form if item.row is not None else None


def _extract(form: Form) -> Iterator[str]:
    values = form_values(form).fields
    for key in EXTRACT:
        value = values.get(key)
        if value:
            yield f"{spoken_name(key)}: {_plain(value)}"


def _plain(value: Any) -> str:  # noqa: ANN401 - as typed by the field
    if isinstance(value, list):
        return ", ".join(value)
    year, _dash, rest = str(value).partition("-")
    return "/".join([*reversed(rest.split("-")), year]) if _ISO_DAY.fullmatch(str(value)) else str(value)


def _findings(form: Form) -> Iterator[str]:
    answers = {
        decision.finding_id: decision
        for decision in Decision.objects.standing().filter(form=form, finding__isnull=False)
    }
    for finding in Finding.objects.filter(form=form, gone_at=None):
        answer = answers.get(finding.pk)
        settled = f" Đã xem xét: {answer.note} ({answer.who})." if answer else ""
        yield f"{finding.rule}: {finding.message}{settled}"


def _earlier(item: SessionItem) -> Iterator[str]:
    subject = {"unit": item.unit} if item.collective else {"person": item.person}
    if item.person is None and not item.collective:
        return
    for award in Award.objects.filter(**subject, revoked_on=None).select_related("title").order_by("-year"):
        yield f"Năm {award.year}: {award.title.name} (số {award.symbol} ngày {award.day:%d/%m/%Y})"


def _style(size: float, cut: Style, *, centred: bool = False) -> ParagraphStyle:
    return ParagraphStyle(
        f"{cut} {size} {centred}",
        fontName=font(cut).fontName,
        fontSize=size,
        leading=size * 1.2,
        spaceAfter=5,
        alignment=1 if centred else 0,
    )
