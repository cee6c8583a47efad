"""Agreements in time: on the tiny country by eye, on the real register by plain counting."""

from collections import Counter

import pytest
from sqlalchemy import Connection

from geo.questions.question import BadParameter
from geo.statistics.scenarios import projected
from tests.geo.questions.asking import answered, column, painted
from tests.geo.questions.conftest import National
from tests.geo.questions.register_rows import Row

# Signed: 02004 with San Diego 1993 and 2014 and with Busan 2010, 02010 2001, state 01 2013, state 02 2019,
# 02002 2020; two agreements have no year.
SIGNED = {1993: 1, 2001: 1, 2010: 1, 2013: 1, 2014: 1, 2019: 1, 2020: 1}


def test_signed_each_year_and_cumulative(connection: Connection) -> None:
    answer = answered(connection, "trend")
    signed = column(answer, "year", "signed_count")
    assert list(signed) == list(range(1993, 2021))
    assert {year: count for year, count in signed.items() if count} == SIGNED
    cumulative = column(answer, "year", "cumulative_count")
    assert (cumulative[1993], cumulative[2009], cumulative[2020]) == (1, 2, 7)
    assert column(answer, "year", "lapsed_count")[2010] == 1
    assert {
        name: answer.summary[name] for name in ("agreements", "dated", "undated", "undated_pct", "lapsed")
    } == {
        "agreements": 9,
        "dated": 7,
        "undated": 2,
        "undated_pct": 22.22,
        "lapsed": 1,
    }
    assert any("2 de los 9" in caveat.es for caveat in answer.caveats)


def test_what_was_signed_before_the_span_is_cumulative(connection: Connection) -> None:
    answer = answered(connection, "trend", from_year="2010", to_year="2012")
    assert column(answer, "year", "cumulative_count") == {2010: 3, 2011: 3, 2012: 3}


def test_a_span_that_ends_before_it_begins_is_refused(connection: Connection) -> None:
    with pytest.raises(BadParameter, match="to_year='2010': is less than `from_year`, which is 2012"):
        answered(connection, "trend", from_year="2012", to_year="2010")


def test_undated_agreements_under_a_date_are_told(connection: Connection) -> None:
    told = [caveat.en for caveat in answered(connection, "trend", as_of="1900").caveats]
    assert "The year of 2 of the 2 agreements is not known." in told
    assert any("“undated=exclude” leaves them out" in each for each in told)
    without = answered(connection, "trend", as_of="1900", undated="exclude")
    (only,) = [caveat.en for caveat in without.caveats]
    assert only.startswith("Under these filters no agreement is known in the loaded sources;")


def test_nothing_known(connection: Connection) -> None:
    answer = answered(connection, "trend", state="77")
    assert (answer.data, answer.summary["agreements"], answer.summary["undated_pct"]) == ([], 0, None)
    assert {row["agreement_count"] for row in answer.series["scenarios"]} == {0}


def test_scenarios_start_from_one_count(connection: Connection) -> None:
    own = answered(connection, "trend")
    assert (own.summary["base_count"], own.summary["base_is_given"]) == (9, False)
    given = answered(connection, "trend", base_count="1350")
    assert given.summary["base_is_given"]
    assert given.summary["agreements"] == 9
    by_scenario: dict[str, list[int]] = {}
    for row in given.series["scenarios"]:
        by_scenario.setdefault(row["scenario"], []).append(row["agreement_count"])
    assert by_scenario == {
        "no_growth": [1350] * 6,
        "trend": [1350, 1620, 1944, 2333, 2799, 3359],
        "twice_the_growth": [1350, 1890, 2538, 3316, 4249, 5368],
    }
    assert [row["year"] for row in given.series["scenarios"][:6]] == [2025, 2030, 2035, 2040, 2045, 2050]


def test_states_by_their_last_signature(connection: Connection) -> None:
    assert painted(connection, "trend").classes["2020_or_later"] == ["02"]
    assert painted(connection, "trend").classes["2010_2019"] == ["01"]
    assert painted(connection, "trend", instrument="membresia").classes["undated"] == ["02"]


def _renews(row: Row) -> bool:
    first_word = row["note"].split(" ")[0].strip(";.,")
    return first_word in {"Renovación", "Refrendo", "Ratificación"} and "prevista" not in row["note"]


def _first_year(rows: list[Row]) -> str | None:
    return min((row["signed_year"] for row in rows if row["signed_year"] and not _renews(row)), default=None)


@pytest.mark.slow
def test_the_real_register(national: National) -> None:
    known = national.register.known()
    first = [_first_year(rows) for rows in known.values()]
    answer = answered(national.connection, "trend", limit="3000")
    signed = {year: count for year, count in column(answer, "year", "signed_count").items() if count}
    assert signed == Counter(int(year) for year in first if year)
    assert answer.summary["undated"] == first.count(None)
    assert answer.data[-1]["cumulative_count"] == answer.summary["dated"]
    renewals = [row for rows in known.values() for row in rows if _renews(row)]
    assert answer.summary["renewals"] == len(renewals) > 10
    assert (
        sum(row["renewal_count"] for row in answer.data) == len(renewals) - answer.summary["renewals_undated"]
    )


@pytest.mark.slow
def test_the_scenarios_are_those_published(national: National) -> None:
    claims = {row["id"]: int(float(row["value"])) for row in national.register.rows("state_claims")}
    base, rate = claims["aii-00-2025"], claims["proy-00-tasa"]
    assert (base, rate) == (1350, 20)
    for step, year in enumerate(range(2030, 2055, 5), start=1):
        assert projected(base, rate, step) == claims[f"proy-00-tendencia-{year}"]
        assert projected(base, rate, step, "twice_the_growth") == claims[f"proy-00-optimista-{year}"]
    assert projected(base, rate, 5, "no_growth") == claims["proy-00-pesimista"]
