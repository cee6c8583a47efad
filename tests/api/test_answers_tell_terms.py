"""Answers and their files say under which terms everything stands that was read for them."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api import schemas
from api.formats import EXPORTS
from geo import catalogue
from geo.layers import BY_ID
from geo.layers.provenance import REGISTER_LICENCE
from geo.questions import QUESTIONS
from geo.questions.terms import DERIVED, WithTables, terms
from geo.store import Reader, store_at
from geo.systems import CRS84_URI
from geo.tables import METADATA
from tests.api.test_exports import file_of
from tests.api.test_files_tell import about_of

BOUNDARIES = BY_ID["municipalities"].licence
FORMS = [*(form.name for form in EXPORTS), "geojson"]
ASKED: dict[str, dict[str, str]] = {
    "partner-candidates": {"government": "02004"},
    "regional-partners": {"member": "02004"},
    "hotspots": {"indicator": "municipalities.area_km2"},
}
"""What questions are asked that need something named."""


def answer(client: TestClient, name: str, **params: str) -> dict[str, Any]:
    response = client.get(f"/questions/{name}", params={**ASKED.get(name, {}), **params})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def linked(response: httpx.Response) -> set[str]:
    return {
        each.split(">")[0].lstrip("<")
        for each in response.headers["link"].split(", ")
        if each.endswith('rel="license"')
    }


@pytest.mark.parametrize("name", [question.name for question in QUESTIONS])
def test_an_answer_names_every_layer_that_it_is_computed_from(client: TestClient, name: str) -> None:
    said = answer(client, name)["sources"]
    of_layer = {layer_id: each for each in said["licences"] for layer_id in each["layers"]}
    held = {each["id"]: each for each in client.get("/collections").json()["collections"]}
    assert {layer for layer in said["layers"] if layer in held} <= set(of_layer) <= set(held)
    for layer_id, told in of_layer.items():
        assert {key: told[key] for key in held[layer_id]["licence"]} == held[layer_id]["licence"]


@pytest.mark.parametrize("name", [question.name for question in QUESTIONS])
def test_a_map_and_its_codes_say_the_terms_of_all_that_they_were_read_from(
    client: TestClient, name: str
) -> None:
    drawn = answer(client, name, f="map")
    schemas.AnswerMap.model_validate(drawn)
    held = {each["id"]: each["licence"] for each in client.get("/collections").json()["collections"]}
    told = drawn["sources"]["licences"]
    of_layer = {layer_id: each for each in told for layer_id in each["layers"]}
    for layer_id, each in of_layer.items():
        assert {key: each[key] for key in held[layer_id]} == held[layer_id]
    # What has a class or a feature was read somewhere.
    assert told or not (drawn["features"] or any(drawn["classes"].values()))
    assert client.get(drawn["sources"]["href"]).status_code == 200
    assert drawn["crs"] == CRS84_URI
    asked = {**ASKED.get(name, {}), "f": "ids"}
    response = client.get(f"/questions/{name}", params=asked)
    assert response.json().keys() - drawn["classes"].keys() == {"release"}
    assert response.headers["atlas-release"] == response.json()["release"]["id"]
    assert linked(response) == {each["url"] for each in told if each["url"]}
    again = client.get(f"/questions/{name}", params=asked)
    assert again.headers["link"] == response.headers["link"]
    (sources,) = [each for each in again.headers["link"].split(", ") if 'rel="describedby"' in each]
    assert client.get(sources[1:].split(">")[0]).json()["inputs"]


def test_a_map_says_the_terms_of_boundaries_and_register(client: TestClient) -> None:
    said = answer(client, "without-agreements", f="map")["sources"]["licences"]
    assert {each["attribution_en"] for each in said} >= {
        BOUNDARIES.attribution.en,
        REGISTER_LICENCE.attribution.en,
    }


def test_boundaries_and_register_have_terms_of_their_own(client: TestClient) -> None:
    said = answer(client, "without-agreements")["sources"]["licences"]
    assert BOUNDARIES != REGISTER_LICENCE
    by_attribution = {each["attribution_en"]: each["layers"] for each in said}
    assert "municipalities" in by_attribution[BOUNDARIES.attribution.en]
    assert "agreements" in by_attribution[REGISTER_LICENCE.attribution.en]
    assert "claims" in answer(client, "claims")["sources"]["licences"][-1]["layers"]


@pytest.mark.parametrize("form", FORMS)
def test_a_file_says_the_terms_of_boundaries_and_register(
    client: TestClient, tmp_path: Path, form: str
) -> None:
    said = about_of(file_of(client, tmp_path, "/questions/without-agreements", form), form)
    for licence in (BOUNDARIES, REGISTER_LICENCE):
        assert licence.attribution.es in said["attribution"]
        assert licence.title.es in said["licence"]
    assert "municipalities" in said["licence"]
    assert "agreements" in said["licence"]
    response = client.get("/questions/without-agreements", params={"f": form})
    assert linked(response) == {each.url for each in (BOUNDARIES, REGISTER_LICENCE) if each.url}


@pytest.mark.parametrize("form", ["graphml", "gexf", "nodelink"])
def test_a_graph_says_the_terms_of_all_that_it_was_read_from(client: TestClient, form: str) -> None:
    response = client.get("/questions/partner-network", params={"f": form})
    told = answer(client, "partner-network")["sources"]["licences"]
    assert {each["title_en"] for each in told}
    for each in told:
        assert each["title_en"] in response.text


def test_a_page_to_read_says_them_too(client: TestClient) -> None:
    page = client.get("/questions/without-agreements", params={"f": "html", "lang": "en"}).text
    for licence in (BOUNDARIES, REGISTER_LICENCE):
        assert licence.attribution.en in page


def test_items_without_their_geometry_say_nothing_of_boundaries(client: TestClient, tmp_path: Path) -> None:
    address = "/collections/agreements/items"
    assert about_of(file_of(client, tmp_path, address, "csv"), "csv")["licence"] == REGISTER_LICENCE.title.es


def test_layers_that_share_a_geometry_say_the_terms_of_both() -> None:
    layer = next(each for each in BY_ID.values() if each.shares_geometry_of == "municipalities")
    found = terms(BY_ID, frozenset({layer.id, "municipalities_shapes"}))
    assert {layer_id for each in found for layer_id in each.layer_ids} == {layer.id, "municipalities"}


def test_every_table_belongs_to_a_layer_or_tells_of_the_release() -> None:
    for name in METADATA.tables:
        of_layer = DERIVED.get(name, name.removesuffix("_shapes"))
        assert of_layer in BY_ID or name == "release" or name.startswith("release_"), name


def test_tables_are_seen_in_subqueries_and_joins_and_not_after(served_url: str) -> None:
    question = next(each for each in QUESTIONS if each.name == "without-agreements")
    store = store_at(served_url)
    try:
        reader = Reader(store)
        with reader.connection() as connection:
            held = catalogue.layers(connection)
            asked = question.understood({})
            _, read = WithTables(question.answer)(connection, asked)
            _, again = WithTables(lambda *_: None)(connection, asked)
        reader.close()
    finally:
        store.close()
    assert {"municipalities", "agreements"} <= read
    assert again == frozenset()
    assert terms(held, read)
