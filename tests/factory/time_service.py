"""A time-stamping service on this machine, asked over HTTP as a real one is."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

from asn1crypto import keys, tsp, x509
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from tests.factory.authority import CLOSED, Authority

#: status, content type and body for a query
Answer = Callable[[bytes], tuple[int, str, bytes]]
REPLY = "application/timestamp-reply"


@contextlib.contextmanager
def serving(answer: Answer) -> Iterator[str]:
    """A server that answers in the given way; gives its URL."""

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
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def stamper(authority: Authority, *, at: dt.datetime, until: dt.datetime = CLOSED) -> DummyTimeStamper:
    """Vouches for the time `at`, whatever it is, with a certificate that ends at `until`."""
    service = authority.certify("Dịch vụ dấu thời gian thử nghiệm", until=until, stamps=True)
    return DummyTimeStamper(x509.Certificate.load(service.der), keys.PrivateKeyInfo.load(service.key_der), fixed_dt=at)


def time_service(stamps: DummyTimeStamper) -> contextlib.AbstractContextManager[str]:
    """A service that stamps."""

    def answer(query: bytes) -> tuple[int, str, bytes]:
        return 200, REPLY, stamps.request_tsa_response(tsp.TimeStampReq.load(query)).dump()

    return serving(answer)
