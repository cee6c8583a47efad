"""Items, counts and extents of layers in the tiny country, equal to a plain loop over what was loaded."""

import json
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from geo.items.field_values import BadValue
from geo.items.queries import Selection, UnknownField, count, extent, item, items
from geo.layers import CORE_LAYERS, layer_named

MUNICIPALITIES = layer_named("municipalities")
AGREEMENTS = layer_named("agreements")


def _all(connection: Connection, layer: Any) -> list[tuple[str, dict[str, Any], Any]]:
    return [
        (
            row.key,
            json.loads(row.feature_properties),
            row.feature_geometry and json.loads(row.feature_geometry),
        )
        for row in connection.execute(items(layer, limit=10_000))
    ]


@pytest.mark.parametrize("layer", CORE_LAYERS, ids=lambda layer: layer.id)
def test_every_item_is_there_once_in_order_with_its_declared_properties(
    connection: Connection, layer: Any
) -> None:
    rows = _all(connection, layer)
    keys = [key for key, _, _ in rows]
    assert keys == sorted(set(keys))
    assert connection.execute(count(layer)).scalar_one() == len(rows)
    for key, properties, geometry in rows:
        assert properties[layer.key] == key
        assert list(properties) == [field.name for field in layer.fields]
        if geometry is not None and layer.geometry is not None:
            assert geometry["type"] == layer.geometry.value


def test_pages_cover_every_item_once(connection: Connection) -> None:
    keys = [key for key, _, _ in _all(connection, MUNICIPALITIES)]
    paged: list[str] = []
    for offset in range(0, len(keys) + 4, 4):
        page = connection.execute(items(MUNICIPALITIES, limit=4, offset=offset)).all()
        paged += [row.key for row in page]
    assert paged == keys


@pytest.mark.parametrize(
    ("layer_id", "filters", "keys"),
    [
        ("agreements", {"cvegeo": ["02004"]}, ["t01", "t02", "t03", "t04"]),
        ("agreements", {"cvegeo": ["02004"], "instrument": ["memorandum", "convenio"]}, ["t03", "t04"]),
        ("agreements", {"signed_year": ["2010"]}, ["t04"]),
        ("agreements", {"themes": ["climate", "environment"]}, ["t08", "t11"]),
        ("municipalities", {"is_island": ["true"]}, ["02010"]),
        ("municipalities", {"cvegeo": ["99999"]}, []),
    ],
)
def test_filters(
    connection: Connection, layer_id: str, filters: dict[str, list[str]], keys: list[str]
) -> None:
    layer = layer_named(layer_id)
    found = connection.execute(items(layer, Selection(filters=filters), limit=100)).all()
    assert [row.key for row in found] == keys
    assert connection.execute(count(layer, Selection(filters=filters))).scalar_one() == len(keys)


@pytest.mark.parametrize(
    ("filters", "error"),
    [
        ({"colour": ["red"]}, UnknownField),
        ({"sectors": ["x"]}, UnknownField),
        ({"instrument": ["handshake"]}, BadValue),
        ({"signed_year": ["MCMXCIII"]}, BadValue),
    ],
)
def test_what_cannot_be_filtered_is_refused_by_name(
    filters: dict[str, list[str]], error: type[Exception]
) -> None:
    with pytest.raises(error, match=next(iter(filters))):
        items(AGREEMENTS, Selection(filters=filters), limit=1)


def test_one_item(connection: Connection) -> None:
    found = connection.execute(item(MUNICIPALITIES, "02004")).one()
    assert json.loads(found.feature_properties)["name"] == "Tijuana"
    assert connection.execute(item(MUNICIPALITIES, "2004")).one_or_none() is None


def test_the_extent_is_that_of_all_geometry(connection: Connection) -> None:
    shapes = [shapely.from_geojson(json.dumps(shape)) for _, _, shape in _all(connection, MUNICIPALITIES)]
    assert tuple(connection.execute(extent(MUNICIPALITIES)).one()) == pytest.approx(
        tuple(shapely.total_bounds(shapes))
    )
    with pytest.raises(ValueError, match="networks"):
        extent(layer_named("networks"))


longitudes = st.floats(-130, -80)
latitudes = st.floats(10, 40)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    x=st.tuples(longitudes, longitudes),
    y=st.tuples(latitudes, latitudes),
    layer_id=st.sampled_from(["municipalities", "agreements"]),
)
def test_a_box_finds_what_shapely_finds(
    connection: Connection, x: tuple[float, float], y: tuple[float, float], layer_id: str
) -> None:
    layer = layer_named(layer_id)
    box = (x[0], min(y), x[1], max(y))
    # A box whose west is east of its east goes the long way round.
    around = (
        shapely.box(*box)
        if box[0] <= box[2]
        else shapely.union_all(
            [shapely.box(box[0], box[1], 180, box[3]), shapely.box(-180, box[1], box[2], box[3])]
        )
    )
    expected = [
        key
        for key, _, shape in _all(connection, layer)
        if shape is not None and shapely.intersects(shapely.from_geojson(json.dumps(shape)), around)
    ]
    found = connection.execute(items(layer, Selection(bbox=box), limit=100)).all()
    assert [row.key for row in found] == expected


def test_a_layer_without_geometry_has_nothing_in_a_box(connection: Connection) -> None:
    assert (
        connection.execute(count(layer_named("networks"), Selection(bbox=(-180, -90, 180, 90)))).scalar_one()
        == 0
    )
