"""The whole job as a clerk does it: samples into the inbox, one command, drafts in the outbox."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pypdf
import pytest

from pipeline.home import CHECKOUT
from tests.acceptance.conftest import Office, office_at
from tests.processes import wait_until

pytestmark = pytest.mark.office

SAMPLES = CHECKOUT / "samples"
DRAFTS = {"2022-qd-danh-hieu", "2022-q3-qd-giay-khen", "2022-q3-bc-quy"}


def drop_samples(office: Office) -> None:
    for day in (path for path in SAMPLES.iterdir() if path.is_dir()):
        shutil.copytree(day, office.inbox, dirs_exist_ok=True)


@pytest.fixture(scope="module")
def worked(set_up_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office whose samples have been handed in and processed; tests only look at it."""
    home = tmp_path_factory.mktemp("worked") / "home"
    shutil.copytree(set_up_office, home)
    office = office_at(home)
    drop_samples(office)
    done = office.run("run", "--once")
    assert done.returncode == 1, done.stderr  # some samples are meant to be returned
    settle = [sys.executable, "-c", "from tools.demo import settle_papers; settle_papers()"]
    subprocess.run(settle, cwd=CHECKOUT, env=office.environment, check=True, capture_output=True)
    assert office.run("run", "--once").returncode == 0
    return office


