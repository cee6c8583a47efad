"""A server on DuckDB gives back now and then what the store keeps, and imports nothing large to read it."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api import tidying
from api.app import create_app
from tests.api.conftest import settings
from tests.releases import tiny_release

ROOT = Path(__file__).parents[2]
ITEMS = "/collections/municipalities/items"


@pytest.fixture
def duckdb_url(tmp_path: Path) -> str:
    url = f"duckdb:///{tmp_path}"
    tiny_release(url).close()
    return url


def test_only_what_is_much_is_given_back(duckdb_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(settings(duckdb_url))
    with TestClient(app) as client:
        page = client.get(f"{ITEMS}?filter=cve_ent='02'").json()
        release = app.state.service.releases.served
        assert not tidying.give_back(release)
        monkeypatch.setattr(tidying, "_KEPT_BYTES", 0)
        assert tidying.give_back(release)
        again = client.get(f"{ITEMS}?filter=cve_ent='02'&limit=10").json()
    assert again["features"] == page["features"]


def test_it_is_looked_after_while_the_server_runs(duckdb_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = threading.Event()
    monkeypatch.setattr(tidying, "_INTERVAL_SECONDS", 0)
    monkeypatch.setattr(tidying, "give_back", lambda _: looked.set())
    with TestClient(create_app(settings(duckdb_url))) as client:
        assert client.get(ITEMS).status_code == 200
        assert looked.wait(30)


@pytest.mark.parametrize("path", [ITEMS, "/collections/municipalities/tiles/WebMercatorQuad/6/27/11"])
def test_few_compare_outlines_at_once_and_others_do_not_wait(duckdb_url: str, path: str) -> None:
    app = create_app(settings(duckdb_url))
    with TestClient(app) as client, ThreadPoolExecutor(1) as beside, ExitStack() as all_places:
        assert client.get(ITEMS).status_code == 200
        places = app.state.service.releases.served.comparing
        while places.acquire(blocking=False):
            all_places.callback(places.release)
        compared = beside.submit(client.get, f"{path}?filter=S_INTERSECTS(geometry,BBOX(-120,14,-86,33))")
        assert client.get(f"{path}?filter=cve_ent='02'").status_code in {200, 204}
        assert client.get(f"{ITEMS}?bbox=-120,14,-86,33").json()["numberMatched"] > 0
        assert not compared.done()
        all_places.close()
        assert compared.result(60).status_code in {200, 204}


PROGRAM = """
import sys
from fastapi.testclient import TestClient
from api.app import create_app
from api.settings import Settings

ITEMS = "/collections/municipalities/items"
with TestClient(create_app(Settings(database_url=sys.argv[1], analysis_processes=0))) as client:
    for path in (
        f"{ITEMS}?limit=5", f"{ITEMS}?filter=agreement_count>0&bbox=-110,20,-90,33", f"{ITEMS}?f=csv",
        "/collections/municipalities/tiles/WebMercatorQuad/6/27/11", "/questions/without-agreements",
        "/places/search?q=tij", "/municipalities/at?lon=-102&lat=22",
    ):
        assert client.get(path).status_code in (200, 204), path
print(*{"pandas", "pyarrow", "geopandas"} & set(sys.modules))
"""


def test_reading_imports_neither_pandas_nor_arrow(duckdb_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, duckdb_url], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("\n", "")
