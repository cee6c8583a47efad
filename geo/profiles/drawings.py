"""Small images of a profile as SVG: where a government is, and its agreements in time."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import shapely
from sqlalchemy import func, select

from geo.declarations import Text
from geo.layers import BY_ID
from geo.profiles.governments import Government
from geo.tables import LAYER_TABLES, shapes_of

WIDTH = 320.0
TALLEST = 300.0
_ZOOM = 6
_OWN, _OTHER, _WITH, _LINE = "#0b4f6c", "#f0ece3", "#c3d9e0", "#8d877c"


def locator_map(government: Government) -> str | None:
    """The state in Web Mercator, the ground of the government stressed; None without shapes."""
    shapes, towns = shapes_of(BY_ID["municipalities"]), LAYER_TABLES["municipalities"].c
    if shapes is None:
        return None
    found = government.connection.execute(
        select(towns.cvegeo, towns.agreement_count, func.ST_AsText(shapes.c.geom))
        .join_from(LAYER_TABLES["municipalities"], shapes, shapes.c.feature_id == towns.cvegeo)
        .where(towns.cve_ent == government.cve_ent, shapes.c.zoom_min <= _ZOOM, shapes.c.zoom_max >= _ZOOM)
        .order_by(towns.cvegeo)
    ).all()
    if not found:
        return None
    outlines = shapely.from_wkt([text for _, _, text in found])
    # The islands of some states lie so far out that the rest would be a dot.
    west, south, east, north = shapely.total_bounds([_largest(outline) for outline in outlines])
    scale = min(WIDTH / (east - west), TALLEST / (north - south))
    height = round((north - south) * scale, 1)
    paths, own = [], ""
    for (code, count, _), outline in zip(found, outlines, strict=True):
        path = _path(outline, west, north, scale)
        if code == government.key:
            own = f'<path d="{path}" fill="{_OWN}" stroke="{_OWN}" stroke-width="1.5"/>'
        else:
            paths.append(f'<path d="{path}" fill="{_WITH if count else _OTHER}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 {WIDTH + 4:g} {height + 4:g}">'
        f'<g stroke="{_LINE}" stroke-width="0.4" stroke-linejoin="round">{"".join(paths)}</g>{own}</svg>'
    )


def _largest(outline: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(outline).tolist()
    largest: shapely.Geometry = max(parts, key=lambda part: float(part.area))
    return largest


def _path(outline: shapely.Geometry, west: float, north: float, scale: float) -> str:
    written = []
    for part in shapely.get_parts(outline):
        for ring in (part.exterior, *part.interiors):
            points = shapely.get_coordinates(ring)
            drawn = [f"{(x - west) * scale:.1f} {(north - y) * scale:.1f}" for x, y in points]
            # Points that fall together at this size say nothing.
            kept = [point for place, point in enumerate(drawn) if place == 0 or point != drawn[place - 1]]
            if len(kept) > 3:
                written.append(f"M{'L'.join(kept)}Z")
    return "".join(written)


def time_line(years: Iterable[int], until: int, title: Text) -> str | None:
    """A mark for each signature, those of one year above one another; None when no year is known."""
    known = sorted(years)
    if not known:
        return None
    first = min(known[0], until - 10) // 10 * 10
    span = max(until - first, 1)
    highest = max(known.count(year) for year in known)
    step = min(10.0, 60.0 / highest)
    ground = highest * step + 6

    def across(year: int) -> float:
        return 14 + (year - first) / span * (WIDTH - 28)

    marks, height_of = [], dict.fromkeys(known, 0)
    for year in known:
        height_of[year] += 1
        top = ground - height_of[year] * step + step / 2
        marks.append(f'<circle cx="{across(year):.1f}" cy="{top:.1f}" r="{min(3.2, step / 2 - 0.4):.1f}"/>')
    ticks = "".join(
        f'<text x="{across(year):.1f}" y="{ground + 13:.1f}">{year}</text>'
        f'<path d="M{across(year):.1f} {ground:.1f}v3"/>'
        for year in range(first, until + 1, 10 if span <= 60 else 20)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {ground + 18:.1f}">'
        f"<title>{escape(title.es)}</title>"
        f'<path d="M4 {ground:.1f}H{WIDTH - 4:g}" stroke="{_LINE}" stroke-width="1"/>'
        f'<g fill="#40525a" stroke="{_LINE}" font-family="sans-serif" font-size="9" text-anchor="middle"'
        f' stroke-width="0">{ticks}</g>'
        f'<g fill="{_OWN}">{"".join(marks)}</g></svg>'
    )
