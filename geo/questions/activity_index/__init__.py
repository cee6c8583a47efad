"""A transparent index of international activity by state or municipality, with its components."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from geo.declarations import LegendClass, Text, Word
from geo.questions import columns, paging, provenance, territory
from geo.questions.activity_index import components as activity_components
from geo.questions.activity_index.components import COMPONENTS
from geo.questions.criterion_weights import asked_weights
from geo.questions.paintings import by_class
from geo.questions.question import (
    Answer,
    Chart,
    ChartKind,
    FeatureKey,
    Painting,
    Parameter,
    ParameterType,
    Question,
)
from geo.statistics import activity
from geo.vocabularies import RESEARCH

COLUMNS = (
    columns.text("code", "Clave", "Code"),
    columns.text("cve_ent", "Clave del estado", "State code"),
    columns.text("name", "Nombre", "Name"),
    columns.text("state_name", "Estado", "State"),
    columns.real("activity_index", "Índice de actividad (0 a 3)", "Index of activity (0 to 3)"),
    columns.count("rank", "Lugar", "Rank"),
    columns.text("band", "Nivel", "Band", activity.BAND),
    columns.text("half", "Mitad del nivel", "Half of the band", activity.HALF),
    *(
        column
        for component in COMPONENTS
        for column in (
            columns.count(f"{component.name}_count", component.word.label.es, component.word.label.en),
            columns.real(
                f"{component.name}_part",
                f"Puntos del índice: {component.word.label.es}",
                f"Points of the index: {component.word.label.en}",
            ),
        )
    ),
    columns.count("hermanamiento_count", "De los acuerdos, hermanamientos", "Of the agreements, twinnings"),
    columns.count("unknown_components", "Componentes sin registro", "Components without a record"),
    columns.count(
        "uncertain_office_count", "Oficinas que no se sabe si abren", "Offices not known to be open"
    ),
    columns.text("research", "Cobertura de la investigación", "Coverage of the research", RESEARCH),
)


def _weight(component: activity_components.Component) -> Parameter:
    return Parameter(
        name=f"weight_{component.name}",
        type=ParameterType.REAL,
        title=Text(f"Peso: {component.word.label.es}", f"Weight: {component.word.label.en}"),
        description=Text(
            "Cuánto pesa el componente frente a los otros; 0 lo deja fuera.",
            "How much the component weighs beside the others; 0 leaves it out.",
        ),
        default=1.0,
        minimum=0,
        maximum=100,
    )


def _full(component: activity_components.Component) -> Parameter:
    return Parameter(
        name=f"full_{component.name}",
        type=ParameterType.INTEGER,
        title=Text(
            f"Cuenta que lo da entero: {component.word.label.es}",
            f"Count that gives it in full: {component.word.label.en}",
        ),
        description=Text(
            "Con esta cuenta o más el componente vale 1; con menos, en proporción.",
            "With this count or more the component is 1; with less, in proportion.",
        ),
        default=component.full_count,
        minimum=1,
        maximum=1000,
    )


PARAMETERS = (
    Parameter(
        name="level",
        type=ParameterType.CHOICE,
        title=Text("De quién", "Of whom"),
        description=Text(
            "Gobiernos de los estados o municipios; los acuerdos de unos no cuentan en los otros.",
            "State governments or municipalities; agreements of the ones do not count in the others.",
        ),
        default="state",
        choices=(
            Word("state", Text("Estados", "States")),
            Word("municipal", Text("Municipios", "Municipalities")),
        ),
    ),
    territory.STATE,
    Parameter(
        name="band",
        type=ParameterType.CHOICE,
        title=Text("Nivel", "Band"),
        description=Text("Solo gobiernos de estos niveles.", "Only governments of these bands."),
        is_multiple=True,
        choices=activity.BAND.words,
    ),
    *map(_weight, COMPONENTS),
    *(_full(component) for component in COMPONENTS if component.full_count > 1),
    *paging.parameters(
        COLUMNS,
        {"code", "name", "activity_index", "agreements_count"},
        default="-activity_index",
    ),
)

METHOD = Text(
    es=(
        "El índice es la media ponderada de sus componentes, cada uno de 0 a 1, por tres. De un estado:"
        " oficina de asuntos internacionales, oficina para migrantes, acuerdos internacionales conocidos"
        " del gobierno del estado, redes a las que pertenece, oficinas en el extranjero, ley de migrantes y"
        " perfil de gobernanza de la OIM. De un municipio, los cuatro primeros, que son los que puede"
        " tener. Un componente vale su cuenta entre la que lo da entero, hasta 1. Las columnas «_part»"
        " suman el índice. Los acuerdos reúnen hermanamientos y otros instrumentos, y la columna aparte"
        " dice cuántos son hermanamientos. No cuentan oficinas cerradas ni membresías terminadas; una"
        " oficina de la que no se sabe si abre sí cuenta y se dice. Cero en un componente es «ninguno"
        " conocido»: el índice es lo que los registros sostienen, y puede haber más. Niveles: bajo"
        " hasta 1, medio hasta 2, alto hasta 2.5 y muy alto desde ahí, cada uno en dos mitades; 2 como"
        " principio de alto sigue la literatura (Schiavon, CIDE, 2010; SRE y KAS, 2025), lo demás es del"
        " Atlas. No es el índice publicado, que se hace con encuestas y está en «claims», y no se compara"
        " con él."
    ),
    en=(
        "The index is the weighted mean of its components, each from 0 to 1, times three. Of a state:"
        " office of international affairs, office for migrants, known international agreements of the state"
        " government, networks that it belongs to, offices abroad, migrant law and IOM governance profile."
        " Of a municipality the first four, those that it can have. A component is its count over the one"
        " that gives it in full, up to 1. The columns “_part” add up to the index. Agreements bring"
        " together twinnings and other instruments, and the column apart says how many are twinnings."
        " Closed offices and ended memberships do not count; an office of which it is not known whether it"
        " is open does, and it is told. Zero in a component is “none known”: the index is what the records"
        " bear out, and there may be more. Bands: low up to 1, medium up to 2, high up to 2.5 and very high"
        " from there, each in two halves; 2 as the beginning of high follows the literature (Schiavon,"
        " CIDE, 2010; SRE and KAS, 2025), the rest is the Atlas's. It is not the published index, which is"
        " made from surveys and is in “claims”, and is not compared with it."
    ),
)

LEGEND = (
    *(
        LegendClass(word.label, color, value=word.value)
        for word, color in zip(
            activity.BAND.words, ("#e8e4d9", "#c7e9c0", "#74c476", "#238b45", "#00441b"), strict=True
        )
    ),
    LegendClass(Text("No investigado", "Not researched"), "#b9b4ab", value="not_researched"),
)


def _rows(connection: Connection, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    components = activity_components.of_level(asked["level"])
    weights = asked_weights(asked, [each.name for each in components])
    total = sum(weights.values())
    found = activity_components.counts(connection)
    rows = []
    for government in activity_components.governments(connection, asked["level"], asked["state"]):
        code = government["code"]
        tally = {each.name: found.counts[each.name, code] for each in components}
        parts = {
            each.name: activity.part(tally[each.name], asked.get(f"full_{each.name}", each.full_count))
            for each in components
        }
        value = round(activity.index(parts, weights), 4)
        band, half = activity.band(value)
        values = {
            **government,
            "activity_index": value,
            "band": band,
            "half": half,
            "hermanamiento_count": found.twinnings[code],
            "unknown_components": sum(count == 0 for count in tally.values()),
            "uncertain_office_count": found.uncertain[code],
            **{f"{name}_count": count for name, count in tally.items()},
            **{
                f"{name}_part": round(activity.SCALE * weights[name] * each / total, 4)
                for name, each in parts.items()
            },
        }
        rows.append({column.name: values.get(column.name) for column in COLUMNS})
    return _ranked(rows)


def _ranked(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    place_of: dict[float, int] = {}
    for place, value in enumerate(sorted((row["activity_index"] for row in rows), reverse=True), start=1):
        place_of.setdefault(value, place)
    for row in rows:
        row["rank"] = place_of[row["activity_index"]]
    return rows


def answer(connection: Connection, asked: Mapping[str, Any]) -> Answer:
    """Governments with their index and its parts; ranks and summary are of all of the territory."""
    everyone = _rows(connection, asked)
    rows = [row for row in everyone if not asked["band"] or row["band"] in asked["band"]]
    bands = Counter(row["band"] for row in everyone)
    values = [row["activity_index"] for row in everyone]
    key = FeatureKey("states" if asked["level"] == "state" else "municipalities", "code")
    return Answer(
        data=paging.page(rows, asked, "code"),
        number_matched=len(rows),
        summary={
            "governments": len(everyone),
            "mean": round(sum(values) / len(values), 4) if values else None,
            **{word: bands[word] for word in activity.BAND.values},
        },
        sources=provenance.of_layers(connection, "agreements", "offices", "memberships", "governance_facts"),
        run={
            "scale": activity.SCALE,
            "components": [each.name for each in activity_components.of_level(asked["level"])],
        },
        caveats=(_NOT_THE_PUBLISHED, _NOTHING_KNOWN),
        feature_key=key,
    )


_NOT_THE_PUBLISHED = Text(
    "Este índice no es el publicado por Schiavon: se calcula de otros datos y no se comparan.",
    "This index is not the one that Schiavon publishes: it is computed from other data and not comparable.",
)
_NOTHING_KNOWN = Text(
    "Un componente en cero dice que ningún registro lo da, no que no exista; donde se investigó poco el"
    " índice sale bajo por eso.",
    "A component at zero says that no record gives it, not that there is none; where little was researched"
    " the index is low for that.",
)


def painting(connection: Connection, asked: Mapping[str, Any]) -> Painting:
    """States or municipalities by their band; apart, those with nothing known where nobody researched."""
    classed = ((row["code"], _class(row)) for row in _rows(connection, asked))
    return by_class("states" if asked["level"] == "state" else "municipalities", LEGEND, classed)


def _class(row: Mapping[str, Any]) -> str:
    is_silent = row["band"] == "none_known" and row["research"] == "not_researched"
    return "not_researched" if is_silent else str(row["band"])


QUESTION = Question(
    name="activity-index",
    title=Text("Índice de actividad internacional", "Index of international activity"),
    description=Text(
        "Un índice transparente de 0 a 3 por estado o municipio, con sus componentes a la vista y los pesos"
        " que se quieran.",
        "A transparent index from 0 to 3 by state or municipality, its components visible and its weights"
        " free.",
    ),
    parameters=PARAMETERS,
    columns=COLUMNS,
    method=METHOD,
    answer=answer,
    painting=painting,
    charts=(
        Chart(
            ChartKind.RANKING,
            Text("Índice de actividad", "Index of activity"),
            "data",
            x="name",
            y="activity_index",
            label="name",
            group="band",
        ),
    ),
)
