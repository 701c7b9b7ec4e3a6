r"""Clerks in processes of their own who all issue the same documents, some of them killed on the way.

    python -m tests.integration.issuing.race \
        '{"documents": 12, "clerks": 3, "kills": 4, "seed": 1, "routes": ["filled", "reserved", "paper"]}'

Works in the office at VANTHU_HOME, on the database of DATABASE_URL where that is set, and prints what is left at the
end as JSON. Documents take the routes in turn. Those whose number is filled in on issue, and those on paper, are signed
beforehand, by one signature for all of them. Those whose number is reserved begin as drafts; every other one of them
has its first number made void. All other acts are the real ones.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import sys
import threading
import time
from functools import partial
from typing import Any

from tests.integration.crowd import fork, killed_among, set_up_office

POINTS = ("before-store", "store", "store-fsync", "before-commit", "commit")
#: seconds; a clerk issues one document in a quarter of one
LONGEST_LIFE = 1.0


def main() -> None:
    order = json.loads(sys.argv[1])
    set_up_office()

    from pipeline.home import home
    from pipeline.issuing.clerk import Clerk
    from tests.factory.authority import Authority
    from tests.factory.office_keys import give_keys

    give_keys(home(), Authority())
    clerk = Clerk(home(), "văn thư")
    prepare_documents(clerk, order["documents"], order["routes"])
    killed = race(clerk, order["clerks"], order["kills"], random.Random(order["seed"]))
    json.dump({"killed": killed, **remains(clerk)}, sys.stdout)


def prepare_documents(clerk: Any, count: int, routes: list[str]) -> None:
    from pipeline.issuing.clerk import keep
    from pipeline.register.models import Document, DocumentState, Plan, Revision, Stage
    from pipeline.register.trusted import signature_picture
    from pipeline.signing import certify, open_pkcs12, prepare
    from tests.factory.authority import PIN
    from tests.factory.office_keys import CHIEF
    from tests.factory.official_pdf import official_pdf
    from tests.integration.signing.conftest import SIGNED_AT

    key = open_pkcs12((clerk.home.root / "khoa-lanh-dao.p12").read_bytes(), PIN)
    prepared = prepare(official_pdf(), draft="van-ban/1", title="Quyết định tặng Giấy khen").pdf
    certified = certify(prepared, key, at=SIGNED_AT, picture=signature_picture(clerk.home, CHIEF))
    drafted, typeset = clerk.store.put(b"a draft"), clerk.store.put(official_pdf())
    stages = {
        "filled": {Stage.PREPARED: prepared, Stage.SIGNED: certified},
        "paper": {Stage.PREPARED: prepared, Stage.ON_PAPER: official_pdf(day="19", month="9")},
        "reserved": {},
    }
    for number in range(count):
        route = routes[number % len(routes)]
        document = Document.objects.create(
            kind="qd_giay_khen",
            plan=Plan.objects.get(),
            state=DocumentState.SIGNED if stages[route] else DocumentState.DRAFT,
            title="Quyết định tặng Giấy khen",
            slug=f"{route}-{number}",
        )
        revision = Revision.objects.create(
            document=document, number=1, docx_sha256=drafted, pdf_sha256=typeset, facts={"nguoi_ky": CHIEF}
        )
        for stage, pdf in stages[route].items():
            clerk.store.put(pdf)
            keep(revision, stage, pdf)


def race(clerk: Any, clerks: int, kills: int, dice: random.Random) -> int:
    """Send clerks at what is left until nothing is left; returns how many were killed.

    Until enough are dead three in four meet their end at a named point, one more at any moment, and the others issue
    one document only, so that there is work for those to come.
    """
    killed = 0
    while waiting := _waiting():
        deadly = killed < kills
        victims = max(1, clerks * 3 // 4) if deadly else 0
        workers = []
        for place in range(clerks):
            dice.shuffle(waiting)
            doomed = place < victims
            point = dice.choice(POINTS) if doomed else ""
            workers.append(fork(partial(_issue_all, clerk, waiting if doomed or not deadly else waiting[:1], point)))
        if deadly:
            time.sleep(dice.uniform(0, LONGEST_LIFE))
            os.kill(dice.choice(workers), signal.SIGKILL)
        killed += killed_among(workers)
    return killed


def _waiting() -> list[str]:
    from django.db import connections

    from pipeline.register.models import Document, DocumentState

    slugs = list(Document.objects.exclude(state=DocumentState.ISSUED).values_list("slug", flat=True))
    connections.close_all()  # what is open must not be shared with a child
    return slugs


def _issue_all(clerk: Any, slugs: list[str], point: str) -> None:
    from pipeline.issuing import outbox
    from pipeline.register import points
    from pipeline.register.trusted import seal_key
    from pipeline.signing import open_pkcs12
    from tests.factory.authority import PIN

    if point:
        points.hook = lambda reached: _die() if reached == point else None
    outbox.restore(clerk)
    sealer = open_pkcs12(seal_key(clerk.home).read_bytes(), PIN)
    chief = open_pkcs12((clerk.home.root / "khoa-lanh-dao.p12").read_bytes(), PIN)
    for slug in slugs:
        _take_all_the_way(clerk, slug, chief, sealer)


def _take_all_the_way(clerk: Any, slug: str, chief: Any, sealer: Any) -> None:
    """From where the document stands now; whoever was quicker with a step has done it."""
    from pipeline import clock, errors
    from pipeline.issuing import act, reserving
    from pipeline.issuing import chief as chiefs_part
    from pipeline.issuing.clerk import find_document

    def reserve() -> None:
        revision = find_document(slug).revisions.latest("number")
        reserving.reserve(clerk, revision, current={}, day=clock.today())

    def change_ones_mind() -> None:
        document = find_document(slug)
        held = reserving.reserved_for(document)
        if held and int(slug.partition("-")[2]) % 2 and not document.entries.filter(status="void").exists():
            act.make_void(clerk, held.symbol, "đổi ý")
            reserve()

    def sign() -> None:
        chiefs_part.sign(clerk, find_document(slug), chief)

    def issue() -> None:
        act.issue(clerk, find_document(slug), sealer, current={})

    for step in (reserve, change_ones_mind, sign, issue) if slug.startswith("reserved") else (issue,):
        with contextlib.suppress(
            errors.NumberReserved,
            errors.DraftClosed,
            errors.NoSuchNumber,
            errors.NotWaitingForSignature,
            errors.NotSignedYet,
            errors.IssuedBefore,
        ):
            step()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
    threading.Event().wait()  # the signal arrives before this returns


def remains(clerk: Any) -> dict[str, Any]:
    """What rows, store and folders hold after the next start."""
    from pipeline.issuing import numbers, outbox
    from pipeline.register import audit
    from pipeline.register.models import AuditRow, NumberCounter, OutgoingEntry, Revision, StageFile, StoredFile

    outbox.restore(clerk)
    entries = list(OutgoingEntry.objects.order_by("number"))
    stored = {path.name for path in clerk.home.store.rglob("*") if path.is_file()}
    known = set(StoredFile.objects.values_list("sha256", flat=True))
    drafts = {one for both in Revision.objects.values_list("docx_sha256", "pdf_sha256") for one in both}
    folder = clerk.home.outbox / "phat-hanh" / "2022"
    return {
        "numbers": [entry.number for entry in entries],
        "void": sum(entry.status == "void" for entry in entries),
        "issued": sum(entry.status == "issued" for entry in entries),
        "counter": [counter.last for counter in NumberCounter.objects.all()],
        "gaps": len(numbers.gaps()),
        "wrong_bytes": [entry.symbol for entry in entries if entry.status == "issued" and not _says(clerk, entry)],
        "stage_files": StageFile.objects.filter(stage="issued").count(),
        "files_without_row": sorted(stored - known - drafts),
        "rows_without_file": sorted(known - stored),
        "laid_out": [f"{entry.symbol.replace('/', '-')}.pdf" for entry in entries if entry.status == "issued"]
        == sorted(path.name for path in folder.glob("*.pdf")),
        "to_be_signed": len(list((clerk.home.outbox / "trinh-ky").glob("*.pdf"))),
        "notes": len(list((clerk.home.var / "phat-hanh-do").glob("*"))),
        "audit_ok": audit.verify().ok,
        "issued_rows": AuditRow.objects.filter(act="issued").count(),
    }


def _says(clerk: Any, entry: Any) -> bool:
    """Whether the stored PDF is sound and says the number of its line."""
    from pipeline import clock
    from pipeline.register.trusted import trust_of
    from pipeline.signing import validate

    report = validate(clerk.store.read(entry.file_id), trust_of(clerk.home), at=clock.now())
    sound = report.sealed_only if entry.document.slug.startswith("paper") else report.ok
    return sound and report.metadata.symbol == entry.symbol


if __name__ == "__main__":
    main()
