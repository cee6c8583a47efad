"""What a release keeps ready for every feature: GeoJSON texts, boxes, search keys, shapes to draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray

from etl.frames import Frame, Values
from geo import crs, systems
from geo.declarations import GeometryKind, Layer
from geo.names.folding import fold
from geo.tables import has_own_geometry

ALL_ZOOMS = (0, 22)
"""Points and border lines are drawn as they are at every zoom."""

_TEXTS_AT_ONCE = 1000


def by_key(layer: Layer, frame: Frame) -> dict[str, list[Any]]:
    """The frame with its rows in the order of the layer's key, compared bytewise as both engines do."""
    order = sorted(range(len(frame[layer.key])), key=lambda index: str(frame[layer.key][index]))
    return {name: [values[index] for index in order] for name, values in frame.items()}


def properties_texts(layer: Layer, frame: Frame) -> list[str]:
    """For each row the JSON object of the declared fields, in declared order, null kept."""
    names = [field.name for field in layer.fields]
    rows = zip(*(frame[name] for name in names), strict=True)
    return [orjson.dumps(dict(zip(names, row, strict=True))).decode() for row in rows]


def feature_columns(layer: Layer, frame: Frame) -> dict[str, Values]:
    """The columns that a layer's table has beside its declared fields, in the order of the rows given."""
    columns: dict[str, Values] = {"feature_properties": properties_texts(layer, frame)}
    if layer.label_field is not None:
        columns["search_key"] = [fold(label) for label in frame[layer.label_field]]
    if layer.geometry is not None and has_own_geometry(layer):
        geometry = _geometry(layer.geometry, frame["geom"])
        columns["geom"] = geometry
        columns["feature_geometry"] = shapely.to_geojson(geometry).tolist()
        columns |= _boxes(geometry, ("west", "south", "east", "north"))
    return columns


def _geometry(kind: GeometryKind, values: Values) -> NDArray[np.object_]:
    """The geometries as the kind that the layer declares: a single part becomes a collection of one."""
    geometry = np.empty(len(values), dtype=object)
    geometry[:] = values
    whole: dict[GeometryKind, tuple[int, Any]] = {
        GeometryKind.MULTI_POLYGON: (shapely.GeometryType.POLYGON, shapely.multipolygons),
        GeometryKind.MULTI_LINE_STRING: (shapely.GeometryType.LINESTRING, shapely.multilinestrings),
    }
    if kind in whole:
        single, collect = whole[kind]
        for index in np.flatnonzero(shapely.get_type_id(geometry) == single):
            geometry[index] = collect([geometry[index]])
    return geometry


def _boxes(geometry: NDArray[np.object_], names: tuple[str, str, str, str]) -> dict[str, list[float | None]]:
    bounds = shapely.bounds(geometry)
    return {
        name: [None if np.isnan(value) else float(value) for value in bounds[:, side]]
        for side, name in enumerate(names)
    }


def shapes_frame(features: Values, zooms: Sequence[tuple[int, int]], geometry: Values) -> Frame:
    """Rows of a ``…_shapes`` table from geometries in EPSG:3857; a feature without geometry has no row."""
    kept = [index for index, each in enumerate(geometry) if each is not None and not each.is_empty]
    shapes = np.empty(len(kept), dtype=object)
    shapes[:] = [geometry[index] for index in kept]
    bands = [zooms[index] for index in kept]
    return {
        "feature_id": [features[index] for index in kept],
        "zoom_min": [band[0] for band in bands],
        "zoom_max": [band[1] for band in bands],
        **_boxes(shapes, ("x_min", "y_min", "x_max", "y_max")),
        "feature_geometry": _generalised_texts(shapes, bands),
        "geom": shapes,
    }


def _generalised_texts(shapes: NDArray[np.object_], bands: Sequence[tuple[int, int]]) -> list[str | None]:
    """GeoJSON of what a band generalises; the stored geometry has its text already."""
    texts: list[str | None] = [None] * len(bands)
    generalised = [index for index, (_, zoom_max) in enumerate(bands) if zoom_max < ALL_ZOOMS[1]]
    for start in range(0, len(generalised), _TEXTS_AT_ONCE):
        chosen = generalised[start : start + _TEXTS_AT_ONCE]
        for index, text in zip(chosen, systems.texts(shapes[chosen]), strict=True):
            texts[index] = text
    return texts


def plain_shapes(layer: Layer, frame: Frame) -> Frame:
    """Shapes of points and lines: the geometry itself in EPSG:3857, one band for all zooms."""
    keys, geometry = frame[layer.key], frame["geom"]
    drawn = crs.projected(np.asarray(geometry, dtype=object), crs.STORE, crs.DRAW)
    return shapes_frame(keys, [ALL_ZOOMS] * len(keys), drawn)
