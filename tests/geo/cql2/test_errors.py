"""What is refused, with what error, and what the reader is told."""

import math
from typing import Any

import pytest

from geo.cql2 import (
    BadLiteral,
    BadSyntax,
    FilterError,
    TooComplex,
    TypeMismatch,
    UnknownCrs,
    UnknownFunction,
    UnknownProperty,
    WrongArguments,
    where,
)
from geo.cql2.limits import MAX_DEPTH, MAX_VALUES, MAX_VERTICES, MAX_WEIGHT
from tests.geo.cql2.drawn import op, prop
from tests.geo.cql2.places import PLACES

NAME, POP, GEOM = prop("name"), prop("pop_other"), prop("geom")


def _nested(levels: int) -> Any:
    tree: Any = True
    for _ in range(levels):
        tree = op("not", tree)
    return tree


def _ring(vertices: int) -> list[list[float]]:
    turns = [2 * math.pi * each / vertices for each in range(vertices)]
    ring = [[math.cos(turn), math.sin(turn)] for turn in turns]
    return [*ring, ring[0]]


REFUSED: tuple[tuple[Any, type[FilterError]], ...] = (
    ("nothing = 1", UnknownProperty),
    ("Name = 'x'", UnknownProperty),
    ("west > 1", UnknownProperty),
    ('A_CONTAINS(tags, ("foo", "bar"))', UnknownProperty),
    ("nothing(1) = 1", UnknownFunction),
    ("ST_Area(geom) > 1", UnknownFunction),
    ("year() = 1", WrongArguments),
    ("year(start, 1) = 1", WrongArguments),
    ("S_INTERSECTS(geom)", WrongArguments),
    ("T_AFTER(start, start, start)", WrongArguments),
    ("CASEI(name, name) = 'x'", WrongArguments),
    ("T_AFTER(start, INTERVAL('..'))", WrongArguments),
    ("DATE('2022-01-01', '2022-01-02') = \"date\"", WrongArguments),
    (op("and", True), WrongArguments),
    (op("=", POP), WrongArguments),
    (op("between", POP, 1), WrongArguments),
    ("name = 5", TypeMismatch),
    ("name > pop_other", TypeMismatch),
    ("pop_other = '5'", TypeMismatch),
    ("pop_other = true", TypeMismatch),
    ("pop_other IN (1, 'x')", TypeMismatch),
    ("pop_other LIKE '1%'", TypeMismatch),
    ("name LIKE nameascii", TypeMismatch),
    ("name LIKE 5", TypeMismatch),
    ("pop_other BETWEEN 'a' AND 'b'", TypeMismatch),
    ("boolean BETWEEN false AND true", TypeMismatch),
    ("\"date\" = 'yesterday'", TypeMismatch),
    ('"date" = 5', TypeMismatch),
    ("start IN ('2022-13-01')", TypeMismatch),
    ("name < DATE('2022-01-01')", TypeMismatch),
    ("start = INTERVAL('2022-01-01', '..')", TypeMismatch),
    ("S_INTERSECTS(name, POINT(1 1))", TypeMismatch),
    ("S_INTERSECTS(geom, 'POINT(1 1)')", TypeMismatch),
    ("geom = POINT(1 1)", TypeMismatch),
    ("T_AFTER(name, DATE('2022-01-01'))", TypeMismatch),
    ("T_AFTER(start, '2022-01-01')", TypeMismatch),
    ("T_AFTER(start, 2022)", TypeMismatch),
    ("INTERVAL(name, '..') IS NULL", TypeMismatch),
    ("A_CONTAINS(name, ('a'))", TypeMismatch),
    ("A_CONTAINS(tags, 'a')", TypeMismatch),
    ("A_CONTAINS(tags, (1))", TypeMismatch),
    ("A_CONTAINS(tags, codes)", TypeMismatch),
    ("A_CONTAINS(tags, ('a', POINT(1 1)))", TypeMismatch),
    ("tags = ('a')", TypeMismatch),
    ("CASEI(pop_other) = 'x'", TypeMismatch),
    ("name + 1 > 0", TypeMismatch),
    ("start - 1 > 0", TypeMismatch),
    ("year(name) = 1", TypeMismatch),
    ("distance_km(zone, POINT(1 1)) < 1", TypeMismatch),
    ("length(5) = 1", TypeMismatch),
    ("array_length(name) = 1", TypeMismatch),
    ("coalesce(name, 5) = 'x'", TypeMismatch),
    ("name", TypeMismatch),
    ("1", TypeMismatch),
    ("'x'", TypeMismatch),
    ("(1, 2)", TypeMismatch),
    ("NOT pop_other", TypeMismatch),
    ("name = 'x' AND pop_other", TypeMismatch),
    (
        "S_CROSSES(geom, GEOMETRYCOLLECTION(POINT(9 9), LINESTRING(0 0, 1 1)))",
        TypeMismatch,
    ),
    ("\"date\" = DATE('2024-02-30')", BadLiteral),
    ("\"date\" = DATE('2024-2-3')", BadLiteral),
    ("\"date\" = DATE('0000-01-01')", BadLiteral),
    ('"date" = DATE(5)', BadLiteral),
    ("start = TIMESTAMP('2024-02-28')", BadLiteral),
    ("start = TIMESTAMP('2024-02-28T24:00:00Z')", BadLiteral),
    ("start = TIMESTAMP('2024-02-28T10:00:00')", BadLiteral),
    ("start = TIMESTAMP('2024-02-28T10:00:00+01:00')", BadLiteral),
    ("start = TIMESTAMP('2024-02-28T10:00:00.1234567Z')", BadLiteral),
    ("T_AFTER(start, INTERVAL('2024-01-02', '2024-01-01'))", BadLiteral),
    ("T_AFTER(start, INTERVAL('2024', '..'))", BadLiteral),
    ("S_INTERSECTS(geom, POINT(1))", BadLiteral),
    ("S_INTERSECTS(geom, POINT(1 91))", BadLiteral),
    ("S_INTERSECTS(geom, LINESTRING(1 1))", BadLiteral),
    ("S_INTERSECTS(geom, LINESTRING(1 1, 1 1))", BadLiteral),
    ("S_INTERSECTS(geom, POLYGON((0 0, 1 0, 1 1)))", BadLiteral),
    ("S_INTERSECTS(geom, POLYGON((0 0, 1 0, 1 1, 0 1)))", BadLiteral),
    ("S_INTERSECTS(geom, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))", BadLiteral),
    ("S_INTERSECTS(geom, BBOX(1, 2, 3))", BadLiteral),
    ("S_INTERSECTS(geom, BBOX(0, 5, 1, 4))", BadLiteral),
    ("S_INTERSECTS(geom, BBOX(0, 0, 9, 1, 1, 8))", BadLiteral),
    ("S_INTERSECTS(geom, BBOX(0, 0, 1, 'x'))", BadLiteral),
    ("name LIKE 'x\\\\'", BadLiteral),
    ("pop_other = 1e999", BadLiteral),
    (op("=", POP, float("nan")), BadLiteral),
    (op("=", POP, float("inf")), BadLiteral),
    (op("=", POP, 10**400), BadLiteral),
    (op("=", NAME, "\0"), BadLiteral),
    (op("=", NAME, "\ud800"), BadLiteral),
    (op("s_intersects", GEOM, {"type": "Point", "coordinates": [float("nan"), 1]}), BadLiteral),
    (op("s_intersects", GEOM, {"type": "Point", "coordinates": []}), BadLiteral),
    (op("s_intersects", GEOM, {"type": "Point", "coordinates": [10**400, 1]}), BadLiteral),
    (op("s_intersects", GEOM, {"type": "MultiPoint", "coordinates": []}), BadLiteral),
    (op("s_intersects", GEOM, {"type": "GeometryCollection", "geometries": []}), BadLiteral),
    (op("s_intersects", GEOM, {"type": "Circle", "coordinates": [1, 1]}), BadSyntax),
    (op("s_intersects", GEOM, {"type": "Point", "coordinates": [1, 1], "crs": {}}), BadSyntax),
    ("name = ", BadSyntax),
    ("A_CONTAINS(tags, ['a'])", BadSyntax),
    (op("=", NAME, None), BadSyntax),
    ({"eq": [1, 1]}, BadSyntax),
    ({"op": "=", "args": [1, 1], "more": 1}, BadSyntax),
    ({"op": "=", "args": {"a": 1}}, BadSyntax),
    ({"casei": "x"}, BadSyntax),
    (op("in", NAME, "x"), BadSyntax),
    (_nested(MAX_DEPTH + 1), TooComplex),
    (_nested(100_000), TooComplex),
    (op("in", POP, list(range(MAX_VALUES + 1))), TooComplex),
    (op("=", NAME, "x" * 1_000_000), TooComplex),
    (op("s_intersects", GEOM, {"type": "Polygon", "coordinates": [_ring(MAX_VERTICES)]}), TooComplex),
    (op("or", *[op("=", op("casei", NAME), "x")] * (MAX_WEIGHT // 50)), TooComplex),
    ("a" * 20_001, TooComplex),
)


@pytest.mark.parametrize(
    ("expression", "kind"),
    REFUSED,
    ids=[f"{number} {each[1].__name__}" for number, each in enumerate(REFUSED)],
)
def test_refused(expression: Any, kind: type[FilterError]) -> None:
    with pytest.raises(FilterError) as refused:
        where(PLACES, expression)
    assert type(refused.value) is kind
    assert refused.value.message.es != refused.value.message.en
    assert len(refused.value.message.es) < 400


@pytest.mark.parametrize(
    "expression",
    [
        _nested(MAX_DEPTH),
        op("in", POP, list(range(MAX_VALUES - 20))),
        op("s_intersects", GEOM, {"type": "Polygon", "coordinates": [_ring(MAX_VERTICES - 2)]}),
        op("or", *[op("=", op("casei", NAME), "x")] * (MAX_WEIGHT // 60)),
    ],
    ids=["depth", "values", "vertices", "weight"],
)
def test_the_largest_is_allowed(expression: Any) -> None:
    where(PLACES, expression)


def test_an_unknown_property_names_the_queryables() -> None:
    with pytest.raises(UnknownProperty) as refused:
        where(PLACES, "nothing = 1")
    assert refused.value.known == tuple(column.name for column in PLACES.columns)
    assert "«nothing»" in refused.value.message.es
    assert "pop_other" in refused.value.message.en


def test_a_mismatch_says_which() -> None:
    with pytest.raises(TypeMismatch) as refused:
        where(PLACES, "pop_other > name")
    assert refused.value.message.es == "«>» no une «pop_other» (número) con «name» (texto)."
    assert refused.value.message.en == "“>” does not join “pop_other” (number) with “name” (text)."


def test_an_unknown_function_names_those_there_are() -> None:
    with pytest.raises(UnknownFunction) as refused:
        where(PLACES, "nothing() = 1")
    assert refused.value.known == ("distance_km", "year", "length", "array_length", "coalesce")


def test_an_unknown_reference_system_names_those_there_are() -> None:
    with pytest.raises(UnknownCrs) as refused:
        where(PLACES, "true", filter_crs="http://www.opengis.net/def/crs/EPSG/0/27700")
    assert "http://www.opengis.net/def/crs/EPSG/0/6372" in (refused.value.known or ())
