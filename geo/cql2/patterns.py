"""Patterns of LIKE, written anew so that both engines read the same in them.

``%`` stands for any characters, ``_`` for one, and the backslash takes that away from the character after it
(``/req/advanced-comparison-operators/like-predicate``). Before an ordinary character it stands for nothing.
The engines disagree on that, and on a backslash at the end, which is refused.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import ColumnElement, Text
from sqlalchemy.sql.elements import literal

from geo.cql2.errors import BadLiteral
from geo.declarations import Text as BilingualText

_PART = re.compile(r"\\(.)|([%_])|([^\\%_]+)|(\\)", re.DOTALL)
_ESCAPE = "!"
_WILD = re.compile(f"[%_{_ESCAPE}]")
_UNFINISHED = BilingualText(
    "la diagonal inversa del final no protege nada", "the backslash at its end escapes nothing"
)


def _parts(pattern: str) -> list[tuple[bool, str]]:
    """The pattern as wildcards (True) and runs of characters that stand for themselves (False)."""
    parts = []
    for found in _PART.finditer(pattern):
        if found[4]:
            raise BadLiteral(pattern, _UNFINISHED)
        parts.append((True, found[2]) if found[2] else (False, found[1] or found[3]))
    return parts


def matches(text: str, pattern: str) -> bool:
    r"""Whether a literal matches the pattern, in time that grows with their lengths alone.

    :raises BadLiteral: when a backslash ends the pattern.

    >>> matches("Güémez", "G_é%"), matches("100%", r"100\%"), matches("100", r"100\%")
    (True, True, False)
    """
    # What stands between the wildcards of any length; the first place where a piece fits is as good as any.
    pieces, sizes = [""], [0]
    for is_wild, part in _parts(pattern):
        if is_wild and part == "%":
            pieces.append("")
            sizes.append(0)
        else:
            pieces[-1] += "." if is_wild else re.escape(part)
            sizes[-1] += len(part)
    first, *others = (re.compile(piece, re.DOTALL) for piece in pieces)
    if not others:
        return first.fullmatch(text) is not None
    if first.match(text) is None:
        return False
    place = sizes[0]
    for piece in others[:-1]:
        found = piece.search(text, place)
        if found is None:
            return False
        place = found.end()
    return len(text) - sizes[-1] >= place and others[-1].match(text, len(text) - sizes[-1]) is not None


def like(text: ColumnElement[Any], pattern: str) -> ColumnElement[bool]:
    """The condition that a column matches the pattern.

    :raises BadLiteral: when a backslash ends the pattern.
    """
    parts = [part if is_wild else _WILD.sub(_escaped, part) for is_wild, part in _parts(pattern)]
    return text.like(literal("".join(parts), Text()), escape=_ESCAPE)


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPE + found[0]
