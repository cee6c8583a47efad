"""SQL of filters that the two engines spell differently, named once; each engine's module says how.

Arithmetic is in double precision. No construct makes an engine fail, whatever numbers a row holds: a result
that is no number or greater than 1e300 is NULL, one closer to 0 than 1e-300 is 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import ARRAY, Boolean, DateTime, Dialect, Double, Integer, LargeBinary, Text, TypeDecorator
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

_T = TypeVar("_T")

LARGEST = 1e300
"""The greatest result of arithmetic."""

SMALLEST = 1e-300
"""The result of arithmetic that is closest to 0 and not 0."""


class Wkb(TypeDecorator[bytes]):
    """Well-known binary, which also stands in a statement that is written out without parameters."""

    impl = LargeBinary
    cache_ok = True

    def literal_processor(self, dialect: Dialect) -> Callable[[bytes], str]:
        """How the engine spells bytes; SQLAlchemy would take them for UTF-8."""
        if dialect.name == "postgresql":
            return lambda wkb: f"decode('{wkb.hex()}', 'hex')"
        return lambda wkb: f"unhex('{wkb.hex()}')"


class Spelled(FunctionElement[_T]):
    """A construct that each engine spells in its own way; without an engine it is read as a call."""

    inherit_cache = True


@compiles(Spelled)
def _spelled(element: Spelled[Any], compiler: SQLCompiler, **kw: Any) -> str:
    return f"{type(element).__name__}({compiler.process(element.clauses, **kw)})"


class geometry_from_wkb(Spelled[Any]):  # noqa: N801 - named as it reads in a statement
    """The geometry of (WKB, SRID)."""

    type = NullType()
    inherit_cache = True


class geometry_in(Spelled[Any]):  # noqa: N801
    """The (geometry) as one of (SRID), whichever it names itself; nothing is transformed."""

    type = NullType()
    inherit_cache = True


class geometry_kind(Spelled[str]):  # noqa: N801
    """``POINT`` … ``GEOMETRYCOLLECTION``: what a geometry is."""

    type = Text()
    inherit_cache = True


class geodesic_km(Spelled[float]):  # noqa: N801
    """Kilometres on the ellipsoid of WGS 84 between (longitude, latitude, longitude, latitude)."""

    type = Double()
    inherit_cache = True


class bytewise(Spelled[str]):  # noqa: N801
    """A text that compares by code point, whatever collation its column has."""

    type = Text()
    inherit_cache = True


class byte_count(Spelled[int]):  # noqa: N801
    """Number of bytes of a text in UTF-8."""

    type = Integer()
    inherit_cache = True


class enclosed(Spelled[str]):  # noqa: N801
    """The text (first argument) with the SQL of the second before it and of the third after it.

    For a long chain of functions, which SQLAlchemy would otherwise build and compile call by call.
    """

    type = Text()
    inherit_cache = True


@compiles(enclosed)
def _enclosed(element: enclosed, compiler: SQLCompiler, **kw: Any) -> str:
    text, before, after = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"{before}{text}{after}"


class european_folded(Spelled[str]):  # noqa: N801
    """(text) with each letter of (second) made the one of (third): case, accents or both, as (fourth) says.

    Only of letters below U+0180 without those that lower case or the loss of marks alone does not fold, so
    that an engine may do it with functions of its own.
    """

    type = Text()
    inherit_cache = True


class first_day(Spelled[str]):  # noqa: N801
    """First day, as ``YYYY-MM-DD``, of (text): a year, a month, a quarter ``YYYY-Qn`` or a day.

    Text, because a cast to a date would fail on what a source wrote; such text sorts as the days do.
    """

    type = Text()
    inherit_cache = True


class last_day(Spelled[str]):  # noqa: N801
    """Last day, as ``YYYY-MM-DD``, of (text): a year, a month, a quarter ``YYYY-Qn`` or a day."""

    type = Text()
    inherit_cache = True


_FOURTHS = ", ".join(f"'{number:02}'" for number in range(4, 100, 4))


@compiles(first_day)
def _first_day(element: first_day, compiler: SQLCompiler, **kw: Any) -> str:
    text = compiler.process(element.clauses, **kw)
    return (
        f"CASE length({text}) WHEN 10 THEN {text} WHEN 4 THEN {text} || '-01-01' WHEN 7 THEN"
        f" substr({text}, 1, 5) || CASE substr({text}, 6, 2) WHEN 'Q1' THEN '01' WHEN 'Q2' THEN '04'"
        f" WHEN 'Q3' THEN '07' WHEN 'Q4' THEN '10' ELSE substr({text}, 6, 2) END || '-01' END"
    )


@compiles(last_day)
def _last_day(element: last_day, compiler: SQLCompiler, **kw: Any) -> str:
    text = compiler.process(element.clauses, **kw)
    century, year = f"substr({text}, 1, 2)", f"substr({text}, 3, 2)"
    is_leap = f"{year} IN ({_FOURTHS}) OR {year} = '00' AND {century} IN ('00', {_FOURTHS})"
    return (
        f"CASE length({text}) WHEN 10 THEN {text} WHEN 4 THEN {text} || '-12-31' WHEN 7 THEN"
        f" substr({text}, 1, 5) || CASE WHEN substr({text}, 6, 2) = 'Q1' THEN '03-31'"
        f" WHEN substr({text}, 6, 2) = 'Q2' THEN '06-30' WHEN substr({text}, 6, 2) = 'Q3' THEN '09-30'"
        f" WHEN substr({text}, 6, 2) = 'Q4' THEN '12-31'"
        f" WHEN substr({text}, 6, 2) IN ('04', '06', '09', '11') THEN substr({text}, 6, 2) || '-30'"
        f" WHEN substr({text}, 6, 2) <> '02' THEN substr({text}, 6, 2) || '-31'"
        f" WHEN {is_leap} THEN '02-29' ELSE '02-28' END END"
    )


class has_match(Spelled[bool]):  # noqa: N801
    """Whether some part of (text) matches (regular expression)."""

    type = Boolean()
    inherit_cache = True


class utc(Spelled[Any]):  # noqa: N801
    """A timestamp with time zone as a timestamp without one, in UTC."""

    type = DateTime()
    inherit_cache = True


class utc_elements(Spelled[Any]):  # noqa: N801
    """An array of timestamps with time zone as one of timestamps without, in UTC."""

    type = ARRAY(DateTime())
    inherit_cache = True


class has_all(Spelled[bool]):  # noqa: N801
    """Whether every element of the second array is in the first; elements that are NULL count in neither."""

    type = Boolean()
    inherit_cache = True


class has_any(Spelled[bool]):  # noqa: N801
    """Whether the two arrays share an element other than NULL."""

    type = Boolean()
    inherit_cache = True


class element_count(Spelled[int]):  # noqa: N801
    """Number of elements of an array."""

    type = Integer()
    inherit_cache = True


class settled(Spelled[float]):  # noqa: N801
    """A number within the bounds of arithmetic, NULL or 0 when it lies beyond them."""

    type = Double()
    inherit_cache = True


class product(Spelled[float]):  # noqa: N801
    """(a) times (b), settled."""

    type = Double()
    inherit_cache = True


class quotient(Spelled[float]):  # noqa: N801
    """(a) divided by (b), settled; NULL when (b) is 0."""

    type = Double()
    inherit_cache = True


class ratio(Spelled[float]):  # noqa: N801
    """(a) divided by (b), whose quotient is known to be within bounds; NULL when (b) is 0."""

    type = Double()
    inherit_cache = True


class remainder(Spelled[float]):  # noqa: N801
    """What is left of (a) when (b) is taken from it as often as it goes, with the sign of (a).

    NULL when (b) is 0, or so small that the quotient has no exact integer part (2^53).
    """

    type = Double()
    inherit_cache = True


class power(Spelled[float]):  # noqa: N801
    """(a) to the power of (b), settled; NULL where it is no real number."""

    type = Double()
    inherit_cache = True
