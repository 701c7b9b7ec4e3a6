"""A feed of paper: its pages one after the other, each form found, in order, none merged, none lost.

Sheets of our own blank are known by their codes, which also put them back in order; all other pages go to the reader
of free layouts. A page is read while its picture is in memory and remembered by what was found on it only.

What the reader of free layouts (`free`) provides:

    free.read_page(sheet: Sheet) -> FreePage                                   # remembers words and boxes, no pixels
    free.forms_of(pages: Sequence[FreePage], lexicon: Lexicon) -> list[FormReading]   # of pages lying together
"""
