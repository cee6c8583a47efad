"""A row for each municipality: its vulnerability to climate change, and what is known to answer it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from geo.declarations import Text, Vocabulary, Word
from geo.layers import layer_named
from geo.questions import columns, territory
from geo.questions.climate_coverage.records import COVERAGE, ClimateRecords
from geo.questions.optional_indicators import Reading
from geo.vocabularies.mexican_regions import MEXICAN_REGION, region_of_state

VULNERABILITY = Vocabulary(
    "climate_vulnerability_class",
    (
        Word("high", Text("Alta", "High")),
        Word("not_high", Text("No alta", "Not high")),
        Word("unknown", Text("Sin dato", "Unknown")),
    ),
)

KNOWN_COVERAGE = Vocabulary(
    "known_climate_coverage",
    (
        Word("none_known", Text("Nada conocido", "Nothing known")),
        Word("some", Text("Algo", "Something")),
    ),
)

_MUNICIPALITIES = layer_named("municipalities")

COLUMNS = (
    _MUNICIPALITIES.field("cvegeo"),
    _MUNICIPALITIES.field("name"),
    _MUNICIPALITIES.field("cve_ent"),
    _MUNICIPALITIES.field("state_name"),
    columns.text("region", "Región", "Region", MEXICAN_REGION),
    columns.text("vulnerability", "Vulnerabilidad", "Vulnerability", VULNERABILITY),
    columns.real("vulnerability_value", "Valor del indicador", "Value of the indicator"),
    columns.text("risk_atlas", "Atlas de riesgos", "Risk atlas", COVERAGE),
    columns.text("climate_action_plan", "Plan de acción climática", "Climate action plan", COVERAGE),
    columns.text("resilience_strategy", "Estrategia de resiliencia", "Resilience strategy", COVERAGE),
    columns.count("climate_agreement_count", "Acuerdos de clima conocidos", "Known climate agreements"),
    columns.boolean(
        "has_themeless_agreement", "Tiene acuerdos sin tema conocido", "Has agreements of unknown theme"
    ),
    columns.count("climate_network_count", "Redes de clima y ambiente", "Climate and environment networks"),
    columns.text("coverage", "Cobertura conocida", "Known coverage", KNOWN_COVERAGE),
    columns.text("state_climate_law", "Ley climática de su estado", "Climate law of its state", COVERAGE),
)

INSTRUMENTS = ("risk_atlas", "climate_action_plan", "resilience_strategy")


def rows(
    connection: Connection, asked: Mapping[str, Any], reading: Reading, found: ClimateRecords
) -> list[dict[str, Any]]:
    """A row for every municipality of the territory asked for, ordered by code."""
    found_rows = []
    for place in connection.execute(territory.municipalities(asked["state"])):
        region = region_of_state(place.cve_ent)
        if asked["region"] and region not in asked["region"]:
            continue
        value = reading.values.get(place.cvegeo)
        instruments = {name: found.coverage(place.cvegeo, name) for name in INSTRUMENTS}
        agreement_count = found.agreements.get(place.cvegeo, 0)
        network_count = len(found.networks.get(place.cvegeo, ()))
        has_some = "yes" in instruments.values() or agreement_count > 0 or network_count > 0
        found_rows.append(
            {
                **place._mapping,
                "region": region,
                "vulnerability": _vulnerability(reading, value, asked["vulnerability_threshold"]),
                "vulnerability_value": value,
                **instruments,
                "climate_agreement_count": agreement_count,
                "has_themeless_agreement": place.cvegeo in found.themeless,
                "climate_network_count": network_count,
                "coverage": "some" if has_some else "none_known",
                "state_climate_law": found.coverage(place.cve_ent, "state_climate_law"),
            }
        )
    return found_rows


def _vulnerability(reading: Reading, value: float | None, threshold: float) -> str:
    if value is None:
        return "unknown"
    return "high" if reading.is_from(value, threshold) else "not_high"
