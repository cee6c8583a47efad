"""Spans that two parameters bound: the least and the most of the same thing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.declarations import Text
from geo.questions.question import BadParameter


def ordered(asked: Mapping[str, Any], least: str, most: str) -> None:
    """Nothing, where the span has one bound or none, or ends no earlier than it begins.

    >>> ordered({"from_year": 2000, "to_year": 2000}, "from_year", "to_year")

    :raises BadParameter: when nothing can be in the span, which must never look like nothing being known.
    """
    if asked[least] is not None and asked[most] is not None and asked[least] > asked[most]:
        reason = Text(
            f"es menor que «{least}», que es {asked[least]:g}",
            f"is less than `{least}`, which is {asked[least]:g}",
        )
        raise BadParameter(most, f"{asked[most]:g}", reason)
