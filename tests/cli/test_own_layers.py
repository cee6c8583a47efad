"""A user's own layers on both engines: added, drawn, counted as indicators, decided, refused, removed."""

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin
from sqlalchemy import select

from geo import catalogue, indicators
from geo.store import Reader, store_at
from geo.tables import LAYER_TABLES, shapes_of, table_of
from tests.cli.conftest import Atlas, plain
from tests.cli.test_etl import current, place
from tests.geography import NAMES, NORTH, WEST

POINTS = """\
id = "shelters"
title = { es = "Albergues", en = "Shelters" }
file = "shelters.geojson"
geometry = "point"
label = "name"
[source]
title = "Albergues"
publisher = "Prueba"
licence = "CC0"
[[fields]]
name = "name"
column = "nombre"
type = "text"
title = { es = "Nombre", en = "Name" }
[[fields]]
name = "places"
column = "plazas"
type = "integer"
title = { es = "Plazas", en = "Places" }
"""
RASTER = """\
id = "heat"
title = { es = "Calor", en = "Heat" }
file = "heat.tif"
[source]
title = "Calor"
publisher = "Prueba"
licence = "CC0"
[raster]
threshold = 3.5
[[fields]]
name = "mean_heat"
statistic = "mean"
unit = "K"
title = { es = "Media", en = "Mean" }
[[fields]]
name = "hot_share"
statistic = "share_above"
title = { es = "Parte caliente", en = "Hot share" }
"""


