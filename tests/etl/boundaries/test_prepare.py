"""The tiny country prepared: every number can be read off its picture."""

import dataclasses

import numpy as np
import pytest
import shapely

from etl.boundaries.prepare import STAGES, prepare
from etl.boundaries.records import Neighbours, PreparedBoundaries, column
from etl.errors import UnexpectedCount
from geo.crs import ELLIPSOID
from tests.geography import (
    ISLAND,
    MAINLAND,
    NAMES,
    TOUCHES_BELIZE,
    TOUCHES_GUATEMALA,
    TOUCHES_US,
    cell,
    tiny_boundaries,
    tiny_neighbours,
)

ANY_COUNT = (1, 100)


@pytest.fixture(scope="module")
def prepared() -> PreparedBoundaries:
    return prepare(tiny_boundaries(), tiny_neighbours(), municipality_count=ANY_COUNT)


def _by_code(prepared: PreparedBoundaries, name: str) -> dict[str, object]:
    rows = prepared.municipalities
    return dict(zip(rows["cvegeo"], rows[name], strict=True))


def _details(prepared: PreparedBoundaries, code: str) -> list[dict[str, object]]:
    return [finding.detail for finding in prepared.findings if finding.code == code]


def test_every_table_has_its_declared_columns_of_equal_length(prepared: PreparedBoundaries) -> None:
    expected = {
        "states": {"cve_ent", "name", "area_km2", "geom"},
        "municipalities": {
            "cvegeo", "cve_ent", "cve_mun", "name", "state_name", "area_km2", "us_border_km",
            "guatemala_border_km", "belize_border_km", "south_border_km", "touches_us", "touches_guatemala",
            "touches_belize", "is_coastal", "neighbor_count", "is_island", "lon", "lat", "geom",
        },
        "borders": {"id", "country", "name_es", "name_en", "length_km", "geom"},
        "contiguity": {"cvegeo", "neighbor_cvegeo", "shared_km"},
        "shapes": {"layer_id", "feature_id", "zoom_min", "zoom_max", "geom"},
        "points": {"cvegeo", "lon", "lat"},
    }  # fmt: skip
    for table, columns in expected.items():
        rows = getattr(prepared, table)
        assert set(rows) == columns, table
        assert len({len(values) for values in rows.values()}) == 1, table
        for name, values in rows.items():
            assert values.dtype == object
            assert not any(isinstance(value, np.generic) for value in values), (
                f"{table}.{name} is plain Python"
            )


def test_stored_geometry_is_valid_multipolygons_at_seven_decimals(prepared: PreparedBoundaries) -> None:
    for rows in (prepared.municipalities, prepared.states):
        assert shapely.is_valid(rows["geom"]).all()
        assert set(shapely.get_type_id(rows["geom"])) == {6}
        xy = shapely.get_coordinates(rows["geom"])
        assert np.array_equal(xy, xy.round(7))
    tijuana = _by_code(prepared, "geom")["02004"]
    assert shapely.bounds(tijuana) == pytest.approx(cell("02004").bounds, abs=1e-7)


def test_areas_are_those_of_the_ellipsoid(prepared: PreparedBoundaries) -> None:
    xy = shapely.get_coordinates(cell("01001").exterior)
    loop = abs(ELLIPSOID.polygon_area_perimeter(xy[:, 0], xy[:, 1])[0]) / 1e6
    assert _by_code(prepared, "area_km2")["01001"] == pytest.approx(loop, abs=1e-3)
    states = dict(zip(prepared.states["cve_ent"], prepared.states["area_km2"], strict=True))
    assert states["01"] == pytest.approx(
        sum(km2 for code, km2 in _by_code(prepared, "area_km2").items() if code[:2] == "01"), rel=1e-5
    )


def test_touches_are_those_of_the_picture(prepared: PreparedBoundaries) -> None:
    for name, expected in (
        ("touches_us", set(TOUCHES_US)),
        # Where two borders meet in a corner of a municipality, it touches both.
        ("touches_guatemala", {*TOUCHES_GUATEMALA, "01009"}),
        ("touches_belize", set(TOUCHES_BELIZE) | {"01006"}),
    ):
        touching = {code for code, touches in _by_code(prepared, name).items() if touches}
        assert touching == expected, name


def test_the_sides_of_the_picture_that_no_country_has_are_coast(prepared: PreparedBoundaries) -> None:
    inland = {"02002", "02005", "02008", "01002", "01005", "01008"}
    # The south of 01009 is open, its east is Belize.
    assert {code for code, coast in _by_code(prepared, "is_coastal").items() if not coast} == inland


def test_distance_is_zero_where_it_touches_and_a_row_of_cells_below(prepared: PreparedBoundaries) -> None:
    us = _by_code(prepared, "us_border_km")
    assert us["02002"] == 0.0
    row_km = ELLIPSOID.inv(-101.7, 22.2, -101.7, 22.0)[2] / 1000
    assert us["02005"] == pytest.approx(row_km, abs=0.02), "the side of a cell is straight in the plane"
    assert us["02008"] == pytest.approx(2 * row_km, abs=0.02)
    south = _by_code(prepared, "south_border_km")
    guatemala, belize = (_by_code(prepared, f"{name}_border_km") for name in ("guatemala", "belize"))
    assert all(south[code] == min(guatemala[code], belize[code]) for code in NAMES)
    assert south["01009"] == 0.0


