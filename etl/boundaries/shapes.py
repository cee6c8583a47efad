"""The shapes that tiles draw: the same boundaries at five levels of detail, in EPSG:3857."""

import numpy as np
import shapely

from etl.boundaries.borders import Borders
from etl.boundaries.records import Boundaries, Column, Columns, column
from geo.coverages import BANDS, Band, dissolved, simplified
from geo.crs import DRAW, PLANE, STORE, projected
from geo.polygons import drawn


def drawn_shapes(
    boundaries: Boundaries, coverage: Column, geom: Column, state_geom: Column, borders: Borders
) -> Columns:
    """One row for each feature and band: layer_id, feature_id, zoom_min, zoom_max, geom.

    The finest band draws the stored geometry. Each coarser one is simplified from the one before,
    municipalities together, so that shared borders stay shared; states are dissolved from those
    municipalities, so that their outlines agree at every zoom. ``coverage`` is the municipalities in the
    plane with matched vertices.
    """
    rows, states = boundaries.municipalities, boundaries.states
    bands = []
    shapes = coverage
    for band in BANDS:
        if band.tolerance_m is None:
            of_municipalities, of_states = projected(geom, STORE, DRAW), projected(state_geom, STORE, DRAW)
        else:
            shapes = simplified(shapes, band.tolerance_m)
            of_municipalities = drawn(shapes)
            of_states = drawn(dissolved(shapes, rows["cve_ent"], hole_m2=band.tolerance_m**2))
        bands += [
            _rows("municipalities", rows["cvegeo"], band, of_municipalities),
            _rows("states", states["cve_ent"], band, of_states),
            _rows(
                "borders", column([each.neighbour.id for each in borders.found]), band, _lines(borders, band)
            ),
        ]
    return {name: np.concatenate([part[name] for part in bands]) for name in bands[0]}


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
