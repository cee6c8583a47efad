"""Profiles: what a person can count on the tiny country, and against the register on the real one."""

import json
import os
import random
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import Connection, select

from geo.declarations import Text
from geo.profiles import UnknownGovernment, profile
from geo.profiles.agreements import NONE_KNOWN, NOT_RESEARCHED
from geo.profiles.records import Profile, Section, Table
from geo.tables import LAYER_TABLES
from tests.geo.questions.conftest import National
from tests.releases import tiny_connection

GOLDEN = Path(__file__).parents[2] / "golden" / "profiles"
PRINTED = ("02004", "23005", "14039", "20067", "07089", "20001", "20")


@pytest.fixture(scope="module")
def tiny(store_url: str) -> Iterator[Connection]:
    with tiny_connection(store_url) as connection:
        yield connection


def section(found: Profile, name: str) -> Section:
    return next(each for each in found.sections if each.name == name)


def facts(found: Section) -> dict[str, object]:
    return {fact.title.en: fact.value for fact in found.facts}


def column(table: Table, name: str) -> list[object]:
    return [row.values[name] for row in table.rows]


def assert_whole(found: Profile) -> None:
    """Every citation leads to a source, every table fills its columns, every drawing is an image."""
    assert [each.number for each in found.sources] == list(range(1, len(found.sources) + 1))
    known, cited = {each.id for each in found.sources}, set()
    for part in found.sections:
        for fact in part.facts:
            assert (fact.value is None) == (fact.absent is not None), fact.title.en
            cited |= set(fact.sources)
        for table in part.tables:
            names = {each.name for each in table.columns}
            assert all(set(row.values) == names for row in table.rows), table.title.en
            assert table.empty.es
            assert table.empty.en
            cited |= {source for row in table.rows for source in row.sources}
        if part.drawing is not None:
            assert ET.fromstring(part.drawing).tag.endswith("svg")
            assert part.drawing_title is not None
    assert cited == known


def test_a_municipality_whose_every_number_is_known(tiny: Connection) -> None:
    found = profile(tiny, "02004")
    assert_whole(found)
    assert (found.level, found.name, found.title.en) == ("municipal", "Tijuana", "Tijuana, Baja California")
    signed = section(found, "agreements")
    # Four records; the two of the twinning with San Diego contradict each other on the year and are one.
    assert facts(signed) == {
        "Known international agreements": 3,
        "Convention": 1,
        "Memorandum of understanding": 1,
        "Twinning": 1,
        "Countries": 2,
    }
    assert column(signed.tables[0], "year") == [2014, 2010, 1994, 1993]
    assert signed.drawing is not None
    assert signed.drawing.count("<circle") == 4
    assert column(section(found, "networks").tables[0], "since") == [2005]
    assert facts(section(found, "territory"))["Population, 2020"] is None, "no census was loaded"
    standing = section(found, "standing").tables[0].rows
    assert standing[0].values["own"] == 3
    assert standing[0].values["state"] == 0.7, "seven among ten municipalities"
    assert standing[0].values["country"] == 0.37, "seven among nineteen"
    assert standing[1].values["state"].en == "4 of 10 (40 %)"  # type: ignore[union-attr]


def test_none_known_is_not_not_researched(tiny: Connection) -> None:
    none_known = section(profile(tiny, "02003"), "agreements")
    not_researched = section(profile(tiny, "01001"), "agreements")
    assert none_known.tables[0].empty == NONE_KNOWN
    assert not_researched.tables[0].empty == NOT_RESEARCHED
    for each in (none_known, not_researched):
        assert each.facts == ()
        assert each.drawing is None
        assert each.tables[0].rows == ()


def test_a_state_has_what_it_signed_itself(tiny: Connection) -> None:
    found = profile(tiny, "02")
    assert_whole(found)
    assert found.level == "state"
    assert facts(section(found, "territory"))["Municipalities"] == 10
    (row,) = section(found, "agreements").tables[0].rows
    assert row.values["year"] == 2019
    assert row.values["themes"].en == "Migration, Climate"  # type: ignore[union-attr]


def test_what_was_signed_before_a_split_is_told(tiny: Connection) -> None:
    # 02006 was founded out of 02001, which has one agreement without a year.
    (note,) = section(profile(tiny, "02006"), "agreements").notes
    assert "Ensenada" in note.es
    assert note.en.endswith("from before the split, or perhaps before: 1.")


@pytest.mark.parametrize("key", ["99", "02999", "2", "", "020040", "tijuana"])
def test_a_key_that_is_not_there_is_refused(tiny: Connection, key: str) -> None:
    with pytest.raises(UnknownGovernment):
        profile(tiny, key)


@pytest.mark.slow
@pytest.mark.parametrize("key", PRINTED)
def test_the_profiles_of_the_real_country(national: National, key: str) -> None:
    found = profile(national.connection, key)
    assert_whole(found)
    rows = [
        row
        for row in national.register.rows("agreements")
        if row["scope"] == "international"
        and (row["mx_cvegeo"] == key or (row["mx_level"] == "state" and row["mx_cve_ent"] == key))
    ]
    table = section(found, "agreements").tables[0]
    assert len(table.rows) == len(rows)
    assert sorted(str(year or "") for year in column(table, "year")) == sorted(
        row["signed_year"] for row in rows
    )
    golden = GOLDEN / f"{key}.json"
    told = json.loads(json.dumps(asdict(found), ensure_ascii=False))
    for part in told["sections"]:
        part.pop("drawing")  # the engines may write the last digit of an outline otherwise
    if os.environ.get("ATLAS_WRITE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert json.loads(golden.read_text(encoding="utf-8")) == told


@pytest.mark.slow
def test_how_well_a_place_was_researched_is_told(national: National) -> None:
    few = Text(
        "Pocas fuentes: menos de tres nombran acuerdos municipales de este estado.",
        "Few sources: fewer than three name municipal agreements of this state.",
    )
    assert few in profile(national.connection, "09016").caveats
    assert few not in profile(national.connection, "14039").caveats
    # Nobody looked in Tabasco: what is not known there is no zero.
    standing = section(profile(national.connection, "27004"), "standing").tables[0]
    assert column(standing, "own")[0] is None


@pytest.mark.slow
def test_routes_that_pass_a_state(national: National) -> None:
    rows = [row for row in national.register.rows("corridors") if "Nuevo León" in row["route"]]
    assert rows
    assert all(row["origin_cve_ent"] != "19" for row in rows)
    table = section(profile(national.connection, "19"), "migration").tables[0]
    cited = {source for row in table.rows for source in row.sources}
    corridors = LAYER_TABLES["corridors"].c
    wanted = select(corridors.source_id).where(corridors.id.in_([row["id"] for row in rows]))
    assert set(national.connection.execute(wanted).scalars()) <= cited


@pytest.mark.slow
def test_any_government_has_a_profile(national: National) -> None:
    towns, states = LAYER_TABLES["municipalities"].c, LAYER_TABLES["states"].c
    keys = list(national.connection.execute(select(towns.cvegeo).order_by(towns.cvegeo)).scalars())
    drawn = random.Random(20261120).sample(keys, 8)
    drawn += random.Random(20261120).sample(
        list(national.connection.execute(select(states.cve_ent).order_by(states.cve_ent)).scalars()), 4
    )
    for key in drawn:
        assert_whole(profile(national.connection, key))
