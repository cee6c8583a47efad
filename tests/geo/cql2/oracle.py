"""What a filter says of a row, worked out in plain Python and shapely from the rules of OGC 21-065r2.

It reads the tree of CQL2 JSON and shares nothing with the translator. None is unknown.
"""

import datetime as dt
import math
import operator
import re
import unicodedata
from collections.abc import Callable
from typing import Any

import shapely
from pyproj import Geod

from tests.geo.cql2.places import Place

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
# What an interval without beginning or end begins or ends at.
BEFORE_ALL, AFTER_ALL = (-1,), (1,)


def holds(node: Any, row: Place) -> Any:
    """The value of a node for a row."""
    match node:
        case {"property": name}:
            if name in {"geom", "zone"}:
                return row.shape(name)
            value = getattr(row, name)
            return value.replace(tzinfo=None) if name == "seen" and value else value
        case {"date": text}:
            return dt.date.fromisoformat(text)
        case {"timestamp": text}:
            return _instant(text)
        case {"interval": [start, end]}:
            return _Interval(_end(start, row, BEFORE_ALL), _end(end, row, AFTER_ALL))
        case {"bbox": numbers}:
            return _box(numbers)
        case {"type": _}:
            return shapely.from_geojson(_json(node))
        case {"op": name, "args": arguments}:
            return _operation(name.lower(), arguments, row)
        case list():
            return tuple(holds(each, row) for each in node)
        case _:
            return node


def _json(node: Any) -> str:
    import json

    return json.dumps(node)


def _box(numbers: list[float]) -> Any:
    west, south, east, north = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])
    if west <= east:
        return shapely.box(west, south, east, north)
    return shapely.union(shapely.box(west, south, 180, north), shapely.box(-180, south, east, north))


def _operation(name: str, arguments: list[Any], row: Place) -> Any:
    if name in {"and", "or"}:
        said = [holds(each, row) for each in arguments]
        decisive = name == "or"
        if decisive in said:
            return decisive
        return None if None in said else not decisive
    if name == "in":
        value = holds(arguments[0], row)
        said = [_compared("=", value, holds(each, row)) for each in arguments[1]]
        return True if True in said else (None if None in said else False)
    values = [holds(each, row) for each in arguments]
    if name == "isnull":
        value = values[0]
        return value is None or (isinstance(value, _Interval) and None in (value.start, value.end))
    if name == "coalesce":
        return values[0] if values[0] is not None else values[1]
    if any(value is None for value in values):
        return None
    return _known(name, values)


def _known(name: str, values: list[Any]) -> Any:
    if name in COMPARISONS:
        return _compared(name, values[0], values[1])
    if name in _ARITHMETIC:
        return _settled(_ARITHMETIC[name], *values)
    if name.startswith("s_"):
        return bool(getattr(shapely, name[2:])(*values))
    if name.startswith("t_"):
        return _related(name, values[0], values[1])
    if name.startswith("a_"):
        a, b = ({each for each in value if each is not None} for value in values)
        relations = {
            "a_contains": a >= b,
            "a_containedby": a <= b,
            "a_equals": a == b,
            "a_overlaps": bool(a & b),
        }
        return relations[name]
    match name:
        case "not":
            return not values[0]
        case "between":
            low, high = _compared(">=", values[0], values[1]), _compared("<=", values[0], values[2])
            return low and high
        case "like":
            return _like(values[0], values[1])
        case "casei":
            return values[0].casefold()
        case "accenti":
            return _plain(values[0])
        case "year":
            return values[0].year
        case "length":
            return len(values[0])
        case "array_length":
            return len(values[0])
        case "distance_km":
            return _distance(values[0], values[1])
    raise AssertionError(f"the oracle knows no {name}")


def _distance(a: Any, b: Any) -> float | None:
    if a.geom_type != "Point" or b.geom_type != "Point":
        return None
    return float(Geod(ellps="WGS84").inv(a.x, a.y, b.x, b.y)[2]) / 1000


# Case and accents


def _plain(text: str) -> str:
    """Latin letters without what is above, below or through them."""
    strokes = dict(zip("ØøŁłĐđÐðĦħŦŧı", "OoLlDdDdHhTti", strict=True))
    strokes |= {"Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Þ": "TH", "þ": "th"}
    parts = unicodedata.normalize("NFD", text)
    return "".join(strokes.get(part, part) for part in parts if not "\u0300" <= part <= "\u036f")


def _like(text: str, pattern: str) -> bool:
    expression, escaped = "", False
    for letter in pattern:
        if escaped:
            expression, escaped = expression + re.escape(letter), False
        elif letter == "\\":
            escaped = True
        else:
            expression += {"%": ".*", "_": "."}.get(letter, re.escape(letter))
    return re.fullmatch(expression, text, re.DOTALL) is not None


