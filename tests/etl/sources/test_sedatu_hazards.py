"""Layers by WFS: a small server that pages as the standard says, and what comes out of its pages."""

import csv
import io
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from etl.errors import SourceIsHtmlPage, SourceUnavailable
from etl.published.records import given_file
from etl.published.wfs import FeatureType, IncompletePages, Service, ServiceRefused
from etl.sources import sedatu_hazards
from etl.sources.register.places import Places
from etl.sources.sedatu_hazards import COLUMNS, FEATURE_TYPES
from tests.etl.sources.conftest import Given, assert_fits
from tests.geography import NAMES

CODES = sorted(NAMES)
DEGREES = ("Muy bajo", "Bajo", "Medio", "Alto", "Muy alto", "Sin peligro")


@dataclass
class Wfs:
    """What the server has, how it misbehaves, and what it was asked."""

    rows: dict[str, list[tuple[str, str]]]
    most_rows: int = 1000
    says_matched: int | str | None = None
    fails: list[int] = field(default_factory=list)
    page: bytes | None = None
    asked: list[dict[str, str]] = field(default_factory=list)


def degrees() -> dict[str, list[tuple[str, str]]]:
    found = {
        layer: [(code, DEGREES[at % len(DEGREES)]) for at, code in enumerate(CODES)]
        for layer, _ in COLUMNS.values()
    }
    found["geonode:vulne_comb_clima"] = [(code, "Si" if at % 2 else "No") for at, code in enumerate(CODES)]
    return found


@pytest.fixture
def wfs() -> Wfs:
    return Wfs(degrees())


@pytest.fixture
def address(wfs: Wfs) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            wfs.asked.append(query)
            status = wfs.fails.pop(0) if wfs.fails else 200
            content = self.answer(query) if status == 200 else b"no"
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def answer(self, query: dict[str, str]) -> bytes:
            if wfs.page is not None:
                return wfs.page
            layer, columns = query["typeNames"], query["propertyName"].split(",")
            if layer not in wfs.rows:
                text = f"<ows:Exception><ows:ExceptionText>Feature type {layer} unknown</ows:ExceptionText>"
                return f"<ows:ExceptionReport>{text}</ows:Exception></ows:ExceptionReport>".encode()
            rows = sorted(wfs.rows[layer]) if query["sortBy"] == columns[0] else wfs.rows[layer]
            if query.get("resultType") == "hits":
                matched = len(rows) if wfs.says_matched is None else wfs.says_matched
                return f'<wfs:FeatureCollection numberMatched="{matched}" numberReturned="0"/>'.encode()
            start, count = int(query["startIndex"]), min(int(query["count"]), wfs.most_rows)
            text = io.StringIO()
            writer = csv.writer(text)
            writer.writerow(["FID", *columns])
            for at, row in enumerate(rows[start : start + count], start=start):
                writer.writerow([f"{layer}.{at}", *row])
            return text.getvalue().encode()

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/geoserver/ows"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False) as opened:
        yield opened


FLOODS = FeatureType("geonode:pel_inund", ("cve_munc", "gp_inundac"))


def test_every_layer_is_asked_for_page_by_page(
    wfs: Wfs, address: str, client: httpx.Client, tmp_path: Path, places: Places
) -> None:
    path = Service(address, client, page_rows=8).archive(FEATURE_TYPES, tmp_path / "hazards.zip")
    reading = sedatu_hazards.read(given_file(path, retrieved="2026-11-20"), places)

    assert_fits(reading)
    assert (reading.rows_in, reading.rows_loaded) == (15 * len(CODES), 15 * len(CODES))
    columns = reading.table("hazards").columns
    assert columns["cvegeo"] == CODES
    assert columns["flood_hazard"][:6] == ["very_low", "low", "medium", "high", "very_high", "none"]
    assert columns["is_climate_vulnerable"][:2] == [False, True]
    pages = [
        query["startIndex"] for query in wfs.asked if query["typeNames"] == FLOODS.name and "count" in query
    ]
    assert pages == ["0", "8", "16"]
    assert {query["sortBy"] for query in wfs.asked} == {"cve_munc"}


