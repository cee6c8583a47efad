"""Nearest services and who is far from them: by eye on the tiny country, by plain loops on the real one."""

import re
from collections import Counter

import pytest
from pyproj import Geod
from sqlalchemy import Connection, select

from geo.geodesy.nearest import nearest
from geo.questions.migration_coverage.services import SERVICES
from geo.tables import LAYER_TABLES
from tests.geo.questions.asking import answered, column, painted
from tests.geo.questions.conftest import National

ELLIPSOID = Geod(ellps="GRS80")
# The only office for migrants that is open and has a point; it is recorded in 02002.
OFFICE = (-101.7, 22.1)


def _km(here: tuple[float, float], there: tuple[float, float]) -> float:
    return round(float(ELLIPSOID.inv(*here, *there)[2]) / 1000, 3)


def _points(connection: Connection) -> dict[str, tuple[float, float]]:
    table = LAYER_TABLES["municipalities"].c
    return {
        row.cvegeo: (row.lon, row.lat)
        for row in connection.execute(select(table.cvegeo, table.lon, table.lat))
    }


def test_distance_to_the_nearest_office(connection: Connection) -> None:
    answer = answered(connection, "migration-coverage", show="all")
    expected = {code: _km(point, OFFICE) for code, point in _points(connection).items()}
    assert column(answer, "cvegeo", "nearest_ofam_state_km") == expected
    assert column(answer, "cvegeo", "nearest_service_km") == expected
    assert set(column(answer, "cvegeo", "nearest_service_kind").values()) == {"ofam_state"}
    assert set(column(answer, "cvegeo", "nearest_iom_window_km").values()) == {None}
    services = {code: count for code, count in column(answer, "cvegeo", "service_count").items() if count}
    assert services == {
        "02002": 1,
        "02004": 1,
    }  # the window of 02004 has no point, its closed office does not count
    assert (answer.summary["ofam_state_placed"], answer.summary["iom_window_unplaced"]) == (1, 1)
    assert any("1 más no tienen posición" in caveat.es for caveat in answer.caveats)


def test_who_is_far(connection: Connection) -> None:
    expected = {code: _km(point, OFFICE) for code, point in _points(connection).items()}
    far = sorted(code for code, km in expected.items() if km > 60 and code not in {"02002", "02004"})
    answer = answered(connection, "migration-coverage", beyond_km="60", sort="cvegeo")
    assert [row["cvegeo"] for row in answer.data] == far
    assert answer.summary["beyond"] == len(far)
    assert 0 < len(far) < 17
    by_distance = answered(connection, "migration-coverage", beyond_km="60").data
    assert [row["nearest_service_km"] for row in by_distance] == sorted(
        (expected[code] for code in far), reverse=True
    )
    assert {row["cve_ent"]: row["beyond"] for row in answer.series["states"]} == {
        "01": sum(code < "02" for code in far),
        "02": sum(code > "02" for code in far),
    }


def test_routes_without_a_service(connection: Connection) -> None:
    answer = answered(connection, "migration-coverage", show="transit_without_service")
    assert [row["cvegeo"] for row in answer.data] == ["01001"]
    assert (answer.summary["on_transit_route"], answer.summary["transit_without_service"]) == (2, 1)
    assert answer.data[0]["corridor_count"] == 1
    with_windows_alone = answered(
        connection, "migration-coverage", service="ofam_state", show="transit_without_service"
    )
    assert {row["cvegeo"] for row in with_windows_alone.data} == {"01001", "02004"}


def test_services_known_to_be_open(connection: Connection) -> None:
    answer = answered(connection, "migration-coverage", operation="open", show="all")
    assert column(answer, "cvegeo", "service_count")["02004"] == 0


def test_a_kind_without_any_point_is_unknown_and_not_far(connection: Connection) -> None:
    answer = answered(connection, "migration-coverage", service="iom_window", show="all")
    assert set(column(answer, "cvegeo", "nearest_service_km").values()) == {None}
    assert answer.summary["beyond"] == 0
    classes = painted(connection, "migration-coverage", service="iom_window").classes
    assert (classes["here"], len(classes["unknown"]), classes["beyond"]) == (["02004"], 18, [])


def test_layers_that_are_not_loaded_are_named(connection: Connection) -> None:
    answer = answered(connection, "migration-coverage", show="all")
    assert set(column(answer, "cvegeo", "intensity").values()) == {None}
    assert (answer.summary["beyond_population"], answer.summary["high_intensity_beyond"]) == (None, None)
    told = " ".join(caveat.en for caveat in answer.caveats)
    assert "migration_intensity_2020" in told
    assert "census_2020" in told
    assert answered(connection, "migration-coverage", show="all", intensity="high").number_matched == 0


def test_laws_and_offices_of_states(connection: Connection) -> None:
    states = {row["cve_ent"]: row for row in answered(connection, "migration-coverage").series["states"]}
    assert (states["01"]["iom_profile"], states["01"]["state_migrant_law"]) == ("yes", "unknown")
    assert (states["01"]["ofam_state_count"], states["02"]["ofam_state_count"]) == (0, 1)


def test_the_map(connection: Connection) -> None:
    painting = painted(connection, "migration-coverage", beyond_km="60")
    assert painting.classes["here"] == ["02002", "02004"]
    assert painting.classes["beyond_transit"] == ["01001"]


def test_a_state_that_does_not_exist(connection: Connection) -> None:
    answer = answered(connection, "migration-coverage", state="77", show="all")
    assert (answer.data, answer.series["states"], answer.summary["population"]) == ([], [], None)


def test_nothing_is_nearest_to_nothing() -> None:
    assert nearest(((0.0, 0.0),), ()) == ()
    assert nearest((), ((0.0, 0.0),)) == ()


@pytest.mark.slow
def test_the_real_register(national: National) -> None:
    answer = answered(national.connection, "migration-coverage", show="all", limit="3000")
    points = _points(national.connection)
    offices = [row for row in national.register.rows("offices") if row["status"] != "closed"]
    nearest_of_all = dict.fromkeys(points, float("inf"))
    for word in SERVICES:
        here = [
            (float(row["lon"]), float(row["lat"]))
            for row in offices
            if row["kind"] == word.value and row["lat"]
        ]
        found = column(answer, "cvegeo", f"nearest_{word.value}_km")
        for code, point in points.items():
            least = min(_km(point, each) for each in here)
            assert found[code] == pytest.approx(least, abs=0.002), (word.value, code)
            if word.value in {"ofam_state", "ofam_municipal", "iom_window"}:
                nearest_of_all[code] = min(nearest_of_all[code], least)
    located = {
        row["mx_cvegeo"] for row in offices if row["kind"] in {"ofam_state", "ofam_municipal", "iom_window"}
    }
    far = {code for code, km in nearest_of_all.items() if km > 100.002 and code not in located}
    assert far <= {
        row["cvegeo"] for row in answered(national.connection, "migration-coverage", limit="3000").data
    }
    assert answer.summary["beyond"] - len(far) <= 1  # one may lie within a metre of the limit
    routes: Counter[str] = Counter()
    for row in national.register.rows("corridors"):
        if row["kind"] == "transit":
            routes.update({*re.findall(r"\b\d{5}\b", row["route"]), *filter(None, [row["origin_cvegeo"]])})
    counts = column(answer, "cvegeo", "transit_route_count")
    assert {code: count for code, count in counts.items() if count} == {
        code: count for code, count in routes.items() if code in points
    }
