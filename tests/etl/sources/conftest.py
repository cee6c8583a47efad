"""Files of a test's own, the codes of the tiny country, and those of the real one."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.features import properties_texts
from etl.frames import arrow_table, checked
from etl.published.records import PublishedFile, SourceReading
from etl.sources.register.places import Places
from geo.layers import THEMATIC_LAYERS
from geo.names.gazetteer import Gazetteer
from geo.tables import table_of
from tests.geography import NAMES, STATES

Given = Callable[..., PublishedFile]


@pytest.fixture
def places() -> Places:
    """The municipalities of the tiny country."""
    return Places(frozenset(NAMES), frozenset(STATES), "tiny")


@pytest.fixture
def gazetteer() -> Gazetteer:
    """Their names."""
    return Gazetteer(
        [(code, name, code[:2]) for code, name in NAMES.items()], STATES.items(), aliases=(), localities=()
    )


@pytest.fixture
def given(tmp_path: Path) -> Given:
    """Writes a file and gives it as if it had been downloaded on 2026-11-20."""

    def write(name: str, content: str | bytes, encoding: str = "utf-8") -> PublishedFile:
        path = tmp_path / name
        path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
        return PublishedFile(path, f"https://example.org/{name}", "2026-11-20")

    return write


def assert_fits(reading: SourceReading) -> None:
    """Every table of a reading fits the declaration and the table of its layer, and no row was lost."""
    layers = {layer.id: layer for layer in THEMATIC_LAYERS}
    assert {table.layer_id for table in reading.tables} == set(reading.source.fills)
    for table in reading.tables:
        layer = layers[table.layer_id]
        frame = checked(layer, table.columns)
        stored = arrow_table(table_of(layer), {**frame, "feature_properties": properties_texts(layer, frame)})
        assert stored.num_rows == table.row_count
    assert reading.rows_in == reading.rows_loaded + len(reading.rejections)
    assert len(list(reading.cited())) == sum(table.row_count for table in reading.tables)


def _official(shared_data: Path, name: str) -> list[dict[str, str]]:
    with (shared_data / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="session")
def real_places(shared_data: Path) -> Places:
    """The 2,475 municipalities of 2023."""
    rows = _official(shared_data, "inegi/censo2020_poblacion_viviendas_2475.csv")
    return Places(
        frozenset(row["CVEGEO"] for row in rows), frozenset(row["CVE_ENT"] for row in rows), "MG 2023"
    )


@pytest.fixture(scope="session")
def real_gazetteer(shared_data: Path) -> Gazetteer:
    """Their official names."""
    municipalities = _official(shared_data, "inegi/censo2020_poblacion_viviendas_2475.csv")
    states = _official(shared_data, "conapo/conapo_imm_2020.csv")
    return Gazetteer(
        [(row["CVEGEO"], row["NOMGEO"], row["CVE_ENT"]) for row in municipalities],
        sorted({(row["CVE_ENT"].zfill(2), row["NOM_ENT"]) for row in states}),
    )


@pytest.fixture
def real_file(shared_data: Path) -> Given:
    """One of the real files, as if it had been downloaded on 2026-11-20."""

    def find(name: str) -> PublishedFile:
        return PublishedFile(shared_data / name, name, "2026-11-20")

    return find
