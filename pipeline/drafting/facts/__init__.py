"""Facts for templates, gathered from the register as plain values named in Vietnamese, as a clerk reads them in Word.

Each function returns a dictionary that can be stored as JSON. Numbers are formatted here, so that a template only
places words.
"""
