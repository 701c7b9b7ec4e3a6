"""Charts in a filled paper: native Word charts that a clerk can edit, with the numbers they show in a workbook inside.

A paragraph ``[[bieu_do.NAME]]`` of a template is where the chart NAME of the fact ``bieu_do`` goes; without such a
chart the paragraph is left out. Bars are told apart by how dark they are, lines by dashes and marks, and every value is
printed, so that a photocopy can be read. The same facts make the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from lxml import etree

if TYPE_CHECKING:
    from openpyxl.chart import BarChart, LineChart
    from openpyxl.chart.data_source import StrData
    from openpyxl.chart.legend import Legend
    from openpyxl.chart.series import Series
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
DOCUMENT, RELATIONSHIPS, TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
MARKER = re.compile(r"\[\[bieu_do\.(\w+)\]\]")
#: fixed, so that the same numbers make the same workbook
MOMENT = (2021, 9, 16, 0, 0, 0)
EMU = 36_000
#: millimetres of a chart; bars across need more height for many names
WIDTH, HEIGHT, A_BAR = 160, 85, 8.5
#: fills from dark to light, each with a black edge
SHADES = ("BFBFBF", "FFFFFF", "808080", "E6E6E6")
DASHES = ("solid", "dash", "sysDot")
MARKS: tuple[Literal["circle", "square", "triangle"], ...] = ("circle", "square", "triangle")
STACKED = ("chong", "ngang")
#: name of the sheet behind a chart
SHEET = "So lieu"
FONT, SIZE, TITLE_SIZE = "Times New Roman", 1000, 1200
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart as facts give it: ``ten``, ``kieu``, ``nhan``, ``chuoi`` of ``ten`` and ``so``.

    ``kieu`` is cot (columns side by side), chong (columns on each other), ngang (bars on each other) or duong (lines).
    """

    title: str
    kind: str
    labels: Sequence[str]
    series: Sequence[tuple[str, Sequence[float]]]

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Chart:
        """Read from facts."""
        series = [(str(each["ten"]), list(each["so"])) for each in facts["chuoi"]]
        return cls(title=str(facts["ten"]), kind=str(facts["kieu"]), labels=list(facts["nhan"]), series=series)

    @property
    def height(self) -> float:
        """In millimetres."""
        return max(HEIGHT, 30 + A_BAR * len(self.labels)) if self.kind == "ngang" else HEIGHT


