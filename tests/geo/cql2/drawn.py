"""Filters to draw: trees of CQL2 JSON on the table of places, and their text."""

from typing import Any

from hypothesis import strategies as st

from tests.geo.cql2.oracle import COMPARISONS

Node = Any
SPATIAL = tuple(
    f"s_{name}"
    for name in ("intersects", "disjoint", "contains", "within", "touches", "crosses", "overlaps", "equals")
)
TEMPORAL_ANY = ("t_after", "t_before", "t_disjoint", "t_equals", "t_intersects")
TEMPORAL_INTERVALS = tuple(
    f"t_{name}"
    for name in (
        "contains",
        "during",
        "finishedBy",
        "finishes",
        "meets",
        "metBy",
        "overlappedBy",
        "overlaps",
        "startedBy",
        "starts",
    )
)
ARRAYS = ("a_contains", "a_containedBy", "a_equals", "a_overlaps")


def prop(name: str) -> Node:
    return {"property": name}


def op(name: str, *arguments: Node) -> Node:
    return {"op": name, "args": list(arguments)}


_WORDS = (
    "København", "Kobenhavn", "kobenhavn", "Straße", "STRASSE",
    "strasse", "İstanbul", "ISTANBUL", "ñandú", "ÑANDÚ", "nandu", "100%", "back\\slash", "a!b", "", " ",
    "Jose\u0301", "José", "😀", "it's", "a", "z", "Ω",
)  # fmt: skip
words = st.sampled_from(_WORDS) | st.text(max_size=4).filter(
    lambda text: "\0" not in text and text.isprintable()
)
text_columns = st.sampled_from(["name", "nameascii"]).map(prop)


def _folded(value: Node) -> st.SearchStrategy[Node]:
    return st.sampled_from(
        [value, op("casei", value), op("accenti", value), op("accenti", op("casei", value))]
    )


texts = st.one_of(text_columns, words).flatmap(_folded)
patterns = st.lists(
    st.sampled_from(
        ["%", "_", "a", "n", "K", "Ñ", "ø", "ss", "ß", "\\%", "\\_", "\\\\", "\\a", "!", "'", "100", "😀"]
    ),
    max_size=4,
).map("".join)

_NUMBERS = (
    0,
    1,
    2,
    3,
    5,
    7,
    -5,
    100,
    1038288,
    2**53,
    2**53 + 1,
    -(2**63),
    2**63,
    10**30,
    0.5,
    -2.25,
    2.0,
    1e120,
    1e300,
    0.1,
)
numbers = st.sampled_from(_NUMBERS) | st.integers(-10, 10) | st.floats(-10, 10).map(lambda x: round(x, 3))
number_columns = st.sampled_from(["pop_other", "pop_min", "height", "id"]).map(prop)
_small = st.integers(-6, 6) | st.sampled_from([0.5, -0.25, 1.5])
_small_columns = st.sampled_from(["pop_min", "height", "id"]).map(prop)


def arithmetic(operators: tuple[str, ...] = ("+", "-", "*", "/", "%", "^", "div")) -> st.SearchStrategy[Node]:
    return st.recursive(
        _small | _small_columns,
        lambda inner: st.builds(op, st.sampled_from(operators), inner, inner),
        max_leaves=4,
    )


days = st.sampled_from(
    ["2022-04-16", "2022-04-17", "2021-04-16", "2022-01-01", "2022-12-31", "2024-02-29", "9999-12-31"]
)
instants = st.sampled_from(
    [
        "2022-04-16T10:13:19Z", "2022-04-16T10:15:10Z", "2022-04-16T10:13:19.000001Z", "2022-01-01T00:00:00Z",
        "2022-12-31T23:59:59Z", "2021-12-31T23:59:59.999999Z", "2022-04-16T10:16:06Z", "0001-01-01T00:00:00Z",
    ],
)  # fmt: skip
day_columns = st.just(prop("date"))
instant_columns = st.sampled_from(["start", "end", "seen"]).map(prop)
day_values = st.one_of(day_columns, days.map(lambda day: {"date": day}))
instant_values = st.one_of(instant_columns, instants.map(lambda instant: {"timestamp": instant}))
times = day_values | instant_values


def _in_order(ends: list[str]) -> Node:
    return {"interval": sorted(ends, key=lambda end: end.removesuffix("Z"))}


intervals = st.one_of(
    st.lists(days, min_size=2, max_size=2).map(_in_order),
    st.lists(instants, min_size=2, max_size=2).map(_in_order),
    days.map(lambda day: {"interval": [day, ".."]}),
    instants.map(lambda instant: {"interval": ["..", instant]}),
    st.just({"interval": ["..", ".."]}),
    st.just({"interval": [prop("start"), prop("end")]}),
    st.just({"interval": [prop("start"), ".."]}),
    st.just({"interval": [prop("date"), ".."]}),
    instants.map(lambda instant: {"interval": [prop("start"), instant]}),
)

