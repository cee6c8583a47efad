"""`without-agreements` answered by plain loops over the register's CSV files: what both engines must equal.

The register is read here a second time, on purpose with none of the project's code. Of the release it takes
only what no CSV file has: the municipalities, their border distances, neighbours and points inside.
"""

import csv
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyproj import Geod

Rows = list[dict[str, Any]]
_ELLIPSOID = Geod(ellps="GRS80")
_CONFIDENCE = {"low": 0, "medium": 1, "high": 2}


@dataclass(frozen=True)
class Country:
    """Municipalities by code, each with its published properties, and the neighbours of each."""

    municipalities: Mapping[str, Mapping[str, Any]]
    neighbors: Mapping[str, Iterable[str]]


class Oracle:
    """Answers from CSV files; `rejected` are the ids of rows that the release refused."""

    def __init__(self, register: Path, country: Country, rejected: Iterable[str] = ()) -> None:
        with (register / "agreements.csv").open(encoding="utf-8", newline="") as file:
            refused = set(rejected)
            self.rows = [row for row in csv.DictReader(file) if row["id"] not in refused]
        self.country = country
        self.sources: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
        for row in self.rows:
            if row["mx_level"] == "municipal":
                self.sources[row["mx_cve_ent"]].add(
                    (row["source_title"], row["source_url"], row["source_date"])
                )
        self.nearest_cache: dict[tuple[str, str], float] = {}

    def answer(self, asked: Mapping[str, Any]) -> tuple[Rows, dict[str, list[str]]]:
        """All rows in the order asked for, unpaged, and the codes of each class."""
        counted = [row for row in self.rows if _counts(row, asked)]
        signatories = {row["mx_cvegeo"] for row in counted if row["mx_level"] == "municipal"}
        states = {row["mx_cve_ent"] for row in counted if row["mx_level"] == "state"}
        classes: dict[str, list[str]] = {"with_agreements": [], "none_known": [], "not_researched": []}
        rows = []
        for code, place in sorted(self.country.municipalities.items()):
            if not _within(place, asked):
                continue
            state_covers = asked["level"] == "municipal_or_state" and place["cve_ent"] in states
            if code in signatories or state_covers:
                classes["with_agreements"].append(code)
                continue
            knowledge = "none_known" if self.sources[place["cve_ent"]] else "not_researched"
            classes[knowledge].append(code)
            if not asked["research"] or knowledge in asked["research"]:
                rows.append(self._row(code, place, knowledge, signatories))
        return _ordered(rows, asked["sort"]), classes

    def _row(
        self, code: str, place: Mapping[str, Any], knowledge: str, signatories: set[str]
    ) -> dict[str, Any]:
        near = min(((self._km(code, other), other) for other in signatories), default=(None, None))
        return {
            "cvegeo": code,
            "name": place["name"],
            "cve_ent": place["cve_ent"],
            "state": place["state_name"],
            "research": knowledge,
            "area_km2": place["area_km2"],
            "us_border_km": place["us_border_km"],
            "south_border_km": place["south_border_km"],
            "neighbor_count": place["neighbor_count"],
            "neighbors_with_agreements_count": sum(
                other in signatories for other in self.country.neighbors.get(code, ())
            ),
            "nearest_cvegeo": near[1],
            "nearest_name": self.country.municipalities[near[1]]["name"] if near[1] else None,
            "nearest_km": near[0],
            "state_source_count": len(self.sources[place["cve_ent"]]),
        }

    def _km(self, code: str, other: str) -> float:
        pair = (code, other)
        if pair not in self.nearest_cache:
            here, there = self.country.municipalities[code], self.country.municipalities[other]
            metres = _ELLIPSOID.inv(here["lon"], here["lat"], there["lon"], there["lat"])[2]
            self.nearest_cache[pair] = round(float(metres) / 1000, 3)
        return self.nearest_cache[pair]


def _counts(row: Mapping[str, str], asked: Mapping[str, Any]) -> bool:
    signed = row["signed_date"] or row["signed_year"]
    if asked["as_of"] and signed:
        precision = min(len(signed), len(asked["as_of"]))
        if signed[:precision] > asked["as_of"][:precision]:
            return False
    return (
        asked["scope"] in {"any", row["scope"]}
        and (not asked["instrument"] or row["instrument"] in asked["instrument"])
        and (not asked["status"] or row["status"] in asked["status"])
        and (not asked["partner_country"] or row["partner_country"] in asked["partner_country"])
        and (not asked["theme"] or bool(set(asked["theme"]) & set(row["themes"].split(";"))))
        and _CONFIDENCE[row["confidence"]] >= _CONFIDENCE[asked["min_confidence"]]
        and (asked["undated"] == "include" or bool(signed))
    )


def _within(place: Mapping[str, Any], asked: Mapping[str, Any]) -> bool:
    if asked["state"] and place["cve_ent"] not in asked["state"]:
        return False
    for border in ("us_border_km", "south_border_km"):
        most = asked[f"{border}_max"]
        if most is not None and (place[border] is None or place[border] > most):
            return False
    return True


def _ordered(rows: Rows, sort: str) -> Rows:
    column, is_falling = sort.removeprefix("-"), sort.startswith("-")
    rows = sorted(rows, key=lambda row: row["cvegeo"])
    known = [row for row in rows if row[column] is not None]
    unknown = [row for row in rows if row[column] is None]
    # Python keeps equal rows in order in both directions: they stay by code.
    return sorted(known, key=lambda row: _sort_key(row[column]), reverse=is_falling) + unknown


def _sort_key(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    plain = unicodedata.normalize("NFKD", value.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())
