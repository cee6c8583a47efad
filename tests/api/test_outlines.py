"""Outlines made in the load, and features kept ready in a file, against what they were made from."""

import io
import tempfile

import pytest
import shapely
from fastapi.testclient import TestClient

from api.app import create_app
from api.items.feature_files import FeatureFile
from api.service import Service
from geo import systems
from geo.items import queries
from geo.items.queries import Outline
from tests.api.conftest import settings

ADDRESS = "/collections/municipalities/items?limit=7&offset=2"


@pytest.mark.parametrize("zoom", [0, 4, 5, 8, 10, 11, 22])
@pytest.mark.parametrize("layer_id", ["municipalities", "states", "borders", "agreements"])
def test_the_text_of_a_zoom_is_what_is_drawn_at_it(
    client: TestClient, service: Service, layer_id: str, zoom: int
) -> None:
    client.get("/collections")
    release = service.releases.fresh() or service.releases._served
    assert release is not None
    layer = release.layers[layer_id]
    with release.connection() as connection:
        texts = connection.execute(queries.items(layer, limit=50, zoom=zoom)).all()
        drawn = connection.execute(queries.items(layer, limit=50, zoom=zoom, outline=Outline.DRAWN)).all()
        without = connection.execute(queries.items(layer, limit=50, outline=Outline.NONE)).all()
    rendered = systems.rendered([row[2] for row in drawn])
    assert [row[0] for row in texts] == [row[0] for row in drawn] == [row[0] for row in without]
    assert {row[2] for row in without} == {None}
    for row, other in zip(texts, rendered, strict=True):
        if other is None:
            assert row[2] is None
        else:
            assert shapely.equals_exact(shapely.from_geojson(row[2]), shapely.from_geojson(other), 1.01e-7)


def test_the_file_is_closed_when_its_last_reader_is_done() -> None:
    file = io.BytesIO(b'{"type":"Feature"')
    held = FeatureFile(file, ["02"], {"02": 0}, [0, 17], [])  # type: ignore[arg-type]
    assert not file.closed
    del held
    assert file.closed


def test_a_full_disk_costs_time_and_no_answer(
    client: TestClient, served_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = client.get(ADDRESS).json()["features"]

    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with TestClient(create_app(settings(served_url))) as other:
        assert other.get(ADDRESS).json()["features"] == known


def test_the_order_asked_for_is_that_of_the_features(client: TestClient) -> None:
    for order in ("-name", "agreement_count,-cvegeo"):
        page = client.get(f"{ADDRESS}&sortby={order}&zoom-level=4").json()["features"]
        found = client.get(f"{ADDRESS}&sortby={order}&skipGeometry=true&properties=name").json()["features"]
        assert [each["id"] for each in page] == [each["id"] for each in found]
        assert all(each["geometry"]["coordinates"] for each in page)
