"""Hooks of schemathesis: what a JSON Schema cannot say of the requests that the API accepts.

They touch only requests that are meant to be accepted, and only parameters with a grammar of their own; those
meant to be refused go out as they were drawn.
"""

from __future__ import annotations

import re
import zlib
from typing import Any

import schemathesis

from geo.layers import BY_ID

TEXT_FILTERS = (
    "{key} IS NOT NULL",
    "NOT ({key} = 'x' OR {key} IN ('02', '02004', 'us'))",
    "CASEI({key}) LIKE CASEI('A%') AND TRUE",
    "{key} BETWEEN '0' AND 'z'",
    "FALSE",
)
JSON_FILTERS = (
    '{{"op":"isNull","args":[{{"property":"{key}"}}]}}',
    '{{"op":"<>","args":[{{"property":"{key}"}},"02"]}}',
    '{{"op":"or","args":[true,{{"op":"like","args":[{{"property":"{key}"}},"0%"]}}]}}',
)
PLACED_FILTERS = (
    "S_INTERSECTS(geometry, POINT(-117 32.5))",
    "S_WITHIN(geometry, BBOX(-118, 14, -86, 33))",
    "S_DISJOINT(geometry, POLYGON((-100 20, -99 20, -99 21, -100 20)))",
)
BOXES = ([-117.5, 32, -114, 33], [-118.4, 14.5, 0, -86.7, 32.7, 9], [170, -10, -100, 80], [-99, 19, -99, 19])
INTERVALS = ("2010-01-01/..", "2015", "../2018-02-12T23:20:50Z", "2010/2015", "2018-02-12")
INDICATORS = ("municipalities.area_km2", "municipalities.us_border_km")
# Two bounds of one span: the first is no more than the second.
SPANS = (("distance_km_min", "distance_km_max"), ("from_year", "to_year"))
# Neighbours: fewer than any release has municipalities, and few enough to permute as often as is drawn.
MOST = {"k": 15, "km": 50}
# Two ends of a path that both are there; an ego and groups that depend on another parameter.
TOGETHER_ONLY = ("ego", "path_from", "path_to", "group")
KEYS = {
    "government": ("02004", "02"),
    "polygon": ("POLYGON((-117.5 31.5, -114 31.5, -114 33, -117.5 33, -117.5 31.5))",),
    "indicator": INDICATORS,
    "denominator": INDICATORS,
    "vulnerability_indicator": INDICATORS,
}
"""Parameters of questions that name things of the release which are too many, or too many kinds, to list."""
OF_GEOMETRY = ("crs", "skipGeometry", "zoom-level", "max-allowable-offset", "precision")
COLLECTION = re.compile(r"/collections/([a-z_0-9]+)/")


def _one(choices: Any, seed: Any) -> Any:
    return choices[zlib.crc32(repr(seed).encode()) % len(choices)]


def _collection_of(case: schemathesis.Case) -> str | None:
    match = COLLECTION.match(case.operation.path)
    return match[1] if match else case.path_parameters.get("collection_id")


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, _: dict[str, Any]) -> None:
    """Values with a grammar of their own, and pairs that do not go together."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    query, seed = case.query, sorted(map(str, case.query.items()))
    collection_id = _collection_of(case)
    layer = BY_ID.get(collection_id or "")
    if "filter" in query:
        is_json = query.get("filter-lang") == "cql2-json"
        filters = JSON_FILTERS if is_json else TEXT_FILTERS
        if layer is not None and layer.geometry is not None and not is_json and not query.get("filter-crs"):
            filters += PLACED_FILTERS
        query["filter"] = "true" if layer is None else _one(filters, seed).format(key=layer.key)
    if "bbox" in query:
        query["bbox"] = ",".join(map(str, _one(BOXES, seed)))
        query.pop("bbox-crs", None)
    if "datetime" in query:
        query["datetime"] = _one(INTERVALS, seed)
    if "q" in query:  # a text with some letter or digit of any script
        query["q"] = _one(("tijuana", "San José", "02004", "xyz", "tijuna"), seed)
    if "properties" in query and not case.operation.path.endswith("/items"):
        query["properties"] = "" if layer is None else layer.key
    for name, values in KEYS.items():
        if name in query:
            query[name] = _one(values, seed)
    for least, most in SPANS:
        if least in query and most in query:
            query[least], query[most] = sorted((query[least], query[most]), key=float)
    for name, most_of_it in MOST.items():
        if name in query:
            query[name] = min(query[name], most_of_it, key=float)
    if query.get("weights") == "k_nearest":
        query.pop("compared_with", None)  # a selection may have fewer municipalities
    for name in TOGETHER_ONLY:
        query.pop(name, None)
    if layer is not None and layer.geometry is None:
        for name in OF_GEOMETRY:  # of single items, whose one address stands for all collections
            query.pop(name, None)
    if query.get("f") in {"fgb", "kml"}:
        query.pop("skipGeometry", None)
        if case.operation.path.startswith("/questions/"):
            query["f"] = "geojson"  # whether there is geometry depends on other parameters
    if query.get("f") == "kml":
        query.pop("crs", None)
