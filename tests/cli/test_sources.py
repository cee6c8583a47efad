"""A release made of chosen sources, by the command, on both engines: kept, left out, refused, decided."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from geo import catalogue
from geo.layers import CORE_LAYERS
from geo.store import Reader, store_at
from geo.tables import LAYER_TABLES
from tests.cli.conftest import Atlas, plain
from tests.cli.test_etl import current, place
from tests.etl.sources.test_inecc_vulnerability import HEADER, TEXT

SOURCE = "inecc-climate-vulnerability"


@pytest.fixture
def anvcc(tmp_path: Path) -> Path:
    path = tmp_path / "anvcc.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_source_is_loaded_kept_and_left_out(atlas: Atlas, store_url: str, anvcc: Path) -> None:
    where = place(store_url)
    dry = atlas("etl", "run", f"{SOURCE}={anvcc}", "--dry-run", *where)
    assert dry.exit_code == 0, dry.stderr
    assert current(store_url) is None

    loaded = atlas("etl", "run", f"{SOURCE}={anvcc}", *where)
    assert loaded.exit_code == 0, loaded.stderr
    assert f"{SOURCE} 7 7 0" in plain(loaded.stdout)
    assert _layers(store_url) == {*(layer.id for layer in CORE_LAYERS), "climate_vulnerability"}
    assert _every_row_leads_to_its_source(store_url, "climate_vulnerability") == ["01004", "02004"]

    anvcc.unlink()
    again = atlas("etl", "run", *where)
    assert "Nothing has changed" in again.stdout
    forced = atlas("etl", "run", "--force", "--offline", *where)
    assert f"{SOURCE} 7 7 0" in plain(forced.stdout), "the file in the cache serves"

    listed = plain(atlas("etl", "sources", *where).stdout)
    assert f"{current(store_url)} 7" in listed
    assert "wikidata-twin-cities" in listed

    dropped = atlas("etl", "run", "--drop", SOURCE, *where)
    assert dropped.exit_code == 0, dropped.stderr
    assert f"! {SOURCE}: no longer part of it" in dropped.stderr
    assert _layers(store_url) == {layer.id for layer in CORE_LAYERS}
    twice = atlas("etl", "run", "--drop", SOURCE, *where)
    assert twice.exit_code == 1
    assert f"no source «{SOURCE}»" in twice.stderr


def test_a_source_that_became_another_is_told_or_refused(atlas: Atlas, store_url: str, anvcc: Path) -> None:
    where = place(store_url)
    assert atlas("etl", "run", f"{SOURCE}={anvcc}", *where).exit_code == 0
    before = current(store_url)

    renamed = TEXT.replace("cve_geo", "clave")
    anvcc.write_text(renamed, encoding="utf-8")
    refused = atlas("etl", "run", f"{SOURCE}={anvcc}", *where)
    assert refused.exit_code == 1
    assert "cve_geo" in refused.stderr
    assert current(store_url) == before

    anvcc.write_text("\n".join(TEXT.splitlines()[:4]) + "\n", encoding="utf-8")
    shrunk = atlas("etl", "run", f"{SOURCE}={anvcc}", *where)
    assert shrunk.exit_code == 1
    assert "has 3 rows and had 7" in shrunk.stderr
    assert "--accept-shrink" in shrunk.stderr
    assert current(store_url) == before

    accepted = atlas("etl", "run", f"{SOURCE}={anvcc}", "--accept-shrink", *where)
    assert accepted.exit_code == 0, accepted.stderr
    assert "rows 7 → 3" in accepted.stderr
    assert current(store_url) != before


def test_what_cannot_be_chosen_is_refused(atlas: Atlas, tmp_path: Path, anvcc: Path) -> None:
    where = ("--data-dir", str(tmp_path / "data"))
    cases = {
        ("inegi-censo=x.csv",): "There is no source «inegi-censo»",
        (f"{SOURCE}={tmp_path / 'none.csv'}",): "no such file",
        (f"{SOURCE}={anvcc}", f"{SOURCE}={anvcc}"): "was given twice",
        ("banxico-remittances-ce166",): "has no address",
        ("conapo-migration-intensity-2020", "--offline"): "--offline",
    }
    for words, told in cases.items():
        result = atlas("etl", "run", *words, *where)
        assert result.exit_code == 1, words
        assert told in result.stderr, result.stderr
        assert not list((tmp_path / "data").glob("current"))


def test_every_source_that_is_out_of_reach_is_named(atlas: Atlas, tmp_path: Path, anvcc: Path) -> None:
    where = ("--data-dir", str(tmp_path / "data"))
    result = atlas("etl", "run", "--all", "--offline", f"{SOURCE}={anvcc}", *where)
    assert result.exit_code == 0, result.stderr
    told = plain(result.stdout)
    for name in ("inegi-census-2020", "conagua-drought-monitor", "sedatu-cenapred-hazards"):
        assert f"{name} was left as it was" in told
    assert f"{SOURCE} 7 7 0" in told


def test_a_table_may_come_by_standard_input(atlas: Atlas, tmp_path: Path, anvcc: Path) -> None:
    from cli.main import app

    where = ("--data-dir", str(tmp_path / "data"))
    result = CliRunner().invoke(app, ["etl", "run", f"{SOURCE}=-", *where], input=anvcc.read_bytes())
    assert result.exit_code == 0, result.stderr
    assert f"{SOURCE} 7 7 0" in plain(result.stdout)


MAPPING = """\
[source]
id = "estatal"
title = "Registro estatal"
publisher = "Oficina"
licence = "Libre"
confidence = "medium"
[columns]
signatory = "firma"
partner = "contraparte"
partner_country = "pais"
[defaults]
instrument = "hermanamiento"
"""
REGISTER_CSV = """\
firma,contraparte,pais
Tijuana,San Diego,Estados Unidos
Tecate,Chula Vista,Estados Unidos
Tijuanna la Grande,San Diego,Estados Unidos
"""


def test_names_are_decided_by_a_person(atlas: Atlas, store_url: str, tmp_path: Path) -> None:
    where = place(store_url)
    (tmp_path / "estatal.toml").write_text(MAPPING, encoding="utf-8")
    (tmp_path / "estatal.csv").write_text(REGISTER_CSV, encoding="utf-8")
    loaded = atlas("etl", "run", f"{tmp_path / 'estatal.toml'}={tmp_path / 'estatal.csv'}", *where)
    assert loaded.exit_code == 0, loaded.stderr
    assert "estatal 3 2 1" in plain(loaded.stdout)
    assert "1 names to decide" in loaded.stdout

    asked = atlas("etl", "review", *where)
    assert asked.exit_code == 0, asked.stderr
    lines = asked.stdout.splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("Tijuanna la Grande,")
    decided = tmp_path / "decided.csv"
    decided.write_text(f"{lines[0]}\n{lines[1]}02004\n", encoding="utf-8")
    again = atlas("etl", "review", str(decided), *where)
    assert again.exit_code == 0, again.stderr
    assert "estatal 3 3 0" in plain(again.stdout)
    assert len(atlas("etl", "review", *where).stdout.splitlines()) == 1
    assert set(_every_row_leads_to_its_source(store_url, "agreements")) >= {"estatal-l2", "estatal-l4"}


def test_the_template_is_read_as_it_is_written(atlas: Atlas, tmp_path: Path) -> None:
    written = atlas("etl", "template", "agreements", "--folder", str(tmp_path / "mine"))
    assert written.exit_code == 0, written.stderr
    assert sorted(path.name for path in (tmp_path / "mine").iterdir()) == [
        "agreements.csv",
        "agreements.toml",
    ]
    over = atlas("etl", "template", "agreements", "--folder", str(tmp_path / "mine"))
    assert over.exit_code == 1
    assert "is there already" in over.stderr


def test_a_file_that_left_the_cache_is_named(atlas: Atlas, tmp_path: Path, anvcc: Path) -> None:
    data = tmp_path / "data"
    where = ("--data-dir", str(data))
    assert atlas("etl", "run", f"{SOURCE}={anvcc}", *where).exit_code == 0
    shutil.rmtree(data / "sources")
    result = atlas("etl", "run", "--force", *where)
    assert result.exit_code == 1
    assert f"--drop {SOURCE}" in result.stderr
    anvcc.write_text(HEADER, encoding="utf-8")
    empty = atlas("etl", "run", f"{SOURCE}={anvcc}", *where)
    assert empty.exit_code == 1


def _layers(store_url: str) -> set[str]:
    store = store_at(store_url)
    reader = Reader(store)
    with reader.connection() as connection:
        found = set(catalogue.layers(connection))
    reader.close()
    return found


def _every_row_leads_to_its_source(store_url: str, layer_id: str) -> list[str]:
    """The keys of the rows that a join with the sources keeps."""
    store = store_at(store_url)
    reader = Reader(store)
    rows, sources = LAYER_TABLES[layer_id], LAYER_TABLES["sources"]
    key = next(iter(rows.primary_key))
    with reader.connection() as connection:
        joined = select(key).join(sources, rows.c.source_id == sources.c.id).order_by(key)
        found = list(connection.execute(joined).scalars())
        assert len(found) == len(connection.execute(select(key)).all())
    reader.close()
    return found
