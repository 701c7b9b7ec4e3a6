"""An office in the test database, and readings made by hand for it."""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from pipeline.clock import VIETNAM
from pipeline.home import CHECKOUT, Home
from pipeline.reading.model import FileReading, FormReading, Medium, Value
from pipeline.register.models import StoredFile, Submission, SubmissionState
from pipeline.register.office import load_office
from pipeline.register.store import Store

#: runs a program of this folder, named by its module, with an order, and returns what it found
Crowd = Callable[..., dict[str, Any]]

RECEIVED = dt.datetime(2022, 9, 19, 9, 30, tzinfo=VIETNAM)

#: a nomination as a unit of the example office fills it in; the person is on its staff list
NOMINATION: dict[str, Any] = {
    "don_vi": "Phòng Tổng hợp",
    "quy": 3,
    "nam": 2022,
    "ho_ten": "Giàng A Thử",
    "ngay_sinh": "1989-02-17",
    "gioi_tinh": "Nam",
    "dan_toc": "Mông",
    "chuc_vu": "Chuyên viên chính",
    "linh_vuc": ["LV05"],
    "danh_hieu": ["Giấy khen"],
    "thanh_tich": "Rút ngắn thời gian trình ký từ 03 ngày còn 01 ngày.",
    "ngay_ky": "2022-09-16",
}

REGISTRATION: dict[str, Any] = {"don_vi": "Phòng Tổng hợp", "nam": 2022, "ngay_ky": "2022-01-20"}


@pytest.fixture
def example_office(db: None, office_home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """The example office, living on a working day of quarter III/2022."""
    monkeypatch.setenv("VANTHU_TODAY", "2022-09-19")
    load_office(CHECKOUT / "samples" / "office.toml")
    return office_home


@pytest.fixture
def hand_in(example_office: Home) -> Callable[..., Submission]:
    """Put bytes into the store and make them a received submission."""

    def put(data: bytes = b"", *, folder: str = "") -> Submission:
        number = Submission.objects.count() + 1
        data = data or f"form {number}".encode()
        file, _new = StoredFile.objects.get_or_create(sha256=Store(example_office.store).put(data), size=len(data))
        return Submission.objects.create(
            receipt=f"BN-{number}",
            file=file,
            name_bytes=b"phieu.docx",
            name="phieu.docx",
            folder=folder,
            received_at=RECEIVED,
            state=SubmissionState.RECEIVED,
        )

    return put


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Crowd]:
    """Runs a program of this folder in an office of its own, on SQLite or a database of the server of DATABASE_URL."""
    environment = {**os.environ, "VANTHU_HOME": str(tmp_path), "VANTHU_TODAY": "2022-09-19"}
    url = os.environ.get("DATABASE_URL")
    if not url:
        yield partial(_run, environment)
        return

    import psycopg

    name = f"crowd_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield partial(_run, environment | {"DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()})
        server.execute(f"DROP DATABASE {name}")


def _run(environment: Mapping[str, str], program: str, **order: object) -> dict[str, Any]:
    command = [sys.executable, "-m", f"tests.integration.{program}", json.dumps(order)]
    done = subprocess.run(command, check=False, cwd=CHECKOUT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def values(fields: dict[str, Any]) -> dict[str, Value]:
    return {key: value if isinstance(value, Value) else Value(value=value) for key, value in fields.items()}


def nomination(**changes: Any) -> FileReading:
    """The reading of a TD-02 with some fields otherwise than usual."""
    return reading_of(FormReading(form="TD-02", pages=(1,), fields=values({**NOMINATION, **changes})))


def registration(
    people: list[dict[str, Any]], units: list[dict[str, Any]] | None = None, **changes: Any
) -> FileReading:
    """The reading of a TD-01 with these rows."""
    tables = {"ca_nhan": [values(row) for row in people], "tap_the": [values(row) for row in units or []]}
    return reading_of(FormReading(form="TD-01", pages=(1,), fields=values({**REGISTRATION, **changes}), tables=tables))


def reading_of(*forms: FormReading) -> FileReading:
    return FileReading(medium=Medium.DOCX, pages=1, forms=forms)
