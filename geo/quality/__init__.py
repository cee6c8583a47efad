"""How good the data of a release are: what was left out, what is missing, what contradicts what.

Everything is worked out from the tables of the release alone, so that whoever holds the file can check it.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, Select, column, func, literal, select

from geo import catalogue
from geo.declarations import Layer
from geo.quality.agreements import conflicts, duplicates, near_duplicates
from geo.quality.claims import claims_beside_records
from geo.tables import (
    LAYER_TABLES,
    RELEASE,
    RELEASE_FINDINGS,
    RELEASE_INPUTS,
    RELEASE_REJECTIONS,
    table_of,
)

TOPOLOGY_SUBJECTS = ("municipalities", "states", "borders", "contiguity", "shapes", "coverage")


def rejections_by_reason() -> Select[Any]:
    """For each input and reason the number of rejected rows, most first."""
    rejected = RELEASE_REJECTIONS.c
    count = func.count()
    return (
        select(rejected.input_name, rejected.reason_es, rejected.reason_en, count.label("rows"))
        .group_by(rejected.input_name, rejected.reason_es, rejected.reason_en)
        .order_by(rejected.input_name, count.desc(), rejected.reason_en)
    )


def completeness(layer: Layer) -> Select[Any]:
    """For each state the rows of a layer and, field by field, how many have a value.

    The state is that of the row, or of its municipality; one row with ``state`` null where it has neither.
    """
    table = table_of(layer)
    names = {field.name for field in layer.fields}
    state: Any = literal(None)
    if "cve_ent" in names:
        state = table.c.cve_ent
    elif "cvegeo" in names:
        state = func.substr(table.c.cvegeo, 1, 2)
    filled = [func.count(table.c[field.name]).label(field.name) for field in layer.fields]
    counted: Select[Any] = select(state.label("state"), func.count().label("rows"), *filled).select_from(
        table
    )
    if state is table.c.get("cve_ent") or "cvegeo" in names:
        counted = counted.group_by(state).order_by(state)
    return counted


def without_source(layer: Layer) -> Select[int, int]:
    """How many rows of a layer cite a source that is not there, and how many one that has no address."""
    table, sources = table_of(layer), LAYER_TABLES["sources"].alias("cited")
    return select(
        func.count().filter(sources.c.id.is_(None)).label("no_source"),
        func.count().filter(sources.c.id.is_not(None) & sources.c.url.is_(None)).label("no_address"),
    ).select_from(table.outerjoin(sources, table.c.source_id == sources.c.id))


def unplaced_partners() -> Select[Any]:
    """Partners without a point, those with most agreements first."""
    partners = LAYER_TABLES["partner_places"].c
    named = (partners.id, partners.name, partners.type, partners.country, partners.agreement_count)
    return (
        select(*named).where(partners.west.is_(None)).order_by(partners.agreement_count.desc(), partners.id)
    )


def freshness() -> Select[Any]:
    """Every source with its date, the day on which it was read and how many records cite it, oldest first."""
    sources = LAYER_TABLES["sources"].c
    return select(
        sources.id, sources.title, sources.url, sources.date, sources.retrieved, sources.record_count
    ).order_by(func.coalesce(sources.date, literal("")), sources.id)


def report(connection: Connection) -> dict[str, Any]:
    """The quality of the release that a connection reads, as plain data that JSON can hold.

    Keys: ``release``, ``inputs`` (rows in, loaded, rejected, with reasons), ``completeness`` (by layer, field
    and state), ``freshness``, ``duplicates``, ``near_duplicates``, ``conflicts``, ``topology``,
    ``unplaced_partners``, ``without_source``, ``claims``.
    """
    layers = catalogue.layers(connection)
    return {
        "release": _rows(connection, select(RELEASE.c.id, RELEASE.c.created_at))[0],
        "inputs": _inputs(connection),
        "completeness": {layer.id: _completeness(connection, layer) for layer in layers.values()},
        "freshness": _rows(connection, freshness()),
        "duplicates": duplicates(connection),
        "near_duplicates": near_duplicates(connection),
        "conflicts": conflicts(connection),
        "topology": _topology(connection),
        "unplaced_partners": _rows(connection, unplaced_partners()),
        "without_source": {
            layer.id: _rows(connection, without_source(layer))[0]
            for layer in layers.values()
            if any(field.name == "source_id" for field in layer.fields)
        },
        "claims": claims_beside_records(connection),
    }


def _rows(connection: Connection, statement: Select[*tuple[Any, ...]]) -> list[dict[str, Any]]:
    # Read to its end at once: DuckDB forgets an answer when the connection is asked again.
    return [dict(row._mapping) for row in connection.execute(statement).all()]


def _inputs(connection: Connection) -> list[dict[str, Any]]:
    reasons: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(connection, rejections_by_reason()):
        reasons.setdefault(row.pop("input_name"), []).append(row)
    inputs = _rows(connection, select(RELEASE_INPUTS).order_by(RELEASE_INPUTS.c.name))
    return [{**each, "reasons": reasons.get(each["name"], [])} for each in inputs]


def _completeness(connection: Connection, layer: Layer) -> dict[str, Any]:
    by_state = _rows(connection, completeness(layer))
    names = [field.name for field in layer.fields]
    states = {
        each["state"] or "": {"rows": each["rows"], "filled": {name: each[name] for name in names}}
        for each in by_state
    }
    return {
        "rows": sum(each["rows"] for each in by_state),
        "filled": {name: sum(each[name] for each in by_state) for name in names},
        "states": {} if set(states) <= {""} else states,
    }


def _topology(connection: Connection) -> list[dict[str, Any]]:
    found = RELEASE_FINDINGS.c
    rows = select(found.subject, found.severity, found.code, found.detail).where(
        column("subject").in_(TOPOLOGY_SUBJECTS)
    )
    told = _rows(connection, rows.order_by(found.subject, found.code, found.detail))
    return [{**each, "detail": json.loads(each["detail"])} for each in told]
