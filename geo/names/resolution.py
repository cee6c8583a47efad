"""What the resolver answers: a place of Mexico with its code, several candidates, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["resolved", "ambiguous", "unmatched"]
Kind = Literal["municipality", "state"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a text may mean.

    `code` is a CVEGEO (five digits) or a CVE_ENT (two digits); `name` and `state` are official names;
    `matched` is the name under which the place was found, such as Cancún for Benito Juárez. `score` runs from
    0 to 1 and orders candidates; it is no probability.
    """

    code: str
    kind: Kind
    name: str
    state: str
    method: str
    score: float
    matched: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer to one text. It has `code`, `kind`, `name` and `state` if, and only if, it is resolved.

    `alternatives` are the candidates among which a person has to choose (*ambiguous*), the nearest names
    (*unmatched*), or other readings that were outweighed (*resolved*), best first.
    """

    status: Status
    code: str | None
    kind: Kind | None
    name: str | None
    state: str | None
    method: str
    score: float
    alternatives: tuple[Candidate, ...] = ()


def resolved(candidate: Candidate, alternatives: tuple[Candidate, ...] = ()) -> Resolution:
    """The resolution that says: it is this one."""
    return Resolution(
        "resolved",
        candidate.code,
        candidate.kind,
        candidate.name,
        candidate.state,
        candidate.method,
        candidate.score,
        alternatives,
    )


def ambiguous(candidates: tuple[Candidate, ...]) -> Resolution:
    """The resolution that says: one of these, or none, and a person has to choose."""
    best = candidates[0]
    return Resolution("ambiguous", None, None, None, None, best.method, best.score, candidates)


def unmatched(reason: str, nearest: tuple[Candidate, ...] = ()) -> Resolution:
    """The resolution that says: nothing is called so. `reason` becomes its method."""
    return Resolution("unmatched", None, None, None, None, reason, 0.0, nearest)
