"""Makes the Word templates of ``templates/`` anew: ``python -m tools.make_templates``.

The .docx files are the source of truth: a clerk edits them in Word, and what was edited there is not in here. This
builder is the engineer's way to remake them all after a change of the house style; it overwrites such edits, so look at
``git diff --stat templates`` first. It writes WordprocessingML itself and not through python-docx, whose default
package brings two style sheets of 350 and 438 KB and a theme; ours is 12 KB with every measure in one place.
"""
