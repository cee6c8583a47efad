"""The statements behind the municipalities without known agreement."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Double,
    Integer,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    union,
)

from geo.declarations import Field, FieldType, Text
from geo.layers import layer_named
from geo.questions import agreement_filters, knowledge, paging, territory
from geo.questions.without_agreements import priorities, successors
from geo.tables import CONTIGUITY, LAYER_TABLES, MUNICIPALITY_DISTANCES

_MUNICIPALITIES = layer_named("municipalities")

COLUMNS: tuple[Field, ...] = (
    _MUNICIPALITIES.field("cvegeo"),
    _MUNICIPALITIES.field("name"),
    _MUNICIPALITIES.field("cve_ent"),
    Field(name="state", type=FieldType.TEXT, title=Text("Estado", "State"), is_required=True),
    Field(
        name="research",
        type=FieldType.TEXT,
        title=Text("Qué se sabe", "What is known"),
        is_required=True,
        vocabulary=knowledge.KNOWLEDGE,
    ),
    _MUNICIPALITIES.field("area_km2"),
    _MUNICIPALITIES.field("us_border_km"),
    _MUNICIPALITIES.field("south_border_km"),
    _MUNICIPALITIES.field("neighbor_count"),
    Field(
        name="neighbors_with_agreements_count",
        type=FieldType.INTEGER,
        title=Text("Vecinos con acuerdos", "Neighbours with agreements"),
        is_required=True,
    ),
    Field(
        name="nearest_cvegeo",
        type=FieldType.TEXT,
        title=Text("Clave del más cercano con acuerdos", "Code of the nearest with agreements"),
    ),
    Field(
        name="nearest_name",
        type=FieldType.TEXT,
        title=Text("Municipio más cercano con acuerdos", "Nearest municipality with agreements"),
    ),
    Field(
        name="nearest_km",
        type=FieldType.REAL,
        title=Text("Distancia al más cercano", "Distance to the nearest"),
        unit="km",
    ),
    successors.COLUMN,
    Field(
        name="state_source_count",
        type=FieldType.INTEGER,
        title=Text("Fuentes sobre su estado", "Sources on its state"),
        is_required=True,
    ),
    *priorities.COLUMNS,
)


def _signatories(parameters: Mapping[str, Any]) -> CTE:
    """Codes of the municipalities that signed an agreement that counts."""
    agreements = LAYER_TABLES["agreements"]
    return (
        select(agreements.c.cvegeo)
        .where(agreements.c.level == "municipal", agreement_filters.counts(parameters))
        .distinct()
        .cte("signatories")
    )


def _covered(parameters: Mapping[str, Any], signatories: CTE) -> CTE:
    """Codes of the municipalities that are not without agreement."""
    parts = [select(signatories.c.cvegeo)]
    inherited = successors.inheriting(parameters)
    if inherited is not None:
        parts.append(inherited)
    if parameters["level"] == "municipal_or_state":
        agreements, municipalities = LAYER_TABLES["agreements"], LAYER_TABLES["municipalities"]
        parts.append(
            select(municipalities.c.cvegeo)
            .join_from(municipalities, agreements, municipalities.c.cve_ent == agreements.c.cve_ent)
            .where(agreements.c.level == "state", agreement_filters.counts(parameters))
        )
    return union(*parts).cte("covered") if len(parts) > 1 else parts[0].cte("covered")


def classes(parameters: Mapping[str, Any]) -> Select[Any]:
    """Rows (cvegeo, class) of every municipality within the state and border conditions, ordered by code.

    ``class`` is ``with_agreements``, ``none_known`` or ``not_researched``.
    """
    municipalities = LAYER_TABLES["municipalities"]
    covered = _covered(parameters, _signatories(parameters))
    return (
        select(
            municipalities.c.cvegeo,
            case(
                (covered.c.cvegeo.is_not(None), "with_agreements"), else_=knowledge.of_municipalities()
            ).label("class"),
        )
        .join_from(municipalities, covered, covered.c.cvegeo == municipalities.c.cvegeo, isouter=True)
        .where(territory.within(parameters))
        .order_by(municipalities.c.cvegeo)
    )


def _nearest(signatories: CTE) -> CTE:
    """Rows (cvegeo, km, code): the nearest signatory of each municipality, the first by code of equals.

    Distances are kept to the metre, so that distance and code make one whole number, whose least is found
    without sorting: seven times as fast as looking the nearest up row by row.
    """
    key = cast(func.round(MUNICIPALITY_DISTANCES.c.distance_km * 1000), BigInteger) * 100_000 + cast(
        MUNICIPALITY_DISTANCES.c.to_cvegeo, Integer
    )
    least = (
        select(MUNICIPALITY_DISTANCES.c.cvegeo, func.min(key).label("key"))
        .join_from(
            MUNICIPALITY_DISTANCES, signatories, signatories.c.cvegeo == MUNICIPALITY_DISTANCES.c.to_cvegeo
        )
        .group_by(MUNICIPALITY_DISTANCES.c.cvegeo)
        .subquery("least")
    )
    code = least.c.key % 100_000
    return select(
        least.c.cvegeo,
        cast(cast(least.c.key - code, Double) / 100_000.0 / 1000.0, Double).label("km"),
        func.lpad(cast(code, String), 5, "0").label("code"),
    ).cte("nearest")


def _listed(parameters: Mapping[str, Any], held: Collection[str]) -> CTE:
    """Every municipality without agreement, wherever it lies, with the criteria of the priority."""
    municipalities = LAYER_TABLES["municipalities"]
    signatories = _signatories(parameters)
    covered = _covered(parameters, signatories)
    neighbors = (
        select(CONTIGUITY.c.cvegeo, func.count().label("signatory_count"))
        .join_from(CONTIGUITY, signatories, signatories.c.cvegeo == CONTIGUITY.c.neighbor_cvegeo)
        .group_by(CONTIGUITY.c.cvegeo)
        .cte("neighbors")
    )
    nearest = _nearest(signatories)
    statement = (
        select(
            municipalities.c.cvegeo,
            func.coalesce(neighbors.c.signatory_count, 0).label("neighbors_with_agreements_count"),
            nearest.c.code.label("nearest_cvegeo"),
            nearest.c.km.label("nearest_km"),
            *priorities.layer_values(held),
        )
        .join_from(municipalities, covered, covered.c.cvegeo == municipalities.c.cvegeo, isouter=True)
        .join(neighbors, neighbors.c.cvegeo == municipalities.c.cvegeo, isouter=True)
        .join(nearest, nearest.c.cvegeo == municipalities.c.cvegeo, isouter=True)
    )
    for table in priorities.layer_tables(held):
        statement = statement.join(table, table.c.cvegeo == municipalities.c.cvegeo, isouter=True)
    return statement.where(covered.c.cvegeo.is_(None)).cte("listed")


def page(parameters: Mapping[str, Any], held: Collection[str]) -> Select[Any]:
    """One page of rows with the columns of :data:`COLUMNS`, in the order asked for.

    ``held`` are the ids of the layers that the release holds; criteria of other layers are null.
    """
    municipalities, states = LAYER_TABLES["municipalities"], LAYER_TABLES["states"]
    near = municipalities.alias("near")
    listed = _listed(parameters, held)
    pointed = select(*listed.c, *priorities.points(listed)).cte("pointed")
    predecessors = successors.predecessor_counts(parameters)
    known = knowledge.of_municipalities()
    told = {
        "name": municipalities.c.name,
        "cve_ent": municipalities.c.cve_ent,
        "state": states.c.name.label("state"),
        "research": known.label("research"),
        "area_km2": municipalities.c.area_km2,
        "us_border_km": municipalities.c.us_border_km,
        "south_border_km": municipalities.c.south_border_km,
        "neighbor_count": municipalities.c.neighbor_count,
        "nearest_name": near.c.name.label("nearest_name"),
        "predecessor_agreement_count": func.coalesce(predecessors.c.agreement_count, 0).label(
            "predecessor_agreement_count"
        ),
        "state_source_count": states.c.municipal_source_count.label("state_source_count"),
        "priority": priorities.priority(pointed, priorities.weights(parameters)),
    }
    columns = [told[column.name] if column.name in told else pointed.c[column.name] for column in COLUMNS]
    statement = (
        select(*columns)
        .join_from(pointed, municipalities, municipalities.c.cvegeo == pointed.c.cvegeo)
        .join(states, states.c.cve_ent == municipalities.c.cve_ent)
        .join(near, near.c.cvegeo == pointed.c.nearest_cvegeo, isouter=True)
        .join(predecessors, predecessors.c.cvegeo == pointed.c.cvegeo, isouter=True)
        .where(territory.within(parameters))
    )
    if parameters["research"]:
        statement = statement.where(or_(*(known == literal(word) for word in parameters["research"])))
    return (
        statement.order_by(*_order(statement, parameters["sort"]))
        .limit(parameters["limit"])
        .offset(parameters["offset"])
    )


def _order(statement: Select[Any], sort: str) -> tuple[ColumnElement[Any], ...]:
    municipalities = LAYER_TABLES["municipalities"]
    name = sort.removeprefix("-")
    # By name as people look it up: Ávila among the names in A.
    column = municipalities.c.search_key if name == "name" else statement.selected_columns[name]
    return paging.ordered(column, sort), municipalities.c.cvegeo.asc()
