"""Published figures beside what the records of the release give, never mixed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, case, select

from geo.tables import LAYER_TABLES

COUNTRY = "00"

_AII, _TWINNING = "acuerdo_interinstitucional", "hermanamiento"


def claims_beside_records(connection: Connection) -> list[dict[str, Any]]:
    """Each measure and state that has claims: the claims as published, and the figure of the records.

    ``from_records`` is None where the records cannot give the measure; ``method`` says what was counted.
    Distinct signatory, partner and instrument count once, as everywhere in the Atlas.
    """
    rows = LAYER_TABLES["claims"].c
    published = connection.execute(
        select(
            rows.id, rows.cve_ent, rows.measure, rows.value, rows.unit, rows.as_of, rows.source_id,
            rows.source_title, rows.source_url,
        ).order_by(rows.measure, rows.cve_ent, rows.as_of, rows.id)
    ).all()  # fmt: skip
    figures = _figures(connection)
    grouped: dict[tuple[str, str], dict[str, Any]] = {}
    for row in published:
        measure, state = row.measure, row.cve_ent
        figure = figures.get(measure)
        one = grouped.setdefault(
            (measure, state),
            {
                "measure": measure,
                "cve_ent": state,
                "from_records": None if figure is None else figure[1].get(state, 0),
                "method": None if figure is None else figure[0],
                "claims": [],
            },
        )
        shown = ("id", "value", "unit", "as_of", "source_id", "source_title", "source_url")
        one["claims"].append({name: row._mapping[name] for name in shown})
    return list(grouped.values())


def _figures(connection: Connection) -> dict[str, tuple[str, dict[str, int]]]:
    """For each measure that records can give: how, and its figure for each state and the country."""
    agreements, offices = LAYER_TABLES["agreements"].c, LAYER_TABLES["offices"].c
    signatory = case((agreements.level == "municipal", agreements.cvegeo), else_=agreements.cve_ent)
    known = connection.execute(
        select(
            signatory, agreements.partner_id, agreements.instrument, agreements.partner_country,
            agreements.partner_admin1,
        )
        .where(agreements.scope == "international")
        .distinct()
    ).all()  # fmt: skip
    kept = connection.execute(select(offices.cve_ent, offices.kind, offices.country)).all()
    aii = [row for row in map(tuple, known) if row[2] == _AII]
    method = "known international agreements, instrument acuerdo_interinstitucional"
    return {
        "aii_count": (method, _counted(_states(aii))),
        "aii_with_us": (f"{method}, partner in US", _counted(_states(row for row in aii if row[3] == "US"))),
        "aii_with_texas": (
            f"{method}, partner in Texas",
            _counted(_states(row for row in aii if row[3] == "US" and row[4] in {"Texas", "TX"})),
        ),
        "aii_state_signed": (
            f"{method}, signed by the state",
            _counted(_states(row for row in aii if len(row[0]) == len("00"))),
        ),
        "aii_local_signed": (
            f"{method}, signed by a municipality",
            _counted(_states(row for row in aii if len(row[0]) > len("00"))),
        ),
        "hermanamientos_count": (
            "known international agreements, instrument hermanamiento",
            _counted(_states(row for row in map(tuple, known) if row[2] == _TWINNING)),
        ),
        "ofam_count": (
            "offices of kind ofam_state and ofam_municipal",
            _counted(code for code, kind, _ in kept if kind in {"ofam_state", "ofam_municipal"}),
        ),
        "us_offices_count": (
            "offices of kind ofam_abroad in US",
            _counted(code for code, kind, country in kept if kind == "ofam_abroad" and country == "US"),
        ),
        "iom_windows_count": (
            "offices of kind iom_window",
            _counted(code for code, kind, _ in kept if kind == "iom_window"),
        ),
    }


def _states(rows: Iterable[tuple[Any, ...]]) -> list[str]:
    # One known agreement may have records that write its partner's province in two ways.
    return [signatory[:2] for signatory, _, _ in {row[:3] for row in rows}]


def _counted(states: Iterable[str | None]) -> dict[str, int]:
    """How often each state is named, and all together for the country."""
    found: dict[str, int] = {}
    for state in states:
        found[COUNTRY] = found.get(COUNTRY, 0) + 1
        if state is not None:
            found[state] = found.get(state, 0) + 1
    return found
