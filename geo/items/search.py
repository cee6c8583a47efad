"""The statement behind the search box: municipalities and states by any part of their name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, case, literal, null, select, union_all

from geo.items.queries import Selection, conditions
from geo.layers import layer_named
from geo.names.folding import fold
from geo.tables import LAYER_TABLES


class NothingToSearch(ValueError):
    """The text has no letter and no digit."""


def places(text: str, limit: int) -> Select[Any]:
    """Rows (type, id, name, state, west, south, east, north, lon, lat, rank), best first.

    Accents, case and punctuation do not count. ``rank`` is 0 for the whole name or the code, 1 for its
    beginning, 2 for the beginning of a later word, 3 for any other part. A state has no ``lon``, ``lat``.

    :raises NothingToSearch: when the text has no letter and no digit.
    """
    key = fold(text)
    if not key:
        raise NothingToSearch(text)
    found = _matches(key).subquery("found")
    return (
        select(found)
        .order_by(
            found.c.rank, found.c.is_municipality, found.c.agreement_count.desc(), found.c.name, found.c.id
        )
        .limit(limit)
    )


def of_codes(codes: Sequence[str]) -> CompoundSelect[Any]:
    """The rows of :func:`places` of those states and municipalities, in no order and with rank 0."""
    states, municipalities = LAYER_TABLES["states"], LAYER_TABLES["municipalities"]
    return _rows(states.c.cve_ent.in_(codes), literal(0), municipalities.c.cvegeo.in_(codes), literal(0))


def _matches(key: str) -> CompoundSelect[Any]:
    states, municipalities = LAYER_TABLES["states"], LAYER_TABLES["municipalities"]

    def rank(code: Any, search_key: Any) -> Any:
        return case(
            (code == key, 0),
            (search_key == key, 0),
            (search_key.startswith(key, autoescape=True), 1),
            (search_key.contains(f" {key}", autoescape=True), 2),
            else_=3,
        )

    return _rows(
        states.c.search_key.contains(key, autoescape=True) | (states.c.cve_ent == key),
        rank(states.c.cve_ent, states.c.search_key),
        municipalities.c.search_key.contains(key, autoescape=True) | (municipalities.c.cvegeo == key),
        rank(municipalities.c.cvegeo, municipalities.c.search_key),
    )


def _rows(
    of_states: ColumnElement[bool],
    rank_of_state: ColumnElement[Any],
    of_municipalities: ColumnElement[bool],
    rank_of_municipality: ColumnElement[Any],
) -> CompoundSelect[Any]:
    states, municipalities = LAYER_TABLES["states"], LAYER_TABLES["municipalities"]
    return union_all(
        select(
            literal("state").label("type"),
            states.c.cve_ent.label("id"),
            states.c.name,
            states.c.name.label("state"),
            *(states.c[side] for side in ("west", "south", "east", "north")),
            null().label("lon"),
            null().label("lat"),
            rank_of_state.label("rank"),
            literal(0).label("is_municipality"),
            states.c.agreement_count,
        ).where(of_states),
        select(
            literal("municipality"),
            municipalities.c.cvegeo,
            municipalities.c.name,
            municipalities.c.state_name,
            *(municipalities.c[side] for side in ("west", "south", "east", "north")),
            municipalities.c.lon,
            municipalities.c.lat,
            rank_of_municipality,
            literal(1),
            municipalities.c.agreement_count,
        ).where(of_municipalities),
    )


def municipalities_at(lon: float, lat: float) -> Select[Any]:
    """Rows (cvegeo, name, cve_ent, state, research, agreement_count) of the municipalities that a point of
    EPSG:4326 lies in: none outside the country, several on a boundary."""
    layer = layer_named("municipalities")
    table = LAYER_TABLES["municipalities"].c
    return (
        select(
            table.cvegeo,
            table.name,
            table.cve_ent,
            table.state_name.label("state"),
            table.research,
            table.agreement_count,
        )
        .where(*conditions(layer, Selection(bbox=(lon, lat, lon, lat))))
        .order_by(table.cvegeo)
    )
