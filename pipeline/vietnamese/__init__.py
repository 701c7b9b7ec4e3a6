"""The Vietnamese language, as far as an office needs it: plain values in, plain values out.

text       normal forms for keeping, searching and matching
syllables  what can be a Vietnamese syllable
legacy     TCVN3 and VNI, the encodings before Unicode
names      sorting, honorifics, case of people's names
dates      dates and quarters, read and written
money      amounts in figures and in words
"""
