"""A tiny country whose every measure can be checked by eye.

Eighteen square municipalities of 0.2 degree in three columns and six rows, and one island::

    lon   -102.0  -101.8  -101.6  -101.4       -101.2 -101.1
    22.2   ┌─────── United States ───────┐
           │ 02001 │ 02002 │ 02003 │
    22.0   │ 02004 │ 02005 │ 02006 │            02010 (22.0 to 21.9)
    21.8   │ 02007 │ 02008 │ 02009 │
    21.6   │ 01001 │ 01002 │ 01003 │
    21.4   │ 01004 │ 01005 │ 01006 │
    21.2   │ 01007 │ 01008 │ 01009 │ Belize (east of 01009 only)
    21.0   └── Guatemala ──┘              (south of 01007 and 01008 only)
"""

import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pyogrio
import shapely

from etl.boundaries.records import Boundaries, Columns, Neighbour, Neighbours, column
from geo.crs import PLANE, STORE, transformer
from geo.declarations import Text

WEST, NORTH, SIDE = -102.0, 22.2, 0.2
STATES = {"01": "Aguascalientes", "02": "Baja California"}
NAMES = {
    "02001": "Ensenada",
    "02002": "Mexicali",
    "02003": "Tecate",
    "02004": "Tijuana",
    "02005": "Playas de Rosarito",
    "02006": "San Quintín",
    "02007": "San Felipe",
    "02008": "Peñón Blanco",
    "02009": "Güémez",
    "01001": "Aguascalientes",
    "01002": "Asientos",
    "01003": "Calvillo",
    "01004": "Cosío",
    "01005": "Jesús María",
    "01006": "Pabellón de Arteaga",
    "01007": "Rincón de Romos",
    "01008": "San José de Gracia",
    "01009": "Tepezalá",
    "02010": "Isla Cedros",
}
ISLAND = "02010"
MAINLAND = tuple(code for code in NAMES if code != ISLAND)
# Along a side; where two borders meet in a corner of a municipality it touches both.
TOUCHES_US = ("02001", "02002", "02003")
TOUCHES_GUATEMALA = ("01007", "01008")
TOUCHES_BELIZE = ("01009",)


def _box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """A rectangle whose coordinates are whole hundredths of a degree, so that shared corners are equal."""
    return shapely.box(round(west, 2), round(south, 2), round(east, 2), round(north, 2), ccw=False)


def cell(cvegeo: str) -> shapely.Polygon:
    """The square of a municipality in EPSG:4326."""
    if cvegeo == ISLAND:
        return _box(-101.2, 21.9, -101.1, 22.0)
    row, column = divmod(MAINLAND.index(cvegeo), 3)
    west, north = WEST + column * SIDE, NORTH - row * SIDE
    return _box(west, north - SIDE, west + SIDE, north)


def _to_plane(geometry: shapely.Geometry) -> shapely.Geometry:
    projection = transformer(STORE, PLANE)
    return shapely.transform(geometry, lambda xy: np.column_stack(projection.transform(xy[:, 0], xy[:, 1])))


def tiny_municipalities() -> Columns:
    """The nineteen municipalities in order of code, geometry in EPSG:6372."""
    codes = sorted(NAMES)
    return {
        "cvegeo": column(list(codes)),
        "cve_ent": column([code[:2] for code in codes]),
        "cve_mun": column([code[2:] for code in codes]),
        "name": column([NAMES[code] for code in codes]),
        "geom": column([_to_plane(cell(code)) for code in codes]),
    }


def tiny_states() -> Columns:
    """The two states, made of the corners of their own municipalities, geometry in EPSG:6372."""
    shapes = [
        shapely.union_all([_to_plane(cell(code)) for code in sorted(NAMES) if code[:2] == state])
        for state in STATES
    ]
    return {
        "cve_ent": column(list(STATES)),
        "name": column(list(STATES.values())),
        "geom": column(list(shapes)),
    }


