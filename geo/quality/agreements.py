"""Agreements that may be one, and records of one agreement that contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, case, select

from geo.names.folding import fold
from geo.tables import LAYER_TABLES

LIKE_ENOUGH = 88.0
"""Ratio of two folded names, 0 to 100, from which they may be one: «Nuremberg» and «Nürnberg» have 88.9."""

Record = Mapping[str, Any]

_COMPARED = ("signed_year", "status")


def _records(connection: Connection) -> list[dict[str, Any]]:
    agreements = LAYER_TABLES["agreements"].c
    signatory = case((agreements.level == "municipal", agreements.cvegeo), else_=agreements.cve_ent)
    rows = select(
        agreements.id,
        signatory.label("signatory"),
        agreements.partner_id,
        agreements.partner_name,
        agreements.partner_country,
        agreements.instrument,
        agreements.signed_year,
        agreements.status,
        agreements.source_id,
        agreements.source_title,
        agreements.note,
    ).order_by(agreements.id)
    return [dict(row._mapping) for row in connection.execute(rows).all()]


def _groups(records: Iterable[Record]) -> Iterator[tuple[tuple[str, str, str], list[Record]]]:
    """Records of one known agreement, where there are several."""
    groups: dict[tuple[str, str, str], list[Record]] = defaultdict(list)
    for each in records:
        groups[each["signatory"], each["partner_id"], each["instrument"]].append(each)
    for key in sorted(groups):
        if len(groups[key]) > 1:
            yield key, groups[key]


def duplicates(connection: Connection) -> list[dict[str, Any]]:
    """Known agreements with several records that say the same, year and validity included."""
    found = []
    for (signatory, partner, instrument), records in _groups(_records(connection)):
        same: dict[tuple[Any, ...], list[str]] = defaultdict(list)
        for each in records:
            same[tuple(each[name] for name in _COMPARED)].append(each["id"])
        found += [
            {"signatory": signatory, "partner_id": partner, "instrument": instrument, "records": ids}
            for ids in same.values()
            if len(ids) > 1
        ]
    return found


def conflicts(connection: Connection) -> list[dict[str, Any]]:
    """Known agreements whose records differ in year or validity, the records side by side with their sources.

    An absent value contradicts nothing. A renewal has a year of its own and shows up here as well, with the
    note that says so.
    """
    found = []
    for (signatory, partner, instrument), records in _groups(_records(connection)):
        differing = [
            name
            for name in _COMPARED
            if len({each[name] for each in records if each[name] not in {None, "unknown"}}) > 1
        ]
        if differing:
            shown = ("id", *_COMPARED, "source_id", "source_title", "note")
            found.append(
                {
                    "signatory": signatory,
                    "partner_id": partner,
                    "instrument": instrument,
                    "differing": differing,
                    "records": [{name: each[name] for name in shown} for each in records],
                }
            )
    return found


def near_duplicates(connection: Connection) -> list[dict[str, Any]]:
    """Pairs of records of one signatory and country whose partners are called nearly alike but are two.

    One that has the name of the other with more words («Los Angeles», «Los Angeles, California») counts.
    """
    by_signatory: dict[tuple[str, str], dict[str, Record]] = defaultdict(dict)
    for each in _records(connection):
        by_signatory[each["signatory"], each["partner_country"] or ""].setdefault(each["partner_id"], each)
    found = []
    for (signatory, country), partners in sorted(by_signatory.items()):
        for one, other in combinations(partners.values(), 2):
            score = likeness(one["partner_name"], other["partner_name"])
            if score >= LIKE_ENOUGH:
                found.append(
                    {
                        "signatory": signatory,
                        "partner_country": country or None,
                        "likeness": round(score, 1),
                        "records": [
                            {name: each[name] for name in ("id", "partner_id", "partner_name", "signed_year")}
                            for each in (one, other)
                        ],
                    }
                )
    return found


def likeness(one: str, other: str) -> float:
    """How alike two names are, 0 to 100, without accents and whatever the order of their words.

    >>> likeness("San Diego", "SAN DIÉGO"), likeness("Los Ángeles", "Los Angeles California")
    (100.0, 100.0)
    >>> likeness("Dallas", "Houston") < LIKE_ENOUGH
    True
    """
    from rapidfuzz import fuzz  # late, since a server that is asked for anything else does without

    return float(fuzz.token_set_ratio(fold(one), fold(other)))
