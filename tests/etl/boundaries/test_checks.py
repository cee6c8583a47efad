"""What is told of boundaries that are used all the same."""

import dataclasses

import numpy as np
import pytest
import shapely

from etl.boundaries.checks import check, mend
from etl.boundaries.records import Boundaries, column
from etl.errors import MissingShape
from tests.geography import tiny_boundaries

ANY_COUNT = (1, 100)


def _with(boundaries: Boundaries, table: str, **columns: np.ndarray) -> Boundaries:
    return dataclasses.replace(boundaries, **{table: {**getattr(boundaries, table), **columns}})


def test_sound_boundaries_have_no_findings() -> None:
    assert check(tiny_boundaries(), municipality_count=ANY_COUNT) == []
    assert mend(tiny_boundaries()).findings == ()


def test_a_name_that_repeats_within_a_state_is_told_and_across_states_is_not() -> None:
    boundaries = tiny_boundaries()
    names = boundaries.municipalities["name"].copy()
    codes = list(boundaries.municipalities["cvegeo"])
    names[codes.index("01002")] = names[codes.index("01008")] = names[codes.index("02002")] = "San Juan"
    (finding,) = check(_with(boundaries, "municipalities", name=names), municipality_count=ANY_COUNT)
    assert (finding.code, finding.detail) == (
        "repeated_names",
        {"names": {"San Juan (01)": ["01002", "01008"]}},
    )


def test_a_state_of_another_extent_than_its_municipalities_is_told() -> None:
    boundaries = tiny_boundaries()
    shapes = boundaries.states["geom"].copy()
    shapes[0] = shapely.buffer(shapes[0], 100.0)
    (finding,) = check(_with(boundaries, "states", geom=shapes), municipality_count=ANY_COUNT)
    assert (finding.severity, finding.code, finding.detail["cve_ent"]) == (
        "warning",
        "state_area_differs",
        "01",
    )
    assert finding.detail["state_km2"] > finding.detail["municipalities_km2"]


@pytest.mark.parametrize("nothing", [None, shapely.Polygon(), shapely.Polygon([(0, 0), (1, 1), (0, 0)])])
def test_an_area_with_nothing_left_of_it_is_refused(nothing: object) -> None:
    boundaries = tiny_boundaries()
    shapes = [nothing, *boundaries.municipalities["geom"][1:]]
    with pytest.raises(MissingShape, match="01001"):
        mend(_with(boundaries, "municipalities", geom=column(shapes)))
