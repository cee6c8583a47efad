"""A whole run on the tiny country, on both engines: every known number of `tests.releases` comes out."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, func, select

from geo.layers import CORE_LAYERS
from geo.tables import LAYER_TABLES, MUNICIPALITY_DISTANCES, RELEASE_INPUTS, RELEASE_LAYERS, SHAPES_TABLES
from tests.geography import NAMES
from tests.releases import (
    KNOWN_AGREEMENTS,
    NONE_KNOWN,
    NOT_RESEARCHED,
    RECORDS,
    REJECTED_AGREEMENT,
    WITH_ANY_RECORD,
    tiny_connection,
)


@pytest.fixture(scope="module")
def connection(store_url: str) -> Iterator[Connection]:
    with tiny_connection(store_url) as connection:
        yield connection


def test_municipalities_have_the_known_counts(connection: Connection) -> None:
    table = LAYER_TABLES["municipalities"].c
    rows = connection.execute(
        select(table.cvegeo, table.agreement_count, table.agreement_record_count, table.research)
    ).all()
    assert {row.cvegeo for row in rows} == set(NAMES)
    assert {row.cvegeo: row.agreement_count for row in rows if row.agreement_count} == KNOWN_AGREEMENTS
    assert {row.cvegeo: row.agreement_record_count for row in rows if row.agreement_count} == RECORDS
    assert {row.cvegeo for row in rows if row.research == "not_researched"} == set(NOT_RESEARCHED)
    none_known = {row.cvegeo for row in rows if row.research == "researched" and row.agreement_count == 0}
    assert none_known == set(NONE_KNOWN)


def test_states_have_the_known_counts(connection: Connection) -> None:
    table = LAYER_TABLES["states"].c
    rows = connection.execute(
        select(
            table.cve_ent,
            table.municipality_count,
            table.agreement_count,
            table.municipal_agreement_count,
            table.municipal_source_count,
            table.research,
        ).order_by(table.cve_ent)
    ).all()
    assert [tuple(row) for row in rows] == [
        ("01", 9, 1, 0, 0, "not_researched"),
        ("02", 10, 1, 7, 5, "researched"),
    ]


def test_partners_have_the_known_counts(connection: Connection) -> None:
    table = LAYER_TABLES["partner_places"].c
    counts = dict(connection.execute(select(table.id, table.agreement_count)).all())
    # San Diego: a twinning and a memorandum with Tijuana, a twinning with Mexicali.
    assert counts["gn-5391811"] == 3
    assert counts["us-texas"] == counts["red-de-ciudades-del-pacifico"] == 1
    assert len(counts) == 9


def test_rows_in_are_rows_loaded_and_rows_rejected(connection: Connection) -> None:
    rows = connection.execute(select(RELEASE_INPUTS)).all()
    assert {row.name: (row.rows_in, row.rows_loaded, row.rows_rejected) for row in rows} == {
        "agreements.csv": (13, 12, 1),
        "climate_coverage.csv": (3, 3, 0),
        "corridors.csv": (2, 2, 0),
        "governance_profiles.csv": (1, 1, 0),
        "lineage.csv": (19, 19, 0),
        "memberships.csv": (3, 3, 0),
        "networks.csv": (2, 2, 0),
        "offices.csv": (5, 5, 0),
        "state_claims.csv": (3, 3, 0),
    }
    ids = connection.execute(select(LAYER_TABLES["agreements"].c.id)).scalars().all()
    assert REJECTED_AGREEMENT not in ids
    assert len(ids) == 12


def test_every_layer_is_listed_with_its_rows(connection: Connection) -> None:
    listed = dict(connection.execute(select(RELEASE_LAYERS.c.layer_id, RELEASE_LAYERS.c.row_count)).all())
    for layer in CORE_LAYERS:
        count = connection.execute(select(func.count()).select_from(LAYER_TABLES[layer.id])).scalar_one()
        assert listed[layer.id] == count, layer.id


def test_what_has_no_point_is_kept_and_not_drawn(connection: Connection) -> None:
    table, shapes = LAYER_TABLES["agreements"], SHAPES_TABLES["agreements"]
    unplaced = connection.execute(select(table.c.id).where(table.c.feature_geometry.is_(None))).scalars()
    assert sorted(unplaced) == ["t05", "t07", "t08", "t12"]
    assert connection.execute(select(func.count()).select_from(shapes)).scalar_one() == 8


def test_distances_lead_to_whoever_has_any_record(connection: Connection) -> None:
    rows = connection.execute(select(MUNICIPALITY_DISTANCES)).all()
    assert {row.to_cvegeo for row in rows} == set(WITH_ANY_RECORD)
    assert len(rows) == len(WITH_ANY_RECORD) * (len(NAMES) - 1)
    by_pair = {(row.cvegeo, row.to_cvegeo): row.distance_km for row in rows}
    # One cell to the west at latitude 21.9: 0.2 degree.
    assert by_pair["02005", "02004"] == pytest.approx(20.66, abs=0.01)
