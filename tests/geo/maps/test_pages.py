"""Pages of folium and pydeck: whole without a network, drawn by a real browser, in both languages."""

import html as markup
import json
import re
from collections.abc import Callable
from pathlib import Path

import folium
import pytest
from sqlalchemy import Connection

from geo.maps import Page, assets, folium_page, pydeck_page
from geo.questions import QUESTIONS, question_named
from tests.geo.maps.browser import addresses_loaded, seen

MAKERS: tuple[Callable[..., Page], ...] = (folium_page, pydeck_page)
NEEDED = {"partner-candidates": {"government": "02004"}, "regional-partners": {"state": "02"}}


def told(page: str) -> dict[str, object]:
    """The texts that a page carries for its script."""
    found = re.search(r'<script id="atlas-contents" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found
    contents: dict[str, object] = json.loads(found[1])
    return contents


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("name", [question.name for question in QUESTIONS])
def test_every_question_has_a_page_that_loads_nothing(
    tiny_duckdb: Connection, name: str, make: Callable[..., Page]
) -> None:
    page = make(tiny_duckdb, name, NEEDED.get(name), "en", offline=True)
    assert addresses_loaded(page.html) == []
    assert f"<title>{markup.escape(question_named(name).title.en)}</title>" in page.html
    assert page.contents.release_id in page.html
    for caveat in page.contents.answer.caveats:
        assert markup.escape(caveat.en) in page.html
    for entry in page.contents.legend:
        assert markup.escape(entry.label) in page.html


@pytest.mark.parametrize("make", MAKERS)
def test_with_a_network_the_libraries_come_from_where_their_makers_say(
    tiny_duckdb: Connection, make: Callable[..., Page]
) -> None:
    page = make(tiny_duckdb, "concentration")
    loaded = addresses_loaded(page.html)
    assert loaded
    assert all(address.startswith("https://cdn.jsdelivr.net/npm/") for address in loaded)
    assert len(page.html) < 200_000


def test_both_languages_say_the_same(tiny_duckdb: Connection) -> None:
    spanish, english = (
        folium_page(tiny_duckdb, "concentration", None, language, offline=True) for language in ("es", "en")
    )
    assert "Ninguno conocido" in spanish.html
    assert "None known" in english.html
    assert "Ninguno conocido" not in english.html
    one, other = told(spanish.html), told(english.html)
    assert one["citations"] == other["citations"]
    assert one["columns"] != other["columns"]


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.slow
def test_chromium_draws_it_without_a_network(
    tiny_duckdb: Connection, browser: Path, tmp_path: Path, make: Callable[..., Page]
) -> None:
    page = make(tiny_duckdb, "without-agreements", None, "es", offline=True)
    shown = seen(browser, page.save(tmp_path / "page.html"), tmp_path)
    assert shown.console == []
    assert shown.requested == []
    if make is folium_page:
        # Nineteen municipalities that can be clicked, two states that cannot.
        assert len(re.findall(r'<path class="leaflet-interactive"', shown.document)) == 19
        assert len(re.findall(r"<path ", shown.document)) >= 21
    else:
        assert 'data-drawn="true"' in shown.document
        assert "<canvas" in shown.document
    # The panel stands beside the map, not under it: its column is white but for its letters.
    assert (shown.picture[:, -300:] == 255).all(axis=2).mean() > 0.6
    colors = {entry.value: entry.color for entry in page.contents.legend}
    for name in ("with_agreements", "none_known", "not_researched"):
        assert shown.share_of_color(colors[name]) > 0.002, name


@pytest.mark.slow
def test_a_page_whose_library_does_not_come_is_noticed(
    tiny_duckdb: Connection, browser: Path, tmp_path: Path
) -> None:
    page = folium_page(tiny_duckdb, "without-agreements")
    shown = seen(browser, page.save(tmp_path / "page.html"), tmp_path)
    assert any("L is not defined" in line for line in shown.console)
    assert dict(folium.Map.default_js)["leaflet"] in shown.requested


@pytest.mark.parametrize("make", MAKERS)
def test_in_a_notebook_a_page_shows_itself(tiny_duckdb: Connection, make: Callable[..., Page]) -> None:
    page = make(tiny_duckdb, "concentration")
    frame = page._repr_html_()
    assert frame.startswith("<iframe srcdoc=")
    inner = re.search(r'srcdoc="([^"]*)"', frame)
    assert inner
    assert markup.unescape(inner[1]) == page.html


def test_leaflet_is_the_one_that_folium_asks_for() -> None:
    asked = dict(folium.Map.default_js)["leaflet"]
    found = re.search(r"Leaflet (\d+\.\d+\.\d+)", assets.leaflet_script()[:200])
    assert found
    assert f"leaflet@{found[1]}/" in asked


def test_no_text_of_the_data_can_end_a_script(tiny_duckdb: Connection) -> None:
    page = pydeck_page(tiny_duckdb, "concentration", offline=True)
    carried = re.findall(r'type="application/json">(.*?)</script>', page.html, re.DOTALL)
    assert len(carried) == 2
    assert all("<" not in text for text in carried)
