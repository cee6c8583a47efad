"""The tree of CQL2 JSON made into one SQLAlchemy condition.

The translator knows the shape of the tree and which module answers for which operator; what an operator means
is written in that module.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Double, and_, not_, or_

from geo import crs
from geo.cql2 import arithmetic, arrays, comparisons, functions, spatial, temporal
from geo.cql2.errors import BadLiteral, BadSyntax, TypeMismatch, UnknownProperty, WrongArguments, shown
from geo.cql2.folding import Folding, folded, folded_sql
from geo.cql2.geometries import shape_of
from geo.cql2.instants import UNBOUNDED, date_span, interval, span_of, timestamp_span
from geo.cql2.limits import Budget
from geo.cql2.properties import value_of
from geo.cql2.queryable import Queryables
from geo.cql2.values import (
    ArrayValue,
    BooleanValue,
    GeometryValue,
    NumberValue,
    SpanValue,
    TextValue,
    Value,
    constant,
    text_constant,
    truth,
)
from geo.declarations import Text
from geo.systems import System

_COUNTS = {"not": 1, "isnull": 1, "casei": 1, "accenti": 1, "between": 3}
# What folding a column costs an engine beside comparing it.
_FOLDING_WEIGHT = 50
_GEOMETRY_WEIGHT = 5


class Translator:
    """One translation: the properties of one layer or table, and what the filter may still cost."""

    def __init__(self, queryables: Queryables, written_in: System) -> None:
        self._queryables = queryables
        self._written_in = written_in
        self._budget = Budget()

    def condition(self, node: Any) -> ColumnElement[bool]:
        """The condition that a node states.

        :raises FilterError: when it states none.
        """
        value = self.value(node)
        if not isinstance(value, BooleanValue):
            said = value.said
            raise TypeMismatch(
                Text(
                    f"Se espera una condición, y {said.es} no lo es.",
                    f"A condition is expected, and {said.en} is none.",
                )
            )
        return value.sql

    def value(self, node: Any) -> Value:
        """The value of a node.

        :raises FilterError: when it has none.
        """
        self._budget.spend(1)
        match node:
            case bool():
                return BooleanValue(str(node).lower(), truth(node), constant=node)
            case int() | float():
                return _number(node)
            case str():
                return text_constant(_checked(node))
            case list():
                return ArrayValue("( … )", elements=tuple(self.value(each) for each in node))
            case {"op": str(operator), "args": list(arguments)} if len(node) == 2:
                return self._operation(operator, arguments)
            case {"property": str(name)} if len(node) == 1:
                return self._property(name)
            case {"date": text} if len(node) == 1:
                return date_span(text)
            case {"timestamp": text} if len(node) == 1:
                return timestamp_span(text)
            case {"interval": list(ends)} if len(node) == 1:
                return self._interval(ends)
            case {"type": _} | {"bbox": _}:
                self._budget.spend(_GEOMETRY_WEIGHT)
                name = str(node.get("type", "BBOX"))
                return GeometryValue(name, crs.STORE, shape=shape_of(node, self._written_in))
            case None:
                raise BadSyntax(Text("NULL no es un valor: IS NULL", "NULL is no value: IS NULL"))
            case _:
                reason = Text(
                    "un objeto no es ni operación ni valor", "an object is neither operation nor value"
                )
                raise BadSyntax(reason)

    def _property(self, name: str) -> Value:
        found = self._queryables.by_name.get(name)
        if found is None:
            raise UnknownProperty(name, self._queryables.names)
        return value_of(found)

    def _interval(self, ends: list[Any]) -> Value:
        if len(ends) != 2:
            raise WrongArguments("INTERVAL", "2", len(ends))
        read = [end if end == UNBOUNDED else self.value(end) for end in ends]
        return interval(read[0], read[1])

    def _operation(self, operator: str, arguments: list[Any]) -> Value:
        name = operator.lower()
        if name in {"and", "or"}:
            if len(arguments) < 2:
                raise WrongArguments(name.upper(), "≥ 2", len(arguments))
            conditions = [self.condition(each) for each in arguments]
            return BooleanValue(name.upper(), and_(*conditions) if name == "and" else or_(*conditions))
        if name not in _KNOWN:
            return functions.called(operator, [self.value(each) for each in arguments])
        expected = _COUNTS.get(name, 2)
        if len(arguments) != expected:
            raise WrongArguments(operator, str(expected), len(arguments))
        if name == "not":
            return BooleanValue("NOT", not_(self.condition(arguments[0])))
        if name == "in":
            return self._in(arguments)
        values = [self.value(each) for each in arguments]
        if name in {"casei", "accenti"}:
            return self._folded(Folding(name), values[0])
        if name in arithmetic.OPERATORS:
            return _computed(name, values[0], values[1])
        return BooleanValue(operator, _predicate(name, values))

    def _in(self, arguments: list[Any]) -> Value:
        if not isinstance(arguments[1], list):
            raise BadSyntax(Text("IN lleva una lista", "IN takes a list"))
        listed = [self.value(each) for each in arguments[1]]
        return BooleanValue("IN", comparisons.in_list(self.value(arguments[0]), listed))

    def _folded(self, folding: Folding, value: Value) -> Value:
        if not isinstance(value, TextValue):
            said = value.said
            raise TypeMismatch(
                Text(
                    f"{folding.name} pide un texto, y no {said.es}.",
                    f"{folding.name} takes text, not {said.en}.",
                )
            )
        if value.constant is not None:
            return text_constant(folded(value.constant, folding))
        base = value.unfolded or value
        both = folding if value.folding is None else folding.joined(value.folding)
        self._budget.spend(_FOLDING_WEIGHT * base.weight)
        name = f"{folding.value.upper()}({value.name})"
        return TextValue(
            name, folded_sql(base.sql, both), collates_bytewise=True, weight=7, folding=both, unfolded=base
        )


def _number(number: int | float) -> NumberValue:
    try:
        as_float = float(number)
    except OverflowError:
        as_float = math.inf
    if not math.isfinite(as_float):
        raise BadLiteral(number, Text("no es un número finito", "it is no finite number"))
    return NumberValue(
        shown(number), constant(as_float, Double()), arithmetic.magnitude_of(number), constant=number
    )


def _checked(text: str) -> str:
    """The text, if the engines can hold it."""
    if "\0" in text or (not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)):
        raise BadLiteral(
            text, Text("tiene un carácter que ningún texto lleva", "it has a character that no text holds")
        )
    return text


def _computed(name: str, a: Value, b: Value) -> Value:
    if not isinstance(a, NumberValue) or not isinstance(b, NumberValue):
        raise comparisons.mismatch(name, a, b)
    said = f"{a.name} {name} {b.name}"
    if a.constant is not None and b.constant is not None:
        result = arithmetic.computed(name, a.constant, b.constant)
        if result is not None:
            return NumberValue(
                said, constant(float(result), Double()), arithmetic.magnitude_of(result), constant=result
            )
        return NumberValue(said, constant(None, Double()), arithmetic.SETTLED, is_computed=True)
    operands = [
        each.sql
        if each.is_computed or each.constant is not None
        else arithmetic.operand(each.sql, each.magnitude)
        for each in (a, b)
    ]
    sql, magnitude = arithmetic.joined(name, operands[0], operands[1], a.magnitude, b.magnitude)
    return NumberValue(said, sql, magnitude, is_computed=True)


def _spatial(name: str, values: list[Value]) -> ColumnElement[bool]:
    a, b = values
    if not isinstance(a, GeometryValue) or not isinstance(b, GeometryValue):
        raise _not_all(name, values, GeometryValue, Text("geometrías", "geometries"))
    return spatial.relation(name, a, b)


def _temporal(name: str, values: list[Value]) -> ColumnElement[bool]:
    a, b = (None if isinstance(each, TextValue) and each.constant else span_of(each) for each in values)
    if a is None or b is None:
        raise _not_all(
            name, values, SpanValue, Text("fechas, instantes o intervalos", "dates, timestamps or intervals")
        )
    return temporal.relation(name, a, b)


def _array(name: str, values: list[Value]) -> ColumnElement[bool]:
    a, b = values
    if not isinstance(a, ArrayValue) or not isinstance(b, ArrayValue):
        raise _not_all(name, values, ArrayValue, Text("listas", "arrays"))
    return arrays.relation(name, a, b)


def _not_all(name: str, values: list[Value], kind: type[Value], expected: Text) -> TypeMismatch:
    other = next(each for each in values if not isinstance(each, kind)).said
    function = name.upper()
    return TypeMismatch(
        Text(
            f"{function} compara {expected.es}, y {other.es} no lo es.",
            f"{function} compares {expected.en}, and {other.en} is none.",
        )
    )


def _predicate(name: str, values: list[Value]) -> ColumnElement[bool]:
    return _PREDICATES[name](name, values)


_PREDICATES: dict[str, Callable[[str, list[Value]], ColumnElement[bool]]] = {
    **dict.fromkeys(comparisons.OPERATORS, lambda name, values: comparisons.compared(name, *values)),
    **dict.fromkeys(spatial.FUNCTIONS, _spatial),
    **dict.fromkeys(temporal.FUNCTIONS, _temporal),
    **dict.fromkeys(arrays.FUNCTIONS, _array),
    "between": lambda _, values: comparisons.between(*values),
    "like": lambda _, values: comparisons.like(*values),
    "isnull": lambda _, values: comparisons.is_null(*values),
}
_KNOWN = frozenset(_PREDICATES) | arithmetic.OPERATORS | {"not", "in", "casei", "accenti"}
