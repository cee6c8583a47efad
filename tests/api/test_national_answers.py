"""Answers about the whole country at full detail, which need room that those about a tiny one do not."""

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.formats import EXPORTS, Format
from geo.questions import QUESTIONS
from geo.questions.question import Question
from tests.api.conftest import settings
from tests.conftest import EngineKind
from tests.national import Loaded

ITEMS = "/collections/municipalities/items"
IN_MEXICO = "BBOX(-119,14,-86,33)"


@pytest.fixture(scope="module")
def country(
    engine_kind: EngineKind, national_release: Callable[[EngineKind], Loaded]
) -> Iterator[TestClient]:
    with TestClient(create_app(settings(national_release(engine_kind).address, kept_megabytes=0))) as client:
        yield client


@pytest.mark.parametrize("form", EXPORTS, ids=lambda form: form.name)
def test_all_municipalities_in_every_form(country: TestClient, form: Format) -> None:
    said = country.get(ITEMS, params={"f": form.name, "skipGeometry": str(form.name == "xlsx").lower()})
    assert said.status_code == 200, said.text[:300]
    assert len(said.content) > 100_000


@pytest.mark.parametrize(
    "asked",
    [
        {"sortby": "-area_km2"},
        {"filter": f"S_INTERSECTS(geometry,{IN_MEXICO})", "sortby": "name"},
        {"filter": f"NOT S_DISJOINT(geometry,{IN_MEXICO})", "sortby": "-area_km2"},
        {"bbox": "-119,14,-86,33", "crs": "http://www.opengis.net/def/crs/EPSG/0/6372"},
    ],
    ids=str,
)
def test_all_municipalities_on_one_page(country: TestClient, asked: dict[str, str]) -> None:
    said = country.get(ITEMS, params={"limit": "10000", **asked})
    assert said.status_code == 200, said.text[:300]
    page = said.json()
    assert page["numberMatched"] == page["numberReturned"] == len(page["features"]) == 2465


def test_the_one_that_holds_a_point(country: TestClient) -> None:
    said = country.get("/municipalities/at", params={"lon": "-117.03", "lat": "32.51"})
    assert said.status_code == 200, said.text[:300]
    assert "02004" in said.text


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_question_as_a_table_with_places(country: TestClient, question: Question) -> None:
    said = country.get(f"/questions/{question.name}", params={"f": "csv"})
    if said.status_code == 400:
        pytest.skip(f"{question.name} has to be told more: {said.json()['detail']}")
    assert said.status_code == 200, said.text[:300]
    # One that has to be told of whom finds nobody.
    assert said.text.count("\n") > (0 if question.name == "regional-partners" else 1)
