"""Search by name, and neighbours."""

import pytest
import shapely
from fastapi.testclient import TestClient

from api import schemas
from etl.sources import registry
from tests.geography import ISLAND, MAINLAND, cell
from tests.releases import KNOWN_AGREEMENTS


def found(client: TestClient, text: str) -> list[str]:
    response = client.get("/places/search", params={"q": text})
    return [place.id for place in schemas.Places.model_validate(response.json()).places]


@pytest.mark.parametrize("text", ["Tijuana", "tijuana", "TIJUÁNA", "  tijuana ", "02004"])
def test_accents_and_case_do_not_count(client: TestClient, text: str) -> None:
    assert found(client, text)[0] == "02004"


def test_states_and_municipalities_with_box_and_point(client: TestClient) -> None:
    places = client.get("/places/search", params={"q": "aguascalientes"}).json()["places"]
    assert {(place["type"], place["id"]) for place in places} == {("state", "01"), ("municipality", "01001")}
    municipality = next(place for place in places if place["type"] == "municipality")
    assert municipality["bbox"] == list(cell("01001").bounds)
    assert shapely.Point(municipality["point"]).within(cell("01001"))
    assert municipality["score"] == 1.0


def test_whole_names_come_before_parts(client: TestClient) -> None:
    scores = [
        place["score"]
        for place in client.get("/places/search", params={"q": "san", "limit": 50}).json()["places"]
    ]
    assert len(scores) >= 3
    assert scores == sorted(scores, reverse=True)


def test_percent_sign_is_no_wildcard(client: TestClient) -> None:
    problem = client.get("/places/search", params={"q": "%_"}).json()
    assert (problem["status"], problem["code"]) == (400, "bad_parameter")


@pytest.mark.parametrize("params", [{}, {"q": "a" * 101}, {"q": "a", "limit": 51}, {"q": "a", "limit": "x"}])
def test_a_search_that_cannot_be_made_is_refused(client: TestClient, params) -> None:
    assert client.get("/places/search", params=params).status_code == 400


@pytest.mark.parametrize("cvegeo", MAINLAND)
def test_neighbours_are_the_squares_that_share_a_side_or_a_corner(client: TestClient, cvegeo: str) -> None:
    answer = schemas.Neighbours.model_validate(client.get(f"/municipalities/{cvegeo}/neighbours").json())
    square = cell(cvegeo)
    assert {each.cvegeo for each in answer.neighbours} == {
        other for other in MAINLAND if other != cvegeo and square.intersects(cell(other))
    }
    for each in answer.neighbours:
        assert each.agreement_count == KNOWN_AGREEMENTS.get(each.cvegeo, 0)
        has_common_side = square.intersection(cell(each.cvegeo)).length > 0
        # 0.2 degree, on a meridian or a parallel; nothing at a corner
        assert 20 < each.shared_km < 23 if has_common_side else each.shared_km == 0


def test_neighbours_and_what_is_at_a_point_tell_how_well_they_are_researched(
    client: TestClient,
) -> None:
    items = client.get("/collections/municipalities/items", params={"limit": 100}).json()["features"]
    research = {item["id"]: item["properties"]["research"] for item in items}
    assert {"researched", "not_researched"} == set(research.values())
    said = {
        each["cvegeo"]: each["research"]
        for cvegeo in MAINLAND
        for each in client.get(f"/municipalities/{cvegeo}/neighbours").json()["neighbours"]
    }
    assert said == {code: research[code] for code in MAINLAND}
    for code in MAINLAND:
        point = cell(code).centroid
        (found,) = client.get("/municipalities/at", params={"lon": point.x, "lat": point.y}).json()[
            "municipalities"
        ]
        assert found["research"] == research[code]


def test_an_island_has_no_neighbours_and_an_unknown_code_is_not_found(client: TestClient) -> None:
    assert client.get(f"/municipalities/{ISLAND}/neighbours").json()["neighbours"] == []
    problem = client.get("/municipalities/99999/neighbours").json()
    assert (problem["status"], problem["code"]) == (404, "unknown_feature")


@pytest.mark.parametrize(("text", "code"), [("tijuna", "02004"), ("Ensenda", "02001"), ("calvilo", "01003")])
def test_a_slip_of_the_pen_is_forgiven(client: TestClient, text: str, code: str) -> None:
    place = client.get("/places/search", params={"q": text}).json()["places"][0]
    assert place["id"] == code
    assert place["score"] < 0.25
    assert place["matched"]


def test_what_is_like_no_name_finds_nothing(client: TestClient) -> None:
    assert found(client, "xyzzyquux") == []


def test_a_point_lies_in_one_municipality_or_on_a_boundary_or_outside(client: TestClient) -> None:
    def at(lon: float, lat: float) -> list[str]:
        answer = client.get("/municipalities/at", params={"lon": lon, "lat": lat}).json()
        return [each.cvegeo for each in schemas.PlacesAt.model_validate(answer).municipalities]

    for code in (*MAINLAND, ISLAND):
        point = cell(code).centroid
        assert at(point.x, point.y) == [code]
    assert at(-101.8, 22.0) == ["02001", "02002", "02004", "02005"]
    assert at(0, 0) == []


@pytest.mark.parametrize(
    "params", [{"lon": 1}, {"lon": 181, "lat": 0}, {"lon": "nan", "lat": 0}, {"lon": "x", "lat": 0}]
)
def test_a_point_that_is_none_is_refused(client: TestClient, params) -> None:
    problem = client.get("/municipalities/at", params=params).json()
    assert problem["status"] == 400
    assert problem["code"] in {"bad_parameter", "missing_parameter"}


def test_sources_account_for_every_row(client: TestClient) -> None:
    said = schemas.Sources.model_validate(client.get("/sources").json())
    assert said.inputs
    for each in said.inputs:
        assert each.rows_in == each.rows_loaded + each.rows_rejected
        assert len(each.sha256) == 64
    assert client.get(next(link.href for link in said.links if link.rel == "items")).status_code == 200


def test_what_more_can_be_loaded_is_told_with_its_command(client: TestClient) -> None:
    said = schemas.Sources.model_validate(client.get("/sources").json())
    loaded = {each.name for each in said.inputs}
    assert [each.name for each in said.loadable] == [
        source.id for source in registry.SOURCES if source.id not in loaded
    ]
    assert said.loadable
    for each in said.loadable:
        assert each.command.startswith(f"atlas etl run {each.name}")
        assert each.command.endswith("=PATH") != each.is_fetched
