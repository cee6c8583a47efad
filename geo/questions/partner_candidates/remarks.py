"""What a reader of partner-candidates must bear in mind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.declarations import Text
from geo.layers import layer_named
from geo.questions import agreement_filters
from geo.questions.optional_indicators import how_to_load
from geo.questions.partner_candidates.ranked import Ranking
from geo.statistics.similarity import Profiles


def of_similarity(profiles: Profiles) -> tuple[Text, ...]:
    """Which sources would give what similarity between governments lacks; nothing where all is loaded."""
    if not profiles.missing:
        return ()
    es = ", ".join(each.title.es for each in profiles.used) or "nada"
    en = ", ".join(each.title.en for each in profiles.used) or "nothing"
    layers = [layer_named(each) for each in dict.fromkeys(each.layer_id for each in profiles.missing)]
    ways = [(layer, how_to_load(layer)) for layer in layers]
    absent_es = "; ".join(
        f"«{each.title.es}» ({each.licence.attribution.es}), con {how.es}" for each, how in ways
    )
    absent_en = "; ".join(
        f"“{each.title.en}” ({each.licence.attribution.en}), by {how.en}" for each, how in ways
    )
    return (
        Text(
            f"El parecido entre gobiernos compara {es}. Falta cargar: {absent_es}. Hasta entonces nada lo"
            f" reemplaza.",
            f"Similarity compares {en}. Not loaded: {absent_en}. Until then nothing stands in for it.",
        ),
    )


def caveats(ranked: Ranking, asked: Mapping[str, Any]) -> tuple[Text, ...]:
    """What a reader of the candidates must bear in mind."""
    found = [*agreement_filters.strangers(asked["country"]), *of_similarity(ranked.records.profiles)]
    if ranked.government.research == "not_researched":
        found.append(
            Text(
                "Ninguna fuente cubre los acuerdos municipales de su estado: puede tener contrapartes que no"
                " se conocen.",
                "No source covers municipal agreements of its state: it may have partners that are unknown.",
            )
        )
    if not ranked.scored.needs:
        found.append(
            Text(
                "No se conoce ningún tema de este gobierno: elija temas para que cuenten.",
                "No theme of this government is known: choose themes to have them count.",
            )
        )
    limited = asked["distance_km_min"] is not None or asked["distance_km_max"] is not None
    if limited and ranked.unplaced_count:
        found.append(
            Text(
                f"{ranked.unplaced_count} candidatos sin punto quedan fuera por el límite de distancia.",
                f"{ranked.unplaced_count} candidates without a point are left out by the limit of distance.",
            )
        )
    found.append(
        Text(
            "Un puntaje ordena razones; no dice que haya interés del otro lado ni que convenga firmar.",
            "A score orders reasons; it does not say that the other side wants to, or that signing is wise.",
        )
    )
    return tuple(found)
