"""Downloads from a server on loopback that cuts, stalls, changes the file, or answers with a page."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from etl.errors import EtlError, NotThatKind, SourceIsHtmlPage, SourceUnavailable, TruncatedArchive
from etl.fetch import Fetched, fetch
from etl.filetypes import check_file, check_json
from tests.etl.test_fetch import HTML, _zip

WHOLE = _zip(size=3_000_000)
CHANGED = _zip("otras claves", size=3_000_000)


class Behaviour:
    """What the server does: the editions of its file, how many bytes it gives before it cuts or stalls."""

    def __init__(self) -> None:
        self.editions = [WHOLE]
        self.cuts: list[int] = []
        self.stalls = False
        self.is_deaf_to_ranges = False
        self.has_validators = True
        self.ranges: list[str | None] = []
        self.status = 200


class Publisher(BaseHTTPRequestHandler):
    behaviour: Behaviour
    released: threading.Event

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        does = self.behaviour
        does.ranges.append(self.headers.get("Range"))
        content = does.editions.pop(0) if len(does.editions) > 1 else does.editions[0]
        etag = f'"{hash(content)}"'
        start = 0
        asked = self.headers.get("Range")
        if asked and not does.is_deaf_to_ranges and self.headers.get("If-Range") == etag:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        self.send_response(206 if start else does.status)
        self.send_header("Content-Length", str(len(content) - start))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        if does.has_validators:
            self.send_header("ETag", etag)
        self.end_headers()
        until = start + does.cuts.pop(0) if does.cuts else len(content)
        self.wfile.write(content[start:until])
        if does.stalls and until < len(content):
            self.released.wait(30)
        self.close_connection = True


@pytest.fixture
def behaviour() -> Behaviour:
    return Behaviour()


@pytest.fixture
def address(behaviour: Behaviour) -> Iterator[str]:
    released = threading.Event()
    handler = type("ThisPublisher", (Publisher,), {"behaviour": behaviour, "released": released})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/mg_2023_integrado.zip"
    released.set()
    server.shutdown()
    server.server_close()


def _fetched(address: str, cache: Path, **options: object) -> Fetched:
    with httpx.Client(timeout=httpx.Timeout(0.5)) as client:
        return fetch(address, cache, client=client, pause=lambda _: None, **options)  # type: ignore[arg-type]


def test_a_download_that_is_cut_goes_on_where_it_ended(
    address: str, behaviour: Behaviour, tmp_path: Path
) -> None:
    behaviour.cuts = [1_000_000, 700_000, 1]
    told: list[int] = []
    fetched = _fetched(address, tmp_path, progress=lambda *step: told.append(step[1]))
    assert fetched.path.read_bytes() == WHOLE
    assert behaviour.ranges == [None, "bytes=1000000-", "bytes=1700000-", "bytes=1700001-"]
    assert told == sorted(told)
    assert told[-1] == len(WHOLE)


def test_a_cut_download_is_gone_on_with_by_the_next_run(
    address: str, behaviour: Behaviour, tmp_path: Path
) -> None:
    behaviour.cuts = [900_000, 0, 0, 0]
    with pytest.raises(SourceUnavailable):
        _fetched(address, tmp_path)
    behaviour.cuts = []
    assert _fetched(address, tmp_path).path.read_bytes() == WHOLE
    assert behaviour.ranges[-1] == "bytes=900000-"
    assert list((tmp_path / "partial").iterdir()) == []


def test_a_server_that_stalls_is_asked_again(address: str, behaviour: Behaviour, tmp_path: Path) -> None:
    behaviour.cuts, behaviour.stalls = [500_000], True
    assert _fetched(address, tmp_path).path.read_bytes() == WHOLE
    assert behaviour.ranges == [None, "bytes=500000-"]


def test_halves_of_two_editions_are_never_put_together(
    address: str, behaviour: Behaviour, tmp_path: Path
) -> None:
    behaviour.editions, behaviour.cuts = [WHOLE, CHANGED], [1_000_000]
    assert _fetched(address, tmp_path).path.read_bytes() == CHANGED
    assert behaviour.ranges == [None, "bytes=1000000-"]


@pytest.mark.parametrize("fault", ["is_deaf_to_ranges", "has_validators"])
def test_without_ranges_or_validators_it_begins_anew(
    address: str, behaviour: Behaviour, tmp_path: Path, fault: str
) -> None:
    setattr(behaviour, fault, fault == "is_deaf_to_ranges")
    behaviour.cuts = [1_000_000]
    assert _fetched(address, tmp_path).path.read_bytes() == WHOLE


def test_a_page_in_place_of_the_file_is_not_kept(address: str, behaviour: Behaviour, tmp_path: Path) -> None:
    behaviour.editions = [HTML]
    with pytest.raises(SourceIsHtmlPage):
        _fetched(address, tmp_path)
    with pytest.raises(SourceIsHtmlPage):
        _fetched(address, tmp_path, check=check_file)
    assert not (tmp_path / "files").exists()


def test_a_dead_server_is_told_and_what_was_kept_serves(
    address: str, behaviour: Behaviour, tmp_path: Path
) -> None:
    with pytest.raises(SourceUnavailable, match="--offline"):
        _fetched(address, tmp_path, is_offline=True)
    first = _fetched(address, tmp_path)
    behaviour.status = 503
    assert _fetched(address, tmp_path).was_kept
    offline = _fetched(address, tmp_path, is_offline=True)
    assert (offline.path, offline.was_kept) == (first.path, True)


def test_a_path_that_is_gone_is_served_by_what_it_held(tmp_path: Path) -> None:
    path = tmp_path / "mg.zip"
    path.write_bytes(WHOLE)
    first = fetch(path, tmp_path / "cache")
    path.unlink()
    again = fetch(path, tmp_path / "cache")
    assert (again.path, again.was_kept) == (first.path, True)


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.csv", b"", NotThatKind),
        ("a.csv", b"  \r\n", NotThatKind),
        ("a.csv", HTML, SourceIsHtmlPage),
        ("a.xlsx", WHOLE[:1000], TruncatedArchive),
        ("a.tif", b"cvegeo,valor\n", NotThatKind),
        ("a.nc", b"II*\x00", NotThatKind),
        ("a.csv", b"cvegeo\n", None),
        ("a.tif", b"II*\x00....", None),
    ],
)
def test_a_file_is_of_the_kind_that_its_name_tells(
    tmp_path: Path, name: str, content: bytes, error: type[EtlError] | None
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    if error is None:
        check_file(path, name)
        return
    with pytest.raises(error):
        check_file(path, name)


def test_an_answer_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answer"
    path.write_bytes(b'{"results": [')
    with pytest.raises(NotThatKind):
        check_json(path, "https://query.example/sparql?query=…")
    path.write_bytes(b'{"results": []}')
    check_json(path, "https://query.example/sparql?query=…")
