"""Examples of our own for every requirements class of OGC 21-065r2, by the requirement they show.

Each is written as text and as JSON; the rows that answer are known by eye from ``places.py``.
"""

from typing import Any

import pytest
from sqlalchemy import Connection, select

from geo.cql2 import BadLiteral, TypeMismatch, tree_of, where
from tests.geo.cql2.conftest import Ask
from tests.geo.cql2.drawn import op, prop
from tests.geo.cql2.places import PLACES, ROWS

NAME, POP, GEOM, TAGS = prop("name"), prop("pop_other"), prop("geom"), prop("tags")
ALL = {row.id for row in ROWS}
EXAMPLES: tuple[tuple[str, str, Any, set[int]], ...] = (
    ("basic-cql2/cql2-filter", "true", True, ALL),
    ("basic-cql2/cql2-filter", "false", False, set()),
    (
        "basic-cql2/cql2-filter",
        "(pop_other = 7 OR pop_other = 3) AND NOT name = 'Kobenhavn'",
        op(
            "and",
            op("or", op("=", POP, 7), op("=", POP, 3)),
            op("not", op("=", NAME, "Kobenhavn")),
        ),
        {11},
    ),
    ("basic-cql2/property", '"date" IS NOT NULL AND "end" IS NULL', None, set()),
    ("basic-cql2/binary-comparison-predicate", "name = 'København'", op("=", NAME, "København"), {1}),
    ("basic-cql2/binary-comparison-predicate", "pop_other <> 5", op("<>", POP, 5), ALL - {8, 12}),
    ("basic-cql2/binary-comparison-predicate", "pop_other < 1", op("<", POP, 1), {4, 5}),
    ("basic-cql2/binary-comparison-predicate", "height >= 6.25", op(">=", prop("height"), 6.25), {3, 7, 11}),
    (
        "basic-cql2/binary-comparison-predicate",
        "boolean = false",
        op("=", prop("boolean"), False),
        {2, 6, 9, 11},
    ),
    (
        "basic-cql2/binary-comparison-predicate",
        "\"date\" <= DATE('2021-04-16')",
        op("<=", prop("date"), {"date": "2021-04-16"}),
        {2, 8},
    ),
    (
        "basic-cql2/binary-comparison-predicate",
        "start > TIMESTAMP('2022-04-16T10:13:18.999999Z')",
        op(">", prop("start"), {"timestamp": "2022-04-16T10:13:18.999999Z"}),
        {1, 3, 6, 11},
    ),
    ("basic-cql2/null-predicate", "geom IS NULL", op("isNull", GEOM), {12}),
    ("basic-cql2/null-predicate", "tags IS NOT NULL", op("not", op("isNull", TAGS)), ALL - {4, 12}),
    (
        "advanced-comparison-operators/like-predicate",
        "name LIKE 'K_benhavn'",
        op("like", NAME, "K_benhavn"),
        {1, 2},
    ),
    ("advanced-comparison-operators/like-predicate", "name LIKE '%'", op("like", NAME, "%"), ALL - {12}),
    ("advanced-comparison-operators/like-predicate", "name LIKE ''", op("like", NAME, ""), {10}),
    ("advanced-comparison-operators/like-predicate", r"name LIKE '%\%'", op("like", NAME, r"%\%"), {8}),
    ("advanced-comparison-operators/like-predicate", r"name LIKE '%\\\\%'", op("like", NAME, r"%\\%"), {9}),
    (
        "advanced-comparison-operators/like-predicate",
        "name NOT LIKE '%a%'",
        op("not", op("like", NAME, "%a%")),
        {4, 7, 8, 10, 11},
    ),
    (
        "advanced-comparison-operators/between-predicate",
        "pop_other BETWEEN 2 AND 5",
        op("between", POP, 2, 5),
        {8, 9, 11},
    ),
    (
        "advanced-comparison-operators/between-predicate (C)",
        "pop_other NOT BETWEEN pop_min AND -1",
        op("not", op("between", POP, prop("pop_min"), -1)),
        ALL - {4, 5, 12},
    ),
    (
        "advanced-comparison-operators/in-predicate",
        "name IN ('STRASSE', 'x')",
        op("in", NAME, ["STRASSE", "x"]),
        {4},
    ),
    (
        "advanced-comparison-operators/in-predicate",
        "\"date\" NOT IN (DATE('2022-04-16'), '2022-04-17')",
        op("not", op("in", prop("date"), [{"date": "2022-04-16"}, "2022-04-17"])),
        {2, 3, 4, 5, 7, 8, 11},
    ),
    (
        "case-insensitive-comparison/casei-function",
        "CASEI(name) = CASEI('STRAẞE')",
        op("=", op("casei", NAME), op("casei", "STRAẞE")),
        {3, 4},
    ),
    (
        "case-insensitive-comparison/casei-function",
        "CASEI(name) LIKE casei('Ñ%')",
        op("like", op("casei", NAME), op("casei", "Ñ%")),
        {6, 7},
    ),
    (
        "accent-insensitive-comparison/accenti-function",
        "ACCENTI(name) = ACCENTI('KØbenhavn') OR ACCENTI(name) = accenti('Kobenhavn')",
        op(
            "or",
            op("=", op("accenti", NAME), op("accenti", "KØbenhavn")),
            op("=", op("accenti", NAME), op("accenti", "Kobenhavn")),
        ),
        {1, 2},
    ),
    (
        "accent-insensitive-comparison/accenti-function",
        "ACCENTI(CASEI(name)) IN (accenti(casei('NANDU')))",
        op("in", op("accenti", op("casei", NAME)), [op("accenti", op("casei", "NANDU"))]),
        {6, 7},
    ),
    (
        "basic-spatial-functions/spatial-predicate",
        "S_INTERSECTS(geom, POINT(7.02 49.92))",
        op("s_intersects", GEOM, {"type": "Point", "coordinates": [7.02, 49.92]}),
        {1},
    ),
    (
        "basic-spatial-functions/spatial-data-types",
        "S_INTERSECTS(geom, BBOX(-1, -1, 0, 0))",
        op("s_intersects", GEOM, {"bbox": [-1, -1, 0, 0]}),
        {2, 3},
    ),
    (
        "basic-spatial-functions/spatial-data-types",
        "S_INTERSECTS(geom, BBOX(170, -90, 0, -170, 90, 100))",
        op("s_intersects", GEOM, {"bbox": [170, -90, 0, -170, 90, 100]}),
        {8, 9},
    ),
    (
        "basic-spatial-functions-plus/spatial-data-types",
        "S_INTERSECTS(geom, LINESTRING(9 0.5, 12 0.5))",
        op("s_intersects", GEOM, {"type": "LineString", "coordinates": [[9, 0.5], [12, 0.5]]}),
        {4},
    ),
    (
        "basic-spatial-functions-plus/spatial-data-types",
        "S_INTERSECTS(geom, MULTIPOLYGON(((10 0, 12 0, 12 2, 10 0)), ((7 49, 8 49, 7 51, 7 49))))",
        op(
            "s_intersects",
            GEOM,
            {
                "type": "MultiPolygon",
                "coordinates": [
                    [[[10, 0], [12, 0], [12, 2], [10, 0]]],
                    [[[7, 49], [8, 49], [7, 51], [7, 49]]],
                ],
            },
        ),
        {1, 4},
    ),
    (
        "basic-spatial-functions-plus/spatial-data-types",
        "S_INTERSECTS(geom, GEOMETRYCOLLECTION(POINT(7.02 49.92), LINESTRING(9 0.5, 12 0.5)))",
        op(
            "s_intersects",
            GEOM,
            {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Point", "coordinates": [7.02, 49.92]},
                    {"type": "LineString", "coordinates": [[9, 0.5], [12, 0.5]]},
                ],
            },
        ),
        {1, 4},
    ),
    ("spatial-functions/spatial-functions", "S_DISJOINT(geom, BBOX(0, 0, 12, 50))", None, {8, 9}),
    ("spatial-functions/spatial-functions", "S_EQUALS(geom, POLYGON((4 4, 4 0, 0 0, 0 4, 4 4)))", None, {3}),
    ("spatial-functions/spatial-functions", "S_TOUCHES(geom, POINT(4 4))", None, {2, 3, 4}),
    ("spatial-functions/spatial-functions", "S_CROSSES(geom, LINESTRING(2 -1, 2 5))", None, {2, 3, 5, 7}),
    ("spatial-functions/spatial-functions", "S_WITHIN(geom, BBOX(0, 0, 4, 4))", None, {2, 3, 5, 10, 11}),
    ("spatial-functions/spatial-functions", "S_CONTAINS(geom, MULTIPOINT(1 1, 5 5))", None, {6}),
    (
        "spatial-functions/spatial-functions",
        "S_OVERLAPS(geom, POLYGON((2 2, 6 2, 6 6, 2 6, 2 2)))",
        None,
        {3, 4, 5},
    ),
    (
        "temporal-functions/temporal-functions",
        "T_AFTER(start, INTERVAL('2021-01-01', '2021-12-31'))",
        op("t_after", prop("start"), {"interval": ["2021-01-01", "2021-12-31"]}),
        {1, 3, 4, 6, 7, 10, 11},
    ),
    (
        "temporal-functions/temporal-functions",
        "T_INTERSECTS(INTERVAL(start, \"end\"), INTERVAL('..', '2000-01-01T00:00:00Z'))",
        op(
            "t_intersects",
            {"interval": [prop("start"), prop("end")]},
            {"interval": ["..", "2000-01-01T00:00:00Z"]},
        ),
        {8},
    ),
    (
        "temporal-functions/temporal-functions",
        "T_EQUALS(\"date\", INTERVAL('2024-02-29', '2024-02-29'))",
        op("t_equals", prop("date"), {"interval": ["2024-02-29", "2024-02-29"]}),
        {7},
    ),
    (
        "temporal-functions/temporal-functions",
        "T_FINISHEDBY(INTERVAL(start, \"end\"), INTERVAL('2022-04-16T10:13:19Z', '2022-04-16T10:16:06Z'))",
        op(
            "t_finishedBy",
            {"interval": [prop("start"), prop("end")]},
            {"interval": ["2022-04-16T10:13:19Z", "2022-04-16T10:16:06Z"]},
        ),
        {2},
    ),
    (
        "array-functions/array-predicates",
        "A_CONTAINS(tags, ('a', 'b'))",
        op("a_contains", TAGS, ["a", "b"]),
        {1, 7},
    ),
    (
        "array-functions/array-predicates",
        "A_CONTAINEDBY(tags, ('b'))",
        op("a_containedBy", TAGS, ["b"]),
        {2, 3},
    ),
    (
        "array-functions/array-predicates (B)",
        "A_EQUALS(tags, ('c', 'b', 'a'))",
        op("a_equals", TAGS, ["c", "b", "a"]),
        {7},
    ),
    (
        "array-functions/array-predicates",
        "A_OVERLAPS(codes, (9, 3))",
        op("a_overlaps", prop("codes"), [9, 3]),
        {2, 6, 7},
    ),
    ("property-property/withdraw-permissions", "nameascii = name", op("=", prop("nameascii"), NAME), {2, 4}),
    ("property-property/withdraw-permissions", "5 >= pop_other", op(">=", 5, POP), {4, 5, 8, 9, 10, 11}),
    ("property-property/withdraw-permissions", "'a' = 'a' AND 1 < 2", None, ALL),
    ("property-property/withdraw-permissions", "'København' LIKE 'K_benhavn'", None, ALL),
    ("property-property/withdraw-permissions", "pop_other BETWEEN pop_min AND 7", None, {2, 4, 8, 9, 10}),
    (
        "property-property/withdraw-permissions",
        "S_WITHIN(geom, zone)",
        op("s_within", GEOM, prop("zone")),
        {1, 2, 11},
    ),
    ("property-property/withdraw-permissions", "T_BEFORE(DATE('2023-01-01'), \"date\")", None, {3, 7, 11}),
    ("functions/functions", 'year("date") = 2022 AND length(name) = 9', None, {1}),
    ("functions/functions", "distance_km(geom, POINT(2 3)) < 112 AND array_length(tags) = 1", None, {11}),
    ("arithmetic/arithmetic", "pop_other = 2 + 3 * 1", op("=", POP, op("+", 2, op("*", 3, 1))), {8}),
    ("arithmetic/arithmetic", "pop_other - pop_min = 4", op("=", op("-", POP, prop("pop_min")), 4), {2}),
    ("arithmetic/arithmetic", "pop_other % 2 = 1 AND pop_other div 2 = 2", None, {8}),
    ("arithmetic/arithmetic", "height ^ 2 = 4 OR height / 2 = 5", None, {6, 7}),
    ("arithmetic/arithmetic (B)", "pop_min + 1 > 0 OR NOT pop_min + 1 > 0", None, ALL - {5, 12}),
    ("arithmetic/arithmetic", "pop_other / 0 = 1 OR NOT pop_other / 0 = 1", None, set()),
    ("cql2-text/escaping", r"name LIKE '%\tit\'s'", op("like", NAME, "%\tit's"), {11}),
    ("cql2-text/escaping", "name LIKE '%it''s'", op("like", NAME, "%it's"), {11}),
)


