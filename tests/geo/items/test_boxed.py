"""Items in a box in two steps: those that one statement finds."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from geo.items import boxed
from geo.items.ordering import orders_of
from geo.items.prepared import Prepared
from geo.items.queries import Box, Selection, places_in_order
from geo.layers import layer_named

MUNICIPALITIES = layer_named("municipalities")
ORDER = orders_of(MUNICIPALITIES, "-name")
_LONGITUDES = st.floats(-102.1, -101.0).map(lambda degrees: round(degrees, 3))
_LATITUDES = st.floats(20.9, 22.3).map(lambda degrees: round(degrees, 3))
_ALL = 10_000


def _in_two_steps(connection: Connection, selection: Selection) -> list[tuple[object, ...]]:
    dialect = connection.dialect
    near = Prepared(boxed.near_places(MUNICIPALITIES, selection, order=ORDER), dialect).rows(connection, {})
    asked = [row[-2] for row in near if not row[-1]]
    if not asked:
        return [tuple(row[:-1]) for row in near]
    keys = boxed.crossing_keys(asked)
    told = Prepared(boxed.crossing(MUNICIPALITIES, selection, len(keys)), dialect).rows(connection, keys)
    meets = dict(tuple(row) for row in told)
    assert sorted(meets) == sorted(asked)
    return [tuple(row[:-1]) for row in near if row[-1] or meets[row[-2]]]


def _in_one(connection: Connection, selection: Selection) -> list[tuple[object, ...]]:
    statement = places_in_order(MUNICIPALITIES, selection, limit=_ALL, order=ORDER)
    return [tuple(row) for row in connection.execute(statement)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    longitudes=st.tuples(_LONGITUDES, _LONGITUDES),
    latitudes=st.tuples(_LATITUDES, _LATITUDES).map(sorted),
    is_filtered=st.booleans(),
)
def test_any_box(
    connection: Connection, longitudes: tuple[float, float], latitudes: list[float], is_filtered: bool
) -> None:
    # Where west is greater than east the box goes round the other side of the world.
    box: Box = (longitudes[0], latitudes[0], longitudes[1], latitudes[1])
    filters = {"cve_ent": ["02"]} if is_filtered else {}
    selection = Selection(bbox=box, filters=filters)
    assert _in_two_steps(connection, selection) == _in_one(connection, selection)


def test_what_a_side_crosses_is_compared_exactly(connection: Connection) -> None:
    everything = _in_one(connection, Selection())
    west, south, east, north = (-180.0, -90.0, 180.0, 90.0)
    assert _in_two_steps(connection, Selection(bbox=(west, south, east, north))) == everything


def test_a_region_within_its_box(connection: Connection) -> None:
    triangle = {"type": "Polygon", "coordinates": [[[-102, 21], [-101.3, 21], [-102, 22.2], [-102, 21]]]}
    selection = Selection(bbox=(-102, 21, -101.3, 22.2), region=json.dumps(triangle))
    found = _in_two_steps(connection, selection)
    assert found == _in_one(connection, selection)
    assert 0 < len(found) < len(_in_one(connection, Selection(bbox=selection.bbox)))


@pytest.mark.parametrize(
    ("layer_id", "box", "expected"),
    [
        ("municipalities", (-102, 21, -101, 22), True),
        ("municipalities", None, False),
        ("offices", (-102, 21, -101, 22), False),
        ("networks", (-102, 21, -101, 22), False),
    ],
)
def test_outlines_alone_need_two_steps(layer_id: str, box: Box | None, expected: bool) -> None:
    assert boxed.is_two_steps(layer_named(layer_id), Selection(bbox=box)) is expected
