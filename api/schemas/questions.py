"""Questions and their answers."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.collections import Choice, CollectionField
from api.schemas.service import Link, Release


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
