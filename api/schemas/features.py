"""Items and tiles. Names in mixed case are those of GeoJSON and of OGC API – Features."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel

from api.schemas.service import Link


class Feature(BaseModel):
    """One item as GeoJSON (RFC 7946); its properties are the fields of its collection."""

    type: Literal["Feature"]
    id: str
    geometry: dict[str, Any] | None
    properties: dict[str, Any]
    links: list[Link] | None = None


class FeatureCollection(BaseModel):
    """A page of items as GeoJSON."""

    type: Literal["FeatureCollection"]
    numberMatched: int  # noqa: N815
    numberReturned: int  # noqa: N815
    features: list[Feature]
    links: list[Link]


class VectorLayer(BaseModel):
    """The layer inside the tiles, and its properties."""

    id: str
    description: str
    minzoom: int
    maxzoom: int
    fields: dict[str, str]
