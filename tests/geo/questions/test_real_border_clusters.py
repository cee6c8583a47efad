"""Groups along the real borders, by plain loops, networkx and esda."""

import json
import warnings
from collections import Counter
from functools import cache

import networkx as nx
import numpy as np
import pytest
import shapely
from esda.moran import Moran_Local
from libpysal.weights import W
from sqlalchemy import select

from geo.crs import ELLIPSOID
from geo.tables import CONTIGUITY, LAYER_TABLES
from tests.geo.questions.asking import answered
from tests.geo.questions.conftest import National


@cache
def _nearest_vertex_km(outline: str, lonlat: tuple[float, float]) -> float:
    xy = shapely.get_coordinates(shapely.segmentize(shapely.from_geojson(outline), 0.002))
    count = len(xy)
    metres = ELLIPSOID.inv(xy[:, 0], xy[:, 1], [lonlat[0]] * count, [lonlat[1]] * count)[2]
    return float(np.min(metres)) / 1000


def _within(national: National, column_name: str, km: float) -> set[str]:
    table = LAYER_TABLES["municipalities"].c
    rows = national.connection.execute(
        select(table.cvegeo).where(table[column_name] <= km).order_by(table.cvegeo)
    )
    return set(rows.scalars())


def _pairs(national: National) -> list[tuple[str, str]]:
    pair = CONTIGUITY.c
    rows = national.connection.execute(
        select(pair.cvegeo, pair.neighbor_cvegeo).order_by(pair.cvegeo, pair.neighbor_cvegeo)
    ).all()
    return [(one, other) for one, other in rows]


@pytest.mark.slow
def test_contiguous_groups_of_the_real_borders(national: National) -> None:
    signed = Counter(code for code, _, _ in national.register.known() if len(code) == 5)
    for least in (1, 2):
        region = _within(national, "us_border_km", 100) | _within(national, "south_border_km", 100)
        active = {code for code in region if signed[code] >= least}
        graph = nx.Graph()
        graph.add_nodes_from(active)
        graph.add_edges_from(pair for pair in _pairs(national) if set(pair) <= active)
        expected = {tuple(sorted(component)) for component in nx.connected_components(graph)}
        answer = answered(national.connection, "border-clusters", min_agreements=str(least), limit="3000")
        assert {tuple(row["municipality_codes"]) for row in answer.data} == expected
        assert len(expected) > 5
        for row in answer.data:
            assert row["agreement_count"] == sum(signed[code] for code in row["municipality_codes"])
    # As docs/borders.md has it.
    assert answer.summary["municipalities"] == len(region) == 97 + 77


@pytest.mark.slow
def test_transborder_links_of_the_real_borders(national: National) -> None:
    connection = national.connection
    region = _within(national, "us_border_km", 100) | _within(national, "south_border_km", 100)
    table, places = LAYER_TABLES["municipalities"].c, LAYER_TABLES["partner_places"].c
    outlines = dict(
        connection.execute(
            select(table.cvegeo, table.feature_geometry)
            .where(table.cvegeo.in_(sorted(region)))
            .order_by(table.cvegeo)
        ).all()
    )
    points = {
        key: tuple(json.loads(text)["coordinates"])
        for key, text in connection.execute(
            select(places.id, places.feature_geometry).where(places.country != "MX").order_by(places.id)
        ).all()
        if text
    }
    expected = {}
    for code, partner, _ in national.register.known():
        if code in region and partner in points:
            apart = _nearest_vertex_km(outlines[code], points[partner])
            inside = shapely.from_geojson(outlines[code]).intersects(shapely.Point(points[partner]))
            if inside or apart <= 100:
                expected[code, partner] = 0.0 if inside else apart
    answer = answered(connection, "border-clusters", show="transborder", limit="3000")
    found = {(row["cvegeo"], row["partner_id"]): row["distance_km"] for row in answer.series["links"]}
    assert found == pytest.approx(expected, abs=0.2)
    named = {(row["name"], row["partner_name"]) for row in answer.series["links"]}
    assert {
        ("Nuevo Laredo", "Laredo"),
        ("Tijuana", "San Diego"),
        ("Juárez", "El Paso"),
        ("Matamoros", "Brownsville"),
        ("Tapachula", "Quetzaltenango"),
    } <= named


@cache
def _moran(pairs: tuple[tuple[int, int], ...], values: tuple[float, ...]) -> np.ndarray:
    neighbors: dict[int, list[int]] = {place: [] for place in range(len(values))}
    for place, neighbor in pairs:
        neighbors[place].append(neighbor)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = Moran_Local(np.array(values), W(neighbors, silence_warnings=True), permutations=0)
    return np.asarray(found.Is)


@pytest.mark.slow
def test_significance_of_the_real_borders_is_as_esda_has_it(national: National) -> None:
    table = LAYER_TABLES["municipalities"].c
    rows = national.connection.execute(
        select(table.cvegeo).where(table.research != "not_researched").order_by(table.cvegeo)
    )
    place = {code: index for index, code in enumerate(rows.scalars())}
    signed = Counter(code for code, _, _ in national.register.known())
    pairs = tuple(
        (place[one], place[other]) for one, other in _pairs(national) if one in place and other in place
    )
    local = _moran(pairs, tuple(float(signed[code]) for code in place))
    answer = answered(
        national.connection, "border-clusters", show="municipalities", measure="count", limit="3000"
    )
    figures = {row["id"]: row["statistic"] for row in answer.data if row["statistic"] is not None}
    assert len(figures) == answer.summary["municipalities"] - answer.summary["not_researched"] > 150
    assert figures == pytest.approx({code: local[place[code]] for code in figures}, abs=1e-9)
    assert answer.run["tests"] == len(place) == 2448