_GEOMETRIES = (
    {"type": "Point", "coordinates": [2, 2]},
    {"type": "Point", "coordinates": [7.02, 49.92]},
    {"type": "Point", "coordinates": [4, 4]},
    {"type": "LineString", "coordinates": [[0, 0], [4, 4]]},
    {"type": "LineString", "coordinates": [[0, 4], [4, 0]]},
    {"type": "LineString", "coordinates": [[2, 0], [2, 4]]},
    {"type": "LineString", "coordinates": [[4, 0], [4, 4], [8, 4]]},
    {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]]},
    {"type": "Polygon", "coordinates": [[[2, 2], [6, 2], [6, 6], [2, 6], [2, 2]]]},
    {
        "type": "Polygon",
        "coordinates": [
            [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]],
            [[1.5, 1.5], [1.5, 2.5], [2.5, 2.5], [2.5, 1.5], [1.5, 1.5]],
        ],
    },
    {"type": "MultiPoint", "coordinates": [[1, 1], [5, 5]]},
    {"type": "MultiPoint", "coordinates": [[1, 1], [2, 2], [9, 9]]},
    {"type": "MultiLineString", "coordinates": [[[0, 2], [4, 2]], [[4, 2], [8, 2]]]},
    {
        "type": "MultiPolygon",
        "coordinates": [
            [[[4, 0], [8, 0], [8, 4], [4, 4], [4, 0]]],
            [[[10, 0], [11, 0], [11, 1], [10, 1], [10, 0]]],
        ],
    },
    {"bbox": [0, 0, 4, 4]},
    {"bbox": [-1, -1, 3, 2]},
    {"bbox": [0, 0, -10, 4, 4, 10]},
    {"bbox": [170, -10, -170, 90]},
    {"bbox": [-180, -90, 180, 90]},
)
COLLECTIONS = (
    {
        "type": "GeometryCollection",
        "geometries": [
            {"type": "Point", "coordinates": [7.02, 49.92]},
            {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]]},
        ],
    },
    {
        "type": "GeometryCollection",
        "geometries": [
            {"type": "LineString", "coordinates": [[2, 2], [9, 2]]},
            {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]]},
        ],
    },
    {
        "type": "GeometryCollection",
        "geometries": [
            {"type": "Point", "coordinates": [1, 1]},
            {"type": "MultiPoint", "coordinates": [[5, 5]]},
        ],
    },
)
geometry_columns = st.sampled_from(["geom", "zone"]).map(prop)
geometries = st.sampled_from(_GEOMETRIES)
tags = st.lists(st.sampled_from(["a", "b", "c", "á", "", "x'y", "😀"]), max_size=3)
codes = st.lists(st.sampled_from([0, 1, 2, 3, 9, -1, 5.0, 1.5, 2**70]), max_size=3)

COMPARED = st.sampled_from(tuple(COMPARISONS))
predicates = st.one_of(
    st.builds(op, COMPARED, texts, texts),
    st.builds(op, COMPARED, number_columns | numbers, number_columns | numbers),
    st.builds(
        op, COMPARED, st.just(prop("boolean")) | st.booleans(), st.just(prop("boolean")) | st.booleans()
    ),
    st.builds(op, COMPARED, times, times),
    st.builds(op, COMPARED, day_columns, days),
    st.builds(op, st.just("like"), text_columns.flatmap(_folded), patterns),
    st.builds(op, st.just("between"), number_columns | numbers, number_columns | numbers, numbers),
    st.builds(op, st.just("in"), texts, st.lists(texts, max_size=3)),
    st.builds(op, st.just("in"), number_columns | numbers, st.lists(numbers | number_columns, max_size=3)),
    st.builds(op, st.just("in"), day_columns, st.lists(days | day_values, max_size=3)),
    st.builds(
        op, st.just("isNull"), texts | number_columns | times | intervals | geometry_columns | geometries
    ),
    st.builds(op, st.sampled_from(TEMPORAL_ANY), times | intervals, times | intervals),
    st.builds(op, st.sampled_from(TEMPORAL_INTERVALS), intervals, intervals),
    st.builds(op, st.sampled_from(SPATIAL), geometry_columns, geometries),
    st.builds(op, st.sampled_from(SPATIAL), geometries, geometry_columns),
    st.builds(op, st.sampled_from(SPATIAL), geometry_columns, geometry_columns),
    st.builds(op, st.sampled_from(SPATIAL), geometries, geometries),
    st.builds(op, st.sampled_from(ARRAYS), st.just(prop("tags")), tags | st.just(prop("tags"))),
    st.builds(op, st.sampled_from(ARRAYS), tags, st.just(prop("tags")) | tags),
    st.builds(op, st.sampled_from(ARRAYS), st.just(prop("codes")), codes),
)
filters = st.recursive(
    predicates | st.booleans() | st.just(prop("boolean")),
    lambda inner: st.one_of(
        st.builds(op, st.just("not"), inner),
        st.builds(op, st.sampled_from(["and", "or"]), inner, inner),
        st.builds(op, st.just("and"), inner, inner, inner),
    ),
    max_leaves=5,
)
