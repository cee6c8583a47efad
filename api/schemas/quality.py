"""How good the data of a release are, and what a name means."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Quality(BaseModel):
    """The quality report of a release; `docs/quality.md` says what each part holds."""

    release: dict[str, Any]
    inputs: list[dict[str, Any]] = Field(description="Rows in, loaded and rejected, with reasons.")
    completeness: dict[str, Any] = Field(description="By layer, field and state.")
    freshness: list[dict[str, Any]]
    duplicates: list[dict[str, Any]]
    near_duplicates: list[dict[str, Any]]
    conflicts: list[dict[str, Any]]
    topology: list[dict[str, Any]]
    unplaced_partners: list[dict[str, Any]]
    without_source: dict[str, Any]
    claims: list[dict[str, Any]] = Field(description="Published figures beside what the records give.")


class NameCandidate(BaseModel):
    """One place that a name may mean."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    kind: Literal["municipality", "state"]
    name: str
    state: str
    method: str
    score: float
    matched: str


class NameResolution(BaseModel):
    """What a name means; an ambiguous one is never chosen for the reader."""

    model_config = ConfigDict(from_attributes=True)

    status: Literal["resolved", "ambiguous", "unmatched"]
    code: str | None
    kind: Literal["municipality", "state"] | None
    name: str | None
    state: str | None
    method: str
    score: float
    alternatives: list[NameCandidate]
