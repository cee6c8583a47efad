"""What a statistic of neighbours is computed from: a value, or its rate over another, smoothed or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.declarations import Text, Word
from geo.questions.question import BadParameter, Parameter, ParameterType
from geo.statistics import rates

Floats = NDArray[np.float64]

SMOOTHING = Parameter(
    name="smoothing",
    type=ParameterType.CHOICE,
    title=Text("Suavizado de la tasa", "Smoothing of the rate"),
    description=Text(
        "Bayes empírico: una tasa que descansa en poca gente se acerca a la de todos, para que un solo caso"
        " no la dispare. Solo cuenta si hay denominador.",
        "Empirical Bayes: a rate that rests on few people is drawn towards that of all, so that a single"
        " case does not make it soar. Matters only with a denominator.",
    ),
    default="empirical_bayes",
    choices=(
        Word("empirical_bayes", Text("Bayes empírico", "Empirical Bayes")),
        Word("none", Text("Ninguno", "None")),
    ),
)

RATE_PER = Parameter(
    name="rate_per",
    type=ParameterType.INTEGER,
    title=Text("Tasa por cada", "Rate for every"),
    description=Text(
        "Por cuántas unidades del denominador se da la tasa; no cambia la significancia.",
        "For how many units of the denominator the rate is given; significance does not change.",
    ),
    default=100_000,
    minimum=1,
    maximum=1_000_000_000,
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of n places: rates for every ``rate_per``, and the number that statistics are computed from.

    NaN where there is none. ``rate`` and ``smoothed_rate`` are None without a denominator, the latter also
    without smoothing. ``is_standardized``: the numbers are rates less that of all in standard deviations
    (Assunção and Reis), as Moran's I takes them; the other statistics take the smoothed rate (Marshall).
    """

    number: Floats
    rate: Floats | None = None
    smoothed_rate: Floats | None = None
    is_standardized: bool = False


def numbers(counts: Floats, people: Floats | None, asked: Mapping[str, Any]) -> Numbers:
    """The rates that ``smoothing`` and ``statistic`` ask for; without ``people`` the counts themselves.

    A place without people has no rate.

    :raises BadParameter: when counts below zero should be smoothed, or go into G or G*.
    """
    if people is None:
        _check_signs(counts, "statistic", asked)
        return Numbers(counts)
    has_rate = ~np.isnan(counts) & ~np.isnan(people) & (np.nan_to_num(people) > 0)
    per = asked["rate_per"]
    rate = np.full(len(counts), np.nan)
    rate[has_rate] = counts[has_rate] / people[has_rate] * per
    if asked["smoothing"] == "none" or not has_rate.any():
        _check_signs(rate, "statistic", asked)
        return Numbers(rate, rate)
    if (counts[has_rate] < 0).any():
        reason = Text(
            "solo suaviza cuentas, y hay valores menores que cero",
            "smooths counts only, and there are values below zero",
        )
        raise BadParameter("smoothing", asked["smoothing"], reason)
    drawn = np.full(len(counts), np.nan)
    drawn[has_rate] = rates.smoothed(counts[has_rate], people[has_rate]) * per
    if asked["statistic"] != "local_moran":
        return Numbers(drawn, rate, drawn)
    number = np.full(len(counts), np.nan)
    number[has_rate] = rates.standardized(counts[has_rate], people[has_rate])
    return Numbers(number, rate, drawn, is_standardized=True)


def _check_signs(values: Floats, name: str, asked: Mapping[str, Any]) -> None:
    if asked["statistic"] in {"g", "g_star"} and (np.nan_to_num(values) < 0).any():
        reason = Text(
            "necesita valores no negativos y los hay menores que cero; «local_moran» los admite",
            "needs values that are not negative, and some are below zero; “local_moran” takes them",
        )
        raise BadParameter(name, asked[name], reason)
