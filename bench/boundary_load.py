"""Loading municipal boundaries into PostGIS: ours against ogr2ogr and GeoPandas, in one run.

``python bench/boundary_load.py DATABASE_URL MG.zip [ROUNDS]`` loads the municipalities of a zip into a table
with a GiST index, in turns, and prints the median of each way and its ratio to ours. Reading the file is part
of each way. ``ogr2ogr`` (gdal-bin) and the package ``geopandas`` are left out, and named, when absent.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyogrio
from geoalchemy2 import Geometry
from sqlalchemy import Column, MetaData, Table, Text, create_engine, make_url, text

from geo.engines import postgis

MEMBER = "conjunto_de_datos/00mun.shp"
FIELDS = ("CVEGEO", "CVE_ENT", "CVE_MUN", "NOMGEO")
SRID = 6372


def ours(url: str, shapefile: str) -> None:
    """Binary COPY of WKB into uncompressed storage, as a release is loaded."""
    _, _, wkb, values = pyogrio.raw.read(shapefile, encoding="ISO-8859-1", columns=list(FIELDS))
    columns = {name.lower(): pa.array(column) for name, column in zip(FIELDS, values, strict=True)}
    rows = pa.table({**columns, "geom": pa.array(wkb, type=pa.binary())})
    named = [Column(name.lower(), Text()) for name in FIELDS]
    table = Table(
        "bench_ours", MetaData(), *named, Column("geom", Geometry("GEOMETRY", -1, spatial_index=False))
    )
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS bench_ours"))
        postgis._create(connection, table)
        postgis._load(connection, table, rows)
        postgis._create_indexes(connection, table)
    engine.dispose()


def ogr2ogr(url: str, shapefile: str) -> None:
    """GDAL's own way, by COPY and with a GiST index."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    command = [
        "ogr2ogr", "-f", "PostgreSQL", address, shapefile, "-nln", "bench_ogr", "-overwrite",
        "-nlt", "PROMOTE_TO_MULTI", "-lco", "GEOMETRY_NAME=geom", "-lco", "SPATIAL_INDEX=GIST",
        "-a_srs", f"EPSG:{SRID}", "--config", "PG_USE_COPY", "YES",
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)


def geopandas(url: str, shapefile: str) -> None:
    """`to_postgis`, which makes its index itself."""
    import geopandas as gpd

    frame = gpd.read_file(shapefile, encoding="ISO-8859-1").set_crs(SRID, allow_override=True)
    engine = create_engine(url)
    frame.to_postgis("bench_gpd", engine, if_exists="replace", index=False)
    engine.dispose()


def main(url: str, archive: str, rounds: int) -> None:
    """Prints medians and ratios."""
    ways: dict[str, Callable[[str, str], None]] = {"ours": ours}
    others: tuple[tuple[str, Callable[[str, str], None], bool], ...] = (
        ("ogr2ogr", ogr2ogr, shutil.which("ogr2ogr") is not None),
        ("geopandas", geopandas, find_spec("geopandas") is not None),
    )
    for name, way, is_there in others:
        if is_there:
            ways[name] = way
        else:
            print(f"{name}: not installed, left out")
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    with tempfile.TemporaryDirectory() as folder:
        # Unpacked once, so that no way pays for the zip.
        shutil.unpack_archive(archive, folder, "zip")
        shapefile = str(Path(folder) / MEMBER)
        for turn in range(rounds + 1):
            for name, way in ways.items():
                start = time.perf_counter()
                way(url, shapefile)
                if turn:  # the first turn warms caches and is not counted
                    seconds[name].append(time.perf_counter() - start)
    base = statistics.median(seconds["ours"])
    for name, times in seconds.items():
        median = statistics.median(times)
        spread = f"{min(times):.2f} … {max(times):.2f}"
        print(f"{name:10} {median:6.2f} s  {median / base:4.1f} x  ({len(times)} rounds, {spread})")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 5)
