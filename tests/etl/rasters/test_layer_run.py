"""A raster as a layer of one's own in whole runs: spread over a cluster or not, and kept for the next run."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from sqlalchemy import select

from etl.inputs import ZONAL
from etl.run import run
from etl.selection.obtaining import Asked
from geo import catalogue
from geo.store import Reader, Store, store_at
from geo.tables import table_of
from tests.geography import NAMES
from tests.releases import REGISTER, tiny_sources

LAYER = """\
id = "rainfall"
title = { es = "Lluvia", en = "Rainfall" }
file = "rainfall.tif"
[source]
title = "Mediciones"
publisher = "Observatorio"
licence = "CC BY 4.0"
[raster]
[[fields]]
name = "mean_mm"
statistic = "mean"
title = { es = "Media", en = "Mean" }
[[fields]]
name = "largest_mm"
statistic = "max"
title = { es = "Mayor", en = "Largest" }
"""


@pytest.fixture
def declaration(tmp_path: Path) -> str:
    drawn = np.random.default_rng(20261120).gamma(2.0, 400.0, (190, 330)).astype("float32")
    with rasterio.open(
        tmp_path / "rainfall.tif", "w", driver="GTiff", width=330, height=190, count=1, dtype="float32",
        crs="EPSG:4326", transform=from_origin(-119, 33, 0.1, 0.1),
    ) as file:  # fmt: skip
        file.write(drawn, 1)
    path = tmp_path / "rainfall.toml"
    path.write_text(LAYER, encoding="utf-8")
    return str(path)


def _loaded(store: Store, declaration: str, cache: Path, scheduler: str | None = None) -> list[object]:
    asked = Asked(layers=(declaration,))
    run(store, tiny_sources(REGISTER, asked=asked, cache=cache, scheduler=scheduler), is_forced=True)
    reader = Reader(store)
    try:
        with reader.connection() as connection:
            table = table_of(catalogue.layers(connection)["rainfall"])
            rows = select(table.c.cvegeo, table.c.mean_mm, table.c.largest_mm).order_by(table.c.cvegeo)
            return [tuple(row) for row in connection.execute(rows)]
    finally:
        reader.close()


@pytest.mark.slow
def test_a_cluster_fills_the_layer_with_identical_numbers(
    new_store_url: Callable[[str], str], tmp_path: Path, declaration: str, scheduler: str
) -> None:
    found = {}
    for kind in ("duckdb", "postgis"):
        store = store_at(new_store_url(kind))
        # A cache for each, or the second would give what the first had kept.
        found[kind, "here"] = _loaded(store, declaration, tmp_path / f"{kind}-here")
        found[kind, "there"] = _loaded(store, declaration, tmp_path / f"{kind}-there", scheduler)
        store.close()
    first = found["duckdb", "here"]
    assert [row[0] for row in first] == sorted(NAMES)  # type: ignore[index]
    assert all(value is not None for row in first for value in row)  # type: ignore[attr-defined]
    assert all(each == first for each in found.values())


def test_the_next_run_takes_what_was_kept(
    new_store_url: Callable[[str], str], tmp_path: Path, declaration: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, cache = store_at(new_store_url("duckdb")), tmp_path / "cache"
    first = _loaded(store, declaration, cache)
    assert len(list((cache / ZONAL).iterdir())) == 1

    def never(*_: object, **__: object) -> None:
        raise AssertionError("the statistics were found again")

    monkeypatch.setattr("etl.inputs.zonal_statistics", never)
    assert _loaded(store, declaration, cache) == first
    store.close()
