"""From .docx to PDF/A-2b with warm LibreOffice workers; from .doc, .rtf and .odt to .docx, for reading.

Each worker belongs to a lane: a thread that takes orders from one queue, starts its office when the first order
comes, ends it when none came for a while and replaces it when it died, took too long, grew too large or grew old.
"""

from __future__ import annotations

import os
import queue
import threading
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Self

from pipeline.errors import TypesetError, UnfitDocument
from pipeline.messages import _
from pipeline.typeset import gates, letter, long_tables, manuscript
from pipeline.typeset.office import NotStarted, Office, OfficeDied, Order, Refused
from pipeline.typeset.parts import Parts, find_parts

#: time for one document; a long table takes longer in proportion
SECONDS = 30.0
SECONDS_PER_ROW = 0.1
#: an office without orders is ended after this time, giving back some 200 MB
IDLE_SECONDS = 300.0
#: others report growth and death after some 400 documents; we saw neither up to 300
DOCUMENTS_PER_OFFICE = 200
LARGEST_RSS = 600 * 1024 * 1024

TO_PDF = Order(
    import_filter="MS Word 2007 XML",
    export_filter="writer_pdf_Export",
    source_suffix=".docx",
    target_suffix=".pdf",
    # 2 is PDF/A-2b. Named destinations tell the signing room where number, day and signature go.
    export_options={"SelectPdfVersion": 2, "ExportBookmarksToPDFDestination": True},
)


def _to_docx(import_filter: str, suffix: str) -> Order:
    return Order(
        import_filter=import_filter,
        export_filter="MS Word 2007 XML",
        source_suffix=suffix,
        target_suffix=".docx",
    )


RTF = (b"{\\rtf", _to_docx("Rich Text Format", ".rtf"))
WORD_97 = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _to_docx("MS Word 97", ".doc"))
ODT = (b"PK", _to_docx("writer8", ".odt"))
#: suffix -> (first bytes, order); Word itself gladly saves RTF as .doc
LEGACY = {".doc": (WORD_97, RTF), ".rtf": (RTF,), ".odt": (ODT,)}


@dataclass(frozen=True, kw_only=True)
class _Job:
    data: bytes
    order: Order
    seconds: float
    result: Future[bytes]


class Typesetter:
    """Converts documents, one at a time per worker; may be used by several threads, by one process only.

    `workers` is how many documents are converted at once, each by a LibreOffice of some 200 MB. `seconds` is the time
    a document without tables may take.

        with Typesetter(workers=2) as typeset:
            pdf = typeset.pdf(docx)
    """

    def __init__(self, workers: int = 1, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._workers = workers
        self._lanes: list[_Lane] = []
        self._process = os.getpid()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def pdf(self, docx: bytes, *, expect: tuple[str, ...] = ()) -> bytes:
        """Return `docx` as PDF/A-2b with its bookmarks as named destinations.

        The words of `expect`, or of the first and the last line of the document, are in it, no other letter is lost,
        and every font is the chosen one and embedded. Raises `TypesetError` (`UnfitDocument` where the .docx is at
        fault), or `MissingPart` when the machine lacks LibreOffice, `uno` or the fonts.
        """
        known = manuscript.inspect(docx)
        pdf = self._print(docx, known)
        gates.check(pdf, known, expect, find_parts().family)
        return pdf

    def preview(self, docx: bytes) -> bytes:
        """Return `docx` as a PDF to look at: unproved, and foreign fonts are replaced; errors as in `pdf`."""
        return self._print(docx, manuscript.inspect(docx))

    def docx(self, legacy: bytes, *, suffix: str) -> bytes:
        """Return the .docx of `legacy`, named `suffix` (``.doc``, ``.rtf`` or ``.odt``); errors as in `pdf`."""
        for beginning, order in LEGACY[suffix.lower()]:
            if legacy.startswith(beginning):
                docx = self._convert(legacy, order, self._seconds)
                manuscript.inspect(docx)
                return docx
        raise UnfitDocument(reason=_("it is not a {suffix} file").format(suffix=suffix))

    def close(self) -> None:
        """End all workers; documents already handed in are finished first."""
        with self._lock:
            for _lane in self._lanes:
                self._jobs.put(None)
            for lane in self._lanes:
                lane.join()
            self._lanes.clear()

    def _print(self, docx: bytes, known: manuscript.Manuscript) -> bytes:
        return self._convert(long_tables.cut(docx, known), TO_PDF, self._seconds + SECONDS_PER_ROW * known.rows)

    def _convert(self, data: bytes, order: Order, seconds: float) -> bytes:
        job = _Job(data=data, order=order, seconds=seconds, result=Future())
        with self._lock:  # so that no order comes behind the one to end
            self._open_lanes()
            self._jobs.put(job)
        return job.result.result()

    def _open_lanes(self) -> None:
        if self._process != os.getpid():
            raise RuntimeError("a Typesetter does not survive a fork: make one in each process")
        if not self._lanes:
            find_parts()
            self._lanes = [_Lane(self._jobs) for _number in range(self._workers)]
            for lane in self._lanes:
                lane.start()


class _Lane(threading.Thread):
    """One worker and the thread that owns it, from the first order to the end of the `Typesetter`.

    An office must be started by the thread that uses it, and that thread must live as long as the office: the kernel
    kills the worker when the *thread* that started it ends, and that is what leaves no orphan behind.
    """

    def __init__(self, jobs: queue.SimpleQueue[_Job | None]) -> None:
        super().__init__(name="typeset", daemon=True)
        self._jobs = jobs
        self._office: Office | None = None

    def run(self) -> None:
        """Serve until told to stop."""
        while True:
            try:
                job = self._jobs.get(timeout=IDLE_SECONDS)
            except queue.Empty:
                self._stop_office()
                continue
            if job is None:
                break
            self._serve(job)
        self._stop_office()

    def _serve(self, job: _Job) -> None:
        try:
            job.result.set_result(self._try_twice(job))
        except Refused as refusal:
            job.result.set_exception(UnfitDocument(reason=_("it cannot be converted"), detail=str(refusal)))
        except BaseException as trouble:
            job.result.set_exception(trouble)
        if self._office is not None and _is_worn(self._office):
            self._stop_office()

    def _try_twice(self, job: _Job) -> bytes:
        """The innocent deserve a second office: the first may have died of the document before."""
        try:
            return self._try(job)
        except OfficeDied:
            pass
        try:
            return self._try(job)
        except NotStarted:
            raise TypesetError(reason=_("LibreOffice does not start")) from None
        except OfficeDied:
            raise UnfitDocument(
                reason=_("LibreOffice broke down on it twice or took longer than {seconds} seconds").format(
                    seconds=round(job.seconds)
                )
            ) from None

    def _try(self, job: _Job) -> bytes:
        try:
            if self._office is None:
                self._office = _warm_office(find_parts())
            return self._office.convert(job.data, job.order, job.seconds)
        except Refused:
            raise
        except BaseException:  # whatever it was, the office may still be at work on it
            if self._office is not None:
                self._office.kill()
                self._office = None
            raise

    def _stop_office(self) -> None:
        if self._office is not None:
            self._office.stop()
            self._office = None


def _warm_office(parts: Parts) -> Office:
    """A new office that has already converted one letter: the first costs it 0.3–0.8 s more."""
    office = Office(parts)
    try:
        office.convert(letter.letter(), TO_PDF, SECONDS)
    except Exception as trouble:
        office.kill()
        raise NotStarted from trouble
    return office


def _is_worn(office: Office) -> bool:
    return office.documents >= DOCUMENTS_PER_OFFICE or office.rss > LARGEST_RSS
