"""The functions that a filter may call besides those of the standard, as ``/functions`` publishes them.

Each answers alike on both engines. What it takes is a tuple of names of types; several mean any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pyproj import Geod
from shapely import Point
from sqlalchemy import BigInteger, ColumnElement, Double, Integer, case, cast, func
from sqlalchemy import Text as TextType
from sqlalchemy.sql.elements import literal
from sqlalchemy.types import TypeEngine

from geo.cql2.arithmetic import REAL_COLUMN, WHOLE_COLUMN, Magnitude, magnitude_of
from geo.cql2.errors import TypeMismatch, UnknownFunction, WrongArguments
from geo.cql2.instants import span_of
from geo.cql2.values import (
    ArrayValue,
    GeometryValue,
    NumberValue,
    TextValue,
    Value,
    constant,
)
from geo.declarations import Text
from geo.engines.filter_constructs import element_count, geodesic_km, has_match

ArgumentType = Literal["string", "number", "integer", "boolean", "date", "datetime", "geometry", "array"]
_Language = Literal["es", "en"]
# The ellipsoid on which both engines measure.
_WGS84 = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a function."""

    name: str
    description: Text
    types: tuple[ArgumentType, ...]


@dataclass(frozen=True, slots=True)
class Function:
    """One function: what it is called with, what it returns, and what it tells."""

    name: str
    description: Text
    arguments: tuple[Argument, ...]
    returns: tuple[ArgumentType, ...]
    example: str


FUNCTIONS: tuple[Function, ...] = (
    Function(
        "distance_km",
        Text(
            "Kilómetros sobre el elipsoide WGS 84 entre dos puntos. De un municipio cuenta el punto de su"
            " interior que dan «lon» y «lat».",
            "Kilometres on the WGS 84 ellipsoid between two points. A municipality is measured from the"
            " point within it that “lon” and “lat” give.",
        ),
        (
            Argument("from", Text("Un punto", "A point"), ("geometry",)),
            Argument("to", Text("Otro punto", "Another point"), ("geometry",)),
        ),
        ("number",),
        "distance_km(geometry, POINT(-117.03 32.53)) < 100",
    ),
    Function(
        "year",
        Text(
            "Año de una fecha, de un instante o de una fecha incompleta como «2013-02».",
            "Year of a date, of a timestamp or of a partial date such as “2013-02”.",
        ),
        (Argument("time", Text("Fecha o instante", "Date or timestamp"), ("date", "datetime", "string")),),
        ("integer",),
        "year(signed_date) = 2013",
    ),
    Function(
        "length",
        Text("Número de caracteres de un texto.", "Number of characters of a text."),
        (Argument("text", Text("Un texto", "A text"), ("string",)),),
        ("integer",),
        "length(name) > 30",
    ),
    Function(
        "array_length",
        Text("Número de elementos de una lista.", "Number of elements of an array."),
        (Argument("array", Text("Una lista", "An array"), ("array",)),),
        ("integer",),
        "array_length(themes) >= 2",
    ),
    Function(
        "coalesce",
        Text(
            "El primer valor, o el segundo donde el primero falta.",
            "The first value, or the second where the first is missing.",
        ),
        (
            Argument("value", Text("Texto o número", "Text or number"), ("string", "number")),
            Argument(
                "instead", Text("Otro del mismo tipo", "Another of the same type"), ("string", "number")
            ),
        ),
        ("string", "number"),
        "coalesce(signed_year, 0) < 2000",
    ),
)
"""Every function, in the order in which they are published."""

_BY_NAME = {function.name: function for function in FUNCTIONS}


def document(language: _Language = "en") -> dict[str, Any]:
    """The JSON object of ``/functions`` (OGC API – Features Part 3).

    >>> document()["functions"][2]["returns"]
    ['integer']
    """
    return {
        "functions": [
            {
                "name": function.name,
                "description": getattr(function.description, language),
                "arguments": [
                    {
                        "title": argument.name,
                        "description": getattr(argument.description, language),
                        "type": list(argument.types),
                    }
                    for argument in function.arguments
                ],
                "returns": list(function.returns),
            }
            for function in FUNCTIONS
        ]
    }


def called(name: str, arguments: Sequence[Value]) -> Value:
    """The value of a function for its arguments.

    :raises UnknownFunction: when it is not published.
    :raises WrongArguments: for too few or too many arguments.
    :raises TypeMismatch: for an argument of a type that it does not take.
    """
    function = _BY_NAME.get(name.lower())
    if function is None:
        raise UnknownFunction(name, tuple(_BY_NAME))
    if len(arguments) != len(function.arguments):
        raise WrongArguments(name, str(len(function.arguments)), len(arguments))
    return _CALLS[function.name](name, arguments)


