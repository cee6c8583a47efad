"""The written tables under data/names: every row is whole, has its source, and is needed."""

import re
from collections import Counter

import pytest

from geo.names import tables
from geo.names.folding import fold
from geo.names.gazetteer import Gazetteer

KINDS = {
    "abbreviation",
    "common",
    "english",
    "former",
    "iso",
    "locality",
    "recent",
    "seat",
    "short",
    "spelling",
}


@pytest.mark.parametrize(
    ("aliases", "code"),
    [
        (tables.municipality_aliases(), r"\d{5}"),
        (tables.state_aliases(), r"\d{2}"),
        (tables.country_aliases(), r"[A-Z]{2}"),
    ],
)
def test_rows_are_whole(aliases: tuple[tables.Alias, ...], code: str) -> None:
    assert aliases
    for alias in aliases:
        assert re.fullmatch(code, alias.code), alias
        assert alias.kind in KINDS, alias
        assert fold(alias.name), alias
        assert len(alias.source) > 5, alias
    repeated = Counter((fold(alias.name), alias.code) for alias in aliases)
    assert [row for row, count in repeated.items() if count > 1] == []


def test_a_name_of_a_state_is_of_one_state() -> None:
    codes: dict[str, set[str]] = {}
    for alias in tables.state_aliases():
        codes.setdefault(fold(alias.name).replace(" ", ""), set()).add(alias.code)
    assert {name: found for name, found in codes.items() if len(found) > 1} == {}


def test_every_alias_resolves_with_its_state(
    gazetteer: Gazetteer, municipalities: list[tuple[str, str, str]]
) -> None:
    codes_of_edition = {cvegeo for cvegeo, _, _ in municipalities}
    for alias in tables.municipality_aliases():
        if alias.code not in codes_of_edition:
            continue
        resolution = gazetteer.resolve(alias.name, state=alias.code[:2])
        codes = {resolution.code} if resolution.code else {one.code for one in resolution.alternatives}
        assert alias.code in codes, (alias, resolution)


def test_a_missing_table_says_where_it_was_sought() -> None:
    with pytest.raises(tables.MissingNameTable, match=r"nowhere\.csv is in none of: "):
        tables._rows("nowhere.csv")
