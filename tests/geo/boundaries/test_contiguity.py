"""Neighbours on small maps whose answers can be seen, with the faults that real maps have."""

import numpy as np
import pytest
import shapely

from geo.boundaries.contiguity import contiguity
from geo.crs import STORE, projected
from geo.geodesy import lengths_km
from tests.geography import ISLAND, tiny_municipalities

AT = np.array([2_500_000.0, 1_000_000.0])
"""A place within Mexico, so that the scale of the plane is what it is there: 0.995 metres for a metre."""


def _map(*polygons: shapely.Geometry) -> np.ndarray:
    return shapely.transform(np.array(polygons, dtype=object), lambda xy: xy + AT)


def _pairs(polygons: np.ndarray, tolerance_m: float = 1.0) -> list[tuple[int, int]]:
    found = contiguity(polygons, tolerance_m=tolerance_m)
    return list(zip(found.first.tolist(), found.second.tolist(), strict=True))


def test_tiny_country_has_its_forty_seven_pairs_and_one_island() -> None:
    rows = tiny_municipalities()
    found = contiguity(rows["geom"])
    # three columns and six rows: 12 to the side, 15 up and down, 20 across corners
    assert len(found.first) == 12 + 15 + 20
    assert rows["cvegeo"][found.islands].tolist() == [ISLAND]
    by_code = dict(zip(rows["cvegeo"], found.neighbor_count.tolist(), strict=True))
    assert (by_code["02001"], by_code["02002"], by_code["02005"]) == (3, 5, 8)


def test_tiny_country_shares_the_length_of_its_sides() -> None:
    rows = tiny_municipalities()
    found = contiguity(rows["geom"])
    codes = rows["cvegeo"]
    shared = {
        (codes[a], codes[b]): km for a, b, km in zip(found.first, found.second, found.shared_km, strict=True)
    }
    side = projected(np.array([shapely.LineString([(-101.8, 22.2), (-101.8, 22.0)])]), STORE, STORE)
    assert shared["02001", "02002"] == pytest.approx(lengths_km(side)[0], rel=1e-6)
    assert shared["02001", "02002"] == pytest.approx(22.15, abs=0.01)
    assert shared["02001", "02005"] == 0, "they meet in a corner"
    assert sum(km == 0 for km in shared.values()) == 20


def test_both_ways_is_symmetric_and_ordered() -> None:
    area, neighbor, km = contiguity(tiny_municipalities()["geom"]).both_ways()
    pairs = list(zip(area.tolist(), neighbor.tolist(), strict=True))
    assert pairs == sorted(pairs)
    length = dict(zip(pairs, km.tolist(), strict=True))
    assert all(length[b, a] == length[a, b] for a, b in pairs)


def test_a_hair_of_a_gap_or_overlap_does_not_part_neighbours() -> None:
    square = shapely.box(0, 0, 1000, 1000)
    for slip in (-0.3, 0.0, 0.3):
        beside = shapely.box(1000 + slip, 0, 2000, 1000)
        found = contiguity(_map(square, beside))
        assert _pairs(_map(square, beside)) == [(0, 1)], slip
        assert found.shared_km[0] == pytest.approx(1.005, abs=0.003)
        assert found.islands.size == 0
    assert _pairs(_map(square, shapely.box(1002, 0, 2000, 1000))) == []


def test_edges_with_vertices_of_their_own_are_shared_all_the_same() -> None:
    left = shapely.box(0, 0, 1000, 1000)
    right = shapely.Polygon([(1000, 0), (1000, 300), (1000.2, 500), (1000, 700), (1000, 1000), (2000, 500)])
    whole = contiguity(_map(left, shapely.box(1000, 0, 2000, 1000))).shared_km[0]
    assert contiguity(_map(left, right)).shared_km[0] == pytest.approx(whole, rel=0.001)


def test_a_longer_side_shares_only_what_lies_along_the_other() -> None:
    tall, short = shapely.box(0, 0, 1000, 1000), shapely.box(1000, 250, 2000, 750)
    whole = contiguity(_map(tall, shapely.box(1000, 0, 2000, 1000))).shared_km[0]
    assert contiguity(_map(tall, short)).shared_km[0] == pytest.approx(whole / 2, rel=0.005)


def test_a_corner_shares_nothing_even_at_a_narrow_angle() -> None:
    flat = shapely.Polygon([(0, 0), (1000, 0), (1000, -1000)])
    narrow = shapely.Polygon([(0, 0), (1000, 900), (1000, 700)])
    found = contiguity(_map(flat, narrow))
    assert (len(found.first), found.shared_km.tolist()) == (1, [0.0])


def test_an_area_within_another_shares_its_whole_outline() -> None:
    inner = shapely.box(400, 400, 600, 600)
    outer = shapely.difference(shapely.box(0, 0, 1000, 1000), inner)
    found = contiguity(_map(outer, inner))
    assert found.shared_km[0] == pytest.approx(4 * 0.2 * 1.005, abs=0.005)


def test_order_of_the_areas_changes_nothing_but_their_numbers() -> None:
    polygons = tiny_municipalities()["geom"]
    order = np.random.default_rng(3).permutation(len(polygons))
    straight, mixed = contiguity(polygons), contiguity(polygons[order])
    again = {
        tuple(sorted((int(order[a]), int(order[b])))): km
        for a, b, km in zip(mixed.first, mixed.second, mixed.shared_km, strict=True)
    }
    once = {
        (int(a), int(b)): km
        for a, b, km in zip(straight.first, straight.second, straight.shared_km, strict=True)
    }
    assert again.keys() == once.keys()
    assert all(again[pair] == pytest.approx(once[pair]) for pair in once)


def test_one_area_or_none() -> None:
    assert contiguity(_map(shapely.box(0, 0, 1, 1))).islands.tolist() == [0]
    assert contiguity(np.array([], dtype=object)).islands.tolist() == []
