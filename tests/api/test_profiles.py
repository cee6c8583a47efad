"""Profiles over HTTP: the same content as data, as a page in two languages, and on two printed sheets."""

import re
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

from api import schemas
from api.profiles import printing
from api.profiles.sheets import sheets
from geo.declarations import Text
from geo.profiles.records import Column, Fact, Profile, Row, Section, Source, Table

NONE_TELLING = ("02003", "01001", "01")


def test_a_profile_as_data(client: TestClient) -> None:
    answer = client.get("/profiles/02004")
    assert answer.status_code == 200
    found = schemas.Profile.model_validate(answer.json())
    assert (found.key, found.level, found.title.text_es) == ("02004", "municipal", "Tijuana, Baja California")
    assert {each.rel for each in found.links} >= {"self", "alternate"}
    agreements = next(each for each in found.sections if each.name == "agreements")
    assert agreements.facts[0].value == 3
    assert [row.values["year"] for row in agreements.tables[0].rows] == [2014, 2010, 1994, 1993]
    # Two steps from a figure to its source: the id that it cites, the item of that id.
    cited = agreements.tables[0].rows[0].sources[0]
    assert client.get(f"/collections/sources/items/{cited}").json()["properties"]["title"]


@pytest.mark.parametrize(("language", "words"), [("es", "Ninguno conocido"), ("en", "None known")])
def test_a_profile_as_a_page(client: TestClient, language: str, words: str) -> None:
    page = client.get("/profiles/02003", params={"f": "html", "lang": language})
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["content-language"] == language
    assert words in page.text
    assert "<script" not in page.text
    targets, links = _anchors(page.text)
    assert {link[1:] for link in links if link.startswith("#")} <= targets, "every citation has its source"


@pytest.mark.parametrize("key", ["02004", "02", *NONE_TELLING])
@pytest.mark.parametrize("language", ["es", "en"])
def test_a_profile_on_two_sheets(client: TestClient, key: str, language: str) -> None:
    answer = client.get(f"/profiles/{key}", params={"f": "pdf", "lang": language})
    assert answer.headers["content-type"] == "application/pdf"
    release = answer.headers["atlas-release"]
    assert answer.headers["content-disposition"] == f'inline; filename="atlas_{key}_{release}_{language}.pdf"'
    assert answer.content.startswith(b"%PDF-")
    assert 1 <= sheets_of(answer.content) <= printing.SHEETS
    again = client.get(f"/profiles/{key}", params={"f": "pdf", "lang": language})
    assert again.headers["etag"] == answer.headers["etag"]
    assert again.content == answer.content


def sheets_of(pdf: bytes) -> int:
    """How many sheets a document has, as its tree of pages says."""
    (count,) = re.findall(rb"/Type\s*/Pages\s*/Count (\d+)", pdf)
    return int(count)


def test_whatever_does_not_fit_two_sheets_is_counted() -> None:
    title, source = Text("Cosas", "Things"), Source(1, "src-1", "Una fuente", None, None, None)
    rows = tuple(Row({"name": f"{number} {'palabra ' * 30}"}, ("src-1",)) for number in range(200))
    table = Table(title, (Column("name", title),), rows, title, printed_rows=60)
    profile = Profile(
        key="02004",
        level="municipal",
        name="Tijuana",
        state_name="Baja California",
        sections=(Section("things", title, facts=(Fact(title=title, value=3),), tables=(table,)),),
        sources=(source,),
    )
    made = printing.pdf(sheets(profile, "es"), "es", "r1", "http://localhost/profiles/02004")
    assert sheets_of(made) == printing.SHEETS


@pytest.mark.parametrize("key", ["99", "02999"])
def test_a_government_that_is_not_there(client: TestClient, key: str) -> None:
    answer = client.get(f"/profiles/{key}")
    assert answer.status_code == 404
    assert answer.json()["code"] == "unknown_feature"
    assert key in answer.json()["detail"]


@pytest.mark.parametrize("key", ["tijuana", "2004", "020040"])
def test_what_is_no_key(client: TestClient, key: str) -> None:
    assert client.get(f"/profiles/{key}").status_code in {400, 404}


def _anchors(page: str) -> tuple[set[str], list[str]]:
    targets: set[str] = set()
    links: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            if given.get("id"):
                targets.add(str(given["id"]))
            if tag == "a" and given.get("href"):
                links.append(str(given["href"]))

    Reader().feed(page)
    return targets, links
