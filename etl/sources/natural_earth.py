"""Countries of the world from Natural Earth (public domain), as the topology that the package world-atlas
carries.

A topology stores a line between two countries once, and both countries name it: what Mexico and a neighbour
have in common is their land border from end to end, without any matching of coordinates.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from etl.boundaries.records import InputDescription
from etl.errors import MissingMember, SourceUnavailable, UnexpectedColumns

PAGE = "https://www.naturalearthdata.com"
MEXICO = "484"
NEIGHBOURS = {"us": "840", "gt": "320", "bz": "084"}
"""ISO 3166-1 numeric codes, by which the topology names its countries."""


@dataclass(frozen=True)
class WorldBorders:
    """For each neighbour the line of its border with Mexico and its territory, in EPSG:4326."""

    guides: dict[str, shapely.LineString]
    territories: dict[str, shapely.Geometry]
    described: InputDescription


def world_borders(path: Path) -> WorldBorders:
    """The borders of Mexico with its three neighbours in ``countries-10m.json``."""
    if not path.is_file():
        raise SourceUnavailable(path.name, "no such file")
    content = path.read_bytes()
    try:
        topology = json.loads(content)
        countries = {str(shape.get("id")): shape for shape in topology["objects"]["countries"]["geometries"]}
        arcs = _arcs(topology)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnexpectedColumns(path.name, ["objects.countries, arcs"], [], [str(error)]) from error
    missing = [code for code in (MEXICO, *NEIGHBOURS.values()) if code not in countries]
    if missing:
        raise MissingMember(path.name, ", ".join(missing), sorted(countries))
    mexican = {abs_arc for abs_arc, _ in _references(countries[MEXICO]["arcs"])}
    guides, territories = {}, {}
    for neighbour, code in NEIGHBOURS.items():
        common = sorted({arc for arc, _ in _references(countries[code]["arcs"])} & mexican)
        line = shapely.line_merge(shapely.MultiLineString([arcs[arc] for arc in common]))
        if line.geom_type != "LineString":
            raise MissingMember(path.name, f"{MEXICO}-{code}", [f"{len(common)} arcs in {line.geom_type}"])
        guides[neighbour] = line
        territories[neighbour] = _territory(countries[code], arcs)
    described = InputDescription(
        name=f"Natural Earth 1:10m: {path.name}",
        publisher="Natural Earth",
        licence="Public domain; world-atlas: ISC",
        address=PAGE,
        sha256=hashlib.sha256(content).hexdigest(),
        bytes=len(content),
        rows=len(countries),
    )
    return WorldBorders(guides, territories, described)


def _arcs(topology: dict[str, Any]) -> list[NDArray[np.float64]]:
    """The coordinates of every arc: stored as whole steps from one point to the next on a grid."""
    scale, origin = (np.array(topology["transform"][key], dtype=float) for key in ("scale", "translate"))
    return [np.cumsum(np.array(arc, dtype=float), axis=0) * scale + origin for arc in topology["arcs"]]


def _references(nested: list[Any]) -> Iterator[tuple[int, bool]]:
    """Numbers of arcs, however deeply listed, and whether the arc is taken backwards."""
    for item in nested:
        if isinstance(item, list):
            yield from _references(item)
        else:
            yield (~item, True) if item < 0 else (item, False)


def _territory(country: dict[str, Any], arcs: list[NDArray[np.float64]]) -> shapely.Geometry:
    polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
    shapes = [shapely.Polygon(*_rings(polygon, arcs)) for polygon in polygons]
    return shapely.union_all(shapely.make_valid(np.array(shapes, dtype=object)))


def _rings(polygon: list[list[int]], arcs: list[NDArray[np.float64]]) -> tuple[Any, list[Any]]:
    rings = []
    for ring in polygon:
        pieces = [arcs[arc][::-1] if is_reversed else arcs[arc] for arc, is_reversed in _references(ring)]
        # Each piece begins where the one before ended.
        rings.append(np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])]))
    return rings[0], rings[1:]
