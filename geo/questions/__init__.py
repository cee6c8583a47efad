"""The questions that the Atlas answers: a list that someone typed."""

from __future__ import annotations

from geo.questions import (
    activity_index,
    border_clusters,
    claims,
    climate_coverage,
    concentration,
    hotspots,
    migration_coverage,
    partner_candidates,
    partner_network,
    regional_partners,
    regions,
    trend,
    without_agreements,
)
from geo.questions.question import Question

QUESTIONS: tuple[Question, ...] = (
    without_agreements.QUESTION,
    concentration.QUESTION,
    trend.QUESTION,
    claims.QUESTION,
    climate_coverage.QUESTION,
    migration_coverage.QUESTION,
    activity_index.QUESTION,
    partner_candidates.QUESTION,
    regional_partners.QUESTION,
    partner_network.QUESTION,
    regions.QUESTION,
    hotspots.QUESTION,
    border_clusters.QUESTION,
)


class UnknownQuestion(LookupError):
    """No question of that name."""


def question_named(name: str) -> Question:
    """The question of that name.

    :raises UnknownQuestion: when there is none.
    """
    for question in QUESTIONS:
        if question.name == name:
            return question
    raise UnknownQuestion(name)
