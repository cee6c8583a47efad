"""Releases of the data: what each is made from and holds, how it differs, which files it is given as."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from api.schemas.places import ReleaseInput
from api.schemas.service import Link


class ReleaseSummary(BaseModel):
    """One release that is kept."""

    id: str
    created_at: str = Field(description="When it was made, in UTC.")
    is_in_force: bool
    previous_id: str | None = Field(description="The release before, if it is kept.")
    links: list[Link]


class Releases(BaseModel):
    """Every release that is kept, the newest first."""

    current_id: str
    releases: list[ReleaseSummary]
    links: list[Link]


class ReleaseFile(BaseModel):
    """A file of a release. Size and digest are known once it is made, which its first request begins."""

    name: str
    kind: str = Field(description="Files of one kind are made together.")
    title_es: str
    title_en: str
    href: str
    media_type: str
    collection: str | None = Field(description="The collection that it alone holds.")
    state: Literal["made", "being_made", "not_made"]
    bytes: int | None
    sha256: str | None


class ReleaseCollection(BaseModel):
    """A collection that a release holds, and how many of its items are new, different or gone."""

    id: str
    title_es: str
    title_en: str
    count: int
    added: int
    changed: int
    removed: int
    licence_es: str
    licence_en: str
    licence_url: str | None


class ReleaseDescription(ReleaseSummary):
    """A release; one that another edition of the Atlas made cannot be read, and has no files here."""

    is_readable: bool
    atlas_version: str | None
    collections: list[ReleaseCollection]
    inputs: list[ReleaseInput]
    files: list[ReleaseFile]


class ReleaseChange(BaseModel):
    """One item that is new, different or gone; ``fields`` are the names that differ."""

    collection: str
    id: str
    change: Literal["added", "changed", "removed"]
    fields: list[str]


class ReleaseChanges(BaseModel):
    """A page of what changed from the release before."""

    release: str
    previous_id: str | None
    numberMatched: int  # noqa: N815
    numberReturned: int  # noqa: N815
    changes: list[ReleaseChange]
    links: list[Link]
