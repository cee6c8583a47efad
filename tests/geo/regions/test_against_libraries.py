"""Regions against spopt and scikit-learn on grids: the same objective, or a better one."""

import itertools

import geopandas as gpd
import numpy as np
import pytest
import shapely
from libpysal.weights import W
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics.pairwise import euclidean_distances
from spopt.region import MaxPHeuristic, Skater

from geo.regions.max_p import max_p
from geo.regions.partitions import are_contiguous, heterogeneity
from geo.regions.skater import skater
from geo.regions.ward import agglomerative

SIDES = (6, 8)


def grid(side: int, seed: int, dimensions: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Values drawn for the cells of a square grid, and the pairs that share a side."""
    edges = [
        (row * side + column, (row + down) * side + column + right)
        for row, column in itertools.product(range(side), repeat=2)
        for down, right in ((0, 1), (1, 0))
        if row + down < side and column + right < side
    ]
    values = np.random.default_rng(seed).normal(size=(side * side, dimensions)).round(3)
    return values, np.array(edges)


def weights(edges: np.ndarray, count: int) -> W:
    neighbors: dict[int, list[int]] = {place: [] for place in range(count)}
    for first, second in edges.tolist():
        neighbors[first].append(second)
        neighbors[second].append(first)
    return W(neighbors, silence_warnings=True)


def frame(values: np.ndarray) -> gpd.GeoDataFrame:
    columns = {f"x{axis}": values[:, axis] for axis in range(values.shape[1])}
    return gpd.GeoDataFrame({**columns, "one": 1}, geometry=[shapely.Point(i, 0) for i in range(len(values))])


def _squared(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return euclidean_distances(one, other, squared=True)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("floor", [1, 3])
@pytest.mark.parametrize("region_count", [3, 6])
def test_skater_reaches_the_objective_of_spopt(side: int, floor: int, region_count: int) -> None:
    values, edges = grid(side, seed=side)
    theirs = Skater(
        frame(values),
        weights(edges, len(values)),
        ["x0", "x1"],
        n_clusters=region_count,
        floor=floor,
        spanning_forest_kwds={
            "dissimilarity": _squared,
            "affinity": None,
            "reduction": np.sum,
            "center": np.mean,
            "verbose": False,
        },
    )
    theirs.solve()
    ours = skater(values, edges, region_count, floor=floor)
    assert ours.region_count == len(set(theirs.labels_)) == region_count
    assert ours.heterogeneity == pytest.approx(heterogeneity(values, np.asarray(theirs.labels_)))


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("region_count", [2, 5, 12])
def test_ward_joins_as_scikit_learn_does(side: int, region_count: int) -> None:
    values, edges = grid(side, seed=side + 1)
    theirs = AgglomerativeClustering(
        n_clusters=region_count, connectivity=weights(edges, len(values)).sparse, linkage="ward"
    ).fit(values)
    ours = agglomerative(values, edges, region_count)
    assert ours.heterogeneity == pytest.approx(heterogeneity(values, theirs.labels_))
    assert len(set(zip(ours.labels.tolist(), theirs.labels_.tolist(), strict=True))) == region_count


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("side", SIDES)
def test_max_p_finds_no_fewer_regions_than_spopt(side: int, seed: int) -> None:
    values, edges = grid(side, seed)
    population = np.random.default_rng(seed + 50).integers(1, 9, len(values)).astype(float)
    data, floor = frame(values).assign(one=population), 20
    np.random.seed(seed)
    # The number of regions is settled in its construction phase; annealing only moves places about.
    theirs = MaxPHeuristic(
        data, weights(edges, len(values)), ["x0", "x1"], "one", floor, 2, max_iterations_sa=0
    )
    theirs.solve()
    ours = max_p(values, edges, floor, weights=population, seed=seed)
    assert ours.region_count >= theirs.p
    assert are_contiguous(ours.labels, edges).all()
    assert np.bincount(ours.labels, weights=population).min() >= floor
