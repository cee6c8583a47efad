"""The texts, boxes and keys that a feature carries: as declared, and the same whatever the engine."""

import json

import pytest
import shapely
from pyproj import Transformer

from etl.features import by_key, feature_columns, plain_shapes, properties_texts
from geo.layers import layer_named

BORDERS = layer_named("borders")
FRAME = {
    "id": ["us", "bz"],
    "country": ["US", "BZ"],
    "name_es": ["Frontera con Estados Unidos", "Belice"],
    "name_en": ["Border with the United States", "Belize"],
    "length_km": [3152.5, 0.1],
    "geom": [
        shapely.LineString([(-117.1234567, 32.5), (-97, 25.9)]),
        shapely.LineString([(-89, 18), (-88.5, 17.8)]),
    ],
}


def test_rows_are_in_the_order_of_the_key() -> None:
    assert by_key(BORDERS, FRAME)["id"] == ["bz", "us"]
    assert by_key(BORDERS, FRAME)["length_km"] == [0.1, 3152.5]


def test_properties_are_the_declared_fields_in_their_order() -> None:
    text = properties_texts(BORDERS, FRAME)[0]
    assert list(json.loads(text)) == [field.name for field in BORDERS.fields]
    assert text.endswith('"length_km":3152.5}')


def test_absent_values_are_null_and_lists_are_lists() -> None:
    layer = layer_named("networks")
    frame = {field.name: [None] for field in layer.fields} | {"id": ["N"], "themes": [["climate", "water"]]}
    properties = json.loads(properties_texts(layer, frame)[0])
    assert properties["themes"] == ["climate", "water"]
    assert properties["acronym"] is None


def test_geometry_text_keeps_the_digits_that_are_stored() -> None:
    columns = feature_columns(BORDERS, FRAME)
    geometry = json.loads(columns["feature_geometry"][0])
    assert geometry["type"] == "MultiLineString"
    assert geometry["coordinates"] == [[[-117.1234567, 32.5], [-97.0, 25.9]]]
    assert [columns[side][0] for side in ("west", "south", "east", "north")] == [
        -117.1234567,
        25.9,
        -97.0,
        32.5,
    ]


def test_a_feature_without_a_point_has_no_box_and_no_shape() -> None:
    layer = layer_named("partner_places")
    frame = {
        "id": ["a", "b"],
        "name": ["Québec", "Łódź"],
        "type": ["city", "city"],
        "country": ["CA", "PL"],
        "admin1": [None, None],
        "geonameid": [None, None],
        "agreement_count": [1, 1],
        "geom": [None, shapely.Point(19.47, 51.77)],
    }
    columns = feature_columns(layer, frame)
    assert columns["feature_geometry"][0] is None
    assert [columns[side][0] for side in ("west", "south", "east", "north")] == [None] * 4
    assert columns["search_key"] == ["quebec", "lodz"]
    shapes = plain_shapes(layer, frame)
    assert shapes["feature_id"] == ["b"]
    assert (shapes["zoom_min"], shapes["zoom_max"]) == ([0], [22])
    x, y = Transformer.from_crs(4326, 3857, always_xy=True).transform(19.47, 51.77)
    assert (shapes["geom"][0].x, shapes["geom"][0].y) == pytest.approx((x, y))
