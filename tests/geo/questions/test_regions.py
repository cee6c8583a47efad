"""Regions on the tiny country by hand; on the real one against networkx and spopt."""

import json

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from libpysal.weights import W
from sklearn.metrics.pairwise import euclidean_distances
from spopt.region import Skater
from sqlalchemy import Connection, select

from geo.questions import question_named
from geo.questions.question import Answer, BadParameter
from geo.questions.regions import NAMED_REGIONS
from geo.questions.regions.grouping import found
from geo.regions.partitions import heterogeneity
from geo.tables import CONTIGUITY
from tests.geo.questions.asking import answered, column, painted, understood
from tests.geo.questions.conftest import National

METHODS = ("skater", "agglomerative", "max_p")


def _caveats(answer: Answer) -> str:
    return " ".join(caveat.en for caveat in answer.caveats)


@pytest.mark.parametrize("method", METHODS)
def test_rows_of_the_grid_are_told_apart_by_their_distance_to_the_north(
    connection: Connection, method: str
) -> None:
    answer = answered(
        connection,
        "regions",
        method=method,
        state="01",
        indicator="municipalities.us_border_km",
        region_count="3",
        floor="3",
    )
    assert column(answer, "cvegeo", "region") == {
        "01001": 1,
        "01002": 1,
        "01003": 1,
        "01004": 2,
        "01005": 2,
        "01006": 2,
        "01007": 3,
        "01008": 3,
        "01009": 3,
    }
    middle = answer.series["regions"][1]
    assert (middle["members"], middle["name"]) == (
        "01004,01005,01006",
        "Jesús María – Cosío (Aguascalientes)",
    )
    assert answer.summary["explained_pct"] == pytest.approx(100, abs=0.05)
    assert answer.run["every_region_is_contiguous"] is True
    assert "Nobody has researched" not in _caveats(answer)


def test_an_island_is_a_region_that_is_named(connection: Connection) -> None:
    answer = answered(connection, "regions", state="02", region_count="1", floor="2")
    assert (answer.summary["regions"], answer.summary["components"], answer.summary["islands"]) == (2, 2, 1)
    assert answer.run["islands"] == ["02010"]
    told = _caveats(answer)
    assert "2 parts that do not touch" in told
    assert "1 were asked for" in told
    assert "do not reach the floor, because nothing else touches them: Isla Cedros" in told
    assert "each is a region: Isla Cedros (02010)" in told
    assert [row["cvegeo"] for row in answer.data if row["is_island"]] == ["02010"]


def test_a_corner_joins_a_queen_and_no_rook(connection: Connection) -> None:
    corner = {"municipality": "02001,02005", "region_count": "1", "floor": "0"}
    assert answered(connection, "regions", **corner).summary["regions"] == 1
    assert answered(connection, "regions", contiguity="rook", **corner).summary["regions"] == 2


def test_each_region_holds_an_agreement_where_that_is_the_floor(connection: Connection) -> None:
    answer = answered(connection, "regions", method="max_p", floor_of="agreements", state="02")
    # Known: 1, 2, 3 and, on the island, 1; the five others join one of the three.
    assert sorted(row["agreement_count"] for row in answer.series["regions"]) == [1, 1, 2, 3]
    assert answer.run["most_regions_possible"] == 7
    assert "4 regions were found; by the sum there could be 7 at most" in _caveats(answer)


def test_what_is_not_loaded_is_named_and_not_replaced(connection: Connection) -> None:
    two = ["census_2020.population_count", "municipalities.us_border_km"]
    answer = answered(connection, "regions", indicator=two, state="01", floor="1")
    assert answer.run["indicators"] == ["municipalities.us_border_km"]
    assert "(census_2020.population_count): load it" in _caveats(answer)
    for given in ({"indicator": two[0]}, {"floor_of": "population"}):
        without = answered(connection, "regions", **given)
        assert (without.summary["regions"], without.summary["left_out"]) == (0, 19)
        assert {row["region"] for row in without.data} == {None}
        assert "load it" in _caveats(without)
        assert "no municipalities to group" in _caveats(without)
        assert list(painted(connection, "regions", **given).classes) == ["left_out"]


