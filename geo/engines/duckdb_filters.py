"""How DuckDB spells the constructs of filters.

Its floating point follows IEEE 754 without errors, so that results are settled after the fact. A lambda over
a list of one names an operand, which would otherwise be repeated, and double at every level of nesting.
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


def _arguments(element: FunctionElement[Any], compiler: SQLCompiler, **kw: Any) -> list[str]:
    return [compiler.process(clause, **kw) for clause in element.clauses]


def _settled(sql: str) -> str:
    return (
        f"list_transform([{sql}], lambda v: CASE WHEN abs(v) > {LARGEST!r} OR isnan(v) THEN NULL"
        f" WHEN abs(v) < {SMALLEST!r} THEN 0 ELSE v END)[1]"
    )


@compiles(geometry_from_wkb, "duckdb")
def _geometry_from_wkb(element: geometry_from_wkb, compiler: SQLCompiler, **kw: Any) -> str:
    # A parameter that is compiled and not written makes the numbers of the others wrong.
    wkb, _ = element.clauses
    return f"ST_GeomFromWKB({compiler.process(wkb, **kw)})"


@compiles(geometry_in, "duckdb")
def _geometry_in(element: geometry_in, compiler: SQLCompiler, **kw: Any) -> str:
    geometry, _ = element.clauses  # which names no system
    return compiler.process(geometry, **kw)


@compiles(geometry_kind, "duckdb")
def _geometry_kind(element: geometry_kind, compiler: SQLCompiler, **kw: Any) -> str:
    (geometry,) = _arguments(element, compiler, **kw)
    return f"CAST(ST_GeometryType({geometry}) AS VARCHAR)"


@compiles(geodesic_km, "duckdb")
def _geodesic_km(element: geodesic_km, compiler: SQLCompiler, **kw: Any) -> str:
    # ST_Distance_Spheroid takes latitude before longitude.
    lon, lat, other_lon, other_lat = _arguments(element, compiler, **kw)
    return f"(ST_Distance_Spheroid(ST_Point2D({lat}, {lon}), ST_Point2D({other_lat}, {other_lon})) / 1000)"


@compiles(bytewise, "duckdb")
def _bytewise(element: bytewise, compiler: SQLCompiler, **kw: Any) -> str:
    (text,) = _arguments(element, compiler, **kw)
    return text


@compiles(byte_count, "duckdb")
def _byte_count(element: byte_count, compiler: SQLCompiler, **kw: Any) -> str:
    (text,) = _arguments(element, compiler, **kw)
    return f"strlen({text})"


@compiles(has_match, "duckdb")
def _has_match(element: has_match, compiler: SQLCompiler, **kw: Any) -> str:
    text, pattern = _arguments(element, compiler, **kw)
    return f"regexp_matches({text}, {pattern})"


_STROKES = "ØOøoŁLłlĐDđdÐDðdĦHħhŦTŧtıi"


@compiles(european_folded, "duckdb")
def _european_folded(element: european_folded, compiler: SQLCompiler, **kw: Any) -> str:
    # translate() would build its table anew for every row.
    text, _, _, folding = _arguments(element, compiler, **kw)
    if folding != "'casei'":
        for letter, plain in zip(_STROKES[::2], _STROKES[1::2], strict=True):
            text = f"replace({text}, '{letter}', '{plain}')"
        text = f"strip_accents({text})"
    return text if folding == "'accenti'" else f"lower({text})"


@compiles(utc, "duckdb")
def _utc(element: utc, compiler: SQLCompiler, **kw: Any) -> str:
    # The casts between the two types of timestamp need the extension for time zones, microseconds do not.
    (timestamp,) = _arguments(element, compiler, **kw)
    return f"make_timestamp(epoch_us({timestamp}))"


@compiles(utc_elements, "duckdb")
def _utc_elements(element: utc_elements, compiler: SQLCompiler, **kw: Any) -> str:
    (array,) = _arguments(element, compiler, **kw)
    return f"list_transform({array}, lambda v: make_timestamp(epoch_us(v)))"


@compiles(has_all, "duckdb")
def _has_all(element: has_all, compiler: SQLCompiler, **kw: Any) -> str:
    array, part = _arguments(element, compiler, **kw)
    return f"list_has_all({array}, list_filter({part}, lambda v: v IS NOT NULL))"


@compiles(has_any, "duckdb")
def _has_any(element: has_any, compiler: SQLCompiler, **kw: Any) -> str:
    array, other = _arguments(element, compiler, **kw)
    return f"list_has_any({array}, {other})"


@compiles(element_count, "duckdb")
def _element_count(element: element_count, compiler: SQLCompiler, **kw: Any) -> str:
    (array,) = _arguments(element, compiler, **kw)
    return f"len({array})"


@compiles(settled, "duckdb")
def _compile_settled(element: settled, compiler: SQLCompiler, **kw: Any) -> str:
    (number,) = _arguments(element, compiler, **kw)
    return _settled(number)


@compiles(product, "duckdb")
def _product(element: product, compiler: SQLCompiler, **kw: Any) -> str:
    a, b = _arguments(element, compiler, **kw)
    return _settled(f"({a}) * ({b})")


@compiles(quotient, "duckdb")
def _quotient(element: quotient, compiler: SQLCompiler, **kw: Any) -> str:
    a, b = _arguments(element, compiler, **kw)
    return _settled(f"({a}) / ({b})")


@compiles(ratio, "duckdb")
def _ratio(element: ratio, compiler: SQLCompiler, **kw: Any) -> str:
    # Its NULLIF would repeat the divisor.
    a, b = _arguments(element, compiler, **kw)
    return _settled(f"({a}) / ({b})")


@compiles(power, "duckdb")
def _power(element: power, compiler: SQLCompiler, **kw: Any) -> str:
    a, b = _arguments(element, compiler, **kw)
    return _settled(f"pow({a}, {b})")


@compiles(remainder, "duckdb")
def _remainder(element: remainder, compiler: SQLCompiler, **kw: Any) -> str:
    a, b = _arguments(element, compiler, **kw)
    return (
        f"list_transform([{{'a': {a}, 'b': {b}}}], lambda v: CASE"
        " WHEN v.b = 0 OR abs(v.a) / 9007199254740992 > abs(v.b) THEN NULL"
        " WHEN abs(v.a) < abs(v.b) THEN v.a ELSE v.a - v.b * trunc(v.a / v.b) END)[1]"
    )
