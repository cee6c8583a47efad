"""How much each criterion of a sum weighs: as asked for, and never nothing at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from geo.declarations import Text
from geo.questions.question import BadParameter


def asked_weights(asked: Mapping[str, Any], names: Iterable[str]) -> dict[str, float]:
    """The weight of each criterion, from its parameter ``weight_NAME``.

    >>> asked_weights({"weight_law": 2.0, "weight_office": 0.0, "limit": 1}, ["law", "office"])
    {'law': 2.0, 'office': 0.0}

    :raises BadParameter: when all are zero.
    """
    found = {name: float(asked[f"weight_{name}"]) for name in names}
    if not any(found.values()):
        reason = Text("todos los pesos que cuentan aquí son cero", "all weights that count here are zero")
        raise BadParameter(f"weight_{next(iter(found))}", "0", reason)
    return found
