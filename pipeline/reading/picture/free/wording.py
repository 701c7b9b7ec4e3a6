"""Words that are printed on forms, mended where recognition bent them: labels, headings, never what was filled in.

The labels and phrases are those all readers know (`labels.toml`, `phrases.toml`). Only what stands where a label
stands is compared: at the head of a line or cell, its number aside. Tones alone may differ in a known phrase of several
words; other letters only where the phrase is all of a line or cell, or ends in a colon.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.reading import labels, phrases
from pipeline.reading.labels import fold_letters
from pipeline.reading.model import Cell, Table
from pipeline.reading.picture.free.strokecount import may_be_strokes

#: how alike a phrase must be to be mended, of 100: before a colon, alone; and how much more than the next one that
#: says something else
ALIKE, ALIKE_ALONE, APART = 86.0, 91.0, 3.0
#: how much of a line must be found in the label it is taken for the end of
ALIKE_LINE = 75.0
#: shorter phrases, in letters, are mended by their tones only
SHORT, SHORT_ALONE, SHORT_HEADING = 6, 9, 15
#: cells of more words are no labels
LONGEST = 16
#: and cells of more letters no number of a part: "III", recognised as "IIl" or "HI"
LONGEST_NUMBER = 4
#: sections of `phrases.toml` whose phrases stand at the head of a line
_HEADS = ("title", "role", "closing", "letterhead", "section", "signed")

_LETTERS = re.compile(r"[^\W_]+")
# "1/" is recognised as "1I", "2!" or "11"; taken for a number where a label follows.
_NUMBER = re.compile(r"\(?([\dOIl]{1,2})[.)\-:/|!IílìiJ\]\[,’']{0,2}")
_LETTER = re.compile(r"(?:[A-EĐa-eđ]|[IVX]{1,4})[.)/\-:,]?|[-–—+*•●▪°~=.]{1,2}")
_DIGITS = str.maketrans("OIl", "011")
_GLUED = re.compile(r"(?P<number>[IVl|]{1,3}|1[IV])[/|IlU1!J](?P<year>(?:NĂM|năm|Năm)\b.*)")
_GLUED_NUMBER = re.compile(r"\(?\d{1,2}[.)/]")
# What stands behind "QUÝ": a number, a slash that was lost or became a stroke, and the year: "42023", "IVI2024".
# Of strokes alone the last is the slash; the strokes counted in the picture must bear that out (`crosscheck`).
_QUARTER_YEAR = re.compile(
    r"(?P<number>IV(?=[/|IlU1!J]?)|[1-4](?=[/|IlU!J]?)|[Il|]{1,3}(?=[/|IlU1!J]))[/|IlU1!J]?"
    r"(?P<year>(?:NĂM|năm|Năm)\b.*|20\d\d\b.*)"
)
# and how IV alone is recognised: it is the only number with a V
_FOUR = re.compile(r"[TIÏïl1|]V")
_COLONS = (":", "：")


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A printed phrase: its words as the table writes them, and folded; `key` is the label's, "" for a heading."""

    text: str
    words: tuple[str, ...]
    folded: tuple[str, ...]
    key: str


@dataclass(frozen=True, slots=True)
class _Token:
    """Letters and digits in a row within one of the recognised words."""

    word: int
    start: int
    end: int
    text: str
    folded: str


def mended(words: Sequence[str]) -> list[str]:
    """The words of one line or cell with the label or heading at its head as the tables write it.

    As many words as given; where recognition parted one, the rest of its parts are "".
    """
    words = list(map(_parted, _with_slash(words)))
    tokens = [
        _Token(number, match.start(), match.end(), match[0], fold_letters(match[0]))
        for number, word in enumerate(words)
        for match in _LETTERS.finditer(word)
    ]
    for start in dict.fromkeys((_start(words, tokens), 0)):
        for find in (_alike, _toneless):
            count, phrase = find(words, tokens[start:])
            if phrase is not None:
                head = tokens[start : start + count]
                same = tuple(token.folded for token in head) == phrase.folded
                spelt = _retoned if same and not _has_stop(words, head) else _replaced
                return _numbered(spelt(words, head, phrase), tokens[start:], phrase)
    return list(words)


