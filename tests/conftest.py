"""Stores for the tests: a folder for DuckDB, a database for PostGIS, fresh for each module that asks."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy.engine import URL, make_url

from tests.services import guardian

if TYPE_CHECKING:
    from tests.national import Loaded

EngineKind = Literal["duckdb", "postgis"]
ENGINE_KINDS: tuple[EngineKind, ...] = ("duckdb", "postgis")

_POSTGIS_FIXTURES = {"postgis_server", "new_postgis_database", "postgis_url"}

_until_the_end = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Every process of the run holds a lease on one PostGIS server, started only if a test asks for it."""
    # Set already in the workers of a run, and by `make test`, which looks for the server beforehand.
    if guardian.FOLDER_VARIABLE not in os.environ:
        folder = tempfile.mkdtemp(prefix="atlas-tests-")
        os.environ[guardian.FOLDER_VARIABLE] = folder  # workers inherit it
        config.add_cleanup(lambda: _forget_unused(Path(folder)))
    _until_the_end.enter_context(guardian.lease(Path(os.environ[guardian.FOLDER_VARIABLE])))


def pytest_unconfigure() -> None:
    _until_the_end.close()


def _forget_unused(folder: Path) -> None:
    if not (folder / "guardian.log").exists():  # else the guardian removes it, after the server
        shutil.rmtree(folder, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        callspec = getattr(item, "callspec", None)
        drawn = callspec.params.get("engine_kind") if callspec else None
        if names & _POSTGIS_FIXTURES or drawn == "postgis":
            item.add_marker(pytest.mark.postgis)


@pytest.fixture(scope="session")
def postgis_server() -> str:
    """The URL of a server where databases may be made; the whole run shares it. Fails when there is none."""
    if given := os.environ.get("ATLAS_TEST_DATABASE_URL"):
        return given.replace("postgresql+psycopg://", "postgresql://", 1)
    try:
        return guardian.server_url(Path(os.environ[guardian.FOLDER_VARIABLE]))
    except guardian.ServiceNotStarted as reason:
        pytest.fail(str(reason), pytrace=False)


@pytest.fixture(scope="session")
def new_postgis_database(postgis_server: str) -> Iterator[Callable[[], str]]:
    """Makes an empty database with the extension at each call, and returns its SQLAlchemy URL."""
    template = f"atlas_template_{uuid4().hex[:12]}"
    made = [template]
    with psycopg.connect(postgis_server, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(template)))
        # Creating the extension takes a second, copying a database that has it a tenth of one.
        with psycopg.connect(postgis_server, dbname=template, autocommit=True) as database:
            database.execute("CREATE EXTENSION postgis")

        def new() -> str:
            name = f"atlas_test_{uuid4().hex[:12]}"
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            server.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
            made.append(name)
            return _sqlalchemy_url(postgis_server, name)

        yield new
        if not os.environ.get("ATLAS_TEST_DATABASE_URL"):
            return  # a server of this run alone goes with all that is in it
        for name in made:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _sqlalchemy_url(server: str, database: str) -> str:
    if "://" in server:
        address = make_url(server).set(drivername="postgresql+psycopg", database=database)
    else:  # the other spelling of libpq: host=… user=…
        parts = conninfo_to_dict(server)
        address = URL.create(
            "postgresql+psycopg",
            username=_text(parts.get("user")),
            password=_text(parts.get("password")),
            host=_text(parts.get("host")),
            port=int(parts.get("port") or 5432),
            database=database,
        )
    return address.render_as_string(hide_password=False)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


@pytest.fixture(scope="session")
def new_store_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[EngineKind], str]:
    """Makes an empty store of the kind at each call: `duckdb:///<folder>` or `postgresql+psycopg://…`."""

    def new(kind: EngineKind) -> str:
        if kind == "duckdb":
            return f"duckdb:///{tmp_path_factory.mktemp('data')}"
        make_database: Callable[[], str] = request.getfixturevalue("new_postgis_database")
        return make_database()

    return new


@pytest.fixture(scope="session")
def national_release(
    new_store_url: Callable[[EngineKind], str],
) -> Callable[[EngineKind], "Loaded"]:
    """The default release of the real country on an engine, made once a run; to be read only."""
    from tests import national  # with all that a load needs, which most tests do without

    @cache
    def loaded(kind: EngineKind) -> "Loaded":
        # A given server loses the databases of a process when that one ends, so that each has its own.
        is_given = kind == "postgis" and "ATLAS_TEST_DATABASE_URL" in os.environ
        owner = f"{kind}-{os.getpid()}" if is_given else kind
        return national.release(lambda: new_store_url(kind), owner)

    return loaded


@pytest.fixture(scope="session", params=ENGINE_KINDS)
def engine_kind(request: pytest.FixtureRequest) -> EngineKind:
    """Runs a test once for each engine."""
    kind: EngineKind = request.param
    return kind


@pytest.fixture(scope="module")
def postgis_url(new_store_url: Callable[[EngineKind], str]) -> str:
    """The SQLAlchemy URL of a database of this module's own, empty but for the extension."""
    return new_store_url("postgis")


@pytest.fixture(scope="module")
def duckdb_url(new_store_url: Callable[[EngineKind], str]) -> str:
    """`duckdb:///<folder>`: an empty data folder of this module's own."""
    return new_store_url("duckdb")


@pytest.fixture(scope="module")
def store_url(engine_kind: EngineKind, new_store_url: Callable[[EngineKind], str]) -> str:
    """An empty store of this module's own, once for each engine."""
    return new_store_url(engine_kind)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of official files that the project may not carry; skips the test where it is absent."""
    folder = Path(os.environ.get("ATLAS_SHARED_DATA") or Path(__file__).parents[2] / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(
            "official files are not here: ATLAS_SHARED_DATA names no folder and ../shared/data is absent"
        )
    return folder.resolve()
