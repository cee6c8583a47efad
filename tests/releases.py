"""A release on the tiny country of `tests.geography` with a register whose every number is known.

Known international agreements: Tijuana 02004 three (four records, two of which contradict each other on the
year), Mexicali 02002 two, Ensenada 02001 one, Isla Cedros 02010 one; Playas de Rosarito 02005 has a domestic
one only; the other five of state 02 have none known. No source names a municipality of state 01, which is
not researched; the state itself has one known with Texas. One record of thirteen is rejected, because the
tiny country has no municipality 02011.
"""

from pathlib import Path

import numpy as np
import shapely

from etl.boundaries.records import Boundaries, Column, Neighbours, PreparedBoundaries, Progress, silent
from etl.run import Sources, run
from geo.crs import DRAW, ELLIPSOID, STORE, projected
from geo.store import Store, store_at
from tests.geography import ISLAND, STATES, cell, tiny_boundaries, tiny_neighbours

REGISTER = Path(__file__).parent / "fixtures" / "register"

KNOWN_AGREEMENTS = {"02001": 1, "02002": 2, "02004": 3, "02010": 1}
RECORDS = {"02001": 1, "02002": 2, "02004": 4, "02010": 1}
WITH_ANY_RECORD = ("02001", "02002", "02004", "02005", "02010")
NONE_KNOWN = ("02003", "02005", "02006", "02007", "02008", "02009")
NOT_RESEARCHED = tuple(f"0100{number}" for number in range(1, 10))
REJECTED_AGREEMENT = "t13"


def tiny_sources(register: Path = REGISTER) -> Sources:
    """Sources that give the tiny country and a register."""
    return Sources(
        boundaries=lambda _: tiny_boundaries(),
        neighbours=lambda _: tiny_neighbours(),
        prepare=prepared,
        register=register,
    )


def tiny_release(store_url: str) -> Store:
    """The store at that address with the tiny country's release in force; the caller closes it."""
    store = store_at(store_url)
    run(store, tiny_sources(), progress=silent)
    return store


def prepared(boundaries: Boundaries, neighbours: Neighbours, progress: Progress) -> PreparedBoundaries:
    """The tiny country as prepared boundaries, measured square by square."""
    codes = list(boundaries.municipalities["cvegeo"])
    squares = [cell(code) for code in codes]
    lines = {
        each.id: shapely.union_all([each.geom.intersection(square) for square in squares])
        for each in neighbours.countries
    }
    km = {name: [_km(square, line) for square in squares] for name, line in lines.items()}
    south = [min(pair) for pair in zip(km["gt"], km["bz"], strict=True)]
    pairs = [
        (a, b)
        for a in range(len(codes))
        for b in range(len(codes))
        if a != b and squares[a].intersection(squares[b]).length > 0
    ]
    count = [sum(1 for a, _ in pairs if a == index) for index in range(len(codes))]
    points = [square.centroid for square in squares]
    states = [
        shapely.union_all([s for c, s in zip(codes, squares, strict=True) if c[:2] == state])
        for state in STATES
    ]
    shapes = [("municipalities", code, square) for code, square in zip(codes, squares, strict=True)]
    shapes += [("states", code, state) for code, state in zip(STATES, states, strict=True)]
    drawn = projected(_column([shape for _, _, shape in shapes]), STORE, DRAW)
    m = boundaries.municipalities
    lon, lat = _column([round(p.x, 7) for p in points]), _column([round(p.y, 7) for p in points])
    return PreparedBoundaries(
        states={
            "cve_ent": _column(list(STATES)),
            "name": _column(list(STATES.values())),
            "area_km2": _column([_area(s) for s in states]),
            "geom": _column(states),
        },
        municipalities={
            "cvegeo": m["cvegeo"],
            "cve_ent": m["cve_ent"],
            "cve_mun": m["cve_mun"],
            "name": m["name"],
            "state_name": _column([STATES[code[:2]] for code in codes]),
            "area_km2": _column([_area(s) for s in squares]),
            "us_border_km": _column(km["us"]),
            "guatemala_border_km": _column(km["gt"]),
            "belize_border_km": _column(km["bz"]),
            "south_border_km": _column(south),
            "touches_us": _column([d == 0 for d in km["us"]]),
            "touches_guatemala": _column([d == 0 for d in km["gt"]]),
            "touches_belize": _column([d == 0 for d in km["bz"]]),
            "neighbor_count": _column(count),
            "is_island": _column([code == ISLAND for code in codes]),
            "lon": lon,
            "lat": lat,
            "geom": _column(squares),
        },
        borders={
            "id": _column([c.id for c in neighbours.countries]),
            "country": _column([c.country for c in neighbours.countries]),
            "name_es": _column([c.name.es for c in neighbours.countries]),
            "name_en": _column([c.name.en for c in neighbours.countries]),
            "length_km": _column([float(ELLIPSOID.geometry_length(line)) / 1000 for line in lines.values()]),
            "geom": _column(
                [
                    line if line.geom_type == "MultiLineString" else shapely.MultiLineString([line])
                    for line in map(shapely.line_merge, lines.values())
                ]
            ),
        },
        contiguity={
            "cvegeo": _column([codes[a] for a, _ in pairs]),
            "neighbor_cvegeo": _column([codes[b] for _, b in pairs]),
            "shared_km": _column([_length(squares[a].intersection(squares[b])) for a, b in pairs]),
        },
        shapes={
            "layer_id": _column([layer for layer, _, _ in shapes]),
            "feature_id": _column([code for _, code, _ in shapes]),
            "zoom_min": _column([0] * len(shapes)),
            "zoom_max": _column([22] * len(shapes)),
            "geom": drawn,
        },
        points={"cvegeo": m["cvegeo"], "lon": lon, "lat": lat},
        findings=(),
        vintage=boundaries.vintage,
        attribution=boundaries.attribution,
        inputs=boundaries.inputs,
    )


def _column(values: list[object]) -> Column:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def _area(geometry: shapely.Geometry) -> float:
    return abs(float(ELLIPSOID.geometry_area_perimeter(geometry)[0])) / 1e6


def _length(geometry: shapely.Geometry) -> float:
    return float(ELLIPSOID.geometry_length(geometry)) / 1000


def _km(square: shapely.Geometry, line: shapely.Geometry) -> float:
    near, on_line = shapely.get_coordinates(shapely.shortest_line(square, line))
    return abs(float(ELLIPSOID.inv(*near, *on_line)[2])) / 1000
