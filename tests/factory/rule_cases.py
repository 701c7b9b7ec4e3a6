"""One conforming and one spoiled document for each rule of the catalogue."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from pipeline.conformity import Entry, Register, Signing
from tests.factory.official import (
    LONG,
    Official,
    Page,
    Par,
    Table,
    annexed,
    basis,
    centred,
    decision,
    letter,
    page_number,
    ruled,
    text,
)

PLAN, DECISION, LETTER = Official(), decision(), letter()
ANNEXED = annexed("Phụ lục I", "Phụ lục II", mention="Phụ lục I, II")
TODAY = dt.date(2023, 3, 1)


@dataclass(frozen=True)
class Case:
    """`bad` breaks `rule` and says `found`; `good` keeps it."""

    rule: str
    bad: Official
    found: str
    good: Official = PLAN
    stage: str = "draft"
    register: Register | None = None
    bad_register: Register | None = None
    status: str = "FAIL"
    good_status: str = "PASS"


def paged(**changes: object) -> Official:
    """The plan on another page."""
    return replace(PLAN, page=replace(Page(), **changes))


def body(*blocks: object, of: Official = PLAN) -> Official:
    """A document with `blocks` at the end of its text."""
    return replace(of, content=(*of.content, *blocks))


def said(sentence: str) -> Official:
    """The plan with one more sentence."""
    return body(text(sentence))


def swap(of: Official, place: int, **changes: object) -> Official:
    """A document whose paragraph `place` of the text is changed."""
    content = list(of.content)
    content[place] = replace(content[place], **changes)
    return replace(of, content=tuple(content))


def listed(*lines: str, of: Official = PLAN, size: float = 11, **changes: object) -> Official:
    """A document with these recipients."""
    return replace(of, recipients=tuple(replace(Par(line, size=size), **changes) for line in lines))


def dated(line: str) -> Official:
    """The plan with another line of place and date."""
    return replace(PLAN, date=centred(line, 14, italic=True))


def numbered(line: str, of: Official = PLAN) -> Official:
    """A document with another line of number and symbol."""
    return replace(of, number=centred(line))


def signed(*titles: str, name: str = "Giàng A Mẫu") -> Official:
    """The plan with another signer."""
    return replace(
        PLAN,
        titles=tuple(centred(title, 14, bold=True) for title in titles),
        name=centred(name, 14, bold=True),
    )


def greeted(*lines: Par) -> Official:
    """The letter with other addressees."""
    return replace(LETTER, greeting=lines)


def based(*lines: str) -> Official:
    """The decision with other bases."""
    return replace(DECISION, bases=tuple(basis(line) for line in lines))


ISSUED = replace(
    PLAN, number=centred("Số: 05/KH-VPUBND"), date=centred("Lào Cai, ngày 05 tháng 01 năm 2023", 14, italic=True)
)


def entry(number: int, written: dt.date, **changes: object) -> Entry:
    """A line of the outgoing book that fits the plan."""
    fitting = Entry(
        number=number,
        symbol=f"{number:02d}/KH-VPUBND",
        day=written,
        kind="KH",
        subject="Triển khai công tác thi đua, khen thưởng năm 2023",
        signer="Giàng A Mẫu",
        series="VPUBND",
    )
    return replace(fitting, **changes)


def book(*extra: Entry, **changes: object) -> Register:
    """A book of five plans, the fifth on 05/01/2023."""
    first = tuple(entry(n, dt.date(2023, 1, n)) for n in range(1, 5))
    return Register(entries=(*first, entry(5, dt.date(2023, 1, 5), **changes), *extra))


MOTTO, CREED, DATE = PLAN.motto, PLAN.creed, PLAN.date
assert MOTTO
assert CREED
assert DATE
RAGGED = {"align": "left"}
STAMP = Par("HỎA TỐC", size=14, bold=True, color="FF0000", box=True)
CIRCULATION = Par("LƯU HÀNH NỘI BỘ", size=13, bold=True, box=True)
TWO = (
    Par("Kính gửi:", size=14, first=30),
    Par("- Sở Nội vụ;", size=14, left=40),
    Par("- Sở Tài chính.", size=14, left=40),
)
CHAPTERS = (
    centred("Chương I", 14, bold=True, before=6),
    centred("QUY ĐỊNH CHUNG", 14, bold=True, before=6),
    centred("Mục 1", 14, bold=True, before=6),
    centred("PHẠM VI", 14, bold=True, before=6),
)
BOOK = book()
OFFICE = Register(
    names=("Văn phòng",),
    place="Lào Cai",
    bodies=frozenset({"VPUBND"}),
    units=frozenset({"TCHC"}),
    staff=frozenset({"Giàng A Mẫu"}),
)
SIGNING = Register(signers=(Signing(name="Giàng A Mẫu", form=("CHÁNH VĂN PHÒNG",), start=dt.date(2021, 1, 1)),))
TALL = tuple(text(f"- {LONG}; {LONG}.") for _line in range(12))

PAGE = [
    Case("ND30-I.1-PAPER", paged(width=215.9, height=279.4), "215,9 mm"),
    Case("ND30-I.2-ORIENT", paged(width=297, height=210, landscape=True), "giấy ngang"),
    Case("ND30-I.3-MARGIN-TOP", paged(top=19), "19 mm"),
    Case("ND30-I.3-MARGIN-BOTTOM", paged(bottom=26), "26 mm"),
    Case("ND30-I.3-MARGIN-LEFT", paged(left=25), "25 mm"),
    Case("ND30-I.3-MARGIN-RIGHT", paged(right=10), "10 mm"),
    Case("ND30-I.4-FONT", swap(PLAN, 3, font="Arial"), "Arial"),
    Case("ND30-I.4-COLOR", swap(PLAN, 3, color="1F497D"), "#1F497D"),
    Case("ND30-I.4-UNICODE", said("Đây là chữ Ðiều cũ."), "U+00D0"),
    Case(
        "ND30-I.7-PAGENO-PRESENT", replace(body(*TALL), page=Page(header=None)), "không có số trang", good=body(*TALL)
    ),
    Case("ND30-I.7-PAGENO-PLACE", paged(header=page_number("right")), "không canh giữa"),
    Case("ND30-I.7-PAGENO-FIRST", paged(title_page=False), "trang thứ nhất"),
    Case("ND30-I.7-PAGENO-STYLE", paged(header=page_number(size=11)), "11"),
    Case("ND30-I.7-PAGENO-START", paged(start=3), "3", good=paged(start=1)),
    Case(
        "ND30-III.1đ-ANNEX-PAGENO",
        replace(ANNEXED, annexes=tuple((Page(), blocks) for _page, blocks in ANNEXED.annexes)),
        "đánh tiếp",
        good=ANNEXED,
    ),
    Case("ND30-V-SIZE-PAIR", replace(PLAN, date=replace(DATE, size=13)), "13, 14, 13"),
]

HEAD = [
    Case("ND30-II.1a-QH-TEXT", replace(PLAN, motto=replace(MOTTO, text="CỘNG HÒA XÃ HỘI CHỦ NGHỈA VIỆT NAM")), "NGHỈA"),
    Case("ND30-II.1a-QH-FORM", replace(PLAN, motto=replace(MOTTO, size=14)), "14"),
    Case("ND30-II.1a-QH-POS", replace(PLAN, parent=(MOTTO, CREED), motto=None, creed=None), "không ở bên phải"),
    Case("ND30-II.1a-QH-ONELINE", replace(PLAN, motto=replace(MOTTO, size=14)), "hai dòng"),
    Case("ND30-II.1b-TN-TEXT", replace(PLAN, creed=replace(CREED, text="Độc lập – Tự do – Hạnh phúc")), "–"),
    Case("ND30-II.1b-TN-FORM", replace(PLAN, creed=replace(CREED, bold=False)), "không đậm"),
    Case("ND30-II.1b-TN-RULE", replace(PLAN, creed_rule=ruled(30, 100)), "50%"),
    Case("ND30-II.1c-QH-TN-GAP", replace(PLAN, creed=replace(CREED, before=6)), "6 pt"),
    Case("ND30-II.2a-ORG-PRESENT", replace(PLAN, parent=(), body=()), "không tìm thấy"),
    Case("ND30-II.2a-ORG-NAME", replace(PLAN, body=(centred("SỞ NỘI VỤ", bold=True),)), "SỞ NỘI VỤ", register=OFFICE),
    Case("ND30-II.2b-ORG-FORM", replace(PLAN, body=(centred("VĂN PHÒNG"),)), "không đậm"),
    Case("ND30-II.2b-PARENT-FORM", replace(PLAN, parent=(centred("UBND TỈNH LÀO CAI", bold=True),)), "đậm"),
    Case("ND30-II.2b-ORG-RULE", replace(PLAN, body_rule=ruled(28, 60)), "100%"),
    Case(
        "ND30-II.2b-ORG-NOUNDERLINE",
        replace(PLAN, body=(centred("VĂN PHÒNG", bold=True, underline=True),)),
        "gạch chân",
    ),
    Case("ND30-II.3c-NO-PRESENT", replace(PLAN, number=None), "không tìm thấy"),
    Case("ND30-II.3c-NO-SYNTAX", numbered("Số 12/KH-VPUBND"), "Số 12"),
    Case("ND30-II.3c-NO-ZERO", replace(ISSUED, number=centred("Số: 5/KH-VPUBND")), "5", good=ISSUED, stage="issued"),
    Case("ND30-II.3c-NO-FORM", replace(PLAN, number=centred("Số:      /KH-VPUBND", 14)), "14"),
    Case("ND30-II.3c-NO-SPACES", numbered("Số:      /KH - VPUBND"), "KH - VPUBND"),
    Case("ND30-PL3.I-ABBR", numbered("Số:      /KHO-VPUBND"), "KHO"),
    Case("ND30-PL3.I-ABBR-MATCH", numbered("Số:      /QĐ-VPUBND"), "QĐ-VPUBND"),
    Case("ND30-II.3b-CV-SYMBOL", numbered("Số:      /CV-VPUBND", LETTER), "CV-VPUBND", good=LETTER),
    Case("ND30-II.3b-ORG-ABBR", numbered("Số:      /KH-VP"), "VP", register=OFFICE),
    Case("ND30-II.4a-PLACE", dated("Yên Bái, ngày     tháng 9 năm 2022"), "Yên Bái", register=OFFICE),
    Case("ND30-II.4b-DATE-PAD", dated("Lào Cai, ngày     tháng 09 năm 2022"), "tháng 09"),
    Case("ND30-II.4b-DATE-REAL", dated("Lào Cai, ngày 31 tháng 9 năm 2022"), "31", good=ISSUED),
    Case("ND30-II.4c-DATE-FORM", replace(PLAN, date=replace(DATE, italic=False)), "không nghiêng"),
    Case("ND30-II.4c-DATE-SYNTAX", dated("Lào Cai ngày     tháng 9 năm 2022"), "Lào Cai ngày"),
    Case("ND30-II.4c-SAME-LINE", replace(PLAN, date=replace(DATE, before=18)), "18 pt"),
]

HEADING = [
    Case("ND30-II.5b-TYPE-PRESENT", replace(PLAN, type=None), "không tìm thấy"),
    Case("ND30-II.5b-TYPE-FORM", replace(PLAN, type=centred("Kế hoạch", 14, bold=True)), "không viết bằng chữ in hoa"),
    Case("ND30-II.5b-SUBJ-PRESENT", replace(PLAN, subject=(), subject_rule=None), "không tìm thấy"),
    Case("ND30-II.5b-SUBJ-FORM", replace(PLAN, subject=(replace(PLAN.subject[0], italic=True),)), "nghiêng"),
    Case("ND30-II.5b-SUBJ-RULE", replace(PLAN, subject_rule=None), "không có đường kẻ"),
    Case("ND30-II.5b-SUBJ-END", replace(PLAN, subject=(centred("Triển khai công tác.", 14, bold=True),)), "."),
    Case("ND30-II.5a-SUBJ-LENGTH", replace(PLAN, subject=(centred(f"{LONG} {LONG} {LONG}", 14, bold=True),)), "ký tự"),
    Case("ND30-II.5b-CV-NOTYPE", replace(LETTER, type=centred("CÔNG VĂN", 14, bold=True)), "CÔNG VĂN", good=LETTER),
    Case("ND30-II.5b-CV-VV", replace(LETTER, about=(centred("V/v: đăng ký", 12, before=6),)), "V/v:", good=LETTER),
    Case("ND30-II.5b-CV-VV-GAP", replace(LETTER, about=(centred("V/v đăng ký", 12),)), "0 pt", good=LETTER),
    Case("ND30-M1.2-QD-AUTHORITY", replace(DECISION, authority=()), "không tìm thấy", good=DECISION),
    Case("ND30-M1.2-QD-VERB", replace(DECISION, verb=None), "không tìm thấy", good=DECISION),
    Case(
        "ND30-M1.2-QD-SUBJ-START",
        replace(DECISION, subject=(centred("Tặng Giấy khen cho cá nhân", 14, bold=True),)),
        "Tặng Giấy khen",
        good=DECISION,
    ),
]

BODY = [
    Case("ND30-II.6e-SIZE", swap(PLAN, 3, size=12), "12"),
    Case("ND30-II.6e-JUSTIFY", swap(PLAN, 3, **RAGGED), "canh trái"),
    Case("ND30-II.6e-INDENT", swap(PLAN, 3, first=20), "20 mm"),
    Case("ND30-II.6e-INDENT-UNIFORM", swap(PLAN, 3, first=12.7), "12,7 mm"),
    Case("ND30-II.6e-PARA-GAP", swap(PLAN, 3, before=3), "3 pt"),
    Case("ND30-II.6e-LINE", swap(PLAN, 3, line='w:line="480" w:lineRule="auto"'), "2 dòng"),
    Case("ND30-II.6e-UPRIGHT", swap(PLAN, 3, italic=True), "nghiêng"),
    Case("ND30-II.6e-NOSPACEINDENT", swap(PLAN, 3, text=f"     {LONG}."), "dấu cách"),
    Case(
        "ND30-II.6a-CANCU-ITALIC",
        replace(DECISION, bases=tuple(replace(b, italic=False) for b in DECISION.bases)),
        "không nghiêng",
        good=DECISION,
    ),
    Case(
        "ND30-II.6a-CANCU-SEMI",
        based("Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022,", "Theo đề nghị của Trưởng phòng."),
        ",",
        good=DECISION,
    ),
    Case(
        "ND30-II.6a-CANCU-LAST",
        based("Căn cứ Luật Thi đua, khen thưởng;", "Theo đề nghị của Trưởng phòng;"),
        ";",
        good=DECISION,
    ),
    Case(
        "ND30-II.6a-CANCU-LAW",
        based("Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15/6/2022."),
        "06/2022",
        good=DECISION,
    ),
    Case("ND30-II.6a-CANCU-FULL", based("Căn cứ Nghị định số 98/2023/NĐ-CP về thi đua."), "thiếu", good=DECISION),
    Case("ND30-II.6a-CANCU-REQUIRED", replace(DECISION, bases=()), "không tìm thấy", good=DECISION),
    Case(
        "ND30-II.6b-CITE-FIRST",
        said("Thực hiện Kế hoạch số 12/KH-UBND về công tác thi đua."),
        "12/KH-UBND",
        good=DECISION,
    ),
    Case("ND30-II.6b-CITE-SO", said("Thực hiện Kế hoạch 12/KH-UBND ngày 05/01/2022 của UBND tỉnh."), "Kế hoạch 12/"),
    Case("ND30-II.6đ-DIEU-FORM", swap(DECISION, 0, text="Điều 1. Tặng Giấy khen."), "không đậm", good=DECISION),
    Case(
        "ND30-II.6đ-DIEU-SEQ",
        swap(DECISION, 1, text="**Điều 3.** Quyết định này có hiệu lực."),
        "Điều 3",
        good=DECISION,
    ),
    Case("ND30-II.6đ-KHOAN-SEQ", swap(PLAN, 4, text="3. Yêu cầu"), "3 đứng sau 1"),
    Case(
        "ND30-II.6đ-DIEM-ALPHABET",
        body(*(text(f"{x}) {LONG}.") for x in "abcde")),
        "đ)",
        good=body(*(text(f"{x}) {LONG}.") for x in "abcdđe")),
    ),
    Case(
        "ND30-II.6đ-PHAN-CHUONG",
        body(replace(CHAPTERS[0], bold=False), *CHAPTERS[1:]),
        "không đậm",
        good=body(*CHAPTERS),
    ),
    Case(
        "ND30-II.6đ-MUC",
        body(*CHAPTERS[:2], replace(CHAPTERS[2], text="Mục I"), CHAPTERS[3]),
        "“I”",
        good=body(*CHAPTERS),
    ),
    Case("ND30-II.6d-TITLES", body(CHAPTERS[0], text(f"{LONG}.")), "Chương I", good=body(*CHAPTERS)),
    Case("ND30-V.6b-ROMAN-HEAD", swap(PLAN, 8, text="III. TỔ CHỨC THỰC HIỆN"), "III đứng sau I"),
    Case(
        "ND30-V.6b-NUM-DOT",
        body(text("1.1. Một"), text("1.2. Hai"), text("1.3 Ba")),
        "1.3",
        good=body(text("1.1. Một"), text("1.2. Hai")),
    ),
    Case("ND30-M-END-MARK", replace(PLAN, ending=text(f"{LONG}.")), "thiếu"),
]

CLOSING = [
    Case("ND30-II.9b-KG-WHEN", replace(PLAN, greeting=LETTER.greeting), "Kính gửi"),
    Case("ND30-II.9d-KG-FORM", greeted(replace(LETTER.greeting[0], bold=True)), "đậm", good=LETTER),
    Case(
        "ND30-II.9d-KG-ONE",
        greeted(Par("Kính gửi:", size=14), Par("- Sở Nội vụ tỉnh Lào Cai.", size=14)),
        "dòng riêng",
        good=LETTER,
    ),
    Case(
        "ND30-II.9d-KG-MANY",
        greeted(TWO[0], replace(TWO[1], text="- Sở Nội vụ,"), TWO[2]),
        "chấm phẩy",
        good=greeted(*TWO),
    ),
    Case(
        "ND30-II.7b-PREFIX",
        signed("K/T CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        "K/T",
        good=signed("KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
    ),
    Case(
        "ND30-II.7b-PREFIX-CHAIN",
        signed("KT. CHÁNH VĂN PHÒNG", "TRƯỞNG PHÒNG"),
        "cấp phó",
        good=signed("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
    ),
    Case(
        "ND30-II.7b-AUTHORITY",
        signed("TUQ. CHÁNH VĂN PHÒNG", "TRƯỞNG PHÒNG"),
        "không có trong danh sách",
        register=SIGNING,
        status="REVIEW",
    ),
    Case("ND30-II.7đ-TITLE-FORM", replace(PLAN, titles=(centred("Chánh Văn phòng", 14, bold=True),)), "in hoa"),
    Case("ND30-II.7đ-NAME-FORM", replace(PLAN, name=centred("Giàng A Mẫu", 14)), "không đậm"),
    Case("ND30-II.7c-NAME-NOTITLE", signed("CHÁNH VĂN PHÒNG", name="TS. Giàng A Mẫu"), "TS."),
    Case("ND30-II.7c-NAME-CASE", signed("CHÁNH VĂN PHÒNG", name="Giàng A mẫu"), "mẫu"),
    Case("ND30-II.7-SIG-SPACE", replace(PLAN, gap=(Par(),)), "mm"),
    Case("ND30-II.9d-NN-PRESENT", replace(PLAN, label=None, recipients=()), "không tìm thấy"),
    Case("ND30-II.9d-NN-LABEL", replace(PLAN, label=Par("Nơi nhận:", size=12, bold=True)), "không nghiêng"),
    Case(
        "ND30-II.9d-NN-NOUNDERLINE",
        replace(PLAN, label=Par("Nơi nhận:", size=12, bold=True, italic=True, underline=True)),
        "gạch chân",
    ),
    Case(
        "ND30-II.9d-NN-LEVEL",
        replace(PLAN, titles=(centred("CHÁNH VĂN PHÒNG", 14, bold=True, before=24),)),
        "không ngang hàng",
    ),
    Case("ND30-II.9d-NN-ITEM-FORM", listed("- Lãnh đạo Văn phòng;", "- Lưu: VT, TCHC.", size=12), "12"),
    Case("ND30-II.9d-NN-ITEM-DASH", listed("Lãnh đạo Văn phòng;", "- Lưu: VT, TCHC."), "Lãnh đạo"),
    Case("ND30-II.9d-NN-SEMI", listed("- Lãnh đạo Văn phòng,", "- Lưu: VT, TCHC."), "chấm phẩy"),
    Case("ND30-II.9d-NN-LUU", listed("- Lãnh đạo Văn phòng;", "- Lưu VT."), "Lưu VT"),
    Case("ND30-II.9d-NN-LUU-END", listed("- Lãnh đạo Văn phòng;", "- Lưu: VT, TCHC;"), "dấu chấm"),
    Case("ND30-II.9b-NN-NHUTREN", listed("- Như kính gửi;", "- Lưu: VT, TCHC.", of=LETTER), "kính gửi", good=LETTER),
    Case("ND30-M1.2-NN-NHUDIEU", listed("- Như Điều 7;", "- Lưu: VT, TCHC.", of=DECISION), "Điều 7", good=DECISION),
]

ANNEX = [
    Case("ND30-III.1a-ANNEX-REF", replace(ANNEXED, content=PLAN.content), "Phụ lục I", good=ANNEXED),
    Case(
        "ND30-III.1a-ANNEX-ROMAN", annexed("Phụ lục 1", "Phụ lục 2", mention="Phụ lục 1, 2"), "Phụ lục 1", good=ANNEXED
    ),
    Case("ND30-III.1b-ANNEX-LABEL", annexed("PHỤ LỤC"), "in hoa", good=annexed("Phụ lục")),
    Case(
        "ND30-III.1b-ANNEX-TITLE",
        replace(
            ANNEXED,
            annexes=(
                (
                    ANNEXED.annexes[0][0],
                    (ANNEXED.annexes[0][1][0], centred("Danh sách", 14, bold=True), *ANNEXED.annexes[0][1][2:]),
                ),
            ),
        ),
        "in hoa",
        good=ANNEXED,
    ),
    Case(
        "ND30-III.1c-ANNEX-INFO",
        replace(ANNEXED, annexes=((ANNEXED.annexes[0][0], ANNEXED.annexes[0][1][:2]),)),
        "Kèm theo",
        good=ANNEXED,
    ),
    Case(
        "ND30-III.2b-URGENCY",
        replace(PLAN, stamps=(replace(STAMP, color=None),)),
        "không phải màu đỏ",
        good=replace(PLAN, stamps=(STAMP,)),
    ),
    Case("ND30-III.2a-SECRET", replace(PLAN, stamps=(replace(STAMP, text="MẬT"),)), "MẬT"),
    Case(
        "ND30-III.2c-CIRC",
        replace(PLAN, stamps=(replace(CIRCULATION, box=False),)),
        "không có khung",
        good=replace(PLAN, stamps=(CIRCULATION,)),
    ),
    Case(
        "ND30-III.3-DRAFTER",
        replace(PLAN, recipients=(*PLAN.recipients, Par("PL.(300)", size=13))),
        "13",
        good=replace(PLAN, recipients=(*PLAN.recipients, Par("PL.(300)", size=11))),
    ),
    Case(
        "ND30-III.4-ADDRESS",
        paged(first_footer=Par("Địa chỉ: phường Lào Cai, tỉnh Lào Cai", size=14)),
        "14",
        good=paged(first_footer=Par("Địa chỉ: phường Lào Cai, tỉnh Lào Cai", size=11)),
    ),
]

ON_THE_BOOK = [
    Case("ND30-Đ15.1-UNIQUE", ISSUED, "2 dòng", bad_register=book(entry(5, dt.date(2023, 1, 6)))),
    Case("ND30-Đ15.1-GAPLESS", ISSUED, "1, 2", bad_register=Register(entries=BOOK.entries[2:])),
    Case("ND30-Đ15.1-MONOTONE", ISSUED, "06/KH-VPUBND", bad_register=book(entry(6, dt.date(2023, 1, 2)))),
    Case("ND30-Đ15.1-YEAR", ISSUED, "2022", bad_register=book(day=dt.date(2022, 12, 30))),
    Case("ND30-Đ15.2-LATE", ISSUED, "ký ngày 02/01/2023", bad_register=book(signed=dt.date(2023, 1, 2))),
    Case("ND30-Đ16-REGISTER", ISSUED, "Lý Thị Thử Nghiệm", bad_register=book(signer="Lý Thị Thử Nghiệm")),
]
REGISTER = [replace(case, good=ISSUED, stage="issued", register=BOOK) for case in ON_THE_BOOK] + [
    Case("ND30-PL6-LENGTHS", replace(PLAN, subject=(centred(f"{LONG} {LONG} {LONG}", 14, bold=True),)), "trích yếu"),
]

CAPITALS = [
    Case("ND30-PL2.I", said("Đây là một câu dài. đây là câu sau."), "dài. đây"),
    Case("ND30-PL2.II.1", signed("CHÁNH VĂN PHÒNG", name="Giàng A mẫu"), "mẫu"),
    Case("ND30-PL2.II.2b", said("Học tập Vla-Đi-Mia."), "Vla-Đi-Mia", good=said("Học tập Vla-đi-mia.")),
    Case("ND30-PL2.III.1a", said("Nhân dân các dân tộc Tỉnh Lào Cai."), "Tỉnh Lào Cai", good=said("Ở tỉnh Lào Cai.")),
    Case("ND30-PL2.III.1b", said("Trụ sở ở phường 3."), "phường 3", good=said("Trụ sở ở Phường 3.")),
    Case("ND30-PL2.III.1c", said("Tại thành phố Hồ Chí Minh."), "thành phố", good=said("Tại Thành phố Hồ Chí Minh.")),
    Case("ND30-PL2.III.1d", said("Dọc theo Sông Hồng."), "Sông Hồng", good=said("Dọc theo sông Hồng.")),
    Case("ND30-PL2.III.1đ", said("Vùng tây nguyên."), "tây nguyên", good=said("Vùng Tây Nguyên.")),
    Case("ND30-PL2.IV.1a", said("Gửi Ủy Ban Nhân Dân tỉnh."), "Ủy Ban Nhân Dân"),
    Case("ND30-PL2.IV.1b", said("Theo Bộ chính trị."), "Bộ chính trị", good=said("Theo Bộ Chính trị.")),
    Case("ND30-PL2.IV.2b", said("Hợp tác với Unesco."), "Unesco", good=said("Hợp tác với UNESCO.")),
    Case("ND30-PL2.V.1", said("Theo pháp luật của nhà nước."), "nhà nước", good=said("Theo pháp luật của Nhà nước.")),
    Case("ND30-PL2.V.2", said("Tặng Huân Chương Lao Động."), "Huân Chương", good=said("Tặng Huân chương Lao động.")),
    Case("ND30-PL2.V.5", said("Nhân dịp ngày quốc khánh."), "quốc khánh", good=said("Nhân dịp ngày Quốc khánh.")),
    Case("ND30-PL2.V.6", said("Theo chỉ thị số 34-CT/TW."), "chỉ thị", good=said("Theo Chỉ thị số 34-CT/TW.")),
    Case("ND30-PL2.V.7", said("Theo Khoản 2 điều 103."), "điều 103", good=said("Theo khoản 2 Điều 103.")),
    Case("ND30-PL2.V.8a", said("Xuân quý mão."), "quý mão", good=said("Xuân Quý Mão.")),
    Case("ND30-PL2.V.8b", said("Dịp Tết nguyên đán."), "Tết nguyên đán", good=said("Dịp tết Nguyên đán.")),
    Case("ND30-PL2.V.8c", said("Trong tháng tám."), "tháng tám", good=said("Trong tháng Tám.")),
    Case("ND30-PL2.V.9", said("Kỷ niệm Cách mạng Tháng Tám."), "Tháng Tám", good=said("Kỷ niệm Cách mạng tháng Tám.")),
    Case("ND30-PL2.V.10", said("Đăng trên Tạp chí cộng sản."), "cộng sản", good=said("Đăng trên tạp chí Cộng sản.")),
]

TYPING = [
    Case("TYP-NFC", said("Hoa\u0300 bình."), "tổ hợp"),
    Case("TYP-HYPHEN", swap(PLAN, 9, text=f"– {LONG}."), "–"),
    Case(
        "TYP-RANGE-STYLE", said("Giai đoạn 2021-2025 và 2021 - 2025."), "2021-2025", good=said("Giai đoạn 2021 - 2025.")
    ),
    Case("TYP-DBLSPACE", said("Hai  dấu cách."), "hai dấu cách"),
    Case("TYP-QUOTES", said('Phong trào "Lao động giỏi".'), "dấu ngoặc kép thẳng"),
    Case("TYP-TONE", said("Xã hội hóa, hoà bình."), "hoà"),
    Case("TYP-PLACEHOLDER", said("Tên: {{ ho_ten }}."), "{{ ho_ten }}"),
    Case(
        "TYP-COMMENTS",
        replace(PLAN, content=(*PLAN.content, text("", extra="<w:del><w:r><w:delText>x</w:delText></w:r></w:del>"))),
        "dấu vết",
    ),
    Case(
        "TYP-FIELDS",
        replace(
            PLAN,
            content=(
                *PLAN.content,
                text("Ngày ", extra='<w:fldSimple w:instr=" DATE "><w:r><w:t>01/01/2022</w:t></w:r></w:fldSimple>'),
            ),
        ),
        "ngày tự thay đổi",
    ),
    Case("TYP-KEEP", replace(body(*TALL), splits=True), "tách trang", good=body(*TALL)),
    Case("TYP-SENTENCE", said("Thực hiện Kế hoạch năm 2022. Văn phòng xây dựng kế hoạch."), "Văn phòng"),
    Case("TYP-VARIANTS", body(text("Hằng năm đăng ký."), text("Nộp hàng năm.")), "hàng năm"),
    Case("TYP-MISSING-WORD", said("Các đơn vị thuộc nghiêm túc thực hiện."), "thuộc nghiêm túc"),
]

CASES = [*PAGE, *HEAD, *HEADING, *BODY, *CLOSING, *ANNEX, *REGISTER, *CAPITALS, *TYPING]

#: rules a Word file never answers by itself, with the verdict it gives instead
UNANSWERED = {
    "ND30-Đ17-COPIES": "NOT_EVALUATED",
    "ND30-III.1c-ANNEX-BLANK": "NOT_APPLICABLE",
    "ND30-P2.I.2-ECOPY-PDF": "NOT_APPLICABLE",
    "ND30-P2.I.3-ECOPY-SIG": "NOT_APPLICABLE",
    "ND30-P2.II-COPY-BLOCK": "NOT_APPLICABLE",
    "ND30-II.8b-ATTACH-SIG": "NOT_APPLICABLE",
    "ND30-II.7d-SIG-IMAGE": "NOT_EVALUATED",
    "ND30-II.8a-SEAL-IMAGE": "NOT_EVALUATED",
    "ND30-Đ5-TWO-SIGS": "NOT_EVALUATED",
    "ND30-PL2.V.3": "NOT_EVALUATED",
    "ND30-PL2.V.4": "NOT_EVALUATED",
}

__all__ = ["CASES", "LETTER", "PLAN", "TODAY", "UNANSWERED", "Table"]
