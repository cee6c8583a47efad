"""Keys that a parameter names: each must be one of the release."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from geo.declarations import Text
from geo.layers import BY_ID
from geo.questions.question import BadParameter, Question
from geo.tables import table_of


def check(connection: Connection, question: Question, parameters: Mapping[str, Any]) -> None:
    """Nothing, when every key that the understood parameters name is there.

    :raises BadParameter: for the first that is not; a key that the release lacks must never look like a place
        where nothing is known.
    """
    for parameter in question.parameters:
        given = parameters[parameter.name]
        if parameter.keys_of is None or not given:
            continue
        wanted = given if isinstance(given, tuple) else (given,)
        layer = BY_ID[parameter.keys_of]
        key = table_of(layer).c[layer.key]
        found = set(connection.execute(select(key).where(key.in_(wanted))).scalars())
        absent = [each for each in wanted if each not in found]
        if absent:
            listed = ", ".join(absent[:10]) + (" …" if len(absent) > 10 else "")
            reason = Text(
                f"no está en «{layer.title.es}» de estos datos: {listed}",
                f"is not in “{layer.title.en}” of these data: {listed}",
            )
            raise BadParameter(parameter.name, ", ".join(wanted)[:200], reason)