def tiny_boundaries() -> Boundaries:
    """The tiny country as a reader of a source would give it."""
    return Boundaries(
        states=tiny_states(),
        municipalities=tiny_municipalities(),
        crs=f"EPSG:{PLANE}",
        vintage="tiny 2026",
        attribution=Text("Fuente: país de prueba", "Source: test country"),
    )


def tiny_neighbours() -> Neighbours:
    """The three neighbour countries: rectangles with a vertex at every corner of the cells that they touch.

    The guides are drawn a kilometre off, as a map of the world does.
    """
    us = shapely.segmentize(_box(-102.0, 22.2, -101.4, 22.8), SIDE)
    guatemala = shapely.segmentize(_box(-102.0, 20.6, -101.6, 21.0), SIDE)
    belize = _box(-101.4, 21.0, -101.2, 21.2)
    return Neighbours(
        (
            Neighbour(
                "us",
                "US",
                Text("Frontera con Estados Unidos", "Border with the United States"),
                us,
                shapely.LineString([(-102.01, 22.19), (-101.7, 22.21), (-101.4, 22.205)]),
            ),
            Neighbour(
                "gt",
                "GT",
                Text("Frontera con Guatemala", "Border with Guatemala"),
                guatemala,
                shapely.LineString([(-102.0, 21.01), (-101.8, 20.99), (-101.6, 21.0)]),
            ),
            Neighbour(
                "bz",
                "BZ",
                Text("Frontera con Belice", "Border with Belize"),
                belize,
                shapely.LineString([(-101.4, 20.995), (-101.39, 21.1), (-101.4, 21.2)]),
            ),
        )
    )


def _shapefile(
    geometry: np.ndarray, columns: dict[str, np.ndarray], name: str, encoding: str
) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.shp"
        pyogrio.raw.write(
            path,
            geometry=shapely.to_wkb(geometry),
            field_data=list(columns.values()),
            fields=list(columns),
            geometry_type="Polygon",
            crs=f"EPSG:{PLANE}",
            encoding=encoding,
        )
        return {file.name: file.read_bytes() for file in sorted(Path(folder).iterdir())}


_OFFICIAL = {"cvegeo": "CVEGEO", "cve_ent": "CVE_ENT", "cve_mun": "CVE_MUN", "name": "NOMGEO"}


def _official(rows: Columns) -> dict[str, np.ndarray]:
    """The columns but the shapes, by their official names where they have one."""
    return {_OFFICIAL.get(name, name): values for name, values in rows.items() if name != "geom"}


def write_tiny_zip(
    path: Path,
    *,
    municipalities: Columns | None = None,
    states: Columns | None = None,
    with_states: bool = True,
    encoding: str = "ISO-8859-1",
    cpg: str | None = "ISO 88591",
    omit: tuple[str, ...] = (),
    replaced: Mapping[str, bytes] = MappingProxyType({}),
) -> Path:
    """The path of a zip in the layout of INEGI's «integrado» download, whole or spoilt as asked.

    ``encoding`` is that of the .dbf and ``cpg`` what the .cpg claims; ``omit`` names members to leave out,
    such as ``00mun.prj``, and ``replaced`` gives members other bytes. The columns have the official names.
    """
    rows = tiny_municipalities() if municipalities is None else municipalities
    members = _shapefile(rows["geom"], _official(rows), "00mun", encoding)
    if with_states:
        state_rows = tiny_states() if states is None else states
        columns = {"CVEGEO": state_rows["cve_ent"], **_official(state_rows)}
        members |= _shapefile(state_rows["geom"], columns, "00ent", encoding)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            if name in omit or (name.endswith(".cpg") and cpg is None):
                continue
            written = (cpg or "").encode("ascii") if name.endswith(".cpg") else data
            archive.writestr(f"conjunto_de_datos/{name}", replaced.get(name, written))
    return path
