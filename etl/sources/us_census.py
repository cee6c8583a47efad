"""The United States along the border, from the Census Bureau's cartographic boundary files of 2016
(1:500,000).

The Python package plotly-geo (MIT) carries them. They are in the public domain, cut at the shore, and drawn
to about a hundred metres: fine enough to tell whether a border line is where it should be.
"""

import hashlib
from importlib.util import find_spec
from pathlib import Path

import pyogrio
import shapely

from etl.boundaries.records import InputDescription
from etl.errors import MissingMember, SourceUnavailable

PACKAGE = "_plotly_geo"
FILE = "cb_2016_us_state_500k"
PAGE = "https://www.census.gov/geographies/mapping-files/time-series/geo/cartographic-boundary.html"
BORDER_STATES = ("CA", "AZ", "NM", "TX")


def border_states(folder: Path | None = None) -> tuple[shapely.Geometry, InputDescription]:
    """California, Arizona, New Mexico and Texas as one shape, and the file that they come from.

    The file states no system; the Census Bureau publishes in NAD 83, which is here within two metres of
    EPSG:4326.
    """
    folder = package_folder() if folder is None else folder
    path = folder / f"{FILE}.shp"
    if not path.is_file():
        raise MissingMember(str(folder.name), path.name, sorted(file.name for file in folder.glob("*.shp")))
    quoted = ", ".join(f"'{code}'" for code in BORDER_STATES)
    _, _, wkb, _ = pyogrio.raw.read(path, columns=["STUSPS"], where=f"STUSPS IN ({quoted})")
    if len(wkb) != len(BORDER_STATES):
        raise MissingMember(
            path.name, ", ".join(BORDER_STATES), [f"{len(wkb)} of {len(BORDER_STATES)} states"]
        )
    content = path.read_bytes()
    described = InputDescription(
        name=f"Cartographic boundary files 2016: {path.name}",
        publisher="U.S. Census Bureau",
        licence="Public domain; plotly-geo: MIT",
        address=PAGE,
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        rows=len(wkb),
    )
    return shapely.union_all(shapely.from_wkb(wkb)), described


def package_folder() -> Path:
    """Where the package keeps its files; found without importing it."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise SourceUnavailable("plotly-geo", "the package is not installed")
    return Path(spec.origin).parent / "package_data"