def charted(docx: bytes, facts: Mapping[str, Any]) -> bytes:
    """The same paper with its charts in the place of their markers; unchanged bytes where it has no marker."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        members = {member.filename: package.read(member) for member in package.infolist()}
    root = etree.fromstring(members[DOCUMENT])
    found = [(paragraph, match[1]) for paragraph in root.iter(f"{W}p") if (match := MARKER.search(_text(paragraph)))]
    if not found:
        return docx
    given = facts.get("bieu_do") or {}
    number = 0
    for paragraph, name in found:
        if name not in given:
            _leave_out(paragraph)
            continue
        number += 1
        _put(members, paragraph, Chart.of(given[name]), number)
    members[DOCUMENT] = _xml(root)
    return _zipped(members)


def _text(paragraph: etree._Element) -> str:
    return "".join(node.text or "" for node in paragraph.iter(f"{W}t"))


def _leave_out(paragraph: etree._Element) -> None:
    parent = paragraph.getparent()
    assert parent is not None
    parent.remove(paragraph)


# The package


def _put(members: dict[str, bytes], paragraph: etree._Element, chart: Chart, number: int) -> None:
    """Replace the words of a paragraph by a chart, and add its parts."""
    name, relationship = f"bieu-do{number}", f"rIdBieuDo{number}"
    members[f"word/charts/{name}.xml"] = chart_part(chart)
    members[f"word/embeddings/{name}.xlsx"] = workbook(chart)
    members[f"word/charts/_rels/{name}.xml.rels"] = _relationships(f"../embeddings/{name}.xlsx")
    relations = etree.fromstring(members[RELATIONSHIPS])
    attributes = {"Id": relationship, "Type": f"{OFFICE}/chart", "Target": f"charts/{name}.xml"}
    etree.SubElement(relations, f"{{{PACKAGE}/relationships}}Relationship", attributes)
    members[RELATIONSHIPS] = _xml(relations)
    members[TYPES] = _with_types(members[TYPES], name)
    for run in paragraph.findall(f"{W}r"):
        paragraph.remove(run)
    paragraph.append(_drawing(chart, relationship, number))


def _relationships(target: str) -> bytes:
    space = f"{{{PACKAGE}/relationships}}"
    root = etree.Element(f"{space}Relationships")
    etree.SubElement(root, f"{space}Relationship", {"Id": "rId1", "Type": f"{OFFICE}/package", "Target": target})
    return _xml(root)


def _with_types(types: bytes, name: str) -> bytes:
    root = etree.fromstring(types)
    space = f"{{{PACKAGE}/content-types}}"
    if not any(entry.get("Extension") == "xlsx" for entry in root):
        root.insert(0, etree.Element(f"{space}Default", {"Extension": "xlsx", "ContentType": SHEET_TYPE}))
    part = {"PartName": f"/word/charts/{name}.xml", "ContentType": CHART_TYPE}
    etree.SubElement(root, f"{space}Override", part)
    return _xml(root)


def _drawing(chart: Chart, relationship: str, number: int) -> etree._Element:
    """A run with the chart in line with the text; its description is what a screen reader says."""
    width, height = round(WIDTH * EMU), round(chart.height * EMU)
    source = (
        f'<w:r xmlns:w="{W[1:-1]}" xmlns:r="{OFFICE}" xmlns:a="{DRAWING}/main" xmlns:c="{DRAWING}/chart" '
        f'xmlns:wp="{DRAWING}/wordprocessingDrawing"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{9000 + number}" name="bieu-do{number}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{DRAWING}/chart"><c:chart r:id="{relationship}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
    run = etree.fromstring(source)
    for properties in run.iter(f"{{{DRAWING}/wordprocessingDrawing}}docPr"):
        properties.set("descr", chart.title)
    return run


def _zipped(members: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, MOMENT)
            member.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(member, content)
    return stream.getvalue()


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


# The numbers


def workbook(chart: Chart) -> bytes:
    """The sheet behind a chart: labels down, series across."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    sheet.append(["", *(name for name, _values in chart.series)])
    for row, label in enumerate(chart.labels):
        sheet.append([label, *(values[row] for _name, values in chart.series)])
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as package:
        members = {member.filename: package.read(member) for member in package.infolist()}
    # openpyxl notes the moment of saving
    members["docProps/core.xml"] = re.sub(
        rb"(W3CDTF\">)[^<]+", rb"\g<1>2021-09-16T00:00:00Z", members["docProps/core.xml"]
    )
    return _zipped(members)


def chart_part(chart: Chart) -> bytes:
    """The chart's own part, with the values it shows beside the references to its sheet."""
    drawn = _lines(chart) if chart.kind == "duong" else _bars(chart)
    drawn.title, drawn.style = chart.title, 1
    drawn.legend = _legend() if len(chart.series) > 1 else None
    # Every value is printed, so the axis beside them would say nothing more.
    drawn.x_axis.delete, drawn.y_axis.delete = False, True
    drawn.y_axis.majorGridlines = None
    drawn.graphical_properties = _shape(noFill=True, ln=_edge(noFill=True))
    root = etree.fromstring(_written(drawn))
    _dress(root)
    space = f"{{{DRAWING}/chart}}"
    data = etree.SubElement(root, f"{space}externalData", {f"{{{OFFICE}}}id": "rId1"})
    etree.SubElement(data, f"{space}autoUpdate", {"val": "0"})
    return _xml(root)


def _written(drawn: Any) -> bytes:  # noqa: ANN401 - the stubs of openpyxl do not know how a chart is written
    from openpyxl.xml.functions import tostring

    xml: bytes = tostring(drawn._write())
    return xml


def _bars(chart: Chart) -> BarChart:
    from openpyxl.chart import BarChart

    drawn = BarChart()
    drawn.type = "bar" if chart.kind == "ngang" else "col"
    drawn.gapWidth = 60
    if chart.kind in STACKED:
        drawn.grouping, drawn.overlap = "stacked", 100
    if chart.kind == "ngang":
        drawn.x_axis.scaling.orientation = "maxMin"
        drawn.y_axis.crosses = "max"
    for column in range(len(chart.series)):
        shape = _shape(solidFill=SHADES[column % len(SHADES)], ln=_edge(solidFill="000000", w=6350))
        drawn.series.append(_series(chart, column, shape))
    return drawn


