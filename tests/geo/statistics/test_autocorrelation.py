"""Statistics of neighbours: by hand, by a plain loop, and against PySAL's esda and libpysal."""

import itertools
import warnings
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest
from esda import fdr
from esda.crand import vec_permutations
from esda.getisord import G_Local
from esda.join_counts_local import Join_Counts_Local
from esda.moran import Moran, Moran_Local
from hypothesis import given, settings
from hypothesis import strategies as st
from libpysal.weights import KNN, W, lat2W
from scipy.stats import hypergeom

from geo.geodesy import distance_matrix_km, earth_centred
from geo.statistics.autocorrelation import (
    false_discovery_cutoff,
    is_constant,
    local_g,
    local_join_counts,
    local_moran,
    moran,
    standardized,
)
from geo.statistics.permutations import drawn_positions, reference
from geo.statistics.spatial_weights import Weights, distance_band, from_pairs, k_nearest
from tests import national as country

DRAWS, SEED = 199, 20


@pytest.fixture(autouse=True)
def _quiet_oracle() -> Iterator[None]:
    """esda announces changes of its next release and weights with islands; neither is ours to heed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@cache
def real() -> tuple[Weights, dict[str, np.ndarray], np.ndarray]:
    """Queen contiguity, some measures and the points inside of the 2,465 real municipalities."""
    prepared = country.prepared()
    municipalities, touching = prepared.municipalities, prepared.contiguity
    codes = {code: place for place, code in enumerate(municipalities["cvegeo"])}
    first = np.array([codes[code] for code in touching["cvegeo"]])
    second = np.array([codes[code] for code in touching["neighbor_cvegeo"]])
    once = first < second
    measures = {
        name: np.asarray(municipalities[name], dtype=np.float64)
        for name in ("area_km2", "us_border_km", "neighbor_count", "lon", "lat")
    }
    points = np.column_stack((measures["lon"], measures["lat"]))
    return from_pairs(len(codes), first[once], second[once]), measures, points


def as_pysal(weights: Weights) -> W:
    neighbors = [part.tolist() for part in np.split(weights.neighbors, weights.start[1:-1])]
    return W(dict(enumerate(neighbors)), silence_warnings=True)


def grid(side: int) -> Weights:
    """Rook neighbours on a square of side × side places."""
    pairs = [
        (row * side + column, row * side + column + step)
        for row, column in itertools.product(range(side), repeat=2)
        for step, fits in ((1, column + 1 < side), (side, row + 1 < side))
        if fits
    ]
    first, second = np.array(pairs).T
    return from_pairs(side * side, first, second)


def test_a_square_whose_figures_can_be_worked_out() -> None:
    # 1 1 0
    # 1 1 0   mean 4/9; each of the four ones in the corner has one or two of its kind beside it.
    # 0 0 0
    values = np.array([1.0, 1, 0, 1, 1, 0, 0, 0, 0])
    weights = grid(3)
    high, low, squares = 5 / 9, -4 / 9, 20 / 9
    found = local_moran(values, weights, permutations=99, seed=1)
    # Place 0: both neighbours are ones. Place 4: two of four. Place 8: both are zeros.
    expected = {0: high * high, 4: high * (2 * high + 2 * low) / 4, 8: low * low}
    for place, product in expected.items():
        assert found.statistic[place] == pytest.approx(8 * product / squares)
    assert found.lag.tolist()[:3] == [1.0, pytest.approx(2 / 3), 0.5]
    counts = local_join_counts(values == 1.0, weights, permutations=99, seed=1)
    assert counts.statistic[[0, 1, 3, 4]].tolist() == [2, 2, 2, 2]
    assert np.isnan(counts.statistic[[2, 5, 6, 7, 8]]).all()
    share = local_g(values, weights, is_star=False, permutations=99, seed=1)
    assert share.statistic[0] == pytest.approx(2 / 3)
    assert share.statistic[8] == 0.0
    star = local_g(values, weights, is_star=True, permutations=99, seed=1)
    assert star.statistic[0] == pytest.approx(3 / 4)


def test_a_pseudo_p_is_that_of_a_plain_loop_over_the_draws() -> None:
    generator = np.random.default_rng(3)
    weights, values = grid(5), generator.integers(0, 3, 25).astype(np.float64)
    positions = drawn_positions(25, 4, 50, seed=9)
    found = reference(values, weights, positions)
    for place in range(25):
        others = np.delete(values, place)
        neighbors = weights.neighbors[weights.start[place] : weights.start[place + 1]]
        sums = np.array([others[row[: len(neighbors)]].sum() for row in positions])
        observed = values[neighbors].sum()
        assert found.at_least[place] == sum(sums >= observed)
        assert found.at_most[place] == sum(sums <= observed)
        assert found.mean[place] == pytest.approx(sums.mean())
        assert found.deviation[place] == pytest.approx(sums.std())


def test_places_without_neighbours_have_no_statistic() -> None:
    weights = from_pairs(4, np.array([0, 1]), np.array([1, 2]))
    values = np.array([1.0, 2.0, 4.0, 50.0])
    for found in (
        local_moran(values, weights, permutations=99, seed=1),
        local_g(values, weights, is_star=True, permutations=99, seed=1),
        local_join_counts(values > 0, weights, permutations=99, seed=1),
    ):
        for part in (found.statistic, found.lag, found.z, found.p):
            assert np.isnan(part[3])
        assert not np.isnan(found.statistic[:3]).any()


def test_values_that_are_all_one_are_told_apart_from_those_that_vary_little() -> None:
    assert is_constant(np.full(5, 0.1) * 3)
    assert is_constant(np.zeros(0))
    assert not is_constant(np.array([1.0, 1.0 + 1e-9]))
    with pytest.raises(ValueError, match="vary"):
        moran(np.ones(9), grid(3), permutations=99, seed=1)


def test_a_place_at_the_mean_is_never_extreme() -> None:
    values = np.array([0.0, 9, 1, 9, 5, 9, 1, 9, 2])
    assert values.mean() == 5.0
    assert local_moran(values, grid(3), permutations=99, seed=1).p[4] == 1.0


@settings(deadline=None, max_examples=40)
@given(values=st.lists(st.integers(0, 4), min_size=16, max_size=16).filter(lambda drawn: len(set(drawn)) > 1))
def test_small_squares_are_as_esda_has_them(values: list[int]) -> None:
    drawn, weights = np.array(values, dtype=np.float64), grid(4)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert moran(drawn, weights, permutations=9, seed=1).statistic == pytest.approx(
            Moran(drawn, lat2W(4, 4), permutations=0).I, abs=1e-12
        )
        theirs = Moran_Local(drawn, lat2W(4, 4), permutations=0)
    ours = local_moran(drawn, weights, permutations=9, seed=1)
    assert ours.statistic == pytest.approx(theirs.Is, abs=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("measure", ["area_km2", "us_border_km", "neighbor_count"])
def test_local_moran_of_all_municipalities_is_that_of_esda(measure: str) -> None:
    weights, measures, _ = real()
    values = measures[measure]
    theirs = Moran_Local(values, as_pysal(weights), permutations=DRAWS, seed=SEED)
    ours = local_moran(values, weights, permutations=DRAWS, seed=SEED)
    assert ours.statistic == pytest.approx(theirs.Is, abs=1e-9)
    is_high, is_lag_high = standardized(values) > 0, ours.lag > values.mean()
    quadrant = np.select(
        [is_high & is_lag_high, ~is_high & is_lag_high, ~is_high & ~is_lag_high], [1, 2, 3], 4
    )
    assert (quadrant == theirs.q).all()
    assert_same_p(ours.p, theirs.Is, theirs.rlisas, theirs.p_sim, weights)
    if draws_are_shared(weights):
        assert ours.z == pytest.approx(theirs.z_sim, abs=1e-9)


def draws_are_shared(weights: Weights) -> bool:
    """Whether esda draws as we do: compiled by numba it draws from another stream."""
    rows = vec_permutations(int(weights.cardinalities.max()), weights.count, DRAWS, SEED)
    return bool((rows == drawn_positions(weights.count, rows.shape[1], DRAWS, SEED)).all())


def assert_same_p(
    p: np.ndarray, observed: np.ndarray, simulated: np.ndarray, theirs: np.ndarray, weights: Weights
) -> None:
    """Ours from the statistics of esda's own draws, and esda's wherever no draw equals what was observed."""
    slack = 1e-9 * np.maximum(np.abs(observed), np.abs(simulated).max(axis=1))[:, None]
    at_least = (simulated >= observed[:, None] - slack).sum(axis=1)
    at_most = (simulated <= observed[:, None] + slack).sum(axis=1)
    ours = (np.minimum(at_least, at_most) + 1) / (DRAWS + 1)
    if not draws_are_shared(weights):
        assert np.abs(p - ours).max() < 6 * np.sqrt(0.25 / DRAWS)
        return
    assert p == pytest.approx(ours, abs=1e-12)
    is_untied = at_least + at_most == DRAWS
    assert p[is_untied] == pytest.approx(theirs[is_untied], abs=1e-6)  # esda keeps 32 bits of some
    assert (p >= theirs - 1e-6).all()


@pytest.mark.slow
@pytest.mark.parametrize("is_star", [False, True])
def test_g_of_all_municipalities_is_that_of_esda(is_star: bool) -> None:
    weights, measures, _ = real()
    values = measures["area_km2"]
    theirs = G_Local(
        values, as_pysal(weights), transform="B", star=is_star, permutations=DRAWS, seed=SEED, n_jobs=1
    )
    ours = local_g(values, weights, is_star=is_star, permutations=DRAWS, seed=SEED)
    assert ours.statistic == pytest.approx(theirs.Gs, abs=1e-9)
    assert ours.z == pytest.approx(theirs.Zs, abs=1e-9)
    assert_same_p(ours.p, theirs.Gs, theirs.rGs, theirs.p_sim, weights)


@pytest.mark.slow
def test_join_counts_of_all_municipalities_are_those_of_esda() -> None:
    weights, measures, _ = real()
    is_one = measures["us_border_km"] <= 300.0
    theirs = Join_Counts_Local(as_pysal(weights), drop_islands=False).fit(is_one, permutations=DRAWS)
    ours = local_join_counts(is_one, weights, permutations=9_999, seed=SEED)
    assert (ours.statistic[is_one] == theirs.LJC[is_one]).all()
    # What conditional permutation tends to is known: so many ones among so many others.
    joined = is_one & (ours.statistic > 0)
    exact = hypergeom.sf(
        ours.statistic[joined] - 1, len(is_one) - 1, is_one.sum() - 1, weights.cardinalities[joined]
    )
    assert np.abs(ours.p[joined] - exact).max() < 6 * np.sqrt(0.25 / 9_999)
    assert np.isnan(ours.p[~joined]).all()


@pytest.mark.slow
def test_moran_of_all_municipalities_is_that_of_esda() -> None:
    weights, measures, _ = real()
    values = measures["area_km2"]
    np.random.seed(SEED)  # esda draws from the stream of all
    theirs = Moran(values, as_pysal(weights), permutations=DRAWS)
    ours = moran(values, weights, permutations=DRAWS, seed=SEED)
    assert (ours.statistic, ours.expected) == (pytest.approx(theirs.I, abs=1e-9), theirs.EI)
    assert (ours.z, ours.p) == (pytest.approx(theirs.z_sim, abs=1e-9), theirs.p_sim)


def test_moran_with_islands_is_that_of_esda() -> None:
    weights = from_pairs(6, np.array([0, 1, 2]), np.array([1, 2, 3]))
    values = np.array([1.0, 2, 4, 3, 9, 9])
    theirs = Moran(values, as_pysal(weights), permutations=0).I
    assert moran(values, weights, permutations=9, seed=1).statistic == pytest.approx(theirs)


@pytest.mark.slow
def test_the_nearest_and_those_within_a_distance_are_those_of_a_plain_matrix() -> None:
    _, _, points = real()
    matrix = distance_matrix_km(points, points)
    np.fill_diagonal(matrix, np.inf)
    band = distance_band(points, 60.0)
    assert (band.cardinalities == (matrix <= 60.0).sum(axis=1)).all()
    assert all(
        (band.neighbors[band.start[place] : band.start[place + 1]] == np.flatnonzero(row <= 60.0)).all()
        for place, row in enumerate(matrix)
    )
    nearest = k_nearest(points, 8)
    expected = np.sort(np.argsort(matrix, axis=1, kind="stable")[:, :8], axis=1)
    assert (nearest.neighbors.reshape(-1, 8) == expected).all()
    # Through the Earth instead of above it nobody's nearest are others.
    theirs = KNN.from_array(earth_centred(points), k=8)
    assert all(sorted(theirs.neighbors[place]) == row.tolist() for place, row in enumerate(expected))


def test_points_at_one_place_are_neighbours_of_each_other() -> None:
    points = np.array([[-100.0, 20.0]] * 4 + [[-101.0, 20.0]])
    nearest = k_nearest(points, 2).neighbors.reshape(-1, 2)
    assert nearest.tolist() == [[1, 2], [0, 2], [0, 1], [0, 1], [0, 1]]
    for k in (0, 5):
        with pytest.raises(ValueError, match="between 1 and 4"):
            k_nearest(points, k)


@given(p=st.lists(st.floats(0.001, 1.0), min_size=1, max_size=40), alpha=st.sampled_from([0.01, 0.05, 0.2]))
def test_the_cutoff_is_that_of_esda(p: list[float], alpha: float) -> None:
    assert false_discovery_cutoff(np.array(p), alpha) == fdr(np.array(p), alpha)


def test_the_same_seed_gives_the_same_draws() -> None:
    # Written down once: RandomState promises them for good, on every machine.
    assert drawn_positions(100, 3, 2, seed=2026).tolist() == [[97, 10, 4], [98, 81, 15]]
