"""The client of a time-stamping service, against a local one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import tsp
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from pipeline.errors import TimestampTrouble
from pipeline.signing import HttpTimestamps, Signed, Signer, Trust, issue, validate
from tests.integration.signing.conftest import ISSUE_DAY, ISSUED_AT

Answer = Callable[[bytes], tuple[int, str, bytes]]


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """Start a service that answers in the given way; returns its URL."""
    servers: list[tuple[HTTPServer, threading.Thread]] = []

    def start(answer: Answer) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                status, kind, body = answer(self.rfile.read(int(self.headers["Content-Length"])))
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments: object) -> None: ...

        server = HTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


def seal(signed: Signed, sealer: Signer, url: str) -> bytes:
    service = HttpTimestamps(url, seconds=5)
    return issue(signed, number=1, day=ISSUE_DAY, sealer=sealer, at=ISSUED_AT, timestamps=service)


def test_a_seal_gets_its_time_over_http(
    serve: Callable[[Answer], str], timestamps: DummyTimeStamper, signed: Signed, sealer: Signer, trust: Trust
) -> None:
    def answer(query: bytes) -> tuple[int, str, bytes]:
        response = timestamps.request_tsa_response(tsp.TimeStampReq.load(query))
        return 200, "application/timestamp-reply", response.dump()

    issued = seal(signed, sealer, serve(answer))

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
