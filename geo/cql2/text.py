"""CQL2 text read into the tree of CQL2 JSON, by the library ``cql2`` and within bounds.

The library decides what is CQL2 and how operators bind. It is given one flat run of operands and operators
at a time, each operand a numbered stand-in, and never a parenthesis of the reader's, because (version 0.6.0)

- its time doubles with every parenthesis left open, and it overflows the stack at some two thousand of them;
- every number becomes a float, so that 9007199254740993 is rounded and 1e400 is infinite;
- one coordinate in eight of a geometry comes out different in its last digit;
- it reads no ``\\'`` or ``\\t`` in strings, no name that begins with ``_`` or ``:``, no number ``.5``, no
  exponent in a geometry, no empty array;
- an operator without an operand is taken for a property of that name (``a = 1 and and``).
"""

from __future__ import annotations

from typing import Any

import cql2

from geo.cql2 import limits
from geo.cql2.errors import BadLiteral, BadSyntax, WrongArguments
from geo.cql2.runs import UNFINISHED, Group, Run, read, unexpected
from geo.cql2.tokens import Kind, Token, tokens_of
from geo.declarations import Text

_GEOMETRIES = frozenset(
    {
        "point",
        "linestring",
        "polygon",
        "multipoint",
        "multilinestring",
        "multipolygon",
        "geometrycollection",
    }
)
_DIMENSIONS = frozenset({"z", "m", "zm"})
_ARRAY_FUNCTIONS = frozenset({"a_equals", "a_contains", "a_containedby", "a_overlaps"})
# As CQL2 JSON spells the functions of the standard, whatever their case in a text.
_NAMES = {
    name.lower(): name
    for name in (
        *(f"s_{each}" for each in ("contains", "crosses", "disjoint", "equals")),
        *(f"s_{each}" for each in ("intersects", "overlaps", "touches", "within")),
        *(f"t_{each}" for each in ("after", "before", "contains", "disjoint", "during", "equals")),
        *(f"t_{each}" for each in ("finishedBy", "finishes", "intersects", "meets", "metBy")),
        *(f"t_{each}" for each in ("overlappedBy", "overlaps", "startedBy", "starts")),
        *("a_containedBy", "a_contains", "a_equals", "a_overlaps", "casei", "accenti"),
    )
}
# A collection of multipolygons, the deepest there is.
_GEOMETRY_DEPTH = 4


def tree_of(text: str) -> Any:
    """The tree of a CQL2 text in the terms of CQL2 JSON, numbers exact.

    :raises TooComplex: when it is too long or too deep.
    :raises BadSyntax: when it is no CQL2.
    :raises BadLiteral: for a number or geometry that cannot be read.

    >>> tree_of("NOT (a > 9007199254740993)")
    {'op': 'not', 'args': [{'op': '>', 'args': [{'property': 'a'}, 9007199254740993]}]}
    """
    limits.check_characters(text)
    return _Reading(text).whole()


