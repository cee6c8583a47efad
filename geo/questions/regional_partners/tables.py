"""The tables of a group: who is in it and would fit, what is shared, who opens which door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from geo.questions.regional_partners.records import Groups
from geo.vocabularies import THEME

Row = dict[str, Any]
THEME_LABELS = {word.value: word.label for word in THEME.words}


def towns(groups: Groups) -> list[Row]:
    """A row for each member, then for each municipality that touches the group, the most similar first."""
    part = {code: number for number, codes in enumerate(groups.components, start=1) for code in codes}
    having = {key: len(codes) for key, codes in by(groups.partners_of, groups.members).items()}
    networks_of: dict[str, set[str]] = defaultdict(set)
    for each in groups.memberships:
        networks_of[each.cvegeo or ""].add(each.network_id)
    holders = {code: own for code in sorted(groups.members) if (own := groups.partners_of(code))}
    rows = []
    for code in (*sorted(groups.members), *groups.touching):
        is_member = code in groups.members
        agreements = groups.agreements.get(code, ())
        own = groups.partners_of(code)
        touched = groups.touching.get(code, frozenset())
        likeness = groups.likeness(code)
        rows.append(
            {
                **groups.towns[code]._asdict(),
                "role": "member" if is_member else "candidate",
                "knowledge": groups.knowledge(code),
                "agreement_count": len(agreements),
                "partner_count": len(own),
                "countries": sorted({each.country for each in agreements if each.country}),
                "themes": sorted(groups.themes_of(code)),
                "partners": [groups.partners[each].name for each in sorted(own)],
                "introducers": _introducers(groups, holders, code, own),
                "networks": [f"networks/{each}" for each in sorted(networks_of[code])],
                "network_count": len(networks_of[code]),
                # To a candidate every member that lacks the partner is one whom it could introduce.
                "doors_opened_count": sum(having.get(each, 0) < len(groups.members) for each in own),
                "doors_open_count": len(having.keys() - own),
                "group_number": part.get(code),
                "touched_members_count": None if is_member else len(touched),
                "joined_groups_count": None if is_member else len({part[each] for each in touched}),
                "similarity": None if likeness is None else round(likeness, 4),
                "record_ids": [f"agreements/{record}" for each in agreements for record in each.record_ids],
            }
        )
    rows.sort(key=lambda row: (row["role"] == "candidate", *_nearness(row), row["cvegeo"]))
    return [{"place": number, **row} for number, row in enumerate(rows, start=1)]


def _introducers(
    groups: Groups, holders: Mapping[str, frozenset[str]], code: str, own: frozenset[str]
) -> list[str]:
    """Members that have partners which a municipality lacks, and how many, most first."""
    counts = [
        (-len(partners - own), groups.towns[other].name)
        for other, partners in holders.items()
        if other != code and partners - own
    ]
    return [f"{name} ({-count})" for count, name in sorted(counts)]


def _nearness(row: Row) -> tuple[float]:
    if row["role"] == "member" or row["similarity"] is None:
        return (0.0,)
    return (-row["similarity"],)


def by(what: Callable[[str], Iterable[str]], codes: Collection[str]) -> dict[str, list[str]]:
    """The codes, in order, by what each of them has."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in sorted(codes):
        for key in what(code):
            found[key].append(code)
    return dict(found)


def partners(groups: Groups) -> list[Row]:
    """A row for each partner of the group, that of most members first."""
    found = by(groups.partners_of, groups.members)
    rows = []
    for key, codes in found.items():
        partner = groups.partners[key]
        rows.append(
            {
                "partner_id": key,
                "name": partner.name,
                "country": partner.country,
                "member_count": len(codes),
                "members": codes,
                "member_names": [groups.towns[code].name for code in codes],
                "lacking_count": len(groups.members) - len(codes),
                "is_shared": len(codes) > 1,
                "lon": partner.lon,
                "lat": partner.lat,
            }
        )
    return sorted(rows, key=lambda row: (-row["member_count"], row["partner_id"]))


def themes(groups: Groups) -> list[Row]:
    """A row for each theme of agreements of the group, that of most members first."""
    rows = [
        {
            "theme": key,
            "label_es": THEME_LABELS[key].es,
            "label_en": THEME_LABELS[key].en,
            "member_count": len(codes),
            "members": codes,
            "lacking_count": len(groups.members) - len(codes),
        }
        for key, codes in by(groups.themes_of, groups.members).items()
    ]
    return sorted(rows, key=lambda row: (-row["member_count"], row["theme"]))


def networks(groups: Groups) -> list[Row]:
    """A row for each network that a member belongs to, that of most members first."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in groups.memberships:
        if each.cvegeo in groups.members:
            found[each.network_id].add(each.cvegeo or "")
    rows = []
    for key, codes in found.items():
        network = groups.networks[key]
        rows.append(
            {
                "network_id": key,
                "label_es": network.name_es,
                "label_en": network.name_en,
                "kind": network.kind,
                "member_count": len(codes),
                "members": sorted(codes),
                "lacking": sorted(groups.members - codes),
                "is_common": len(codes) == len(groups.members),
            }
        )
    return sorted(rows, key=lambda row: (-row["member_count"], row["network_id"]))


def doors(groups: Groups) -> list[Row]:
    """Who in the group can introduce whom: a row for each partner, theme or network that some lack.

    The records are those by which the openers are known to have it.
    """
    rows = []
    for kind, table, key in (
        ("partner", partners(groups), "partner_id"),
        ("theme", themes(groups), "theme"),
        ("network", networks(groups), "network_id"),
    ):
        for row in table:
            openers = row["members"]
            lacking = sorted(groups.members - set(openers))
            if not lacking:
                continue
            name = row.get("name")
            behind = _behind(groups, kind, row[key], openers)
            rows.append(
                {
                    "kind": kind,
                    "key": row[key],
                    "label_es": name or row["label_es"],
                    "label_en": name or row["label_en"],
                    "openers": openers,
                    "opener_names": [groups.towns[code].name for code in openers],
                    "opened": lacking,
                    "opened_count": len(lacking),
                    "record_ids": behind,
                    "source_ids": sorted({groups.sources[each] for each in behind}),
                }
            )
    return rows


def _behind(groups: Groups, kind: str, key: str, codes: Collection[str]) -> list[str]:
    if kind == "network":
        return [each.id for each in groups.memberships if each.network_id == key and each.cvegeo in codes]
    return [
        record
        for each in groups.known(codes)
        if (each.partner_id == key if kind == "partner" else key in each.themes)
        for record in each.record_ids
    ]


def parts(groups: Groups) -> list[Row]:
    """A row for each contiguous part of the group: who could sign as neighbours of one another."""
    return [
        {
            "group_number": number,
            "member_count": len(codes),
            "members": list(codes),
            "member_names": [groups.towns[code].name for code in codes],
            "states": sorted({groups.towns[code].cve_ent for code in codes}),
            "agreement_count": len(groups.known(codes)),
            "is_whole_group": len(codes) == len(groups.members),
        }
        for number, codes in enumerate(groups.components, start=1)
    ]
