"""From the plan's draft to its issued paper, by real commands and a real LibreOffice, read back by other tools."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pdfplumber
import pytest
from openpyxl import load_workbook

from pipeline.home import CHECKOUT, Home
from tests.acceptance.conftest import Office, office_at
from tests.factory.authority import VIETNAM, Authority
from tests.factory.office_keys import give_keys
from tests.factory.time_service import stamper, time_service
from tests.processes import wait_until

pytestmark = pytest.mark.office

PLAN = "2021-ke-hoach-faithful"
ISSUE_DAY = "2021-09-06"
#: the plan keeps its own slips of capital letters, and is frozen all the same
WORD_FOR_WORD = ("--despite", "giữ nguyên văn kế hoạch")


def living_on(office: Office, day: str) -> Office:
    return Office(office.home, {**office.environment, "VANTHU_TODAY": day})


@pytest.fixture(scope="session")
def frozen_office(set_up_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office whose plan, word for word, waits to be signed; fourteen plans have had their numbers before."""
    home = tmp_path_factory.mktemp("frozen") / "home"
    shutil.copytree(set_up_office, home)
    give_keys(Home(home), Authority())
    office = living_on(office_at(home), ISSUE_DAY)
    assert office.run("draft", "ke_hoach", "--variant", "faithful").stdout.strip() == PLAN
    done = office.run("freeze", PLAN, *WORD_FOR_WORD)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(Home(home).database)) as register, register:
        register.execute(
            "INSERT INTO register_numbercounter (series_id, year, last) "
            "SELECT id, 2021, 14 FROM register_numberseries WHERE key = 'VPUBND/KH'"
        )
    return home


@pytest.fixture
def waiting(frozen_office: Path, tmp_path: Path) -> Office:
    home = tmp_path / "home"
    shutil.copytree(frozen_office, home)
    return living_on(office_at(home), ISSUE_DAY)


def sign(office: Office, *more: str) -> subprocess.CompletedProcess[str]:
    key, pin = office.home / "khoa-lanh-dao.p12", office.home / "pin.txt"
    return office.run("sign", PLAN, "--key", str(key), "--pin-file", str(pin), *more)


def issue(office: Office) -> subprocess.CompletedProcess[str]:
    return office.run("issue", PLAN, "--pin-file", str(office.home / "pin.txt"))


