"""Questions and their answers."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.collections import Choice, CollectionField, LegendClass, Licence
from api.schemas.service import Link, Release


class BilingualText(BaseModel):
    """A text in both languages."""

    text_es: str
    text_en: str


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
    keys_of: str | None = Field(description="Collection whose keys the values are.")
    group: BilingualText | None = Field(description="Heading that parameters of one kind share.")
    title_es: str
    title_en: str
    description_es: str
    description_en: str


class Chart(BaseModel):
    """A chart of the rows of `data` or of one of the `series` of an answer.

    `x`, `y`, `label` and `group` are columns; a text in two languages is written `label_es` and `label_en`.
    """

    kind: str
    title_es: str
    title_en: str
    table: str
    x: str
    y: str
    label: str | None
    group: str | None


class FeatureKey(BaseModel):
    """Which features rows speak of: `column` holds keys of the collection."""

    collection: str
    column: str


class Question(BaseModel):
    """A question that the Atlas answers."""

    name: str
    title_es: str
    title_en: str
    description_es: str
    description_en: str
    parameters: list[QuestionParameter]
    columns: list[CollectionField]
    charts: list[Chart]
    feature_key: FeatureKey | None
    graphs: list[Choice] = Field(description="Forms of a graph, by name in `f`; none where it is no network.")
    links: list[Link]


class Questions(BaseModel):
    """Every question."""

    questions: list[Question]
    links: list[Link]


class Method(BaseModel):
    """How a question is answered."""

    name: str
    title_es: str
    title_en: str
    method: BilingualText
    columns: list[CollectionField]
    links: list[Link]


class LayerLicence(Licence):
    """Terms of use, and the collections that are under them."""

    layers: list[str]


class AnswerTerms(BaseModel):
    """Under which terms an answer stands, and where its sources are listed."""

    licences: list[LayerLicence] = Field(
        description="Terms of everything that was read for the answer, boundaries too."
    )
    href: str


class AnswerSources(AnswerTerms):
    """What an answer stands on."""

    layers: list[str] = Field(description="Collections that the answer was computed from.")
    count: int
    latest_date: str | None


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
    feature_key: FeatureKey | None
    links: list[Link]


class AnswerMap(BaseModel):
    """What a map draws of an answer, all of it.

    Each class colours the features of `collection` that it lists; `features` are features of the answer's own
    (partners, links, groups), their property `class` one of the legend's values.
    """

    release: Release
    sources: AnswerTerms
    crs: str = Field(description="Reference system of `features`.")
    collection: str | None
    classes: dict[str, list[str]]
    legend: list[LegendClass]
    features: list[dict[str, Any]] = Field(description="GeoJSON features.")


class AnswerIds(BaseModel):
    """The codes of each class, all of them; besides `release`, one list a class.

    Headers `Link` name the licences (`license`) and where the sources are listed (`describedby`).
    """

    __pydantic_extra__: dict[str, list[str]]
    model_config = ConfigDict(extra="allow")

    release: Release


class AnswerGraph(BaseModel):
    """An answer that is a network, as node-link JSON: `graph` says title, release and licence."""

    directed: bool
    multigraph: bool
    graph: dict[str, str]
    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
