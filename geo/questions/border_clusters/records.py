"""What border clusters are made of: the region, its agreements, near partners, and the groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from geo.questions import known_agreements
from geo.questions.border_clusters import groups as border_groups
from geo.questions.border_clusters import region as border_region
from geo.questions.border_clusters import transborder
from geo.questions.border_clusters.groups import Group
from geo.questions.border_clusters.region import Place
from geo.questions.border_clusters.transborder import Link, Partner
from geo.questions.known_agreements import KnownAgreement


@dataclass(frozen=True, slots=True)
class BorderRecords:
    """Places of the country and of the region by code; agreements of municipalities and their counts.

    ``abroad`` are the partners of the municipalities that take part in groups, ``links`` those that are near.
    """

    places: dict[str, Place]
    region: list[Place]
    agreements: dict[str, list[KnownAgreement]]
    counts: dict[str, int]
    abroad: dict[str, Partner]
    links: list[Link]
    contiguous: list[Group]
    transborder: list[Group]

    def groups(self, asked: Mapping[str, Any]) -> list[Group]:
        """The groups of the kind and size asked for."""
        groups = self.transborder if asked["show"] == "transborder" else self.contiguous
        return [group for group in groups if len(group.members) + len(group.partners) >= asked["min_members"]]


def read(connection: Connection, asked: Mapping[str, Any]) -> BorderRecords:
    """The region asked for, the agreements that count, and the groups that they make."""
    everywhere = border_region.places(connection, asked)
    places = {place.cvegeo: place for place in everywhere}
    agreements: dict[str, list[KnownAgreement]] = {}
    for each in known_agreements.known_agreements(connection, {**asked, "level": "municipal"}):
        if each.cvegeo is not None:
            agreements.setdefault(each.cvegeo, []).append(each)
    counts = {code: len(signed) for code, signed in agreements.items()}
    region = [place for place in everywhere if place.border is not None]
    active = [place.cvegeo for place in region if counts.get(place.cvegeo, 0) >= asked["min_agreements"]]
    signed = [each for code in active for each in agreements[code]]
    abroad = transborder.partners(connection, signed)
    links = transborder.links(connection, signed, abroad, asked["partner_km"])
    edges = border_groups.touching(connection, set(active))
    return BorderRecords(
        places,
        region,
        agreements,
        counts,
        abroad,
        links,
        border_groups.contiguous_groups(active, edges),
        border_groups.transborder_groups(active, edges, links),
    )
