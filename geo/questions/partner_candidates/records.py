"""What the register tells that bears on partners abroad: agreements, corridors, offices, neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from sqlalchemy import Connection, select

from geo.questions import agreement_filters
from geo.questions.partner_candidates.places import DEPARTURES, MEXICO, Place
from geo.statistics.similarity import Profiles
from geo.tables import CONTIGUITY, LAYER_TABLES

_OFFICES = ("consulate_mx_abroad", "ofam_abroad")


@dataclass(frozen=True, slots=True)
class Government:
    """A municipality (five digits) or the government of a state (two); its point is one inside."""

    code: str
    name: str
    cve_ent: str
    lon: float
    lat: float
    research: str

    @property
    def is_state(self) -> bool:
        """Whether it is the government of a state."""
        return len(self.code) == 2


@dataclass(frozen=True, slots=True)
class Signature:
    """A record of an international agreement of a government with a partner."""

    id: str
    government: str
    partner_id: str
    themes: frozenset[str]
    source_id: str


@dataclass(frozen=True, slots=True)
class Corridor:
    """A published fact on people who left a state or a municipality for abroad."""

    id: str
    cve_ent: str | None
    cvegeo: str | None
    country: str
    admin1: str | None
    city: str | None
    magnitude: float | None
    unit: str | None
    source_id: str


@dataclass(frozen=True, slots=True)
class Office:
    """A Mexican consulate, or an office of a state (``cve_ent``), abroad and not known to be closed."""

    id: str
    kind: str
    cve_ent: str | None
    country: str
    admin1: str | None
    city: str | None
    lon: float | None
    lat: float | None
    source_id: str


@dataclass(frozen=True, slots=True)
class Need:
    """A theme that matters to a government, and the record that says so; own agreements are told apart."""

    theme: str
    layer_id: str
    record_id: str
    source_id: str | None


@dataclass(frozen=True)
class Records:
    """Everything that candidates are scored from; ``places`` are ordered by id.

    ``neighbors`` gives the contiguous governments of the same level.
    """

    places: tuple[Place, ...]
    governments: Mapping[str, Government]
    signatures: tuple[Signature, ...]
    corridors: tuple[Corridor, ...]
    offices: tuple[Office, ...]
    neighbors: Mapping[str, frozenset[str]]
    profiles: Profiles
    state_profiles: Profiles
    needs: Mapping[str, tuple[Need, ...]]
    position: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "position", {place.id: index for index, place in enumerate(self.places)})

    def without(self, government: str, partner_id: str) -> Records:
        """The same, as if no agreement of that government with that partner were known."""
        kept = tuple(
            each for each in self.signatures if (each.government, each.partner_id) != (government, partner_id)
        )
        return replace(self, signatures=kept)

    def by_government(self) -> dict[str, list[Signature]]:
        """The signatures of each government that has any, in order of their ids."""
        found: dict[str, list[Signature]] = defaultdict(list)
        for each in self.signatures:
            found[each.government].append(each)
        return dict(found)


def signatures(connection: Connection, asked: Mapping[str, Any]) -> tuple[Signature, ...]:
    """Records of international agreements that meet the filters of :mod:`geo.questions.agreement_filters`."""
    table = LAYER_TABLES["agreements"].c
    no_filter = {each.name: () if each.is_multiple else each.default for each in agreement_filters.PARAMETERS}
    kept = {name: value for name, value in asked.items() if name in no_filter and name != "theme"}
    rows = connection.execute(
        select(table.id, table.level, table.cvegeo, table.cve_ent, table.partner_id, table.themes)
        .add_columns(table.source_id)
        .where(agreement_filters.counts({**no_filter, **kept, "scope": "international"}))
        .order_by(table.id)
    )
    return tuple(
        Signature(
            row.id,
            row.cvegeo if row.level == "municipal" else row.cve_ent,
            row.partner_id,
            frozenset(row.themes or ()),
            row.source_id,
        )
        for row in rows
    )


def corridors(connection: Connection) -> tuple[Corridor, ...]:
    """Facts on people of a known state who left for another country."""
    table = LAYER_TABLES["corridors"].c
    columns = (
        table.id,
        table.origin_cve_ent,
        table.origin_cvegeo,
        table.destination_country,
        table.destination_admin1,
        table.destination_city,
        table.magnitude,
        table.unit,
        table.source_id,
    )
    rows = connection.execute(
        select(*columns)
        .where(
            table.kind.in_(DEPARTURES),
            table.destination_country != MEXICO,
            table.origin_cve_ent.is_not(None),
        )
        .order_by(table.id)
    )
    return tuple(Corridor(*row) for row in rows)


def offices(connection: Connection) -> tuple[Office, ...]:
    """Mexican consulates and offices of states abroad that are not known to be closed."""
    table = LAYER_TABLES["offices"].c
    rows = connection.execute(
        select(
            table.id,
            table.kind,
            table.cve_ent,
            table.country,
            table.admin1,
            table.city,
            table.west,
            table.south,
            table.source_id,
        )
        .where(table.kind.in_(_OFFICES), table.status != "closed", table.country != MEXICO)
        .order_by(table.id)
    )
    return tuple(Office(*row) for row in rows)


def governments(connection: Connection) -> dict[str, Government]:
    """All municipalities and states by code; a state's point is the mean of those of its municipalities."""
    table, of_states = LAYER_TABLES["municipalities"].c, LAYER_TABLES["states"].c
    rows = connection.execute(
        select(table.cvegeo, table.name, table.cve_ent, table.lon, table.lat, table.research).order_by(
            table.cvegeo
        )
    ).all()
    found = {row.cvegeo: Government(*row) for row in rows}
    points: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        points[row.cve_ent].append((row.lon, row.lat))
    for code, name, research in connection.execute(
        select(of_states.cve_ent, of_states.name, of_states.research).order_by(of_states.cve_ent)
    ).all():
        lon, lat = np.mean(points[code], axis=0).tolist() if points[code] else (np.nan, np.nan)
        found[code] = Government(code, name, code, lon, lat, research)
    return found


def neighbors(connection: Connection, code: str | None = None) -> dict[str, frozenset[str]]:
    """The contiguous municipalities of each municipality, and the contiguous states of each state.

    With a ``code`` those of that government only.
    """
    found: dict[str, set[str]] = defaultdict(set)
    pairs = select(CONTIGUITY.c.cvegeo, CONTIGUITY.c.neighbor_cvegeo)
    if code is not None:
        # Of a state the municipalities whose code begins with its own.
        pairs = pairs.where(CONTIGUITY.c.cvegeo.startswith(code, autoescape=True))
    for one, other in connection.execute(pairs):
        found[one].add(other)
        if one[:2] != other[:2]:
            found[one[:2]].add(other[:2])
    return {one: frozenset(others) for one, others in found.items()}
