"""Distances of points from polygons against a plain search along their outlines."""

import numpy as np
import pytest
import shapely

from geo.crs import ELLIPSOID
from geo.geodesy.outlines import distances_to_polygons_km


def searched_km(point: tuple[float, float], polygon: shapely.Polygon) -> float:
    outline = shapely.get_coordinates(shapely.segmentize(polygon.exterior, 0.0005))
    lon, lat = np.full(len(outline), point[0]), np.full(len(outline), point[1])
    return float(ELLIPSOID.inv(lon, lat, outline[:, 0], outline[:, 1])[2].min() / 1000)


@pytest.mark.parametrize(
    ("point", "box"),
    [
        ((-117.16, 32.72), (-117.2, 32.4, -116.8, 32.54)),
        ((-97.4, 26.6), (-97.9, 25.5, -97.2, 25.9)),
        ((-91.5, 15.3), (-92.6, 14.6, -92.1, 15.1)),
        ((-116.0, 33.3), (-117.2, 32.4, -116.8, 32.54)),
    ],
)
def test_the_nearest_place_of_the_outline(
    point: tuple[float, float], box: tuple[float, float, float, float]
) -> None:
    polygon = shapely.box(*box)
    found = distances_to_polygons_km(np.array([point]), np.array([polygon]), np.array([0]))
    assert found[0] == pytest.approx(searched_km(point, polygon), rel=0.003)


def test_inside_is_no_distance_and_no_points_no_answer() -> None:
    square = np.array([shapely.box(-100, 19, -99, 20)])
    assert distances_to_polygons_km(np.array([[-99.5, 19.5]]), square, np.array([0])).tolist() == [0.0]
    assert distances_to_polygons_km(np.empty((0, 2)), square, np.array([], dtype=np.intp)).tolist() == []
