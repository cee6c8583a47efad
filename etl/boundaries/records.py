"""What boundaries are before and after they are prepared."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from geo.declarations import Text

Column = NDArray[np.object_]
"""Plain Python values or shapely geometries, ready for a database driver: an absent value is ``None``, never
NaN."""

Columns = Mapping[str, Column]
"""One table: columns of equal length by name."""

Severity = Literal["info", "warning", "error"]

Progress = Callable[[str, int, int], None]
"""Told the stage, how much of it is done and how much there is."""


def column(values: Sequence[Any]) -> Column:
    """One column of the values, whatever they are: numpy would take shapes and lists apart."""
    answer = np.empty(len(values), dtype=object)
    answer[:] = values
    return answer


def silent(stage: str, done: int, total: int) -> None:
    """Nothing is told: the progress of a run that nobody watches."""


@dataclass(frozen=True)
class Finding:
    """Something about the input that a reader of the release must be able to learn.

    ``subject`` is what it is about (``municipalities``, ``states``, ``borders``, ``contiguity``, ``shapes``),
    ``code`` one word for its kind, ``detail`` whatever a person needs to check it and JSON can hold.
    """

    subject: str
    severity: Severity
    code: str
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class InputDescription:
    """One file that went into a release."""

    name: str
    publisher: str
    licence: str
    address: str
    sha256: str
    bytes: int
    rows: int


@dataclass(frozen=True)
class Boundaries:
    """States and municipalities of one edition as published, codes as text, geometry in the source's own
    system.

    ``states``: cve_ent, name, geom. ``municipalities``: cvegeo, cve_ent, cve_mun, name, geom. ``crs`` is WKT
    or ``EPSG:<code>``, coordinates in the order x, y.
    """

    states: Columns
    municipalities: Columns
    crs: str
    vintage: str
    attribution: Text
    inputs: tuple[InputDescription, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Neighbour:
    """A country across a land border, all in EPSG:4326.

    ``geom`` is its territory near the border as it is drawn elsewhere, to compare with; ``guide`` the line of
    the border from end to end in a drawing of the world, to find the border by.
    """

    id: Literal["us", "gt", "bz"]
    country: Literal["US", "GT", "BZ"]
    name: Text
    geom: Any
    guide: Any


@dataclass(frozen=True)
class Neighbours:
    """The countries whose borders are measured, and where their shapes came from."""

    countries: tuple[Neighbour, ...]
    inputs: tuple[InputDescription, ...] = ()


@dataclass(frozen=True)
class PreparedBoundaries:
    """Everything that a release keeps of the boundaries; geometry in EPSG:4326 at 1e-7 degree unless said
    otherwise.

    - ``states``: cve_ent, name, area_km2, geom
    - ``municipalities``: cvegeo, cve_ent, cve_mun, name, state_name, area_km2, us_border_km,
      guatemala_border_km, belize_border_km, south_border_km (the lesser of the two before), touches_us,
      touches_guatemala, touches_belize, is_coastal, neighbor_count, is_island, lon, lat (a point on the
      surface), geom. A distance or a touch is ``None`` when that border was not loaded.
    - ``borders``: id (us, gt, bz), country, name_es, name_en, length_km, geom (MultiLineString)
    - ``contiguity``: cvegeo, neighbor_cvegeo, shared_km; each pair in both directions, ordered by code
    - ``shapes``: layer_id, feature_id, zoom_min, zoom_max, geom (EPSG:3857)
    - ``points``: cvegeo, lon, lat; what distances between municipalities are measured between
    """

    states: Columns
    municipalities: Columns
    borders: Columns
    contiguity: Columns
    shapes: Columns
    points: Columns
    findings: tuple[Finding, ...]
    vintage: str
    attribution: Text
    inputs: tuple[InputDescription, ...]