def _lines(chart: Chart) -> LineChart:
    from openpyxl.chart import LineChart
    from openpyxl.chart.marker import Marker

    drawn = LineChart()
    for column in range(len(chart.series)):
        fill = _shape(solidFill=SHADES[column % len(SHADES)], ln=_edge(solidFill="000000"))
        line = _shape(ln=_edge(solidFill="000000", w=19050, prstDash=DASHES[column % len(DASHES)]))
        series = _series(chart, column, line, labels="b" if column else "t")
        series.marker = Marker(symbol=MARKS[column % len(MARKS)], size=7, spPr=fill)
        series.smooth = False
        drawn.series.append(series)
    drawn.y_axis.scaling.min = 0
    return drawn


def _series(chart: Chart, column: int, shape: GraphicalProperties, labels: str | None = None) -> Series:
    """One series with references to the sheet, the values themselves, and a printed value at each point."""
    from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal, StrRef
    from openpyxl.chart.label import DataLabelList
    from openpyxl.chart.series import Series, SeriesLabel
    from openpyxl.utils import get_column_letter

    name, values = chart.series[column]
    letter, last = get_column_letter(column + 2), len(chart.labels) + 1
    numbers = NumData(formatCode="General", ptCount=len(values), pt=[NumVal(idx=n, v=v) for n, v in enumerate(values)])
    shown = dict.fromkeys(("showSerName", "showCatName", "showLegendKey", "showPercent", "showBubbleSize"), False)
    series = Series(idx=column, order=column, spPr=shape)
    series.tx = SeriesLabel(strRef=StrRef(f=f"'{SHEET}'!${letter}$1", strCache=_words([name])))
    series.cat = AxDataSource(strRef=StrRef(f=f"'{SHEET}'!$A$2:$A${last}", strCache=_words(chart.labels)))
    series.val = NumDataSource(numRef=NumRef(f=f"'{SHEET}'!${letter}$2:${letter}${last}", numCache=numbers))
    # on each other, a nothing would hide its neighbour
    numbering = "0;;" if chart.kind in STACKED else "General"
    series.dLbls = DataLabelList(showVal=True, dLblPos=labels, numFmt=numbering, **shown)
    return series


def _words(texts: Sequence[str]) -> StrData:
    from openpyxl.chart.data_source import StrData, StrVal

    return StrData(ptCount=len(texts), pt=[StrVal(idx=number, v=text) for number, text in enumerate(texts)])


def _legend() -> Legend:
    from openpyxl.chart.legend import Legend

    return Legend(legendPos="b")


def _shape(**properties: Any) -> GraphicalProperties:  # noqa: ANN401 - openpyxl's own
    from openpyxl.chart.shapes import GraphicalProperties

    return GraphicalProperties(**properties)


def _edge(**properties: Any) -> LineProperties:  # noqa: ANN401 - openpyxl's own
    from openpyxl.drawing.line import LineProperties

    return LineProperties(**properties)


def _dress(root: etree._Element) -> None:
    """Every letter of the chart in the decree's typeface, the title a little larger."""
    space = f"{{{DRAWING}/chart}}"
    for text in root.iter(f"{{{DRAWING}/main}}r"):
        text.insert(0, _letters("rPr", TITLE_SIZE, bold=True))
    words = etree.SubElement(root, f"{space}txPr")
    for name in ("bodyPr", "lstStyle"):
        etree.SubElement(words, f"{{{DRAWING}/main}}{name}")
    properties = etree.SubElement(etree.SubElement(words, f"{{{DRAWING}/main}}p"), f"{{{DRAWING}/main}}pPr")
    properties.append(_letters("defRPr", SIZE))


def _letters(name: str, size: int, *, bold: bool = False) -> etree._Element:
    element = etree.Element(f"{{{DRAWING}/main}}{name}", {"lang": "vi-VN", "sz": str(size), "b": str(int(bold))})
    fill = etree.SubElement(element, f"{{{DRAWING}/main}}solidFill")
    etree.SubElement(fill, f"{{{DRAWING}/main}}srgbClr", {"val": "000000"})
    for script in ("latin", "cs"):
        etree.SubElement(element, f"{{{DRAWING}/main}}{script}", {"typeface": FONT})
    return element
