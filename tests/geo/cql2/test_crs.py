"""Filters written in other reference systems: axis order, curved edges, edges of the world."""

import pytest
import shapely

from geo.cql2 import FILTER_CRS, BadLiteral, BadSyntax, where
from geo.cql2.geometries import crs_named, shape_of
from geo.crs import PLANE, STORE, transformer
from geo.systems import CRS84, URIS, System, system_named
from tests.geo.cql2.conftest import Answers, Ask
from tests.geo.cql2.places import PLACES

EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
LATITUDE_FIRST, MERCATOR, PLANE_OF_MEXICO = (system_named(f"EPSG:{code}") for code in (4326, 3857, 6372))


@pytest.mark.parametrize(
    ("name", "known"),
    [
        (None, CRS84),
        (CRS84.uri, CRS84),
        ("https://www.opengis.net/def/crs/OGC/1.3/CRS84", CRS84),
        ("http://www.opengis.net/def/crs/OGC/0/CRS84h", CRS84),
        (f"{EPSG}4326", LATITUDE_FIRST),
        ("urn:ogc:def:crs:EPSG::6372", PLANE_OF_MEXICO),
        ("EPSG:3857", MERCATOR),
    ],
)
def test_names(name: str | None, known: System) -> None:
    assert crs_named(name) == known


def test_there_is_one_list_of_systems() -> None:
    assert FILTER_CRS == URIS


def test_4326_and_4269_have_latitude_first() -> None:
    node = {"type": "Point", "coordinates": [20, -100]}
    assert shape_of(node, LATITUDE_FIRST).equals(shapely.Point(-100, 20))
    assert shape_of(node, system_named("EPSG:4269")).equals_exact(shapely.Point(-100, 20), tolerance=1e-7)
    assert shape_of({"bbox": [20, -100, 21, -99]}, LATITUDE_FIRST).equals(shapely.box(-100, 20, -99, 21))
    with pytest.raises(BadLiteral):
        shape_of({"type": "Point", "coordinates": [-100, 20]}, LATITUDE_FIRST)


def test_a_box_with_latitude_first_crosses_the_antimeridian() -> None:
    crossing = shape_of({"bbox": [-10, 170, 10, -170]}, LATITUDE_FIRST)
    assert crossing.bounds == (-180, -10, 180, 10)
    assert crossing.area == 2 * 10 * 20


def test_web_mercator() -> None:
    shape = shape_of({"bbox": [-11131949.079, 0, 0, 2273030.927]}, MERCATOR)
    assert shape.bounds == pytest.approx((-100, 0, 0, 20), abs=1e-6)


def test_edges_of_the_plane_of_mexico_are_curves_in_degrees() -> None:
    """A rectangle of EPSG:6372, whose northing comes first, bulges between its corners."""
    west, south, east, north = 1_000_000.0, 300_000.0, 4_000_000.0, 2_300_000.0
    shape = shape_of({"bbox": [south, west, north, east]}, PLANE_OF_MEXICO)
    to_degrees = transformer(PLANE, STORE).transform
    on_edge = shapely.Point(to_degrees((west + east) / 2, north))
    corners = [to_degrees(x, y) for x, y in ((west, south), (east, south), (east, north), (west, north))]
    assert shape.distance(on_edge) < 2e-3
    assert shapely.Polygon(corners).distance(on_edge) > 0.5


@pytest.mark.parametrize("coordinates", [[3e7, 0], [0, 1e9], [-20037509, 0]])
def test_beyond_the_edge_of_a_projection_is_refused(coordinates: list[float]) -> None:
    with pytest.raises(BadLiteral):
        shape_of({"type": "Point", "coordinates": coordinates}, MERCATOR)


def test_boxes_without_width_are_lines_and_points() -> None:
    assert shape_of({"bbox": [1, 1, 1, 2]}).equals(shapely.LineString([(1, 1), (1, 2)]))
    assert shape_of({"bbox": [1, 1, 1, 1]}).equals(shapely.Point(1, 1))
    assert shape_of({"bbox": [170, 0, -180, 1]}).equals(shapely.box(170, 0, 180, 1))
    assert shape_of({"bbox": [180, 0, -170, 1]}).equals(shapely.box(-180, 0, -170, 1))


def test_what_is_no_geometry_is_refused() -> None:
    with pytest.raises(BadSyntax):
        shape_of({"type": "Feature", "geometry": None})


def test_a_filter_says_the_same_in_every_reference_system(ask: Ask, places: object) -> None:
    from tests.geo.cql2.conftest import answers

    def said(text: str, filter_crs: str | None) -> Answers:
        return answers(places, [where(PLACES, text, filter_crs=filter_crs)])  # type: ignore[arg-type]

    degrees = said("S_INTERSECTS(geom, BBOX(-1, -1, 3, 2.5))", None)
    assert {row for row, is_met in degrees[0].items() if is_met} == {2, 3, 5, 6, 7, 10, 11}
    assert said("S_INTERSECTS(geom, BBOX(-1, -1, 2.5, 3))", f"{EPSG}4326") == degrees
    metres = "S_INTERSECTS(geom, BBOX(-111319.49, -111325.14, 333958.47, 278386.43))"
    assert said(metres, f"{EPSG}3857") == degrees
