"""The words, names, numbers and strings of a CQL2 text, each with its place in it.

The characters of names are those of the standard's rule ``identifier`` (OGC 21-065r2, annex B).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from geo.cql2.errors import BadLiteral, BadSyntax
from geo.declarations import Text

_NAME_START = (
    ":_A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1ffe\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = rf"[{_NAME_START}][{_NAME_START}.0-9\u0300-\u036f\u203f\u2040]*"
_TOKEN = re.compile(
    rf"""(?P<space>[\s\u0085\u200b]+)
    |(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<word>{_NAME})
    |(?P<string>'(?:[^'\\]|''|\\.)*')
    |(?P<quoted>"(?:[^"]|"")*")
    |(?P<symbol><>|<=|>=|!=|[=<>+\-*/%^(),])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"''|\\([abtnvfr'\\])")
_CONTROLS = {"a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r"}

OPERATOR_WORDS = frozenset({"and", "or", "not", "in", "like", "between", "is", "null", "div"})
"""Words that join operands and are never a name, unless in double quotes."""


class Kind(Enum):
    """What a token is."""

    OPERAND = auto()
    NAME = auto()
    OPERATOR = auto()
    OPEN = auto()
    CLOSE = auto()
    COMMA = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One token; ``value`` is the literal of an operand, the name of a name, the word of an operator."""

    kind: Kind
    value: Any
    start: int
    end: int
    is_quoted: bool = False

    @property
    def is_number(self) -> bool:
        """Whether it is a numeric literal."""
        return isinstance(self.value, int | float) and not isinstance(self.value, bool)


def string_value(literal: str) -> str:
    r"""The characters that a quoted literal stands for.

    Requirement ``/req/cql2-text/escaping``: the backslash escapes the quotation mark, itself and seven
    control characters. Before any other it stands for itself, so that ``'\%'`` reaches LIKE as it is.

    >>> string_value(r"'it''s a \'tab\':\t'"), string_value(r"'100\%'")
    ("it's a 'tab':\t", '100\\%')
    """

    def character(found: re.Match[str]) -> str:
        escaped = found[1]
        return "'" if escaped is None else _CONTROLS.get(escaped, escaped)

    return _ESCAPE.sub(character, literal[1:-1])


def number_value(digits: str, position: int | None = None) -> int | float:
    """The number, exact when it is written as an integer.

    :raises BadLiteral: when it is greater than any number of the engines.

    >>> number_value("9007199254740993"), number_value(".5"), number_value("1e3")
    (9007199254740993, 0.5, 1000.0)
    """
    try:
        value = int(digits) if digits.isdigit() and len(digits) <= 400 else float(digits)
        if float(value) not in (float("inf"), float("-inf")):
            return value
    except OverflowError:
        pass
    raise BadLiteral(digits, Text("el número es demasiado grande", "the number is too large"), position)


def tokens_of(text: str) -> list[Token]:
    """The tokens of a CQL2 text, white space left out.

    :raises BadSyntax: at the first character that begins none.
    :raises BadLiteral: for a number that is too large.
    """
    tokens: list[Token] = []
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise _stray(text, place)
        if found.lastgroup != "space":
            tokens.append(_token(str(found.lastgroup), found[0], place, found.end()))
        place = found.end()
    return tokens


def _token(group: str, matched: str, start: int, end: int) -> Token:
    if group == "number":
        return Token(Kind.OPERAND, number_value(matched, start), start, end)
    if group == "string":
        return Token(Kind.OPERAND, string_value(matched), start, end)
    if group == "quoted":
        return Token(Kind.NAME, matched[1:-1].replace('""', '"'), start, end, is_quoted=True)
    if group == "word":
        lowered = matched.lower()
        if lowered in OPERATOR_WORDS:
            return Token(Kind.OPERATOR, lowered, start, end)
        if lowered in {"true", "false"}:
            return Token(Kind.OPERAND, lowered == "true", start, end)
        return Token(Kind.NAME, matched, start, end)
    kind = {"(": Kind.OPEN, ")": Kind.CLOSE, ",": Kind.COMMA}.get(matched, Kind.OPERATOR)
    return Token(kind, "<>" if matched == "!=" else matched, start, end)


def _stray(text: str, place: int) -> BadSyntax:
    if text[place] in "'\"":
        return BadSyntax(
            Text("faltan las comillas que cierran", "the closing quotation mark is missing"), place
        )
    letter = text[place] if text[place].isprintable() else f"U+{ord(text[place]):04X}"
    return BadSyntax(Text(f"«{letter}» no se espera aquí", f"“{letter}” is not expected here"), place)
