"""The client of a time-stamping service, against a local one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from pipeline.errors import TimestampTrouble
from pipeline.signing import HttpTimestamps, Signed, Signer, Trust, issue, validate
from tests.factory.time_service import Answer, serving, time_service
from tests.integration.signing.conftest import ISSUE_DAY, ISSUED_AT


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """Start a service that answers in the given way; returns its URL."""
    with contextlib.ExitStack() as running:
        yield lambda answer: running.enter_context(serving(answer))


def seal(signed: Signed, sealer: Signer, url: str) -> bytes:
    service = HttpTimestamps(url, seconds=5)
    return issue(signed, number=1, day=ISSUE_DAY, sealer=sealer, at=ISSUED_AT, timestamps=service)


def test_a_seal_gets_its_time_over_http(
    timestamps: DummyTimeStamper, signed: Signed, sealer: Signer, trust: Trust
) -> None:
    with time_service(timestamps) as url:
        issued = seal(signed, sealer, url)

    organisation = validate(issued, trust, at=ISSUED_AT).organisation
    assert organisation is not None
    assert organisation.stamped == ISSUED_AT


@pytest.mark.parametrize(
    "reply",
    [(500, "text/plain", b"busy"), (200, "text/html", b"<p>log in"), (200, "application/timestamp-reply", b"junk")],
    ids=["busy", "login page", "junk"],
)
def test_an_answer_that_is_no_timestamp_is_trouble(
    serve: Callable[[Answer], str], signed: Signed, sealer: Signer, reply: tuple[int, str, bytes]
) -> None:
    with pytest.raises(TimestampTrouble):
        seal(signed, sealer, serve(lambda _query: reply))


def test_a_service_that_is_down_is_trouble(signed: Signed, sealer: Signer) -> None:
    with pytest.raises(TimestampTrouble):
        seal(signed, sealer, "http://127.0.0.1:9/")


def test_only_web_addresses_are_asked() -> None:
    with pytest.raises(ValueError, match="file:"):
        HttpTimestamps("file:///etc/passwd")
