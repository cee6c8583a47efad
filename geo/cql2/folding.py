"""CASEI and ACCENTI: one table of letters, applied by Python to literals and by each engine to columns.

CASEI is Unicode's full case folding, letter by letter (ß and ẞ become ss, İ becomes i and a dot above).
ACCENTI takes the marks off Latin, Greek and Cyrillic letters, whether composed or standing alone, and
replaces the letters that are a letter with a stroke or two letters in one (ø, ł, đ, æ …); marks of other
scripts change what a word is and stay. One within the other, in either order, does both.

PostgreSQL's own lower() depends on the locale of the database, and DuckDB's on its version of Unicode. Text
in ASCII, and text in the letters below U+0180, take shorter ways than the whole table, which costs DuckDB
0.15 ms a row; a test holds every letter on every way against the table.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal_column
from sqlalchemy import Text as TextType

from geo.engines.filter_constructs import byte_count, bytewise, enclosed, european_folded, has_match

# Beyond Adlam (U+1E943) no letter has case.
_LAST_CASED = 0x1E943
_MARKS = (
    range(0x0300, 0x0370),
    range(0x1AB0, 0x1B00),
    range(0x1DC0, 0x1E00),
    range(0x20D0, 0x2100),
    range(0xFE20, 0xFE30),
)
# Letters that Unicode does not decompose, as the search keys of the Atlas spell them.
_STROKES = {
    "Ø": "O",
    "ø": "o",
    "Ł": "L",
    "ł": "l",
    "Đ": "D",
    "đ": "d",
    "Ð": "D",
    "ð": "d",
    "Ħ": "H",
    "ħ": "h",
    "Ŧ": "T",
    "ŧ": "t",
    "ı": "i",
    "Æ": "AE",
    "æ": "ae",
    "Œ": "OE",
    "œ": "oe",
    "Þ": "TH",
    "þ": "th",
}
# What most text is made of comes first, because PostgreSQL looks for a letter from the front of the table.
_FREQUENT = "aeosnrdil tcmugbpvfhzyqjxk0123456789-"
_SHORT_END = 0x0180


class Folding(Enum):
    """What is disregarded: case, accents, or both."""

    CASE = "casei"
    ACCENTS = "accenti"
    BOTH = "both"

    def joined(self, other: Folding) -> Folding:
        """What is disregarded when both are."""
        return self if self is other else Folding.BOTH


@dataclass(frozen=True, slots=True)
class _Table:
    """Letters and what they become: one letter for one, none for a mark, several for one."""

    singles: dict[str, str]
    marks: str
    several: dict[str, str]

    def changes(self) -> dict[int, str]:
        removed = dict.fromkeys(self.marks, "")
        return {ord(letter): to for letter, to in (self.singles | removed | self.several).items()}


@cache
def _table(folding: Folding) -> _Table:
    change = _CHANGES[folding]
    letters = (chr(code) for code in range(0x41, _LAST_CASED + 1) if not 0xD800 <= code < 0xE000)
    singles, several, marks = {}, {}, []
    for letter in letters:
        changed = change(letter)
        if changed == letter:
            continue
        if not changed:
            marks.append(letter)
        elif len(changed) == 1:
            singles[letter] = changed
        else:
            several[letter] = changed
    return _Table(singles, "".join(marks), several)


def _is_mark(letter: str) -> bool:
    return any(ord(letter) in block for block in _MARKS)


def _without_accents(letter: str) -> str:
    if letter.isascii():
        return letter
    decomposed = unicodedata.normalize("NFD", letter)
    if letter in _STROKES:
        return _STROKES[letter]
    if len(decomposed) > 1 and not all(_is_mark(mark) for mark in decomposed[1:]):
        return letter
    kept = "".join(part for part in decomposed if not _is_mark(part))
    return "".join(_STROKES.get(part, part) for part in kept) if kept != letter else letter


def _without_both(letter: str) -> str:
    return "".join(_without_accents(part) for part in letter.casefold()).casefold()


_CHANGES: dict[Folding, Callable[[str], str]] = {
    Folding.CASE: str.casefold,
    Folding.ACCENTS: _without_accents,
    Folding.BOTH: _without_both,
}


@cache
def _changes(folding: Folding) -> dict[int, str]:
    return _table(folding).changes()


def folded(text: str, folding: Folding) -> str:
    """A literal without what is disregarded.

    >>> folded("STRAẞE", Folding.CASE), folded("Núñez Øst", Folding.ACCENTS), folded("ÁŁÇ", Folding.BOTH)
    ('strasse', 'Nunez Ost', 'alc')
    """
    return text.translate(_changes(folding))


def folded_sql(text: ColumnElement[Any], folding: Folding) -> ColumnElement[Any]:
    """The SQL of a text without what is disregarded; it names the text seven times."""
    pieces = _pieces(folding)
    plain = bytewise(text)
    in_ascii = plain if folding is Folding.ACCENTS else func.lower(plain, type_=TextType())
    long = enclosed(plain, *pieces.several)
    return case(
        (byte_count(text) == func.length(text), in_ascii),
        (has_match(text, pieces.rare), func.translate(long, *pieces.long, type_=TextType())),
        else_=european_folded(plain, *pieces.short, _sql(folding.value)),
    )


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The table as arguments of translate() and replace(), whole and short, and what the short lacks."""

    long: tuple[ColumnElement[Any], ColumnElement[Any]]
    short: tuple[ColumnElement[Any], ColumnElement[Any]]
    several: tuple[ColumnElement[Any], ColumnElement[Any]]
    rare: ColumnElement[Any]


@cache
def _pieces(folding: Folding) -> _Pieces:
    table = _table(folding)
    # Folded to more than one letter, or to another one than lower case (µ, ſ).
    is_cased = folding is not Folding.ACCENTS
    rare = "".join(
        letter
        for letter in map(chr, range(0x80, _SHORT_END))
        if letter in table.several or (is_cased and letter.casefold() != letter.lower())
    )
    short = {letter: to for letter, to in table.singles.items() if ord(letter) < _SHORT_END}
    return _Pieces(
        long=_arguments(table.singles, table.marks),
        short=_arguments(short, ""),
        several=(
            literal_column("replace(" * len(table.several)),
            literal_column("".join(f", '{letter}', '{to}')" for letter, to in table.several.items())),
        ),
        rare=_sql(f"[{rare}{chr(_SHORT_END)}-\U0010fffd]"),
    )


def _arguments(singles: dict[str, str], marks: str) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    # translate() takes out the letters for which the second argument has no counterpart.
    letters = _FREQUENT + "".join(singles) + marks
    return _sql(letters), _sql(_FREQUENT + "".join(singles.values()))


def _sql(text: str) -> ColumnElement[Any]:
    # No parameter: the engines prepare a table once when it is written in the statement.
    return literal_column("'" + text.replace("'", "''") + "'", TextType())
