"""The CQL2 filter of a request: text or JSON, with its geometries in any reference system of the Atlas."""

from __future__ import annotations

import orjson
from sqlalchemy import ColumnElement
from starlette.requests import Request

from api.parameters import given_once
from geo import cql2
from geo.cql2.geometries import crs_named
from geo.cql2.limits import check_characters
from geo.declarations import Layer, Text
from geo.questions.question import BadParameter

TEXT, JSON = LANGUAGES = ("cql2-text", "cql2-json")
NAMES = ("filter", "filter-lang", "filter-crs")
_NO_JSON = Text("no es JSON", "it is not JSON")


def condition(request: Request, layer: Layer) -> ColumnElement[bool] | None:
    """The condition that the filter of a request states on the rows of a layer, or None without a filter.

    :raises BadParameter: for a language that is none.
    :raises geo.cql2.FilterError: when the filter cannot be answered.
    """
    given = given_once(request, "filter-lang")
    language = TEXT if given is None else given
    if language not in LANGUAGES:
        listed = ", ".join(LANGUAGES)
        reason = Text(f"debe ser uno de: {listed}", f"must be one of: {listed}")
        raise BadParameter("filter-lang", language, reason, LANGUAGES)
    filter_crs = given_once(request, "filter-crs")
    text = given_once(request, "filter")
    if text is None:
        crs_named(filter_crs)  # an unknown system is refused, whether or not there is a filter to read
        return None
    return cql2.where(layer, text if language == TEXT else _tree(text), filter_crs=filter_crs)


def _tree(text: str) -> dict[str, object] | bool:
    check_characters(text)
    try:
        tree: dict[str, object] | bool = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise cql2.BadSyntax(_NO_JSON, error.pos) from None
    return tree
