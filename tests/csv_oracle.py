"""`without-agreements` answered by plain loops over the register's CSV files: what both engines must equal.

The register and the lineage are read here a second time, on purpose with none of the project's code. Of the
release it takes only what no CSV file has: the municipalities, their border distances, neighbours and points
inside, and which partner each record was placed at.
"""

import csv
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyproj import Geod

Rows = list[dict[str, Any]]
_ELLIPSOID = Geod(ellps="GRS80")
_CONFIDENCE = {"low": 0, "medium": 1, "high": 2}
_LINEAGE = Path(__file__).parents[1] / "data" / "shapes" / "lineage.csv"
_LEAST_SHARE = 0.05
_LESS_IS_MORE = ("nearest",)
_CRITERIA = {
    "population": "population_count",
    "migration": "intensity_index",
    "vulnerability": "high_vulnerability_count",
    "neighbors": "neighbors_with_agreements_count",
    "nearest": "nearest_km",
}


@dataclass(frozen=True)
class Country:
    """Municipalities by code, each with its published properties, the neighbours of each, and the partner of
    each record.
    """

    municipalities: Mapping[str, Mapping[str, Any]]
    neighbors: Mapping[str, Iterable[str]]
    partners: Mapping[str, str]


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
        with _LINEAGE.open(encoding="utf-8", newline="") as file:
            self.lineage = [
                row for row in csv.DictReader(file) if float(row["share_of_area"]) >= _LEAST_SHARE
            ]
        self.nearest_cache: dict[tuple[str, str], float] = {}

    def answer(self, asked: Mapping[str, Any]) -> tuple[Rows, dict[str, list[str]]]:
        """All rows in the order asked for, unpaged, and the codes of each class."""
        counted = [row for row in self.rows if _counts(row, asked)]
        signatories = {row["mx_cvegeo"] for row in counted if row["mx_level"] == "municipal"}
        states = {row["mx_cve_ent"] for row in counted if row["mx_level"] == "state"}
        parents = self._parents(counted)
        classes: dict[str, list[str]] = {"with_agreements": [], "none_known": [], "not_researched": []}
        listed = []
        for code, place in sorted(self.country.municipalities.items()):
            knowledge = "none_known" if self.sources[place["cve_ent"]] else "not_researched"
            if (
                code in signatories
                or (asked["level"] == "municipal_or_state" and place["cve_ent"] in states)
                or (asked["successors"] == "before" and "before" in parents[code].values())
                or (asked["successors"] == "perhaps_before" and parents[code])
            ):
                knowledge = "with_agreements"
            else:
                row = self._row(code, place, knowledge, signatories)
                listed.append({**row, "predecessor_agreement_count": len(parents[code])})
            if _within(place, asked):
                classes[knowledge].append(code)
        _rank(listed, asked)
        rows = [
            row
            for row in listed
            if _within(self.country.municipalities[row["cvegeo"]], asked)
            and (not asked["research"] or row["research"] in asked["research"])
        ]
        return _ordered(rows, asked["sort"]), classes

    def _parents(self, counted: Rows) -> dict[str, dict[tuple[str, ...], str]]:
        """Agreements of the municipalities that each was part of, perhaps from before, by signatory, partner
        and instrument; "before" where some record of one is sure to be.
        """
        found: dict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
        for split in self.lineage:
            for row in counted:
                if row["mx_level"] != "municipal" or row["mx_cvegeo"] != split["parent_cvegeo"]:
                    continue
                year = int(row["signed_year"]) if row["signed_year"] else None
                key = (row["mx_cvegeo"], self.country.partners[row["id"]], row["instrument"])
                if year is not None and year <= int(split["before_year"]):
                    found[split["cvegeo"]][key] = "before"
                elif year is None or year <= int(split["after_year"]):
                    found[split["cvegeo"]].setdefault(key, "perhaps")
        return found

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
            # No table of other publishers is loaded here.
            "population_count": None,
            "intensity_index": None,
            "high_vulnerability_count": None,
        }

    def _km(self, code: str, other: str) -> float:
        pair = (code, other)
        if pair not in self.nearest_cache:
            here, there = self.country.municipalities[code], self.country.municipalities[other]
            metres = _ELLIPSOID.inv(here["lon"], here["lat"], there["lon"], there["lat"])[2]
            self.nearest_cache[pair] = round(float(metres) / 1000, 3)
        return self.nearest_cache[pair]


def _rank(rows: Rows, asked: Mapping[str, Any]) -> None:
    """Give every row its points and its priority."""
    for name, column in _CRITERIA.items():
        sign = -1 if name in _LESS_IS_MORE else 1
        known = sorted(sign * row[column] for row in rows if row[column] is not None)
        for row in rows:
            value = row[column]
            exceeded = bisect_left(known, sign * value) if value is not None else 0
            points = exceeded / (len(known) - 1) if len(known) > 1 else 0.0
            row[f"points_{name}"] = None if value is None else round(points, 6)
            row[f"_{name}"] = None if value is None else points
    for row in rows:
        weighed = {name: asked[f"weight_{name}"] for name in _CRITERIA if row[f"points_{name}"] is not None}
        total = sum(weighed.values())
        points = sum(weight * row[f"_{name}"] for name, weight in weighed.items())
        row["priority"] = round(points / total, 6) if total else None
        for name in _CRITERIA:
            del row[f"_{name}"]


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
