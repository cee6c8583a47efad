"""Alembic's entry: migrates the database of the connection that ``upgrade`` gives it."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.schema import CreateSchema

from etl.migrations import SCHEMA
from geo.engines.postgis import CATALOGUE


def migrate(connection: Connection) -> None:
    """The database of that connection has the newest catalogue."""
    # The table of versions lives in our schema, so that the schema comes first. Who may make no schemas is
    # refused here, also when this one is there: every release is a schema of its own.
    connection.execute(CreateSchema(SCHEMA, if_not_exists=True))
    context.configure(connection=connection, target_metadata=CATALOGUE, version_table_schema=SCHEMA)
    context.run_migrations()


# Alembic gives a configuration only while it runs this file; whoever else imports it wants nothing done.
if hasattr(context, "config"):
    migrate(context.config.attributes["connection"])
