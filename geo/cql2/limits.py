"""How large a filter may be. Every bound is checked before a filter reaches a parser or an engine."""

from __future__ import annotations

from typing import Any

from geo.cql2.errors import TooComplex
from geo.declarations import Text

MAX_CHARACTERS = 20_000
"""Length of a filter as text."""

MAX_DEPTH = 64
"""Operators, functions, parentheses and arrays within one another."""

MAX_VALUES = 5_000
"""Operators, properties and literal values of a filter, the coordinates of its geometries aside."""

MAX_VERTICES = 10_000
"""Vertices of all geometries of a filter together."""

MAX_WEIGHT = 5_000
"""Cost of a filter to an engine, where comparing a column is 1 and folding its case or accents is 50."""

# A character string counts once more for each so many characters.
_LONG = 100
_DEPTH = Text("niveles de anidación", "levels of nesting")
_VALUES = Text("número de operadores y valores", "number of operators and values")
_VERTICES = Text("vértices de geometría", "vertices of geometry")


def check_characters(text: str) -> None:
    """Refuse a text that is too long.

    :raises TooComplex: when it is.
    """
    if len(text) > MAX_CHARACTERS:
        raise TooComplex(Text(f"{len(text)} caracteres", f"{len(text)} characters"), MAX_CHARACTERS)


def too_deep() -> TooComplex:
    """The error of a filter that is nested too deeply."""
    return TooComplex(_DEPTH, MAX_DEPTH)


def check_tree(tree: Any) -> None:
    """Refuse a tree that is nested too deeply or has too many values; it may be of any depth and size.

    :raises TooComplex: when it does.

    >>> check_tree({"op": "not", "args": [True]})
    """
    values = vertices = 0
    # An operator is two containers deep: its object, and the array of its arguments.
    level: list[tuple[Any, bool]] = [(tree, False)] if isinstance(tree, dict | list) else []
    for _ in range(2 * MAX_DEPTH + 1):
        below: list[tuple[Any, bool]] = []
        for node, is_geometry in level:
            if isinstance(node, dict):
                values += not is_geometry
                within = is_geometry or isinstance(node.get("type"), str)
                below += [(child, within) for child in node.values() if isinstance(child, dict | list)]
                values += sum(len(child) // _LONG for child in node.values() if isinstance(child, str))
            elif is_geometry and node and not isinstance(node[0], list | dict):
                vertices += 1
            else:
                below += [(child, is_geometry) for child in node if isinstance(child, dict | list)]
                values += sum(not isinstance(child, dict | list) for child in node) * (not is_geometry)
                values += sum(len(child) // _LONG for child in node if isinstance(child, str))
        if values > MAX_VALUES:
            raise TooComplex(_VALUES, MAX_VALUES)
        if vertices > MAX_VERTICES:
            raise TooComplex(_VERTICES, MAX_VERTICES)
        level = below
        if not level:
            return
    raise too_deep()


class Budget:
    """What a filter may still cost an engine."""

    __slots__ = ("_left",)

    def __init__(self) -> None:
        self._left = MAX_WEIGHT

    def spend(self, weight: int) -> None:
        """Take ``weight`` from what is left.

        :raises TooComplex: when nothing is left.
        """
        self._left -= weight
        if self._left < 0:
            raise TooComplex(Text("costo de evaluarlo", "cost of evaluating it"), MAX_WEIGHT)
