"""What the index of activity is made of: counts of the records by state and municipality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from geo.declarations import Text, Word
from geo.questions import memberships
from geo.questions.known_agreements import all_known_agreements
from geo.tables import LAYER_TABLES


@dataclass(frozen=True, slots=True)
class Component:
    """``full_count`` gives it in full unless another is asked for; ``is_of_states``: only states have it."""

    word: Word
    full_count: int
    is_of_states: bool

    @property
    def name(self) -> str:
        """The word of the component, part of the names of its columns and of its weight."""
        return self.word.value


COMPONENTS: tuple[Component, ...] = (
    Component(
        Word("office", Text("Oficina de asuntos internacionales", "Office of international affairs")),
        1,
        False,
    ),
    Component(Word("migrants_office", Text("Oficina para migrantes", "Office for migrants")), 1, False),
    Component(Word("agreements", Text("Acuerdos internacionales", "International agreements")), 10, False),
    Component(Word("networks", Text("Redes y asociaciones", "Networks and associations")), 3, False),
    Component(Word("offices_abroad", Text("Oficinas en el extranjero", "Offices abroad")), 2, True),
    Component(Word("law", Text("Ley estatal de migrantes", "State migrant law")), 1, True),
    Component(
        Word("profile", Text("Perfil de gobernanza migratoria", "Migration governance profile")), 1, True
    ),
)

_OFFICE_KINDS: Mapping[str, str] = {
    "ofai_state": "office",
    "ofai_municipal": "office",
    "ofam_state": "migrants_office",
    "ofam_municipal": "migrants_office",
    "ofam_abroad": "offices_abroad",
}
_PROGRAMMES: Mapping[str, str] = {"state_migrant_law": "law", "iom_mgi": "profile"}


@dataclass(frozen=True, slots=True)
class Counts:
    """``counts`` by component and code (CVEGEO or CVE_ENT); ``twinnings`` are part of the agreements.

    ``uncertain`` counts offices of which it is not known whether they are open: they do count.
    """

    counts: Counter[tuple[str, str]]
    twinnings: Counter[str]
    uncertain: Counter[str]


def counts(connection: Connection) -> Counts:
    """The counts of every component; offices said to be closed and memberships that ended are left out."""
    found: Counter[tuple[str, str]] = Counter()
    twinnings: Counter[str] = Counter()
    for agreement in all_known_agreements(connection):
        if agreement.scope == "international":
            code = agreement.cvegeo or agreement.cve_ent
            found["agreements", code] += 1
            twinnings[code] += agreement.instrument == "hermanamiento"
    uncertain = _count_offices(connection, found)
    members = LAYER_TABLES["memberships"].c
    joined = connection.execute(
        select(members.level, members.cvegeo, members.cve_ent, members.network_id)
        .where(memberships.present())
        .distinct()
    )
    for level, cvegeo, cve_ent, _ in joined:
        found["networks", cvegeo if level == "municipal" else cve_ent] += 1
    facts = LAYER_TABLES["governance_facts"].c
    told = select(facts.cve_ent, facts.programme).where(facts.programme.in_(_PROGRAMMES)).distinct()
    for cve_ent, programme in connection.execute(told):
        found[_PROGRAMMES[programme], cve_ent] += 1
    return Counts(found, twinnings, uncertain)


def _count_offices(connection: Connection, found: Counter[tuple[str, str]]) -> Counter[str]:
    offices = LAYER_TABLES["offices"].c
    uncertain: Counter[str] = Counter()
    rows = connection.execute(
        select(offices.kind, offices.cvegeo, offices.cve_ent, offices.status).where(
            offices.kind.in_(_OFFICE_KINDS), offices.status != "closed"
        )
    )
    for kind, cvegeo, cve_ent, status in rows:
        # A state's office stands in some municipality and is not that municipality's.
        code = cvegeo if kind.endswith("_municipal") else cve_ent
        if code is not None:
            found[_OFFICE_KINDS[kind], code] += 1
            uncertain[code] += status == "unknown"
    return uncertain


def of_level(level: str) -> tuple[Component, ...]:
    """The components that a government of that level can have.

    >>> [component.name for component in of_level("municipal")]
    ['office', 'migrants_office', 'agreements', 'networks']
    """
    return tuple(each for each in COMPONENTS if level == "state" or not each.is_of_states)


def governments(connection: Connection, level: str, states: tuple[str, ...]) -> list[dict[str, Any]]:
    """Code, name, state and research of the governments of that level in those states, or in all."""
    if level == "state":
        table = LAYER_TABLES["states"].c
        code, state_name = table.cve_ent, table.name
    else:
        table = LAYER_TABLES["municipalities"].c
        code, state_name = table.cvegeo, table.state_name
    wanted = select(
        code.label("code"), table.cve_ent, table.name, state_name.label("state_name"), table.research
    ).order_by(code)
    if states:
        wanted = wanted.where(table.cve_ent.in_(states))
    return [dict(row) for row in connection.execute(wanted).mappings()]
