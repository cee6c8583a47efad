"""Hot spots: by eye on the tiny country, and as esda has them on the real one."""

import warnings
from functools import cache

import numpy as np
import pytest
from esda import fdr
from esda.getisord import G_Local
from esda.moran import Moran_Local
from libpysal.weights import W
from sqlalchemy import Connection, select

from geo.geodesy import distance_matrix_km
from geo.questions.question import BadParameter
from geo.questions.rates import numbers
from geo.tables import CONTIGUITY, LAYER_TABLES
from tests.geo.questions.asking import answered, column, painted
from tests.geo.questions.conftest import National
from tests.geography import ISLAND, NAMES
from tests.releases import KNOWN_AGREEMENTS


def test_neighbours_by_eye(connection: Connection) -> None:
    answer = answered(connection, "hotspots", sort="cvegeo")
    assert answer.number_matched == len(NAMES) == 19
    lag = column(answer, "cvegeo", "lag")
    # Around 02005: one, two and three agreements, and five municipalities without any.
    assert lag["02005"] == 6 / 8
    assert lag["02001"] == (2 + 3 + 0) / 3
    assert lag["01009"] == 0.0
    assert lag[ISLAND] is None
    mean, squares = 7 / 19, (1 + 4 + 9 + 1) - 49 / 19
    statistic = column(answer, "cvegeo", "statistic")
    assert statistic["02005"] == pytest.approx(18 * (0 - mean) * (6 / 8 - mean) / squares)
    assert statistic["02004"] == pytest.approx(18 * (3 - mean) * (3 / 5 - mean) / squares)
    assert column(answer, "cvegeo", "value") == {code: KNOWN_AGREEMENTS.get(code, 0) for code in NAMES}
    counts = column(answer, "cvegeo", "neighbor_count")
    assert (counts["02005"], counts["02001"], counts[ISLAND]) == (8, 3, 0)


def test_islands_are_named_and_have_no_statistic(connection: Connection) -> None:
    answer = answered(connection, "hotspots", sort="cvegeo")
    assert (answer.summary["island"], answer.summary["island_names"]) == (1, ["Isla Cedros"])
    row = next(row for row in answer.data if row["cvegeo"] == ISLAND)
    assert row["cluster"] == "island"
    assert {row[name] for name in ("statistic", "z", "p", "lag")} == {None}
    assert any("Isla Cedros" in caveat.en for caveat in answer.caveats)
    assert painted(connection, "hotspots").classes["island"] == [ISLAND]


def test_what_rests_on_few_records_says_so(connection: Connection) -> None:
    told = [caveat.en for caveat in answered(connection, "hotspots").caveats]
    assert any("4 of 19 municipalities have a number other than 0" in each for each in told)
    assert any("9 municipalities nobody has looked" in each for each in told)
    assert any("Nothing stands the correction" in each for each in told)
    few = answered(connection, "hotspots", permutations="99")
    # The least p, 0.01, is more than 0.05 / 18: nothing could stand the correction.
    assert any("more permutations would tell more" in caveat.en for caveat in few.caveats)
    assert not any("more permutations" in each for each in told)


def test_the_share_that_neighbours_have(connection: Connection) -> None:
    own = column(answered(connection, "hotspots", statistic="g"), "cvegeo", "statistic")
    assert (own["02005"], own["02001"]) == (pytest.approx(6 / 7), pytest.approx(5 / 6))
    star = column(answered(connection, "hotspots", statistic="g_star"), "cvegeo", "statistic")
    assert (star["02005"], star["02001"], star["01009"]) == (pytest.approx(6 / 7), pytest.approx(6 / 7), 0.0)
    classes = painted(connection, "hotspots", statistic="g_star", correction="none", significance="0.5")
    assert list(classes.classes) == ["hot", "cold", "uncorrected", "not_significant", "island", "no_value"]
    assert "02005" in classes.classes["hot"]
    assert "01008" in classes.classes["cold"]


def test_who_is_joined_with_others_that_reach_the_threshold(connection: Connection) -> None:
    answer = answered(connection, "hotspots", statistic="join_count", threshold="1", sort="cvegeo")
    joined = {
        code: count for code, count in column(answer, "cvegeo", "statistic").items() if count is not None
    }
    assert joined == {"02001": 2, "02002": 2, "02004": 2}
    assert answer.run["tests"] == 3
    # Of 18 others three are ones: the chance that two or three of 02001's three neighbours are.
    exact = (3 * 15 + 1) / 816
    assert column(answer, "cvegeo", "p")["02001"] == pytest.approx(exact, abs=0.03)
    nobody = answered(connection, "hotspots", statistic="join_count", threshold="99")
    assert {row["statistic"] for row in nobody.data} == {None}
    assert any("nothing to compare" in caveat.en for caveat in nobody.caveats)
    assert (nobody.summary["moran_i"], nobody.series["scatter"]) == (None, [])


