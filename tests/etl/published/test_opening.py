"""A path, an address or standard input: the same table."""

import io
import threading
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from etl.errors import SourceUnavailable
from etl.fetch import Fetched, fetch
from etl.published.opening import opened
from etl.sources import census
from etl.sources.register.places import Places

TODAY = date(2026, 11, 20)
TOTALS = "CVEGEO,CVE_ENT,CVE_MUN,NOMGEO,POB,VIV\n01001,01,001,Aguascalientes,948990.0,266942.0\n"
PLACES = Places(frozenset({"01001"}), frozenset({"01"}), "tiny")


def no_fetch(address: str) -> Fetched:
    raise AssertionError(f"{address} must not be fetched")


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Silent."""


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "www"
    folder.mkdir()
    with zipfile.ZipFile(folder / "iter.zip", "w") as archive:
        archive.writestr("conjunto_de_datos/conjunto_de_datos_iter_00CSV20.csv", TOTALS)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_standard_input() -> None:
    with opened("-", no_fetch, today=TODAY, stdin=io.BytesIO(TOTALS.encode())) as file:
        reading = census.read(file, PLACES)
    assert (reading.rows_loaded, reading.input.address, file.retrieved) == (1, "stdin", "2026-11-20")
    assert not file.path.exists()


def test_nothing_on_standard_input() -> None:
    with pytest.raises(SourceUnavailable), opened("-", no_fetch, today=TODAY, stdin=io.BytesIO()):
        pass


def test_a_path(tmp_path: Path) -> None:
    path = tmp_path / "totals.csv"
    path.write_text(TOTALS, encoding="utf-8")
    with opened(str(path), no_fetch, today=TODAY) as file:
        assert census.read(file, PLACES).rows_loaded == 1
    assert path.exists()


def test_a_path_where_nothing_is(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable), opened(str(tmp_path / "a.csv"), no_fetch, today=TODAY):
        pass


def test_an_address(address: str, tmp_path: Path) -> None:
    with httpx.Client(trust_env=False) as client:

        def through_cache(named: str) -> Fetched:
            return fetch(named, tmp_path / "cache", client=client)

        with opened(f"{address}/iter.zip", through_cache, today=TODAY) as file:
            reading = census.read(file, PLACES)
        assert reading.input.address == f"{address}/iter.zip"
        assert reading.rows_loaded == 1
        with pytest.raises(SourceUnavailable), opened(f"{address}/gone.zip", through_cache, today=TODAY):
            pass
