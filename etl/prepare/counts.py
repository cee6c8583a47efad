"""Known agreements of municipalities and states, and how well each has been researched."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from etl.frames import Frame
from etl.prepare.partners import known_agreement

THIN_BELOW = 3
"""A state whose municipal agreements rest on fewer distinct sources than this is thinly covered."""


@dataclass(frozen=True, slots=True)
class AgreementCounts:
    """What the agreements say of each code; a code that is absent has none known.

    ``known`` counts distinct international agreements by signatory (municipality or state), ``records`` the
    records of municipalities behind them, ``municipal_known`` the known agreements of a state's
    municipalities, ``municipal_sources`` the distinct sources that name a municipal agreement of a state, of
    any scope, ``any_record`` the municipalities with a record of any scope.
    """

    known: Mapping[str, int]
    records: Mapping[str, int]
    municipal_known: Mapping[str, int]
    municipal_sources: Mapping[str, int]
    any_record: frozenset[str]

    def research_of_state(self, cve_ent: str) -> str:
        """``not_researched`` when no source names a municipal agreement, ``thin`` when few do."""
        count = self.municipal_sources.get(cve_ent, 0)
        if count == 0:
            return "not_researched"
        return "thin" if count < THIN_BELOW else "researched"

    def research_of_municipality(self, cvegeo: str) -> str:
        """``not_researched`` when its state is and no record names it."""
        is_researched = cvegeo in self.any_record or self.municipal_sources.get(cvegeo[:2], 0) > 0
        return "researched" if is_researched else "not_researched"


def agreement_counts(agreements: Sequence[Mapping[str, Any]]) -> AgreementCounts:
    """Counts over checked records, which have their partner and their source."""
    international = [row for row in agreements if row["scope"] == "international"]
    municipal = [row for row in agreements if row["level"] == "municipal"]
    known = {known_agreement(row) for row in international}
    sources: dict[str, set[str]] = defaultdict(set)
    for row in municipal:
        sources[row["cve_ent"]].add(row["source_id"])
    return AgreementCounts(
        known=Counter(code for code, _, _ in known),
        records=Counter(row["cvegeo"] for row in international if row["level"] == "municipal"),
        municipal_known=Counter(code[:2] for code, _, _ in known if len(code) == len("00000")),
        municipal_sources={code: len(ids) for code, ids in sources.items()},
        any_record=frozenset(row["cvegeo"] for row in municipal),
    )


def counted_municipalities(municipalities: Frame, counts: AgreementCounts) -> Frame:
    """Municipalities with what is known of their agreements."""
    codes = municipalities["cvegeo"]
    return {
        **municipalities,
        "agreement_count": [counts.known.get(code, 0) for code in codes],
        "agreement_record_count": [counts.records.get(code, 0) for code in codes],
        "research": [counts.research_of_municipality(code) for code in codes],
    }


def counted_states(states: Frame, municipalities: Frame, counts: AgreementCounts) -> Frame:
    """States with what is known of their own agreements and of those of their municipalities."""
    codes = states["cve_ent"]
    municipality_count = Counter(municipalities["cve_ent"])
    return {
        **states,
        "municipality_count": [municipality_count[code] for code in codes],
        "agreement_count": [counts.known.get(code, 0) for code in codes],
        "municipal_agreement_count": [counts.municipal_known.get(code, 0) for code in codes],
        "municipal_source_count": [counts.municipal_sources.get(code, 0) for code in codes],
        "research": [counts.research_of_state(code) for code in codes],
    }
