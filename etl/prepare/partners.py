"""The counterparts of the agreements, each one place or body however its name was published."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from etl.frames import Frame
from geo.names.folding import fold

_Value = TypeVar("_Value", bound=Hashable)


def partner_id(row: Mapping[str, Any]) -> str:
    """Identifier of the partner of an agreement: its GeoNames place, else its country, province and name.

    The province belongs to it, because one country may have several places of one name.

    >>> partner_id({"partner_geonameid": "5391811"})
    'gn-5391811'
    >>> partner_id({"partner_geonameid": None, "partner_country": "CA", "partner_admin1": None,
    ...             "partner_name": "Québec"})
    'ca-quebec'
    """
    if row["partner_geonameid"] is not None:
        return f"gn-{row['partner_geonameid']}"
    parts = (row["partner_country"], row["partner_admin1"], row["partner_name"])
    return "-".join(fold(part).replace(" ", "-") for part in parts if part)


def signatory(row: Mapping[str, Any]) -> str:
    """Code of who signed: of the municipality, or of the state for what a state signed."""
    code: str = row["cvegeo"] if row["level"] == "municipal" else row["cve_ent"]
    return code


def known_agreement(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """What makes two records one known agreement: signatory, partner and instrument."""
    return signatory(row), row["partner_id"], row["instrument"]


def most_frequent(values: Iterable[_Value | None]) -> _Value | None:
    """The value that occurs most often, absent ones apart; among equals the first in order.

    >>> most_frequent(["León", "Leon", "León"]), most_frequent(["b", "a"]), most_frequent([None])
    ('León', 'a', None)
    """
    counts = Counter(value for value in values if value is not None)
    return min(counts, key=lambda value: (-counts[value], str(value)), default=None)


def partner_places_frame(agreements: Sequence[Mapping[str, Any]]) -> Frame:
    """The layer ``partner_places``: name, kind, country and point as most records have them."""
    records: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in agreements:
        records[row["partner_id"]].append(row)
    ids = sorted(records)

    def usual(name: str) -> list[Any]:
        return [most_frequent(row[name] for row in records[each]) for each in ids]

    return {
        "id": ids,
        "name": usual("partner_name"),
        "type": usual("partner_type"),
        "country": usual("partner_country"),
        "admin1": usual("partner_admin1"),
        "geonameid": usual("partner_geonameid"),
        "agreement_count": [len({known_agreement(row) for row in records[each]}) for each in ids],
        "geom": usual("geom"),
    }