def test_what_cannot_be_asked(connection: Connection) -> None:
    with pytest.raises(BadParameter, match="needs a floor above 0"):
        answered(connection, "regions", method="max_p", floor="0")
    with pytest.raises(BadParameter, match="no layer gives that indicator"):
        answered(connection, "regions", indicator="moon.tide")
    with pytest.raises(BadParameter, match="takes up to 20 indicators"):
        answered(connection, "regions", indicator=[f"municipalities.x{n}" for n in range(21)])


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
def test_every_region_of_the_country_hangs_together(national: National, method: str) -> None:
    answer = answered(national.connection, "regions", method=method, limit="3000")
    graph = nx.Graph(
        [
            tuple(row)
            for row in national.connection.execute(select(CONTIGUITY.c.cvegeo, CONTIGUITY.c.neighbor_cvegeo))
        ]
    )
    regions: dict[int, list[str]] = {}
    for row in answer.data:
        regions.setdefault(row["region"], []).append(row["cvegeo"])
    assert sum(map(len, regions.values())) == 2465
    assert all(nx.is_connected(graph.subgraph(members)) for members in regions.values())
    assert all(len(members) >= 10 for members in regions.values())
    assert len(regions) == (30 if method != "max_p" else answer.summary["regions"])
    assert [row["members"].split(",") for row in answer.series["regions"]] == [
        sorted(regions[number]) for number in sorted(regions)
    ]
    objective = sum(row["heterogeneity"] for row in answer.series["regions"])
    assert objective == pytest.approx(answer.summary["objective"], abs=1e-3)


@pytest.mark.slow
def test_regions_that_touch_have_different_colours(national: National) -> None:
    asked = {"method": "max_p", "attempts": "1"}
    answer = answered(national.connection, "regions", limit="3000", **asked)
    region = column(answer, "cvegeo", "region")
    painting = painted(national.connection, "regions", **asked)
    assert len(painting.classes) < NAMED_REGIONS < answer.summary["regions"]
    color = {code: name for name, codes in painting.classes.items() for code in codes}
    assert len(color) == len(region)
    for one, other in national.connection.execute(select(CONTIGUITY.c.cvegeo, CONTIGUITY.c.neighbor_cvegeo)):
        assert (color[one] == color[other]) == (region[one] == region[other])


@pytest.mark.slow
def test_the_same_seed_gives_the_same_answer(national: National) -> None:
    def asked(seed: int) -> str:
        given = {"method": "max_p", "state": "20", "floor": "7", "seed": str(seed)}
        answer = answered(national.connection, "regions", **given)
        return json.dumps([answer.data, answer.summary, answer.series], sort_keys=True)

    assert asked(5) == asked(5)
    assert asked(5) != asked(6)


@pytest.mark.slow
@pytest.mark.parametrize("region_count", [3, 8])
def test_zacatecas_costs_what_spopt_finds(national: National, region_count: int) -> None:
    given = {"state": "32", "region_count": str(region_count), "floor": "2"}
    ours = found(national.connection, understood("regions", **given))
    assert ours.regions is not None
    neighbors: dict[int, list[int]] = {place: [] for place in range(len(ours.grouped))}
    for first, second in ours.edges.tolist():
        neighbors[first].append(second)
        neighbors[second].append(first)
    frame = gpd.GeoDataFrame(
        {f"x{axis}": ours.values[:, axis] for axis in range(ours.values.shape[1])},
        geometry=[shapely.Point(place["lon"], place["lat"]) for place in ours.grouped],
    )
    theirs = Skater(
        frame,
        W(neighbors, silence_warnings=True),
        ["x0", "x1", "x2"],
        n_clusters=region_count,
        floor=2,
        spanning_forest_kwds={
            "dissimilarity": lambda one, other: euclidean_distances(one, other, squared=True),
            "affinity": None,
            "reduction": np.sum,
            "center": np.mean,
            "verbose": False,
        },
    )
    theirs.solve()
    assert ours.regions.region_count == len(set(theirs.labels_)) == region_count
    cost = heterogeneity(ours.values, np.asarray(theirs.labels_))
    assert ours.regions.heterogeneity == pytest.approx(cost, rel=1e-6)


def test_it_is_answered_in_a_process_of_its_own() -> None:
    assert question_named("regions").is_heavy