def test_the_scatter_is_that_of_moran(connection: Connection) -> None:
    answer = answered(connection, "hotspots")
    points = {row["cvegeo"]: row for row in answer.series["scatter"]}
    assert set(points) == set(NAMES) - {ISLAND}
    mean, deviation = 7 / 19, np.sqrt(15 / 19 - (7 / 19) ** 2)
    assert points["02005"]["standardized"] == pytest.approx((0 - mean) / deviation)
    assert points["02005"]["standardized_lag"] == pytest.approx((6 / 8 - mean) / deviation)
    # Moran's I is the slope through the origin, of those that have neighbours.
    products = [row["standardized"] * row["standardized_lag"] for row in points.values()]
    assert answer.summary["moran_i"] == pytest.approx(sum(products) / 18)


@pytest.mark.parametrize(("kind", "name", "value"), [("k_nearest", "k", "3"), ("distance_band", "km", "25")])
def test_other_neighbours_are_those_of_a_plain_matrix(
    connection: Connection, kind: str, name: str, value: str
) -> None:
    table = LAYER_TABLES["municipalities"].c
    places = connection.execute(
        select(table.cvegeo, table.lon, table.lat, table.area_km2).order_by(table.cvegeo)
    ).all()
    matrix = distance_matrix_km(*[np.array([(each.lon, each.lat) for each in places])] * 2)
    np.fill_diagonal(matrix, np.inf)
    area = np.array([each.area_km2 for each in places])
    given = {"indicator": "municipalities.area_km2", "weights": kind, name: value}
    lag = column(answered(connection, "hotspots", **given), "cvegeo", "lag")
    for place, row in zip(places, matrix, strict=True):
        if kind == "k_nearest":
            # Along a row or a column of squares two may be equally far.
            near = np.sort(row)[2]
            assert lag[place.cvegeo] == pytest.approx(area[row <= near * 1.001].mean(), rel=0.02)
        elif (row <= 25).any():
            assert lag[place.cvegeo] == pytest.approx(area[row <= 25].mean())
        else:
            assert lag[place.cvegeo] is None


def test_as_many_neighbours_as_there_are_municipalities_are_refused(connection: Connection) -> None:
    assert answered(connection, "hotspots", weights="k_nearest", k="18").number_matched == 19
    with pytest.raises(
        BadParameter, match="must be less than the municipalities that are compared"
    ) as refused:
        answered(connection, "hotspots", weights="k_nearest", k="19")
    assert refused.value.name == "k"
    with pytest.raises(BadParameter, match="which are 9"):
        answered(connection, "hotspots", weights="k_nearest", k="9", state="01", compared_with="selection")


def test_states_are_listed_or_compared_alone(connection: Connection) -> None:
    listed = answered(connection, "hotspots", state="02", sort="cvegeo")
    alone = answered(connection, "hotspots", state="02", compared_with="selection", sort="cvegeo")
    assert listed.number_matched == alone.number_matched == 10
    assert (listed.run["compared"], alone.run["compared"]) == (19, 10)
    # 02008 touches 02004, which has three, and three of the other state, which have none.
    assert column(listed, "cvegeo", "lag")["02008"] == 3 / 8
    assert column(alone, "cvegeo", "lag")["02008"] == 3 / 5
    assert column(listed, "cvegeo", "neighbor_count")["02008"] == 8
    assert column(alone, "cvegeo", "neighbor_count")["02008"] == 5
    assert {row["cvegeo"][:2] for row in listed.series["scatter"]} == {"02"}
    empty = answered(connection, "hotspots", state="77", compared_with="selection")
    assert (empty.data, empty.summary["municipalities"], empty.series["scatter"]) == ([], 0, [])


def test_an_indicator_that_is_not_loaded_is_named_and_not_replaced(connection: Connection) -> None:
    for given in (
        {"indicator": "census_2020.population_count"},
        {"denominator": "census_2020.population_count"},
    ):
        answer = answered(connection, "hotspots", **given)
        assert {row["cluster"] for row in answer.data} == {"no_value"}
        assert any("load it" in caveat.en and "INEGI" in caveat.en for caveat in answer.caveats)
        assert len(painted(connection, "hotspots", **given).classes["no_value"]) == 19
    with pytest.raises(BadParameter) as refused:
        answered(connection, "hotspots", denominator="nothing.at_all")
    assert refused.value.name == "denominator"
    assert "municipalities.area_km2" in refused.value.allowed


def test_classes_can_be_asked_for_and_every_municipality_is_in_one(connection: Connection) -> None:
    classes = painted(connection, "hotspots").classes
    assert sorted(code for codes in classes.values() for code in codes) == sorted(NAMES)
    some = answered(connection, "hotspots", cluster=["island", "no_value"])
    assert [row["cvegeo"] for row in some.data] == [ISLAND]
    only = painted(connection, "hotspots", cluster="island").classes
    assert {name: codes for name, codes in only.items() if codes} == {"island": [ISLAND]}


