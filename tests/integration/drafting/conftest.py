"""One warm LibreOffice for the papers of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.typeset import Typesetter


@pytest.fixture(scope="session")
def typeset() -> Iterator[Typesetter]:
    with Typesetter() as typesetter:
        yield typesetter
