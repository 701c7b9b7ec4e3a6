"""From a file to upright, flat, clean pages, and what can be seen on them: codes, squares, words, a pen."""
