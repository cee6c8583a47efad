"""Every official file at hand in one release on both engines: counts, totals, provenance, equal answers."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from etl.boundaries.neighbours import read_neighbours
from etl.boundaries.records import Progress
from etl.choice import natural_earth
from etl.inputs import Sources
from etl.report import Report
from etl.run import run
from etl.selection.obtaining import Asked, Obtained, Obtainer, obtain
from geo import catalogue
from geo.store import Reader, store_at
from geo.tables import LAYER_TABLES, RELEASE_INPUTS, RELEASE_REJECTIONS, table_of
from tests import national
from tests.release_contents import feature_texts

FILES = {
    "inegi-census-2020": "inegi/censo2020_poblacion_viviendas_2475.csv",
    "conapo-migration-intensity-2010": "conapo/IIM2010_BASEMUN.csv",
    "conapo-migration-intensity-2020": "conapo/conapo_iim_municipal_2020_raw.csv",
    "conapo-marginalization-2020": "conapo/conapo_imm_2020.csv",
    "banxico-remittances-ce166": "banxico/banxico_ce166_remesas_municipales_raw.csv",
    "inecc-climate-vulnerability": "inecc/mun_vulnerables_anvcc.csv",
    "conagua-drought-monitor": "conagua/conagua_msm_max_rachas_sequia_municipios.csv",
}
# Rows in, loaded, rejected, with the municipalities of 2023.
COUNTS = {
    "inegi-census-2020": (2475, 2469, 6),
    "conapo-migration-intensity-2010": (2456, 2456, 0),
    "conapo-migration-intensity-2020": (2469, 2469, 0),
    "conapo-marginalization-2020": (2469, 2469, 0),
    "banxico-remittances-ce166": (2488, 2456, 32),
    "inecc-climate-vulnerability": (14736, 14736, 0),
    "conagua-drought-monitor": (12146, 12146, 0),
    "geoid": (2475, 2475, 0),
    "municipalities_2025": (2478, 2478, 0),
}
TWINNINGS = """\
[source]
id = "wikipedia-twinnings"
title = "Listas de ciudades hermanadas de Wikipedia"
publisher = "Wikipedia"
licence = "CC BY-SA 4.0"
confidence = "low"
[file]
ignored = ["n_fuentes", "origenes", "metodo", "lat", "lon", "geonameid", "geo_metodo"]
[columns]
signatory = "ciudad_mx"
cvegeo = "CVEGEO"
partner = "contraparte"
partner_country = "pais"
partner_admin1 = "us_state"
[defaults]
instrument = "hermanamiento"
partner_type = "city"
"""
GEOID = """\
id = "geoid"
title = {{ es = "Geoide", en = "Geoid" }}
file = "{path}"
[source]
title = "GGM10"
publisher = "INEGI"
licence = "CC BY 4.0"
[raster]
[[fields]]
name = "undulation_m"
statistic = "mean"
unit = "m"
title = {{ es = "Ondulación", en = "Undulation" }}
"""
VINTAGE_2025 = """\
id = "municipalities_2025"
title = {{ es = "Municipios 2025", en = "Municipalities 2025" }}
file = "{path}"
geometry = "polygon"
label = "name"
[source]
title = "Marco Geoestadístico 2025"
publisher = "INEGI"
licence = "MIT"
[[fields]]
name = "code"
column = "{code}"
type = "text"
title = {{ es = "Clave", en = "Code" }}
[[fields]]
name = "name"
column = "{name}"
type = "text"
title = {{ es = "Nombre", en = "Name" }}
"""


def _sources(shared_data: Path, kept: Path) -> Sources:
    (kept / "twinnings.toml").write_text(TWINNINGS, encoding="utf-8")
    geoid, simplified = "raster/mx_inegi_ggm10.tif", "inegi/mg_2025_municipios_simplificado.geojson"
    (kept / "geoid.toml").write_text(GEOID.format(path=shared_data / geoid), encoding="utf-8")
    with (shared_data / simplified).open(encoding="utf-8") as content:
        properties = json.load(content)["features"][0]["properties"]
    code = next(name for name in properties if name.upper() == "CVEGEO")
    name = next(name for name in properties if name.upper() in {"NOMGEO", "NOM_MUN", "MUNICIPIO"})
    vintage = VINTAGE_2025.format(path=shared_data / simplified, code=code, name=name)
    (kept / "vintage.toml").write_text(vintage, encoding="utf-8")
    twinnings = shared_data / "sister_cities/hermanamientos_wikipedia_mx.csv"
    asked = Asked(
        given=(
            *((source, str(shared_data / name)) for source, name in FILES.items()),
            (str(kept / "twinnings.toml"), str(twinnings)),
        ),
        layers=(str(kept / "geoid.toml"), str(kept / "vintage.toml")),
    )

    def obtained(progress: Progress) -> Obtained:
        return obtain(asked, (), Obtainer(kept / "cache", date(2026, 11, 20), progress=progress))

    return Sources(
        boundaries=lambda _: national.official_boundaries(shared_data, kept),
        neighbours=lambda _: read_neighbours(natural_earth()),
        check=lambda _: None,
        prepare=lambda *_: national.official(shared_data, kept),
        obtain=obtained,
        cache=kept / "cache",
    )


@pytest.mark.shared_data
@pytest.mark.slow
def test_every_file_at_hand_loads_on_both_engines(
    shared_data: Path, tmp_path: Path, new_store_url: Callable[[str], str]
) -> None:
    sources = _sources(shared_data, tmp_path)
    texts = {}
    for kind in ("duckdb", "postgis"):
        store = store_at(new_store_url(kind))
        report = run(store, sources)
        _assert_counted(report)
        reader = Reader(store)
        with reader.connection() as connection:
            _assert_whole(connection)  # type: ignore[arg-type]
        reader.close()
        texts[kind] = feature_texts(store)
        store.close()
    assert texts["duckdb"] == texts["postgis"]


def _assert_counted(report: Report) -> None:
    counts = {each.name: (each.rows_in, each.rows_loaded, each.rows_rejected) for each in report.inputs}
    print("\n".join(f"{name:45} {rows[0]:>7,} {rows[1]:>7,} {rows[2]:>5,}" for name, rows in counts.items()))
    for rows_in, loaded, rejected in counts.values():
        assert rows_in == loaded + rejected
    assert {name: counts[name] for name in COUNTS} == COUNTS
    rows, loaded, _ = counts["wikipedia-twinnings"]
    assert rows == 652
    assert loaded > 0.9 * rows
    assert counts["agreements.csv"] == (613, 613, 0)


def _assert_whole(connection: object) -> None:
    execute = connection.execute  # type: ignore[attr-defined]
    rejections = execute(select(func.count()).select_from(RELEASE_REJECTIONS)).scalar_one()
    assert execute(select(func.sum(RELEASE_INPUTS.c.rows_rejected))).scalar_one() == rejections
    census = LAYER_TABLES["census_2020"].c
    assert execute(select(func.sum(census.population_count))).scalar_one() == 126_014_024
    sources = LAYER_TABLES["sources"]
    cited = dict(execute(select(sources.c.id, sources.c.record_count)).all())
    counted: dict[str, int] = {}
    for layer in catalogue.layers(connection).values():  # type: ignore[arg-type]
        table = table_of(layer)
        if "source_id" in table.c:
            by_source = select(table.c.source_id, func.count()).group_by(table.c.source_id)
            for source_id, rows in execute(by_source).all():
                counted[source_id] = counted.get(source_id, 0) + rows
    assert counted == cited, "every row leads to its source, and every source says how many"
