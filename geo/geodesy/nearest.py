"""Which of some points is nearest to each of others, on the ellipsoid."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from geo.geodesy import distance_matrix_km

LonLat = tuple[float, float]


@lru_cache(maxsize=32)
def nearest(origins: tuple[LonLat, ...], targets: tuple[LonLat, ...]) -> tuple[tuple[int, float], ...]:
    """For each origin the index of its nearest target and the geodesic distance in km, to the metre.

    Of targets that are as near the first counts. Kept for the points themselves, so that what a release gives
    is measured once, whoever asks. Coordinates are longitude and latitude; without targets the answer is
    empty.

    >>> nearest(((-99.1, 19.4), (-117.0, 32.5)), ((-116.9, 32.5), (-99.1, 19.4)))
    ((1, 0.0), (0, 9.398))
    """
    if not targets or not origins:
        return ()
    matrix = distance_matrix_km(np.array(origins), np.array(targets)).round(3)
    found = matrix.argmin(axis=1)
    return tuple((int(index), float(row[index])) for index, row in zip(found, matrix, strict=True))
