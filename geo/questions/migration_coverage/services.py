"""Services for migrants, the nearest of each kind to every municipality, and what else the register says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from geo.declarations import Word
from geo.geodesy.nearest import nearest
from geo.layers.offices import OFFICE_KIND
from geo.names.routes import municipalities_on
from geo.tables import LAYER_TABLES

SERVICES: tuple[Word, ...] = tuple(
    word
    for word in OFFICE_KIND.words
    if word.value
    in {"ofam_state", "ofam_municipal", "iom_window", "consulate_foreign_in_mx", "consulate_mx_abroad"}
)
"""Kinds of office that attend to migrants where they are."""


class Office(NamedTuple):
    """What an answer says of an office."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Services:
    """``nearest`` by kind and CVEGEO: the office and its distance in km, of kinds that have any point.

    ``located`` counts by kind and CVEGEO those that stand in a municipality, with a point or without;
    ``unplaced`` by kind those without a point.
    """

    nearest: dict[str, dict[str, tuple[Office, float]]]
    located: Counter[tuple[str, str]]
    unplaced: Counter[str]
    placed: Counter[str]


def services(connection: Connection, *, is_known_open: bool) -> Services:
    """The services that are not said to be closed; with ``is_known_open`` only those said to be open."""
    offices, towns = LAYER_TABLES["offices"].c, LAYER_TABLES["municipalities"].c
    statuses = ("open",) if is_known_open else ("open", "unknown")
    rows = connection.execute(
        select(offices.id, offices.kind, offices.name, offices.cvegeo, offices.west, offices.south)
        .where(offices.kind.in_([word.value for word in SERVICES]), offices.status.in_(statuses))
        .order_by(offices.id)
    ).all()
    places = connection.execute(select(towns.cvegeo, towns.lon, towns.lat).order_by(towns.cvegeo)).all()
    origins = tuple((place.lon, place.lat) for place in places)
    found: dict[str, dict[str, tuple[Office, float]]] = {}
    for word in SERVICES:
        here = [row for row in rows if row.kind == word.value and row.west is not None]
        reached = nearest(origins, tuple((row.west, row.south) for row in here))
        found[word.value] = {
            place.cvegeo: (Office(here[index].id, here[index].name), km)
            for place, (index, km) in zip(places, reached, strict=bool(here))
        }
    return Services(
        found,
        Counter((row.kind, row.cvegeo) for row in rows if row.cvegeo is not None),
        Counter(row.kind for row in rows if row.west is None),
        Counter(row.kind for row in rows if row.west is not None),
    )


@dataclass(frozen=True, slots=True)
class Corridors:
    """``routes`` counts the transit routes through each municipality, ``origins`` facts that start there.

    ``nameless_count`` routes name no municipality by code.
    """

    routes: Counter[str]
    origins: Counter[str]
    nameless_count: int


def corridors(connection: Connection) -> Corridors:
    """What the facts on corridors say of municipalities."""
    table = LAYER_TABLES["corridors"].c
    routes: Counter[str] = Counter()
    origins: Counter[str] = Counter()
    nameless_count = 0
    for kind, origin, route in connection.execute(select(table.kind, table.origin_cvegeo, table.route)):
        if origin is not None:
            origins[origin] += 1
        if kind == "transit":
            passed = set(municipalities_on(route)) | ({origin} if origin else set())
            routes.update(passed)
            nameless_count += not passed
    return Corridors(routes, origins, nameless_count)


def states(connection: Connection, *, is_known_open: bool) -> dict[str, dict[str, Any]]:
    """Of each state: its laws and profile, and its offices, those abroad too, by CVE_ENT.

    A fact that no source tells is ``unknown`` and not ``no``.
    """
    table, facts, offices = (LAYER_TABLES[name].c for name in ("states", "governance_facts", "offices"))
    told: dict[str, set[str]] = defaultdict(set)
    for cve_ent, programme in connection.execute(select(facts.cve_ent, facts.programme)):
        told[cve_ent].add(programme)
    statuses = ("open",) if is_known_open else ("open", "unknown")
    counted = Counter(
        (row.cve_ent, row.kind)
        for row in connection.execute(
            select(offices.cve_ent, offices.kind).where(offices.status.in_(statuses))
        )
    )
    return {
        cve_ent: {
            "cve_ent": cve_ent,
            "state": name,
            "state_migrant_law": _law(told[cve_ent]),
            "constitution_migrant_rights": _known(told[cve_ent], "constitution_migrant_rights"),
            "iom_profile": _known(told[cve_ent], "iom_mgi"),
            "ofam_state_count": counted[cve_ent, "ofam_state"],
            "ofam_municipal_count": counted[cve_ent, "ofam_municipal"],
            "iom_window_count": counted[cve_ent, "iom_window"],
            "office_abroad_count": counted[cve_ent, "ofam_abroad"],
        }
        for cve_ent, name in connection.execute(select(table.cve_ent, table.name).order_by(table.cve_ent))
    }


def _known(told: set[str], programme: str) -> str:
    return "yes" if programme in told else "unknown"


def _law(told: set[str]) -> str:
    if "state_migrant_law" in told:
        return "yes"
    return "in_progress" if "state_migrant_law_initiative" in told else "unknown"


def chosen_nearest(found: Services, cvegeo: str, kinds: tuple[str, ...]) -> tuple[str, Office, float] | None:
    """Of some kinds the nearest service to a municipality: its kind, the office and the distance in km."""
    reached = [(kind, *found.nearest[kind][cvegeo]) for kind in kinds if cvegeo in found.nearest[kind]]
    return min(reached, key=lambda each: (each[2], each[1].id), default=None)


def nearest_columns(found: Services, cvegeo: str) -> Mapping[str, Any]:
    """For each kind the name and the distance of the nearest, None where no such service has a point."""
    values: dict[str, Any] = {}
    for word in SERVICES:
        office, km = found.nearest[word.value].get(cvegeo, (None, None))
        values[f"nearest_{word.value}"] = office.name if office is not None else None
        values[f"nearest_{word.value}_km"] = km
    return values
