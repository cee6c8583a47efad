"""Where an indicator gathers: local Moran, Getis and Ord's G and G*, local join counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from sqlalchemy import Connection

from geo.declarations import Text, Word
from geo.questions import clusters, optional_indicators, paging, significance, weighting
from geo.questions.hotspots import rows as hotspot_rows
from geo.questions.hotspots import sources as hotspot_sources
from geo.questions.hotspots.rows import COLUMNS, Hotspots
from geo.questions.hotspots.texts import METHOD
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
from geo.questions.rates import RATE_PER, SMOOTHING
from geo.questions.territory import STATE

PARAMETERS = (
    optional_indicators.parameter(
        "indicator",
        "municipalities.agreement_count",
        Text("Indicador", "Indicator"),
        Text(
            "Cualquier indicador cargado, «capa.campo», también de una capa propia.",
            "Any loaded indicator, “layer.field”, of a layer of your own too.",
        ),
    ),
    Parameter(
        name="denominator",
        type=ParameterType.TEXT,
        title=Text("Denominador", "Denominator"),
        description=Text(
            "Otro indicador entre el que se divide, como census_2020.population_count; sin valor, no se"
            " divide.",
            "Another indicator to divide by, such as census_2020.population_count; without a value nothing"
            " is divided.",
        ),
        pattern=optional_indicators.PATTERN,
    ),
    RATE_PER,
    SMOOTHING,
    significance.STATISTIC,
    Parameter(
        name="threshold",
        type=ParameterType.REAL,
        title=Text("Umbral de las uniones", "Threshold of join counts"),
        description=Text(
            "Para uniones: lo alcanza quien tiene este número o más; si en el indicador menos es más, este"
            " número o menos.",
            "For join counts: reached with this number or more; where in the indicator lower is more, with"
            " this number or less.",
        ),
        default=1.0,
        minimum=-1_000_000_000_000,
        maximum=1_000_000_000_000,
    ),
    *weighting.PARAMETERS,
    *significance.PARAMETERS,
    STATE,
    Parameter(
        name="compared_with",
        type=ParameterType.CHOICE,
        title=Text("Con quién se compara", "Compared with"),
        description=Text(
            "Si cada municipio se compara con todo el país, o solo con los de los estados elegidos.",
            "Whether each municipality is compared with the whole country, or only with those of the states"
            " chosen.",
        ),
        default="country",
        choices=(
            Word("country", Text("Todo el país", "The whole country")),
            Word("selection", Text("Los estados elegidos", "The states chosen")),
        ),
    ),
    Parameter(
        name="cluster",
        type=ParameterType.CHOICE,
        title=Text("Clase", "Class"),
        description=Text(
            "Solo municipios de estas clases; sin valor, todos.",
            "Only municipalities of these classes; without a value, all.",
        ),
        is_multiple=True,
        choices=clusters.CLUSTER.words,
    ),
    *paging.parameters(
        COLUMNS,
        {"cvegeo", "name", "value", "rate", "lag", "statistic", "z", "p"},
        default="p",
    ),
)


def _shown(found: Hotspots, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [row for row in found.rows if not asked["state"] or row["cve_ent"] in asked["state"]]


def _listed(rows: list[dict[str, Any]], asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [row for row in rows if not asked["cluster"] or row["cluster"] in asked["cluster"]]


def answer(connection: Connection, asked: Mapping[str, Any]) -> Answer:
    """Municipalities of the states and classes asked for; the summary counts those of the states."""
    found = hotspot_rows.read(connection, asked)
    rows = _shown(found, asked)
    listed = _listed(rows, asked)
    codes = {row["cvegeo"] for row in rows}
    islands = [row["name"] for row in rows if row["cluster"] == "island"]
    overall = found.tested.moran
    return Answer(
        data=paging.page(listed, asked, "cvegeo"),
        number_matched=len(listed),
        summary={
            "municipalities": len(rows),
            "with_value": sum(row["number"] is not None for row in rows),
            "without_value": sum(row["number"] is None for row in rows),
            **{
                name.value: sum(row["cluster"] == name.value for row in rows)
                for name in clusters.legend(asked["statistic"])
                if name.value is not None and name.value != "no_value"
            },
            "island_names": islands,
            "moran_i": None if overall is None else overall.statistic,
            "moran_expected": None if overall is None else overall.expected,
            "moran_z": None if overall is None or np.isnan(overall.z) else overall.z,
            "moran_p": None if overall is None else overall.p,
        },
        sources=hotspot_sources.sources(connection, found),
        run={
            "indicator": found.reading.indicator.id,
            "unit": found.reading.indicator.field.unit,
            "lower_is_more": found.reading.is_lower_more,
            "denominator": None if found.denominator is None else found.denominator.indicator.id,
            "smoothing": asked["smoothing"] if found.denominator is not None else "none",
            "number_is": _number_is(found, asked),
            "compared_with": asked["compared_with"] if asked["state"] else "country",
            "compared": sum(row["number"] is not None for row in found.rows),
            **hotspot_sources.attribution(found),
            **weighting.described(asked),
            **significance.described(asked, found.tested),
        },
        caveats=tuple(hotspot_sources.caveats(connection, asked, found, islands)),
        series={"scatter": [row for row in found.scatter if row["cvegeo"] in codes]},
    )


def _number_is(found: Hotspots, asked: Mapping[str, Any]) -> str:
    if asked["statistic"] == "join_count":
        return "1 from the threshold, else 0"
    if found.numbers.is_standardized:
        return "rate, standardised (Assunção and Reis 1999)"
    if found.numbers.smoothed_rate is not None:
        return "rate, smoothed (Marshall 1991)"
    return "value" if found.denominator is None else "rate"


def painting(connection: Connection, asked: Mapping[str, Any]) -> Painting:
    """Municipalities by class: four and those without significance for Moran, hot and cold for G."""
    legend = clusters.legend(asked["statistic"])
    rows = _listed(_shown(hotspot_rows.read(connection, asked), asked), asked)
    return by_class("municipalities", legend, ((row["cvegeo"], row["cluster"]) for row in rows))


QUESTION = Question(
    name="hotspots",
    title=Text("Concentraciones en el mapa", "Hot spots"),
    description=Text(
        "Dónde se juntan valores altos o bajos de cualquier indicador más que por azar, y qué municipios"
        " difieren de sus vecinos.",
        "Where high or low values of any indicator gather beyond chance, and which municipalities differ"
        " from their neighbours.",
    ),
    parameters=PARAMETERS,
    columns=COLUMNS,
    method=METHOD,
    answer=answer,
    painting=painting,
    feature_key=FeatureKey("municipalities", "cvegeo"),
    charts=(
        Chart(
            ChartKind.MORAN_SCATTER,
            Text("Cada municipio y sus vecinos", "Each municipality and its neighbours"),
            "scatter",
            x="standardized",
            y="standardized_lag",
            label="name",
            group="cluster",
        ),
    ),
    is_heavy=True,
)
