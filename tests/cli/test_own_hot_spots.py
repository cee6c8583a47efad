"""Hot spots of a user's own raster, on both engines."""

from pathlib import Path

import pytest

from geo.store import Reader, store_at
from tests.cli.conftest import Atlas
from tests.cli.test_etl import place
from tests.cli.test_own_layers import _heat as heat
from tests.geo.questions.asking import answered, column
from tests.geography import ISLAND


def test_an_own_layer_has_hot_spots(atlas: Atlas, store_url: str, tmp_path: Path) -> None:
    added = atlas("etl", "add", str(heat(tmp_path)), *place(store_url))
    assert added.exit_code == 0, added.stderr
    reader = Reader(store_at(store_url))
    with reader.connection() as connection:
        answer = answered(connection, "hotspots", indicator="heat.mean_heat", correction="none")
    reader.close()
    # Squares count from 1 to 18, row by row: around 02005 are 1, 2, 3, 4, 6, 7, 8 and 9.
    assert column(answer, "cvegeo", "lag")["02005"] == pytest.approx(5, abs=0.05)
    assert column(answer, "cvegeo", "cluster")[ISLAND] == "no_value"
    assert (answer.summary["with_value"], answer.summary["without_value"]) == (18, 1)
    classes = column(answer, "cvegeo", "cluster")
    assert (classes["01008"], classes["02002"]) == ("high_high", "low_low")
    assert answer.summary["moran_i"] > 0.5
    assert answer.sources["layers"] == ["heat"]
    assert answer.run["unit"] == "K"
