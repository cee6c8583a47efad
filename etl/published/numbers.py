"""Numbers as Mexican institutions print them, read without guessing."""

from __future__ import annotations

import re
from dataclasses import dataclass

ABSENT = frozenset({"", "-", "–", "—", "*", "n/d", "nd", "n.d.", "n/e", "n/a", "na", "n.a.", "null"})
"""Ways in which a cell says that it holds no figure; ``*`` is one kept back for confidentiality."""

_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
# Groups of three behind a comma or a space. «3,25» is neither, and could mean two things: it stays unread.
_GROUPED = re.compile(r"[+-]?\d{1,3}([,\u00a0\u2009\u202f ]\d{3})+(\.\d+)?", re.ASCII)
# Beyond it a floating-point number no longer holds every whole number.
_LARGEST_EXACT = 2**53
_BETWEEN_GROUPS = str.maketrans("", "", ",\u00a0\u2009\u202f ")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text that is neither a number nor one of the ways to say that there is none."""

    text: str


def is_absent(text: str) -> bool:
    """Whether a cell says that it holds no figure.

    >>> is_absent(" N/D "), is_absent("*"), is_absent("0")
    (True, True, False)
    """
    return text.strip().casefold() in ABSENT


def real(text: str) -> float | Unreadable | None:
    """The number in a cell, None when it says that there is none.

    >>> real("1,234.5"), real("12 345"), real(" 3.25 "), real("N/D"), real("3,25")
    (1234.5, 12345.0, 3.25, None, Unreadable(text='3,25'))
    """
    if is_absent(text):
        return None
    written = text.strip()
    if _PLAIN.fullmatch(written):
        return float(written)
    if _GROUPED.fullmatch(written):
        return float(written.translate(_BETWEEN_GROUPS))
    return Unreadable(written)


def integer(text: str) -> int | Unreadable | None:
    """The whole number in a cell, also when a program wrote it with decimals that are zero.

    >>> integer("948990.0"), integer("1,922,523"), integer("3.5"), integer("-")
    (948990, 1922523, Unreadable(text='3.5'), None)
    """
    value = real(text)
    if isinstance(value, float):
        is_whole = value.is_integer() and abs(value) <= _LARGEST_EXACT
        return int(value) if is_whole else Unreadable(text.strip())
    return value
