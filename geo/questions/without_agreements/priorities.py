"""How pressing or promising each municipality of a list is: several criteria put together, each visible.

Each criterion gives points from 0 to 1: the share of the other municipalities of the list with a value that
the municipality exceeds in it (the percent rank). The priority is the weighted mean of the points that are
known; a criterion without a value neither raises nor lowers it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Double, Label, Table, case, cast, func, literal, null

from geo.declarations import Direction, Field, Text
from geo.layers import layer_named
from geo.questions import columns
from geo.questions.criterion_weights import asked_weights
from geo.questions.optional_indicators import what_to_load
from geo.questions.question import Parameter, ParameterType
from geo.tables import LAYER_TABLES

DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: the ``field`` of the list that it looks at, and of which layer it comes, if of another.

    ``is_lower_more`` where a lower value gives more points.
    """

    name: str
    title: Text
    field: Field
    layer_id: str | None = None
    is_lower_more: bool = False

    @property
    def points(self) -> str:
        """The column of its points."""
        return f"points_{self.name}"


def _of_layer(name: str, layer_id: str, field_name: str, es: str, en: str) -> Criterion:
    field = layer_named(layer_id).field(field_name)
    return Criterion(name, Text(es, en), field, layer_id, field.direction is Direction.LOWER_IS_MORE)


CRITERIA: tuple[Criterion, ...] = (
    _of_layer("population", "census_2020", "population_count", "población", "population"),
    _of_layer(
        "migration",
        "migration_intensity_2020",
        "intensity_index",
        "intensidad migratoria",
        "migration intensity",
    ),
    _of_layer(
        "vulnerability",
        "climate_vulnerability",
        "high_vulnerability_count",
        "vulnerabilidad climática",
        "climate vulnerability",
    ),
    Criterion(
        "neighbors",
        Text("vecinos con acuerdos", "neighbours with agreements"),
        columns.count(
            "neighbors_with_agreements_count", "Vecinos con acuerdos", "Neighbours with agreements"
        ),
    ),
    Criterion(
        "nearest",
        Text("cercanía de uno con acuerdos", "nearness of one with agreements"),
        columns.real("nearest_km", "Distancia al más cercano", "Distance to the nearest", "km"),
        is_lower_more=True,
    ),
)

PRIORITY = columns.real("priority", "Prioridad (0 a 1)", "Priority (0 to 1)")
COLUMNS: tuple[Field, ...] = (
    *(each.field for each in CRITERIA if each.layer_id),
    PRIORITY,
    *(columns.real(each.points, f"Puntos: {each.title.es}", f"Points: {each.title.en}") for each in CRITERIA),
)
"""What a list gets beside the columns of its own that are criteria."""

_GROUP = Text("Prioridad", "Priority")


def _weight(criterion: Criterion) -> Parameter:
    return Parameter(
        name=f"weight_{criterion.name}",
        type=ParameterType.REAL,
        title=Text(f"Peso: {criterion.title.es}", f"Weight: {criterion.title.en}"),
        description=Text(
            "Cuánto pesa en la prioridad junto a los demás; 0 lo deja fuera. Se ordena por ella con"
            " «sort=-priority».",
            "How much it weighs in the priority beside the others; 0 leaves it out. “sort=-priority” orders"
            " by it.",
        ),
        default=1.0,
        minimum=0,
        maximum=100,
        group=_GROUP,
    )


PARAMETERS: tuple[Parameter, ...] = tuple(map(_weight, CRITERIA))


def weights(parameters: Mapping[str, Any]) -> dict[str, float]:
    """The weight of each criterion.

    :raises BadParameter: when all are zero.
    """
    return asked_weights(parameters, [each.name for each in CRITERIA])


def layer_tables(held: Collection[str]) -> list[Table]:
    """The tables of the layers that criteria come from, of those that the release holds."""
    return [LAYER_TABLES[each.layer_id] for each in CRITERIA if each.layer_id in held and each.layer_id]


def layer_values(held: Collection[str]) -> list[Label[Any]]:
    """The columns that come of other layers; null where the release does not hold the layer."""
    found: list[Label[Any]] = []
    for each in CRITERIA:
        if each.layer_id:
            column = LAYER_TABLES[each.layer_id].c[each.field.name]
            value = column if each.layer_id in held else cast(null(), column.type)
            found.append(value.label(each.field.name))
    return found


def points(listed: Any) -> list[Label[Any]]:
    """The points of every row of a subquery that has the columns of the criteria; null without a value."""
    found = []
    for each in CRITERIA:
        value = listed.c[each.field.name]
        rank = func.percent_rank(type_=Double).over(
            partition_by=value.is_(None), order_by=value.desc() if each.is_lower_more else value.asc()
        )
        found.append(case((value.is_not(None), rank)).label(each.points))
    return found


def priority(pointed: Any, weighed: Mapping[str, float]) -> Label[Any]:
    """The weighted mean of the known points of a subquery that has them; null where none is known."""
    total: ColumnElement[Any] = cast(literal(0.0), Double)
    known: ColumnElement[Any] = cast(literal(0.0), Double)
    for each in CRITERIA:
        weight = cast(literal(weighed[each.name]), Double)
        total = total + func.coalesce(pointed.c[each.points] * weight, 0.0)
        known = known + case((pointed.c[each.points].is_not(None), weight), else_=0.0)
    return cast(total / func.nullif(known, 0.0), Double).label(PRIORITY.name)


def rounded(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its priority and points to six decimals."""
    named = {PRIORITY.name, *(each.points for each in CRITERIA)}
    return {
        name: round(value, DECIMALS) if name in named and value is not None else value
        for name, value in row.items()
    }


def caveats(held: Collection[str]) -> tuple[Text, ...]:
    """For each criterion whose layer is not among those that the release holds, what to load."""
    return tuple(
        what_to_load(layer_named(each.layer_id), f"{each.layer_id}.{each.field.name}")
        for each in CRITERIA
        if each.layer_id and each.layer_id not in held
    )
