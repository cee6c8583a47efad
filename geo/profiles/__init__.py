"""The profile of one government: all that a release knows of it, to read and to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select

from geo.declarations import Text
from geo.profiles import agreements, candidates, climate, services, standing, territory
from geo.profiles.governments import Government, UnknownGovernment, government
from geo.profiles.records import Profile, Section, Source
from geo.tables import LAYER_TABLES

__all__ = ["Profile", "UnknownGovernment", "profile"]

SECTIONS = (
    territory.section,
    agreements.section,
    agreements.networks,
    services.offices,
    services.migration,
    climate.section,
    standing.section,
    candidates.section,
)


def profile(connection: Connection, key: str) -> Profile:
    """The profile of the municipality (CVEGEO) or state (two digits) of that key.

    :raises UnknownGovernment: when the release has none.
    """
    found = government(connection, key)
    sections = tuple(make(found) for make in SECTIONS)
    return Profile(
        key=key,
        level="state" if found.is_state else "municipal",
        name=found.name,
        state_name=found.name if found.is_state else str(found.row["state_name"]),
        sections=sections,
        sources=tuple(_sources(found, _cited(sections))),
        caveats=tuple(_caveats(found)),
    )


def _cited(sections: Iterable[Section]) -> list[str]:
    """The sources in the order in which a reader meets them, each once."""
    ids: dict[str, None] = {}
    for section in sections:
        for fact in section.facts:
            ids |= dict.fromkeys(fact.sources)
        for table in section.tables:
            for row in table.rows:
                ids |= dict.fromkeys(row.sources)
    return list(ids)


def _sources(found: Government, ids: list[str]) -> Iterator[Source]:
    table = LAYER_TABLES["sources"].c
    rows = {
        row.id: row
        for row in found.connection.execute(
            select(table.id, table.title, table.url, table.date, table.retrieved).where(table.id.in_(ids))
        )
    }
    for number, source_id in enumerate(ids, start=1):
        row = rows[source_id]
        yield Source(number, row.id, row.title, row.url, row.date, row.retrieved)


def _caveats(found: Government) -> Iterator[Text]:
    yield Text(
        "«Ninguno conocido» quiere decir en las fuentes cargadas; un dato ausente no es un cero.",
        "“None known” means in the loaded sources; an absent datum is not a zero.",
    )
    states = LAYER_TABLES["states"].c
    research = found.connection.execute(select(states.research).where(states.cve_ent == found.cve_ent))
    if research.scalar_one() == "thin":
        yield Text(
            "Pocas fuentes: menos de tres nombran acuerdos municipales de este estado.",
            "Few sources: fewer than three name municipal agreements of this state.",
        )
