"""The temporal functions, ``T_AFTER`` to ``T_STARTS``, and the comparison operators between times.

Definitions of OGC 21-065r2, tables 6 and 7, after OWL-Time: intervals hold both their ends, which are days
where both intervals are of days. The functions that the standard gives to intervals alone refuse dates and
timestamps; a partial date or a year is an interval.

Between spans ``<`` and ``>`` say that one ends before the other begins, ``=`` that both begin and end
together, ``<=`` that the first ends no later than the second and ``>=`` that it begins no earlier. Between
dates or between timestamps they are what they always were. What depends on an unknown end is unknown.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_

from geo.cql2.errors import TypeMismatch
from geo.cql2.instants import aligned, bound_sql
from geo.cql2.values import Bound, SpanValue, Value, truth
from geo.declarations import Text

_Compare = Callable[[Any, Any], Any]
_Condition = Callable[["_Pair"], ColumnElement[bool]]


class _Pair:
    """Two spans whose bounds compare."""

    def __init__(self, a: SpanValue, b: SpanValue) -> None:
        self.a, self.b = aligned(a, b)

    def holds(self, compare: _Compare, first: Bound, second: Bound) -> ColumnElement[bool]:
        """Whether the comparison holds between two bounds."""
        if first.infinite or second.infinite:
            known = [each.sql for each in (first, second) if each.sql is not None]
            is_met = compare(first.infinite, second.infinite)
            # An end that is unknown stays so, even beside one that is unbounded.
            return case((known[0].is_not(None), truth(is_met))) if known else truth(is_met)
        if first.constant is not None and second.constant is not None:
            return truth(compare(first.constant, second.constant))
        is_textual = self.a.is_textual
        condition: ColumnElement[bool] = compare(
            bound_sql(first, is_textual=is_textual), bound_sql(second, is_textual=is_textual)
        )
        return condition

    def before(self) -> ColumnElement[bool]:
        return self.holds(operator.lt, self.a.upper, self.b.lower)

    def after(self) -> ColumnElement[bool]:
        return self.holds(operator.gt, self.a.lower, self.b.upper)

    def starts(self, compare: _Compare) -> ColumnElement[bool]:
        return self.holds(compare, self.a.lower, self.b.lower)

    def ends(self, compare: _Compare) -> ColumnElement[bool]:
        return self.holds(compare, self.a.upper, self.b.upper)

    def equal(self) -> ColumnElement[bool]:
        return and_(self.starts(operator.eq), self.ends(operator.eq))


_ANY: dict[str, _Condition] = {
    "t_after": _Pair.after,
    "t_before": _Pair.before,
    "t_disjoint": lambda pair: or_(pair.before(), pair.after()),
    "t_equals": _Pair.equal,
    "t_intersects": lambda pair: and_(
        pair.holds(operator.le, pair.a.lower, pair.b.upper),
        pair.holds(operator.ge, pair.a.upper, pair.b.lower),
    ),
}
_INTERVALS: dict[str, _Condition] = {
    "t_contains": lambda pair: and_(pair.starts(operator.lt), pair.ends(operator.gt)),
    "t_during": lambda pair: and_(pair.starts(operator.gt), pair.ends(operator.lt)),
    "t_finishedby": lambda pair: and_(pair.starts(operator.lt), pair.ends(operator.eq)),
    "t_finishes": lambda pair: and_(pair.starts(operator.gt), pair.ends(operator.eq)),
    "t_meets": lambda pair: pair.holds(operator.eq, pair.a.upper, pair.b.lower),
    "t_metby": lambda pair: pair.holds(operator.eq, pair.a.lower, pair.b.upper),
    "t_overlappedby": lambda pair: and_(
        pair.starts(operator.gt),
        pair.holds(operator.lt, pair.a.lower, pair.b.upper),
        pair.ends(operator.gt),
    ),
    "t_overlaps": lambda pair: and_(
        pair.starts(operator.lt),
        pair.holds(operator.gt, pair.a.upper, pair.b.lower),
        pair.ends(operator.lt),
    ),
    "t_startedby": lambda pair: and_(pair.starts(operator.eq), pair.ends(operator.gt)),
    "t_starts": lambda pair: and_(pair.starts(operator.eq), pair.ends(operator.lt)),
}
_COMPARISONS: dict[str, _Condition] = {
    "=": _Pair.equal,
    "<>": lambda pair: ~pair.equal(),
    "<": _Pair.before,
    ">": _Pair.after,
    "<=": lambda pair: pair.ends(operator.le),
    ">=": lambda pair: pair.starts(operator.ge),
}
FUNCTIONS = frozenset(_ANY) | frozenset(_INTERVALS)


def relation(name: str, a: SpanValue, b: SpanValue) -> ColumnElement[bool]:
    """The condition that a temporal function states between two spans.

    :raises TypeMismatch: for an instant where the standard asks for an interval.
    """
    if name in _ANY:
        return _ANY[name](_Pair(a, b))
    for span in (a, b):
        if span.is_instant:
            raise TypeMismatch(_no_interval(name, span))
    return _INTERVALS[name](_Pair(a, b))


def compared(symbol: str, a: SpanValue, b: SpanValue) -> ColumnElement[bool]:
    """The condition that a comparison operator states between two spans."""
    if a.is_instant and b.is_instant and a.is_daily == b.is_daily and not (a.is_textual or b.is_textual):
        # One bound each: a plain comparison, which an index serves.
        return _Pair(a, b).holds(_PLAIN[symbol], a.lower, b.lower)
    return _COMPARISONS[symbol](_Pair(a, b))


_PLAIN: dict[str, _Compare] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def _no_interval(name: str, value: Value) -> Text:
    said, function = value.said, name.upper()
    return Text(
        f"{function} compara intervalos, y {said.es} no lo es.",
        f"{function} compares intervals, and {said.en} is none.",
    )
