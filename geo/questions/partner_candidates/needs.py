"""Which themes matter to a government, by records other than its agreements."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Connection, select

from geo import catalogue
from geo.questions import memberships
from geo.questions.partner_candidates.records import Need
from geo.tables import LAYER_TABLES, table_of

# Networks name their themes in words of their own.
THEME_OF_NETWORK_WORD: dict[str, str] = {
    "biocultural reserve": "environment",
    "climate": "climate",
    "creative industries": "culture",
    "culture": "culture",
    "economic development": "economy",
    "education": "education",
    "energy": "energy",
    "environment": "environment",
    "heritage": "culture",
    "interculturality": "culture",
    "lake basin": "water",
    "metropolitan planning": "urban_development",
    "migration": "migration",
    "refugees": "migration",
    "resilience": "disaster_risk",
    "sustainability": "environment",
    "urban planning": "urban_development",
    "urban strategic planning": "urban_development",
    "waste": "environment",
    "water": "water",
    "watershed": "water",
}
"""What a word of a network says of themes of agreements; words of what networks are, and not of what they are
about (advocacy, municipalism), are not here."""

_HIGH = ("high", "very_high")


def needs(connection: Connection) -> dict[str, tuple[Need, ...]]:
    """By government: the themes of its present networks and, where the release holds them, its needs.

    A municipality with a high vulnerability in the ANVCC needs ``climate`` and ``disaster_risk``; one of high
    migration intensity ``migration``.
    """
    found: dict[str, list[Need]] = defaultdict(list)
    members, networks = LAYER_TABLES["memberships"], LAYER_TABLES["networks"]
    belonging = connection.execute(
        select(members.c.id, members.c.level, members.c.cvegeo, members.c.cve_ent, members.c.source_id)
        .add_columns(networks.c.themes)
        .join_from(members, networks, networks.c.id == members.c.network_id)
        .where(memberships.present())
        .order_by(members.c.id)
    ).all()
    for row in belonging:
        code = row.cvegeo if row.level == "municipal" else row.cve_ent
        themes = {THEME_OF_NETWORK_WORD[word] for word in row.themes or () if word in THEME_OF_NETWORK_WORD}
        found[code] += [Need(theme, "memberships", row.id, row.source_id) for theme in sorted(themes)]
    held = catalogue.layers(connection)
    if "climate_vulnerability" in held:
        table = table_of(held["climate_vulnerability"]).c
        vulnerable = select(table.cvegeo, table.source_id).where(table.high_vulnerability_count >= 1)
        for code, source_id in connection.execute(vulnerable.order_by(table.cvegeo)).all():
            found[code] += [
                Need(theme, "climate_vulnerability", code, source_id)
                for theme in ("climate", "disaster_risk")
            ]
    if "migration_intensity_2020" in held:
        table = table_of(held["migration_intensity_2020"]).c
        intense = select(table.cvegeo, table.source_id).where(table.intensity_degree.in_(_HIGH))
        for code, source_id in connection.execute(intense.order_by(table.cvegeo)).all():
            found[code].append(Need("migration", "migration_intensity_2020", code, source_id))
    return {code: tuple(each) for code, each in found.items()}
