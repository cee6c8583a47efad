"""The tables of a group: who is in it and would fit, what is shared, who opens which door, comparison."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any

from geo.declarations import Text
from geo.questions.group_records import Groups
from geo.vocabularies import THEME
from geo.world_regions import country_name

Row = dict[str, Any]
_THEMES = {word.value: word.label for word in THEME.words}


def towns(groups: Groups) -> list[Row]:
    """A row for each member, then for each municipality that touches the group, the most similar first."""
    part = {code: number for number, codes in enumerate(groups.components, start=1) for code in codes}
    having = {key: len(codes) for key, codes in _by(groups.partners_of, groups.members).items()}
    networks_of: dict[str, set[str]] = defaultdict(set)
    for each in groups.memberships:
        networks_of[each.cvegeo or ""].add(each.network_id)
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
                "network_count": len(networks_of[code]),
                # To a candidate every member that lacks the partner is one whom it could introduce.
                "doors_opened_count": sum(having.get(each, 0) < len(groups.members) for each in own),
                "doors_open_count": len(having.keys() - own),
                "group_number": part.get(code),
                "touched_members_count": None if is_member else len(touched),
                "joined_groups_count": None if is_member else len({part[each] for each in touched}),
                "similarity": None if likeness is None else round(likeness, 4),
            }
        )
    rows.sort(key=lambda row: (row["role"] == "candidate", *_nearness(row), row["cvegeo"]))
    return [{"place": number, **row} for number, row in enumerate(rows, start=1)]


def _nearness(row: Row) -> tuple[float]:
    if row["role"] == "member" or row["similarity"] is None:
        return (0.0,)
    return (-row["similarity"],)


def _by(what: Callable[[str], Iterable[str]], codes: Collection[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for code in sorted(codes):
        for key in what(code):
            found[key].append(code)
    return dict(found)


def partners(groups: Groups) -> list[Row]:
    """A row for each partner of the group, that of most members first."""
    found = _by(groups.partners_of, groups.members)
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
            "label_es": _THEMES[key].es,
            "label_en": _THEMES[key].en,
            "member_count": len(codes),
            "members": codes,
            "lacking_count": len(groups.members) - len(codes),
        }
        for key, codes in _by(groups.themes_of, groups.members).items()
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


_MEASURES: tuple[tuple[str, Text], ...] = (
    ("members", Text("Municipios", "Municipalities")),
    ("with_agreements", Text("Con acuerdos conocidos", "With known agreements")),
    ("none_known", Text("Ninguno conocido", "None known")),
    ("not_researched", Text("No investigados", "Not researched")),
    ("known_agreements", Text("Acuerdos conocidos", "Known agreements")),
    ("partners", Text("Contrapartes", "Partners")),
    ("shared_partners", Text("Contrapartes de dos o más", "Partners of two or more")),
    ("countries", Text("Países", "Countries")),
    ("themes", Text("Temas", "Themes")),
    ("networks", Text("Redes", "Networks")),
)


def measures(groups: Groups, codes: Collection[str]) -> dict[str, int]:
    """What is counted of a set of municipalities, of the one and of the other group alike."""
    known = groups.known(codes)
    knowledge = [groups.knowledge(code) for code in codes]
    with_partner = _by(groups.partners_of, codes)
    return {
        "members": len(codes),
        "with_agreements": knowledge.count("with_agreements"),
        "none_known": knowledge.count("none_known"),
        "not_researched": knowledge.count("not_researched"),
        "known_agreements": len(known),
        "partners": len(with_partner),
        "shared_partners": sum(len(each) > 1 for each in with_partner.values()),
        "countries": len({each.country for each in known if each.country}),
        "themes": len({theme for each in known for theme in each.themes}),
        "networks": len({each.network_id for each in groups.memberships if each.cvegeo in codes}),
    }


def comparison(groups: Groups) -> list[Row]:
    """A row for each measure with its value in both groups; none without a second group."""
    if not groups.compared:
        return []
    first, second = measures(groups, groups.members), measures(groups, groups.compared)
    return [
        {
            "measure": name,
            "label_es": title.es,
            "label_en": title.en,
            "first": first[name],
            "second": second[name],
        }
        for name, title in _MEASURES
    ]


def in_common(groups: Groups) -> list[Row]:
    """What both groups have: members, partners, countries, themes and networks."""
    sides = (groups.members, groups.compared)

    def both(what: Callable[[str], Iterable[str]]) -> list[str]:
        first, second = ({key for code in codes for key in what(code)} for codes in sides)
        return sorted(first & second)

    def networks_of(code: str) -> list[str]:
        return [each.network_id for each in groups.memberships if each.cvegeo == code]

    def countries_of(code: str) -> list[str]:
        return [each.country for each in groups.agreements.get(code, ()) if each.country]

    def named(kind: str, key: str, name: str) -> tuple[str, str, Text]:
        return kind, key, Text(name, name)

    found = [named("member", code, groups.towns[code].name) for code in sorted(sides[0] & sides[1])]
    found += [named("partner", key, groups.partners[key].name) for key in both(groups.partners_of)]
    found += [("country", key, country_name(key)) for key in both(countries_of)]
    found += [("theme", key, _THEMES[key]) for key in both(groups.themes_of)]
    found += [
        ("network", key, Text(groups.networks[key].name_es, groups.networks[key].name_en))
        for key in both(networks_of)
    ]
    return [
        {"kind": kind, "key": key, "label_es": label.es, "label_en": label.en} for kind, key, label in found
    ]
