"""Twin cities of Wikidata: pairs stated on either side, dates of several precisions, namesakes abroad."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from etl.published.refusals import MissingColumns, NotATable
from etl.sources.register.places import Places
from etl.sources.wikidata_query import ADDRESS, QUERY, VARIABLES
from etl.sources.wikidata_twins import read
from geo.names.gazetteer import Gazetteer
from geo.names.places import Places as PlacesAbroad
from tests.abroad import city
from tests.etl.sources.conftest import Given

WIKIDATA = "http://www.wikidata.org/entity/"
TIJUANA = {"mx": f"{WIKIDATA}Q124739", "mxLabel": "Tijuana", "stateLabel": "Baja California"}
SAN_DIEGO = {
    "partner": f"{WIKIDATA}Q16552",
    "partnerLabel": "San Diego",
    "partnerCountry": "US",
    "partnerPoint": "Point(-117.1625 32.715)",
}
YEAR = {"date": "1993-01-01T00:00:00Z", "datePrecision": "9"}
DAY = {"start": "1993-05-07T00:00:00Z", "startPrecision": "11"}


def stated(by: str) -> dict[str, str]:
    return {"statement": f"{WIKIDATA}statement/{by}-0a1b2c"}


def answer(*rows: dict[str, str]) -> str:
    bindings = [{name: {"type": "literal", "value": value} for name, value in row.items()} for row in rows]
    return json.dumps({"head": {"vars": list(VARIABLES)}, "results": {"bindings": bindings}})


@pytest.fixture(scope="module")
def abroad() -> PlacesAbroad:
    return PlacesAbroad(
        [
            city(5391811, "San Diego", "US", "CA", 32.71571, -117.16472, population=1_394_928),
            city(4726491, "San Diego", "US", "CA", 27.76391, -98.23889, population=4_500),
        ]
    )


def test_a_pair_stated_on_both_sides_is_one_record(
    given: Given, places: Places, gazetteer: Gazetteer, abroad: PlacesAbroad
) -> None:
    text = answer(
        {**TIJUANA, **SAN_DIEGO, **YEAR, **stated("Q124739")},
        {**TIJUANA, **SAN_DIEGO, **DAY, **stated("q16552")},
    )
    reading = read(given("twins.json", text), places, gazetteer, abroad)

    assert (reading.input.rows, reading.rows_loaded, len(reading.rows)) == (2, 2, 1)
    (row,) = reading.rows
    assert row["id"] == "wikidata-Q124739-Q16552"
    assert (row["cvegeo"], row["partner_geonameid"], row["instrument"]) == (
        "02004",
        "5391811",
        "hermanamiento",
    )
    assert (row["signed_date"], row["signed_year"], row["confidence"]) == ("1993-05-07", 1993, "medium")
    assert row["source_locator"] == "https://www.wikidata.org/wiki/Q124739#P190"


def test_the_same_statement_twice_is_not_two_sides(
    given: Given, places: Places, gazetteer: Gazetteer, abroad: PlacesAbroad
) -> None:
    once = {**TIJUANA, **SAN_DIEGO, **stated("Q124739")}
    reading = read(given("t.json", answer(once, {**once, "partnerCountry": "US"})), places, gazetteer, abroad)

    assert [(row["confidence"], row["signed_date"]) for row in reading.rows] == [("low", None)]


def test_the_namesake_near_the_point_is_meant(
    given: Given, places: Places, gazetteer: Gazetteer, abroad: PlacesAbroad
) -> None:
    small = {**TIJUANA, **SAN_DIEGO, "partnerPoint": "Point(-98.24 27.76)"}
    far = {**TIJUANA, **SAN_DIEGO, "partner": f"{WIKIDATA}Q9", "partnerPoint": "Point(10 50)"}
    reading = read(given("t.json", answer(small, far)), places, gazetteer, abroad)

    by_item = {row["id"]: row for row in reading.rows}
    assert by_item["wikidata-Q124739-Q16552"]["partner_geonameid"] == "4726491"
    unknown = by_item["wikidata-Q124739-Q9"]
    assert (unknown["partner_geonameid"], unknown["geom"].x, unknown["geom"].y) == (None, 10.0, 50.0)


def test_a_year_is_no_first_of_january(
    given: Given, places: Places, gazetteer: Gazetteer, abroad: PlacesAbroad
) -> None:
    month = {"date": "1980-03-01T00:00:00Z", "datePrecision": "10"}
    decade = {"date": "1980-01-01T00:00:00Z", "datePrecision": "8"}
    ended = {"end": "2001-01-01T00:00:00Z", "endPrecision": "9"}
    partners = [{**SAN_DIEGO, "partner": f"{WIKIDATA}Q{number}"} for number in (1, 2, 3, 4)]
    rows = [
        {**TIJUANA, **partner, **date}
        for partner, date in zip(partners, (YEAR, month, decade, {**YEAR, **ended}), strict=True)
    ]
    reading = read(given("t.json", answer(*rows)), places, gazetteer, abroad)

    assert [row["signed_date"] for row in reading.rows] == ["1993", "1980-03", None, "1993"]
    assert [row["status"] for row in reading.rows] == ["unknown", "unknown", "unknown", "expired"]


def test_dates_that_contradict_each_other_are_told_and_left_out(
    given: Given, places: Places, gazetteer: Gazetteer, abroad: PlacesAbroad
) -> None:
    other = {"date": "1975-01-01T00:00:00Z", "datePrecision": "9"}
    text = answer({**TIJUANA, **SAN_DIEGO, **YEAR}, {**TIJUANA, **SAN_DIEGO, **other})
    reading = read(given("t.json", text), places, gazetteer, abroad)

    assert reading.rows[0]["signed_date"] is None
    told = next(each for each in reading.findings if each.code == "dates_contradict")
    assert told.detail == {"Q124739-Q16552": ["1975", "1993"]}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"mxLabel": "Q124739"}, "not surely a municipality"),
        ({"mxLabel": "Xanadú"}, "not surely a municipality"),
        ({"cvegeo": "31999"}, "not in this vintage"),
        ({"partnerLabel": "Q16552"}, "partnerLabel is missing"),
        ({"mx": "urn:x"}, "mx is missing"),
        ({"partnerCountry": "Estados Unidos"}, "does not have the form"),
    ],
)
def test_a_statement_that_does_not_fit_is_rejected(
    given: Given,
    places: Places,
    gazetteer: Gazetteer,
    abroad: PlacesAbroad,
    changed: dict[str, str],
    reason: str,
) -> None:
    good = {**TIJUANA, **SAN_DIEGO}
    reading = read(given("t.json", answer(good, {**good, **changed})), places, gazetteer, abroad)

    assert (reading.rows_loaded, len(reading.rejections)) == (1, 1)
    assert reason in reading.rejections[0].reason.en
    assert reading.rejections[0].line == 2


def test_inegis_code_comes_before_the_name(
    given: Given, places: Places, gazetteer: Gazetteer, abroad: PlacesAbroad
) -> None:
    text = answer({**TIJUANA, **SAN_DIEGO, "cvegeo": "02005"})
    reading = read(given("t.json", text), places, gazetteer, abroad)
    assert reading.rows[0]["cvegeo"] == "02005"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("<html></html>", NotATable),
        ("{}", NotATable),
        ('{"head":{"vars":["mx"]},"results":{"bindings":[]}}', MissingColumns),
        (json.dumps({"head": {"vars": list(VARIABLES)}, "results": {"bindings": [3]}}), NotATable),
        (json.dumps({"head": {"vars": list(VARIABLES)}, "results": {"bindings": []}}), NotATable),
    ],
)
def test_what_is_no_answer_is_refused(
    given: Given,
    places: Places,
    gazetteer: Gazetteer,
    abroad: PlacesAbroad,
    text: str,
    refusal: type[Exception],
) -> None:
    with pytest.raises(refusal):
        read(given("t.json", text), places, gazetteer, abroad)


def test_the_address_asks_for_every_variable() -> None:
    asked = parse_qs(urlsplit(ADDRESS).query)
    assert asked == {"format": ["json"], "query": [QUERY]}
    selected = QUERY.split("WHERE")[0]
    assert all(f"?{name}" in selected.split() for name in VARIABLES)
