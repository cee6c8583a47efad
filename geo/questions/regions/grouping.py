"""The regions of a territory: what was read, what could be grouped, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from geo.declarations import Text
from geo.indicators import Indicator
from geo.questions import optional_indicators, territory
from geo.questions.question import BadParameter
from geo.questions.regions.parameters import (
    AGREEMENTS,
    DEFAULT_FLOORS,
    DEFAULT_INDICATORS,
    MAX_INDICATORS,
    POPULATION,
)
from geo.regions.max_p import max_p
from geo.regions.partitions import Floats, Integers, Regions, are_contiguous, standardized
from geo.regions.skater import skater
from geo.regions.ward import agglomerative
from geo.tables import CONTIGUITY, LAYER_TABLES

Place = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """The municipalities of a territory and their regions.

    - ``grouped``: rows with a value of every indicator, ordered by code; ``left_out``: the others
    - ``regions``: of ``grouped``, None where nothing could be grouped
    - ``values`` (n, d): standardised; ``weights`` (n,): what the floor counts
    - ``edges`` (m, 2): pairs of neighbours among ``grouped``
    - ``missing``: what to load for indicators that the release lacks
    """

    grouped: tuple[Place, ...]
    left_out: tuple[Place, ...]
    indicators: tuple[Indicator, ...]
    raw: Floats
    values: Floats
    edges: Integers
    weights: Floats
    floor: int
    population: dict[str, float]
    missing: tuple[Text, ...]
    regions: Regions | None

    @property
    def labels(self) -> Integers:
        """The region of each of ``grouped``, from 0."""
        return self.regions.labels if self.regions is not None else np.zeros(0, dtype=np.int64)

    @property
    def islands(self) -> NDArray[np.bool_]:
        """Which of ``grouped`` have no neighbour among them."""
        return ~np.isin(np.arange(len(self.grouped)), self.edges)

    def members(self, region: int) -> list[Place]:
        """The municipalities of a region, by code."""
        return [self.grouped[index] for index in np.flatnonzero(self.labels == region)]


def found(connection: Connection, asked: Mapping[str, Any]) -> Found:
    """The regions that the understood parameters ask for.

    :raises BadParameter: for an indicator that no layer gives, too many of them, or max-p without a floor.
    """
    floor = DEFAULT_FLOORS[asked["floor_of"]] if asked["floor"] is None else asked["floor"]
    _check(asked, floor)
    places = _places(connection, asked)
    readings = [
        optional_indicators.read(connection, "indicator", each)
        for each in asked["indicator"] or DEFAULT_INDICATORS
    ]
    held = [reading for reading in readings if reading.missing is None]
    missing = {reading.missing: None for reading in readings if reading.missing is not None}
    population = optional_indicators.read(connection, "floor_of", POPULATION)
    counted = {
        "members": dict.fromkeys((place["cvegeo"] for place in places), 1.0),
        "population": population.values,
        "agreements": {place["cvegeo"]: float(place["agreement_count"]) for place in places},
    }[asked["floor_of"]]
    can_count = asked["floor_of"] != "population" or population.missing is None
    if not can_count and population.missing is not None:
        missing[population.missing] = None
    needed = [*(reading.values for reading in held), counted]
    is_known = [all(place["cvegeo"] in values for values in needed) for place in places]
    is_possible = bool(held) and can_count
    grouped = tuple(place for place, known in zip(places, is_known, strict=True) if known and is_possible)
    codes = [place["cvegeo"] for place in grouped]
    raw = np.array([[reading.values[code] for reading in held] for code in codes], dtype=np.float64)
    raw = raw.reshape(len(codes), len(held))
    weights = np.array([counted[code] for code in codes], dtype=np.float64)
    values = standardized(raw) if len(codes) else raw
    edges = _edges(connection, codes, asked["contiguity"])
    return Found(
        grouped=grouped,
        left_out=tuple(place for place, known in zip(places, is_known, strict=True) if not known)
        if is_possible
        else places,
        indicators=tuple(reading.indicator for reading in held),
        raw=raw,
        values=values,
        edges=edges,
        weights=weights,
        floor=floor,
        population=population.values,
        missing=tuple(missing),
        regions=_regions(asked, values, edges, weights, floor) if len(codes) else None,
    )


def _check(asked: Mapping[str, Any], floor: int) -> None:
    if len(asked["indicator"]) > MAX_INDICATORS:
        reason = Text(
            f"admite hasta {MAX_INDICATORS} indicadores", f"takes up to {MAX_INDICATORS} indicators"
        )
        raise BadParameter("indicator", f"{len(asked['indicator'])}", reason)
    if asked["method"] == "max_p" and floor == 0:
        reason = Text(
            "max-p necesita un mínimo mayor que 0: sin él cada municipio sería una región",
            "max-p needs a floor above 0: without one each municipality would be a region",
        )
        raise BadParameter("floor", "0", reason)


def _places(connection: Connection, asked: Mapping[str, Any]) -> tuple[Place, ...]:
    table = LAYER_TABLES["municipalities"].c
    names = (
        "cvegeo",
        "name",
        "cve_ent",
        "state_name",
        "area_km2",
        "agreement_count",
        "research",
        "lon",
        "lat",
    )
    wanted = select(*(table[name] for name in names)).where(territory.within(asked)).order_by(table.cvegeo)
    if asked["municipality"]:
        wanted = wanted.where(table.cvegeo.in_(asked["municipality"]))
    return tuple(dict(row) for row in connection.execute(wanted).mappings())


def _edges(connection: Connection, codes: list[str], contiguity: str) -> Integers:
    number = {code: index for index, code in enumerate(codes)}
    pairs = (
        select(CONTIGUITY.c.cvegeo, CONTIGUITY.c.neighbor_cvegeo)
        .where(CONTIGUITY.c.cvegeo < CONTIGUITY.c.neighbor_cvegeo)
        .order_by(CONTIGUITY.c.cvegeo, CONTIGUITY.c.neighbor_cvegeo)
    )
    if contiguity == "rook":
        pairs = pairs.where(CONTIGUITY.c.shared_km > 0)
    found = [
        (number[one], number[other])
        for one, other in connection.execute(pairs)
        if one in number and other in number
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _regions(
    asked: Mapping[str, Any], values: Floats, edges: Integers, weights: Floats, floor: int
) -> Regions:
    count = asked["region_count"]
    if asked["method"] == "max_p":
        regions = max_p(values, edges, floor, weights=weights, seed=asked["seed"], attempts=asked["attempts"])
    elif asked["method"] == "agglomerative":
        regions = agglomerative(values, edges, count, floor=floor, weights=weights)
    else:
        regions = skater(values, edges, count, floor=floor, weights=weights)
    if not are_contiguous(regions.labels, edges).all():
        raise AssertionError("a region does not hang together")
    return regions


def uses_agreements(asked: Mapping[str, Any]) -> bool:
    """Whether agreements decide how municipalities are grouped."""
    return asked["floor_of"] == "agreements" or AGREEMENTS in (asked["indicator"] or DEFAULT_INDICATORS)