def test_the_seed_repeats_an_answer(connection: Connection) -> None:
    given = {"indicator": "municipalities.area_km2", "sort": "cvegeo"}
    first, again = (answered(connection, "hotspots", seed="5", **given) for _ in range(2))
    assert first == again
    other = answered(connection, "hotspots", seed="6", **given)
    assert column(first, "cvegeo", "statistic") == column(other, "cvegeo", "statistic")
    assert column(first, "cvegeo", "p") != column(other, "cvegeo", "p")


def test_two_tails_double_p(connection: Connection) -> None:
    one = column(answered(connection, "hotspots"), "cvegeo", "p")
    two = column(answered(connection, "hotspots", tails="two"), "cvegeo", "p")
    assert two == {code: p if p is None else min(1.0, 2 * p) for code, p in one.items()}


@pytest.mark.parametrize(
    ("given", "refused"), [({"statistic": "g", "smoothing": "none"}, "statistic"), ({}, "smoothing")]
)
def test_values_below_zero_are_refused_where_they_make_no_sense(given: dict[str, str], refused: str) -> None:
    asked = {"statistic": "local_moran", "smoothing": "empirical_bayes", "rate_per": 100, **given}
    with pytest.raises(BadParameter) as found:
        numbers(np.array([-1.0, 2.0]), np.array([10.0, 10.0]), asked)
    assert found.value.name == refused


def test_who_has_no_people_has_no_rate() -> None:
    asked = {"statistic": "local_moran", "smoothing": "none", "rate_per": 100}
    found = numbers(np.array([1.0, 2.0, np.nan, 3.0]), np.array([10.0, 0.0, 5.0, np.nan]), asked)
    assert found.number[0] == 10.0
    assert np.isnan(found.number[1:]).all()
    nobody = numbers(np.array([1.0]), np.array([0.0]), {**asked, "smoothing": "empirical_bayes"})
    assert np.isnan(nobody.number).all()


@cache
def _oracle(
    pairs: tuple[tuple[int, int], ...], values: tuple[float, ...], is_g: bool
) -> tuple[np.ndarray, ...]:
    neighbors: dict[int, list[int]] = {place: [] for place in range(len(values))}
    for place, neighbor in pairs:
        neighbors[place].append(neighbor)
    weights, numbers = W(neighbors, silence_warnings=True), np.array(values)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if is_g:
            g = G_Local(numbers, weights, transform="B", star=True, permutations=99, seed=4, n_jobs=1)
            return g.Gs, g.Zs, np.asarray(g.p_sim)
        found = Moran_Local(numbers, weights, permutations=99, seed=4)
    return found.Is, found.z_sim, found.p_sim


@pytest.mark.slow
@pytest.mark.parametrize("statistic", ["local_moran", "g_star"])
def test_the_real_country_is_as_esda_has_it(national: National, statistic: str) -> None:
    connection, table = national.connection, LAYER_TABLES["municipalities"].c
    rows = connection.execute(select(table.cvegeo, table.area_km2).order_by(table.cvegeo)).all()
    place = {row.cvegeo: index for index, row in enumerate(rows)}
    touching = connection.execute(
        select(CONTIGUITY.c.cvegeo, CONTIGUITY.c.neighbor_cvegeo).order_by(
            CONTIGUITY.c.cvegeo, CONTIGUITY.c.neighbor_cvegeo
        )
    ).all()
    pairs = tuple((place[one], place[other]) for one, other in touching)
    local, z, p = _oracle(pairs, tuple(row.area_km2 for row in rows), statistic == "g_star")
    given = {"indicator": "municipalities.area_km2", "permutations": "99", "seed": "4", "sort": "cvegeo"}
    answer = answered(connection, "hotspots", statistic=statistic, limit="3000", significance="0.2", **given)
    assert [row["statistic"] for row in answer.data] == pytest.approx(local.tolist(), abs=1e-9)
    assert [row["z"] for row in answer.data] == pytest.approx(z.tolist(), abs=1e-9)
    ours = np.array([row["p"] for row in answer.data])
    # A draw now and then takes the very neighbours, which esda counts on one side alone.
    assert np.count_nonzero(np.abs(ours - p) > 1e-6) < 40
    assert (ours >= p - 1e-6).all()
    cutoff = fdr(ours, 0.2)
    assert answer.run["cutoff_p"] == cutoff
    significant = sum(
        answer.summary[name] for name in answer.summary if name in {"high_high", "low_low", "hot", "cold"}
    ) + sum(answer.summary.get(name, 0) for name in ("high_low", "low_high"))
    assert significant == np.count_nonzero(ours <= cutoff) > 100


@pytest.mark.slow
def test_too_much_work_is_refused(national: National) -> None:
    with pytest.raises(BadParameter, match="ask for fewer permutations or a shorter distance") as refused:
        answered(national.connection, "hotspots", weights="distance_band", km="500", permutations="9999")
    assert refused.value.name == "permutations"
