"""Places found by name, and neighbours."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.schemas.service import Link, Release

Research = Annotated[
    Literal["researched", "not_researched"],
    Field(
        description="Whether any source covers it: of one that is not researched, 0 agreements says nothing."
    ),
]


class Place(BaseModel):
    """A municipality or state found by its name or code."""

    type: Literal["municipality", "state"]
    id: str
    name: str
    state: str
    bbox: tuple[float, float, float, float]
    point: tuple[float, float] | None
    score: float = Field(description="1 for the whole name or code, less for a part of it.")
    matched: str | None = Field(None, description="The name that it was found by, where that is not its own.")


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
    research: Research


class Neighbours(BaseModel):
    """Neighbours of one municipality, longest shared boundary first."""

    cvegeo: str
    neighbours: list[Neighbour]


class MunicipalityAt(BaseModel):
    """A municipality that a point lies in."""

    cvegeo: str
    name: str
    cve_ent: str
    state: str
    research: Research
    agreement_count: int


class PlacesAt(BaseModel):
    """The municipalities at a point."""

    lon: float
    lat: float
    municipalities: list[MunicipalityAt]


class ReleaseInput(BaseModel):
    """A file that went into a release: rows in are rows loaded and rejected."""

    name: str
    publisher: str
    licence: str
    address: str
    sha256: str
    bytes: int
    rows_in: int
    rows_loaded: int
    rows_rejected: int


class LoadableSource(BaseModel):
    """A published table that the Atlas can read and the release was made without."""

    name: str
    title_es: str
    title_en: str
    publisher: str
    licence_es: str
    licence_en: str
    page: str = Field(description="Where a person finds it.")
    is_fetched: bool = Field(description="Whether its name is enough; else the file is downloaded by hand.")
    command: str = Field(description="What whoever runs the service types to load it.")


class Sources(BaseModel):
    """What a release was made from, and what more could be loaded."""

    release: Release
    inputs: list[ReleaseInput]
    loadable: list[LoadableSource]
    links: list[Link]
