"""A row for each municipality: an indicator, what its neighbours have of it, and whether that is chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from geo.layers import layer_named
from geo.questions import columns, optional_indicators, significance, territory, weighting
from geo.questions.clusters import CLUSTER
from geo.questions.optional_indicators import Reading
from geo.questions.rates import Numbers, numbers
from geo.questions.significance import Tested
from geo.statistics import autocorrelation

Floats = NDArray[np.float64]

_MUNICIPALITIES = layer_named("municipalities")

COLUMNS = (
    _MUNICIPALITIES.field("cvegeo"),
    _MUNICIPALITIES.field("name"),
    _MUNICIPALITIES.field("cve_ent"),
    _MUNICIPALITIES.field("state_name"),
    columns.real("value", "Valor del indicador", "Value of the indicator"),
    columns.real("denominator_value", "Valor del denominador", "Value of the denominator"),
    columns.real("rate", "Tasa", "Rate"),
    columns.real("smoothed_rate", "Tasa suavizada", "Smoothed rate"),
    columns.real("number", "Número que se compara", "Number that is compared"),
    columns.count("neighbor_count", "Vecinos con dato", "Neighbours with a value"),
    columns.real("lag", "Promedio de los vecinos", "Mean of the neighbours"),
    columns.real("statistic", "Estadístico local", "Local statistic"),
    columns.real("z", "Puntuación z", "z score"),
    columns.real("p", "Seudovalor p", "Pseudo p"),
    columns.text("cluster", "Clase", "Class", CLUSTER),
)


@dataclass(frozen=True, slots=True)
class Hotspots:
    """Rows of all municipalities that are compared, ordered by code, and what they come from.

    ``scatter`` has the axes of the Moran scatter, of those with a number and neighbours.
    """

    rows: list[dict[str, Any]]
    reading: Reading
    denominator: Reading | None
    numbers: Numbers
    tested: Tested
    scatter: list[dict[str, Any]]

    @property
    def readings(self) -> list[Reading]:
        """The indicators that were read."""
        return [self.reading] if self.denominator is None else [self.reading, self.denominator]

    @property
    def counts_agreements(self) -> bool:
        """Whether the indicator comes from the register, though the municipalities carry it."""
        indicator = self.reading.indicator
        return indicator.layer.id == "municipalities" and indicator.field.name.startswith("agreement")


def read(connection: Connection, asked: Mapping[str, Any]) -> Hotspots:
    """The municipalities of the country, or of the states asked for alone, tested against each other.

    :raises BadParameter: for an indicator that no layer declares, or what cannot be computed.
    """
    reading = optional_indicators.read(connection, "indicator", asked["indicator"])
    below = (
        optional_indicators.read(connection, "denominator", asked["denominator"])
        if asked["denominator"]
        else None
    )
    states = asked["state"] if asked["compared_with"] == "selection" else ()
    places = connection.execute(territory.municipalities(states)).all()
    codes = np.array([place.cvegeo for place in places], dtype=np.str_)
    values = _values(reading, codes)
    people = None if below is None else _values(below, codes)
    found = numbers(values, people, asked)
    has_number = ~np.isnan(found.number)
    compared = found.number[has_number]
    if asked["statistic"] == "join_count":
        compared = np.array([reading.is_from(each, asked["threshold"]) for each in compared], dtype=float)
    # Nobody with a number, nobody to be neighbours.
    known = codes[has_number]
    weights = weighting.weights_of(connection, asked, known) if len(known) else None
    tested = (
        Tested(None, None, [], None, 0) if weights is None else significance.tested(compared, weights, asked)
    )
    sizes = np.zeros(0) if weights is None else weights.cardinalities
    parts = {
        "value": values,
        "denominator_value": people,
        "rate": found.rate,
        "smoothed_rate": found.smoothed_rate,
        "number": _spread(compared, has_number),
        "neighbor_count": _spread(sizes, has_number),
        **{
            name: None if tested.local is None else _spread(getattr(tested.local, name), has_number)
            for name in ("lag", "statistic", "z", "p")
        },
    }
    lists = {name: _column(part, len(codes)) for name, part in parts.items()}
    lists["neighbor_count"] = [None if size is None else int(size) for size in lists["neighbor_count"]]
    classes = iter(tested.classes)
    rows = [
        {
            **place._mapping,
            **{name: part[index] for name, part in lists.items()},
            "cluster": next(classes) if has else "no_value",
        }
        for index, (place, has) in enumerate(zip(places, has_number.tolist(), strict=True))
    ]
    return Hotspots(rows, reading, below, found, tested, _scatter(rows, compared))


def _values(reading: Reading, codes: NDArray[np.str_]) -> Floats:
    return np.array([reading.values.get(code, np.nan) for code in codes.tolist()], dtype=np.float64)


def _spread(part: NDArray[Any], has_number: NDArray[np.bool_]) -> Floats:
    """Figures of those that have a number, in the order of all."""
    found = np.full(len(has_number), np.nan)
    found[has_number] = part
    return found


def _column(part: Floats | None, count: int) -> list[Any]:
    if part is None:
        return [None] * count
    return [value if known else None for value, known in zip(part.tolist(), np.isfinite(part), strict=True)]


def _scatter(rows: list[dict[str, Any]], compared: Floats) -> list[dict[str, Any]]:
    """The Moran scatter: number and mean of the neighbours, both in standard deviations from the mean."""
    if autocorrelation.is_constant(compared):
        return []
    mean, deviation = float(compared.mean()), float(compared.std())
    return [
        {
            **{name: row[name] for name in ("cvegeo", "name", "cve_ent")},
            "standardized": (row["number"] - mean) / deviation,
            "standardized_lag": (row["lag"] - mean) / deviation,
            "cluster": row["cluster"],
        }
        for row in rows
        if row["lag"] is not None
    ]
