"""The parts of a document: the boxes of the layout diagram (NĐ 30/2020, Phụ lục I, phần I, mục IV) and its annexes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.conformity.model import Document, Paragraph
from pipeline.conformity.rulebook import Kind
from pipeline.conformity.ruled import RuledLine


class Role(StrEnum):
    """What a paragraph of the body is."""

    PART = "part"  # Phần I
    CHAPTER = "chapter"  # Chương I
    SECTION = "section"  # Mục 1, Tiểu mục 1
    TITLE = "title"  # the line below one of these
    ARTICLE = "article"  # Điều 1.
    ROMAN = "roman"  # I. TIÊU ĐỀ
    NUMBER = "number"  # 1. or 1.1.
    LETTER = "letter"  # a)
    DASH = "dash"
    TEXT = "text"
    CENTRED = "centred"
    CELL = "cell"  # in a table of the body


@dataclass(frozen=True)
class Item:
    """A paragraph of the body and what it is; `number` is "1", "II", "a", "1.2" …, `mark` what stands behind it."""

    paragraph: Paragraph
    role: Role
    number: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Letterhead:
    """Boxes 1 to 4 and 5b, and the stamps beside them."""

    motto: Paragraph | None = None  # quốc hiệu
    creed: Paragraph | None = None  # tiêu ngữ
    creed_rule: RuledLine | None = None
    #: "table", "tabs", "box" or "stacked"
    layout: str = "stacked"
    left: tuple[Paragraph, ...] = ()
    right: tuple[Paragraph, ...] = ()
    parents: tuple[Paragraph, ...] = ()
    bodies: tuple[Paragraph, ...] = ()
    body_rule: RuledLine | None = None
    number: Paragraph | None = None
    date: Paragraph | None = None
    about: tuple[Paragraph, ...] = ()  # V/v …
    #: position in the text behind it
    end: int = 0

    @property
    def body_name(self) -> str:
        """The issuing body in one line."""
        return " ".join(paragraph.text for paragraph in self.bodies)


@dataclass(frozen=True)
class Heading:
    """Boxes 5a and 9a, and what belongs to a decision."""

    kind: Kind | None = None
    type_line: Paragraph | None = None
    #: whether type and subject share the line: "THÔNG BÁO KẾT LUẬN CỦA …"
    merged: bool = False
    subject: tuple[Paragraph, ...] = ()
    subject_rule: RuledLine | None = None
    authority: tuple[Paragraph, ...] = ()
    salutation: Paragraph | None = None
    addressees: tuple[Paragraph, ...] = ()
    end: int = 0


@dataclass(frozen=True)
class Closing:
    """Boxes 7, 9b and 12."""

    label: Paragraph | None = None
    recipients: tuple[Paragraph, ...] = ()
    titles: tuple[Paragraph, ...] = ()
    other_titles: tuple[Paragraph, ...] = ()
    name: Paragraph | None = None
    #: the signer's column from the first line on, empty paragraphs included
    column: tuple[Paragraph, ...] = ()
    drafter: Paragraph | None = None
    two_signers: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Annex:
    """A phụ lục, or a text issued with the document (`attached`)."""

    label: Paragraph | None
    number: str
    title: tuple[Paragraph, ...]
    info: Paragraph | None
    content: tuple[Paragraph, ...]
    attached: bool = False


@dataclass(frozen=True)
class Anatomy:
    """Everything found in one document."""

    document: Document
    letterhead: Letterhead
    heading: Heading
    bases: tuple[Paragraph, ...]
    verb: Paragraph | None
    items: tuple[Item, ...]
    closing: Closing
    annexes: tuple[Annex, ...]
    #: the items of each quy chế, quy định … issued with the document
    regulations: tuple[tuple[Item, ...], ...] = ()
    urgency: Paragraph | None = None
    circulation: Paragraph | None = None
    secrecy: Paragraph | None = None
    address: tuple[Paragraph, ...] = ()
    kind: Kind | None = None
    #: paragraphs of the main text in order, empty ones included
    main: tuple[Paragraph, ...] = field(default=(), repr=False)

    @property
    def recognised(self) -> bool:
        """Whether this looks like an administrative document at all."""
        head = self.letterhead
        signs = (head.motto, head.creed, head.number, head.date, self.heading.type_line, self.closing.label)
        return sum(sign is not None for sign in signs) >= 2

    def body(self, *roles: Role) -> Iterator[Item]:
        """The items of the body in these roles."""
        return (item for item in self.items if item.role in roles)

    @property
    def texts(self) -> tuple[tuple[Item, ...], ...]:
        """The body and the regulations issued with it; each counts its Điều, khoản and điểm from the beginning."""
        return (self.items, *self.regulations)

    @property
    def is_letter(self) -> bool:
        """Whether it is a công văn."""
        return self.kind is not None and self.kind.code == "CV"

    def is_any(self, *codes: str) -> bool:
        """Whether it is of one of these kinds."""
        return self.kind is not None and self.kind.code in codes
