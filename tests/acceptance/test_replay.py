"""The replayed plan: its forms are read without a doubt, and its whole story ends with a final report that adds up."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from pipeline.home import CHECKOUT
from pipeline.reading import read
from tools.replay_forms import Forms, Quarter

SAMPLES = CHECKOUT / "samples"
VANTHU = Path(sys.executable).with_name("vanthu")


def samples(name: str) -> dict[str, Any]:
    return tomllib.loads((SAMPLES / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def forms() -> Forms:
    units = {unit["code"]: unit["name"] for unit in samples("office.toml")["units"] if unit.get("nominates", True)}
    return Forms(samples("ke-hoach.toml"), samples("nhan-su.toml")["people"], units)


QUARTER = Quarter(2023, 2, dt.date(2023, 6, 20))


def test_the_forms_of_a_replay_are_read_without_a_doubt(forms: Forms, tmp_path: Path) -> None:
    files = {"TD-02": forms.nomination("PVHCC", QUARTER, dt.date(2023, 6, 16))}
    files["TD-01"] = forms.registration("TCHC", 2023, dt.date(2023, 1, 20))

    for form, content in files.items():
        path = tmp_path / f"{form}.docx"
        path.write_bytes(content)
        (reading,) = read(path).forms
        assert reading.form == form
        assert reading.findings == ()
        assert [key for key, value in reading.fields.items() if value.review] == []


def test_the_same_seed_fills_the_same_forms_and_every_unit_says_something_else(forms: Forms) -> None:
    day = dt.date(2023, 6, 16)

    one, again = (forms.nomination("PVHCC", QUARTER, day) for _time in range(2))
    others = {forms.nomination(unit, QUARTER, day) for unit in ("TH", "KT", "NC", "NK")}

    assert one == again
    assert len(others) == 4
    assert one not in others


@pytest.mark.stress
@pytest.mark.timeout(1800)
def test_the_whole_plan_ends_with_a_final_report_that_adds_up(tmp_path: Path) -> None:
    environment = {**os.environ, "VANTHU_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-m", "tools.replay"], cwd=CHECKOUT, env=environment, check=True)

    def told(*words: str) -> Any:
        done = subprocess.run([VANTHU, *words, "--json"], env=environment, check=True, capture_output=True)
        return json.loads(done.stdout)

    plan = told("statistics", "--from", "2021-09-16", "--to", "2025-06-30", "--on", "2025-06-30")
    assert (plan["t3"]["total"]["due"], plan["t3"]["total"]["missing"], plan["t3"]["total"]["late"]) == (165, 11, 11)
    assert plan["t1"]["total"]["introduced"] == 154
    documents = {row["id"]: row for row in told("documents")["documents"]}
    final = documents["2021-bc-tong-ket"]
    assert final["state"] in {"issued", "archived"}
    text = "".join(page.extract_text() for page in PdfReader(final["files"]["issued"]["pdf"]["path"]).pages)
    assert "154" in text
    assert "Biểu đồ 5." in text
    assert told("verify")["ok"]
