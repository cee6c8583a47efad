"""Candidates of one government in order: who is admitted, what each contribution adds, who comes first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from geo.declarations import Text
from geo.questions.criterion_weights import asked_weights
from geo.questions.partner_candidates import reading as candidate_reading
from geo.questions.partner_candidates.records import Government, Records
from geo.questions.partner_candidates.scores import CONTRIBUTIONS, Options, Scored, Scorer
from geo.questions.question import BadParameter
from geo.questions.spans import ordered
from geo.tables import LAYER_TABLES

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates of one government: what was scored, and their positions, best first."""

    records: Records
    government: Government
    scorer: Scorer
    scored: Scored
    weights: dict[str, float]
    parts: Floats
    score: Floats
    order: list[int]
    unplaced_count: int


def ranking(connection: Connection, asked: Mapping[str, Any]) -> Ranking:
    """The candidates that the understood parameters ask for, best first, equal ones by id.

    :raises BadParameter: when all weights are zero, no distance can be within both limits, or the release has
        no such government.
    """
    ordered(asked, "distance_km_min", "distance_km_max")
    weights = asked_weights(asked, CONTRIBUTIONS)
    records = candidate_reading.read(connection, asked, asked["government"])
    government = records.governments.get(asked["government"])
    if government is None:
        reason = Text("no es un municipio ni un estado de estos datos", "is no municipality or state here")
        raise BadParameter("government", asked["government"], reason)
    scorer = Scorer(records)
    scored = scorer.scored(government.code, Options(asked["similar_count"], frozenset(asked["theme"])))
    parts, score = scored.score(weights)
    score = score.round(6)
    # Whoever has an agreement is no candidate, though the filters leave its record out of the reckoning.
    held = _partners(connection, government)
    admitted = [index for index, place in enumerate(records.places) if place.id not in held]
    admitted = [index for index in admitted if _is_asked(records, index, asked)]
    near = [index for index in admitted if _is_within(float(scored.distance_km[index]), asked)]
    order = sorted(near, key=lambda index: (-score[index], records.places[index].id))
    unplaced = sum(bool(np.isnan(scored.distance_km[index])) for index in admitted)
    return Ranking(records, government, scorer, scored, weights, parts, score, order, unplaced)


def _partners(connection: Connection, government: Government) -> set[str]:
    agreements = LAYER_TABLES["agreements"].c
    signed = (
        (agreements.level == "state") & (agreements.cve_ent == government.code)
        if government.is_state
        else agreements.cvegeo == government.code
    )
    return set(connection.execute(select(agreements.partner_id).where(signed)).scalars())


def _is_asked(records: Records, index: int, asked: Mapping[str, Any]) -> bool:
    place = records.places[index]
    if asked["country"] and place.country not in asked["country"]:
        return False
    return not asked["partner_type"] or place.type in asked["partner_type"]


def _is_within(km: float, asked: Mapping[str, Any]) -> bool:
    least, most = asked["distance_km_min"], asked["distance_km_max"]
    if least is None and most is None:
        return True
    return bool((least is None or km >= least) and (most is None or km <= most))
