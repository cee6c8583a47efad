"""Sets of tiles: where they are and what they hold, by TileJSON and by OGC 17-083r4 in one document."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from api.schemas.features import VectorLayer
from api.schemas.service import Link


class TileSetItem(BaseModel):
    """A set of tiles in a list of them."""

    title: str
    dataType: Literal["vector"] = "vector"  # noqa: N815
    crs: str
    tileMatrixSetURI: str  # noqa: N815
    links: list[Link]


class TileSets(BaseModel):
    """The sets of tiles of a collection, or of all collections together."""

    tilesets: list[TileSetItem]
    links: list[Link]


class TileMatrixLimits(BaseModel):
    """The rows and columns of one zoom in which something is drawn, the first and the last."""

    tileMatrix: str  # noqa: N815
    minTileRow: int  # noqa: N815
    maxTileRow: int  # noqa: N815
    minTileCol: int  # noqa: N815
    maxTileCol: int  # noqa: N815


class TileJSON(BaseModel):
    """A set of tiles: TileJSON 3.0.0 with the members of OGC's tileset metadata beside."""

    tilejson: Literal["3.0.0"]
    name: str
    description: str
    version: str
    attribution: str
    scheme: Literal["xyz"]
    tiles: list[str]
    minzoom: int
    maxzoom: int
    bounds: tuple[float, float, float, float] | None
    vector_layers: list[VectorLayer]
    title: str
    dataType: Literal["vector"] = "vector"  # noqa: N815
    crs: str
    tileMatrixSetURI: str  # noqa: N815
    tileMatrixSetLimits: list[TileMatrixLimits] = Field(  # noqa: N815
        description="What lies beyond these is empty; none where nothing is drawn at all."
    )
    links: list[Link] = Field(description="The tiles themselves have the relation `item`.")
