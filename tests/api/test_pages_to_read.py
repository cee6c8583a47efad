"""Pages to read: every resource has one, in both languages, without scripts, and its links lead somewhere."""

import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

RESOURCES = (
    "/",
    "/conformance",
    "/collections",
    "/collections/municipalities",
    "/collections/agreements/items",
    "/collections/agreements/items/t03",
    "/collections/networks/items",
    "/collections/municipalities/tiles/WebMercatorQuad",
    "/questions",
    "/questions/without-agreements",
    "/questions/without-agreements/method",
    "/places/search?q=tijuana",
    "/municipalities/02004/neighbours",
    "/api",
)
VOID = {"meta", "link", "br", "hr", "input", "img"}


class Reader(HTMLParser):
    """Collects links and checks that what is opened is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.astray: list[str] = []
        self.hrefs: list[str] = []
        self.tags: list[str] = []
        self.language = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        found = dict(attrs)
        if tag == "html":
            self.language = found.get("lang") or ""
        if tag == "a" and found.get("href"):
            self.hrefs.append(str(found["href"]))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.astray.append(tag)


def page_of(client: TestClient, address: str, language: str) -> str:
    joint = "&" if "?" in address else "?"
    response = client.get(f"{address}{joint}f=html{'' if address == '/api' else f'&lang={language}'}")
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return response.text


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("address", [each for each in RESOURCES if each != "/api"])
def test_every_resource_can_be_read(client: TestClient, address: str, language: str) -> None:
    page = page_of(client, address, language)
    reader = Reader(page)
    assert reader.language == language
    assert reader.open == reader.astray == []
    assert reader.tags.count("h1") == reader.tags.count("main") == reader.tags.count("title") == 1
    assert not {"script", "iframe", "img"} & set(reader.tags)
    assert not re.search(r"\son\w+=", page)


@pytest.mark.parametrize("address", RESOURCES)
def test_links_of_pages_lead_somewhere(client: TestClient, address: str) -> None:
    hrefs = {
        href
        for href in Reader(page_of(client, address, "en")).hrefs
        if href.startswith("http://atlas.example")
    }
    assert hrefs or address == "/api"
    for href in sorted(hrefs)[:60]:
        assert client.get(href).status_code in {200, 404 if href.endswith("example/") else 200}, href


def test_a_browser_reads_pages_in_its_language(client: TestClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "en-GB,en"}
    page = client.get("/collections/agreements/items", headers=browser)
    assert (page.headers["content-language"], Reader(page.text).language) == ("en", "en")
    assert {"Accept", "Accept-Language"} <= set(page.headers["vary"].split(", "))
    data = client.get("/collections/agreements/items")
    assert "Accept-Language" not in data.headers["vary"]  # both languages are in the data, or neither


def test_words_of_vocabularies_are_read_by_their_labels(client: TestClient) -> None:
    assert "Twinning" in page_of(client, "/collections/agreements/items/t01", "en")
    assert "Hermanamiento" in page_of(client, "/collections/agreements/items/t01", "es")


def test_text_of_the_data_is_never_markup(client: TestClient) -> None:
    asked = client.get("/places/search", params={"q": "<b>x</b>", "f": "html"})
    assert "<b>x</b>" not in asked.text


def test_pages_turn(client: TestClient) -> None:
    page = client.get("/collections/municipalities/items", params={"f": "html", "limit": 5})
    (following,) = {href for href in Reader(page.text).hrefs if "cursor=" in href and "lang=" not in href}
    assert client.get(following).status_code == 200
    assert "02001" in client.get(following).text or "01006" in client.get(following).text
