"""What is counted of a group, and two groups side by side."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from geo.declarations import Text
from geo.questions.regional_partners.records import Groups
from geo.questions.regional_partners.tables import THEME_LABELS, Row, by
from geo.vocabularies.world_regions import country_name

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
    with_partner = by(groups.partners_of, codes)
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


def comparison_cells(groups: Groups) -> list[Row]:
    """The comparison as a cross table: a row for each measure and group."""
    sides = (("first", Text("El grupo", "The group")), ("second", Text("El otro grupo", "The other group")))
    return [
        {
            "measure_es": row["label_es"],
            "measure_en": row["label_en"],
            "group_es": title.es,
            "group_en": title.en,
            "count": row[side],
        }
        for row in comparison(groups)
        for side, title in sides
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
    found += [("theme", key, THEME_LABELS[key]) for key in both(groups.themes_of)]
    found += [
        ("network", key, Text(groups.networks[key].name_es, groups.networks[key].name_en))
        for key in both(networks_of)
    ]
    return [
        {"kind": kind, "key": key, "label_es": label.es, "label_en": label.en} for kind, key, label in found
    ]
