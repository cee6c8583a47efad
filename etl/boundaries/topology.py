"""What a reader of a release must know of how its municipalities fit together."""

import numpy as np
import shapely
from numpy.typing import NDArray

from etl.boundaries.records import Column, Finding, column
from geo.boundaries.contiguity import Contiguity
from geo.boundaries.coverages import Gap, Matched, Overlap, gaps, overlaps
from geo.crs import PLANE, STORE, projected
from geo.geodesy import TOUCH_M

_TOLD = 50
"""Gaps and overlaps that are told one by one; of the rest only number and area."""


def coverage_findings(
    codes: Column,
    plane: Column,
    coverage: Matched,
    touching: Contiguity,
) -> list[Finding]:
    """Edges that do not match, overlaps and gaps of the coverage as it was published."""
    mismatch = coverage.before_km
    faulty = np.flatnonzero(mismatch > 0)
    findings = []
    if len(faulty):
        worst = faulty[np.argsort(-mismatch[faulty], kind="stable")][:_TOLD]
        detail = {
            "municipalities": len(faulty),
            "outline_km": round(float(mismatch.sum()), 1),
            "longest": [{"cvegeo": codes[at], "outline_km": round(float(mismatch[at]), 3)} for at in worst],
        }
        findings.append(Finding("municipalities", "info", "mismatched_edges", detail))
    is_faulty = mismatch > 0
    both = is_faulty[touching.first] & is_faulty[touching.second]
    covered_twice = overlaps(plane, touching.first[both], touching.second[both])
    if covered_twice:
        findings.append(_overlap_finding(codes, covered_twice))
    uncovered = gaps(coverage.polygons, are_matched=coverage.is_whole)
    if uncovered:
        findings.append(_gap_finding(codes, uncovered))
    if not coverage.is_whole:
        detail = {"cvegeo": codes[coverage.after_km > 0].tolist()}
        findings.append(Finding("shapes", "warning", "borders_not_matched", detail))
    return findings


def contiguity_findings(codes: Column, plane: Column, touching: Contiguity) -> list[Finding]:
    """The tolerance, the pairs that only the tolerance finds, the islands by name."""
    apart = ~shapely.intersects(plane[touching.first], plane[touching.second])
    detail = {
        "tolerance_m": TOUCH_M,
        "pairs": len(touching.first),
        "corner_pairs": int((touching.shared_km == 0).sum()),
        "shared_km": round(float(touching.shared_km.sum()), 1),
        "only_by_tolerance": [
            [codes[a], codes[b]] for a, b in zip(touching.first[apart], touching.second[apart], strict=True)
        ],
        "islands": codes[touching.islands].tolist(),
        "main_part_is_island": codes[_main_part_alone(plane)].tolist(),
    }
    return [Finding("contiguity", "info", "contiguity", detail)]


def _main_part_alone(plane: Column) -> NDArray[np.intp]:
    """Areas whose largest part touches no other area, as Cozumel, which has neighbours by its exclaves
    alone."""
    parts, owner = shapely.get_parts(plane, return_index=True)
    order = np.lexsort((-shapely.area(parts), owner))
    _, first = np.unique(owner[order], return_index=True)
    main = parts[order[first]]
    one, other = shapely.STRtree(plane).query(main, predicate="dwithin", distance=TOUCH_M)
    has_neighbour = np.zeros(len(plane), dtype=bool)
    has_neighbour[one[one != other]] = True
    return np.flatnonzero(~has_neighbour)


def _overlap_finding(codes: Column, found: list[Overlap]) -> Finding:
    places = _lonlat([overlap.place for overlap in found])
    detail = {
        "count": len(found),
        "area_m2": round(sum(overlap.area_m2 for overlap in found), 1),
        "largest": [
            {
                "cvegeo": [codes[overlap.first], codes[overlap.second]],
                "area_m2": round(overlap.area_m2, 1),
                "lonlat": place,
            }
            for overlap, place in zip(found[:_TOLD], places, strict=False)
        ],
    }
    return Finding("municipalities", "warning", "overlaps", detail)


def _gap_finding(codes: Column, found: list[Gap]) -> Finding:
    places = _lonlat([gap.place for gap in found])
    detail = {
        "count": len(found),
        "area_m2": round(sum(gap.area_m2 for gap in found), 1),
        "largest": [
            {
                "cvegeo": codes[list(gap.touching)].tolist(),
                "area_m2": round(gap.area_m2, 1),
                "lonlat": place,
            }
            for gap, place in zip(found[:_TOLD], places, strict=False)
        ],
    }
    return Finding("municipalities", "warning", "gaps", detail)


def _lonlat(places: list[shapely.Point]) -> list[list[float]]:
    shapes = projected(column(places), PLANE, STORE)
    rounded: list[list[float]] = shapely.get_coordinates(shapes).round(5).tolist()
    return rounded
