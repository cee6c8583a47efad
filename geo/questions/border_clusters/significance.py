"""Whether agreements gather around a border municipality beyond chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection

from geo.declarations import Text, Word
from geo.questions import optional_indicators, significance, weighting
from geo.questions.border_clusters.region import Place
from geo.questions.question import Parameter, ParameterType
from geo.questions.rates import SMOOTHING, numbers
from geo.questions.significance import Tested
from geo.statistics import autocorrelation

RATE_PER = 100_000
POPULATION = "census_2020.population_count"

PARAMETERS = (
    significance.STATISTIC,
    Parameter(
        name="measure",
        type=ParameterType.CHOICE,
        title=Text("Qué se compara", "What is compared"),
        description=Text(
            "Acuerdos por cada 100,000 habitantes (pide la población del Censo 2020) o su cuenta. Las"
            " uniones miran solo quién llega al mínimo de acuerdos.",
            "Agreements for every 100,000 inhabitants (needs the population of the Census of 2020) or their"
            " count. Join counts only look at who reaches the least number of agreements.",
        ),
        default="rate",
        choices=(
            Word("rate", Text("Acuerdos por 100,000 habitantes", "Agreements per 100,000 inhabitants")),
            Word("count", Text("Cuenta de acuerdos", "Count of agreements")),
        ),
        group=significance.GROUP,
    ),
    SMOOTHING,
    Parameter(
        name="compared_with",
        type=ParameterType.CHOICE,
        title=Text("Con quién se compara", "Compared with"),
        description=Text(
            "Si cada municipio se compara con los de todo el país, o solo con los de la región.",
            "Whether each municipality is compared with those of the whole country, or only with those of"
            " the region.",
        ),
        default="country",
        choices=(
            Word("country", Text("Todo el país", "The whole country")),
            Word("region", Text("La región fronteriza", "The border region")),
        ),
        group=significance.GROUP,
    ),
    *significance.PARAMETERS,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one municipality; None where there is no figure."""

    cluster: str
    number: float | None = None
    lag: float | None = None
    statistic: float | None = None
    z: float | None = None
    p: float | None = None


@dataclass(frozen=True, slots=True)
class BorderFindings:
    """Findings by code, those researched alone; ``population`` by code where it is known.

    ``missing`` says what to load when population is not there; ``tested`` is None when nothing was tested.
    """

    findings: dict[str, Finding]
    population: dict[str, float]
    missing: Text | None
    tested: Tested | None
    scatter: list[dict[str, Any]]


def findings(
    connection: Connection, places: Sequence[Place], counts: Mapping[str, int], asked: Mapping[str, Any]
) -> BorderFindings:
    """The statistic asked for of known agreements, among municipalities that are researched and contiguous.

    :raises BadParameter: for what cannot be computed.
    """
    population = optional_indicators.read(connection, "measure", POPULATION)
    needs_people = asked["measure"] == "rate" and asked["statistic"] != "join_count"
    chosen = [
        place
        for place in places
        if place.is_researched and (asked["compared_with"] == "country" or place.border is not None)
    ]
    missing = population.missing if needs_people else None
    unfound = {place.cvegeo: Finding("no_value") for place in places if place.border is not None}
    if missing is not None or not chosen:
        return BorderFindings(unfound, population.values, missing, None, [])
    codes = np.array([place.cvegeo for place in chosen], dtype=np.str_)
    agreements = np.array([counts.get(place.cvegeo, 0) for place in chosen], dtype=np.float64)
    if asked["statistic"] == "join_count":
        found = (agreements >= asked["min_agreements"]).astype(np.float64)
    else:
        people = np.array([population.values.get(place.cvegeo, np.nan) for place in chosen])
        rated = numbers(agreements, people if needs_people else None, {**asked, "rate_per": RATE_PER})
        found = rated.number
    has_number = ~np.isnan(found)
    compared = found[has_number]
    if not len(compared):
        return BorderFindings(unfound, population.values, None, None, [])
    tested = significance.tested(compared, weighting.contiguous(connection, codes[has_number]), asked)
    known = [place for place, has in zip(chosen, has_number.tolist(), strict=True) if has]
    told = dict(unfound)
    for index, place in enumerate(known):
        if place.border is not None:
            told[place.cvegeo] = _finding(tested, compared, index)
    scatter = _scatter(known, told, compared)
    return BorderFindings(told, population.values, None, tested, scatter)


def _finding(tested: Tested, compared: np.ndarray, index: int) -> Finding:
    local = tested.local
    if local is None:
        return Finding(tested.classes[index], float(compared[index]))
    parts = (compared, local.lag, local.statistic, local.z, local.p)
    figures = (float(part[index]) for part in parts)
    return Finding(tested.classes[index], *(figure if np.isfinite(figure) else None for figure in figures))


def _scatter(
    known: Sequence[Place], findings: Mapping[str, Finding], compared: np.ndarray
) -> list[dict[str, Any]]:
    if autocorrelation.is_constant(compared):
        return []
    mean, deviation = float(compared.mean()), float(compared.std())
    rows = []
    for place in known:
        finding = findings.get(place.cvegeo)
        if finding is not None and finding.number is not None and finding.lag is not None:
            rows.append(
                {
                    "id": place.cvegeo,
                    "name": place.name,
                    "standardized": (finding.number - mean) / deviation,
                    "standardized_lag": (finding.lag - mean) / deviation,
                    "cluster": finding.cluster,
                }
            )
    return rows
