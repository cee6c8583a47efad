"""What an answer stands on: the sources of the layers that it was computed from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select, union_all

from geo.questions.question import Question
from geo.questions.terms import Terms, said
from geo.tables import LAYER_TABLES


def of_layer(connection: Connection, layer_id: str) -> dict[str, Any]:
    """How many sources a layer of the register cites, and the last day on which one was consulted."""
    table = LAYER_TABLES[layer_id]
    count, latest = connection.execute(
        select(func.count(table.c.source_id.distinct()), func.max(table.c.retrieved))
    ).one()
    return {"layers": [layer_id], "count": count, "latest_retrieved": latest}


def of_layers(connection: Connection, *layer_ids: str) -> dict[str, Any]:
    """The same of several layers of the register together; a source that two of them cite counts once."""
    cited = union_all(
        *(
            select(LAYER_TABLES[layer_id].c.source_id, LAYER_TABLES[layer_id].c.retrieved)
            for layer_id in layer_ids
        )
    ).subquery()
    count, latest = connection.execute(
        select(func.count(cited.c.source_id.distinct()), func.max(cited.c.retrieved))
    ).one()
    return {"layers": list(layer_ids), "count": count, "latest_retrieved": latest}


def of_graph(
    question: Question, release_id: str, asked_as: str, sources: str, found: Sequence[Terms]
) -> dict[str, str]:
    """What a file of a graph says of itself.

    ``asked_as`` is the address or command that gives it again, ``sources`` the one that lists the sources.
    """
    words = said(found)
    return {
        "title": f"{question.title.es} / {question.title.en}",
        "question": question.name,
        "release": release_id,
        "asked_as": asked_as,
        "licence": words["licence_en"],
        "licence_url": words["licence_url"],
        "attribution": words["attribution_en"],
        "sources": sources,
    }
