"""What several tests of templates need."""

from __future__ import annotations

import io

import pytest
from PIL import Image


@pytest.fixture
def picture() -> bytes:
    """A small PNG."""
    stream = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(stream, "PNG")
    return stream.getvalue()
