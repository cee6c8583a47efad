"""Spells: runs of days that a municipality spent in one category of drought."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

MOST_DAYS = 31
"""A map speaks of the time since the map before, a month at most: what lies further back is unknown."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A run of days in one category, from the first to the last."""

    code: str
    category: str
    start: date
    end: date

    @property
    def days(self) -> int:
        """Days from the first to the last, the first not counted.

        >>> Spell("01001", "D0", date(2025, 1, 16), date(2025, 4, 15)).days
        89
        """
        return (self.end - self.start).days


def periods(maps: Sequence[date]) -> list[tuple[date, date]]:
    """The days of which each map speaks: since the one before, or its own month where one is missing.

    >>> [start.isoformat() for start, _ in periods([date(2003, 6, 30), date(2003, 7, 31), date(2003, 9, 30)])]
    ['2003-06-01', '2003-07-01', '2003-09-01']
    """
    if not maps:
        return []
    starts = [maps[0].replace(day=1)]
    for before, day in pairwise(maps):
        is_next = (day - before).days <= MOST_DAYS
        starts.append(before + timedelta(days=1) if is_next else day.replace(day=1))
    return list(zip(starts, maps, strict=True))


def spells(code: str, categories: Sequence[str], times: Sequence[tuple[date, date]]) -> list[Spell]:
    """The runs of equal categories; days that no map speaks of end a run.

    >>> days = periods([date(2003, 1, 31), date(2003, 2, 28), date(2003, 3, 31)])
    >>> [(each.category, each.days) for each in spells("01001", ["D0", "D0", "D1"], days)]
    [('D0', 58), ('D1', 30)]
    """
    found: list[Spell] = []
    for category, (start, end) in zip(categories, times, strict=True):
        last = found[-1] if found else None
        if last and last.category == category and last.end + timedelta(days=1) == start:
            found[-1] = Spell(code, category, last.start, end)
        else:
            found.append(Spell(code, category, start, end))
    return found


def longest(found: Iterable[Spell]) -> dict[str, Spell]:
    """The longest spell of each category, the earliest among equals."""
    best: dict[str, Spell] = {}
    for each in found:
        if each.category not in best or each.days > best[each.category].days:
            best[each.category] = each
    return best
