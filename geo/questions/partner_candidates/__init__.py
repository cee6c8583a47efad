"""Which partners abroad suit a municipality or a state, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from sqlalchemy import Connection

from geo.declarations import LegendClass, Text
from geo.questions import paging, provenance
from geo.questions.paintings import feature
from geo.questions.partner_candidates.parameters import COLUMNS, PARAMETERS
from geo.questions.partner_candidates.ranked import Ranking, ranking
from geo.questions.partner_candidates.reasons import Reasons
from geo.questions.partner_candidates.remarks import caveats
from geo.questions.partner_candidates.scores import CONTRIBUTIONS
from geo.questions.partner_candidates.text import METHOD
from geo.questions.question import (
    Answer,
    Chart,
    ChartKind,
    FeatureKey,
    Painting,
    Question,
)

TOP = 10
"""So many are drawn as the first ones, with a line to each."""

LEGEND = (
    LegendClass(Text("El gobierno", "The government"), "#08457e", value="government"),
    LegendClass(
        Text("Vecinos cuyas contrapartes cuentan", "Neighbours whose partners count"),
        "#4292c6",
        value="neighbor",
    ),
    LegendClass(
        Text("Parecidos cuyas contrapartes cuentan", "Similar ones whose partners count"),
        "#9ecae1",
        value="similar",
    ),
    LegendClass(Text("Los diez primeros candidatos", "The first ten candidates"), "#b2182b", value="first"),
    LegendClass(Text("Otros candidatos", "Other candidates"), "#f4a582", value="other"),
)


def _row(
    ranked: Ranking, reasons: Reasons, place_number: int, index: int
) -> tuple[dict[str, Any], list[Any]]:
    place = ranked.records.places[index]
    evidence = reasons.evidence(index)
    text = reasons.text(index, evidence)
    km = float(ranked.scored.distance_km[index])
    values = ranked.scored.values[index]
    signatories = {each.government for each in evidence if each.contribution == "record"}
    row = {
        "place": place_number,
        "partner_id": place.id,
        "name": place.name,
        "partner_type": place.type,
        "country": place.country,
        "admin1": place.admin1,
        "score": round(float(ranked.score[index]), 4),
        **{
            f"{name}_part": round(float(part), 4)
            for name, part in zip(CONTRIBUTIONS, ranked.parts[index], strict=True)
        },
        "reasons_es": text.es,
        "reasons_en": text.en,
        "unknown": [name for name, value in zip(CONTRIBUTIONS, values, strict=True) if np.isnan(value)],
        "shared_themes": reasons.shared_themes(place),
        "signatory_count": len(signatories),
        "is_new": bool(place.told_by),
        "distance_km": None if np.isnan(km) else round(km, 1),
        "lon": place.lon,
        "lat": place.lat,
        "record_ids": list(dict.fromkeys(f"{each.layer_id}/{each.record_id}" for each in evidence)),
        "source_ids": sorted({each.source_id for each in evidence if each.source_id}),
    }
    in_order = {column.name: row[column.name] for column in COLUMNS}
    return in_order, [each.row(place.id) for each in evidence]


def answer(connection: Connection, asked: Mapping[str, Any]) -> Answer:
    """Partners abroad ranked for a government; ``series.evidence`` has the records behind those given."""
    ranked = ranking(connection, asked)
    reasons = Reasons(ranked.scorer, ranked.government, ranked.scored)
    keys = [_key(ranked, number, index) for number, index in enumerate(ranked.order, start=1)]
    shown = paging.page(keys, asked, "place")
    data, evidence = [], []
    for each in shown:
        row, behind = _row(ranked, reasons, each["place"], each["index"])
        data.append(row)
        evidence += behind
    scored, records = ranked.scored, ranked.records
    return Answer(
        data=data,
        number_matched=len(ranked.order),
        summary={
            "candidates": len(ranked.order),
            "new_places": sum(bool(records.places[index].told_by) for index in ranked.order),
            "known_partners": int(scored.is_partner.sum()),
            "neighbors": len(records.neighbors.get(ranked.government.code, ())),
            "neighbors_with_agreements": len(scored.peers["neighbors"]),
            "similar_considered": len(scored.peers["similar"]),
            "themes_wanted": len(scored.needs),
            "without_point": ranked.unplaced_count,
        },
        sources=provenance.of_layers(
            connection, "agreements", "corridors", "offices", "networks", "memberships"
        ),
        run={
            "algorithm": "weighted mean of contributions; Gower (1971) similarity",
            "weights": ranked.weights,
            "similar_count": asked["similar_count"],
            "similarity_subjects": [each.name for each in records.profiles.used],
            "similarity_missing": [each.id for each in records.profiles.missing],
        },
        caveats=caveats(ranked, asked),
        series={
            "evidence": evidence,
            "similar": _peers(ranked, "similar"),
            "neighbors": _peers(ranked, "neighbors"),
            "needs": [
                {
                    "theme": theme,
                    "layer_id": need.layer_id,
                    "record_id": need.record_id,
                    "source_id": need.source_id,
                }
                for theme, needs in scored.needs.items()
                for need in needs
            ],
        },
    )


def _key(ranked: Ranking, number: int, index: int) -> dict[str, Any]:
    """What a page is ordered by, before the row is made."""
    place, km = ranked.records.places[index], float(ranked.scored.distance_km[index])
    return {
        "place": number,
        "index": index,
        "score": float(ranked.score[index]),
        "name": place.name,
        "distance_km": None if np.isnan(km) else km,
        "signatory_count": ranked.scored.signatory_count[index],
    }


def _peers(ranked: Ranking, contribution: str) -> list[dict[str, Any]]:
    return [
        {
            "code": peer.code,
            "name": ranked.records.governments[peer.code].name,
            "weight": round(peer.weight, 4),
        }
        for peer in ranked.scored.peers[contribution]
    ]


def painting(connection: Connection, asked: Mapping[str, Any]) -> Painting:
    """The government, those whose partners counted, the candidates with a point, lines to the first ten."""
    ranked = ranking(connection, asked)
    own = ranked.government
    near = [peer.code for peer in ranked.scored.peers["neighbors"]]
    alike = [peer.code for peer in ranked.scored.peers["similar"] if peer.code not in near]
    features = []
    for number, index in enumerate(ranked.order, start=1):
        place = ranked.records.places[index]
        if place.lon is None or place.lat is None:
            continue
        properties = {
            "class": "first" if number <= TOP else "other",
            "partner_id": place.id,
            "name": place.name,
            "place": number,
            "score": round(float(ranked.score[index]), 4),
        }
        there = [place.lon, place.lat]
        shapes: list[tuple[str, Any]] = [("Point", there)]
        if number <= TOP:
            shapes.insert(0, ("LineString", [[own.lon, own.lat], there]))
        features += [feature(kind, coordinates, properties) for kind, coordinates in shapes]
    classes: dict[str, list[str]] = {
        "government": [own.code],
        "neighbor": near,
        "similar": alike,
        "first": [],
        "other": [],
    }
    return Painting("states" if own.is_state else "municipalities", classes, LEGEND, features)


QUESTION = Question(
    name="partner-candidates",
    title=Text("Posibles contrapartes y por qué", "Possible partners, and why"),
    description=Text(
        "Qué ciudades, estados y organismos de otros países convienen a un municipio o estado, con las"
        " razones y los registros en que se apoya cada una.",
        "Which cities, states and bodies abroad suit a municipality or a state, with the reasons and the"
        " records that each rests on.",
    ),
    parameters=PARAMETERS,
    columns=COLUMNS,
    method=METHOD,
    answer=answer,
    painting=painting,
    feature_key=FeatureKey("partner_places", "partner_id"),
    charts=(
        Chart(
            ChartKind.RANKING,
            Text("Candidatos por puntaje", "Candidates by score"),
            "data",
            x="name",
            y="score",
            label="name",
        ),
    ),
)
