"""The tables of docs/borders.md are what the data give."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from etl.boundaries.records import PreparedBoundaries
from geo.crs import PLANE, STORE, plane_lengths_km, projected
from tests import national

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parents[3] / "docs" / "borders.md"
TOUCHES = {"us": "touches_us", "gt": "touches_guatemala", "bz": "touches_belize"}


def border_table(prepared: PreparedBoundaries, border: str) -> str:
    """The municipalities that touch a border, in order along it, with the kilometres of it that each has."""
    rows = prepared.municipalities
    line = prepared.borders["geom"][list(prepared.borders["id"]).index(border)]
    touching = np.flatnonzero(rows[TOUCHES[border]].astype(bool))
    plane = projected(np.append(rows["geom"][touching], line), STORE, PLANE)
    xy = shapely.get_coordinates(plane[-1])
    edges = shapely.points((xy[:-1] + xy[1:]) / 2)
    near, edge = shapely.STRtree(edges).query(plane[:-1], predicate="dwithin", distance=1.0)
    km = np.bincount(near, weights=plane_lengths_km(xy[:-1], xy[1:])[edge], minlength=len(touching))
    first = np.full(len(touching), len(edges))
    np.minimum.at(first, near, edge)
    lines = ["| CVEGEO | municipality | state | km of border |", "|---|---|---|---:|"]
    for at in np.argsort(first, kind="stable"):
        row = touching[at]
        lines.append(
            f"| {rows['cvegeo'][row]} | {rows['name'][row]} | {rows['state_name'][row]} | {km[at]:.1f} |"
        )
    return "\n".join(lines)


@pytest.mark.parametrize("border", TOUCHES)
def test_the_page_lists_what_touches_each_border(border: str) -> None:
    prepared = national.prepared()
    page = PAGE.read_text(encoding="utf-8")
    table = border_table(prepared, border)
    assert table in page, f"docs/borders.md should have:\n\n{table}\n"
    length = dict(zip(prepared.borders["id"], prepared.borders["length_km"], strict=True))[border]
    assert f"{length:,.0f} km" in page
