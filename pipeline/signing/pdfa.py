"""Whether a PDF is PDF/A-2b: by veraPDF where it is installed, otherwise by a check of our own that says what it is.

Our own check, the *tiền kiểm*, knows what form fields, signatures and programs around us get wrong; it is no validator,
so its name stands in the verdict and is never left out.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, SupportsFloat

import pikepdf
from lxml import etree
from pikepdf import Name

from pipeline.messages import _
from pipeline.signing import xmp
from pipeline.signing.font_widths import wrong_widths

PROFILE = "PDF/A-2b"
PRECHECK, PRECHECK_VERSION = "tiền kiểm", "1"
#: levels U and A ask for all that B asks for, and more
DECLARED = {"2B", "2U", "2A"}
VERAPDF = "verapdf"
VERAPDF_SECONDS = 120
#: Invisible, Hidden, NoView, ToggleNoView (ISO 19005-2, 6.3.2)
FORBIDDEN_FLAGS = 1 << 0 | 1 << 1 | 1 << 5 | 1 << 8
PRINT = 1 << 2
#: ISO 19005-2, 6.5.1
FORBIDDEN_ACTIONS = {
    *("/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide"),
    *("/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView", "/JavaScript"),
}


@dataclass(frozen=True, kw_only=True)
class PdfaVerdict:
    """What a tool says of a file."""

    #: "veraPDF" or "tiền kiểm"
    tool: str
    version: str
    profile: str
    passed: bool
    #: in sentences; empty when it passed
    problems: tuple[str, ...]


def precheck(pdf: bytes) -> PdfaVerdict:
    """Check `pdf` against PDF/A-2b with veraPDF if it is on the path, else with our own check."""
    program = shutil.which(VERAPDF)
    return _ask_verapdf(program, pdf) if program is not None else quick_check(pdf)


def quick_check(pdf: bytes) -> PdfaVerdict:
    """Our own check, in some milliseconds; veraPDF needs seconds, which nobody has while the register waits."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            problems = tuple(dict.fromkeys(_problems(document)))
    except Exception:  # whatever is wrong inside, the file can not be kept like this
        problems = (_("The file is damaged or is no PDF."),)
    return PdfaVerdict(tool=PRECHECK, version=PRECHECK_VERSION, profile=PROFILE, passed=not problems, problems=problems)


def _problems(document: pikepdf.Pdf) -> Iterator[str]:
    yield from _problems_of_catalogue(document)
    yield from _problems_of_metadata(document)
    yield from _problems_of_widgets(document)
    for entry in document.objects:
        if isinstance(entry, pikepdf.Dictionary):
            yield from _problems_of_action(entry)
            yield from _problems_of_font(entry)


def _problems_of_catalogue(document: pikepdf.Pdf) -> Iterator[str]:
    root = document.Root
    form: Any = root.get("/AcroForm", {})
    if form.get("/NeedAppearances"):
        yield _("The form asks the viewer to draw its fields (NeedAppearances).")
    if "/XFA" in form:
        yield _("The form is of the XFA kind.")
    names: Any = root.get("/Names", {})
    if "/JavaScript" in names:
        yield _("The file contains JavaScript.")
    if "/EmbeddedFiles" in names:
        yield _("The file has attachments, which PDF/A-2b does not permit.")
    intents: Any = root.get("/OutputIntents", [])
    if not any(intent.get("/S") == Name.GTS_PDFA1 and "/DestOutputProfile" in intent for intent in intents):
        yield _("The file does not say what its colours mean (output intent).")
    if document.is_encrypted:
        yield _("The file is encrypted.")


def _problems_of_metadata(document: pikepdf.Pdf) -> Iterator[str]:
    stream = document.Root.get("/Metadata")
    try:
        declared = xmp.read(stream.read_bytes()).pdfa if isinstance(stream, pikepdf.Stream) else ""
    except ValueError:
        declared = ""
    if declared.upper() not in DECLARED:
        yield _("The metadata do not declare PDF/A-2b.")


def _problems_of_widgets(document: pikepdf.Pdf) -> Iterator[str]:
    for page in document.pages:
        notes: Any = page.obj.get("/Annots", [])
        for note in notes:
            if note.get("/Subtype") == Name.Popup:
                continue
            flags = int(note.get("/F", 0))
            if flags & FORBIDDEN_FLAGS or not flags & PRINT:
                yield _("A form field or note is hidden or is not printed.")
            if not _is_empty(note.Rect) and "/N" not in note.get("/AP", {}):
                yield _("A form field has no appearance.")
            if note.get("/Subtype") == Name.Widget and ("/A" in note or "/AA" in note):
                yield _("A form field starts an action.")


def _is_empty(box: Iterable[SupportsFloat]) -> bool:
    x0, y0, x1, y1 = (float(edge) for edge in box)
    return x0 == x1 and y0 == y1


def _problems_of_action(entry: pikepdf.Dictionary) -> Iterator[str]:
    if "/S" in entry and str(entry.get("/S")) in FORBIDDEN_ACTIONS and entry.get("/Type", Name.Action) == Name.Action:
        yield _("The file contains JavaScript.") if "/JS" in entry else _("The file contains a forbidden action.")


def _problems_of_font(entry: pikepdf.Dictionary) -> Iterator[str]:
    if entry.get("/Type") != Name.Font or entry.get("/Subtype") in (Name.Type0, Name.Type3):
        return
    name = str(entry.get("/BaseFont", "")).lstrip("/")
    descriptor: Any = entry.get("/FontDescriptor", {})
    if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()):
        yield _("The font {name} is not embedded.").format(name=name)
    elif wrong_widths(entry):
        yield _("The widths of the font {name} are not those of its letters.").format(name=name)


def _ask_verapdf(program: str, pdf: bytes) -> PdfaVerdict:
    """veraPDF's own verdict; its report is XML."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "document.pdf"
        file.write_bytes(pdf)
        answer = subprocess.run(
            [program, "--flavour", "2b", "--format", "xml", str(file)],
            capture_output=True,
            timeout=VERAPDF_SECONDS,
            check=False,
        )
    return _read_verapdf(answer.stdout)


def _read_verapdf(answer: bytes) -> PdfaVerdict:
    try:
        report = etree.fromstring(answer, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        report = etree.Element("report")
    result = report.find(".//{*}validationReport")
    release = report.find(".//{*}releaseDetails[@id='core']")
    problems = [
        f"{rule.get('clause')}-{rule.get('testNumber')}: {rule.findtext('{*}description', '')}".strip()
        for rule in report.iterfind(".//{*}rule[@status='failed']")
    ]
    if result is None:
        problems = [_("veraPDF gave no verdict.")]
    return PdfaVerdict(
        tool="veraPDF",
        version="" if release is None else str(release.get("version", "")),
        profile=PROFILE,
        passed=result is not None and result.get("isCompliant") == "true",
        problems=tuple(problems),
    )
