"""The land borders of a country: cut, compared with the neighbours' drawing, measured to."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from etl.boundaries.records import Column, Columns, Finding, Neighbour, Neighbours, column
from geo.boundaries.borderlines import NoBorder, borderline
from geo.crs import PLANE, STORE, STORE_DECIMALS, projected
from geo.geodesy import Outlines, lengths_km

_NAMES = {"us": "us", "gt": "guatemala", "bz": "belize"}
"""How the columns of a municipality name each border."""


@dataclass(frozen=True)
class Border:
    """One border: ``plane`` in EPSG:6372 as it was cut, ``geom`` in EPSG:4326 as it is stored."""

    neighbour: Neighbour
    plane: shapely.LineString
    geom: shapely.MultiLineString
    length_km: float


@dataclass(frozen=True)
class Borders:
    """The borders that were found, and what is to be told about them."""

    found: tuple[Border, ...]
    findings: tuple[Finding, ...]


def cut_borders(plane: Column, neighbours: Neighbours) -> Borders:
    """The border with each neighbour, by the rule of :mod:`geo.boundaries.borderlines`.

    A neighbour along whose guide the outer boundary does not run, as when only a part of the country is
    loaded, gives a warning and no border.
    """
    found, findings = [], []
    if not neighbours.countries:
        findings.append(Finding("borders", "warning", "no_neighbours", {}))
    for neighbour in neighbours.countries:
        guide, territory = projected(column([neighbour.guide, neighbour.geom]), STORE, PLANE)
        try:
            line = borderline(plane, guide)
        except NoBorder as reason:
            detail = {"border": neighbour.id, "reason": str(reason)}
            findings.append(Finding("borders", "warning", "no_border", detail))
            continue
        border = _border(neighbour, line)
        found.append(border)
        findings.append(_agreement(border, guide, territory))
    return Borders(tuple(found), tuple(findings))


def border_rows(borders: Borders, decimals: int) -> Columns:
    """One row a border: id, country, name_es, name_en, length_km, geom."""
    found = borders.found
    return {
        "id": column([border.neighbour.id for border in found]),
        "country": column([border.neighbour.country for border in found]),
        "name_es": column([border.neighbour.name.es for border in found]),
        "name_en": column([border.neighbour.name.en for border in found]),
        "length_km": column([round(border.length_km, decimals) for border in found]),
        "geom": column([border.geom for border in found]),
    }


def measured_distances(plane: Column, borders: Borders, decimals: int) -> dict[str, Column]:
    """Distance of each municipality to each border in km, the lesser of the southern two, and who touches
    which."""
    outlines = Outlines(plane) if borders.found else None
    km: dict[str, NDArray[np.float64]] = {
        border.neighbour.id: outlines.distances_km(border.plane)
        for border in borders.found
        if outlines is not None
    }
    south = [km[border] for border in ("gt", "bz") if border in km]
    nothing = column([None] * len(plane))
    columns = {
        f"{name}_border_km": column(km[border].round(decimals).tolist()) if border in km else nothing
        for border, name in _NAMES.items()
    }
    columns["south_border_km"] = (
        column(np.min(south, axis=0).round(decimals).tolist()) if len(south) == 2 else nothing
    )
    columns |= {
        f"touches_{name}": column((km[border] == 0).tolist()) if border in km else nothing
        for border, name in _NAMES.items()
    }
    return columns


def _border(neighbour: Neighbour, line: shapely.LineString) -> Border:
    lonlat = projected(column([line]), PLANE, STORE)[0]
    stored = shapely.transform(lonlat, lambda xy: np.round(xy, STORE_DECIMALS))
    geom = shapely.MultiLineString([stored])
    return Border(neighbour, line, geom, float(lengths_km(column([geom]))[0]))


def _agreement(border: Border, guide: shapely.LineString, territory: shapely.Geometry) -> Finding:
    """How far the border is from the neighbour's own outline and from the guide, vertex by vertex."""
    xy = shapely.get_coordinates(border.plane)
    vertices = np.asarray(shapely.points(xy), dtype=object)
    outline = shapely.boundary(territory)
    shapely.prepare([outline, guide])
    from_outline, from_guide = (np.asarray(shapely.distance(line, vertices)) for line in (outline, guide))
    lonlat = shapely.get_coordinates(border.geom)
    detail = {
        "border": border.neighbour.id,
        "length_km": round(border.length_km, 1),
        "vertices": len(xy),
        "ends": [lonlat[0].tolist(), lonlat[-1].tolist()],
        "outline_median_m": round(float(np.median(from_outline)), 1),
        "outline_99_percent_m": round(float(np.percentile(from_outline, 99)), 1),
        "outline_max_m": round(float(from_outline.max()), 1),
        "outline_ends_m": [round(float(from_outline[at]), 1) for at in (0, -1)],
        "guide_max_m": round(float(from_guide.max()), 1),
    }
    return Finding("borders", "info", "border_agreement", detail)
