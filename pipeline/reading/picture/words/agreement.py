"""One line read in several ways: the words laid side by side, and what most of them say.

Tesseract's two models err differently (design/reading.md, 5): `vie` in marks over marks ("tố" for "tổ"), the model of
the script in digits. So the first is asked always, the second for what no list settles, and both again, larger, for
the lines they disagree about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.reading.picture.page.engine import Word
from pipeline.reading.raw import Token
from pipeline.vietnamese.syllables import is_syllable
from pipeline.vietnamese.text import match_key

#: of the narrower one, how much two words overlap that are the same ink
SAME_INK = 0.4
#: a word that most ways of reading take for no word is dirt below this confidence
DIRT = 0.5
#: signs that are no dirt when they stand alone
_BULLETS = frozenset("-–—+*•&/")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


@dataclass(frozen=True, slots=True)
class _Piece:
    """The same ink in all readings: its text and the least confidence of its words, one for each reading."""

    texts: tuple[str, ...]
    confidences: tuple[float, ...]


def agreed(readings: Sequence[Sequence[Word]]) -> list[Token]:
    """The words of one line from several readings of it, most trusted first; boxes must be in the same pixels."""
    return [token for piece in _pieces(readings) if _is_word(piece) and (token := _token(piece))]


def text_of(tokens: Sequence[Token]) -> str:
    """The words as one text."""
    return " ".join(token.text for token in tokens)


def bare(word: str) -> str:
    """A word without the punctuation, and the dirt taken for it, around it."""
    return _EDGES.sub("", word)


def has_digit(token: Token) -> bool:
    """Whether one of the ways of reading saw a figure in it."""
    return any(letter.isdigit() for text in (token.text, *token.others) for letter in text)


def is_spelt(text: str) -> bool:
    """Whether every word of letters in `text` can be Vietnamese."""
    words = [bare(word) for word in text.split()]
    return all(is_syllable(word) for word in words if word.isalpha())


def _pieces(readings: Sequence[Sequence[Word]]) -> list[_Piece]:
    everything = sorted(
        ((word, number) for number, words in enumerate(readings) for word in words), key=lambda each: each[0].box[0]
    )
    groups: list[list[tuple[Word, int]]] = []
    end = -1
    for word, number in everything:
        width = word.box[2] - word.box[0]
        if groups and end - word.box[0] > SAME_INK * min(width, end - min(each.box[0] for each, _n in groups[-1])):
            groups[-1].append((word, number))
            end = max(end, word.box[2])
        else:
            groups.append([(word, number)])
            end = word.box[2]
    return [_piece(group, len(readings)) for group in groups]


def _piece(group: Sequence[tuple[Word, int]], count: int) -> _Piece:
    words = [[word for word, number in group if number == each] for each in range(count)]
    texts = tuple(" ".join(word.text for word in some) for some in words)
    return _Piece(texts, tuple(min((word.confidence for word in some), default=0.0) for some in words))


def _is_word(piece: _Piece) -> bool:
    """Whether some way of reading saw a word here, and not only dirt."""
    seen = zip(piece.texts, piece.confidences, strict=True)
    words = [confidence for text, confidence in seen if bare(text)]
    if 2 * len(words) >= len(piece.texts):
        return True
    return max(words, default=0.0) >= DIRT or any(text in _BULLETS for text in piece.texts)


def _token(piece: _Piece) -> Token:
    """What most readings say; where all differ, what can be Vietnamese, then what the first one says."""
    keys = [match_key(bare(text)) for text in piece.texts]
    votes = Counter(keys)
    best = max(
        range(len(keys)),
        key=lambda number: (votes[keys[number]], bool(keys[number]), is_spelt(piece.texts[number]), -number),
    )
    agreeing = [piece.confidences[number] for number, key in enumerate(keys) if key == keys[best]]
    others = tuple(dict.fromkeys(text for text, key in zip(piece.texts, keys, strict=True) if key != keys[best]))
    return Token(
        text=piece.texts[best], confidence=min(agreeing), others=others, votes=len(agreeing), readings=len(keys)
    )
