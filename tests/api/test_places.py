"""Search by name, and neighbours."""

import pytest
import shapely
from fastapi.testclient import TestClient

from api import schemas
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


def test_an_island_has_no_neighbours_and_an_unknown_code_is_not_found(client: TestClient) -> None:
    assert client.get(f"/municipalities/{ISLAND}/neighbours").json()["neighbours"] == []
    problem = client.get("/municipalities/99999/neighbours").json()
    assert (problem["status"], problem["code"]) == (404, "unknown_feature")
