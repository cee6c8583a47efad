"""Arithmetic: exact for what a filter spells out, in double precision for what rows hold, and never an error.

Division by zero, a root of a negative number and a result beyond 1e300 are unknown (NULL); a result closer to
0 than 1e-300 is 0. Numbers of rows beyond 1e100, or closer to 0 than 1e-100 and not 0, are unknown to
arithmetic, though not to comparisons. ``div`` cuts the quotient towards 0 and ``%`` has the sign of the
dividend, as in SQL.

Where magnitudes show that an engine cannot overflow the plain operator is used, else a guarded one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Double, and_, case, func, or_
from sqlalchemy import cast as sql_cast
from sqlalchemy.sql.elements import literal

from geo.engines.filter_constructs import (
    LARGEST,
    SMALLEST,
    power,
    product,
    quotient,
    ratio,
    remainder,
    settled,
)

OPERATORS = frozenset({"+", "-", "*", "/", "%", "^", "div"})
_ROW_LARGEST, _ROW_SMALLEST = 1e100, 1e-100
# A quotient beyond it has no exact integer part.
_EXACT = 2**53


@dataclass(frozen=True, slots=True)
class Magnitude:
    """Orders of magnitude between which a number lies when it is not 0, and whether it is whole."""

    least: float
    most: float
    is_whole: bool = False

    @property
    def is_safe(self) -> bool:
        """Whether no engine can overflow or underflow at it."""
        return self.least >= -300 and self.most <= 300


WHOLE_COLUMN = Magnitude(0, 18.97, is_whole=True)
REAL_COLUMN = Magnitude(-100, 100)
SETTLED = Magnitude(-300, 300)


def magnitude_of(number: int | float) -> Magnitude:
    """The magnitude of a constant.

    >>> magnitude_of(1000)
    Magnitude(least=3.0, most=3.0, is_whole=True)
    """
    order = math.log10(abs(number)) if number else 0.0
    return Magnitude(order, order, is_whole=isinstance(number, int) or number.is_integer())


def settled_number(number: float | int) -> int | float | None:
    """A result as the engines settle it: None beyond the bounds, 0 within the least of them.

    >>> settled_number(1e301), settled_number(1e-301), settled_number(7)
    (None, 0.0, 7)
    """
    if isinstance(number, int):
        # Beyond this no column holds integers, and Python's would go on growing.
        number = number if abs(number) < 2**63 else float(number)
    if math.isnan(number) or abs(number) > LARGEST:
        return None
    return 0.0 if 0 < abs(number) < SMALLEST else number


def computed(operator: str, a: int | float, b: int | float) -> int | float | None:
    """The result for two constants, or None where there is none.

    >>> computed("/", 1, 4), computed("div", -7, 2), computed("%", -7, 2), computed("^", -8, 0.5)
    (0.25, -3, -1, None)
    """
    try:
        match operator:
            case "+":
                return settled_number(a + b)
            case "-":
                return settled_number(a - b)
            case "*":
                return settled_number(a * b)
            case "^":
                return settled_number(math.pow(a, b))
            case "/":
                return settled_number(a / b)
            case "div":
                divided = settled_number(a / b)
                return None if divided is None else math.trunc(divided)
            case _:
                return _left_over(a, b)
    except (ArithmeticError, ValueError):
        return None


def _left_over(a: int | float, b: int | float) -> int | float | None:
    if b == 0 or abs(a) / _EXACT > abs(b):
        return None
    return a if abs(a) < abs(b) else a - b * math.trunc(a / b)


def operand(column: ColumnElement[Any], magnitude: Magnitude) -> ColumnElement[float]:
    """A number of a row as arithmetic takes it: in double precision, NULL where it is beyond bounds."""
    if magnitude is not REAL_COLUMN:
        return sql_cast(column, Double())
    size = func.abs(column)
    is_within = and_(size <= _double(_ROW_LARGEST), or_(size >= _double(_ROW_SMALLEST), size == 0))
    return case((is_within, sql_cast(column, Double())))


def _double(number: int | float) -> ColumnElement[float]:
    return literal(float(number), Double())


def joined(
    operator: str, a: ColumnElement[Any], b: ColumnElement[Any], first: Magnitude, second: Magnitude
) -> tuple[ColumnElement[Any], Magnitude]:
    """The SQL of two operands joined, and the magnitude of the result. Operands are as of :func:`operand`."""
    match operator:
        case "+" | "-":
            return _sum(a + b if operator == "+" else a - b, first, second)
        case "*":
            magnitude = _product_of(first, second)
            return (a * b, magnitude) if magnitude.is_safe else (product(a, b), SETTLED)
        case "/":
            return _quotient(a, b, first, second)
        case "div":
            divided, magnitude = _quotient(a, b, first, second)
            return func.trunc(divided, type_=Double()), Magnitude(0, magnitude.most, is_whole=True)
        case "%":
            _, magnitude = _sum(a, first, second)
            return remainder(a, b), magnitude
        case _:
            return power(a, b), SETTLED


def _sum(
    sql: ColumnElement[Any], first: Magnitude, second: Magnitude
) -> tuple[ColumnElement[Any], Magnitude]:
    is_whole = first.is_whole and second.is_whole
    # Sixteen digits may cancel out.
    least = 0.0 if is_whole else min(first.least, second.least) - 17
    magnitude = Magnitude(least, max(first.most, second.most) + 0.5, is_whole)
    return (sql, magnitude) if magnitude.is_safe else (settled(sql), SETTLED)


def _product_of(first: Magnitude, second: Magnitude) -> Magnitude:
    is_whole = first.is_whole and second.is_whole
    return Magnitude(first.least + second.least, first.most + second.most, is_whole)


def _quotient(
    a: ColumnElement[Any], b: ColumnElement[Any], first: Magnitude, second: Magnitude
) -> tuple[ColumnElement[Any], Magnitude]:
    magnitude = Magnitude(first.least - second.most, first.most - second.least)
    return (ratio(a, b), magnitude) if magnitude.is_safe else (quotient(a, b), SETTLED)
