"""The resolver of names on real lists: sister cities, the register, Banxico, and partners abroad."""

import csv
import time
from collections import Counter
from pathlib import Path

import pyproj

from bench.name_scores import HEADER, Case, list_differences, scored
from geo.names.gazetteer import Gazetteer
from geo.names.places import Places
from geo.names.resolution import Kind

SAME_PLACE_KM = 50


def tell_lists(gazetteer: Gazetteer, folder: Path) -> None:
    print(f"\nReal lists\n{HEADER}")
    pairs = _rows(folder / "sister_cities" / "hermanamientos_wikipedia_mx.csv")
    for is_flagged in (False, True):
        cases: list[Case] = [
            (row["ciudad_mx"], None, "municipality", row["CVEGEO"].removesuffix("000"))
            for row in pairs
            if ("ambiguo" in row["metodo"]) == is_flagged
        ]
        title = "sister cities, flagged as ambiguous" if is_flagged else "sister cities, not flagged"
        list_differences(scored(title, gazetteer, cases))
    agreements = _rows(folder / "register" / "agreements.csv")
    kinds: dict[str, Kind] = {"municipal": "municipality", "state": "state"}
    for is_state_known in (True, False):
        cases = [
            (
                row["mx_name_as_published"],
                row["mx_cve_ent"] if is_state_known else None,
                kinds[row["mx_level"]],
                row["mx_cvegeo"] or row["mx_cve_ent"],
            )
            for row in agreements
        ]
        title = f"register of agreements, {'state known' if is_state_known else 'no state'}"
        list_differences(scored(title, gazetteer, cases))
    crosswalk = [row for row in _rows(folder / "banxico" / "ce166_series_crosswalk.csv") if row["CVEGEO"]]
    cases = [(row["municipio"], row["entidad"], "municipality", row["CVEGEO"]) for row in crosswalk]
    list_differences(scored("Banxico CE166, state known", gazetteer, cases))


def tell_abroad(folder: Path) -> None:
    print("\nPartners abroad (right: within 50 km of the point in the list)")
    places = Places()
    register = [
        (
            row["partner_name"],
            row["partner_admin1"],
            row["partner_country"],
            row["partner_lat"],
            row["partner_lon"],
        )
        for row in _rows(folder / "register" / "agreements.csv")
        if row["scope"] == "international" and row["partner_type"] == "city"
    ]
    pairs = _rows(folder / "sister_cities" / "hermanamientos_wikipedia_mx.csv")
    twins = {
        flag: [
            (row["contraparte"], row["us_state"], row["pais"], row["lat"], row["lon"])
            for row in pairs
            if ("ambiguo" in row["geo_metodo"]) == flag
        ]
        for flag in (False, True)
    }
    for title, partners in (
        ("register, cities", register),
        ("sister cities, not flagged", twins[False]),
        ("sister cities, flagged as ambiguous", twins[True]),
    ):
        _score_partners(title, places, partners)


def _score_partners(title: str, places: Places, partners: list[tuple[str, str, str, str, str]]) -> None:
    geod = pyproj.Geod(ellps="WGS84")
    counts: Counter[str] = Counter()
    differences: Counter[str] = Counter()
    started = time.process_time()
    for name, admin1, country, lat, lon in partners:
        found = places.place(name, admin1, country)
        answer: str = found.status
        if found.lon is not None and lat:
            km = geod.inv(found.lon, found.lat, float(lon), float(lat))[2] / 1000
            answer = "right" if km < SAME_PLACE_KM else "elsewhere"
        elif found.lon is not None:
            answer = "placed, no point to compare"
        counts[answer] += 1
        if answer != "right":
            differences[f"{answer}: {name}, {admin1 or '?'}, {country} → {found.name} ({found.method})"] += 1
    placed = counts["right"] + counts["elsewhere"] + counts["placed, no point to compare"]
    print(
        f"{title}: {len(partners)}, placed {placed / len(partners):.1%}, {dict(counts.most_common())}, "
        f"{time.process_time() - started:.1f} s of CPU"
    )
    for difference, count in differences.most_common():
        print(f"    {count:>3} × {difference}")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
