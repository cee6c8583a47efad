"""Which municipalities have no known agreement, and what stands near them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from geo import catalogue
from geo.declarations import LegendClass, Text, Word
from geo.questions import agreement_filters, knowledge, paging, provenance, territory
from geo.questions.question import Answer, FeatureKey, Painting, Parameter, ParameterType, Question
from geo.questions.without_agreements import priorities, successors
from geo.questions.without_agreements import remarks as agreement_remarks
from geo.questions.without_agreements.rows import COLUMNS, classes, page

LEGEND = (
    LegendClass(Text("Con acuerdos", "With agreements"), "#4292c6", value="with_agreements"),
    LegendClass(Text("Ninguno conocido", "None known"), "#e8e4d9", value="none_known"),
    LegendClass(Text("No investigado", "Not researched"), "#b9b4ab", value="not_researched"),
)

_SORTABLE = (
    "cvegeo",
    "name",
    "us_border_km",
    "south_border_km",
    "neighbors_with_agreements_count",
    "nearest_km",
    "area_km2",
    "predecessor_agreement_count",
    *(each.field.name for each in priorities.CRITERIA if each.layer_id),
    priorities.PRIORITY.name,
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
    successors.PARAMETER,
    *agreement_filters.PARAMETERS,
    *territory.BORDERS,
    knowledge.PARAMETER,
    *priorities.PARAMETERS,
    *paging.parameters(COLUMNS, _SORTABLE),
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
        " municipios, con las mismas condiciones. La prioridad reúne varios criterios: cada uno da de 0 a"
        " 1 puntos, la proporción de los demás municipios sin acuerdo del país a los que supera (más"
        " población, más intensidad migratoria, más vulnerabilidades altas, más vecinos con acuerdos, más"
        " cerca uno que tiene), y la prioridad es la media de los puntos conocidos con los pesos elegidos; un"
        " criterio sin dato ni suma ni resta. No cambia con el territorio que se pida." + successors.METHOD.es
    ),
    en=(
        "The records of agreements that meet the conditions are taken, and the municipalities looked for"
        " that sign none of them (or, where asked, whose state does not either). “None known” means that no"
        " loaded source gives an agreement, not that there is none; “not researched”, that no loaded source"
        " names any municipal agreement of that state. Distances to the border are geodesic, from the"
        " municipality to the line, measured in the load. Neighbours are municipalities that share a"
        " boundary within the tolerance of the contiguity. The nearest one with agreements is measured"
        " between points inside, on the ellipsoid; neighbours and the nearest count only agreements signed"
        " by municipalities, under the same conditions. The priority puts several criteria together: each"
        " gives 0 to 1 points, the share of the other municipalities without agreement of the country that it"
        " exceeds (more population, more migration intensity, more high vulnerabilities, more neighbours with"
        " agreements, nearer to one that has), and the priority is the mean of the points that are known, by"
        " the weights chosen; a criterion without a value adds and takes nothing. It does not change with the"
        " territory asked for." + successors.METHOD.en
    ),
)


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
    weights = priorities.weights(parameters)
    by_class = _by_class(connection, parameters)
    asked = parameters["research"] or knowledge.KNOWLEDGE.values
    held = set(catalogue.layers(connection))
    names = [column.name for column in COLUMNS]
    rows = [dict(zip(names, row, strict=True)) for row in connection.execute(page(parameters, held))]
    return Answer(
        data=[priorities.rounded(row) for row in rows],
        number_matched=sum(len(by_class[word]) for word in asked),
        summary={
            "municipalities": sum(map(len, by_class.values())),
            **{name: len(codes) for name, codes in by_class.items()},
        },
        sources=provenance.of_layer(connection, "agreements"),
        run={
            "successors": parameters["successors"],
            "least_share_of_area": successors.LEAST_SHARE,
            "weights": weights,
        },
        caveats=(*agreement_remarks.caveats(connection, parameters, by_class), *priorities.caveats(held)),
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
