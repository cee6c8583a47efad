"""CQL2, the filter language of OGC 21-065r2, as conditions on layers and tables for both engines.

:func:`where` reads a filter and gives a SQLAlchemy condition; what cannot be answered raises a
:class:`FilterError` that says why. ``docs/cql2.md`` tells what is meant where the standard leaves it open.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause

from geo.cql2 import functions as _functions
from geo.cql2.errors import (
    BadLiteral,
    BadSyntax,
    FilterError,
    TooComplex,
    TypeMismatch,
    UnknownCrs,
    UnknownFunction,
    UnknownProperty,
    WrongArguments,
)
from geo.cql2.functions import FUNCTIONS, Argument, Function
from geo.cql2.geometries import FILTER_CRS, crs_named
from geo.cql2.json_text import tree_of_json
from geo.cql2.limits import check_tree
from geo.cql2.queryable import queryables, queryables_of
from geo.cql2.text import tree_of
from geo.cql2.translator import Translator
from geo.declarations import Layer
from geo.engines import duckdb_filters, postgis_filters

__all__ = [
    "CONFORMANCE",
    "FILTER_CRS",
    "FUNCTIONS",
    "Argument",
    "BadLiteral",
    "BadSyntax",
    "FilterError",
    "Function",
    "TooComplex",
    "TypeMismatch",
    "UnknownCrs",
    "UnknownFunction",
    "UnknownProperty",
    "WrongArguments",
    "functions_document",
    "queryables",
    "tree_of",
    "tree_of_json",
    "where",
    "where_tree",
]

CONFORMANCE = tuple(
    f"http://www.opengis.net/spec/cql2/1.0/conf/{name}"
    for name in (
        "basic-cql2",
        "advanced-comparison-operators",
        "case-insensitive-comparison",
        "accent-insensitive-comparison",
        "basic-spatial-functions",
        "basic-spatial-functions-plus",
        "spatial-functions",
        "temporal-functions",
        "array-functions",
        "property-property",
        "functions",
        "arithmetic",
        "cql2-text",
        "cql2-json",
    )
)
"""The conformance classes of OGC 21-065r2, all of which hold."""

functions_document = _functions.document

# Loaded for what they register: how each engine spells the constructs of filters.
_SPELLINGS = (duckdb_filters, postgis_filters)


def where(
    table_or_layer: Layer | FromClause,
    expression: str | dict[str, Any] | bool,
    *,
    filter_crs: str | None = None,
) -> ColumnElement[bool]:
    """The condition that a CQL2 filter states on the rows of a layer or of any table.

    ``expression`` is CQL2 text or, when it begins with ``{``, CQL2 JSON as text (``str``), or CQL2 JSON as
    parsed (``dict`` or ``bool``). ``filter_crs`` is the address of the reference system of its geometries,
    CRS84 when absent; EPSG's have the axis order of EPSG. The condition names columns of the layer's own
    table and, where it asks for geometry, of the table that :func:`geo.tables.geometry_table_of` gives: the
    statement has to select from both.

    :raises FilterError: when the filter cannot be answered; see :mod:`geo.cql2.errors`.

    >>> from geo.layers import layer_named
    >>> print(where(layer_named("agreements"), "partner_country IN ('US', 'CA')"))
    agreements.partner_country IN (__[POSTCOMPILE_partner_country_1])
    """
    if not isinstance(expression, str):
        return where_tree(table_or_layer, expression, filter_crs=filter_crs)
    # No CQL2 text begins with a brace, and every filter in JSON that asks for anything does.
    read = tree_of_json if expression.lstrip().startswith("{") else tree_of
    return where_tree(table_or_layer, read(expression), filter_crs=filter_crs)


def where_tree(
    table_or_layer: Layer | FromClause, tree: Any, *, filter_crs: str | None = None
) -> ColumnElement[bool]:
    """The condition that a filter states which was read already, by :func:`tree_of` or :func:`tree_of_json`.

    Like :func:`where`, but a character string is one and not read again.

    :raises FilterError: when the filter cannot be answered; see :mod:`geo.cql2.errors`.
    """
    written_in = crs_named(filter_crs)
    check_tree(tree)
    return Translator(queryables_of(table_or_layer), written_in).condition(tree)
