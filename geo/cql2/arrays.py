"""The array functions: arrays are sets, without order or repetition (``/req/array-functions``).

An element that is NULL is no element; an array that is NULL is unknown.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ARRAY, BigInteger, Boolean, ColumnElement, Date, DateTime, Double, and_, cast
from sqlalchemy import Text as TextType
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.types import TypeEngine

from geo.cql2.errors import TypeMismatch
from geo.cql2.queryable import PropertyType
from geo.cql2.values import (
    ArrayValue,
    BooleanValue,
    NumberValue,
    SpanValue,
    TextValue,
    Value,
    constant,
    truth,
)
from geo.declarations import Text
from geo.engines.filter_constructs import has_all, has_any

FUNCTIONS = frozenset({"a_contains", "a_containedby", "a_equals", "a_overlaps"})
_SQL_TYPES: dict[PropertyType, TypeEngine[Any]] = {
    PropertyType.TEXT: TextType(),
    PropertyType.INTEGER: BigInteger(),
    PropertyType.REAL: Double(),
    PropertyType.BOOLEAN: Boolean(),
    PropertyType.DATE: Date(),
    PropertyType.TIMESTAMP: DateTime(),
}
_NUMERIC = {PropertyType.INTEGER, PropertyType.REAL}


def relation(name: str, a: ArrayValue, b: ArrayValue) -> ColumnElement[bool]:
    """The condition that an array function states between two arrays.

    :raises TypeMismatch: when their elements are of different types, or of one that no array holds.
    """
    kind = _common_type(a, b)
    if _is_constant(a) and _is_constant(b):
        return truth(_holds(name, _constants(a), _constants(b)))
    first, second = _sql(a, kind), _sql(b, kind)
    match name:
        case "a_contains":
            return has_all(first, second)
        case "a_containedby":
            return has_all(second, first)
        case "a_equals":
            return and_(has_all(first, second), has_all(second, first))
        case _:
            return has_any(first, second)


def _holds(name: str, a: set[Any], b: set[Any]) -> bool:
    match name:
        case "a_contains":
            return a >= b
        case "a_containedby":
            return a <= b
        case "a_equals":
            return a == b
        case _:
            return bool(a & b)


def _common_type(a: ArrayValue, b: ArrayValue) -> PropertyType:
    found = [each for value in (a, b) for each in _types(value)]
    kinds = set(found)
    if kinds <= _NUMERIC and kinds:
        return PropertyType.REAL if PropertyType.REAL in kinds else PropertyType.INTEGER
    if len(kinds) > 1:
        said, beside = a.said, b.said
        raise TypeMismatch(
            Text(
                f"{said.es} y {beside.es} tienen elementos de tipos distintos.",
                f"{said.en} and {beside.en} have elements of different types.",
            )
        )
    return kinds.pop() if kinds else PropertyType.TEXT


def _types(value: ArrayValue) -> list[PropertyType]:
    if value.elements is None:
        return [value.element_type]
    return [_type(each) for each in value.elements]


def _type(element: Value) -> PropertyType:
    match element:
        case TextValue():
            return PropertyType.TEXT
        case NumberValue(constant=int(number)) if abs(number) < 2**63:
            return PropertyType.INTEGER
        case NumberValue(constant=None) if element.magnitude.is_whole:
            return PropertyType.INTEGER
        case NumberValue():
            return PropertyType.REAL
        case BooleanValue():
            return PropertyType.BOOLEAN
        case SpanValue(is_instant=True):
            return PropertyType.DATE if element.is_daily else PropertyType.TIMESTAMP
        case _:
            said = element.said
            raise TypeMismatch(
                Text(f"{said.es} no puede estar en una lista.", f"{said.en} cannot be in an array.")
            )


def _is_constant(value: ArrayValue) -> bool:
    return value.elements is not None and all(_constant(each) is not None for each in value.elements)


def _constant(element: Value) -> Any:
    return element.lower.constant if isinstance(element, SpanValue) else getattr(element, "constant", None)


def _constants(value: ArrayValue) -> set[Any]:
    return {_constant(each) for each in value.elements or ()}


def _sql(value: ArrayValue, kind: PropertyType) -> ColumnElement[Any]:
    held = _SQL_TYPES[kind]
    if value.elements is None:
        # The type of the column may differ in a length or a collation, which no array operator forgives.
        return cast(value.sql, ARRAY(held))
    return cast(array([_element_sql(each, held) for each in value.elements], type_=held), ARRAY(held))


def _element_sql(element: Value, held: TypeEngine[Any]) -> ColumnElement[Any]:
    found = _constant(element)
    if found is not None:
        return constant(float(found) if isinstance(held, Double) else found, held)
    if isinstance(element, SpanValue) and element.lower.sql is not None:
        return cast(element.lower.sql, held)
    sql: ColumnElement[Any] = element.sql  # type: ignore[attr-defined]
    return cast(sql, held)
