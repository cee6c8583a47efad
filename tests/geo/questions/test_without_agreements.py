"""Municipalities without known agreement in the tiny country, where every number can be checked by eye."""

from typing import Any

import pytest
from pyproj import Geod
from sqlalchemy import Connection, func, select

from geo.questions.question import BadParameter
from geo.questions.without_agreements import COLUMNS, QUESTION
from geo.questions.without_agreements.successors import LEAST_SHARE
from geo.tables import CONTIGUITY, LAYER_TABLES, LINEAGE
from tests.releases import KNOWN_AGREEMENTS, NONE_KNOWN, NOT_RESEARCHED


def _ids(connection: Connection, **given: str | list[str]) -> dict[str, list[str]]:
    painting = QUESTION.painting(connection, _understood(given))
    assert {each.value for each in painting.legend} == set(painting.classes)
    return painting.classes


def _rows(connection: Connection, **given: str | list[str]) -> list[dict[str, Any]]:
    return QUESTION.answer(connection, _understood(given)).data


def _understood(given: dict[str, str | list[str]]) -> dict[str, Any]:
    return QUESTION.understood({k: [v] if isinstance(v, str) else v for k, v in given.items()})


def test_none_known_and_not_researched_are_told_apart(connection: Connection) -> None:
    assert _ids(connection) == {
        "with_agreements": sorted(KNOWN_AGREEMENTS),
        "none_known": sorted(NONE_KNOWN),
        "not_researched": sorted(NOT_RESEARCHED),
    }


def test_the_answer_counts_what_it_pages(connection: Connection) -> None:
    answer = QUESTION.answer(connection, _understood({"limit": "2", "offset": "1"}))
    assert [row["cvegeo"] for row in answer.data] == ["01002", "01003"]
    assert answer.number_matched == len(NONE_KNOWN) + len(NOT_RESEARCHED)
    assert answer.summary == {
        "municipalities": 19,
        "with_agreements": len(KNOWN_AGREEMENTS),
        "none_known": len(NONE_KNOWN),
        "not_researched": len(NOT_RESEARCHED),
    }
    assert answer.sources["count"] == len(
        set(connection.execute(select(LAYER_TABLES["agreements"].c.source_id)).scalars())
    )


def test_rows_have_the_declared_columns(connection: Connection) -> None:
    for row in _rows(connection):
        assert list(row) == [column.name for column in COLUMNS]


def test_a_state_alone(connection: Connection) -> None:
    assert {row["cve_ent"] for row in _rows(connection, state="02")} == {"02"}
    assert len(_rows(connection, state=["01", "02"])) == len(NONE_KNOWN) + len(NOT_RESEARCHED)


def test_a_state_that_does_not_exist_gives_an_empty_answer(connection: Connection) -> None:
    answer = QUESTION.answer(connection, _understood({"state": "77"}))
    assert (answer.data, answer.number_matched, answer.summary["municipalities"]) == ([], 0, 0)


@pytest.mark.parametrize(
    ("given", "with_agreements"),
    [
        ({"scope": "domestic"}, ["02005"]),
        ({"scope": "any"}, ["02001", "02002", "02004", "02005", "02010"]),
        ({"instrument": "convenio"}, ["02004"]),
        ({"instrument": ["convenio", "membresia"]}, ["02002", "02004"]),
        ({"theme": "environment"}, ["02002"]),
        ({"theme": ["environment", "education"]}, ["02001", "02002"]),
        ({"partner_country": "KR"}, ["02004"]),
        ({"status": "expired"}, ["02004"]),
        ({"min_confidence": "high", "status": "in_force"}, None),
        ({"as_of": "1993", "undated": "exclude"}, ["02004"]),
        ({"as_of": "1992", "undated": "exclude"}, []),
        ({"as_of": "2020-07-14", "undated": "exclude"}, ["02004", "02010"]),
        ({"as_of": "2020-07-15", "undated": "exclude"}, ["02002", "02004", "02010"]),
        ({"as_of": "2020-07", "undated": "exclude"}, ["02002", "02004", "02010"]),
        ({"as_of": "1900"}, ["02001", "02002"]),
        (
            {"level": "municipal_or_state", "scope": "domestic", "state": "01"},
            [f"0100{n}" for n in range(1, 10)],
        ),
    ],
)
def test_what_counts(
    connection: Connection, given: dict[str, str | list[str]], with_agreements: list[str] | None
) -> None:
    found = _ids(connection, **given)["with_agreements"]
    if with_agreements is None:
        agreements = LAYER_TABLES["agreements"].c
        with_agreements = sorted(
            connection.execute(
                select(agreements.cvegeo)
                .distinct()
                .where(
                    agreements.confidence == "high",
                    agreements.status == "in_force",
                    agreements.scope == "international",
                    agreements.level == "municipal",
                )
            ).scalars()
        )
    assert found == with_agreements


