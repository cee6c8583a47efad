"""The four states along the border, from the package that carries them."""

from pathlib import Path

import pytest
import shapely

from etl.errors import MissingMember
from etl.sources.us_census import border_states
from geo.geodesy import areas_km2


def test_the_border_states_reach_from_the_pacific_to_the_gulf() -> None:
    territory, described = border_states()
    west, south, east, north = territory.bounds
    assert (west, south, east, north) == pytest.approx((-124.41, 25.84, -93.51, 42.01), abs=0.01)
    # The four states have 1,688,000 km² of land; the shapes hold lakes and lagoons too.
    assert areas_km2(shapely.get_parts(territory)).sum() == pytest.approx(1_708_000, rel=0.005)
    assert described.rows == 4
    assert len(described.sha256) == 64


def test_a_folder_without_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingMember, match="cb_2016_us_state_500k"):
        border_states(tmp_path)
