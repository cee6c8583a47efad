"""Five thousand filters, most of them spoilt: each is answered or refused, and no engine ever fails.

The refusals are the package's own errors; a filter that is answered runs on the engine. Together they take
seconds, because several conditions go into one statement.
"""

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from geo.cql2 import FilterError, tree_of, where
from tests.geo.cql2 import drawn
from tests.geo.cql2.conftest import answers
from tests.geo.cql2.places import PLACES
from tests.geo.cql2.wording import text_of

DRAWN_FILTERS = 5_000
_AT_ONCE = 25

_PIECES = (
    "AND", "OR", "NOT", "IN", "LIKE", "BETWEEN", "IS NULL", "IS NOT NULL", "=", "<>", "<", ">", "<=",
    ">=", "+", "-", "*", "/", "%", "^", "div", "(", ")", ",", "'", '"', "''", "\\", "name", "pop_other",
    "height", "boolean", '"date"', "start", "tags", "geom", "zone", "nothing", "CASEI(name)", "ACCENTI(",
    "S_INTERSECTS(geom,", "T_AFTER(start,", "A_CONTAINS(tags,", "POINT(1 2)", "POINT(1 2",
    "POINT(nan inf)", "POLYGON((0 0,1 1,1 0,0 1,0 0))", "POINT(1e999 2)", "BBOX(0,0,1,1)", "BBOX(1,2,3)",
    "BBOX(-200,0,1,1)", "POLYGON((0 0,1 0,1 1))", "LINESTRING(1 1,1 1)", "POINT EMPTY",
    "DATE('2024-02-30')", "DATE('2022-04-16')", "TIMESTAMP('2022-04-16T25:00:00Z')",
    "INTERVAL('..','..')", "INTERVAL('2023-01-01','2022-01-01')", "1", "0", "-1", "1e308", "1e999", "10",
    "^ 400", "9" * 400, "0.0", "1e-300", "9223372036854775808", "'x'", "'%'", "'\\'", "'ß'", "'\u0000'",
    "\u0000", "\ud800", "\u202e", "☃", "TRUE", "NULL", "year(", "distance_km(geom, POINT(1 2))",
    "coalesce(", "length(", "[", "]", "{", ";", "--", "/*", "$1", "%(x)s", ":x",
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 1e308, -1e308, 10**400, float("nan"), float("inf"), "", "x", "\x00", "\ud800",
    "%", "\\", [], {}, [[]], {"op": "not"}, {"op": 5, "args": []}, {"args": []}, {"property": 5},
    {"property": "nothing"}, {"property": "geom"}, {"property": "tags"}, {"property": "height"},
    {"property": "start"}, {"date": 5}, {"date": None}, {"timestamp": []},
    {"interval": ["..", "..", ".."]}, {"interval": [None, 1]}, {"bbox": [0, 0]}, {"bbox": None},
    {"bbox": [0, 0, float("nan"), 1]}, {"type": "Point"}, {"type": "Point", "coordinates": []},
    {"type": 5}, {"type": "Point", "coordinates": ["a", "b"]}, {"type": "Point", "coordinates": [[1, 2]]},
    {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]},
    {"type": "LineString", "coordinates": [[0, 0]]}, {"type": "Polygon", "coordinates": []},
    {"type": "GeometryCollection", "geometries": [{"type": "x"}, 5]},
    {"type": "MultiPoint", "coordinates": [1, 2]}, {"casei": "x"}, {"function": {"name": "f"}},
    {"op": "f", "args": []}, {"op": "casei", "args": [{"property": "name"}]}, {"op": "/", "args": [1, 0]},
    {"op": "^", "args": [10, 400]},
)  # fmt: skip


def _spoilt_text(chance: random.Random, text: str) -> str:
    """The text with a few pieces put in, taken out, doubled or exchanged."""
    words = re.findall(r"'[^']*'|\w+|\s+|.", text, re.DOTALL) or [" "]
    for _ in range(chance.randint(1, 3)):
        place = chance.randrange(len(words))
        match chance.randrange(5):
            case 0:
                words[place] = chance.choice(_PIECES)
            case 1:
                words.insert(place, f" {chance.choice(_PIECES)} ")
            case 2:
                words[place] = ""
            case 3:
                words[place] *= chance.choice([2, 3, 70])
            case _:
                other = chance.randrange(len(words))
                words[place], words[other] = words[other], words[place]
    return "".join(words)


def _spoilt_tree(chance: random.Random, tree: Any) -> Any:
    """The tree with some of its nodes replaced, wrapped or dropped."""
    if chance.random() < 0.12:
        match chance.randrange(4):
            case 0:
                return chance.choice(_VALUES)
            case 1:
                return [tree]
            case 2:
                return {
                    "op": chance.choice([*drawn.SPATIAL, *drawn.ARRAYS, "t_after", "not", "+", "like"]),
                    "args": [tree],
                }
            case _:
                return {
                    "op": chance.choice(["=", "<", "+", "^", "and", "in", "between"]),
                    "args": [tree, chance.choice(_VALUES)],
                }
    if isinstance(tree, dict):
        return {name: _spoilt_tree(chance, value) for name, value in tree.items()}
    if isinstance(tree, list):
        kept = [each for each in tree if chance.random() > 0.03]
        return [_spoilt_tree(chance, each) for each in kept]
    return tree


def _soup(chance: random.Random) -> str:
    return " ".join(chance.choice(_PIECES) for _ in range(chance.randint(1, 9)))


def _drawn(seed: int) -> Iterator[Any]:
    """Filters without end: good ones, spoilt ones, and soup."""
    chance = random.Random(seed)
    good = [json.loads(each) for each in _good_trees()]
    while True:
        tree = chance.choice(good)
        match chance.randrange(6):
            case 0:
                yield tree
            case 1:
                yield text_of(tree)
            case 2 | 3:
                yield _spoilt_text(chance, text_of(tree))
            case 4:
                yield _spoilt_tree(chance, tree)
            case _:
                yield _soup(chance)


def _good_trees() -> list[str]:
    """Some hundred trees, the same in every run."""
    trees: list[str] = []

    @settings(
        max_examples=400,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    @given(drawn.filters)
    def collect(tree: Any) -> None:
        trees.append(json.dumps(tree))

    collect()
    return trees


def test_filters_are_answered_or_refused_and_never_fail(places: Connection) -> None:
    said: Counter[str] = Counter()
    waiting = []
    drawing = _drawn(seed=20261120)
    for _ in range(DRAWN_FILTERS):
        expression = next(drawing)
        try:
            waiting.append(where(PLACES, expression))
        except FilterError as refused:
            said[type(refused).__name__] += 1
            continue
        said["answered"] += 1
        if len(waiting) == _AT_ONCE:
            answers(places, waiting)
            waiting.clear()
    answers(places, waiting)
    assert said["answered"] > DRAWN_FILTERS // 5, said
    for kind in (
        "BadSyntax",
        "TypeMismatch",
        "UnknownProperty",
        "BadLiteral",
        "WrongArguments",
        "TooComplex",
    ):
        assert said[kind], said


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    position = 0
    try:
        tree_of(text)
    except FilterError as refused:
        position = refused.position or 0
    assert 0 <= position <= len(text)