def snapshot(office: Office) -> dict[str, str]:
    """Every file a user can see, by its hash."""
    seen = (path for top in (office.inbox, office.outbox) for path in top.rglob("*") if path.is_file())
    return {str(path.relative_to(office.home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in seen}


def words_of_pdf(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def test_every_file_is_accounted_for(worked: Office) -> None:
    account = worked.account()
    handed_in = sum(1 for path in SAMPLES.rglob("*") if path.is_file() and path.suffix != ".toml")

    assert account["balanced"]
    assert account["in_progress"] == 0
    assert account["received"] == handed_in
    assert account["duplicate"] == 1
    assert account["returned"] >= 3


def test_everybody_has_handed_in(worked: Office) -> None:
    rounds = {entry["round"]: entry for entry in worked.json("status")["rounds"]}

    assert rounds["2022"]["missing"] == []
    assert rounds["Q3/2022"]["missing"] == []


def test_drafts_lie_in_the_outbox_in_word_and_pdf(worked: Office) -> None:
    folder = worked.outbox / "du-thao"

    assert {path.stem for path in folder.glob("*.docx")} == DRAFTS
    assert {path.stem for path in folder.glob("*.pdf")} == DRAFTS


def test_a_draft_is_an_official_document_without_number_and_day(worked: Office) -> None:
    words = words_of_pdf(worked.outbox / "du-thao" / "2022-q3-qd-giay-khen.pdf")

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words
    assert "QUYẾT ĐỊNH" in words
    assert "Phan Quốc Nghĩa" in words
    assert "/QĐ-VPUBND" in words
    assert "450.000" in words  # 0,3 of the base salary of 2022, rounded up


def test_returned_files_come_with_a_reason_each(worked: Office) -> None:
    returned = worked.inbox / "_tra-lai"
    letters = {path.name: path.read_text(encoding="utf-8") for path in returned.glob("*.txt")}

    assert any("mật khẩu" in text for text in letters.values())
    assert any("macro" in text for text in letters.values())
    assert any("Không nhận ra biểu mẫu" in text for text in letters.values())
    assert all((returned / name.removesuffix(".txt")).is_file() for name in letters)


def test_documents_are_listed_with_their_hashes(worked: Office) -> None:
    documents = worked.json("documents")["documents"]

    assert {document["id"] for document in documents} == DRAFTS
    for document in documents:
        for file in document["files"]["draft"].values():
            assert hashlib.sha256(Path(file["path"]).read_bytes()).hexdigest() == file["sha256"]


def test_a_second_run_changes_nothing(worked: Office) -> None:
    before = snapshot(worked)

    assert worked.run("run", "--once").returncode == 0

    assert snapshot(worked) == before


@pytest.fixture
def own(worked: Office, tmp_path: Path) -> Office:
    """A copy of the worked office that a test may change."""
    shutil.copytree(worked.home, tmp_path / "own")
    return office_at(tmp_path / "own")


def edit(path: Path, old: str, new: str) -> None:
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new)
    document.save(str(path))


def revision_of(office: Office, name: str) -> int:
    (listed,) = [document for document in office.json("documents")["documents"] if document["id"] == name]
    return int(listed["revision"])


def test_a_draft_edited_in_word_is_kept_and_becomes_the_next_revision(own: Office) -> None:
    draft = own.outbox / "du-thao" / "2022-q3-bc-quy.docx"
    before = revision_of(own, draft.stem)
    edit(draft, "Không có.", "Đề nghị Hội đồng họp sớm.")
    edited = draft.read_bytes()

    assert own.run("draft", "bc_quy", "--round", "Q3/2022").returncode == 0

    assert draft.read_bytes() == edited
    assert revision_of(own, draft.stem) == before + 1
    assert "Đề nghị Hội đồng họp sớm" in words_of_pdf(draft.with_suffix(".pdf"))


def test_a_broken_template_names_the_place_and_leaves_the_draft(own: Office, tmp_path: Path) -> None:
    before = (own.outbox / "du-thao" / "2022-q3-bc-quy.docx").read_bytes()
    broken = docx.Document()
    broken.add_paragraph("Người ký: {{ nguoi_kyy }}")
    broken.save(str(tmp_path / "hong.docx"))

    done = own.run("draft", "bc_quy", "--round", "Q3/2022", "--template", str(tmp_path / "hong.docx"))

    assert done.returncode == 3
    assert "nguoi_kyy" in done.stderr
    assert "nguoi_ky" in done.stderr
    assert (own.outbox / "du-thao" / "2022-q3-bc-quy.docx").read_bytes() == before


@pytest.mark.parametrize(
    ("kind", "arguments", "words"),
    [
        ("ke_hoach", [], "KẾ HOẠCH"),
        ("ke_hoach", ["--variant", "faithful"], "người lao động thuộc nghiêm túc thực hiện"),
        ("qd_ban_hanh", [], "Ban hành Kế hoạch"),
    ],
)
def test_the_plan_and_its_decision_are_drafted_on_demand(
    worked: Office, tmp_path: Path, kind: str, arguments: list[str], words: str
) -> None:
    out, pdf = tmp_path / "x.docx", tmp_path / "x.pdf"

    done = worked.run("draft", kind, *arguments, "--out", str(out), "--pdf", str(pdf))

    assert done.returncode == 0, done.stderr
    assert words in words_of_pdf(pdf)
    assert docx.Document(io.BytesIO(out.read_bytes())).paragraphs


def test_a_document_can_be_made_from_given_facts_without_any_office(tmp_path: Path) -> None:
    nowhere = office_at(tmp_path / "nowhere")
    facts = CHECKOUT / "templates" / "quyetdinh" / "giay-khen.json"

    done = nowhere.run("draft", "qd_giay_khen", "--data", str(facts), "--out", str(tmp_path / "qd.docx"))

    assert done.returncode == 0, done.stderr
    assert docx.Document(str(tmp_path / "qd.docx")).tables


def test_read_prints_the_contract_and_nothing_else(worked: Office, tmp_path: Path) -> None:
    word = next(SAMPLES.rglob("TD-02 quy 3 nam 2022.docx"))
    legacy = next(SAMPLES.rglob("*.doc"))
    (tmp_path / "rong.pdf").write_bytes(b"")

    done = worked.run("read", str(word), str(legacy), str(tmp_path / "rong.pdf"), "--json")

    assert done.returncode == 3
    files = json.loads(done.stdout)["files"]
    assert [file["verdict"] for file in files] == ["read", "read", "refused"]
    assert [file["medium"] for file in files[:2]] == ["docx", "doc"]
    assert "rong.pdf" in done.stderr
    fields = files[0]["forms"][0]["fields"]
    assert fields["ho_ten"]["value"]
    assert set(fields["ho_ten"]) == {"value", "confidence", "review", "why", "source"}


def test_blank_forms_are_written(worked: Office, tmp_path: Path) -> None:
    done = worked.run("forms", "TD-02", "--out", str(tmp_path))

    assert done.returncode == 0, done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"TD-02.docx", "TD-02.pdf", "TD-02.zones.json"}
    zones = json.loads((tmp_path / "TD-02.zones.json").read_text(encoding="utf-8"))
    assert zones["form"] == "TD-02"
    assert zones["fields"]["ho_ten"]["kind"] == "line"
    assert zones["fields"]["gioi_tinh=Nam"]["kind"] == "check"
    assert pypdf.PdfReader(tmp_path / "TD-02.pdf").get_fields()


@pytest.mark.parametrize("template", ["giay-khen.docx", "cong-van.docx", "phoi.docx"])
def test_the_offices_templates_can_be_used(worked: Office, template: str) -> None:
    path = next((CHECKOUT / "templates").rglob(template))

    done = worked.run("template", "check", str(path))

    assert (done.returncode, done.stdout.strip()) == (0, "Mẫu dùng được.")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["status"], 4, "vanthu init"),
        (["run", "--once"], 4, "vanthu init"),
        (["draft", "bc_quy"], 4, "vanthu init"),
        (["draft", "khong_co"], 2, "ke_hoach"),
        (["forms", "TD-99", "--out", "."], 2, "TD-02"),
        (["raed"], 2, "raed"),
    ],
)
def test_errors_are_one_sentence_with_the_remedy(tmp_path: Path, arguments: list[str], code: int, words: str) -> None:
    done = office_at(tmp_path).run(*arguments)

    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_damaged_register_is_storage_trouble_not_a_traceback(own: Office) -> None:
    (own.home / "var" / "register.sqlite3").write_bytes(b"this is no database" * 100)
    for leftover in own.home.glob("var/register.sqlite3-*"):
        leftover.unlink()

    done = own.run("status")

    assert done.returncode == 5
    assert "Traceback" not in done.stderr


