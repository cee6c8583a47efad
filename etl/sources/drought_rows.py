"""Spells of drought by municipality, whichever table they were read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from etl.boundaries.records import Finding
from etl.sources.register.checking import Rejection
from etl.sources.spells import Spell


@dataclass(slots=True)
class DroughtRows:
    """The longest spells by municipality and category, and the rows that do not fit.

    ``incomplete`` are municipalities of which some row was rejected: a category that they lack may have
    occurred.
    """

    record_end: date | None = None
    spells: dict[str, dict[str, Spell]] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    incomplete: set[str] = field(default_factory=set)
    rows_in: int = 0
    rows_loaded: int = 0
    restored_zeros: int = 0