@pytest.mark.parametrize(
    ("requirement", "text", "tree", "ids"), EXAMPLES, ids=[f"{each[0]}: {each[1]}" for each in EXAMPLES]
)
def test_example(places: Connection, requirement: str, text: str, tree: Any, ids: set[int]) -> None:
    if tree is not None:
        assert tree_of(text) == tree
    for expression in (text, tree_of(text)):
        found = places.execute(select(PLACES.c.id).where(where(PLACES, expression))).scalars()
        assert set(found) == ids, requirement


@pytest.mark.parametrize("shape", ["POINT(90 180)", "MULTIPOINT(7.02 49.92, 90 180)", "BBOX(0, 0, 181, 1)"])
@pytest.mark.parametrize("function", ["S_INTERSECTS", "S_DISJOINT"])
def test_coordinates_outside_the_globe_are_refused(function: str, shape: str) -> None:
    """/conf/spatial-functions/s_intersects: the evaluation is unsuccessful."""
    with pytest.raises(BadLiteral):
        where(PLACES, f"{function}(geom, {shape})")


@pytest.mark.parametrize(
    "function", ["T_CONTAINS", "T_DURING", "T_MEETS", "T_OVERLAPS", "T_STARTS", "T_FINISHES"]
)
def test_functions_of_intervals_refuse_instants(function: str) -> None:
    """OGC 21-065r2, 7.8.2: using these functions with instants results in a client error."""
    with pytest.raises(TypeMismatch):
        where(PLACES, f"{function}(\"date\", INTERVAL('2022-01-01', '2022-12-31'))")


