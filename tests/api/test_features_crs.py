"""OGC API – Features Part 2: each requirement by its name, against pyproj on geometry known by eye."""

from functools import cache
from typing import Any

import numpy as np
import pytest
import shapely
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from geo.systems import CRS84_URI, SYSTEMS, URIS, box_in_degrees, system_named
from tests.api.test_items import keys
from tests.geography import NAMES, cell

MUNICIPALITIES = "/collections/municipalities/items"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
TOLERANCE = {4326: 1e-7, 4269: 1e-7, 3857: 0.01, 6372: 0.01}


@cache
def transformer(code: str) -> Transformer:
    return Transformer.from_crs("OGC:CRS84", f"EPSG:{code}")


@cache
def country(uri: str) -> dict[str, shapely.Geometry]:
    """Each municipality with so many vertices that its sides are right in that system."""
    return {code: expected(shapely.segmentize(cell(code), 0.002), uri) for code in NAMES}


def expected(shape: shapely.Geometry, uri: str) -> shapely.Geometry:
    """The shape as pyproj has it, with the axes in the order of the authority."""
    if uri == CRS84_URI:
        return shape
    to = transformer(uri.rsplit("/", 1)[1])
    return shapely.transform(shape, lambda xy: np.column_stack(to.transform(xy[:, 0], xy[:, 1])))


def shape_of(feature: dict[str, Any]) -> shapely.Geometry:
    return shapely.geometry.shape(feature["geometry"])


@pytest.mark.parametrize("uri", URIS)
def test_req_crs_fc_crs_definition_and_f_crs_action(client: TestClient, uri: str) -> None:
    """`crs` on a page and on one item, with `Content-Crs`, for each system of the collection."""
    code = int(uri.rsplit("/", 1)[1]) if "EPSG" in uri else 4326
    page = client.get(MUNICIPALITIES, params={"crs": uri, "limit": 100})
    assert page.headers["content-crs"] == f"<{uri}>"
    for feature in page.json()["features"]:
        right = expected(cell(feature["id"]), uri)
        assert shape_of(feature).hausdorff_distance(right) <= TOLERANCE[code]
    one = client.get(f"{MUNICIPALITIES}/02004", params={"crs": uri})
    assert one.headers["content-crs"] == f"<{uri}>"
    assert shape_of(one.json()).hausdorff_distance(expected(cell("02004"), uri)) <= TOLERANCE[code]


def test_axes_are_in_the_order_of_the_authority(client: TestClient) -> None:
    def first(uri: str) -> list[float]:
        item = client.get("/collections/offices/items/o1", params={"crs": uri}).json()
        found: list[float] = item["geometry"]["coordinates"]
        return found

    assert first(CRS84_URI) == [-101.7, 22.1]
    assert first(f"{EPSG}4326") == first(f"{EPSG}4269") == [22.1, -101.7]
    northing, easting = first(f"{EPSG}6372")
    assert (2_500_000 < easting < 2_600_000, 1_000_000 < northing < 1_200_000) == (True, True)
    x, y = first(f"{EPSG}3857")
    assert (round(x), round(y)) == (-11321192, 2523526) or x < 0 < y


def test_without_crs_it_is_crs84(client: TestClient) -> None:
    assert client.get(MUNICIPALITIES).headers["content-crs"] == f"<{CRS84_URI}>"
    assert client.get("/collections/networks/items").headers["content-crs"] == f"<{CRS84_URI}>"


@pytest.mark.parametrize("parameter", ["crs", "bbox-crs"])
@pytest.mark.parametrize("name", [f"{EPSG}9999999", f"{EPSG}32614", "WGS84", ""])
def test_req_crs_fc_crs_valid_value(client: TestClient, parameter: str, name: str) -> None:
    problem = client.get(MUNICIPALITIES, params={parameter: name, "bbox": "1,1,2,2"}).json()
    assert (problem["status"], problem["code"]) == (400, "bad_parameter")
    assert problem["known"] == list(URIS)


def test_req_crs_crs_uri_and_storage_crs(client: TestClient) -> None:
    for collection in client.get("/collections").json()["collections"]:
        has_geometry = collection["geometry"] is not None
        assert collection.get("crs") == (list(URIS) if has_geometry else None)
        assert collection.get("storageCrs") == (CRS84_URI if has_geometry else None)


