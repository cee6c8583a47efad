"""Which figures get the word `short`, and the line that names them."""

import pytest

from bench.demands import Demand, Shortfalls

FLOOR = Demand(6, "×")
CEILING = Demand(150, "ms", is_ceiling=True)


@pytest.mark.parametrize(
    ("demand", "value", "is_met"),
    [(FLOOR, 6, True), (FLOOR, 5.999, False), (CEILING, 149.9, True), (CEILING, 150, False)],
)
def test_a_floor_is_reached_and_a_ceiling_is_not(demand: Demand, value: float, is_met: bool) -> None:
    assert demand.is_met(value) is is_met


def test_what_is_met_stands_without_the_word_and_in_no_line() -> None:
    short = Shortfalls()
    assert short.written("page of 100", "PostGIS", 11.18, FLOOR, decimals=1, unit="×") == "11.2 ×"
    assert short.written("p99", "PostGIS", 149.4, CEILING) == "149"
    assert short.line() == "Nothing that was measured falls short of what is demanded."


def test_what_nothing_is_demanded_of_stands_without_the_word() -> None:
    short = Shortfalls()
    assert short.written("p99", "tipg", 2000, None) == "2,000"
    assert short.found == {}


def test_the_line_names_everything_that_is_marked_beside_its_demand() -> None:
    short = Shortfalls()
    assert short.written("page of 1000", "DuckDB", 5.12, FLOOR, decimals=1, unit="×") == "5.1 × short"
    assert short.written("p99", "PostGIS", 400.4, CEILING) == "400 short"
    assert short.written("p99", "DuckDB", 1409, CEILING) == "1,409 short"
    assert short.line() == (
        "Short of what is demanded: page of 1000 (6 ×): DuckDB 5.1 ×;"
        " p99 (under 150 ms): PostGIS 400 and DuckDB 1,409."
    )


@pytest.mark.parametrize(
    ("value", "demand", "shown"),
    [(5.96, FLOOR, "5.96 short"), (5.9996, FLOOR, "5.9996 short"), (150.2, CEILING, "150.2 short")],
)
def test_rounding_hides_no_shortfall(value: float, demand: Demand, shown: str) -> None:
    assert Shortfalls().written("figure", "ours", value, demand, decimals=1) == shown
