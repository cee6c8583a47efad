"""The examples of every requirements class of OGC 21-065r2, by the requirement they show.

Each is written as text and as JSON; the rows that answer are known by eye from ``places.py``.
"""

from typing import Any

import pytest
from sqlalchemy import Connection, select

from geo.cql2 import BadLiteral, TypeMismatch, tree_of, where
from tests.geo.cql2.conftest import Ask
from tests.geo.cql2.examples import EXAMPLES
from tests.geo.cql2.places import PLACES


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
