"""The law as dated data files (``data/*.toml``) and the little code that reads them.

    codes      titles, forms of commendation, fields of emulation
    basis      the "Căn cứ …" lines by day of issue
    money      base salary, multiples, rounding
    screening  how heavy each screening rule weighs

A value of the law never stands in code. To change one, edit its file: see the comment on top of each.
"""
