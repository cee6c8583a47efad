"""A drawn sample of the register's partners abroad and where names alone place them, as a Markdown table.

    python bench/partner_sample.py > docs/partner-places.md

The register gives most partners a point, looked up in GeoNames by hand; the sample shows how far from it the
resolver puts the published name, province and country.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

from geo.crs import ELLIPSOID
from geo.names.places import Places

REGISTER = Path(__file__).parents[1] / "data" / "register" / "agreements.csv"
SAMPLE = 50
SEED = 2026


def main() -> None:
    """Prints the table."""
    with REGISTER.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    partners = sorted(
        {
            (
                row["partner_name"],
                row["partner_admin1"],
                row["partner_country"],
                row["partner_lat"],
                row["partner_lon"],
            )
            for row in rows
            if row["scope"] == "international" and row["partner_type"] == "city"
        }
    )
    places = Places()
    print("# Partners abroad: a drawn sample\n")
    print(
        f"{SAMPLE} of the {len(partners)} cities abroad of the register, drawn with seed {SEED} by\n"
        "`python bench/partner_sample.py`. *Found* is what the resolver makes of the published name,\n"
        "province and country alone; *apart* is its distance from the point of the register, which was\n"
        "looked up by hand in GeoNames too. A partner without a place stays in the data without a point.\n"
    )
    print("| published | province | country | found | method | apart, km |")
    print("|---|---|---|---|---|---:|")
    placed = 0
    for name, admin1, country, lat, lon in sorted(random.Random(SEED).sample(partners, SAMPLE)):
        found = places.place(name, admin1 or None, country or None)
        placed += found.status == "placed"
        where, apart = f"*{found.status}*", ""
        if found.status == "placed" and found.lat is not None and found.lon is not None:
            parts = (found.name, found.admin1, found.country)
            where = f"{', '.join(filter(None, parts))} ({found.lat:.3f}, {found.lon:.3f})"
            if lat:
                apart = f"{ELLIPSOID.inv(float(lon), float(lat), found.lon, found.lat)[2] / 1000:.1f}"
        print(f"| {name} | {admin1} | {country} | {where} | {found.method or ''} | {apart} |")
    print(f"\n{placed} of {SAMPLE} placed.")


if __name__ == "__main__":
    main()