@pytest.mark.parametrize(
    "value", ["'foo'", "true", "3.14", "1", "TIMESTAMP('2022-04-14T14:48:46Z')", "DATE('2022-04-14')"]
)
def test_values_compare_with_themselves(ask: Ask, value: str) -> None:
    """/conf/property-property/comparison-value-value."""
    equal, unequal, less, greater, at_most, at_least = ask(
        [f"{value} {symbol} {value}" for symbol in ("=", "<>", "<", ">", "<=", ">=")]
    )
    assert set(equal.values()) == set(at_most.values()) == set(at_least.values()) == {True}
    assert set(unequal.values()) == set(less.values()) == set(greater.values()) == {False}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "'foo'"),
        ("boolean", "true"),
        ("height", "3.14"),
        ("pop_other", "1"),
        ("start", "TIMESTAMP('2022-04-14T14:48:46Z')"),
        ("seen", "TIMESTAMP('2022-04-14T14:48:46Z')"),
        ('"date"', "DATE('2022-04-14')"),
    ],
)
def test_comparisons_part_the_rows(ask: Ask, column: str, value: str) -> None:
    """/conf/basic-cql2/comparison, and /conf/property-property/comparison-value-property."""
    for pair in (("=", "<>"), (">", "<="), ("<", ">=")):
        for left, right in ((column, value), (value, column)):
            first, second = ask([f"{left} {symbol} {right}" for symbol in pair])
            known = {row: said for row, said in first.items() if said is not None}
            assert {row: said for row, said in second.items() if said is not None} == {
                row: not said for row, said in known.items()
            }
            assert known