@settings(max_examples=60, deadline=None)
@given(
    index=st.integers(0, len(SYSTEMS) - 1),
    x=st.tuples(st.floats(-102.3, -100.9), st.floats(-102.3, -100.9)),
    y=st.tuples(st.floats(20.8, 22.4), st.floats(20.8, 22.4)),
)
def test_req_crs_fc_bbox_crs_action(client: TestClient, index: int, x: Any, y: Any) -> None:
    """A box in any system finds what shapely finds with the same box, in that system."""
    system = SYSTEMS[index]
    corners = expected(shapely.MultiPoint([(min(x), min(y)), (max(x), max(y))]), system.uri)
    low, high = (np.round(point.coords[0], 6) for point in corners.geoms)
    low, high = np.minimum(low, high), np.maximum(low, high)
    box = shapely.box(*low, *high)
    numbers = ",".join(map(str, [*low, *high]))
    found = keys(client.get(MUNICIPALITIES, params={"bbox": numbers, "bbox-crs": system.uri, "limit": 100}))
    shapes = country(system.uri)
    unit = 1.0 if not system.is_geographic else 1e-9
    surely = {code for code, shape in shapes.items() if shape.buffer(-unit).intersects(box)}
    perhaps = {code for code, shape in shapes.items() if shape.distance(box) <= unit}
    assert surely <= set(found) <= perhaps


def test_a_box_may_be_a_line_or_a_point(client: TestClient) -> None:
    for bbox in ("-101.9,21.9,-101.9,21.9", "-101.9,21.9,-101.85,21.9", "-101.9,21.9,-101.9,21.95"):
        assert keys(client.get(MUNICIPALITIES, params={"bbox": bbox})) == ["02004"]
    at_corner = keys(client.get(MUNICIPALITIES, params={"bbox": "-101.8,22,-101.8,22"}))
    assert at_corner == ["02001", "02002", "02004", "02005"]


@pytest.mark.parametrize("bbox", ["0,0,1e18,1e18", "5,5,1,1"])
def test_a_box_where_its_system_does_not_hold_is_refused(client: TestClient, bbox: str) -> None:
    problem = client.get(MUNICIPALITIES, params={"bbox": bbox, "bbox-crs": f"{EPSG}6372"}).json()
    assert (problem["status"], problem["code"]) == (400, "bad_parameter")


def test_a_box_of_the_plane_is_no_box_in_degrees() -> None:
    box, region = box_in_degrees(
        (600_000.0, 1_500_000.0, 2_300_000.0, 4_000_000.0), system_named("EPSG:6372")
    )
    assert region is not None
    outline = shapely.from_geojson(region)
    assert tuple(outline.bounds) == box
    assert outline.area < 0.97 * shapely.box(*box).area


def test_precision_rounds_and_generalised_geometry_is_projected_too(client: TestClient) -> None:
    rough = client.get(MUNICIPALITIES, params={"precision": 1, "limit": 100}).json()
    for feature in rough["features"]:
        xy = shapely.get_coordinates(shape_of(feature))
        assert (np.round(xy, 1) == xy).all()
    for uri in (CRS84_URI, f"{EPSG}4326", f"{EPSG}6372"):
        coarse = client.get(MUNICIPALITIES, params={"zoom-level": 3, "crs": uri, "limit": 100}).json()
        for feature in coarse["features"]:
            right = expected(cell(feature["id"]), uri)
            unit = 1 if "6372" in uri else 1e-5
            assert shape_of(feature).buffer(0).hausdorff_distance(right) <= 1300 * unit


def test_what_rounding_leaves_nothing_of_is_still_an_area_at_its_place(client: TestClient) -> None:
    """At whole degrees a municipality of 0.2 is a point or a line; its outline is a ring all the same."""
    found = client.get(MUNICIPALITIES, params={"precision": 0, "limit": 100}).json()["features"]
    assert {feature["id"] for feature in found} == set(NAMES)
    for feature in found:
        west, south, east, north = cell(feature["id"]).bounds
        for polygon in feature["geometry"]["coordinates"]:
            for ring in polygon:
                assert len(ring) >= 4
                assert ring[0] == ring[-1]
                assert {x for x, _ in ring} <= {round(west), round(east)}
                assert {y for _, y in ring} <= {round(south), round(north)}
