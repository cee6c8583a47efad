"""What is known of the municipalities of a group: agreements, partners, themes, networks, neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from geo.questions.known_agreements import KnownAgreement, known_agreements
from geo.questions.regional_partners import members as group_members
from geo.questions.regional_partners.members import Membership
from geo.statistics import similarity
from geo.statistics.similarity import Profiles
from geo.tables import CONTIGUITY, LAYER_TABLES


class Town(NamedTuple):
    """What a row says of a municipality."""

    cvegeo: str
    name: str
    cve_ent: str
    state_name: str
    research: str
    lon: float
    lat: float


class Partner(NamedTuple):
    """What an answer says of a partner; one without a known position has no point."""

    id: str
    name: str
    country: str | None
    lon: float | None
    lat: float | None


class Network(NamedTuple):
    """What an answer says of a network."""

    id: str
    name_es: str
    name_en: str
    kind: str


@dataclass(frozen=True)
class Groups:
    """The group asked about, the one it is compared with, and what the release tells of municipalities.

    ``touching`` gives, for each municipality outside the group that is contiguous to it, the members that it
    touches; ``components`` the contiguous parts of the group, largest first; ``sources`` the source of each
    record of an agreement or a membership.
    """

    members: frozenset[str]
    compared: frozenset[str]
    towns: Mapping[str, Town]
    partners: Mapping[str, Partner]
    networks: Mapping[str, Network]
    agreements: Mapping[str, tuple[KnownAgreement, ...]]
    memberships: tuple[Membership, ...]
    sources: Mapping[str, str]
    touching: Mapping[str, frozenset[str]]
    components: tuple[tuple[str, ...], ...]
    profiles: Profiles

    def known(self, codes: Iterable[str]) -> list[KnownAgreement]:
        """The known agreements of those municipalities, in order of their codes."""
        return [each for code in sorted(codes) for each in self.agreements.get(code, ())]

    def knowledge(self, code: str) -> str:
        """``with_agreements``, ``none_known`` or ``not_researched``."""
        if self.agreements.get(code):
            return "with_agreements"
        return "not_researched" if self.towns[code].research == "not_researched" else "none_known"

    def partners_of(self, code: str) -> frozenset[str]:
        """Identifiers of the partners of a municipality."""
        return frozenset(each.partner_id for each in self.agreements.get(code, ()))

    def themes_of(self, code: str) -> frozenset[str]:
        """Themes that agreements of a municipality are known to be about."""
        return frozenset(theme for each in self.agreements.get(code, ()) for theme in each.themes)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {code: index for index, code in enumerate(self.profiles.codes.tolist())}

    @cached_property
    def _of_members(self) -> NDArray[np.float64]:
        return self.profiles.values[[self._positions[code] for code in sorted(self.members)]]

    @cached_property
    def _order(self) -> dict[str, int]:
        return {code: index for index, code in enumerate(sorted(self.members))}

    def likeness(self, code: str) -> float | None:
        """Mean similarity of a municipality to the members other than itself, of those comparable."""
        if not len(self.profiles.weights):
            return None
        own = self.profiles.values[self._positions[code]]
        values = np.vstack((own, self._of_members))
        found = similarity.similarities(values, self.profiles.weights, 0)[1:]
        if code in self.members:
            found[self._order[code]] = np.nan
        known = found[~np.isnan(found)]
        return float(known.mean()) if len(known) else None


def read(connection: Connection, asked: Mapping[str, Any]) -> Groups:
    """The groups that understood parameters name; agreements count by their filters, of municipalities."""
    belonging = group_members.memberships(connection)
    members = group_members.members(connection, asked, belonging)
    by_town: dict[str, list[KnownAgreement]] = defaultdict(list)
    for each in known_agreements(connection, {**asked, "state": (), "level": "municipal"}):
        if each.cvegeo is not None:
            by_town[each.cvegeo].append(each)
    around = _around(connection, members)
    outside: dict[str, set[str]] = defaultdict(set)
    for code, others in around.items():
        for other in others - members:
            outside[other].add(code)
    table = LAYER_TABLES["municipalities"].c
    rows = connection.execute(select(*(table[name] for name in Town._fields)).order_by(table.cvegeo)).all()
    return Groups(
        members=members,
        compared=group_members.compared(asked, belonging),
        towns={row.cvegeo: Town(*row) for row in rows},
        partners=_partners(connection),
        networks=_networks(connection),
        agreements={code: tuple(each) for code, each in by_town.items()},
        memberships=belonging,
        sources=_sources(connection) | {each.id: each.source_id for each in belonging},
        touching={code: frozenset(outside[code]) for code in sorted(outside)},
        components=components(members, around),
        profiles=similarity.read(connection),
    )


def _around(connection: Connection, members: Collection[str]) -> dict[str, set[str]]:
    """The neighbours of each member."""
    found: dict[str, set[str]] = {code: set() for code in members}
    pairs = select(CONTIGUITY.c.cvegeo, CONTIGUITY.c.neighbor_cvegeo)
    for code, other in connection.execute(pairs.where(CONTIGUITY.c.cvegeo.in_(sorted(members)))).all():
        found[code].add(other)
    return found


def components(
    members: Collection[str], around: Mapping[str, Collection[str]]
) -> tuple[tuple[str, ...], ...]:
    """The contiguous parts of a group, each in order of codes, the largest first, equal ones by first code.

    >>> components({"a", "b", "c"}, {"a": {"b", "x"}, "b": {"a"}, "c": {"x"}})
    (('a', 'b'), ('c',))
    """
    left, found = set(members), []
    while left:
        part, reached = set(), [min(left)]
        while reached:
            code = reached.pop()
            if code in left:
                left.remove(code)
                part.add(code)
                reached += [other for other in around.get(code, ()) if other in left]
        found.append(tuple(sorted(part)))
    return tuple(sorted(found, key=lambda part: (-len(part), part[0])))


def _partners(connection: Connection) -> dict[str, Partner]:
    table = LAYER_TABLES["partner_places"].c
    rows = connection.execute(
        select(table.id, table.name, table.country, table.west, table.south).order_by(table.id)
    )
    return {row.id: Partner(*row) for row in rows}


def _sources(connection: Connection) -> dict[str, str]:
    table = LAYER_TABLES["agreements"].c
    return {row.id: row.source_id for row in connection.execute(select(table.id, table.source_id))}


def _networks(connection: Connection) -> dict[str, Network]:
    table = LAYER_TABLES["networks"].c
    rows = connection.execute(select(table.id, table.name_es, table.name_en, table.kind).order_by(table.id))
    return {row.id: Network(*row) for row in rows}
