"""The catalogue says what the declarations say, of what the release holds."""

import pytest
from fastapi.testclient import TestClient

from api import schemas
from geo.layers import CORE_LAYERS
from geo.layers.municipalities import LAYER as MUNICIPALITIES
from tests.api.golden import assert_golden


def test_catalogue_lists_every_layer_of_the_release(client: TestClient) -> None:
    catalogue = schemas.Collections.model_validate(client.get("/collections").json())
    assert [each.id for each in catalogue.collections] == [layer.id for layer in CORE_LAYERS]
    for layer, said in zip(CORE_LAYERS, catalogue.collections, strict=True):
        assert [(field.name, field.title_es, field.title_en) for field in said.fields] == [
            (field.name, field.title.es, field.title.en) for field in layer.fields
        ]
        for field, declared in zip(said.fields, layer.fields, strict=True):
            words = [(choice.value, choice.label_en) for choice in field.choices or []]
            assert words == [
                (word.value, word.label.en)
                for word in (declared.vocabulary.words if declared.vocabulary else ())
            ]
        assert said.licence.attribution_es == layer.licence.attribution.es


def test_golden_catalogue(client: TestClient) -> None:
    assert_golden("collections.json", client.get("/collections").json())


@pytest.mark.parametrize("layer", CORE_LAYERS, ids=lambda layer: layer.id)
def test_count_is_that_of_the_items_and_extent_covers_them(client: TestClient, layer) -> None:
    said = schemas.Collection.model_validate(client.get(f"/collections/{layer.id}").json())
    items = client.get(f"/collections/{layer.id}/items", params={"limit": 1000}).json()
    assert said.count == len(items["features"]) > 0
    extent = said.extent or schemas.Extent()
    assert (extent.spatial is None) == (layer.geometry is None)
    assert (extent.temporal is None) == (layer.time is None)


def test_extent_of_the_tiny_country(client: TestClient) -> None:
    extent = client.get("/collections/municipalities").json()["extent"]["spatial"]
    assert extent["bbox"] == [[-102.0, 21.0, -101.1, 22.2]]


def test_legend_of_municipalities_tells_none_known_from_not_researched(client: TestClient) -> None:
    legend = client.get("/collections/municipalities").json()["legend"]
    assert (legend["field"], legend["value_field"]) == ("agreement_count", "research")
    assert MUNICIPALITIES.legend is not None
    assert [each["color"] for each in legend["classes"]] == [
        each.color for each in MUNICIPALITIES.legend.classes
    ]
    assert legend["classes"][-1]["value"] == "not_researched"


def test_titles_follow_the_language_of_the_reader(client: TestClient) -> None:
    spanish, english = (
        client.get("/collections/municipalities", headers={"Accept-Language": language})
        for language in ("es-MX", "en-GB,en;q=0.9,es;q=0.1")
    )
    assert (spanish.json()["title"], english.json()["title"]) == ("Municipios", "Municipalities")
    assert "Accept-Language" in english.headers["vary"]
    assert spanish.headers["etag"] != english.headers["etag"]


def test_links_of_a_collection_lead_somewhere(client: TestClient) -> None:
    for collection in client.get("/collections").json()["collections"]:
        for link in collection["links"]:
            if link["rel"] != "license":
                assert client.get(link["href"]).status_code == 200, link
