"""Items and answers as files: a table with or without geometry, written block by block."""

from __future__ import annotations

from api.exports.table import Table
from api.exports.writing import exported

__all__ = ["Table", "exported"]