def test_the_agreements_of_the_state_cover_its_municipalities(connection: Connection) -> None:
    by_class = _ids(connection, level="municipal_or_state", instrument="carta_de_intencion")
    assert by_class["with_agreements"] == [f"0100{number}" for number in range(1, 10)]


def test_neighbours_and_the_nearest_that_has_one(connection: Connection) -> None:
    places = {
        row.cvegeo: row
        for row in connection.execute(
            select(*(LAYER_TABLES["municipalities"].c[name] for name in ("cvegeo", "lon", "lat")))
        )
    }
    ellipsoid = Geod(ellps="GRS80")
    for row in _rows(connection):
        here = places[row["cvegeo"]]
        by_distance = sorted(
            (round(ellipsoid.inv(here.lon, here.lat, places[code].lon, places[code].lat)[2] / 1000, 3), code)
            for code in KNOWN_AGREEMENTS
        )
        assert (row["nearest_km"], row["nearest_cvegeo"]) == by_distance[0]
    by_code = {row["cvegeo"]: row for row in _rows(connection)}
    neighbors = dict.fromkeys(by_code, 0)
    for code, neighbor in connection.execute(select(CONTIGUITY.c.cvegeo, CONTIGUITY.c.neighbor_cvegeo)):
        if code in neighbors and neighbor in KNOWN_AGREEMENTS:
            neighbors[code] += 1
    assert {code: row["neighbors_with_agreements_count"] for code, row in by_code.items()} == neighbors
    assert max(neighbors.values()) > 0


@pytest.mark.parametrize(
    ("given", "covered"),
    [
        ({}, []),
        # San Quintín and San Felipe came of Ensenada, whose one agreement has no year, and San Felipe of
        # Mexicali too, whose agreements are of 2020 and of no year: between the editions of 2019 and 2023, or
        # nobody knows.
        ({"successors": "before"}, []),
        ({"successors": "perhaps_before"}, ["02006", "02007"]),
        ({"successors": "perhaps_before", "theme": "environment"}, ["02007"]),
        ({"successors": "perhaps_before", "undated": "exclude", "as_of": "2019"}, []),
    ],
)
def test_what_was_signed_before_a_split_counts_where_asked(
    connection: Connection, given: dict[str, str | list[str]], covered: list[str]
) -> None:
    own = {**given, "successors": "own"}
    before, after = _ids(connection, **own)["with_agreements"], _ids(connection, **given)["with_agreements"]
    assert sorted(set(after) - set(before)) == covered


def test_what_the_municipality_of_origin_signed_is_told_in_any_case(connection: Connection) -> None:
    told = {row["cvegeo"]: row["predecessor_agreement_count"] for row in _rows(connection)}
    # Ensenada has one, Mexicali two.
    assert {code: count for code, count in told.items() if count} == {"02006": 1, "02007": 3}


def test_a_share_of_area_that_is_a_border_drawn_differently_makes_no_parent(connection: Connection) -> None:
    # 2.8 % of San Quintín lies in what was Mexicali, whose agreements are not its own.
    shares = connection.execute(
        select(LINEAGE.c.share_of_area).where(LINEAGE.c.cvegeo == "02006", LINEAGE.c.parent_cvegeo == "02002")
    ).scalar_one()
    assert shares < LEAST_SHARE
    assert (
        "02006" not in _ids(connection, successors="perhaps_before", theme="environment")["with_agreements"]
    )


