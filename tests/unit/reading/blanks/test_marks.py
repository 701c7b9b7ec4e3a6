"""What a machine reads on a printed blank."""

import pytest
import segno

from pipeline.reading.blanks import marks
from pipeline.reading.blanks.marks import Mark


@pytest.mark.parametrize("mark", [Mark("TD-02", 1, 1), Mark("TD-01", 1, 2), Mark("TD-02", 12, 1)])
def test_a_payload_is_read_back(mark):
    assert Mark.of_payload(mark.payload()) == mark


@pytest.mark.parametrize("text", ["", "https://example.org", "VANTHU:TD-02", "VANTHU:TD-02/1/1/1", "xVANTHU:TD-02/1/1"])
def test_another_code_is_not_a_mark(text):
    assert Mark.of_payload(text) is None


def test_the_code_is_an_ordinary_qr_code_of_quality_q():
    matrix = marks.qr_matrix(Mark("TD-02", 1, 1))

    ordinary = segno.make_qr("VANTHU:TD-02/1/1", error="q")
    assert matrix == [[bool(module) for module in row] for row in ordinary.matrix]
    assert len(matrix) >= 21  # the smallest ordinary code; Micro QR ends at 17
    # three finder patterns: a Micro QR has one
    ring = [True] * 7
    assert matrix[0][:7] == matrix[0][-7:] == matrix[-1][:7] == ring


def test_the_code_has_its_quiet_zone_beside_the_corner_square():
    width, height = 595.28, 841.89
    _left, _top, right, _bottom = marks.qr_box(width, Mark("TD-02", 1, 1))

    assert marks.corner_squares(width, height)[1][0] - right >= 4 * marks.QR_MODULE


def test_the_footer_line_is_the_one_of_the_domain_reference():
    line = marks.footer_line("TD-02", 1, "KH-2021-2025", ("DV", "QUÝ", "NĂM"))

    assert line == "MẪU TĐ-02/v1 | KH-2021-2025 | DV: …… | QUÝ: …… | NĂM: ……"
