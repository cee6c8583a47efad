"""PostGIS, and the catalogue: which releases there are and which is in force."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The extension and the two tables of the schema ``atlas``."""
    has_postgis = op.get_bind().execute(sa.text("SELECT 1 FROM pg_extension WHERE extname = 'postgis'"))
    if has_postgis.scalar() is None:
        op.execute("CREATE EXTENSION postgis")
    op.create_table(
        "releases",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("schema_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("schema_name"),
        schema="atlas",
    )
    op.create_table(
        "current_release",
        sa.Column("is_only_row", sa.Boolean(), nullable=False),
        sa.Column("release_id", sa.Text(collation="C"), nullable=False),
        sa.PrimaryKeyConstraint("is_only_row"),
        schema="atlas",
    )


def downgrade() -> None:
    """Without the catalogue; the extension stays, since others may use it."""
    op.drop_table("current_release", schema="atlas")
    op.drop_table("releases", schema="atlas")
