"""What boundaries must satisfy before anything is made of them, and what is told of them without refusing."""

import re
from collections import Counter

import numpy as np
import shapely

from etl.boundaries.records import Boundaries, Column, Columns, Finding
from etl.errors import BadCode, LostLeadingZeros, MissingShape, RepeatedCode, StatesDisagree, UnexpectedCount
from geo.boundaries.polygons import mended

NATIONAL_COUNT = (2_400, 2_600)
"""Editions have had 2,456 to 2,478 municipalities. A state alone has at most 570: it is refused as national
data."""

_FORMS = {"cvegeo": 5, "cve_ent": 2, "cve_mun": 3}
_STATE_AREA_SHARE = 1e-4
"""Difference between a state and its municipalities, as a share of the state, from which it is worth a
warning."""


def check(boundaries: Boundaries, *, municipality_count: tuple[int, int] = NATIONAL_COUNT) -> list[Finding]:
    """Findings about boundaries that may be used; refused ones raise.

    Raises :class:`etl.errors.RefusedBoundaries` in one of its kinds: codes that lost zeros, have another
    form, contradict each other or repeat; a municipality without its state or a state without municipalities;
    a count far from the country's; a code without a polygon. Reports names that repeat within a state, and
    states whose area is not that of their municipalities.
    """
    rows, states = boundaries.municipalities, boundaries.states
    for name in _FORMS:
        _check_form(name, rows[name])
    _check_form("cve_ent", states["cve_ent"])
    _check_agreement(rows)
    _check_unique("CVEGEO", rows["cvegeo"])
    _check_unique("CVE_ENT", states["cve_ent"])
    _check_states(rows, states)
    _check_count(len(rows["cvegeo"]), municipality_count)
    return [*_repeated_names(rows), *_differing_states(rows, states)]


def mend(boundaries: Boundaries) -> Boundaries:
    """The same boundaries with valid multipolygons, and a finding for each that was not valid before.

    Raises :class:`etl.errors.MissingShape` when an area has no polygon, or nothing is left of it.
    """
    municipalities, of_municipalities = _mended("municipalities", "cvegeo", boundaries.municipalities)
    states, of_states = _mended("states", "cve_ent", boundaries.states)
    return Boundaries(
        states=states,
        municipalities=municipalities,
        crs=boundaries.crs,
        vintage=boundaries.vintage,
        attribution=boundaries.attribution,
        inputs=boundaries.inputs,
        findings=(*boundaries.findings, *of_municipalities, *of_states),
    )


def _mended(subject: str, key: str, rows: Columns) -> tuple[Columns, list[Finding]]:
    absent = shapely.is_missing(rows["geom"]) | shapely.is_empty(rows["geom"])
    if absent.any():
        raise MissingShape(subject, rows[key][absent].tolist())
    shapes, faulty = mended(rows["geom"])
    findings = [
        Finding(
            subject,
            "warning",
            "mended_geometry",
            {
                key: rows[key][at],
                "reason": str(shapely.is_valid_reason(rows["geom"][at])),
                "area_before_km2": round(float(shapely.area(rows["geom"][at])) / 1e6, 6),
                "area_after_km2": round(float(shapely.area(shapes[at])) / 1e6, 6),
            },
        )
        for at in faulty.tolist()
    ]
    lost = shapely.is_empty(shapes)
    if lost.any():
        raise MissingShape(subject, rows[key][lost].tolist())
    return {**rows, "geom": shapes}, findings


def _check_form(name: str, codes: Column) -> None:
    length = _FORMS[name]
    wrong = [code for code in codes if not re.fullmatch(rf"[0-9]{{{length}}}", code)]
    if not wrong:
        return
    if all(re.fullmatch(rf"[1-9][0-9]{{0,{length - 2}}}", code) for code in wrong):
        raise LostLeadingZeros(name.upper(), wrong)
    raise BadCode(name.upper(), f"^[0-9]{{{length}}}$", wrong)


def _check_agreement(rows: Columns) -> None:
    wrong = [
        f"{whole} ≠ {state}{number}"
        for whole, state, number in zip(rows["cvegeo"], rows["cve_ent"], rows["cve_mun"], strict=True)
        if whole != state + number
    ]
    if wrong:
        raise BadCode("CVEGEO", "CVEGEO = CVE_ENT + CVE_MUN", wrong)


def _check_unique(name: str, codes: Column) -> None:
    repeated = [f"{code} × {count}" for code, count in Counter(codes).items() if count > 1]
    if repeated:
        raise RepeatedCode(name, repeated)


def _check_states(rows: Columns, states: Columns) -> None:
    used, known = set(rows["cve_ent"]), set(states["cve_ent"])
    if used != known:
        raise StatesDisagree(sorted(used - known), sorted(known - used))


def _check_count(count: int, expected: tuple[int, int]) -> None:
    minimum, maximum = expected
    if not minimum <= count <= maximum:
        raise UnexpectedCount(count, minimum, maximum)


def _repeated_names(rows: Columns) -> list[Finding]:
    """Oaxaca has two San Juan Mixtepec and two San Pedro Mixtepec: a name and a state are no key."""
    names = Counter(zip(rows["cve_ent"], rows["name"], strict=True))
    repeated = {
        f"{name} ({state})": sorted(
            code
            for code, other_state, other in zip(rows["cvegeo"], rows["cve_ent"], rows["name"], strict=True)
            if (other_state, other) == (state, name)
        )
        for (state, name), count in names.items()
        if count > 1
    }
    if not repeated:
        return []
    return [Finding("municipalities", "info", "repeated_names", {"names": repeated})]


def _differing_states(rows: Columns, states: Columns) -> list[Finding]:
    area = shapely.area(rows["geom"])
    findings = []
    for code, shape in zip(states["cve_ent"], states["geom"], strict=True):
        of_state, of_municipalities = float(shapely.area(shape)), float(area[rows["cve_ent"] == code].sum())
        if abs(of_state - of_municipalities) > _STATE_AREA_SHARE * of_state:
            detail = {
                "cve_ent": code,
                "state_km2": round(of_state / 1e6, 3),
                "municipalities_km2": round(of_municipalities / 1e6, 3),
                "difference_share": round(np.abs(of_state - of_municipalities) / of_state, 6),
            }
            findings.append(Finding("states", "warning", "state_area_differs", detail))
    return findings
