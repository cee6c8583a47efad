"""How PostGIS spells the constructs of filters.

PostgreSQL ends a statement at the first overflow, underflow or division by zero, so that operands are looked
at before they meet. A subquery of one row names an operand, which would otherwise be repeated, and double
at every level of nesting; ``OFFSET 0`` keeps the planner from undoing that.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from geo.engines.filter_constructs import (
    LARGEST,
    SMALLEST,
    byte_count,
    bytewise,
    element_count,
    european_folded,
    geodesic_km,
    geometry_from_wkb,
    geometry_in,
    geometry_kind,
    has_all,
    has_any,
    has_match,
    power,
    product,
    quotient,
    ratio,
    remainder,
    settled,
    utc,
    utc_elements,
)

# Orders of magnitude, half of one beyond the bounds: what lies between is settled by its value.
_MOST, _LEAST = 300.5, -300.5
_UNKNOWN = "v.a IS NULL OR v.b IS NULL"


def _arguments(element: FunctionElement[Any], compiler: SQLCompiler, **kw: Any) -> list[str]:
    return [compiler.process(clause, **kw) for clause in element.clauses]


def _operands(element: FunctionElement[Any], compiler: SQLCompiler, **kw: Any) -> list[str]:
    """The arguments in brackets, to stand beside an operator."""
    return [f"({sql})" for sql in _arguments(element, compiler, **kw)]


def _settled(sql: str) -> str:
    return (
        f"(SELECT CASE WHEN abs(w.r) > {LARGEST!r} THEN NULL WHEN abs(w.r) < {SMALLEST!r} THEN 0"
        f" ELSE w.r END FROM (SELECT {sql} AS r OFFSET 0) AS w)"
    )


def _named(a: str, b: str, sql: str) -> str:
    return f"(SELECT {sql} FROM (SELECT {a} AS a, {b} AS b OFFSET 0) AS v)"


def _within(magnitude: str, sql: str) -> str:
    return f"CASE WHEN {magnitude} > {_MOST} THEN NULL WHEN {magnitude} < {_LEAST} THEN 0 ELSE {sql} END"


@compiles(geometry_from_wkb, "postgresql")
def _geometry_from_wkb(element: geometry_from_wkb, compiler: SQLCompiler, **kw: Any) -> str:
    wkb, srid = _arguments(element, compiler, **kw)
    return f"ST_GeomFromWKB({wkb}, {srid})"


@compiles(geometry_in, "postgresql")
def _geometry_in(element: geometry_in, compiler: SQLCompiler, **kw: Any) -> str:
    geometry, srid = _arguments(element, compiler, **kw)
    return f"ST_SetSRID({geometry}, {srid})"


@compiles(geometry_kind, "postgresql")
def _geometry_kind(element: geometry_kind, compiler: SQLCompiler, **kw: Any) -> str:
    (geometry,) = _arguments(element, compiler, **kw)
    return f"GeometryType({geometry})"


@compiles(geodesic_km, "postgresql")
def _geodesic_km(element: geodesic_km, compiler: SQLCompiler, **kw: Any) -> str:
    lon, lat, other_lon, other_lat = _arguments(element, compiler, **kw)
    return (
        f"(ST_Distance(CAST(ST_SetSRID(ST_MakePoint({lon}, {lat}), 4326) AS geography),"
        f" CAST(ST_SetSRID(ST_MakePoint({other_lon}, {other_lat}), 4326) AS geography)) / 1000)"
    )


@compiles(bytewise, "postgresql")
def _bytewise(element: bytewise, compiler: SQLCompiler, **kw: Any) -> str:
    (text,) = _operands(element, compiler, **kw)
    return f'({text} COLLATE "C")'


@compiles(byte_count, "postgresql")
def _byte_count(element: byte_count, compiler: SQLCompiler, **kw: Any) -> str:
    (text,) = _arguments(element, compiler, **kw)
    return f"octet_length({text})"


@compiles(has_match, "postgresql")
def _has_match(element: has_match, compiler: SQLCompiler, **kw: Any) -> str:
    text, pattern = _operands(element, compiler, **kw)
    return f"({text} ~ {pattern})"


@compiles(european_folded, "postgresql")
def _european_folded(element: european_folded, compiler: SQLCompiler, **kw: Any) -> str:
    # lower() depends on the locale of the database, and marks are taken off by extensions alone.
    text, letters, folded, _ = _arguments(element, compiler, **kw)
    return f"translate({text}, {letters}, {folded})"


@compiles(utc, "postgresql")
def _utc(element: utc, compiler: SQLCompiler, **kw: Any) -> str:
    (timestamp,) = _operands(element, compiler, **kw)
    return f"({timestamp} AT TIME ZONE 'UTC')"


@compiles(utc_elements, "postgresql")
def _utc_elements(element: utc_elements, compiler: SQLCompiler, **kw: Any) -> str:
    # A cast of the array would take the time zone of the session.
    (array,) = _operands(element, compiler, **kw)
    within = f"SELECT e AT TIME ZONE 'UTC' FROM unnest({array}) AS e"
    return f"(CASE WHEN {array} IS NOT NULL THEN ARRAY({within}) END)"


@compiles(has_all, "postgresql")
def _has_all(element: has_all, compiler: SQLCompiler, **kw: Any) -> str:
    array, part = _operands(element, compiler, **kw)
    return f"({array} @> array_remove({part}, NULL))"


@compiles(has_any, "postgresql")
def _has_any(element: has_any, compiler: SQLCompiler, **kw: Any) -> str:
    array, other = _operands(element, compiler, **kw)
    return f"({array} && {other})"


@compiles(element_count, "postgresql")
def _element_count(element: element_count, compiler: SQLCompiler, **kw: Any) -> str:
    (array,) = _arguments(element, compiler, **kw)
    return f"cardinality({array})"


@compiles(settled, "postgresql")
def _compile_settled(element: settled, compiler: SQLCompiler, **kw: Any) -> str:
    (number,) = _arguments(element, compiler, **kw)
    return _settled(number)


@compiles(product, "postgresql")
def _product(element: product, compiler: SQLCompiler, **kw: Any) -> str:
    a, b = _arguments(element, compiler, **kw)
    magnitude = "log(abs(v.a)) + log(abs(v.b))"
    within = _within(magnitude, "v.a * v.b")
    sql = f"CASE WHEN {_UNKNOWN} THEN NULL WHEN v.a = 0 OR v.b = 0 THEN 0 ELSE {within} END"
    return _settled(_named(a, b, sql))


@compiles(quotient, "postgresql")
def _quotient(element: quotient, compiler: SQLCompiler, **kw: Any) -> str:
    a, b = _arguments(element, compiler, **kw)
    within = _within("log(abs(v.a)) - log(abs(v.b))", "v.a / v.b")
    sql = f"CASE WHEN {_UNKNOWN} OR v.b = 0 THEN NULL WHEN v.a = 0 THEN 0 ELSE {within} END"
    return _settled(_named(a, b, sql))


@compiles(ratio, "postgresql")
def _ratio(element: ratio, compiler: SQLCompiler, **kw: Any) -> str:
    a, b = _operands(element, compiler, **kw)
    return f"({a} / NULLIF({b}, 0))"


@compiles(power, "postgresql")
def _power(element: power, compiler: SQLCompiler, **kw: Any) -> str:
    a, b = _arguments(element, compiler, **kw)
    within = _within("v.b * log(abs(v.a))", "power(v.a, v.b)")
    sql = (
        f"CASE WHEN {_UNKNOWN} THEN NULL WHEN v.b = 0 THEN 1"
        " WHEN v.a = 0 THEN CASE WHEN v.b > 0 THEN 0 END"
        f" WHEN v.a < 0 AND v.b <> trunc(v.b) THEN NULL ELSE {within} END"
    )
    return _settled(_named(a, b, sql))


@compiles(remainder, "postgresql")
def _remainder(element: remainder, compiler: SQLCompiler, **kw: Any) -> str:
    a, b = _arguments(element, compiler, **kw)
    return _named(
        a,
        b,
        "CASE WHEN v.b = 0 OR abs(v.a) / 9007199254740992 > abs(v.b) THEN NULL"
        " WHEN abs(v.a) < abs(v.b) THEN v.a ELSE v.a - v.b * trunc(v.a / v.b) END",
    )