class _Reading:
    """One passage through the tokens of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens_of(text)
        self._next = 0

    def whole(self) -> Any:
        if not self._tokens:
            raise BadSyntax(Text("está vacío", "it is empty"), 0)
        value = read(self._expression(0))
        if self._next < len(self._tokens):
            raise unexpected(self._tokens[self._next])
        return value

    def _peek(self) -> Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self) -> Token:
        token = self._peek()
        if token is None:
            raise BadSyntax(UNFINISHED, len(self._text))
        self._next += 1
        return token

    def _expression(self, depth: int) -> Any:
        """The expression up to the next comma, closing parenthesis or end."""
        run = Run()
        while (token := self._peek()) is not None and token.kind not in {Kind.COMMA, Kind.CLOSE}:
            if token.kind is not Kind.OPERATOR:
                run.add_operand(token, self._operand(depth))
                continue
            self._next += 1
            following = self._peek()
            if token.value in {"-", "+"} and not run.ends_in_operand and following and following.is_number:
                self._next += 1
                number = following.value
                run.add_operand(token, -number if token.value == "-" else number)
            else:
                run.add_operator(token, depth)
        return run.joined(token.start if token else len(self._text))

    def _operand(self, depth: int) -> Any:
        token = self._take()
        if token.kind is Kind.OPEN:
            return Group([read(each) for each in self._arguments(depth + 1)])
        if token.kind is Kind.OPERAND:
            return token.value
        word = "" if token.is_quoted else token.value.lower()
        if word in _GEOMETRIES and self._opens_geometry():
            return self._geometry(token)
        following = self._peek()
        if following is None or following.kind is not Kind.OPEN:
            return {"property": token.value}
        self._next += 1
        arguments = self._arguments(depth + 1)
        reading = _array if word in _ARRAY_FUNCTIONS else read
        return _call(token.value, [reading(each) for each in arguments])

    def _arguments(self, depth: int) -> list[Any]:
        """What stands between the parenthesis just opened and the one that closes it."""
        if depth > limits.MAX_DEPTH:
            raise limits.too_deep()
        following = self._peek()
        if following is not None and following.kind is Kind.CLOSE:
            self._next += 1
            return []
        values = [self._expression(depth)]
        while self._take().kind is Kind.COMMA:
            values.append(self._expression(depth))
        return values

    def _opens_geometry(self) -> bool:
        following = self._tokens[self._next : self._next + 2]
        if following and following[0].kind is Kind.NAME and following[0].value.lower() in _DIMENSIONS:
            following = following[1:]
        return bool(following) and following[0].kind is Kind.OPEN

    def _geometry(self, opening: Token) -> Any:
        """A geometry as GeoJSON, read by the library with a numbered stand-in for each different number."""
        words, open_count, sign = [opening.value], 0, ""
        stand_ins: dict[int | float, int] = {}
        while open_count or words[-1] != ")":
            token = self._take()
            open_count += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(token.kind, 0)
            if open_count > _GEOMETRY_DEPTH or (sign and not token.is_number):
                raise self._no_geometry(opening, token)
            if token.is_number:
                number = -token.value if sign == "-" else token.value
                words.append(str(stand_ins.setdefault(number, len(stand_ins))))
                sign = ""
            elif token.kind is Kind.OPERATOR and token.value in {"-", "+"}:
                sign = token.value
            else:
                words.append(_word(token))
        try:
            geometry = cql2.parse_text(" ".join(words)).to_json()
        except Exception as error:  # besides ParseError the library raises Exception itself
            raise self._no_geometry(opening, token) from error
        if "type" not in geometry:  # what it cannot read as a geometry it takes for a function
            raise self._no_geometry(opening, token)
        return _with_numbers(geometry, list(stand_ins))

    def _no_geometry(self, opening: Token, last: Token) -> BadLiteral:
        reason = Text("no es una geometría en WKT", "it is no geometry in WKT")
        return BadLiteral(self._text[opening.start : last.end], reason, opening.start)


def _array(value: Any) -> Any:
    """An argument of an array function, where one value in brackets is an array of one."""
    if isinstance(value, Group) and not (len(value.values) == 1 and isinstance(value.values[0], list)):
        return value.values
    return read(value)


def _call(name: str, arguments: list[Any]) -> Any:
    word = name.lower()
    if word in {"date", "timestamp"}:
        if len(arguments) != 1:
            raise WrongArguments(word, "1", len(arguments))
        return {word: arguments[0]}
    if word in {"bbox", "interval"}:
        return {word: arguments}
    return {"op": _NAMES.get(word, name), "args": arguments}


def _word(token: Token) -> str:
    """A token as it stands in well-known text."""
    if token.is_quoted or not isinstance(token.value, str) or token.kind is Kind.OPERAND:
        raise unexpected(token)
    return token.value


def _with_numbers(geometry: Any, numbers: list[int | float]) -> Any:
    """The geometry with each stand-in replaced by the number that it stands for."""
    match geometry:
        case dict():
            return {key: _with_numbers(value, numbers) for key, value in geometry.items()}
        case list():
            return [_with_numbers(each, numbers) for each in geometry]
        case str():
            return geometry
        case _:
            return numbers[int(geometry)]
