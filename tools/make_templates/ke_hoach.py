"""The plan (`ke_hoach`): the text of September 2021 word for word, and the same with its flaws mended."""

from __future__ import annotations

from tools.make_templates.blocks import annexes, letterhead, signature_block, title
from tools.make_templates.house import WORDINGS, last, leading, paragraph, raw, run, tag
from tools.make_templates.package import Paper

TITLE = "Kế hoạch xây dựng và nhân rộng gương điển hình tiên tiến"
#: the text, one paragraph a line: its style and its words; "linh_vuc" stands for the list of fields of the register
TEXT = WORDINGS / "ke-hoach.txt"

#: the flaws of the text (domain reference 1.4) and how they are mended; each must be found
FLAWS = {
    "giai đoạn 2021 - 2025. Văn phòng UBND tỉnh Lào Cai ban hành": (
        "giai đoạn 2021 - 2025, Văn phòng UBND tỉnh Lào Cai ban hành"
    ),
    "chỉ thị số 34-CT/TW của Bộ chính trị": "Chỉ thị số 34-CT/TW của Bộ Chính trị",
    "1.4 Thực hiện": "1.4. Thực hiện",
    "đơn vị, hàng năm đăng ký": "đơn vị, hằng năm đăng ký",
    "các phòng, ban đơn vị lựa chọn": "các phòng, ban, đơn vị lựa chọn",
    "Hội đồng thi đua khen thưởng Văn phòng": "Hội đồng Thi đua - Khen thưởng Văn phòng",
    "Phòng Tổ chức Hành chính": "Phòng Tổ chức - Hành chính",
    "người lao động thuộc nghiêm túc": "người lao động thuộc Văn phòng nghiêm túc",
}

#: what the register knows is not typed into the corrected template
FACTS = {
    "Kế hoạch số 336/KH-UBND ngày 26/8/2021 của UBND tỉnh Lào Cai về việc xây dựng và nhân rộng gương điển hình tiên "
    "tiến giai đoạn 2021 - 2025": (
        "{{ can_cu_ke_hoach.loai }} số {{ can_cu_ke_hoach.so_ky_hieu }} ngày {{ can_cu_ke_hoach.ngay }} của "
        "{{ can_cu_ke_hoach.co_quan }} về việc {{ can_cu_ke_hoach.trich_yeu }}"
    ),
    "giai đoạn 2021 - 2025": "giai đoạn {{ tu_nam }} - {{ den_nam }}",
    "Văn phòng UBND tỉnh Lào Cai": "{{ ten_co_quan }}",
}


def faithful() -> Paper:
    """The plan of 2021 as it stands, flaws included; the test of every machine that reads or checks it."""
    return _paper(_faithful_body(), "linh_vuc")


def corrected() -> Paper:
    """The plan without its flaws, for this and later periods."""
    return _paper(corrected_body(), "linh_vuc_thong_nhat")


def _faithful_body() -> list[tuple[str, str]]:
    pairs = (line.partition("|") for line in TEXT.read_text(encoding="utf-8").splitlines())
    return [(style.strip(), text.strip()) for style, _bar, text in pairs]


def corrected_body() -> list[tuple[str, str]]:
    """The mended text, also attached to the decision that promulgates it."""
    body = _faithful_body()
    for changes in (FLAWS, FACTS):
        for old, new in changes.items():
            if not any(old in text for _style, text in body):
                raise ValueError(f"not in the plan: {old}")
            body = [(style, text.replace(old, new)) for style, text in body]
    return body


def body_paragraphs(body: list[tuple[str, str]], fields: str) -> str:
    """The text as paragraphs; `fields` names the fact that lists the emulation fields."""
    return "".join(_paragraph(style, text, fields) for style, text in body)


def _paper(body: list[tuple[str, str]], fields: str) -> Paper:
    content = (
        letterhead()
        + title("KẾ HOẠCH", "{{ trich_yeu }}")
        + body_paragraphs(body, fields)
        + signature_block()
        + annexes("Kế hoạch")
    )
    return Paper(title=TITLE, body=content)


def _paragraph(style: str, text: str, fields: str) -> str:
    match style:
        case "linh_vuc":
            return _fields(fields)
        case "last":
            return last(text)
        case "TieuMuc":
            return leading(text)
        case _:
            return paragraph(style, text)


def _fields(fact: str) -> str:
    """One line for each field; its quoted names are italic, the quotation marks are not."""
    pieces = (
        run("- ")
        + run("{%r for doan in dong %}")
        + run("{%r if doan.nghieng %}")
        + run("{{ doan.chu }}", "<w:i/><w:iCs/>")
        + run("{%r else %}")
        + run("{{ doan.chu }}")
        + run("{%r endif %}")
        + run("{%r endfor %}")
    )
    return tag(f"{{%p for dong in {fact} %}}") + raw("ThanBai", pieces) + tag("{%p endfor %}")
