"""The real country as a release keeps it, told again by plain loops and by other programs."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from etl.boundaries.records import PreparedBoundaries
from geo.boundaries.contiguity import contiguity
from geo.boundaries.coverages import BANDS
from geo.crs import DRAW, ELLIPSOID, PLANE, STORE, projected
from geo.geodesy import distance_matrix_km
from tests import national

pytestmark = pytest.mark.slow

MUNICIPALITIES, STATES = 2465, 32
COUNTRY_KM2 = 1_960_000
HAIR_APART = {("15063", "15088"), ("21001", "29013"), ("21041", "29027"), ("21180", "29006")}
"""Neighbours between whose published outlines lies a hair's gap that belongs to nobody: they share at most
2.2 km, and simplifying may give the gap to a third."""


@pytest.fixture(scope="module")
def prepared() -> PreparedBoundaries:
    return national.prepared()


def _column(prepared: PreparedBoundaries, name: str) -> dict[str, object]:
    rows = prepared.municipalities
    return dict(zip(rows["cvegeo"], rows[name], strict=True))


def _finding(prepared: PreparedBoundaries, code: str) -> dict[str, object]:
    (detail,) = (finding.detail for finding in prepared.findings if finding.code == code)
    return detail


def test_every_municipality_and_state_is_there_once_and_valid(prepared: PreparedBoundaries) -> None:
    for rows, key, count in (
        (prepared.municipalities, "cvegeo", MUNICIPALITIES),
        (prepared.states, "cve_ent", STATES),
    ):
        assert len(set(rows[key])) == len(rows[key]) == count
        assert shapely.is_valid(rows["geom"]).all()
        assert not shapely.is_empty(rows["geom"]).any()
        xy = shapely.get_coordinates(rows["geom"])
        assert np.array_equal(xy, xy.round(7))


def test_the_country_has_its_area(prepared: PreparedBoundaries) -> None:
    of_municipalities = sum(prepared.municipalities["area_km2"])
    assert of_municipalities == pytest.approx(COUNTRY_KM2, rel=0.005)
    assert sum(prepared.states["area_km2"]) == pytest.approx(of_municipalities, rel=1e-6)


def test_areas_equal_a_plain_loop(prepared: PreparedBoundaries) -> None:
    area, geom = _column(prepared, "area_km2"), _column(prepared, "geom")
    for code in ("02004", "09015", "20067", "23001", "08029"):
        assert area[code] == pytest.approx(
            abs(ELLIPSOID.geometry_area_perimeter(geom[code])[0]) / 1e6, abs=1e-3
        )


def test_distances_equal_the_least_of_all_pairs_of_points(prepared: PreparedBoundaries) -> None:
    borders = dict(zip(prepared.borders["id"], prepared.borders["geom"], strict=True))
    geom = _column(prepared, "geom")
    for border, column, codes in (
        ("us", "us_border_km", ("26030", "05035", "19039", "14039", "31050", "23001", "07089", "03008")),
        ("gt", "guatemala_border_km", ("07101", "27004", "20067", "31050", "02004")),
        ("bz", "belize_border_km", ("23005", "31050", "04003", "09015")),
    ):
        line = _sampled(borders[border], 200.0)
        for code in codes:
            least = _least_km(_sampled(shapely.boundary(geom[code]), 200.0), line)
            told = _column(prepared, column)[code]
            # Sampled points are farther apart than the shapes are, by at most 200² / 2 D metres.
            assert -0.005 <= least - told <= 0.2 * 0.2 / 2 / max(told, 0.1) + 0.005, (code, border)


def _sampled(line: shapely.Geometry, step_m: float) -> np.ndarray:
    plane = projected(np.array([line], dtype=object), STORE, PLANE)
    dense = np.asarray(shapely.segmentize(plane, step_m), dtype=object)
    return shapely.get_coordinates(projected(dense, PLANE, STORE))


def _least_km(points: np.ndarray, line: np.ndarray) -> float:
    """The least distance: between every twentieth point first, then between all points that may be nearer."""
    stride = 20
    coarse = distance_matrix_km(points[::stride], line[::stride])
    slack = 2 * stride * 0.2
    rows, columns = np.nonzero(coarse <= coarse.min() + slack)
    chosen = np.unique((rows[:, None] * stride + np.arange(-stride, stride + 1)).clip(0, len(points) - 1))
    others = np.unique((columns[:, None] * stride + np.arange(-stride, stride + 1)).clip(0, len(line) - 1))
    return float(distance_matrix_km(points[chosen], line[others]).min())


def test_a_touch_is_a_distance_of_zero_and_nothing_else_is(prepared: PreparedBoundaries) -> None:
    for name in ("us", "guatemala", "belize"):
        distance, touches = _column(prepared, f"{name}_border_km"), _column(prepared, f"touches_{name}")
        assert {code for code, km in distance.items() if km == 0} == {
            code for code, does in touches.items() if does
        }
    assert sum(_column(prepared, "touches_us").values()) == 38  # type: ignore[arg-type]
    assert sum(_column(prepared, "touches_guatemala").values()) == 22  # type: ignore[arg-type]
    belize = {code for code, does in _column(prepared, "touches_belize").items() if does}
    assert belize == {"04010", "23004"}


def test_the_border_is_on_the_outline_of_what_touches_it(prepared: PreparedBoundaries) -> None:
    names = {"us": "touches_us", "gt": "touches_guatemala", "bz": "touches_belize"}
    geom = prepared.municipalities["geom"]
    for border, line in zip(prepared.borders["id"], prepared.borders["geom"], strict=True):
        touching = geom[prepared.municipalities[names[border]].astype(bool)]
        near = shapely.union_all(shapely.buffer(shapely.boundary(touching), 1e-5, quad_segs=2))
        assert shapely.length(shapely.difference(line, near)) == 0, border


def test_coasts_and_bays_are_no_border(prepared: PreparedBoundaries) -> None:
    ends = {
        border: shapely.get_coordinates(line)[[0, -1]].round(3).tolist()
        for border, line in zip(prepared.borders["id"], prepared.borders["geom"], strict=True)
    }
    # The mouths of the Bravo, the Suchiate and the Hondo, the beach of Tijuana, the point of three countries.
    assert ends["us"] == [[-97.146, 25.955], [-117.124, 32.534]]
    assert ends["gt"] == [[-92.227, 14.532], [-89.152, 17.816]]
    assert ends["bz"] == [[-88.304, 18.479], [-89.152, 17.816]]
    length = dict(zip(prepared.borders["id"], prepared.borders["length_km"], strict=True))
    # Published: 3,152 km with the United States, 956 with Guatemala, 193 with Belize.
    assert length["us"] == pytest.approx(3152, rel=0.01)
    assert length["gt"] == pytest.approx(956, rel=0.01)
    assert length["bz"] == pytest.approx(193, rel=0.02)


def test_the_us_border_is_where_the_census_bureau_draws_it(prepared: PreparedBoundaries) -> None:
    told = {
        finding.detail["border"]: finding.detail
        for finding in prepared.findings
        if finding.code == "border_agreement"
    }
    assert told["us"]["outline_median_m"] < 30
    assert told["us"]["outline_max_m"] < 1_000
    assert max(told["us"]["outline_ends_m"]) < 100


def test_no_municipality_is_an_island_and_cozumel_is_told(prepared: PreparedBoundaries) -> None:
    assert not any(prepared.municipalities["is_island"])
    told = _finding(prepared, "contiguity")
    assert (told["pairs"], told["islands"]) == (7222, [])
    # Cozumel and Isla Mujeres hold ground on the mainland; most of Cozumel is the island.
    assert told["main_part_is_island"] == ["23001"]
    count = _column(prepared, "neighbor_count")
    assert count["23001"] == 2
    assert count["23003"] == 2


def test_contiguity_rows_are_symmetric_and_ordered(prepared: PreparedBoundaries) -> None:
    rows = prepared.contiguity
    pairs = list(zip(rows["cvegeo"], rows["neighbor_cvegeo"], strict=True))
    assert len(pairs) == 2 * 7222
    assert pairs == sorted(pairs)
    length = dict(zip(pairs, rows["shared_km"], strict=True))
    assert all(length[b, a] == km for (a, b), km in length.items())


def test_gaps_and_overlaps_of_the_edition_are_told(prepared: PreparedBoundaries) -> None:
    gaps, overlaps = _finding(prepared, "gaps"), _finding(prepared, "overlaps")
    assert gaps["largest"][0]["cvegeo"] == ["26025", "26029"]  # type: ignore[index]
    assert gaps["largest"][0]["area_m2"] == pytest.approx(7_004_394, rel=0.001)  # type: ignore[index]
    assert overlaps["area_m2"] < 100  # type: ignore[operator]
    assert _finding(prepared, "mismatched_edges")["municipalities"] == 546
    assert not [finding for finding in prepared.findings if finding.code == "borders_not_matched"]


@pytest.mark.parametrize("band", BANDS, ids=lambda band: f"z{band.zoom_min}-{band.zoom_max}")
def test_every_band_has_every_feature_valid_and_neighbours_still_sharing(
    prepared: PreparedBoundaries, band: object
) -> None:
    shapes = prepared.shapes
    here = shapes["zoom_min"] == band.zoom_min  # type: ignore[attr-defined]

    def layer(name: str) -> np.ndarray:
        chosen = here & (shapes["layer_id"] == name)
        order = np.argsort(shapes["feature_id"][chosen].astype(str))
        return shapes["geom"][chosen][order]

    municipalities, states = layer("municipalities"), layer("states")
    assert (len(municipalities), len(states), len(layer("borders"))) == (MUNICIPALITIES, STATES, 3)
    for drawn in (municipalities, states):
        assert shapely.is_valid(drawn).all()
        assert (shapely.area(drawn) > 0).all()
    tolerance = band.tolerance_m  # type: ignore[attr-defined]
    if tolerance is None:
        return
    plane = projected(municipalities, DRAW, PLANE)
    again = contiguity(plane)
    km = {(a, b): shared for a, b, shared in zip(again.first, again.second, again.shared_km, strict=True)}
    source = prepared.contiguity
    number = {code: index for index, code in enumerate(sorted(prepared.municipalities["cvegeo"]))}
    lost = [
        (a, b)
        for a, b, shared in zip(source["cvegeo"], source["neighbor_cvegeo"], source["shared_km"], strict=True)
        if a < b and shared > 0 and km.get((number[a], number[b]), 0.0) == 0
    ]
    assert set(lost) <= HAIR_APART
    # Vertices of the states are vertices of their municipalities: outlines agree at every zoom.
    points = {tuple(xy) for xy in shapely.get_coordinates(municipalities).tolist()}
    assert {tuple(xy) for xy in shapely.get_coordinates(states).tolist()} <= points


def test_points_lie_within_their_municipalities(prepared: PreparedBoundaries) -> None:
    rows = prepared.municipalities
    points = shapely.points(rows["lon"].astype(float), rows["lat"].astype(float))
    assert shapely.intersects(rows["geom"], points).all()


@pytest.mark.shared_data
def test_the_edition_of_2023(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    official = national.official(shared_data, tmp_path_factory.mktemp("kept"))
    assert len(official.municipalities["cvegeo"]) == 2475
    assert len(official.states["cve_ent"]) == STATES
    assert shapely.is_valid(official.municipalities["geom"]).all()
    assert sum(official.municipalities["area_km2"]) == pytest.approx(COUNTRY_KM2, rel=0.005)
    us = _column(official, "us_border_km")
    assert sum(km <= 100 for km in us.values()) == 98  # type: ignore[operator]
    told = _finding(official, "contiguity")
    assert told["islands"] == []
    # Mulegé is a simplified shape cut against its neighbours: it overlaps some and leaves gaps beside others.
    mulege = {
        neighbor
        for code, neighbor in zip(
            official.contiguity["cvegeo"], official.contiguity["neighbor_cvegeo"], strict=True
        )
        if code == "03002"
    }
    assert mulege == {"02006", "03001", "03009"}
    assert "03002" in {code for pair in _finding(official, "overlaps")["largest"] for code in pair["cvegeo"]}  # type: ignore[attr-defined]
