"""The documents that the API answers with, as its OpenAPI document describes them.

Names in mixed case are those of GeoJSON and of OGC API – Features.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Link(BaseModel):
    """Where something related is."""

    href: str
    rel: str
    type: str | None = None
    title: str | None = None


class Release(BaseModel):
    """Which release of the data an answer comes from."""

    id: str
    created_at: str = Field(description="When it was made, in UTC.")


class Problem(BaseModel):
    """Why a request was not answered (RFC 9457), in Spanish or English."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    known: list[str] | None = Field(None, description="What could have been asked for instead.")


class Health(BaseModel):
    """Whether the server lives, and whether it can answer from data."""

    status: Literal["ok", "starting", "store_unavailable"]
    live: bool
    ready: bool
    engine: str
    release: Release | None
    counts: dict[str, int] = Field(description="Items of each collection.")


class Landing(BaseModel):
    """Where everything is."""

    title: str
    description: str
    links: list[Link]


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


class Extent(BaseModel):
    """What a collection covers."""

    spatial: SpatialExtent


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
    crs: list[str]
    extent: Extent | None
    count: int
    fields: list[CollectionField]
    legend: Legend | None
    licence: Licence
    links: list[Link]


class Collections(BaseModel):
    """Every collection."""

    collections: list[Collection]
    links: list[Link]


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
    timeStamp: str = Field(  # noqa: N815
        description="When the release was made: until the next one nothing here changes."
    )
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


class TileJSON(BaseModel):
    """TileJSON 3.0.0."""

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


class QuestionParameter(BaseModel):
    """One parameter of a question."""

    name: str
    type: str
    multiple: bool
    default: str | int | float | list[str] | None
    choices: list[Choice] | None
    pattern: str | None
    minimum: float | None
    maximum: float | None
    unit: str | None
    title_es: str
    title_en: str
    description_es: str
    description_en: str


class Question(BaseModel):
    """A question that the Atlas answers."""

    name: str
    title_es: str
    title_en: str
    description_es: str
    description_en: str
    parameters: list[QuestionParameter]
    columns: list[CollectionField]
    links: list[Link]


class Questions(BaseModel):
    """Every question."""

    questions: list[Question]
    links: list[Link]


class BilingualText(BaseModel):
    """A text in both languages."""

    text_es: str
    text_en: str


class Method(BaseModel):
    """How a question is answered."""

    name: str
    title_es: str
    title_en: str
    method: BilingualText
    columns: list[CollectionField]
    links: list[Link]


class AnswerSources(BaseModel):
    """What an answer stands on."""

    count: int
    latest_date: str | None
    href: str


class Answer(BaseModel):
    """A page of an answer."""

    question: str
    release: Release
    parameters: dict[str, Any] = Field(description="The parameters as they were understood.")
    data: list[dict[str, Any]]
    numberMatched: int  # noqa: N815
    numberReturned: int  # noqa: N815
    summary: dict[str, Any] = Field(description="Counts before paging.")
    series: dict[str, list[dict[str, Any]]] = Field(description="Further tables.")
    sources: AnswerSources
    method: BilingualText
    run: dict[str, Any] = Field(description="How it was computed: algorithm, version, seed.")
    caveats: list[BilingualText] = Field(description="What a reader must bear in mind.")
    links: list[Link]


class AnswerIds(BaseModel):
    """The codes of each class, all of them; besides `release`, one list a class."""

    __pydantic_extra__: dict[str, list[str]]
    model_config = ConfigDict(extra="allow")

    release: Release


class Place(BaseModel):
    """A municipality or state found by its name or code."""

    type: Literal["municipality", "state"]
    id: str
    name: str
    state: str
    bbox: tuple[float, float, float, float]
    point: tuple[float, float] | None
    score: float = Field(description="1 for the whole name or code, less for a part of it.")


class Places(BaseModel):
    """Places found, best first."""

    places: list[Place]


class Neighbour(BaseModel):
    """A municipality that shares a boundary."""

    cvegeo: str
    name: str
    cve_ent: str
    state: str
    shared_km: float
    agreement_count: int


class Neighbours(BaseModel):
    """Neighbours of one municipality, longest shared boundary first."""

    cvegeo: str
    neighbours: list[Neighbour]