def test_the_archive_is_the_same_whenever_the_answers_are(
    address: str, client: httpx.Client, tmp_path: Path
) -> None:
    service = Service(address, client)
    one, other = (service.archive([FLOODS], tmp_path / name) for name in ("a.zip", "b.zip"))
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as archive:
        assert archive.namelist() == ["geonode_pel_inund/0000000.csv"]


def test_pages_shorter_than_asked_for_are_gone_on_from(
    wfs: Wfs, address: str, client: httpx.Client, tmp_path: Path, places: Places
) -> None:
    wfs.most_rows = 5
    path = Service(address, client).archive([FLOODS], tmp_path / "h.zip")
    reading = sedatu_hazards.read(given_file(path), places)

    assert reading.table("hazards").columns["cvegeo"] == CODES
    told = next(each for each in reading.findings if each.code == "layers_absent")
    assert len(told.detail["layers"]) == 14


def test_a_server_that_does_not_say_how_many_is_read_to_its_last_page(
    wfs: Wfs, address: str, client: httpx.Client
) -> None:
    wfs.says_matched = "unknown"
    pages = list(Service(address, client, page_rows=10).pages(FLOODS))
    assert [start for start, _ in pages] == [0, 10]


def test_fewer_features_than_there_are_is_no_answer(
    wfs: Wfs, address: str, client: httpx.Client, tmp_path: Path
) -> None:
    wfs.says_matched = 40
    with pytest.raises(IncompletePages, match="19 of 40"):
        Service(address, client).archive([FLOODS], tmp_path / "h.zip")
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_fails_for_a_while_is_asked_again(wfs: Wfs, address: str, client: httpx.Client) -> None:
    wfs.fails = [503, 429]
    pauses: list[float] = []
    pages = list(Service(address, client, pause=pauses.append).pages(FLOODS))
    assert (len(pages), pauses) == (1, [1.0, 2.0])


def test_a_server_that_keeps_failing_is_given_up(wfs: Wfs, address: str, client: httpx.Client) -> None:
    wfs.fails = [500] * 9
    pauses: list[float] = []
    with pytest.raises(SourceUnavailable, match="HTTP 500"):
        list(Service(address, client, pause=pauses.append).pages(FLOODS))
    assert pauses == [1.0, 2.0, 4.0]


def test_a_layer_that_is_gone_is_told_in_the_words_of_the_service(address: str, client: httpx.Client) -> None:
    with pytest.raises(ServiceRefused, match="geonode:gone unknown"):
        list(Service(address, client).pages(FeatureType("geonode:gone", ("cve_munc", "x"))))


def test_a_web_page_is_no_answer(wfs: Wfs, address: str, client: httpx.Client) -> None:
    wfs.page = b"<!DOCTYPE html><html></html>"
    with pytest.raises(SourceIsHtmlPage):
        list(Service(address, client).pages(FLOODS))


def archive(given: Given, rows: str, member: str = "geonode_pel_inund/0000000.csv") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        made.writestr(member, rows)
    return content.getvalue()


@pytest.mark.parametrize(
    ("row", "reason", "loaded"),
    [
        ("f.4,01004,Altísimo\n", "«Altísimo» is no known word", 3),
        ("f.4,99999,Alto\n", "not in this vintage", 3),
        ("f.4,uno,Alto\n", "is no code", 3),
        ("f.4,01004\n", "2 cells", 3),
        ("f.4,01003,Alto\n", "is on line 4 too", 3),
        ("f.4,01003,Bajo\n", "is on line 5 too", 2),
    ],
)
def test_a_row_that_does_not_fit_is_rejected(
    given: Given, places: Places, row: str, reason: str, loaded: int
) -> None:
    good = "FID,cve_munc,gp_inundac\nf.1,1001,ALTO\nf.2,01002,\nf.3,01003,Alto\n"
    reading = sedatu_hazards.read(given("h.zip", archive(given, good + row)), places)

    assert (reading.rows_in, reading.rows_loaded) == (4, loaded)
    assert reason in reading.rejections[0].reason.en
    assert "geonode_pel_inund/0000000.csv" in reading.rejections[0].raw
    columns = reading.table("hazards").columns
    assert columns["flood_hazard"][:2] == ["high", None]
