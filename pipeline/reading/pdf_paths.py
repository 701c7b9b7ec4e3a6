"""The drawn paths of a page, sorted into rules, circles and ink."""

from __future__ import annotations

import ctypes
import itertools
import math
from collections.abc import Iterator
from typing import TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium

from pipeline.reading.model import Box
from pipeline.reading.pdf_marks import SMALL, THIN, PageMarks, Rule

#: a pointer of pdfium, whose bindings carry no types
Handle: TypeAlias = "ctypes._Pointer[ctypes.Structure]"
Matrix = tuple[float, float, float, float, float, float]
#: fills lighter than this are grounds, of 255
LIGHT = 170
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def take_paths(page: pypdfium2.PdfPage, marks: PageMarks) -> None:
    """Add what is drawn on `page` to its `marks`, the parts of nested forms included."""
    reader = _PathReader(marks)
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        reader.take(pdfium.FPDFPage_GetObject(page, index), IDENTITY, depth=0)


class _PathReader:
    def __init__(self, marks: PageMarks) -> None:
        self.marks, self.upright = marks, marks.upright

    def take(self, item: Handle, outer: Matrix, depth: int) -> None:
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(item, _times(_matrix(item), outer))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self._image(item, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 8:
            inner = _times(_matrix(item), outer)
            for index in range(pdfium.FPDFFormObj_CountObjects(item)):
                self.take(pdfium.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _image(self, item: Handle, outer: Matrix) -> None:
        a, b, c, d, e, f = _times(_matrix(item), outer)
        corners = [self.upright.point(e + a * i + c * j, f + b * i + d * j) for i in (0, 1) for j in (0, 1)]
        width = _clip(max(x for x, _ in corners), self.marks.width) - _clip(
            min(x for x, _ in corners), self.marks.width
        )
        height = _clip(max(y for _, y in corners), self.marks.height) - _clip(
            min(y for _, y in corners), self.marks.height
        )
        self.marks.image_share = max(self.marks.image_share, width * height / (self.marks.width * self.marks.height))

    def _path(self, item: Handle, matrix: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        if not (fill.value or stroke.value):
            return
        dark = bool(fill.value) and _is_dark(item)
        for corners, curved in self._outlines(item, matrix):
            self._outline(corners, curved=curved, dark=dark, stroked=bool(stroke.value))

    def _outlines(self, item: Handle, matrix: Matrix) -> Iterator[tuple[list[tuple[float, float]], bool]]:
        """Each subpath as its corners (closed ones end where they began) and whether it has curves."""
        a, b, c, d, e, f = matrix
        corners: list[tuple[float, float]] = []
        curved = False
        x, y = ctypes.c_float(), ctypes.c_float()
        for index in range(pdfium.FPDFPath_CountSegments(item)):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = self.upright.point(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                if len(corners) > 1:
                    yield corners, curved
                corners, curved = [], False
            curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
            corners.append(point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                corners.append(corners[0])
        if len(corners) > 1:
            yield corners, curved

    def _outline(self, corners: list[tuple[float, float]], *, curved: bool, dark: bool, stroked: bool) -> None:
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        box = min(xs), min(ys), max(xs), max(ys)
        width, height = box[2] - box[0], box[3] - box[1]
        if curved:
            self._curved(box, dark=dark)
        elif width <= THIN and height > THIN:
            self.marks.vertical.append(Rule((box[0] + box[2]) / 2, box[1], box[3]))
        elif height <= THIN and width > THIN:
            self.marks.horizontal.append(Rule((box[1] + box[3]) / 2, box[0], box[2]))
        elif stroked:
            self._sides(corners, box)
        elif dark and max(width, height) < SMALL:
            self.marks.ink.append(box)

    def _curved(self, box: Box, *, dark: bool) -> None:
        width, height = box[2] - box[0], box[3] - box[1]
        if max(width, height) >= SMALL:
            return
        if not dark and min(width, height) > 5 and 0.8 < width / height < 1.25:
            self.marks.circles.append(box)
        else:
            self.marks.ink.append(box)

    def _sides(self, corners: list[tuple[float, float]], box: Box) -> None:
        slanted = False
        for (ax, ay), (bx, by) in itertools.pairwise(corners):
            if abs(ay - by) < 0.7 and abs(ax - bx) > THIN:
                self.marks.horizontal.append(Rule((ay + by) / 2, min(ax, bx), max(ax, bx)))
            elif abs(ax - bx) < 0.7 and abs(ay - by) > THIN:
                self.marks.vertical.append(Rule((ax + bx) / 2, min(ay, by), max(ay, by)))
            else:
                slanted = slanted or math.dist((ax, ay), (bx, by)) > THIN
        if slanted and max(box[2] - box[0], box[3] - box[1]) < SMALL:
            self.marks.ink.append(box)


def _is_dark(item: Handle) -> bool:
    """Whether a filled path is ink, and not a white or grey ground that something else stands on."""
    red, green, blue, alpha = (ctypes.c_uint() for _channel in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha):
        return True
    return alpha.value > 0 and (red.value + green.value + blue.value) / 3 < LIGHT


def _matrix(item: Handle) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies `first`, then `then`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _clip(value: float, upper: float) -> float:
    return min(max(value, 0.0), upper)
