"""How alike two municipalities are, by whatever a release tells of both.

The measure is Gower's general coefficient of similarity (J. C. Gower, "A general coefficient of similarity
and some of its properties", Biometrics 27, 1971): for each measure one minus the difference of the two as a
share of the range of the country, and of those shares the weighted mean over the measures that are known of
both. Sizes and distances are compared by their logarithm, because 500 people more are much in a village and
nothing in a city. Each subject weighs the same, however many measures tell of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from geo import catalogue
from geo.declarations import Direction, Layer, Text
from geo.layers import layer_named
from geo.tables import LAYER_TABLES, table_of

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

LEAST_SHARED = 0.5
"""Two places are compared when measures of at least this share of the weight are known of both."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of a layer. With ``log_unit`` it is compared as the logarithm of 1 + value / unit."""

    layer_id: str
    name: str
    log_unit: float | None = None

    @property
    def id(self) -> str:
        """``layer.field``."""
        return f"{self.layer_id}.{self.name}"


@dataclass(frozen=True, slots=True)
class Subject:
    """What two municipalities can have in common, and the measures that tell of it."""

    name: str
    title: Text
    measures: tuple[Measure, ...]


SUBJECTS: tuple[Subject, ...] = (
    Subject(
        "population",
        Text("población", "population"),
        (Measure("census_2020", "population_count", log_unit=1.0),),
    ),
    Subject(
        "migration",
        Text("intensidad migratoria", "migration intensity"),
        (Measure("migration_intensity_2020", "intensity_index"),),
    ),
    Subject(
        "marginalization",
        Text("marginación", "marginalization"),
        (Measure("marginalization_2020", "marginalization_index"),),
    ),
    Subject(
        "climate",
        Text("clima (vulnerabilidad y sequía)", "climate (vulnerability and drought)"),
        (
            Measure("climate_vulnerability", "high_vulnerability_count"),
            Measure("drought", "longest_d3_days"),
        ),
    ),
    # 100 km is the border region of the 1983 La Paz Agreement: nearer than that a few kilometres count.
    Subject(
        "border",
        Text("fronteras y costa", "borders and coast"),
        (
            Measure("municipalities", "us_border_km", log_unit=100.0),
            Measure("municipalities", "south_border_km", log_unit=100.0),
            Measure("municipalities", "is_coastal"),
        ),
    ),
)
"""The subjects compared."""


@dataclass(frozen=True, slots=True)
class Profiles:
    """What is known of n places in m measures.

    ``values``, shape (n, m), are shares of the range of the country, 1 where there is most of what the
    measure tells and NaN where it is not known; ``weights``, shape (m,), add up to 1. ``used`` names the
    subjects that have any measure, ``missing`` the measures that the release does not hold.
    """

    codes: NDArray[np.str_]
    values: Floats
    weights: Floats
    used: tuple[Subject, ...]
    missing: tuple[Measure, ...] = ()

    def position(self, code: str) -> int:
        """Where a place is.

        :raises KeyError: for a code that is not among those of the profiles.
        """
        found = np.flatnonzero(self.codes == code)
        if len(found) == 0:
            raise KeyError(code)
        return int(found[0])


def shares_of_range(values: Floats, *, is_lower_more: bool = False, log_unit: float | None = None) -> Floats:
    """Values as shares of their range, 1 for most; all 0 where all are equal. NaN stays NaN.

    >>> shares_of_range(np.array([10.0, 20.0, 30.0, np.nan]), is_lower_more=True).tolist()
    [1.0, 0.5, 0.0, nan]
    >>> shares_of_range(np.array([0.0, 9.0, 99.0]), log_unit=1.0).round(2).tolist()
    [0.0, 0.5, 1.0]
    """
    scaled = np.log1p(values / log_unit) if log_unit is not None else values.astype(np.float64)
    if np.isnan(scaled).all():
        return np.asarray(scaled, dtype=np.float64)
    low, high = float(np.nanmin(scaled)), float(np.nanmax(scaled))
    share: Floats = (scaled - low) / (high - low) if high > low else scaled - low
    return 1.0 - share if is_lower_more else share