def _distance_km(name: str, arguments: Sequence[Value]) -> Value:
    first, second = (_position(name, argument) for argument in arguments)
    if all(isinstance(each, float) for each in (*first, *second)):
        metres = float(_WGS84.inv(*first, *second)[2])
        return _number(name, metres / 1000)
    coordinates = (_double(each) for each in (*first, *second))
    return NumberValue(name, geodesic_km(*coordinates), Magnitude(-12, 5), is_computed=True)


def _position(name: str, value: Value) -> tuple[Any, Any]:
    if isinstance(value, GeometryValue) and value.point is not None:
        return value.point
    if isinstance(value, GeometryValue) and isinstance(value.shape, Point):
        return float(value.shape.x), float(value.shape.y)
    raise _refused(name, value, Text("un punto", "a point"))


def _double(coordinate: Any) -> ColumnElement[Any]:
    return constant(coordinate, Double()) if isinstance(coordinate, float) else coordinate


def _year(name: str, arguments: Sequence[Value]) -> Value:
    (value,) = arguments
    if isinstance(value, TextValue) and value.is_partial_date:
        digits = func.substr(value.sql, 1, 4, type_=TextType())
        # What a source wrote is not cast before it is known to be digits.
        year = case((has_match(value.sql, literal("^[0-9]{4}", TextType())), cast(digits, Integer())))
        return NumberValue(name, year, WHOLE_COLUMN)
    span = None if isinstance(value, NumberValue) else span_of(value)
    if span is None or not span.is_instant:
        raise _refused(name, value, Text("una fecha o un instante", "a date or a timestamp"))
    if span.lower.constant is not None:
        return _number(name, span.lower.constant.year)
    return NumberValue(name, cast(func.date_part("year", span.lower.sql), Integer()), WHOLE_COLUMN)


def _length(name: str, arguments: Sequence[Value]) -> Value:
    (value,) = arguments
    if not isinstance(value, TextValue):
        raise _refused(name, value, Text("un texto", "a text"))
    if value.constant is not None:
        return _number(name, len(value.constant))
    return NumberValue(name, func.length(value.sql, type_=Integer()), WHOLE_COLUMN)


def _array_length(name: str, arguments: Sequence[Value]) -> Value:
    (value,) = arguments
    if not isinstance(value, ArrayValue):
        raise _refused(name, value, Text("una lista", "an array"))
    if value.elements is not None:
        return _number(name, len(value.elements))
    return NumberValue(name, element_count(value.sql), WHOLE_COLUMN)


def _coalesce(name: str, arguments: Sequence[Value]) -> Value:
    first, second = arguments
    if isinstance(first, TextValue) and isinstance(second, TextValue):
        sql = func.coalesce(first.sql, second.sql, type_=TextType())
        return (
            first if first.constant is not None else TextValue(name, sql, weight=first.weight + second.weight)
        )
    if isinstance(first, NumberValue) and isinstance(second, NumberValue):
        if first.constant is not None:
            return first
        is_whole = all(each.magnitude.is_whole and each.magnitude.most < 19 for each in (first, second))
        kind: TypeEngine[Any] = BigInteger() if is_whole else Double()
        numbers: list[ColumnElement[Any]] = [cast(each.sql, kind) for each in (first, second)]
        magnitude = WHOLE_COLUMN if is_whole else REAL_COLUMN
        return NumberValue(name, func.coalesce(*numbers, type_=kind), magnitude)
    raise _refused(name, second if isinstance(first, TextValue | NumberValue) else first, _SAME)


_SAME = Text("dos textos o dos números", "two texts or two numbers")
_CALLS: dict[str, Callable[[str, Sequence[Value]], Value]] = {
    "distance_km": _distance_km,
    "year": _year,
    "length": _length,
    "array_length": _array_length,
    "coalesce": _coalesce,
}


def _number(name: str, number: int | float) -> NumberValue:
    return NumberValue(name, constant(float(number), Double()), magnitude_of(number), constant=number)


def _refused(name: str, value: Value, expected: Text) -> TypeMismatch:
    said = value.said
    return TypeMismatch(
        Text(
            f"«{name}» pide {expected.es}, y no {said.es}.",
            f"“{name}” takes {expected.en}, and not {said.en}.",
        )
    )
