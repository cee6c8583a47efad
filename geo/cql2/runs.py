"""A flat run of operands and operators: what the library ``cql2`` is given to read at once.

Each operand is a numbered stand-in, in the double quotes of a property, which the tree that comes back is
rid of again. :mod:`geo.cql2.text` says why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import cql2

from geo.cql2 import limits
from geo.cql2.errors import BadSyntax, shown
from geo.cql2.tokens import Token
from geo.declarations import Text

_LOGICAL = frozenset({"and", "or"})
_COLUMN = re.compile(r"--> \d+:(\d+)")
UNFINISHED = Text("falta algo al final", "something is missing at the end")


@dataclass(frozen=True, slots=True)
class Group:
    """What stood in parentheses: one value in brackets, or an array."""

    values: list[Any]


class Run:
    """A flat run of operands and operators: what the library is given to read at once."""

    def __init__(self) -> None:
        self._words: list[tuple[str, Token]] = []
        self._operands: list[Any] = []
        self._streak = 0
        self.ends_in_operand = False

    def add_operand(self, token: Token, value: Any) -> None:
        stand_in = f'"{len(self._operands)}"'
        if self._words and self._words[-1][0] == "in":
            if not isinstance(value, Group):
                raise unexpected(token)
            value, stand_in = value.values, f"({stand_in})"
        self._words.append((stand_in, token))
        self._operands.append(value)
        self.ends_in_operand = True

    def add_operator(self, token: Token, depth: int) -> None:
        # A chain of these is a tree as deep as it is long; AND and OR are flat.
        self._streak = 0 if token.value in _LOGICAL else self._streak + 1
        if depth + self._streak > limits.MAX_DEPTH:
            raise limits.too_deep()
        if token.value == "^" and len(self._words) > 1 and self._words[-2][0] == "^":
            reason = Text(
                "una potencia de una potencia lleva paréntesis", "a power of a power takes brackets"
            )
            raise BadSyntax(reason, token.start)
        if token.value == "in" and not self._has_left_side():
            raise unexpected(token)
        self._words.append((token.value, token))
        self.ends_in_operand = False

    def _has_left_side(self) -> bool:
        # Without one the library takes IN with its list for the call of a function.
        before = [word for word, _ in self._words[-2:]]
        if before and before[-1] == "not":
            before.pop()
        return bool(before) and before[-1][-1] in '")'

    def joined(self, end: int) -> Any:
        """The tree of the run, with the operands put back; ``end`` is the place after it in the text."""
        if len(self._words) == 1 and self._operands:
            return self._operands[0]
        try:
            tree = cql2.parse_text(" ".join(word for word, _ in self._words)).to_json()
        except cql2.ParseError as error:
            found = _COLUMN.search(str(error))
            token = self._at(int(found[1]) - 1 if found else 0)
            raise (unexpected(token) if token else BadSyntax(UNFINISHED, end)) from error
        return self._restored(tree)

    def _at(self, column: int) -> Token | None:
        """The token whose word is at that column of what the library was given, if any is."""
        for word, token in self._words:
            if column < len(word):
                return token
            column = max(column - len(word) - 1, 0)
        return None

    def _restored(self, tree: Any) -> Any:
        if isinstance(tree, dict) and "op" in tree:
            return {"op": tree["op"], "args": [self._restored(each) for each in tree["args"]]}
        if isinstance(tree, list):  # the one stand-in of IN
            return self._restored(tree[0])
        if isinstance(tree, dict) and tree["property"].isdigit():
            return read(self._operands[int(tree["property"])])
        if isinstance(tree, float):  # the library's own -1 of a sign
            return int(tree)
        raise unexpected(self._misplaced("null" if tree is None else tree["property"].lower()))

    def _misplaced(self, name: str) -> Token:
        """The operator of that name that stands where an operand should."""
        for place, (word, token) in enumerate(self._words):
            before = self._words[place - 1][0] if place else ""
            if (
                word == name
                and before[-1:] not in {'"', ")"}
                and (name != "null" or before not in {"is", "not"})
            ):
                return token
        return self._words[-1][1]


def read(value: Any) -> Any:
    """The value that a group in parentheses is outside of an array."""
    if not isinstance(value, Group):
        return value
    return value.values[0] if len(value.values) == 1 else value.values


def unexpected(token: Token) -> BadSyntax:
    """The error of a token that stands where it has no place."""
    word = shown(token.value)
    return BadSyntax(Text(f"«{word}» no se espera aquí", f"“{word}” is not expected here"), token.start)