def test_two_watchers_cannot_work_for_one_inbox(own: Office) -> None:
    first = own.start("watch")
    try:
        lock = own.home / "var" / "watcher.lock"
        assert wait_until(lambda: lock.read_text() == str(first.pid), 30)

        second = own.run("run", "--once")

        assert second.returncode == 5
        assert str(first.pid) in second.stderr
    finally:
        first.terminate()
        first.wait(30)


def test_help_is_quick_and_vietnamese(worked: Office) -> None:
    done = worked.run("--help")

    assert done.returncode == 0
    assert "Các lệnh" in done.stdout


def test_the_demonstration_ends_with_issued_and_archived_papers(worked: Office, tmp_path: Path) -> None:
    shutil.copytree(worked.home, tmp_path / "home")
    office = office_at(tmp_path / "home")
    issue = [sys.executable, "-c", "from tools.demo import issue_papers; issue_papers()"]

    for _twice in range(2):
        subprocess.run(issue, cwd=CHECKOUT, env=office.environment, check=True, capture_output=True)

    states = {entry["id"]: (entry["state"], entry["symbol"]) for entry in office.json("documents")["documents"]}
    assert states["2022-q3-qd-giay-khen"] == ("archived", "01/QĐ-VPUBND")
    assert states["2022-q3-bc-quy"] == ("archived", "01/BC-VPUBND")
    report = office.json("verify")
    assert report["ok"]
    certificate = (office.home / "chung-thu" / "goc-trinh-dien.crt").read_bytes()
    assert "TRÌNH DIỄN".encode() in certificate
