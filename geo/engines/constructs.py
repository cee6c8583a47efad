"""SQL that the two engines spell differently, named once; each engine's module says how it is spelled.

Everything else is written with standard ``ST_*`` functions that both engines have.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import NullType


class tile_bounds(GenericFunction[Any]):  # noqa: N801 - named as it reads in a statement
    """Bounds of the tile (z, x, y) as ``ST_AsMVTGeom`` wants them."""

    type = NullType()
    inherit_cache = True
    name = "tile_bounds"


class overlaps_tile(GenericFunction[bool]):  # noqa: N801
    """Whether a geometry in EPSG:3857, its box (west, south, east, north) overlaps the tile (z, x, y)."""

    type = Boolean()
    inherit_cache = True
    name = "overlaps_tile"


class envelope(GenericFunction[Any]):  # noqa: N801
    """A rectangle (west, south, east, north) in EPSG:4326."""

    type = NullType()
    inherit_cache = True
    name = "envelope"
