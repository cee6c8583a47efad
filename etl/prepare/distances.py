"""Geodesic distances from every municipality to those that have agreements."""

from __future__ import annotations

import numpy as np

from etl.frames import Frame, Values
from geo import crs

_DECIMALS_OF_KM = 3


def municipality_distances(codes: Values, lon: Values, lat: Values, targets: frozenset[str]) -> Frame:
    """Kilometres on the ellipsoid between the points of each municipality and of each target but itself.

    Rows in the order of both codes. One metre is kept: the points are no more than representative.

    >>> codes, lon, lat = ("01001", "01002"), (-102.0, -101.0), (22.0, 22.0)
    >>> frame = municipality_distances(codes, lon, lat, frozenset({"01002"}))
    >>> frame["cvegeo"], frame["to_cvegeo"], frame["distance_km"]
    (['01001'], ['01002'], [103.262])
    """
    code = np.asarray(codes, dtype=object)
    order = np.argsort(code)
    code, x, y = code[order], np.asarray(lon, dtype=float)[order], np.asarray(lat, dtype=float)[order]
    is_target = np.array([each in targets for each in code], dtype=bool)
    pairs = np.meshgrid(np.arange(len(code)), np.flatnonzero(is_target), indexing="ij")
    start, end = (each.ravel() for each in pairs)
    start, end = start[start != end], end[start != end]
    _, _, metres = crs.ELLIPSOID.inv(x[start], y[start], x[end], y[end])
    return {
        "cvegeo": code[start].tolist(),
        "to_cvegeo": code[end].tolist(),
        "distance_km": np.round(np.asarray(metres) / 1000, _DECIMALS_OF_KM).tolist(),
    }