def test_the_priority_is_the_weighted_mean_of_known_points(connection: Connection) -> None:
    rows = {row["cvegeo"]: row for row in _rows(connection, weight_neighbors="3")}
    for row in rows.values():
        assert (row["points_population"], row["points_migration"], row["points_vulnerability"]) == (None,) * 3
        expected = (3 * row["points_neighbors"] + row["points_nearest"]) / 4
        assert row["priority"] == pytest.approx(expected, abs=2e-6)
    # 15 municipalities are listed. Nearest to one with agreements: points 14 / 14; farthest: 0.
    by_distance = sorted(rows.values(), key=lambda row: row["nearest_km"])
    assert (by_distance[0]["points_nearest"], by_distance[-1]["points_nearest"]) == (1, 0)
    most = max(row["neighbors_with_agreements_count"] for row in rows.values())
    fewer = sum(row["neighbors_with_agreements_count"] < most for row in rows.values())
    assert max(row["points_neighbors"] for row in rows.values()) == pytest.approx(fewer / 14, abs=1e-6)
    ranked = [row["priority"] for row in _rows(connection, sort="-priority")]
    assert ranked == sorted(ranked, reverse=True)


def test_the_priority_does_not_change_with_the_territory(connection: Connection) -> None:
    everywhere = {row["cvegeo"]: row["priority"] for row in _rows(connection)}
    for row in _rows(connection, state="02", research="none_known"):
        assert row["priority"] == everywhere[row["cvegeo"]]


def test_criteria_that_are_not_loaded_are_named(connection: Connection) -> None:
    told = " ".join(caveat.en for caveat in QUESTION.answer(connection, _understood({})).caveats)
    for name in (
        "census_2020.population_count",
        "migration_intensity_2020.intensity_index",
        "climate_vulnerability.high_vulnerability_count",
    ):
        assert f"({name}): load it" in told
    for source in (
        "inegi-census-2020`",
        "conapo-migration-intensity-2020`",
        "inecc-climate-vulnerability=PATH`, where",
    ):
        assert f"with `atlas etl run {source}" in told


def test_what_none_known_means_is_told(connection: Connection) -> None:
    def told(**given: str) -> list[str]:
        return [caveat.en for caveat in QUESTION.answer(connection, _understood(dict(given))).caveats]

    latest = connection.execute(select(func.max(LAYER_TABLES["agreements"].c.retrieved))).scalar_one()
    plain = told()
    assert f"consulted until {latest}: it does not say that there are none." in plain[0]
    unlooked = f"Of {len(NOT_RESEARCHED)} municipalities no source covers the agreements"
    assert any(unlooked in each for each in plain)
    assert not any("Undated" in each for each in plain)
    assert any("Undated agreements count" in each for each in told(as_of="1900"))
    assert not any("Undated" in each for each in told(as_of="1900", undated="exclude"))
    assert "No country has the code UK, so nothing can be known of it." in told(partner_country="UK")


def test_weights_that_are_all_zero_are_refused(connection: Connection) -> None:
    zero = {
        f"weight_{name}": "0" for name in ("population", "migration", "vulnerability", "neighbors", "nearest")
    }
    with pytest.raises(BadParameter, match="all weights that count here are zero"):
        _rows(connection, **zero)


@pytest.mark.parametrize("border", ["us_border_km", "south_border_km"])
def test_within_a_distance_of_a_border(connection: Connection, border: str) -> None:
    distances = sorted({row[border] for row in _rows(connection)})
    limit = distances[len(distances) // 2]
    rows = _rows(connection, **{f"{border}_max": f"{limit:.6f}"})
    assert rows
    assert all(row[border] <= limit + 1e-6 for row in rows)
    assert len(rows) < len(NONE_KNOWN) + len(NOT_RESEARCHED)


@pytest.mark.parametrize(
    "column", ["us_border_km", "nearest_km", "neighbors_with_agreements_count", "area_km2"]
)
def test_order_in_both_directions(connection: Connection, column: str) -> None:
    rising = [(row[column], row["cvegeo"]) for row in _rows(connection, sort=column)]
    assert rising == sorted(rising)
    falling = [(-row[column], row["cvegeo"]) for row in _rows(connection, sort=f"-{column}")]
    assert falling == sorted(falling)


def test_only_what_is_not_researched(connection: Connection) -> None:
    rows = _rows(connection, research="not_researched")
    assert {row["cvegeo"] for row in rows} == set(NOT_RESEARCHED)
    assert {row["state_source_count"] for row in rows} == {0}