# Numbers


def _modulo(a: float, b: float) -> float | None:
    return math.fmod(a, b) if abs(a) < abs(b) * 2**53 else None


_ARITHMETIC: dict[str, Callable[[float, float], float | None]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "div": lambda a, b: math.trunc(a / b),
    "%": _modulo,
    "^": math.pow,
}


def _settled(compute: Callable[[float, float], float | None], a: float, b: float) -> float | None:
    if any(abs(each) > 1e100 or 0 < abs(each) < 1e-100 for each in (a, b)):
        return None
    try:
        result = compute(a, b)
    except (ArithmeticError, ValueError):
        return None
    if result is None or abs(result) > 1e300:
        return None
    return 0 if abs(result) < 1e-300 else result


# Times


class _Interval:
    """From start to end, both within; an end is a time, beyond all times, or unknown."""

    def __init__(self, start: Any, end: Any) -> None:
        self.start, self.end = start, end


def _instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text.replace("Z", ""))


def _end(node: Any, row: Place, unbounded: Any) -> Any:
    if node == "..":
        return unbounded
    if isinstance(node, str):
        return dt.date.fromisoformat(node) if len(node) == 10 else _instant(node)
    return holds(node, row)


def _is_day(value: Any) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _ends(a: Any, b: Any) -> list[Any]:
    """Start and end of both, as days where both are in days, in a form that sorts what has no bound."""
    ends = [end for value in (a, b) for end in _two_ends(value)]
    in_instants = any(isinstance(end, dt.datetime) for end in ends)
    times = (dt.time.min, dt.time.max) * 2
    return [_sortable(end, time if in_instants else None) for end, time in zip(ends, times, strict=True)]


def _two_ends(value: Any) -> tuple[Any, Any]:
    return (value.start, value.end) if isinstance(value, _Interval) else (value, value)


def _sortable(value: Any, time: dt.time | None) -> Any:
    if value is None or value in (BEFORE_ALL, AFTER_ALL):
        return value
    return (0, dt.datetime.combine(value, time) if time is not None and _is_day(value) else value)


def _compared(name: str, a: Any, b: Any) -> bool | None:
    if a is None or b is None:
        return None
    if isinstance(a, dt.date) and isinstance(b, str):
        b = dt.date.fromisoformat(b) if len(b) == 10 else _instant(b)
    if isinstance(a, dt.date) and _is_day(a) != _is_day(b):
        a_start, a_end, b_start, b_end = _ends(a, b)
        said = {
            "=": a_start == b_start and a_end == b_end,
            "<>": not (a_start == b_start and a_end == b_end),
            "<": a_end < b_start,
            ">": a_start > b_end,
            "<=": a_end <= b_end,
            ">=": a_start >= b_start,
        }
        return said[name]
    return COMPARISONS[name](a, b)


def _both(a: bool | None, b: bool | None) -> bool | None:
    return False if False in (a, b) else (None if None in (a, b) else True)


def _negated(a: bool | None) -> bool | None:
    return None if a is None else not a


def _related(name: str, a: Any, b: Any) -> bool | None:
    a_start, a_end, b_start, b_end = _ends(a, b)

    def say(compare: Callable[[Any, Any], bool], first: Any, second: Any) -> bool | None:
        return None if first is None or second is None else compare(first, second)

    lt, gt, eq = operator.lt, operator.gt, operator.eq
    before, after = say(lt, a_end, b_start), say(gt, a_start, b_end)
    starts_with, ends_with = say(eq, a_start, b_start), say(eq, a_end, b_end)
    starts_first, starts_last = say(lt, a_start, b_start), say(gt, a_start, b_start)
    ends_first, ends_last = say(lt, a_end, b_end), say(gt, a_end, b_end)
    disjoint = _negated(_both(_negated(before), _negated(after)))
    relations = {
        "t_before": before,
        "t_after": after,
        "t_disjoint": disjoint,
        "t_intersects": _negated(disjoint),
        "t_equals": _both(starts_with, ends_with),
        "t_contains": _both(starts_first, ends_last),
        "t_during": _both(starts_last, ends_first),
        "t_finishes": _both(starts_last, ends_with),
        "t_finishedby": _both(starts_first, ends_with),
        "t_meets": say(eq, a_end, b_start),
        "t_metby": say(eq, a_start, b_end),
        "t_overlaps": _both(_both(starts_first, say(gt, a_end, b_start)), ends_first),
        "t_overlappedby": _both(_both(starts_last, say(lt, a_start, b_end)), ends_last),
        "t_starts": _both(starts_with, ends_first),
        "t_startedby": _both(starts_with, ends_last),
    }
    return relations[name]
