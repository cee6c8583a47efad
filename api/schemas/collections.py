"""Collections: what they hold, how they are coloured, and under which terms."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from api.schemas.service import Link, is_absent


class Choice(BaseModel):
    """One word that a field or parameter may hold."""

    value: str
    label_es: str
    label_en: str


class CollectionField(BaseModel):
    """One property of the items of a collection."""

    name: str
    type: str
    title_es: str
    title_en: str
    unit: str | None
    choices: list[Choice] | None
    is_filter: bool = Field(description="Whether it is a query parameter of the items.")
    in_tiles: bool = Field(description="Whether vector tiles carry it.")


class LegendClass(BaseModel):
    """One class of a legend: equal to `value`, or from `min` to `max`, both included."""

    min: int | None
    max: int | None
    value: str | None
    color: str
    label_es: str
    label_en: str


class Legend(BaseModel):
    """How a collection is coloured; classes with a `value` look at `value_field` first."""

    title_es: str
    title_en: str
    field: str
    value_field: str | None
    classes: list[LegendClass]


class Licence(BaseModel):
    """Terms of use, and the words that must go with the data."""

    title_es: str
    title_en: str
    attribution_es: str
    attribution_en: str
    url: str | None


class SpatialExtent(BaseModel):
    """Boxes west, south, east, north."""

    bbox: list[tuple[float, float, float, float]]
    crs: str


class TemporalExtent(BaseModel):
    """Intervals from instant to instant; null where there is no bound."""

    interval: list[tuple[str | None, str | None]]
    trs: str


class Extent(BaseModel):
    """What a collection covers."""

    spatial: SpatialExtent | None = Field(default=None, exclude_if=is_absent)
    temporal: TemporalExtent | None = Field(default=None, exclude_if=is_absent)


class Collection(BaseModel):
    """One collection: what it holds, its fields, legend and licence."""

    id: str
    title: str
    description: str
    title_es: str
    title_en: str
    description_es: str
    description_en: str
    itemType: Literal["feature"]  # noqa: N815
    geometry: str | None
    crs: list[str] | None = Field(default=None, exclude_if=is_absent)
    storageCrs: str | None = Field(default=None, exclude_if=is_absent)  # noqa: N815
    extent: Extent | None = Field(default=None, exclude_if=is_absent)
    count: int
    fields: list[CollectionField]
    legend: Legend | None
    licence: Licence
    links: list[Link]


class Collections(BaseModel):
    """Every collection."""

    collections: list[Collection]
    links: list[Link]