def _has_stop(words: Sequence[str], tokens: Sequence[_Token]) -> bool:
    """Whether a comma within a label is recognised as a stop, which ends one: "Ngày. tháng, năm sinh"."""
    return any("." in words[token.word][token.end :] for token in tokens[:-1])


def mended_table(table: Table) -> Table:
    """`table` with the labels in its cells mended that go over several lines, and the Roman numbers of its parts."""
    return replace(table, cells=tuple(map(_mended_cell, table.cells)))


def _renumbered(cell: Cell) -> Cell:
    """A cell with "lI" or "H" as one with "II": which number it is says nothing about what stands beside it."""
    line = cell.lines[0]
    return replace(cell, lines=(replace(line, spans=(replace(line.spans[0], text="II"),)),))


def _mended_cell(cell: Cell) -> Cell:
    number = cell.text.strip(" .)")
    if cell.column == 0 and len(number) <= LONGEST_NUMBER and not number.isdigit() and may_be_strokes(number):
        return _renumbered(cell)
    spans = [span for line in cell.lines for span in line.spans]
    if len(spans) > LONGEST:
        return cell
    found = mended([span.text.strip() for span in spans])
    if _loses_a_line(cell, found):
        return cell
    texts = iter(found)
    lines = (
        replace(
            line,
            spans=tuple(replace(span, text=span.text.replace(span.text.strip(), next(texts))) for span in line.spans),
        )
        for line in cell.lines
    )
    return replace(cell, lines=tuple(lines))


def _loses_a_line(cell: Cell, found: Sequence[str]) -> bool:
    """Whether a line of a cell was taken for the end of the label above it, and says something else: "GK"."""
    from rapidfuzz import fuzz

    whole, position = fold_letters("".join(found)), 0
    for line in cell.lines:
        left = found[position : position + len(line.spans)]
        position += len(line.spans)
        if not any(left) and fuzz.partial_ratio(fold_letters("".join(line.text.split())), whole) < ALIKE_LINE:
            return True
    return False


def _with_slash(words: Sequence[str]) -> list[str]:
    """The slash of "QUÝ III/NĂM" is recognised as one more stroke: "QUÝ IIIINĂM"."""
    found = []
    for before, word in zip(("", *words), words, strict=False):
        if fold_letters(before) == "quy" and (glued := _QUARTER_YEAR.fullmatch(word)):
            found.append(_slashed(glued))
        elif fold_letters(before) == "quy" and _FOUR.fullmatch(word):
            found.append("IV")
        else:
            found.append(_GLUED.sub(_slashed, word) if _GLUED.fullmatch(word) else word)
    return found


def _parted(word: str) -> str:
    """A label of several words before its colon with the spaces between them, which get lost: "Giớitính:"."""
    number = _GLUED_NUMBER.match(word)
    label = word[number.end() if number else 0 :]
    if not label.endswith(_COLONS) or " " in label:
        return word
    phrase = _joined().get("".join(map(fold_letters, _LETTERS.findall(label))))
    if phrase is None or not phrase.key:
        return word
    return f"{number[0]} {phrase.text}:" if number else f"{phrase.text}:"


def _slashed(glued: re.Match[str]) -> str:
    strokes = glued["number"].replace("l", "I").replace("|", "I")
    strokes = strokes if strokes in ("1", "2", "3", "4") else strokes.replace("1", "I")
    return f"{strokes}/{glued['year']}"


def _start(words: Sequence[str], tokens: Sequence[_Token]) -> int:
    """Which token comes first after a number, a letter or a bullet."""
    first = words[0] if words else ""
    if len(words) > 1 and (_NUMBER.fullmatch(first) or _LETTER.fullmatch(first)):
        return sum(token.word == 0 for token in tokens)
    is_glued = len(tokens) > 1 and tokens[1].word == 0 and tokens[0].text.isdigit()  # "2.Họtên"
    return 1 if is_glued else 0


def _numbered(words: list[str], tokens: Sequence[_Token], phrase: _Phrase) -> list[str]:
    """`words` with the number before a label written as a number."""
    first = tokens[0].word
    match = _NUMBER.fullmatch(words[0]) if first == 1 and phrase.key else None
    if match is None or not any(map(str.isdigit, match[1])):
        return words
    return [f"{match[1].translate(_DIGITS)}.", *words[1:]]


