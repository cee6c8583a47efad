"""What the server says of itself, of its releases and of what went wrong."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field


def is_absent(value: object) -> bool:
    """Whether a member is left out of the document, where the standards know no null."""
    return value is None


class Link(BaseModel):
    """Where something related is."""

    href: str
    rel: str
    type: str
    title: str | None = Field(default=None, exclude_if=is_absent)
    templated: bool | None = Field(
        default=None, exclude_if=is_absent, description="Whether the address has variables in braces."
    )


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
    parameter: str | None = Field(None, description="The parameter that was refused.")
    known: list[str] | None = Field(None, description="What could have been asked for instead.")
    position: int | None = Field(None, description="Character of the filter, from 0, where it goes wrong.")


class Health(BaseModel):
    """Whether the server lives, and whether it can answer from data."""

    status: Literal["ok", "starting", "store_unavailable"]
    live: bool
    ready: bool
    engine: str
    release: Release | None
    counts: dict[str, int] = Field(description="Items of each collection.")


class Conformance(BaseModel):
    """Which classes of which standards hold."""

    conformsTo: list[str]  # noqa: N815


class Landing(BaseModel):
    """Where everything is."""

    title: str
    description: str
    links: list[Link]