def size_of(file: Path) -> int:
    """In bytes; 0 while its folder is being exchanged for a new one."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def document(office: Office) -> dict[str, object]:
    (found,) = office.json("documents")["documents"]
    return found


def refusals(office: Office) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(Home(office.home).database)) as register:
        rows = register.execute("SELECT act, facts FROM register_auditrow WHERE act LIKE '%-refused' ORDER BY seq")
        return [(act, json.loads(facts)["reason"]) for act, facts in rows]


def test_the_plan_is_issued_with_two_valid_signatures(waiting: Office) -> None:
    signed, issued = sign(waiting), issue(waiting)

    assert (signed.returncode, issued.returncode) == (0, 0), signed.stderr + issued.stderr
    assert issued.stdout.strip() == f"{PLAN}: 15/KH-VPUBND"
    pdf = waiting.outbox / "phat-hanh" / "2021" / "15-KH-VPUBND.pdf"
    verdicts = subprocess.run(["pdfsig", str(pdf)], check=False, capture_output=True, text=True).stdout
    assert verdicts.count("Signature Validation: Signature is Valid.") == 2
    entry = document(waiting)
    assert (entry["state"], entry["symbol"], entry["date"]) == ("archived", "15/KH-VPUBND", ISSUE_DAY)
    stages = [Path(entry["files"][stage]["pdf"]["path"]).read_bytes() for stage in ("prepared", "signed", "issued")]
    assert stages[2] == pdf.read_bytes()
    assert stages[2].startswith(stages[1])
    assert stages[1].startswith(stages[0])


def test_what_is_issued_is_archived_and_the_diary_anchored_by_the_same_command(waiting: Office) -> None:
    sign(waiting)
    issue(waiting)

    package = waiting.outbox / "luu-tru" / "2021" / "VPUBND-KH" / "15"
    report = waiting.json("verify")
    assert sorted(path.name for path in package.iterdir()) == [
        "du-lieu.json",
        "manifest.json",
        "nguon.docx",
        "van-ban.pdf",
    ]
    assert (report["ok"], report["audit"]["anchored"]) == (True, ISSUE_DAY)
    assert waiting.json("status")["basic_level"] == 1


def test_a_package_that_cannot_be_written_is_said_and_made_by_the_next_command(waiting: Office) -> None:
    sign(waiting)
    archive = waiting.outbox / "luu-tru"
    archive.rmdir()
    archive.write_bytes(b"something else lies here")

    done = issue(waiting)
    archive.unlink()
    mended = waiting.run("archive")

    assert (done.returncode, done.stdout.strip()) == (1, f"{PLAN}: 15/KH-VPUBND")
    assert "Đã phát hành; nhưng:" in done.stderr
    assert (mended.returncode, document(waiting)["state"]) == (0, "archived")
    assert (archive / "2021" / "VPUBND-KH" / "15" / "manifest.json").exists()


def test_the_service_upgrades_what_was_issued_without_a_time_service(waiting: Office) -> None:
    sign(waiting)
    issue(waiting)
    pdf = waiting.outbox / "phat-hanh" / "2021" / "15-KH-VPUBND.pdf"
    basic = pdf.read_bytes()
    package = waiting.outbox / "luu-tru" / "2021" / "VPUBND-KH" / "15" / "van-ban.pdf"

    with time_service(stamper(Authority(), at=dt.datetime(2021, 9, 6, 10, tzinfo=VIETNAM))) as url:
        service = Office(waiting.home, {**waiting.environment, "VANTHU_TSA": url}).start("watch")
        try:
            upgraded = wait_until(lambda: size_of(package) > len(basic), 60)
        finally:
            service.terminate()
            service.wait(30)

    assert upgraded
    assert pdf.read_bytes() == package.read_bytes()
    assert pdf.read_bytes().startswith(basic)
    assert waiting.json("status")["basic_level"] == 0
    assert waiting.json("verify")["ok"]
    verdicts = subprocess.run(["pdfsig", str(pdf)], check=False, capture_output=True, text=True).stdout
    assert verdicts.count("Signature Validation: Signature is Valid.") >= 2


def test_number_and_day_stand_in_their_places(waiting: Office) -> None:
    sign(waiting)
    issue(waiting)
    pdf = waiting.outbox / "phat-hanh" / "2021" / "15-KH-VPUBND.pdf"

    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout

    assert re.search(r"Số:\s*15/KH-VPUBND", text)
    assert re.search(r"ngày\s+06\s+tháng\s+9\s+năm\s+2021", text)


def test_the_outgoing_book_tells_of_it(waiting: Office, tmp_path: Path) -> None:
    sign(waiting)
    issue(waiting)
    sheet, printed = tmp_path / "so.xlsx", tmp_path / "so.pdf"

    (line,) = waiting.json("register", "--year", "2021", "--series", "VPUBND/KH")["entries"]
    written = waiting.run("register", "--xlsx", str(sheet), "--pdf", str(printed))

    assert (line["number"], line["symbol"], line["date"], line["type"]) == (15, "15/KH-VPUBND", ISSUE_DAY, "KH")
    assert line["sha256"] == document(waiting)["files"]["issued"]["pdf"]["sha256"]
    assert "15/KH-VPUBND" in [cell.value for cell in load_workbook(sheet).active["A"]]
    with pdfplumber.open(printed) as book:
        assert "15/KH-VPUBND" in book.pages[1].extract_text()
    # The fourteen before it were counted here without being entered.
    assert written.returncode == 1
    assert "01, 02, 03" in written.stderr


def test_a_wrong_pin_is_tried_once_and_leaves_all_as_it_was(waiting: Office) -> None:
    (waiting.home / "pin.txt").write_text("000000\n")

    done = sign(waiting)

    assert done.returncode == 3
    assert done.stderr.startswith("Mã PIN")
    assert len(done.stderr.splitlines()) == 1
    assert (document(waiting)["state"], refusals(waiting)) == ("frozen", [("sign-refused", "WrongPin")])


PUT_ON_TOKEN = """
import sys
from cryptography.hazmat.primitives.serialization import pkcs12
from tests.factory.authority import PIN, Certified
from tests.integration.signing.test_keys import make_token, put
key, certificate, (authority,) = pkcs12.load_key_and_certificates(open(sys.argv[1], "rb").read(), PIN.encode())
make_token("VPUBND")
put("VPUBND", Certified(certificate, key, authority))
"""


def with_token(office: Office, folder: Path) -> Office:
    """The office with the chief's key on a token."""
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    environment = {**office.environment, "SOFTHSM2_CONF": str(folder / "softhsm2.conf"), "PYTHONPATH": str(CHECKOUT)}
    key = office.home / "khoa-lanh-dao.p12"
    subprocess.run([sys.executable, "-c", PUT_ON_TOKEN, str(key)], check=True, env=environment)
    return Office(office.home, environment)


