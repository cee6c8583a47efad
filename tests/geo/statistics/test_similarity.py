"""Gower's similarity by hand on a few places."""

import math

import numpy as np
import pytest
from sqlalchemy import Connection

from geo.statistics.similarity import (
    SUBJECTS,
    Profiles,
    averaged,
    most_similar,
    read,
    shares_of_range,
    similarities,
)


def test_similarity_by_hand() -> None:
    # Two measures that weigh a quarter and three quarters: 1 - (1/4 * 0.4 + 3/4 * 0.2) = 0.75.
    values = np.array([[0.5, 0.3], [0.9, 0.5]])
    assert similarities(values, np.array([0.25, 0.75]), 0)[1] == pytest.approx(0.75)


def test_what_is_unknown_of_either_is_left_out_of_both_sums() -> None:
    values = np.array([[0.5, np.nan, 0.0], [0.9, 0.5, 0.0], [0.5, 0.5, np.nan]])
    found = similarities(values, np.array([0.4, 0.2, 0.4]), 0)
    assert found[1] == pytest.approx((0.4 * 0.6 + 0.4 * 1.0) / 0.8)
    assert math.isnan(found[2])  # only 0.4 of the weight is known of both, less than half


def test_similarity_is_the_same_both_ways() -> None:
    values = np.random.default_rng(1).random((30, 4))
    values[values < 0.2] = np.nan
    weights = np.array([0.1, 0.2, 0.3, 0.4])
    matrix = np.array([similarities(values, weights, place) for place in range(len(values))])
    np.testing.assert_allclose(matrix, matrix.T)
    assert np.nanmax(matrix) <= 1.0
    assert np.nanmin(matrix) >= 0.0


def test_direction_turns_an_index_round() -> None:
    # An index in which less is more: the lowest is the place with most of it.
    assert shares_of_range(np.array([50.0, 60.0, 70.0]), is_lower_more=True).tolist() == [1.0, 0.5, 0.0]
    assert shares_of_range(np.array([7.0, 7.0])).tolist() == [0.0, 0.0]
    assert np.isnan(shares_of_range(np.array([np.nan]))).all()


def test_k_larger_than_there_are_gives_all() -> None:
    assert most_similar(np.array([0.1, 0.9, np.nan]), np.array([0, 1, 2]), 50).tolist() == [1, 0]
    assert most_similar(np.array([0.1, 0.9]), np.array([], dtype=np.intp), 3).tolist() == []


def test_profile_of_a_state_is_the_mean_of_what_is_known() -> None:
    profiles = Profiles(
        np.array(["01001", "01002", "02001"]),
        np.array([[0.2, np.nan], [0.4, 0.5], [np.nan, np.nan]]),
        np.array([0.5, 0.5]),
        (),
    )
    states = averaged(profiles, {"01": ["01001", "01002"], "02": ["02001"], "03": []})
    np.testing.assert_allclose(states.values, [[0.3, 0.5], [np.nan, np.nan], [np.nan, np.nan]])
    assert states.position("02") == 1
    with pytest.raises(KeyError):
        states.position("77")


def test_a_release_without_indicators_says_which_it_lacks(connection: Connection) -> None:
    profiles = read(connection)
    assert [subject.name for subject in profiles.used] == ["border"]
    assert [measure.id for measure in profiles.missing] == [
        "census_2020.population_count",
        "migration_intensity_2020.intensity_index",
        "marginalization_2020.marginalization_index",
        "climate_vulnerability.high_vulnerability_count",
        "drought.longest_d3_days",
    ]
    assert profiles.weights.sum() == pytest.approx(1.0)
    assert {measure.layer_id for subject in SUBJECTS for measure in subject.measures} >= {"municipalities"}
