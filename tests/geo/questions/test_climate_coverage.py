"""Vulnerability against what is known to answer it: by eye, by plain loops, and without the indicator."""

from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import Connection

from geo.declarations import Direction
from geo.indicators import indicators_of
from geo.layers import layer_named
from geo.layers.climate_instruments import CLIMATE_STATUS, COVERING_STATUSES
from geo.questions.climate_coverage.records import (
    CLIMATE_NETWORK_THEMES,
    CLIMATE_THEMES,
    COVERAGE,
    STATUS_MEANS,
)
from geo.questions.optional_indicators import Reading
from geo.questions.question import BadParameter
from tests.geo.questions.asking import answered, column, painted
from tests.geo.questions.conftest import National

# 02004 has a risk atlas and a network whose themes have climate; 02002 an agreement on environment.
SOME = ["02002", "02004"]


def test_unknown_is_kept_apart_from_no(connection: Connection) -> None:
    answer = answered(connection, "climate-coverage")
    assert answer.number_matched == 19
    rows = {row["cvegeo"]: row for row in answer.data}
    assert {
        name: rows["02004"][name] for name in ("risk_atlas", "climate_action_plan", "climate_network_count")
    } == {
        "risk_atlas": "yes",
        "climate_action_plan": "in_progress",
        "climate_network_count": 1,
    }
    assert rows["02002"]["climate_agreement_count"] == 1
    assert rows["02003"]["risk_atlas"] == "unknown"
    assert [code for code, row in sorted(rows.items()) if row["coverage"] == "some"] == SOME
    assert column(answer, "cvegeo", "state_climate_law")["01001"] == "yes"
    assert column(answer, "cvegeo", "state_climate_law")["02001"] == "unknown"
    assert (answer.summary["risk_atlas_unknown"], answer.summary["risk_atlas_no"]) == (18, 0)
    assert column(answer, "cvegeo", "has_themeless_agreement")["02010"] is True


def test_an_indicator_that_is_not_loaded_is_named_and_not_replaced(connection: Connection) -> None:
    answer = answered(connection, "climate-coverage")
    assert {row["vulnerability"] for row in answer.data} == {"unknown"}
    assert answer.summary["high"] == 0
    assert answer.summary["high_and_nothing_known_pct"] is None
    assert answer.run["vulnerability_is_loaded"] is False
    assert "Atlas Nacional de Vulnerabilidad" in answer.caveats[0].es
    assert "load it" in answer.caveats[0].en
    assert len(painted(connection, "climate-coverage").classes["unknown_none_known"]) == 17


def test_any_loaded_indicator_can_say_who_is_vulnerable(connection: Connection) -> None:
    given = {"vulnerability_indicator": "municipalities.neighbor_count", "vulnerability_threshold": "8"}
    answer = answered(connection, "climate-coverage", vulnerability="high", coverage="none_known", **given)
    # The four squares in the middle of the mainland touch eight others.
    assert [row["cvegeo"] for row in answer.data] == ["01002", "01005", "02005", "02008"]
    assert {row["vulnerability_value"] for row in answer.data} == {8.0}
    assert (answer.summary["high"], answer.summary["high_and_nothing_known_pct"]) == (4, 100.0)
    cross = answer.series["cross_table"]
    assert sum(cell["municipality_count"] for cell in cross) == 19
    assert column(answer, "cvegeo", "region") == {
        "01002": "north_centre",
        "01005": "north_centre",
        "02005": "north",
        "02008": "north",
    }
    assert [(row["cve_ent"], row["high"]) for row in answer.series["states"]] == [("01", 2), ("02", 2)]
    classes = painted(connection, "climate-coverage", **given).classes
    assert (classes["high_none_known"], classes["not_high_some"]) == (
        ["01002", "01005", "02005", "02008"],
        SOME,
    )


def test_where_lower_is_more_the_threshold_is_read_downwards() -> None:
    indicator = indicators_of(layer_named("municipalities"))[0]
    lower = replace(indicator, field=replace(indicator.field, direction=Direction.LOWER_IS_MORE))
    assert Reading(indicator, {}).is_from(5, 5)
    assert not Reading(indicator, {}).is_from(4, 5)
    assert Reading(lower, {}).is_from(4, 5)
    assert not Reading(lower, {}).is_from(6, 5)


@pytest.mark.parametrize("indicator", ["municipalities.wealth", "nothing.at_all"])
def test_an_indicator_that_no_layer_gives_is_refused(connection: Connection, indicator: str) -> None:
    with pytest.raises(BadParameter) as refused:
        answered(connection, "climate-coverage", vulnerability_indicator=indicator)
    assert refused.value.name == "vulnerability_indicator"
    assert "municipalities.area_km2" in refused.value.allowed


def test_a_territory_without_municipalities_is_empty(connection: Connection) -> None:
    answer = answered(connection, "climate-coverage", state="77")
    assert (answer.data, answer.series) == ([], {"cross_table": [], "states": [], "regions": []})
    assert answered(connection, "climate-coverage", region="south").number_matched == 0


def test_themes_can_be_chosen(connection: Connection) -> None:
    answer = answered(connection, "climate-coverage", theme="culture")
    signed = {
        code: count for code, count in column(answer, "cvegeo", "climate_agreement_count").items() if count
    }
    assert signed == {"02001": 1, "02004": 2}


def test_every_status_has_a_meaning() -> None:
    assert set(STATUS_MEANS) == set(CLIMATE_STATUS.values)
    assert set(STATUS_MEANS.values()) <= set(COVERAGE.values)
    assert {status for status, meaning in STATUS_MEANS.items() if meaning == "yes"} == COVERING_STATUSES


@pytest.mark.slow
def test_the_real_register(national: National) -> None:
    register = national.register
    answer = answered(national.connection, "climate-coverage", limit="3000")
    assert answer.number_matched == 2465
    for instrument in ("risk_atlas", "climate_action_plan"):
        said: dict[str, set[str]] = {}
        for row in register.rows("climate_coverage"):
            if row["instrument"] == instrument and len(row["cvegeo"]) == 5:
                said.setdefault(row["cvegeo"], set()).add(STATUS_MEANS[row["status"]])
        best = Counter(min(words, key=COVERAGE.values.index) for words in said.values())
        for word in COVERAGE.values:
            expected = best[word] + (2465 - len(said) if word == "unknown" else 0)
            assert answer.summary[f"{instrument}_{word}"] == expected, (instrument, word)
    signed = Counter(
        signatory
        for (signatory, _, _), rows in register.known().items()
        if len(signatory) == 5
        and {theme for row in rows for theme in row["themes"].split(";")} & set(CLIMATE_THEMES)
    )
    counts = column(answer, "cvegeo", "climate_agreement_count")
    assert {code: count for code, count in counts.items() if count} == dict(signed)
    themes = {row["id"]: set(row["themes"].split(";")) for row in register.rows("networks")}
    members: dict[str, set[str]] = {}
    for row in register.rows("memberships"):
        is_present = not row["until_year"] and row["status"] != "in_formation"
        if row["mx_cvegeo"] and is_present and themes[row["network_id"]] & CLIMATE_NETWORK_THEMES:
            members.setdefault(row["mx_cvegeo"], set()).add(row["network_id"])
    for row in register.rows("climate_coverage"):
        if row["instrument"] == "gcom_signatory" and len(row["cvegeo"]) == 5:
            members.setdefault(row["cvegeo"], set()).add("gcom_signatory")
    networks = column(answer, "cvegeo", "climate_network_count")
    assert {code: count for code, count in networks.items() if count} == {
        code: len(found) for code, found in members.items()
    }
