"""Vulnerability to climate change against risk atlases, climate plans, agreements and networks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from geo.declarations import LegendClass, Text
from geo.questions import optional_indicators, paging, provenance, territory
from geo.questions.climate_coverage import records as climate_records
from geo.questions.climate_coverage import remarks as climate_remarks
from geo.questions.climate_coverage import rows as climate_rows
from geo.questions.climate_coverage.records import CLIMATE_THEMES, COVERAGE
from geo.questions.climate_coverage.rows import COLUMNS, KNOWN_COVERAGE, VULNERABILITY
from geo.questions.optional_indicators import Reading
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
from geo.statistics.concentration import percent
from geo.vocabularies import THEME
from geo.vocabularies.mexican_regions import MEXICAN_REGION

PARAMETERS = (
    territory.STATE,
    Parameter(
        name="region",
        type=ParameterType.CHOICE,
        title=Text("Región", "Region"),
        description=Text(
            "Solo municipios de estas regiones del Banco de México.",
            "Only municipalities of these regions of Banco de México.",
        ),
        is_multiple=True,
        choices=MEXICAN_REGION.words,
    ),
    optional_indicators.parameter(
        "vulnerability_indicator",
        "climate_vulnerability.high_vulnerability_count",
        Text("Indicador de vulnerabilidad", "Indicator of vulnerability"),
        Text(
            "Cualquier indicador cargado, «capa.campo»: el ANVCC, una estadística zonal o una capa propia.",
            "Any loaded indicator, “layer.field”: the ANVCC, a zonal statistic or a layer of your own.",
        ),
    ),
    Parameter(
        name="vulnerability_threshold",
        type=ParameterType.REAL,
        title=Text("Vulnerabilidad alta desde", "High vulnerability from"),
        description=Text(
            "Valor del indicador, en su unidad, desde el que la vulnerabilidad es alta; si en él menos es"
            " más, hasta el que lo es. En el ANVCC, cuántas de sus seis vulnerabilidades son altas.",
            "Value of the indicator, in its unit, from which vulnerability is high; where in it lower is"
            " more, up to which it is. In the ANVCC, how many of its six vulnerabilities are high.",
        ),
        default=1.0,
        minimum=-1_000_000_000,
        maximum=1_000_000_000,
    ),
    Parameter(
        name="theme",
        type=ParameterType.CHOICE,
        title=Text("Temas de los acuerdos", "Themes of the agreements"),
        description=Text(
            "Acuerdos internacionales que cuentan como de clima; sin valor: clima, medio ambiente y riesgo de"
            " desastres.",
            "International agreements that count as of climate; without a value: climate, environment and"
            " disaster risk.",
        ),
        is_multiple=True,
        choices=THEME.words,
    ),
    Parameter(
        name="vulnerability",
        type=ParameterType.CHOICE,
        title=Text("Vulnerabilidad", "Vulnerability"),
        description=Text(
            "Solo municipios de esta vulnerabilidad.", "Only municipalities of this vulnerability."
        ),
        is_multiple=True,
        choices=VULNERABILITY.words,
    ),
    Parameter(
        name="coverage",
        type=ParameterType.CHOICE,
        title=Text("Cobertura conocida", "Known coverage"),
        description=Text(
            "Nada conocido: ni atlas ni plan ni estrategia vigentes, ni acuerdo ni red de clima. Sin valor,"
            " todos.",
            "Nothing known: no atlas, plan or strategy in force, no climate agreement and no network."
            " Without a value, all.",
        ),
        is_multiple=True,
        choices=KNOWN_COVERAGE.words,
    ),
    *paging.parameters(
        COLUMNS,
        {"cvegeo", "name", "vulnerability_value", "climate_agreement_count", "climate_network_count"},
        default="-vulnerability_value",
    ),
)

METHOD = Text(
    es=(
        "La vulnerabilidad es un indicador y un umbral que se eligen: por omisión, municipios con al menos"
        " una de las seis vulnerabilidades del Atlas Nacional de Vulnerabilidad al Cambio Climático (INECC)"
        " alta o muy alta. Si el indicador no está cargado, o no da valor a un municipio, la vulnerabilidad"
        " es «sin dato» y no baja. La cobertura viene del registro: «sí» si una fuente da el instrumento"
        " por vigente, publicado o concluido; «existe sin actualizar»; «en proceso» si solo consta que"
        " participa en un programa, se comprometió o hay iniciativa; «no» solo si una fuente dice que no"
        " existe; si nadie dice nada, «sin dato». Cuando las fuentes difieren vale la que da más. Cuentan"
        " acuerdos internacionales del municipio con alguno de los temas, y las redes vigentes de clima,"
        " ambiente, agua o resiliencia, también intermunicipales. «Nada conocido» no quiere decir que no"
        " haya. La tabla cruzada y las de estados y regiones cuentan todos los municipios del territorio"
        " pedido."
    ),
    en=(
        "Vulnerability is an indicator and a threshold that are chosen: by default, municipalities with at"
        " least one of the six vulnerabilities of the National Atlas of Vulnerability to Climate Change"
        " (INECC) high or very high. Where the indicator is not loaded, or gives a municipality no value,"
        " vulnerability is “unknown” and not low. Coverage comes from the register: “yes” if a source says"
        " the instrument is in force, published or completed; “exists, not updated”; “in progress” if all"
        " that is known is taking part in a programme, a commitment or a bill; “no” only if a source says"
        " that there is none; if nobody says anything, “unknown”. Where sources differ the one that tells"
        " of more holds. International agreements of the municipality with any of the themes count, and"
        " present networks of climate, environment, water or resilience, intermunicipal ones too. “Nothing"
        " known” does not mean that there is nothing. The cross table and those of states and regions count"
        " all municipalities of the territory asked for."
    ),
)

LEGEND = (
    LegendClass(
        Text("Vulnerable y nada conocido", "Vulnerable and nothing known"), "#b2182b", value="high_none_known"
    ),
    LegendClass(Text("Vulnerable con algo", "Vulnerable with something"), "#f4a582", value="high_some"),
    LegendClass(
        Text("No vulnerable con algo", "Not vulnerable with something"), "#4393c3", value="not_high_some"
    ),
    LegendClass(
        Text("No vulnerable y nada conocido", "Not vulnerable and nothing known"),
        "#d1e5f0",
        value="not_high_none_known",
    ),
    LegendClass(
        Text("Vulnerabilidad sin dato, con algo", "Vulnerability unknown, with something"),
        "#8073ac",
        value="unknown_some",
    ),
    LegendClass(
        Text("Vulnerabilidad sin dato y nada conocido", "Vulnerability unknown and nothing known"),
        "#d8d3c9",
        value="unknown_none_known",
    ),
)


def _read(connection: Connection, asked: Mapping[str, Any]) -> tuple[Reading, list[dict[str, Any]]]:
    reading = optional_indicators.read(
        connection, "vulnerability_indicator", asked["vulnerability_indicator"]
    )
    found = climate_records.read(connection, asked["theme"] or CLIMATE_THEMES)
    return reading, climate_rows.rows(connection, asked, reading, found)


def _cross_table(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    names = ("vulnerability", "risk_atlas", "climate_action_plan", "coverage")
    counts = Counter(tuple(row[name] for name in names) for row in rows)
    return [
        {**dict(zip(names, words, strict=True)), "municipality_count": count}
        for words, count in sorted(counts.items())
    ]


def _by(rows: Sequence[Mapping[str, Any]], name: str) -> list[dict[str, Any]]:
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row[name], []).append(row)
    return [{name: group, **_counts(members)} for group, members in sorted(groups.items())]


def _counts(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    high = [row for row in rows if row["vulnerability"] == "high"]
    uncovered = sum(row["coverage"] == "none_known" for row in high)
    return {
        "municipalities": len(rows),
        "high": len(high),
        "vulnerability_unknown": sum(row["vulnerability"] == "unknown" for row in rows),
        "high_and_nothing_known": uncovered,
        "high_and_nothing_known_pct": percent(uncovered, len(high)),
        "with_something": sum(row["coverage"] == "some" for row in rows),
        **{
            f"{name}_{word}": sum(row[name] == word for row in rows)
            for name in ("risk_atlas", "climate_action_plan")
            for word in COVERAGE.values
        },
    }


def answer(connection: Connection, asked: Mapping[str, Any]) -> Answer:
    """Municipalities of the vulnerability and coverage asked for; summary and series count the territory."""
    reading, everywhere = _read(connection, asked)
    rows = [
        row
        for row in everywhere
        if all(not asked[name] or row[name] in asked[name] for name in ("vulnerability", "coverage"))
    ]
    return Answer(
        data=paging.page(rows, asked, "cvegeo"),
        number_matched=len(rows),
        summary=_counts(everywhere),
        sources=provenance.of_layers(
            connection, "climate_instruments", "agreements", "memberships", "networks"
        ),
        run={
            "vulnerability_indicator": reading.indicator.id,
            "vulnerability_is_loaded": reading.missing is None,
            "vulnerability_threshold": asked["vulnerability_threshold"],
            "lower_is_more": reading.is_lower_more,
        },
        caveats=climate_remarks.caveats(everywhere, reading),
        series={
            "cross_table": _cross_table(everywhere),
            "states": _by(everywhere, "cve_ent"),
            "regions": _by(everywhere, "region"),
        },
    )


def painting(connection: Connection, asked: Mapping[str, Any]) -> Painting:
    """Every municipality of the territory by vulnerability and known coverage."""
    _, rows = _read(connection, asked)
    classed = ((row["cvegeo"], f"{row['vulnerability']}_{row['coverage']}") for row in rows)
    return by_class("municipalities", LEGEND, classed)


QUESTION = Question(
    name="climate-coverage",
    title=Text("Vulnerabilidad climática y cobertura", "Climate vulnerability and coverage"),
    description=Text(
        "Qué municipios vulnerables no tienen conocidos ni atlas de riesgos ni plan climático ni acuerdos"
        " ni redes.",
        "Which vulnerable municipalities have no known risk atlas, climate plan, agreements or networks.",
    ),
    parameters=PARAMETERS,
    columns=COLUMNS,
    method=METHOD,
    answer=answer,
    painting=painting,
    feature_key=FeatureKey("municipalities", "cvegeo"),
    charts=(
        Chart(
            ChartKind.CROSS_TABLE,
            Text("Vulnerabilidad por cobertura", "Vulnerability by coverage"),
            "cross_table",
            x="coverage",
            y="vulnerability",
            label="municipality_count",
        ),
    ),
)
