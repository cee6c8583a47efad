"""The quality report over the tiny release: equal on both engines, its numbers counted by hand."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from geo import quality
from geo.layers import CORE_LAYERS
from geo.store import Reader
from tests.conftest import EngineKind
from tests.releases import tiny_release


@pytest.fixture(scope="module")
def reports(new_store_url: Callable[[EngineKind], str]) -> dict[str, dict[str, Any]]:
    found = {}
    for kind in ("duckdb", "postgis"):
        store = tiny_release(new_store_url(kind))  # type: ignore[arg-type]
        reader = Reader(store)
        with reader.connection() as connection:
            found[kind] = quality.report(connection)
        reader.close()
    return found


@pytest.fixture
def report(reports: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return reports["duckdb"]


def test_both_engines_report_alike(reports: dict[str, dict[str, Any]]) -> None:
    kept = [
        json.dumps({**each, "release": None, "topology": None}, sort_keys=True) for each in reports.values()
    ]
    assert kept[0] == kept[1]


def test_rows_in_are_rows_loaded_and_rejected(report: dict[str, Any]) -> None:
    agreements = next(each for each in report["inputs"] if each["name"] == "agreements.csv")
    assert (agreements["rows_in"], agreements["rows_loaded"], agreements["rows_rejected"]) == (13, 12, 1)
    assert sum(each["rows"] for each in agreements["reasons"]) == 1
    assert "02011" in agreements["reasons"][0]["reason_en"]
    for each in report["inputs"]:
        assert each["rows_rejected"] == sum(reason["rows"] for reason in each["reasons"])


def test_fields_are_counted_by_state(report: dict[str, Any]) -> None:
    assert set(report["completeness"]) == {layer.id for layer in CORE_LAYERS}
    agreements = report["completeness"]["agreements"]
    assert agreements["rows"] == 12
    assert agreements["filled"]["signed_year"] == 10
    assert sum(each["rows"] for each in agreements["states"].values()) == 12
    assert report["completeness"]["municipalities"]["states"]["01"]["rows"] == 9
    assert report["completeness"]["networks"]["states"] == {}


def test_records_that_contradict_each_other_stand_side_by_side(report: dict[str, Any]) -> None:
    years = [each for each in report["conflicts"] if "signed_year" in each["differing"]]
    assert [each["signatory"] for each in years] == ["02004"]
    assert len({record["signed_year"] for record in years[0]["records"]}) == 2
    assert all(record["source_id"] for record in years[0]["records"])


def test_what_has_no_place_or_no_source_is_counted(report: dict[str, Any]) -> None:
    assert len(report["unplaced_partners"]) == 4
    assert all(each["no_source"] == 0 for each in report["without_source"].values())
    assert {each["record_count"] > 0 for each in report["freshness"]} == {True}


def test_claims_stand_beside_the_figure_of_the_records(report: dict[str, Any]) -> None:
    assert report["claims"]
    for each in report["claims"]:
        assert each["claims"]
        assert (each["from_records"] is None) == (each["method"] is None)
