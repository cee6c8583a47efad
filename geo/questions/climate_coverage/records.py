"""What the register says of the climate instruments, agreements and networks of each municipality."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select

from geo.declarations import Text, Vocabulary, Word
from geo.layers.climate_instruments import COVERING_STATUSES
from geo.questions import memberships
from geo.questions.known_agreements import all_known_agreements
from geo.tables import LAYER_TABLES

COVERAGE = Vocabulary(
    "climate_coverage",
    (
        Word("yes", Text("Sí", "Yes")),
        Word("outdated", Text("Existe sin actualizar", "Exists, not updated")),
        Word("in_progress", Text("En proceso", "In progress")),
        Word("no", Text("No, según una fuente", "No, according to a source")),
        Word("unknown", Text("Sin dato", "Unknown")),
    ),
)

STATUS_MEANS: dict[str, str] = {
    **dict.fromkeys(COVERING_STATUSES, "yes"),
    "not_updated": "outdated",
    "not_accepted": "outdated",
    "committed": "in_progress",
    "pacmun_participant": "in_progress",
    "pacmun_enrolled": "in_progress",
    "pacmun_pilot_selected": "in_progress",
    "pacmun_experience": "in_progress",
    "committee_approved": "in_progress",
    "bill": "in_progress",
    "absent": "no",
    "referenced": "unknown",
}
"""What each status of a record says of coverage; taking part in a programme is not yet a plan."""

CLIMATE_THEMES = ("climate", "environment", "disaster_risk")
"""Themes of agreements that count as climate action unless others are asked for."""

# Networks name their themes in words of their own.
CLIMATE_NETWORK_THEMES = frozenset(
    {"climate", "environment", "resilience", "sustainability", "water", "watershed"}
)

_NETWORK_INSTRUMENT = "gcom_signatory"


@dataclass(frozen=True, slots=True)
class ClimateRecords:
    """By CVEGEO (instruments of states by CVE_ENT): the best status of each instrument, and how many others.

    ``themeless`` holds municipalities with an agreement of which no theme is known.
    """

    instruments: dict[tuple[str, str], str]
    agreements: dict[str, int]
    networks: dict[str, frozenset[str]]
    themeless: frozenset[str]

    def coverage(self, code: str, instrument: str) -> str:
        """The word of :data:`COVERAGE`; where nobody says anything, ``unknown``."""
        return self.instruments.get((code, instrument), "unknown")


def read(connection: Connection, themes: Collection[str]) -> ClimateRecords:
    """What counts, agreements being international and of any of those themes."""
    table = LAYER_TABLES["climate_instruments"].c
    instruments: dict[tuple[str, str], str] = {}
    networks: dict[str, set[str]] = defaultdict(set)
    rows = connection.execute(
        select(table.cvegeo, table.cve_ent, table.level, table.instrument, table.status).order_by(table.id)
    )
    for cvegeo, cve_ent, level, instrument, status in rows:
        code = cvegeo if level == "municipal" else cve_ent
        word = STATUS_MEANS[status]
        key = code, instrument
        # Sources disagree: the one that tells of more is the one that saw it.
        instruments[key] = min(instruments.get(key, "unknown"), word, key=COVERAGE.values.index)
        if instrument == _NETWORK_INSTRUMENT and word == "yes" and level == "municipal":
            networks[code].add(_NETWORK_INSTRUMENT)
    for code, network_id in _memberships(connection):
        networks[code].add(network_id)
    agreements: dict[str, int] = defaultdict(int)
    themeless = set()
    for agreement in all_known_agreements(connection):
        if agreement.cvegeo is None or agreement.scope != "international":
            continue
        if not agreement.themes:
            themeless.add(agreement.cvegeo)
        elif agreement.themes & set(themes):
            agreements[agreement.cvegeo] += 1
    return ClimateRecords(
        instruments,
        dict(agreements),
        {code: frozenset(found) for code, found in networks.items()},
        frozenset(themeless),
    )


def _memberships(connection: Connection) -> list[tuple[str, str]]:
    """Present municipal memberships of networks whose themes are of climate or environment."""
    members, networks = LAYER_TABLES["memberships"].c, LAYER_TABLES["networks"].c
    rows = connection.execute(
        select(members.cvegeo, members.network_id, networks.themes)
        .join_from(LAYER_TABLES["memberships"], LAYER_TABLES["networks"], networks.id == members.network_id)
        .where(members.level == "municipal", memberships.present())
        .order_by(members.id)
    )
    return [
        (cvegeo, network_id)
        for cvegeo, network_id, themes in rows
        if CLIMATE_NETWORK_THEMES & set(themes or ())
    ]
