"""Whether published percentages and projections follow from the counts published with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from geo.declarations import Text as Said
from geo.declarations import Vocabulary, Word
from geo.questions.claims.published_percentages import change_follows, share_follows
from geo.statistics.scenarios import STEP_YEARS, projected

FOLLOWS = Vocabulary(
    "follows",
    (
        Word("yes", Said("Se sigue de sus propias cuentas", "Follows from its own counts")),
        Word("no", Said("No se sigue de sus propias cuentas", "Does not follow from its own counts")),
        Word("not_checked", Said("Sin cuentas con que comprobarlo", "No counts to check it with")),
    ),
)

# A change and the two figures that it is between: nothing in the rows themselves links them.
_CHANGES = {
    "idx-00-0510p": ("idx-00-2005", "idx-00-2010"),
    "idx-00-0409-b": ("idx-00-2004-b", "idx-00-2009-b"),
}
_PROJECTION = re.compile(r"proy-00-(tendencia|optimista)-(\d{4})")
_SCENARIOS = {"tendencia": "trend", "optimista": "twice_the_growth"}
_BASE, _RATE = "aii-00-2025", "proy-00-tasa"


@dataclass(frozen=True, slots=True)
class Check:
    """What a figure ought to be by those published with it, and by which arithmetic."""

    follows: str
    recomputed: float | None = None
    arithmetic: str | None = None


NOT_CHECKED = Check("not_checked")


def check(claim: Row[Any], published: Mapping[str, Row[Any]]) -> Check:
    """Whether a claim follows from the others, which are given by id.

    A percentage whose id is that of a count and ``-pct`` is that count as a share of all AII that the same
    source gives for the same date.
    """
    if claim.unit == "percent" and (part := published.get(claim.id.removesuffix("-pct"))) is not None:
        if part.id != claim.id and (whole := _whole(claim, published)) is not None:
            return _share(claim.value, part.value, whole)
    elif claim.id in _CHANGES and all(each in published for each in _CHANGES[claim.id]):
        before, after = (published[each].value for each in _CHANGES[claim.id])
        recomputed = round(100 * (after / before - 1), 2)
        return Check(
            "yes" if change_follows(claim.value, before, after) else "no",
            recomputed,
            f"100 × ({after:g} ÷ {before:g} − 1)",
        )
    elif (found := _PROJECTION.fullmatch(claim.id)) and {_BASE, _RATE} <= set(published):
        base, rate = published[_BASE].value, published[_RATE].value
        steps = (int(found[2]) - int(published[_BASE].as_of[:4])) // STEP_YEARS
        count = projected(base, rate, steps, _SCENARIOS[found[1]])
        factor = "" if found[1] == "tendencia" else "2 × "
        arithmetic = f"{base:g} + {factor}{base:g} × ({1 + rate / 100:g}^{steps} − 1)"
        return Check("yes" if count == claim.value else "no", count, arithmetic)
    return NOT_CHECKED


def _whole(claim: Row[Any], published: Mapping[str, Row[Any]]) -> float | None:
    for other in published.values():
        is_total = other.measure == "aii_count" and other.cve_ent == claim.cve_ent and other.unit == "count"
        if is_total and all(
            getattr(other, name) == getattr(claim, name) for name in ("source_id", "source_locator", "as_of")
        ):
            total: float = other.value
            return total
    return None


def _share(printed: float, part: float, whole: float) -> Check:
    is_right = share_follows(printed, part, whole)
    return Check(
        "yes" if is_right else "no",
        round(100 * part / whole, 2) if whole else None,
        f"100 × {part:g} ÷ {whole:g}",
    )
