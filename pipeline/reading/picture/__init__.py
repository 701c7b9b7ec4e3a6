"""Forms on paper: pages that were scanned or photographed, turned upright, recognised and weighed.

    from pipeline.reading.picture.page.sources import pictures      # page pictures of any file, one at a time
    from pipeline.reading.picture.page.engine import recogniser     # the one Tesseract of this process

Needs the extra `scan` (`pip install vanthu[scan]`) and Debian's `tesseract-ocr-vie`.
"""
