"""The records of a release from which candidates are scored, read once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from geo.questions.partner_candidates import needs as candidate_needs
from geo.questions.partner_candidates import places as candidate_places
from geo.questions.partner_candidates import records as candidate_records
from geo.questions.partner_candidates.records import Records
from geo.statistics import similarity


def read(connection: Connection, asked: Mapping[str, Any], code: str | None = None) -> Records:
    """Everything that bears on partners abroad; agreements count by the filters among ``asked``.

    With the ``code`` of a government only its own neighbours are read.
    """
    governments = candidate_records.governments(connection)
    profiles = similarity.read(connection)
    of_states: dict[str, list[str]] = {each.code: [] for each in governments.values() if each.is_state}
    for each in governments.values():
        if not each.is_state:
            of_states[each.cve_ent].append(each.code)
    return Records(
        places=candidate_places.places(connection),
        governments=governments,
        signatures=candidate_records.signatures(connection, asked),
        corridors=candidate_records.corridors(connection),
        offices=candidate_records.offices(connection),
        neighbors=candidate_records.neighbors(connection, code),
        profiles=profiles,
        state_profiles=similarity.averaged(profiles, of_states),
        needs=candidate_needs.needs(connection),
    )
