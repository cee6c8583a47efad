"""Boundaries made ready for a release: checked, measured on the ellipsoid, compared, generalised."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import shapely

from etl.boundaries.borders import Borders, border_rows, cut_borders, measured_distances
from etl.boundaries.checks import NATIONAL_COUNT, check, mend
from etl.boundaries.records import (
    Boundaries,
    Column,
    Columns,
    Neighbours,
    PreparedBoundaries,
    Progress,
    column,
    silent,
)
from etl.boundaries.shapes import Level, drawn_shapes, levels_of_detail
from etl.boundaries.topology import contiguity_findings, coverage_findings
from geo.boundaries.coastlines import MIN_KM, coast_km
from geo.boundaries.contiguity import Contiguity, contiguity
from geo.boundaries.coverages import Matched, matched
from geo.boundaries.polygons import rounded
from geo.crs import PLANE, STORE, STORE_DECIMALS, projected
from geo.geodesy import areas_km2

STAGES = ("check", "project", "area", "contiguity", "borders", "distances", "generalise", "coverage")

AREA_DECIMALS, LENGTH_DECIMALS = 4, 3
"""Decimals of a km² and of a km that are kept: 100 m² and a metre, finer than the boundaries are."""

_COAST_LEVEL = 1
"""Outlines for zooms 7 and 8, 80 m from the truth at most, tell the coast as the full ones do, in a tenth of
the time."""


def prepare(
    boundaries: Boundaries,
    neighbours: Neighbours,
    progress: Progress = silent,
    *,
    municipality_count: tuple[int, int] = NATIONAL_COUNT,
) -> PreparedBoundaries:
    """Everything that a release keeps of the boundaries.

    Raises the refusals of :mod:`etl.errors`; what was mended or is odd is in the findings. Without
    neighbours, every distance to a border and every touch is None.
    """
    stage = _Stages(progress)
    stage("check")
    whole = mend(boundaries)
    findings = check(whole, municipality_count=municipality_count)
    rows, states = whole.municipalities, whole.states
    codes, plane = rows["cvegeo"], rows["geom"]
    # GEOS and PROJ release Python's lock: matching and generalising run beside all that is measured.
    with ThreadPoolExecutor(max_workers=1) as beside:
        generalised = beside.submit(_generalised, plane, rows["cve_ent"])
        stage("project")
        geom, state_geom = (rounded(projected(shapes, PLANE, STORE)) for shapes in (plane, states["geom"]))
        stage("area")
        area_km2, state_area_km2 = areas_km2(geom), areas_km2(state_geom)
        stage("contiguity")
        touching = contiguity(plane)
        stage("borders")
        borders = cut_borders(plane, neighbours)
        stage("distances")
        distances = measured_distances(plane, borders, LENGTH_DECIMALS)
        stage("generalise")
        coverage, levels = generalised.result()
    stage("coverage")
    findings += coverage_findings(codes, plane, coverage, touching)
    findings += [*contiguity_findings(codes, plane, touching), *borders.findings]
    shapes = drawn_shapes(whole, levels, geom, state_geom, borders)
    points = shapely.get_coordinates(shapely.point_on_surface(geom)).round(STORE_DECIMALS)
    names = dict(zip(states["cve_ent"], states["name"], strict=True))
    stage.end()
    lon, lat = column(points[:, 0].tolist()), column(points[:, 1].tolist())
    return PreparedBoundaries(
        states={
            "cve_ent": states["cve_ent"],
            "name": states["name"],
            "area_km2": column(state_area_km2.round(AREA_DECIMALS).tolist()),
            "geom": state_geom,
        },
        municipalities={
            **{name: rows[name] for name in ("cvegeo", "cve_ent", "cve_mun", "name")},
            "state_name": column([names[code] for code in rows["cve_ent"]]),
            "area_km2": column(area_km2.round(AREA_DECIMALS).tolist()),
            **distances,
            "is_coastal": _coastal(levels[_COAST_LEVEL].plane, borders, neighbours),
            "neighbor_count": column(touching.neighbor_count.tolist()),
            "is_island": column((touching.neighbor_count == 0).tolist()),
            "lon": lon,
            "lat": lat,
            "geom": geom,
        },
        borders=border_rows(borders, LENGTH_DECIMALS),
        contiguity=_contiguity_rows(codes, touching),
        shapes=shapes,
        points={"cvegeo": codes, "lon": lon, "lat": lat},
        findings=(*whole.findings, *findings),
        vintage=whole.vintage,
        attribution=whole.attribution,
        inputs=(*whole.inputs, *neighbours.inputs),
    )


def _coastal(coverage: Column, borders: Borders, neighbours: Neighbours) -> Column:
    """Who lies on the sea; None of all while a land border is missing, because it would pass for a coast."""
    if not neighbours.countries or len(borders.found) < len(neighbours.countries):
        return column([None] * len(coverage))
    shore = coast_km(coverage, [border.plane for border in borders.found])
    return column((shore >= MIN_KM).tolist())


def _generalised(plane: Column, state: Column) -> tuple[Matched, list[Level]]:
    coverage = matched(plane)
    return coverage, levels_of_detail(coverage.polygons, state)


def _contiguity_rows(codes: Column, touching: Contiguity) -> Columns:
    area, neighbor, shared_km = touching.both_ways()
    return {
        "cvegeo": codes[area],
        "neighbor_cvegeo": codes[neighbor],
        "shared_km": column(np.round(shared_km, LENGTH_DECIMALS).tolist()),
    }


class _Stages:
    """Tells which stage begins and how many are done."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def __call__(self, stage: str) -> None:
        self._progress(stage, STAGES.index(stage), len(STAGES))

    def end(self) -> None:
        self._progress(STAGES[-1], len(STAGES), len(STAGES))