def _shelters(folder: Path) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"nombre": name, "plazas": places},
            "geometry": {"type": kind, "coordinates": xy},
        }
        for name, places, kind, xy in (
            ("Casa Ágape", 40, "Point", [-101.9, 22.1]),
            ("Casa Luz", None, "Point", [-101.7, 21.7]),
            ("No es un punto", 3, "LineString", [[-101.9, 22.1], [-101.8, 22.1]]),
        )
    ]
    (folder / "shelters.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    declaration = folder / "shelters.toml"
    declaration.write_text(POINTS, encoding="utf-8")
    return declaration


def _heat(folder: Path) -> Path:
    # One cell a municipality: its row and column are the number of the square.
    cells = np.arange(1, 19, dtype="float32").reshape(6, 3)
    with rasterio.open(
        folder / "heat.tif",
        "w",
        driver="GTiff",
        width=3,
        height=6,
        count=1,
        dtype="float32",
        crs="EPSG:4326",
        transform=from_origin(WEST, NORTH, 0.2, 0.2),
    ) as dataset:
        dataset.write(cells, 1)
    declaration = folder / "heat.toml"
    declaration.write_text(RASTER, encoding="utf-8")
    return declaration


def test_own_layers_become_collections_tiles_and_indicators(
    atlas: Atlas, store_url: str, tmp_path: Path
) -> None:
    where = place(store_url)
    assert atlas("etl", "template", "layer", "--folder", str(tmp_path)).exit_code == 0
    declarations = [tmp_path / "clinics.toml", _shelters(tmp_path), _heat(tmp_path)]
    added = atlas("etl", "add", *map(str, declarations), *where)
    assert added.exit_code == 0, added.stderr
    told = plain(added.stdout)
    assert "clinics 3 3 0" in told
    assert "shelters 3 2 1" in told
    assert f"heat {len(NAMES)} {len(NAMES)} 0" in told

    reader = Reader(store_at(store_url))
    with reader.connection() as connection:
        layers = catalogue.layers(connection)
        assert {"clinics", "shelters", "heat"} <= set(layers)
        codes, clinics = indicators.values(
            connection, indicators.indicator(connection, "clinics.clinic_count")
        )
        assert dict(zip(codes, clinics, strict=True))["02004"] == 41
        assert int(np.isnan(clinics).sum()) == len(NAMES) - 3
        codes, heat = indicators.values(connection, indicators.indicator(connection, "heat.mean_heat"))
        by_code = dict(zip(codes, heat, strict=True))
        assert by_code["02001"] == pytest.approx(1, abs=0.01)
        assert by_code["01009"] == pytest.approx(18, abs=0.05)
        assert np.isnan(by_code["02010"]), "the island lies outside the raster"
        shelters = table_of(layers["shelters"]).c
        rows = connection.execute(
            select(shelters.id, shelters.name, shelters.places, shelters.search_key, shelters.west).order_by(
                shelters.id
            )
        ).all()
        assert [tuple(row) for row in rows] == [
            ("1", "Casa Ágape", 40, "casa agape", -101.9),
            ("2", "Casa Luz", None, "casa luz", -101.7),
        ]
        shapes = shapes_of(layers["shelters"])
        assert shapes is not None
        assert len(connection.execute(select(shapes.c.feature_id)).all()) == 2
        sources = LAYER_TABLES["sources"].c
        for layer_id in ("clinics", "shelters", "heat"):
            cited = table_of(layers[layer_id]).c.source_id
            found = (
                connection.execute(
                    select(sources.title).join_from(
                        table_of(layers[layer_id]), LAYER_TABLES["sources"], cited == sources.id
                    )
                )
                .scalars()
                .all()
            )
            assert len(found) == {"clinics": 3, "shelters": 2, "heat": len(NAMES)}[layer_id]
    reader.close()

    again = atlas("etl", "run", *where)
    assert "Nothing has changed" in again.stdout
    removed = atlas("etl", "remove", "heat", *where)
    assert removed.exit_code == 0, removed.stderr
    assert f"heat removed: {len(NAMES)}" in plain(removed.stdout)


def test_a_name_that_is_not_sure_is_reviewed(atlas: Atlas, tmp_path: Path) -> None:
    where = ("--data-dir", str(tmp_path / "data"))
    atlas("etl", "template", "layer", "--folder", str(tmp_path))
    table = tmp_path / "clinics.csv"
    table.write_text(
        table.read_text(encoding="utf-8") + "Baja California,Puerto Nuevo,1,1,\n", encoding="utf-8"
    )
    added = atlas("etl", "add", str(tmp_path / "clinics.toml"), *where)
    assert added.exit_code == 0, added.stderr
    assert "clinics 4 3 1" in plain(added.stdout)
    lines = atlas("etl", "review", *where).stdout.splitlines()
    assert lines[1].startswith("Puerto Nuevo,Baja California,")
    (tmp_path / "decided.csv").write_text(f"{lines[0]}\n{lines[1]}02005\n", encoding="utf-8")
    decided = atlas("etl", "review", str(tmp_path / "decided.csv"), *where)
    assert "clinics 4 4 0" in plain(decided.stdout)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('id = "clinics"', 'id = "agreements"'), "id: «agreements» is taken"),
        (('id = "clinics"', 'id = "release_inputs"'), "is taken"),
        (('column = "Clínicas"', 'column = "Clinics"'), "Clinics"),
        (('type = "integer"', 'type = "whole"'), "must be one of: text, integer, real"),
        (("[key]", "[keys]"), "keys: unknown key"),
        (('color = "#f6eedc"', 'color = "red"'), "is not #rrggbb"),
        (('name = "clinic_count"', 'name = "geom"'), "is taken"),
        (('field = "clinic_count"', 'field = "beds"'), "legend.field"),
        (('file = "clinics.csv"', 'file = "none.csv"'), "no such file"),
        (("[[fields]]", "[[fields"), "it is no TOML"),
    ],
)
def test_a_declaration_that_is_wrong_says_where(
    atlas: Atlas, tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    where = ("--data-dir", str(tmp_path / "data"))
    atlas("etl", "template", "layer", "--folder", str(tmp_path))
    declaration = tmp_path / "clinics.toml"
    text = declaration.read_text(encoding="utf-8")
    assert change[0] in text
    declaration.write_text(text.replace(*change), encoding="utf-8")
    result = atlas("etl", "add", str(declaration), *where)
    assert result.exit_code == 1
    assert told in result.stderr, result.stderr
    assert current(f"duckdb:///{tmp_path / 'data'}") is None