def test_the_chief_signs_with_a_token(waiting: Office, tmp_path: Path) -> None:
    office = with_token(waiting, tmp_path)
    pin, driver = ("--pin-file", str(office.home / "pin.txt")), ("--pkcs11", "/usr/lib/softhsm/libsofthsm2.so")

    missing = office.run("sign", PLAN, *driver, "--token", "khong-co", *pin)
    done = office.run("sign", PLAN, *driver, "--token", "VPUBND", *pin)

    assert (missing.returncode, done.returncode) == (3, 0), done.stderr
    assert refusals(office) == [("sign-refused", "TokenMissing")]
    assert issue(office).stdout.strip() == f"{PLAN}: 15/KH-VPUBND"


def test_a_driver_that_is_none_is_named(waiting: Office, tmp_path: Path) -> None:
    driver = tmp_path / "driver.so"
    driver.write_bytes(b"no driver")

    done = waiting.run(
        "sign", PLAN, "--pkcs11", str(driver), "--token", "VPUBND", "--pin-file", str(waiting.home / "pin.txt")
    )

    assert done.returncode == 3
    assert refusals(waiting) == [("sign-refused", "TokenDriverMissing")]


def test_nothing_is_sealed_before_the_chief_has_signed(waiting: Office) -> None:
    done = issue(waiting)

    assert done.returncode == 3
    assert "chưa có chữ ký của người có thẩm quyền" in done.stderr
    assert (document(waiting)["state"], refusals(waiting)) == ("frozen", [("issue-refused", "NotSignedYet")])


RESERVED = re.compile(r"Đã giữ số 15/KH-VPUBND ngày 06/09/2021: (?P<file>.+)")


