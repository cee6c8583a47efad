"""The shapes that tiles draw: the same boundaries at five levels of detail, in EPSG:3857."""

from dataclasses import dataclass

import numpy as np
import shapely

from etl.boundaries.borders import Borders
from etl.boundaries.records import Boundaries, Column, Columns, column
from geo.boundaries.coverages import BANDS, Band, dissolved, simplified
from geo.boundaries.polygons import drawn
from geo.crs import DRAW, PLANE, STORE, projected


@dataclass(frozen=True)
class Level:
    """Municipalities and states of one band in EPSG:3857, each in the order of its table.

    ``plane`` are the municipalities before they were drawn: in EPSG:6372, shared borders have the same
    vertices.
    """

    band: Band
    municipalities: Column
    states: Column
    plane: Column


def levels_of_detail(coverage: Column, state: Column) -> list[Level]:
    """The generalised bands, fine to coarse, of municipalities in the plane whose vertices match.

    Each is simplified from the one before, municipalities together, so that shared borders stay shared;
    states are dissolved from those municipalities, so that their outlines agree at every zoom.
    """
    levels, shapes = [], coverage
    for band in BANDS:
        if band.tolerance_m is not None:
            shapes = simplified(shapes, band.tolerance_m)
            states = dissolved(shapes, state, hole_m2=band.tolerance_m**2)
            levels.append(Level(band, drawn(shapes), drawn(states), shapes))
    return levels


def drawn_shapes(
    boundaries: Boundaries, levels: list[Level], geom: Column, state_geom: Column, borders: Borders
) -> Columns:
    """One row for each feature and band: layer_id, feature_id, zoom_min, zoom_max, geom.

    The finest band draws the stored geometry, ``geom`` and ``state_geom``, the others their level.
    """
    (finest,) = (band for band in BANDS if band.tolerance_m is None)
    full = Level(finest, projected(geom, STORE, DRAW), projected(state_geom, STORE, DRAW), geom)
    border_ids = column([each.neighbour.id for each in borders.found])
    rows = []
    for level in (full, *levels):
        rows += [
            _rows("municipalities", boundaries.municipalities["cvegeo"], level.band, level.municipalities),
            _rows("states", boundaries.states["cve_ent"], level.band, level.states),
            _rows("borders", border_ids, level.band, _lines(borders, level.band)),
        ]
    return {name: np.concatenate([part[name] for part in rows]) for name in rows[0]}


def _rows(layer_id: str, feature_id: Column, band: Band, shapes: Column) -> dict[str, Column]:
    count = len(feature_id)
    return {
        "layer_id": column([layer_id] * count),
        "feature_id": feature_id,
        "zoom_min": column([band.zoom_min] * count),
        "zoom_max": column([band.zoom_max] * count),
        "geom": shapes,
    }


def _lines(borders: Borders, band: Band) -> Column:
    """The border lines of a band; a line has no area to keep, so that a distance to the line serves."""
    if band.tolerance_m is None:
        return projected(column([each.geom for each in borders.found]), STORE, DRAW)
    lines = shapely.simplify(column([each.plane for each in borders.found]), band.tolerance_m / 2)
    return column([shapely.MultiLineString([line]) for line in projected(lines, PLANE, DRAW)])
