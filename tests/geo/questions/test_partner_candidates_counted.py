"""Contributions to ``partner-candidates`` counted by plain loops over the real register."""

import math
from collections import defaultdict
from typing import Any

import pytest
from sqlalchemy import select

from geo.questions.partner_candidates import reading as candidate_reading
from geo.questions.partner_candidates.scores import CONTRIBUTIONS, SPANISH, Options, Scorer
from geo.tables import CONTIGUITY, LAYER_TABLES
from tests.geo.questions.conftest import National

QUESTION = "partner-candidates"


@pytest.mark.slow
@pytest.mark.parametrize("government", ["02004", "20067", "14039", "27004"])
def test_counting_contributions_on_the_real_register(national: National, government: str) -> None:
    connection, partners = national.connection, defaultdict(set)
    for signatory, partner_id, _ in national.register.known():
        partners[signatory].add(partner_id)
    table = LAYER_TABLES["partner_places"].c
    places = {row.id: row for row in connection.execute(select(table.id, table.country, table.admin1))}
    around = set(
        connection.execute(
            select(CONTIGUITY.c.neighbor_cvegeo).where(CONTIGUITY.c.cvegeo == government)
        ).scalars()
    )

    def said(signatory: str, place: Any) -> float:
        best = 0.0
        for partner_id in partners[signatory]:
            other = places[partner_id]
            if partner_id == place.id:
                return 1.0
            if place.country and other.country == place.country:
                same = place.admin1 and other.admin1 and _plain(place.admin1) == _plain(other.admin1)
                best = max(best, 0.25 if same else 0.02)
        return best

    records = candidate_reading.read(connection, {})
    scored = Scorer(records).scored(government, Options())
    values = dict(zip(CONTRIBUTIONS, scored.values.T, strict=True))
    signatories = [code for code in sorted(partners) if code != government and partners[code]]
    for place in places.values():
        if place.country == "MX":
            continue
        index = records.position[place.id]
        state = sum(
            said(code, place) * (0.5 if len(code) == 5 else 1.0)
            for code in signatories
            if code[:2] == government[:2]
        )
        counts = {
            "neighbors": sum(said(code, place) for code in signatories if code in around),
            "state": state,
            "record": sum(place.id in partners[code] for code in signatories),
        }
        for name, count in counts.items():
            value = values[name][index]
            assert math.isnan(value) or value == pytest.approx(count / (1 + count)), (name, place.id)
        if place.country:
            spoken = 1.0 if place.country in SPANISH else 0.5 if place.country in {"US", "BZ", "AD"} else 0.0
            assert values["language"][index] == spoken


def _plain(name: str) -> str:
    return name.casefold().strip()