def test_number_first_the_plan_is_signed_with_its_number_on_it(waiting: Office) -> None:
    reserved = waiting.run("reserve", PLAN, *WORD_FOR_WORD)
    told = RESERVED.match(reserved.stdout)
    assert told, reserved.stderr
    waits = Path(told["file"]).read_bytes()
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], check=True, capture_output=True, input=waits).stdout
    (line,) = waiting.json("register", "--series", "VPUBND/KH")["entries"]
    account = waiting.json("status")["reserved"]
    signed, issued = sign(waiting), issue(waiting)

    assert re.search(r"Số:\s*15/KH-VPUBND.*ngày\s+06\s+tháng\s+9\s+năm\s+2021", text.decode())
    assert (line["status"], line["sha256"]) == ("reserved", None)
    assert account == [{"symbol": "15/KH-VPUBND", "date": ISSUE_DAY, "document": PLAN}]
    assert (signed.returncode, issued.returncode) == (0, 0), signed.stderr + issued.stderr
    assert issued.stdout.strip() == f"{PLAN}: 15/KH-VPUBND"
    pdf = waiting.outbox / "phat-hanh" / "2021" / "15-KH-VPUBND.pdf"
    verdicts = subprocess.run(["pdfsig", str(pdf)], check=False, capture_output=True, text=True).stdout
    assert verdicts.count("Signature Validation: Signature is Valid.") == 2
    assert pdf.read_bytes().startswith(waits)
    (line,) = waiting.json("register", "--series", "VPUBND/KH")["entries"]
    assert (line["status"], line["number"]) == ("issued", 15)
    archived, verified = waiting.run("archive"), waiting.run("verify", PLAN)
    assert (archived.returncode, verified.returncode) == (0, 0), archived.stderr + verified.stdout


def test_a_reserved_number_given_up_stays_in_the_book_and_the_draft_gets_the_next(waiting: Office) -> None:
    assert waiting.run("reserve", PLAN, *WORD_FOR_WORD).returncode == 0
    again = waiting.run("reserve", PLAN, *WORD_FOR_WORD)
    void = waiting.run("void", "15/KH-VPUBND", "--why", "lãnh đạo đi vắng")

    assert (again.returncode, void.returncode) == (3, 0), void.stderr
    assert "Đã giữ số 15/KH-VPUBND ngày 06/09/2021" in again.stderr
    assert (document(waiting)["state"], document(waiting)["symbol"]) == ("draft", None)
    assert waiting.run("freeze", PLAN, *WORD_FOR_WORD).returncode == 0
    sign(waiting)
    assert issue(waiting).stdout.strip() == f"{PLAN}: 16/KH-VPUBND"
    lines = waiting.json("register", "--series", "VPUBND/KH")["entries"]
    assert [(line["number"], line["status"], line["reason"]) for line in lines] == [
        (15, "void", "lãnh đạo đi vắng"),
        (16, "issued", None),
    ]


def test_no_number_is_reserved_for_a_day_gone_by(waiting: Office) -> None:
    done = waiting.run("reserve", PLAN, *WORD_FOR_WORD, "--day", "2021-09-05")

    assert (done.returncode, document(waiting)["state"]) == (3, "frozen")
    assert "từ hôm nay đến 13/09/2021" in done.stderr


def test_without_a_key_the_command_says_how_to_name_one(waiting: Office) -> None:
    assert waiting.run("sign", PLAN).returncode == 2


def test_one_of_many_that_cannot_be_signed_does_not_keep_the_others(waiting: Office) -> None:
    done = sign(waiting, "khong-co")

    assert done.returncode == 2
    assert document(waiting)["state"] == "signed"
    assert "khong-co" in done.stderr


def test_a_void_number_is_told_with_its_reason(waiting: Office) -> None:
    sign(waiting)
    issue(waiting)

    done = waiting.run("void", "15/KH-VPUBND", "--why", "ban hành nhầm")

    assert done.returncode == 0, done.stderr
    (line,) = waiting.json("register")["entries"]
    assert (line["status"], line["reason"]) == ("void", "ban hành nhầm")
    assert document(waiting)["state"] == "void"


def test_a_reason_is_asked_for(waiting: Office) -> None:
    done = waiting.run("refuse", PLAN, "--why", "  ")

    assert (done.returncode, document(waiting)["state"]) == (2, "frozen")


def test_a_refused_document_waits_to_be_drafted_anew(waiting: Office) -> None:
    done = waiting.run("refuse", PLAN, "--why", "bổ sung căn cứ")

    assert done.returncode == 0, done.stderr
    assert document(waiting)["state"] == "refused"
    assert not list((waiting.outbox / "trinh-ky").glob("*.pdf"))
