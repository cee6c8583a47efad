"""The CQL2 filter of a request: text or JSON, with its geometries in any reference system of the Atlas."""

from __future__ import annotations

from sqlalchemy import ColumnElement
from starlette.requests import Request

from api.parameters import given_once
from geo import cql2
from geo.cql2.geometries import crs_named
from geo.declarations import Layer, Text
from geo.questions.question import BadParameter

TEXT, JSON = LANGUAGES = ("cql2-text", "cql2-json")
NAMES = ("filter", "filter-lang", "filter-crs")


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
    tree = cql2.tree_of(text) if language == TEXT else cql2.tree_of_json(text)
    return cql2.where_tree(layer, tree, filter_crs=filter_crs)