def _toneless(_words: Sequence[str], tokens: Sequence[_Token]) -> tuple[int, _Phrase | None]:
    """The longest phrase of two words and more that `tokens` begin with, tones and spaces aside."""
    for count in range(min(len(tokens), 12), 0, -1):
        phrase = _joined().get("".join(token.folded for token in tokens[:count]))
        if phrase is not None:
            return count, phrase
    return 0, None


def _retoned(words: Sequence[str], tokens: Sequence[_Token], phrase: _Phrase) -> list[str]:
    """`words` with the tones of `phrase`, in their own capitals."""
    found = list(words)
    for token, spelt in reversed(list(zip(tokens, phrase.words, strict=False))):
        word = found[token.word]
        found[token.word] = word[: token.start] + _cased(spelt, token.text) + word[token.end :]
    return found


def _cased(spelt: str, like: str) -> str:
    if len(like) == len(spelt):
        return "".join(
            letter.upper() if other.isupper() else letter.lower() for letter, other in zip(spelt, like, strict=True)
        )
    return spelt.upper() if like.isupper() else spelt


def _alike(words: Sequence[str], tokens: Sequence[_Token]) -> tuple[int, _Phrase | None]:
    """The phrase that is nearly all of a line or of what stands before its colon, and over how many tokens."""
    from rapidfuzz import fuzz, process

    colon = next((number for number, word in enumerate(words) if word.rstrip().endswith(_COLONS)), None)
    last = len(words) - 1 if colon is None else colon
    head = [token for token in tokens if token.word <= last]
    text = " ".join(token.folded for token in head)
    if len(text) < (SHORT_ALONE if colon is None else SHORT) or len(head) > 12:
        return 0, None
    least = ALIKE_ALONE if colon is None else ALIKE
    found = process.extract(text, _texts(), scorer=fuzz.ratio, score_cutoff=least, limit=4)
    if not found:
        return 0, None
    best = _phrases()[found[0][2]]
    if not best.key and len(text) < SHORT_HEADING:
        return 0, None
    if found[0][0] == text:
        return len(head), best
    others = [score for _text, score, index in found[1:] if _phrases()[index].key != best.key]
    return (0, None) if others and found[0][1] - max(others) < APART else (len(head), best)


def _replaced(words: Sequence[str], tokens: Sequence[_Token], phrase: _Phrase) -> list[str]:
    """`words` with all of `phrase` in the place of `tokens`."""
    first, last = tokens[0], tokens[-1]
    upper = all(token.text.isupper() for token in tokens if token.text.isalpha())
    spelt = phrase.text.upper() if upper else phrase.text
    if first.text[:1].islower():
        spelt = spelt[:1].lower() + spelt[1:]
    found = list(words)
    tail = words[last.word][last.end :].lstrip(")")
    found[first.word] = words[first.word][: first.start] + spelt + tail
    found[first.word + 1 : last.word + 1] = [""] * (last.word - first.word)
    return found


@functools.cache
def _phrases() -> tuple[_Phrase, ...]:
    return tuple(dict.fromkeys(phrase for phrase in _read_tables() if phrase.folded))


@functools.cache
def _texts() -> tuple[str, ...]:
    return tuple(" ".join(phrase.folded) for phrase in _phrases())


@functools.cache
def _joined() -> dict[str, _Phrase]:
    """Phrases of two words and more by their letters: narrow spaces between words get lost."""
    several = (phrase for phrase in _phrases() if len(phrase.folded) > 1)
    found = {joined: phrase for phrase in several if len(joined := "".join(phrase.folded)) >= SHORT}
    return found | {joined: phrase for joined, phrase in found.items() if phrase.key}


def _read_tables() -> Iterator[_Phrase]:
    with labels.TABLE.open("rb") as stream:
        for section, keys in tomllib.load(stream).items():
            yield from (_phrase(text, f"{section}.{key}") for key, texts in keys.items() for text in texts)
    with phrases.TABLE.open("rb") as stream:
        table = tomllib.load(stream)
    for section in _HEADS:
        for texts in table[section].values():
            yield from (_phrase(text, "") for text in texts if " " in text)


def _phrase(text: str, key: str) -> _Phrase:
    words = tuple(_LETTERS.findall(text))
    return _Phrase(text, words, tuple(map(fold_letters, words)), key)
