"""Every operator against plain Python and shapely, on both engines, over drawn filters."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.geo.cql2 import drawn
from tests.geo.cql2.conftest import Ask
from tests.geo.cql2.drawn import Node, op, prop
from tests.geo.cql2.oracle import holds
from tests.geo.cql2.places import ROWS

# The engine keeps its answer over examples, and one statement answers several filters.
SETTINGS = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
)


def expected(node: Node) -> dict[int, bool | None]:
    return {row.id: holds(node, row) for row in ROWS}


def agree(ask: Ask, nodes: Sequence[Node]) -> None:
    for node, said in zip(nodes, ask(nodes), strict=True):
        assert said == expected(node), node


@SETTINGS
@given(nodes=st.lists(drawn.filters, min_size=8, max_size=8))
def test_any_filter_says_what_the_oracle_says(ask: Ask, nodes: list[Node]) -> None:
    agree(ask, nodes)


@SETTINGS
@given(nodes=st.lists(drawn.predicates, min_size=12, max_size=12))
def test_any_predicate_says_what_the_oracle_says(ask: Ask, nodes: list[Node]) -> None:
    agree(ask, nodes)


@pytest.mark.parametrize("name", drawn.SPATIAL)
def test_spatial_functions_on_every_pair(ask: Ask, name: str) -> None:
    """All literals with both columns, each way round."""
    columns = [prop("geom"), prop("zone")]
    nodes = [op(name, column, shape) for column in columns for shape in drawn._GEOMETRIES]
    nodes += [op(name, shape, column) for column in columns for shape in drawn._GEOMETRIES]
    nodes += [op(name, prop("geom"), prop("zone")), op(name, prop("zone"), prop("geom"))]
    agree(ask, nodes)


# By eye, from the rows: a point and a square, a line that leaves the square, two points.
_COLLECTED = {
    "s_intersects": ({1, 2, 3, 4, 5, 6, 7, 10, 11}, {2, 3, 4, 5, 6, 7, 10, 11}, {2, 3, 5, 6}),
    "s_disjoint": ({8, 9}, {1, 8, 9}, {1, 4, 7, 8, 9, 10, 11}),
    "s_within": ({1, 2, 3, 5, 10, 11}, {2, 3, 5, 7, 10, 11}, {6}),
    "s_contains": (set(), set(), {6}),
    "s_touches": ({4}, set(), {5}),
    "s_equals": (set(), set(), {6}),
}


@pytest.mark.parametrize("name", _COLLECTED)
def test_collections_of_several_dimensions(ask: Ask, name: str) -> None:
    """Not against shapely: GEOS 3.14 denies that the square is within the point and the square."""
    turned = {"s_within": "s_contains", "s_contains": "s_within"}.get(name, name)
    for shape, ids in zip(drawn.COLLECTIONS, _COLLECTED[name], strict=True):
        for said in ask([op(name, prop("geom"), shape), op(turned, shape, prop("geom"))]):
            assert said == {row.id: None if row.geom is None else row.id in ids for row in ROWS}


def test_collections_of_several_dimensions_beside_literals(ask: Ask) -> None:
    square = {"bbox": [0, 0, 4, 4]}
    point_and_square, line_and_square, points = drawn.COLLECTIONS
    true = [
        op("s_within", square, point_and_square),
        op("s_contains", line_and_square, square),
        op("s_intersects", point_and_square, line_and_square),
        op("s_touches", points, {"type": "LineString", "coordinates": [[5, 5], [9, 9]]}),
        op("s_equals", point_and_square, point_and_square),
        op("s_touches", point_and_square, {"bbox": [4, 0, 5, 4]}),
    ]
    false = [
        op("s_disjoint", point_and_square, square),
        op("s_within", point_and_square, square),
        op("s_equals", point_and_square, line_and_square),
        op("s_touches", line_and_square, {"bbox": [4, 0, 5, 4]}),
        op("s_contains", square, line_and_square),
    ]
    for number, said in enumerate(ask([*true, *false])):
        assert set(said.values()) == {number < len(true)}, number


@pytest.mark.parametrize("name", [*drawn.TEMPORAL_ANY, *drawn.TEMPORAL_INTERVALS])
def test_temporal_functions_on_intervals(ask: Ask, name: str) -> None:
    rows = {"interval": [prop("start"), prop("end")]}
    literals = [
        {"interval": ends}
        for ends in (
            ["2022-04-16T10:13:19Z", "2022-04-16T10:15:10Z"],
            ["2022-04-16T10:13:19Z", "2022-04-16T10:16:06Z"],
            ["2021-04-16T10:15:59Z", "2022-04-16T10:16:06Z"],
            ["2022-04-16T10:15:10Z", "2023-04-16T10:15:10Z"],
            ["2022-01-01", "2022-12-31"],
            ["..", "2022-04-16T10:13:19Z"],
            ["2022-04-16T10:16:06Z", ".."],
            ["..", ".."],
        )
    ]
    agree(ask, [op(name, rows, each) for each in literals] + [op(name, each, rows) for each in literals])


@SETTINGS
@given(
    nodes=st.lists(
        st.builds(op, drawn.COMPARED, drawn.arithmetic(("+", "-", "*", "/", "div", "%")), drawn._small),
        min_size=10,
        max_size=10,
    )
)
def test_arithmetic_says_what_the_oracle_says(ask: Ask, nodes: list[Node]) -> None:
    agree(ask, nodes)


@SETTINGS
@given(
    base=st.sampled_from(["pop_min", "height", "id"]),
    exponent=st.integers(-4, 6) | st.sampled_from([0.5, -0.5, 400, -400]),
    limit=st.sampled_from([0, 1, -1, 0.5, 7, 1e9]),
    name=drawn.COMPARED,
)
def test_powers_say_what_the_oracle_says(
    ask: Ask, base: str, exponent: float, limit: float, name: str
) -> None:
    agree(
        ask, [op(name, op("^", prop(base), exponent), limit), op(name, op("^", exponent, prop(base)), limit)]
    )


@pytest.mark.parametrize(
    "node",
    [
        op("=", op("year", prop("date")), 2022),
        op("<", op("year", prop("start")), 2022),
        op(">", op("length", prop("name")), 6),
        op("=", op("length", prop("name")), 9),
        op(">=", op("array_length", prop("tags")), 2),
        op("=", op("coalesce", prop("pop_min"), 0), 0),
        op("=", op("coalesce", prop("height"), prop("pop_min")), 0.5),
        op("=", op("coalesce", prop("name"), "none"), "none"),
        op("<", op("distance_km", prop("geom"), {"type": "Point", "coordinates": [2, 2]}), 5000),
        op(">", op("distance_km", {"type": "Point", "coordinates": [7.02, 49.92]}, prop("geom")), 1),
        op("=", op("casei", op("coalesce", prop("name"), "É")), "é"),
    ],
)
def test_functions_say_what_the_oracle_says(ask: Ask, node: Node) -> None:
    agree(ask, [node])