def similarities(values: Floats, weights: Floats, place: int) -> Floats:
    """Gower similarity of one place to each of n, 0 to 1; NaN where too little is known of both.

    Too little is less than :data:`LEAST_SHARED` of the weight. Of 0.2 and 0.6 in the first measure and 1 and
    1 in the second, which weigh the same, the similarity is the mean of 0.6 and 1:

    >>> values = np.array([[0.2, 1.0], [0.6, 1.0], [np.nan, 0.0], [np.nan, np.nan]])
    >>> similarities(values, np.array([0.5, 0.5]), 0).tolist()
    [1.0, 0.8, 0.0, nan]
    """
    apart = np.abs(values - values[place])
    shared = np.where(np.isnan(apart), 0.0, weights)
    weight = shared.sum(axis=1)
    alike = (shared * (1.0 - np.nan_to_num(apart))).sum(axis=1)
    enough = weight >= LEAST_SHARED * weights.sum() - 1e-12
    return np.where(enough & (weight > 0), alike / np.where(weight > 0, weight, 1.0), np.nan)


def most_similar(similarity: Floats, eligible: Indices, count: int) -> Indices:
    """The ``count`` most similar of the eligible places, most similar first; equal ones in their order.

    >>> most_similar(np.array([1.0, 0.3, np.nan, 0.9, 0.9]), np.array([1, 2, 3, 4]), 2).tolist()
    [3, 4]
    """
    known = eligible[~np.isnan(similarity[eligible])]
    order = np.argsort(-similarity[known], kind="stable")
    return known[order][:count]


def averaged(profiles: Profiles, groups: Mapping[str, Sequence[str]]) -> Profiles:
    """Profiles of groups of places, such as states: the mean of what is known of their members."""
    position = {code: index for index, code in enumerate(profiles.codes.tolist())}
    means = np.full((len(groups), profiles.values.shape[1]), np.nan)
    for row, members in enumerate(groups.values()):
        values = profiles.values[[position[code] for code in members if code in position]]
        known = ~np.isnan(values)
        count = known.sum(axis=0)
        sums = np.where(known, values, 0.0).sum(axis=0)
        means[row] = np.where(count > 0, sums / np.where(count > 0, count, 1), np.nan)
    codes = np.array(list(groups), dtype=np.str_)
    return Profiles(codes, means, profiles.weights, profiles.used, profiles.missing)


def read(connection: Connection) -> Profiles:
    """The profiles of all municipalities of the release, ordered by code.

    A measure whose layer is not loaded is named in ``missing``; nothing stands in for it.
    """
    held = catalogue.layers(connection)
    wanted = [measure for subject in SUBJECTS for measure in subject.measures]
    columns: dict[str, Floats] = {}
    for layer_id in dict.fromkeys(measure.layer_id for measure in wanted):
        if layer_id in held:
            names = [measure.name for measure in wanted if measure.layer_id == layer_id]
            columns |= _columns(connection, held[layer_id], names)
    municipalities = LAYER_TABLES["municipalities"].c.cvegeo
    codes = np.array(
        connection.execute(select(municipalities).order_by(municipalities)).scalars().all(), dtype=np.str_
    )
    known = {name for name, values in columns.items() if not np.isnan(values).all()}
    used = tuple(each for each in SUBJECTS if any(measure.id in known for measure in each.measures))
    values, weights = [], []
    for subject in used:
        measures = [measure for measure in subject.measures if measure.id in known]
        for measure in measures:
            direction = layer_named(measure.layer_id).field(measure.name).direction
            values.append(
                shares_of_range(
                    columns[measure.id],
                    is_lower_more=direction is Direction.LOWER_IS_MORE,
                    log_unit=measure.log_unit,
                )
            )
            weights.append(1.0 / len(used) / len(measures))
    return Profiles(
        codes,
        np.column_stack(values) if values else np.empty((len(codes), 0)),
        np.array(weights),
        used,
        tuple(measure for measure in wanted if measure.id not in known),
    )


def _columns(connection: Connection, layer: Layer, names: Sequence[str]) -> dict[str, Floats]:
    """Numbers of a layer by ``layer.field``, in the order of the municipalities; NaN where it has none."""
    municipalities, table = LAYER_TABLES["municipalities"], table_of(layer)
    wanted = select(*(table.c[name] for name in names)).order_by(municipalities.c.cvegeo)
    if table is not municipalities:
        wanted = wanted.select_from(municipalities).join(
            table, table.c.cvegeo == municipalities.c.cvegeo, isouter=True
        )
    rows = [[np.nan if value is None else value for value in row] for row in connection.execute(wanted)]
    found = np.array(rows, dtype=np.float64).reshape(-1, len(names))
    return {f"{layer.id}.{name}": found[:, index] for index, name in enumerate(names)}
