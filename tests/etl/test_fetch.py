"""Files fetched from paths and addresses, whole or not at all."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from etl.errors import EtlError, NotAnArchive, SourceIsHtmlPage, SourceUnavailable, TruncatedArchive
from etl.fetch import fetch

ADDRESS = "https://publisher.example/mg_2023_integrado.zip"
HTML = b"\r\n<!DOCTYPE html><html><head><title>INEGI</title></head><body>No encontrado</body></html>"


def _zip(text: str = "claves", size: int = 200_000) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("conjunto_de_datos/00mun.dbf", (text * size)[:size])
    return content.getvalue()


Answer = Callable[[httpx.Request], httpx.Response]


class Publisher:
    """A server that answers in turn what it was given, and remembers what it was asked."""

    def __init__(self, *answers: Answer | httpx.Response | Exception) -> None:
        self._answers = iter(answers)
        self.asked: list[httpx.Request] = []
        self.pauses: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = next(self._answers)
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx.Response) else answer(request)

    def fetch(self, cache: Path, **options: object) -> object:
        with httpx.Client(transport=httpx.MockTransport(self)) as client:
            return fetch(ADDRESS, cache, client=client, pause=self.pauses.append, **options)  # type: ignore[arg-type]


def _files(cache: Path) -> list[Path]:
    return [path for path in cache.rglob("*") if path.is_file() and "addresses" not in path.parts]


def test_a_local_file_is_kept_under_its_digest(tmp_path: Path) -> None:
    source = tmp_path / "MG.ZIP"
    source.write_bytes(_zip())
    fetched = fetch(source, tmp_path / "cache")
    assert fetched.sha256 == hashlib.sha256(_zip()).hexdigest()
    assert fetched.path == tmp_path / "cache" / "files" / fetched.sha256[:2] / f"{fetched.sha256}.zip"
    assert fetched.path.read_bytes() == source.read_bytes()
    assert fetched.bytes == len(_zip())
    source.unlink()
    assert fetched.path.is_file(), "what is kept does not depend on the file given"


def test_what_was_downloaded_is_kept_and_told(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    publisher = Publisher(httpx.Response(200, content=_zip()))
    fetched = publisher.fetch(tmp_path, progress=lambda *step: told.append(step))
    assert fetched.path.read_bytes() == _zip()  # type: ignore[attr-defined]
    assert fetched.address == ADDRESS  # type: ignore[attr-defined]
    assert told[-1] == ("download", len(_zip()), len(_zip()))
    assert publisher.pauses == []


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (HTML, SourceIsHtmlPage),
        (b"\xef\xbb\xbf<html>", SourceIsHtmlPage),
        (b"%PDF-1.7 not a zip at all", NotAnArchive),
        (b"", NotAnArchive),
        (_zip()[:-30], TruncatedArchive),
        (_zip()[:1000], TruncatedArchive),
        (_zip().replace(b"clavesclaves", b"clavesCLAVES", 1), TruncatedArchive),
    ],
    ids=["html", "html with a byte order mark", "pdf", "empty", "no end", "a piece", "a changed byte"],
)
def test_what_is_no_whole_zip_is_refused_by_name_and_not_kept(
    tmp_path: Path, content: bytes, error: type[EtlError]
) -> None:
    source = tmp_path / "given.zip"
    source.write_bytes(content)
    cache = tmp_path / "cache"
    with pytest.raises(error) as refusal:
        fetch(source, cache)
    assert refusal.value.message["es"] != refusal.value.message["en"]
    assert refusal.value.remedy["es"]
    assert refusal.value.remedy["en"]
    with pytest.raises(error):
        Publisher(httpx.Response(200, content=content)).fetch(cache)
    assert _files(cache) == []


def test_a_page_that_is_answered_with_200_is_not_asked_for_again(tmp_path: Path) -> None:
    publisher = Publisher(httpx.Response(200, content=HTML))
    with pytest.raises(SourceIsHtmlPage):
        publisher.fetch(tmp_path)
    assert len(publisher.asked) == 1


def _cut_short(_: httpx.Request) -> httpx.Response:
    def half() -> Iterator[bytes]:
        yield _zip()[: len(_zip()) // 2]

    return httpx.Response(200, content=half(), headers={"content-length": str(len(_zip()))})


def test_failures_that_pass_are_asked_again_after_growing_pauses(tmp_path: Path) -> None:
    publisher = Publisher(
        httpx.ConnectTimeout("slow"), httpx.Response(503), _cut_short, httpx.Response(200, content=_zip())
    )
    assert publisher.fetch(tmp_path).bytes == len(_zip())  # type: ignore[attr-defined]
    assert publisher.pauses == [1.0, 2.0, 4.0]


def test_after_four_failures_it_is_unavailable_and_nothing_is_left(tmp_path: Path) -> None:
    publisher = Publisher(*[_cut_short] * 4)
    with pytest.raises(SourceUnavailable, match=f"{len(_zip()) // 2} of {len(_zip())} bytes"):
        publisher.fetch(tmp_path)
    assert len(publisher.asked) == 4
    assert _files(tmp_path) == []


def test_an_address_that_is_not_there_is_asked_once(tmp_path: Path) -> None:
    publisher = Publisher(httpx.Response(404))
    with pytest.raises(SourceUnavailable, match="404"):
        publisher.fetch(tmp_path)
    assert len(publisher.asked) == 1


def test_an_unchanged_file_is_not_downloaded_twice(tmp_path: Path) -> None:
    headers = {"etag": '"v1"', "last-modified": "Mon, 04 Dec 2023 18:00:00 GMT"}
    publisher = Publisher(httpx.Response(200, content=_zip(), headers=headers), httpx.Response(304))
    first, second = publisher.fetch(tmp_path), publisher.fetch(tmp_path)
    assert publisher.asked[1].headers["if-none-match"] == '"v1"'
    assert publisher.asked[1].headers["if-modified-since"] == headers["last-modified"]
    assert second == first


def test_a_changed_file_is_kept_beside_the_one_before(tmp_path: Path) -> None:
    publisher = Publisher(
        httpx.Response(200, content=_zip()), httpx.Response(200, content=_zip("otras claves"))
    )
    first, second = publisher.fetch(tmp_path), publisher.fetch(tmp_path)
    assert first.path.is_file()  # type: ignore[attr-defined]
    assert second.path != first.path  # type: ignore[attr-defined]


def test_without_the_publisher_the_kept_file_serves_and_says_so(tmp_path: Path) -> None:
    publisher = Publisher(httpx.Response(200, content=_zip()), *[httpx.ConnectError("no network")] * 4)
    first, second = publisher.fetch(tmp_path), publisher.fetch(tmp_path)
    assert (first.was_kept, second.was_kept) == (False, True)  # type: ignore[attr-defined]
    assert second.path == first.path  # type: ignore[attr-defined]


def test_a_kept_file_that_was_changed_is_not_trusted(tmp_path: Path) -> None:
    publisher = Publisher(
        httpx.Response(200, content=_zip(), headers={"etag": '"v1"'}), httpx.Response(200, content=_zip())
    )
    first = publisher.fetch(tmp_path)
    first.path.write_bytes(b"something else")  # type: ignore[attr-defined]
    assert publisher.fetch(tmp_path).path.read_bytes() == _zip()  # type: ignore[attr-defined]
    assert "if-none-match" not in publisher.asked[1].headers


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="no such file"):
        fetch(tmp_path / "absent.zip", tmp_path)
    with pytest.raises(SourceUnavailable):
        fetch("ftp://publisher.example/mg.zip", tmp_path)
