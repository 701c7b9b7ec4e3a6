"""An office with keys, and a decision drafted from its register; the PDF is written without LibreOffice."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from pipeline import flow
from pipeline.drafting.kinds import find_kind, find_round
from pipeline.home import Home
from pipeline.issuing import chief as chiefs_part
from pipeline.issuing.clerk import Clerk
from pipeline.register.models import Document, Nomination, NominationState, Round, Unit
from pipeline.signing import Signer, open_pkcs12
from pipeline.typeset import Typesetter
from tests.factory.authority import PIN, Authority
from tests.factory.office_keys import CHIEF, OFFICE, give_keys
from tests.factory.official_pdf import official_pdf
from tests.integration.drafting import office

SLUG = "2022-q3-qd-giay-khen"


class OfficialTypesetter:
    """Typesets every draft as the same page with number, date and signature where they belong."""

    def __init__(self, **page: object) -> None:
        self.page = page

    def pdf(self, _docx: bytes) -> bytes:
        return official_pdf(**self.page)  # type: ignore[arg-type]


@pytest.fixture
def typesetter() -> Typesetter:
    return cast(Typesetter, OfficialTypesetter())


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="session")
def chief(authority: Authority) -> Signer:
    return open_pkcs12(authority.certify(CHIEF).p12(), PIN)


@pytest.fixture(scope="session")
def sealer(authority: Authority) -> Signer:
    return open_pkcs12(authority.certify(OFFICE).p12(), PIN)


@pytest.fixture(scope="session")
def another(authority: Authority) -> Signer:
    return open_pkcs12(authority.certify("Giàng A Mẫu").p12(), PIN)


@pytest.fixture
def clerk(example_office: Home, authority: Authority) -> Clerk:
    give_keys(example_office, authority)
    office.nominate(5)
    return Clerk(example_office, "văn thư")


@pytest.fixture
def drafted(clerk: Clerk, typesetter: Typesetter) -> Document:
    return draft(clerk, typesetter)


@pytest.fixture
def frozen(clerk: Clerk, typesetter: Typesetter, drafted: Document) -> Document:
    return flow.freeze(clerk, typesetter, drafted.slug)


@pytest.fixture
def signed(clerk: Clerk, frozen: Document, chief: Signer) -> Document:
    chiefs_part.sign(clerk, frozen, chief)
    return frozen


def draft(clerk: Clerk, typesetter: Typesetter, kind: str = "qd_giay_khen", code: str = office.QUARTER) -> Document:
    found = find_kind(kind)
    return flow.draft(clerk.home, typesetter, found, find_round(found, code)).document


@pytest.fixture
def state_of() -> Callable[[Document], str]:
    return lambda document: Document.objects.get(pk=document.pk).state


def nominate_another(code: str) -> None:
    """One nominee more, of a unit that has none in that round."""
    round_ = Round.objects.get(code=code)
    unit = Unit.objects.filter(nominates=True).exclude(nominations__round=round_).first()
    assert unit is not None
    form = office._form("TD-02", unit, 500 + Nomination.objects.count())
    Nomination.objects.create(
        round=round_, unit=unit, form=form, state=NominationState.VALID, name="Vàng Thị Minh Họa", post="Chuyên viên"
    )