def test_borders_have_the_length_of_the_sides_that_they_follow(prepared: PreparedBoundaries) -> None:
    length = dict(zip(prepared.borders["id"], prepared.borders["length_km"], strict=True))
    side = ELLIPSOID.inv(-102.0, 22.2, -101.4, 22.2)[2] / 1000
    assert length["us"] == pytest.approx(side, abs=0.05)
    assert list(prepared.borders["country"]) == ["US", "GT", "BZ"]
    assert {shape.geom_type for shape in prepared.borders["geom"]} == {"MultiLineString"}


def test_neighbours_and_the_island(prepared: PreparedBoundaries) -> None:
    assert _by_code(prepared, "neighbor_count")["02005"] == 8
    assert [code for code, alone in _by_code(prepared, "is_island").items() if alone] == [ISLAND]
    assert len(prepared.contiguity["cvegeo"]) == 2 * 47
    (told,) = _details(prepared, "contiguity")
    assert told["islands"] == [ISLAND]


def test_a_point_lies_within_its_municipality(prepared: PreparedBoundaries) -> None:
    rows = prepared.municipalities
    points = shapely.points(rows["lon"].astype(float), rows["lat"].astype(float))
    assert shapely.contains_properly(rows["geom"], points).all()
    assert list(prepared.points["cvegeo"]) == list(rows["cvegeo"])


def test_every_feature_has_a_shape_at_every_zoom(prepared: PreparedBoundaries) -> None:
    shapes = prepared.shapes
    expected = {("municipalities", code) for code in NAMES} | {("states", "01"), ("states", "02")}
    expected |= {("borders", name) for name in ("us", "gt", "bz")}
    for zoom in range(23):
        here = [low <= zoom <= high for low, high in zip(shapes["zoom_min"], shapes["zoom_max"], strict=True)]
        drawn = list(zip(shapes["layer_id"][here], shapes["feature_id"][here], strict=True))
        assert set(drawn) == expected
        assert len(drawn) == len(expected), f"one shape each at zoom {zoom}"
        assert not shapely.is_empty(shapes["geom"][here]).any()


def test_without_neighbours_nothing_is_measured_to_a_border() -> None:
    prepared = prepare(tiny_boundaries(), Neighbours(()), municipality_count=ANY_COUNT)
    for name in ("us_border_km", "south_border_km", "touches_us", "touches_belize", "is_coastal"):
        assert set(_by_code(prepared, name).values()) == {None}, name
    assert len(prepared.borders["id"]) == 0
    assert _details(prepared, "no_neighbours") == [{}]


def test_a_border_along_no_boundary_is_told_and_left_out() -> None:
    neighbours = tiny_neighbours()
    far = dataclasses.replace(neighbours.countries[0], guide=shapely.LineString([(-102, 30), (-101.4, 30)]))
    prepared = prepare(
        tiny_boundaries(), Neighbours((far, *neighbours.countries[1:])), municipality_count=ANY_COUNT
    )
    assert list(prepared.borders["id"]) == ["gt", "bz"]
    assert set(_by_code(prepared, "us_border_km").values()) == {None}
    (told,) = _details(prepared, "no_border")
    assert told["border"] == "us"


def test_progress_names_each_stage_once_and_ends_whole() -> None:
    told: list[tuple[str, int, int]] = []
    prepare(
        tiny_boundaries(),
        tiny_neighbours(),
        lambda stage, done, total: told.append((stage, done, total)),
        municipality_count=ANY_COUNT,
    )
    assert [stage for stage, _, _ in told[:-1]] == list(STAGES)
    assert told[-1] == (STAGES[-1], len(STAGES), len(STAGES))


def test_order_of_the_rows_does_not_change_what_is_measured(prepared: PreparedBoundaries) -> None:
    boundaries = tiny_boundaries()
    order = np.random.default_rng(5).permutation(len(NAMES))
    mixed = {name: values[order] for name, values in boundaries.municipalities.items()}
    again = prepare(
        dataclasses.replace(boundaries, municipalities=mixed), tiny_neighbours(), municipality_count=ANY_COUNT
    )
    for name in ("area_km2", "us_border_km", "neighbor_count", "touches_belize"):
        assert _by_code(again, name) == _by_code(prepared, name)


def test_nineteen_municipalities_are_no_country_unless_it_is_said() -> None:
    with pytest.raises(UnexpectedCount):
        prepare(tiny_boundaries(), tiny_neighbours())


def test_overlap_and_gap_are_told_with_their_codes_and_areas() -> None:
    boundaries = tiny_boundaries()
    rows = dict(boundaries.municipalities)
    codes = list(rows["cvegeo"])
    middle, east = codes.index("02005"), codes.index("02006")
    shapes = rows["geom"].copy()
    west_side, south, east_side, _ = shapes[middle].bounds
    lens = shapely.box(east_side - 200, south + 5_000, east_side + 200, south + 6_000)
    shapes[middle] = shapely.union(shapes[middle], lens)
    hole = shapely.box(west_side + 5_000, south + 9_000, west_side + 6_000, south + 10_000)
    shapes[middle] = shapely.difference(shapes[middle], hole)
    prepared = prepare(
        dataclasses.replace(boundaries, municipalities={**rows, "geom": column(list(shapes))}),
        tiny_neighbours(),
        municipality_count=ANY_COUNT,
    )
    (overlaps,), (gaps,) = _details(prepared, "overlaps"), _details(prepared, "gaps")
    assert overlaps["largest"][0]["cvegeo"] == ["02005", "02006"]  # type: ignore[index]
    assert 150_000 < overlaps["area_m2"] < 250_000  # type: ignore[operator]
    assert (gaps["count"], gaps["area_m2"]) == (1, 1_000_000.0)
    assert gaps["largest"][0]["cvegeo"] == ["02005"]  # type: ignore[index]
    assert codes[east] == "02006"
    assert set(MAINLAND) | {ISLAND} == set(codes)
