"""Places found by name, and neighbours."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field


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
