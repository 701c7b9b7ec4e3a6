"""A time-stamping service asked over HTTP (RFC 3161) by the standard library, as pyHanko's client wants `requests`."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request

from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError

#: the number's transaction is held while waiting, so not for long
SECONDS = 10.0
#: an answer has some 5 KB
LARGEST_ANSWER = 1 << 20
REPLY = "application/timestamp-reply"


class HttpTimestamps(TimeStamper):
    """The service at `url`, http or https."""

    def __init__(self, url: str, *, seconds: float = SECONDS) -> None:
        super().__init__()
        if not url.startswith(("https://", "http://")):
            raise ValueError(url)
        self._url = url
        self._seconds = seconds

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Ask for a timestamp; raises pyHanko's `TimestampRequestError`, which the acts turn into our own."""
        return await asyncio.to_thread(self._ask, req.dump())

    def _ask(self, query: bytes) -> tsp.TimeStampResp:
        headers = {"Content-Type": "application/timestamp-query", "Accept": REPLY}
        request = urllib.request.Request(self._url, query, headers)  # noqa: S310 - http(s) only, see __init__
        try:
            with urllib.request.urlopen(request, timeout=self._seconds) as answer:  # noqa: S310
                if answer.headers.get_content_type() != REPLY:
                    raise TimestampRequestError(answer.headers.get_content_type())
                return tsp.TimeStampResp.load(answer.read(LARGEST_ANSWER), strict=True)
        except urllib.error.HTTPError as error:
            error.close()
            raise TimestampRequestError(str(error)) from error
        except (OSError, ValueError) as error:
            raise TimestampRequestError(str(error)) from error
