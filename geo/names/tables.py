"""The written tables under data/names: other names of municipalities, states, countries and places."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# In the repository, and where a wheel puts the repository's data.
_BESIDE_PACKAGES = Path(__file__).resolve().parents[2]
FOLDERS = (_BESIDE_PACKAGES / "data" / "names", _BESIDE_PACKAGES / "etl" / "data" / "names")


class MissingNameTable(FileNotFoundError):
    """A table of names is in none of the folders where it may be."""


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a place.

    `kind` is one of: short (official, abridged), former, seat (the municipality's seat), locality, common,
    recent (official in a later edition), spelling, english, abbreviation, iso. `source` says where it is
    recorded. `needs_state` when many places of Mexico are called so.
    """

    name: str
    code: str
    kind: str
    source: str
    needs_state: bool = False


@dataclass(frozen=True, slots=True)
class PlaceAlias:
    """Another name of a city abroad: `name` in `country` (ISO 3166-1 alpha-2) is GeoNames' `geonameid`."""

    name: str
    country: str
    geonameid: int
    source: str


@dataclass(frozen=True, slots=True)
class Division:
    """A first-level division abroad: its names, the English one first, and GeoNames' code of it."""

    country: str
    admin1_code: str
    names: tuple[str, ...]


def municipality_aliases() -> tuple[Alias, ...]:
    """Other names of municipalities, from municipality_aliases.csv."""
    return _aliases("municipality_aliases.csv", "cvegeo")


def state_aliases() -> tuple[Alias, ...]:
    """Other names and abbreviations of states, from state_aliases.csv."""
    return _aliases("state_aliases.csv", "cve_ent")


def country_aliases() -> tuple[Alias, ...]:
    """Names of countries that pycountry lacks, from country_aliases.csv."""
    return _aliases("country_aliases.csv", "country")


def place_aliases() -> tuple[PlaceAlias, ...]:
    """Names of cities abroad that GeoNames' extract lacks, from place_aliases.csv."""
    return tuple(
        PlaceAlias(row["name"], row["country"], int(row["geonameid"]), row["source"])
        for row in _rows("place_aliases.csv")
    )


def divisions() -> tuple[Division, ...]:
    """First-level divisions abroad whose names lead to GeoNames' codes, from divisions.csv."""
    return tuple(
        Division(row["country"], row["admin1_code"], tuple(row["names"].split(";")))
        for row in _rows("divisions.csv")
    )


def _aliases(file_name: str, code_column: str) -> tuple[Alias, ...]:
    return tuple(
        Alias(row["name"], row[code_column], row["kind"], row["source"], row.get("needs_state") == "yes")
        for row in _rows(file_name)
    )


@cache
def _rows(file_name: str) -> tuple[dict[str, str], ...]:
    for folder in FOLDERS:
        path = folder / file_name
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as lines:
                return tuple(csv.DictReader(lines))
    raise MissingNameTable(f"{file_name} is in none of: {', '.join(map(str, FOLDERS))}")
