"""The profile of one government."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.schemas.questions import BilingualText
from api.schemas.service import Link, Release

ProfileValue = BilingualText | str | int | float | None


class ProfileFact(BaseModel):
    """One thing known of a government; `absent` says why there is no value."""

    title: BilingualText
    value: ProfileValue
    unit: str | None
    note: BilingualText | None
    absent: BilingualText | None
    sources: list[str] = Field(description="Items of the collection `sources`.")


class ProfileColumn(BaseModel):
    """One column of a table."""

    name: str
    title: BilingualText
    unit: str | None
    is_year: bool


class ProfileRow(BaseModel):
    """One row of a table, its values by column."""

    values: dict[str, ProfileValue]
    sources: list[str]


class ProfileTable(BaseModel):
    """Rows, the most telling first; `empty` is what is said where there are none."""

    title: BilingualText
    columns: list[ProfileColumn]
    rows: list[ProfileRow]
    empty: BilingualText
    printed_rows: int = Field(description="So many are printed.")


class ProfileSection(BaseModel):
    """One part of a profile."""

    name: str
    title: BilingualText
    facts: list[ProfileFact]
    tables: list[ProfileTable]
    notes: list[BilingualText]
    drawing: str | None = Field(description="An SVG image.")
    drawing_title: BilingualText | None


class ProfileSource(BaseModel):
    """A source with the number by which the pages cite it."""

    number: int
    id: str
    title: str
    url: str | None
    date: str | None
    retrieved: str | None


class Profile(BaseModel):
    """Everything that the release knows of one government."""

    key: str = Field(description="CVEGEO of a municipality, or the two digits of a state.")
    level: str
    name: str
    state_name: str
    title: BilingualText
    release: Release
    sections: list[ProfileSection]
    sources: list[ProfileSource]
    caveats: list[BilingualText]
    links: list[Link]
