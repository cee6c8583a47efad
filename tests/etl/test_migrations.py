"""The catalogue that Alembic makes is the one declared; whoever may not make it is told how."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, make_url, text

from etl.migrations import SCHEMA, upgrade
from geo.engines.postgis import CATALOGUE
from geo.engines.store import StoreNotReady
from geo.store import store_at
from tests.releases import tiny_release


def test_the_catalogue_is_as_declared(postgis_url: str) -> None:
    upgrade(postgis_url)
    upgrade(postgis_url)  # a second time changes nothing
    engine = create_engine(postgis_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_schemas": True,
                "include_name": lambda name, kind, _: kind != "schema" or name == SCHEMA,
                "version_table_schema": SCHEMA,
                "compare_type": True,
            },
        )
        assert compare_metadata(context, CATALOGUE) == []
        collations = connection.execute(
            text(
                "SELECT collation_name FROM information_schema.columns WHERE table_schema = 'atlas'"
                " AND (table_name, column_name) IN (('releases', 'id'), ('current_release', 'release_id'))"
            )
        ).scalars()
        assert list(collations) == ["C", "C"]
        assert connection.execute(text("SELECT version_num FROM atlas.alembic_version")).scalar() == "0001"
    engine.dispose()


@pytest.fixture
def poor_url(postgis_url: str) -> Iterator[str]:
    """A database without the extension, and a role that may connect to it and nothing more."""
    name = f"atlas_poor_{uuid4().hex[:8]}"
    engine = create_engine(postgis_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD 'poor'"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(postgis_url).set(username=name, password="poor", database=name)
    yield url.render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        connection.execute(text(f"DROP ROLE {name}"))
    engine.dispose()


def test_who_may_not_prepare_a_database_is_told_the_sql(poor_url: str, postgis_url: str) -> None:
    with pytest.raises(StoreNotReady, match="may not prepare") as refused:
        upgrade(poor_url)
    # What an administrator is told to run is enough.
    admin = make_url(postgis_url).set(database=make_url(poor_url).database)
    engine = create_engine(admin, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in refused.value.remedy.rstrip(";").split(";"):
            connection.execute(text(statement))
    engine.dispose()
    store = tiny_release(poor_url)
    assert store.current_id() is not None
    store.close()
    poor = make_url(poor_url)
    engine = create_engine(admin, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"REVOKE CREATE ON DATABASE {poor.database} FROM {poor.username}"))
    engine.dispose()
    with pytest.raises(StoreNotReady, match="may not prepare"):
        upgrade(poor_url)


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(StoreNotReady, match="could not be reached"):
        upgrade("postgresql+psycopg://nobody@127.0.0.1:1/atlas")


def test_a_database_without_a_catalogue_has_no_release(new_postgis_database: object) -> None:
    store = store_at(new_postgis_database())  # type: ignore[operator]
    assert store.current_id() is None
    assert store.release_ids() == ()
    store.close()
