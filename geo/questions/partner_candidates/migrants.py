"""Signs that people from a state or municipality live at a place abroad: corridors, offices, consulates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.questions.partner_candidates.places import Place, folded, is_same_spot
from geo.questions.partner_candidates.records import Corridor, Government, Office, Records

Floats = NDArray[np.float64]

CITY, REGION, REGION_OF, COUNTRY = 1.0, 0.8, 0.5, 0.15
"""What a corridor says of the city or of the state that it leads to, of a place in that state, and of a place
in that country when no more than the country is known."""

SEAT = {"ofam_abroad": (0.8, 0.4), "consulate_mx_abroad": (0.3, 0.1)}
"""What an office says of its city and of its state: one that the own state keeps for its people abroad says
much, a consulate, which serves people of everywhere, less."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A record that speaks of a place, and how strongly, 0 to 1."""

    strength: float
    layer_id: str
    record_id: str
    source_id: str
    kind: str


def relevant_corridors(records: Records, government: Government) -> tuple[Corridor, ...]:
    """Facts on people of the municipality or of its whole state; of a state, of its municipalities too."""
    return tuple(
        each
        for each in records.corridors
        if each.cve_ent == government.cve_ent
        and (government.is_state or each.cvegeo is None or each.cvegeo == government.code)
    )


def relative_sizes(facts: Sequence[Corridor]) -> dict[str, float]:
    """By id the size of each fact beside the largest that its source gives in that unit; 0 without one.

    A first rank is the largest: the second counts a half of it.

    >>> def fact(name: str, unit: str, size: float) -> Corridor:
    ...     return Corridor(name, "21", None, "US", name, None, size, unit, "s")
    >>> sizes = relative_sizes([fact("a", "share_pct", 28), fact("b", "share_pct", 7), fact("c", "rank", 2)])
    >>> sizes["a"], sizes["b"], sizes["c"]
    (1.0, 0.25, 0.5)
    """
    largest: dict[tuple[str, str | None], float] = defaultdict(float)
    for each in facts:
        if each.magnitude is not None and (each.admin1 or each.city):
            largest[each.source_id, each.unit] = max(largest[each.source_id, each.unit], each.magnitude)
    sizes = {}
    for each in facts:
        size = each.magnitude or 0.0
        if each.unit == "rank":
            sizes[each.id] = 1.0 / size if size else 0.0
        else:
            most = largest[each.source_id, each.unit]
            sizes[each.id] = min(1.0, size / most) if most else 0.0
    return sizes


def signs(records: Records, government: Government, place: Place) -> list[Sign]:
    """The records that speak of people from there at the place, strongest first."""
    facts = relevant_corridors(records, government)
    return _signs(government, place, facts, relative_sizes(facts), records.offices)


def migrants(records: Records, government: Government) -> Floats:
    """The contribution of each place, shape (n,); NaN where no corridor or office of the origin is known.

    The strongest sign of each kind counts, and kinds are put together as independent signs: 1 − Π (1 − s).
    """
    facts = relevant_corridors(records, government)
    sizes = relative_sizes(facts)
    is_known = bool(facts) or any(each.cve_ent == government.cve_ent for each in records.offices)
    values = np.zeros(len(records.places))
    for index, place in enumerate(records.places):
        found = _signs(government, place, facts, sizes, records.offices) if place.country else []
        best: dict[str, float] = {}
        for each in found:
            best[each.kind] = max(best.get(each.kind, 0.0), each.strength)
        values[index] = 1.0 - float(np.prod([1.0 - strength for strength in best.values()]))
    return np.where((values == 0.0) & (not is_known), np.nan, values)


def _signs(
    government: Government,
    place: Place,
    facts: Sequence[Corridor],
    sizes: dict[str, float],
    offices: Sequence[Office],
) -> list[Sign]:
    found = []
    for fact in facts:
        if fact.country == place.country:
            strength = _corridor(fact, place, sizes[fact.id])
            if strength:
                found.append(Sign(strength, "corridors", fact.id, fact.source_id, "corridor"))
    for office in offices:
        if office.country == place.country and office.cve_ent in (None, government.cve_ent):
            strength = _seat(office, place)
            if strength:
                found.append(Sign(strength, "offices", office.id, office.source_id, office.kind))
    return sorted(found, key=lambda each: (-each.strength, each.layer_id, each.record_id))


def _corridor(fact: Corridor, place: Place, size: float) -> float:
    # The largest destination of a source counts in full, a small one half.
    scale = 0.5 + 0.5 * size
    in_region = fact.admin1 is not None and place.region == (fact.country, folded(fact.admin1))
    if fact.city is not None:
        if (
            place.type == "city"
            and folded(fact.city) == folded(place.name)
            and (in_region or not fact.admin1)
        ):
            return CITY * scale
        return REGION_OF * 0.5 * scale if in_region else 0.0
    if fact.admin1 is None:
        return COUNTRY
    if not in_region:
        return 0.0
    return (REGION if place.type == "state_or_province" else REGION_OF) * scale


def _seat(office: Office, place: Place) -> float:
    in_city, in_region = SEAT[office.kind]
    is_near = is_same_spot(place, office.lon, office.lat)
    same_region = office.admin1 is not None and place.region == (office.country, folded(office.admin1))
    if is_near or (same_region and office.city is not None and folded(office.city) == folded(place.name)):
        return in_city
    return in_region if same_region else 0.0
