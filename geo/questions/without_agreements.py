"""Which municipalities have no known agreement, and what stands near them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Select,
    case,
    func,
    literal,
    or_,
    select,
    true,
    union,
)

from geo.declarations import Field, FieldType, LegendClass, Text, Word
from geo.layers import layer_named
from geo.questions import agreement_filters, knowledge, paging, provenance, territory
from geo.questions.question import Answer, FeatureKey, Painting, Parameter, ParameterType, Question
from geo.tables import CONTIGUITY, LAYER_TABLES, MUNICIPALITY_DISTANCES

_MUNICIPALITIES = layer_named("municipalities")

LEGEND = (
    LegendClass(Text("Con acuerdos", "With agreements"), "#4292c6", value="with_agreements"),
    LegendClass(Text("Ninguno conocido", "None known"), "#e8e4d9", value="none_known"),
    LegendClass(Text("No investigado", "Not researched"), "#b9b4ab", value="not_researched"),
)

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
    Field(
        name="state_source_count",
        type=FieldType.INTEGER,
        title=Text("Fuentes sobre su estado", "Sources on its state"),
        is_required=True,
    ),
)

_SORTABLE = (
    "cvegeo",
    "name",
    "us_border_km",
    "south_border_km",
    "neighbors_with_agreements_count",
    "nearest_km",
    "area_km2",
)


PARAMETERS: tuple[Parameter, ...] = (
    territory.STATE,
    Parameter(
        name="level",
        type=ParameterType.CHOICE,
        title=Text("Quién firma", "Who signs"),
        description=Text(
            "Si solo cuentan los acuerdos del municipio o también los de su estado.",
            "Whether only agreements of the municipality count or those of its state as well.",
        ),
        default="municipal",
        choices=(
            Word("municipal", Text("El municipio", "The municipality")),
            Word("municipal_or_state", Text("El municipio o su estado", "The municipality or its state")),
        ),
    ),
    *agreement_filters.PARAMETERS,
    *territory.BORDERS,
    knowledge.PARAMETER,
    *paging.parameters([column for column in COLUMNS if column.name in _SORTABLE]),
)

METHOD = Text(
    es=(
        "Se toman los registros de acuerdos que cumplen las condiciones y se buscan los municipios que no"
        " firman ninguno (o, si así se pide, cuyo estado tampoco). «Ninguno conocido» quiere decir que"
        " ninguna fuente cargada da un acuerdo, no que no exista; «no investigado», que ninguna fuente"
        " cargada nombra un acuerdo municipal de ese estado. Las distancias a la frontera son geodésicas,"
        " del municipio a la línea, medidas al cargar. Son vecinos los municipios que comparten frontera"
        " dentro de la tolerancia de la contigüidad. El más cercano con acuerdos se mide entre puntos"
        " interiores, sobre el elipsoide; los vecinos y el más cercano cuentan solo acuerdos firmados por"
        " municipios, con las mismas condiciones."
    ),
    en=(
        "The records of agreements that meet the conditions are taken, and the municipalities looked for"
        " that sign none of them (or, where asked, whose state does not either). “None known” means that no"
        " loaded source gives an agreement, not that there is none; “not researched”, that no loaded source"
        " names any municipal agreement of that state. Distances to the border are geodesic, from the"
        " municipality to the line, measured in the load. Neighbours are municipalities that share a"
        " boundary within the tolerance of the contiguity. The nearest one with agreements is measured"
        " between points inside, on the ellipsoid; neighbours and the nearest count only agreements signed"
        " by municipalities, under the same conditions."
    ),
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
    if parameters["level"] == "municipal":
        return select(signatories.c.cvegeo).cte("covered")
    agreements, municipalities = LAYER_TABLES["agreements"], LAYER_TABLES["municipalities"]
    of_states = (
        select(municipalities.c.cvegeo)
        .join_from(municipalities, agreements, municipalities.c.cve_ent == agreements.c.cve_ent)
        .where(agreements.c.level == "state", agreement_filters.counts(parameters))
    )
    return union(select(signatories.c.cvegeo), of_states).cte("covered")


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


def _nearest(signatories: CTE) -> Any:
    municipalities = LAYER_TABLES["municipalities"]
    near = LAYER_TABLES["municipalities"].alias("near")
    return (
        select(
            MUNICIPALITY_DISTANCES.c.to_cvegeo.label("nearest_cvegeo"),
            near.c.name.label("nearest_name"),
            MUNICIPALITY_DISTANCES.c.distance_km.label("nearest_km"),
        )
        .join_from(
            MUNICIPALITY_DISTANCES, signatories, signatories.c.cvegeo == MUNICIPALITY_DISTANCES.c.to_cvegeo
        )
        .join(near, near.c.cvegeo == MUNICIPALITY_DISTANCES.c.to_cvegeo)
        .where(MUNICIPALITY_DISTANCES.c.cvegeo == municipalities.c.cvegeo)
        .order_by(MUNICIPALITY_DISTANCES.c.distance_km, MUNICIPALITY_DISTANCES.c.to_cvegeo)
        .limit(1)
        .correlate(municipalities)
        .lateral("nearest")
    )


def page(parameters: Mapping[str, Any]) -> Select[Any]:
    """One page of rows with the columns of :data:`COLUMNS`, in the order asked for."""
    municipalities, states = LAYER_TABLES["municipalities"], LAYER_TABLES["states"]
    signatories = _signatories(parameters)
    covered = _covered(parameters, signatories)
    neighbors = (
        select(CONTIGUITY.c.cvegeo, func.count().label("signatory_count"))
        .join_from(CONTIGUITY, signatories, signatories.c.cvegeo == CONTIGUITY.c.neighbor_cvegeo)
        .group_by(CONTIGUITY.c.cvegeo)
        .cte("neighbors")
    )
    nearest = _nearest(signatories)
    known = knowledge.of_municipalities()
    statement = (
        select(
            municipalities.c.cvegeo,
            municipalities.c.name,
            municipalities.c.cve_ent,
            states.c.name.label("state"),
            known.label("research"),
            municipalities.c.area_km2,
            municipalities.c.us_border_km,
            municipalities.c.south_border_km,
            municipalities.c.neighbor_count,
            func.coalesce(neighbors.c.signatory_count, 0).label("neighbors_with_agreements_count"),
            nearest.c.nearest_cvegeo,
            nearest.c.nearest_name,
            nearest.c.nearest_km,
            states.c.municipal_source_count.label("state_source_count"),
        )
        .join_from(municipalities, states, states.c.cve_ent == municipalities.c.cve_ent)
        .join(covered, covered.c.cvegeo == municipalities.c.cvegeo, isouter=True)
        .join(neighbors, neighbors.c.cvegeo == municipalities.c.cvegeo, isouter=True)
        .join(nearest, true(), isouter=True)
        .where(covered.c.cvegeo.is_(None), territory.within(parameters))
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


def _by_class(connection: Connection, parameters: Mapping[str, Any]) -> dict[str, list[str]]:
    by_class: dict[str, list[str]] = {
        name: [] for name in ("with_agreements", "none_known", "not_researched")
    }
    for cvegeo, name in connection.execute(classes(parameters)):
        by_class[name].append(cvegeo)
    return by_class


def painting(connection: Connection, parameters: Mapping[str, Any]) -> Painting:
    """Codes of municipalities by ``with_agreements``, ``none_known`` and ``not_researched``."""
    return Painting("municipalities", _by_class(connection, parameters), LEGEND)


def answer(connection: Connection, parameters: Mapping[str, Any]) -> Answer:
    """A page of municipalities without known agreement; the summary counts all within state and borders."""
    by_class = _by_class(connection, parameters)
    asked = parameters["research"] or knowledge.KNOWLEDGE.values
    return Answer(
        data=[dict(row) for row in connection.execute(page(parameters)).mappings()],
        number_matched=sum(len(by_class[word]) for word in asked),
        summary={
            "municipalities": sum(map(len, by_class.values())),
            **{name: len(codes) for name, codes in by_class.items()},
        },
        sources=provenance.of_layer(connection, "agreements"),
    )


QUESTION = Question(
    name="without-agreements",
    title=Text("Municipios sin acuerdos conocidos", "Municipalities without known agreements"),
    description=Text(
        "Qué municipios no tienen ningún acuerdo conocido, qué vecinos sí y quién es el más cercano que"
        " tiene.",
        "Which municipalities have no known agreement, which neighbours do, and which is the nearest that"
        " has.",
    ),
    parameters=PARAMETERS,
    columns=COLUMNS,
    method=METHOD,
    answer=answer,
    painting=painting,
    feature_key=FeatureKey("municipalities", "cvegeo"),
)
