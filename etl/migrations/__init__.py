"""Migrations of what outlives a release in PostgreSQL: the extension and the catalogue of releases."""

from __future__ import annotations

from importlib.resources import as_file, files

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, ProgrammingError

from geo.engines.store import StoreNotReady

SCHEMA = "atlas"

# One number for everybody who migrates a database: "atlas" in ASCII, and one more than that of a build.
_LOCK = 0x61746C6173 + 1


def upgrade(url: str) -> None:
    """The database has PostGIS and the newest catalogue of releases; nothing happens when it had them.

    :raises StoreNotReady: when it cannot be reached, or when the role may not do what is needed; the remedy
        is the SQL that an administrator must run.
    """
    engine = create_engine(url)
    try:
        with engine.begin() as connection, as_file(files(__name__)) as folder:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            config = Config()
            config.set_main_option("script_location", str(folder))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except OperationalError as error:
        raise StoreNotReady(
            f"the database could not be reached: {_first_line(error)}",
            "check that the server runs and that ATLAS_DATABASE_URL names it",
        ) from error
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", "") != "42501":  # insufficient_privilege
            raise
        raise _not_permitted(url, _first_line(error)) from error
    finally:
        engine.dispose()


def _not_permitted(url: str, cause: str) -> StoreNotReady:
    database = make_url(url).database or "postgres"
    role = make_url(url).username or "CURRENT_USER"
    return StoreNotReady(
        f"the role {role} may not prepare the database {database}: {cause}",
        f'CREATE EXTENSION IF NOT EXISTS postgis; GRANT CREATE ON DATABASE "{database}" TO "{role}";',
    )


def _first_line(error: OperationalError | ProgrammingError) -> str:
    return str(error.orig).splitlines()[0]
