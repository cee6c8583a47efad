"""The grid of the tiles."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from api.schemas.service import Link


class TileMatrix(BaseModel):
    """The grid at one zoom."""

    id: str
    scaleDenominator: float  # noqa: N815
    cellSize: float  # noqa: N815
    cornerOfOrigin: Literal["topLeft"]  # noqa: N815
    pointOfOrigin: tuple[float, float]  # noqa: N815
    tileWidth: int  # noqa: N815
    tileHeight: int  # noqa: N815
    matrixWidth: int  # noqa: N815
    matrixHeight: int  # noqa: N815


class TileMatrixSet(BaseModel):
    """A grid at all its zooms."""

    id: str
    title: str
    uri: str
    crs: str
    orderedAxes: list[str]  # noqa: N815
    wellKnownScaleSet: str  # noqa: N815
    tileMatrices: list[TileMatrix]  # noqa: N815


class TileMatrixSetItem(BaseModel):
    """Where a grid is described."""

    id: str
    title: str
    uri: str
    crs: str
    links: list[Link]


class TileMatrixSets(BaseModel):
    """The grids in which there are tiles."""

    tileMatrixSets: list[TileMatrixSetItem]  # noqa: N815
