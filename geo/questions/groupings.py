"""The ways in which agreements can be counted by group, and what each group is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from geo.declarations import Text, Vocabulary, Word
from geo.layers.agreements import INSTRUMENT, PARTNER_TYPE
from geo.questions.known_agreements import KnownAgreement
from geo.tables import LAYER_TABLES
from geo.vocabularies import LEVEL, THEME
from geo.vocabularies.mexican_regions import MEXICAN_REGION, region_of_state
from geo.vocabularies.world_regions import WORLD_REGION, country_name, is_country, region_of_partner

UNKNOWN = "unknown"
"""The group of agreements of which nobody knows the group: counted, and no group among the others."""

_UNKNOWN_LABEL = Text("Sin dato", "Unknown")
_NO_COUNTRY = Text("Organismo o sin dato", "Organization or unknown")

_YEAR = re.compile("[0-9]{4}")

PERIOD = Vocabulary(
    "period",
    (
        Word("before_1994", Text("Antes de 1994", "Before 1994")),
        Word("1994_2000", Text("1994 a 2000", "1994 to 2000")),
        Word("after_2000", Text("Después de 2000", "After 2000")),
    ),
)


def period_of(year: int) -> str:
    """The period of a year: parted by the start of NAFTA in 1994 and by 2000, as the literature does.

    >>> period_of(1993), period_of(1994), period_of(2000), period_of(2001)
    ('before_1994', '1994_2000', '1994_2000', 'after_2000')
    """
    if year < 1994:
        return "before_1994"
    return "1994_2000" if year <= 2000 else "after_2000"


@dataclass(frozen=True, slots=True)
class Grouping:
    """``groups_of`` gives the groups of an agreement, none of them when it is not known."""

    word: Word
    groups_of: Callable[[KnownAgreement], Iterable[str]]
    vocabulary: Vocabulary | None = None
    layer_id: str | None = None
    """The layer whose features are the groups: only of these is it known which have none."""


def _by(value: str, es: str, en: str) -> Word:
    return Word(value, Text(es, en))


GROUPINGS: dict[str, Grouping] = {
    grouping.word.value: grouping
    for grouping in (
        Grouping(_by("state", "Estado", "State"), lambda each: [each.cve_ent], layer_id="states"),
        Grouping(
            _by("municipality", "Municipio que firma", "Signing municipality"),
            lambda each: [each.cvegeo] if each.cvegeo else [],
            layer_id="municipalities",
        ),
        Grouping(
            _by("mexican_region", "Región de México", "Region of Mexico"),
            lambda each: [region_of_state(each.cve_ent)],
            MEXICAN_REGION,
        ),
        Grouping(
            _by("level", "Nivel de quien firma", "Level of the signatory"), lambda each: [each.level], LEVEL
        ),
        Grouping(
            _by("country", "País de la contraparte", "Country of the partner"),
            lambda each: [each.country] if each.country else [],
        ),
        Grouping(
            _by("region", "Región del mundo de la contraparte", "Region of the world of the partner"),
            lambda each: _known(region_of_partner(each.partner_type, each.country)),
            WORLD_REGION,
        ),
        Grouping(_by("theme", "Tema", "Theme"), lambda each: sorted(each.themes), THEME),
        Grouping(
            _by("counterpart", "Tipo de contraparte", "Kind of partner"),
            lambda each: [each.partner_type],
            PARTNER_TYPE,
        ),
        Grouping(_by("instrument", "Instrumento", "Instrument"), lambda each: [each.instrument], INSTRUMENT),
        Grouping(
            _by("period", "Periodo", "Period"),
            lambda each: [] if each.first_year is None else [period_of(each.first_year)],
            PERIOD,
        ),
        Grouping(
            _by("year", "Año", "Year"),
            lambda each: [] if each.first_year is None else [str(each.first_year)],
        ),
    )
}


def _known(group: str) -> list[str]:
    return [] if group == UNKNOWN else [group]


def is_group(connection: Connection, grouping: Grouping, group: str) -> bool:
    """Whether agreements can be of that group, be there any or not."""
    if group == UNKNOWN:
        return True
    if grouping.vocabulary is not None:
        return group in grouping.vocabulary.values
    if grouping.layer_id is not None:
        return group in _features(connection, grouping.layer_id)
    return is_country(group) if grouping.word.value == "country" else bool(_YEAR.fullmatch(group))


def labels(connection: Connection, grouping: Grouping, groups: Iterable[str]) -> dict[str, Text]:
    """What each of those groups is called, and every feature of the layer whose features are the groups."""
    if grouping.layer_id is not None:
        return {UNKNOWN: _UNKNOWN_LABEL, **_features(connection, grouping.layer_id)}
    if grouping.vocabulary is not None:
        of_words = {word.value: word.label for word in grouping.vocabulary.words}
        return {group: of_words.get(group, _UNKNOWN_LABEL) for group in groups}
    if grouping.word.value == "country":
        return {group: _NO_COUNTRY if group == UNKNOWN else country_name(group) for group in groups}
    return {group: _UNKNOWN_LABEL if group == UNKNOWN else Text(group, group) for group in groups}


def _features(connection: Connection, layer_id: str) -> dict[str, Text]:
    table = LAYER_TABLES[layer_id].c
    if layer_id == "states":
        rows = connection.execute(select(table.cve_ent, table.name).order_by(table.cve_ent)).all()
        return {code: Text(name, name) for code, name in rows}
    towns = connection.execute(
        select(table.cvegeo, table.name, table.state_name).order_by(table.cvegeo)
    ).all()
    return {code: Text(f"{name}, {state}", f"{name}, {state}") for code, name, state in towns}
