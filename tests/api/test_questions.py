"""The first question over HTTP; what it answers is tested with the statements themselves."""

import pytest
from fastapi.testclient import TestClient

from api import schemas
from geo.questions import QUESTIONS, question_named
from tests.releases import NONE_KNOWN, NOT_RESEARCHED

ADDRESS = "/questions/without-agreements"


def test_questions_are_described_from_their_declarations(client: TestClient) -> None:
    said = schemas.Questions.model_validate(client.get("/questions").json()).questions
    assert [each.name for each in said] == [question.name for question in QUESTIONS]
    for each, question in zip(said, QUESTIONS, strict=True):
        assert [(p.name, p.type, p.multiple) for p in each.parameters] == [
            (p.name, p.type.value, p.is_multiple) for p in question.parameters
        ]


def test_states_may_be_chosen_by_name(client: TestClient) -> None:
    questions = client.get("/questions").json()["questions"]
    question = next(each for each in questions if each["name"] == "without-agreements")
    state = next(each for each in question["parameters"] if each["name"] == "state")
    assert [(choice["value"], choice["label_es"]) for choice in state["choices"]] == [
        ("01", "Aguascalientes"),
        ("02", "Baja California"),
    ]


def test_answer_tells_none_known_from_not_researched(client: TestClient) -> None:
    answer = schemas.Answer.model_validate(client.get(ADDRESS).json())
    rows = {row["cvegeo"]: row["research"] for row in answer.data}
    assert rows == dict.fromkeys(NONE_KNOWN, "none_known") | dict.fromkeys(NOT_RESEARCHED, "not_researched")
    assert (answer.numberMatched, answer.numberReturned) == (15, 15)
    assert answer.summary == {
        "municipalities": 19,
        "with_agreements": 4,
        "none_known": len(NONE_KNOWN),
        "not_researched": len(NOT_RESEARCHED),
    }


def test_answer_says_as_of_which_release_and_sources_and_how(client: TestClient) -> None:
    answer = client.get(ADDRESS).json()
    assert answer["release"] == client.get("/health").json()["release"]
    assert answer["sources"]["layers"] == ["agreements"]
    assert answer["sources"]["href"] == "/collections/sources/items"
    assert answer["sources"]["latest_date"] == "2026-11-20"
    assert answer["sources"]["count"] > 0
    method = question_named("without-agreements").method
    assert answer["method"] == {"text_es": method.es, "text_en": method.en}
    assert client.get(f"{ADDRESS}/method").json()["method"] == answer["method"]


def test_columns_of_the_answer_are_those_declared(client: TestClient) -> None:
    columns = [column.name for column in question_named("without-agreements").columns]
    assert all(list(row) == columns for row in client.get(ADDRESS).json()["data"])


def test_parameters_are_repeated_as_understood(client: TestClient) -> None:
    asked = [("state", "02"), ("state", "01"), ("us_border_km_max", "50"), ("limit", "5")]
    understood = client.get(ADDRESS, params=asked).json()["parameters"]
    assert understood["state"] == ["02", "01"]
    assert (understood["us_border_km_max"], understood["limit"], understood["offset"]) == (50.0, 5, 0)
    assert (understood["scope"], understood["level"]) == ("international", "municipal")


def test_following_links_meets_every_row_once(client: TestClient) -> None:
    address, seen = f"{ADDRESS}?sort=-name&limit=4&state=02&state=01", []
    while address:
        answer = client.get(address).json()
        seen += [row["cvegeo"] for row in answer["data"]]
        address = {link["rel"]: link["href"] for link in answer["links"]}.get("next")
    assert len(seen) == 15
    assert set(seen) == {*NONE_KNOWN, *NOT_RESEARCHED}


def test_ids_are_all_of_them_whatever_the_page(client: TestClient) -> None:
    ids = client.get(ADDRESS, params={"f": "ids", "limit": 1, "sort": "-name"}).json()
    assert set(ids) == {"release", "with_agreements", "none_known", "not_researched"}
    assert ids["none_known"] == list(NONE_KNOWN)
    assert ids["not_researched"] == list(NOT_RESEARCHED)
    schemas.AnswerIds.model_validate(ids)


@pytest.mark.parametrize(
    ("params", "named"),
    [
        ({"scope": "galactic"}, "scope"),
        ({"state": "2"}, "state"),
        ({"as_of": "2024-13"}, "as_of"),
        ({"us_border_km_max": "-1"}, "us_border_km_max"),
        ({"limit": "0"}, "limit"),
        ({"limit": ["1", "2"]}, "limit"),
        ({"f": "xml"}, "f"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name(client: TestClient, params, named: str) -> None:
    problem = client.get(ADDRESS, params=params).json()
    assert (problem["status"], problem["code"]) == (400, "bad_parameter")
    assert f"«{named}»" in problem["detail"]


def test_an_unknown_question_lists_those_there_are(client: TestClient) -> None:
    for address in ("/questions/meaning-of-life", "/questions/meaning-of-life/method"):
        problem = client.get(address).json()
        assert (problem["status"], problem["code"]) == (404, "unknown_question")
        assert problem["known"] == [question.name for question in QUESTIONS]
