"""`atlas map`: an answer as a page, and refusals in one sentence."""

from pathlib import Path

import pytest

from geo.questions import QUESTIONS
from tests.cli.conftest import Atlas
from tests.releases import tiny_release

ENGINES = ("folium", "pydeck")
NEEDED = {"partner-candidates": ("-p", "government=02004"), "regional-partners": ("-p", "state=02")}


@pytest.fixture(scope="module")
def folder(duckdb_url: str) -> str:
    """The data folder of a store that holds the tiny country."""
    tiny_release(duckdb_url).close()
    return duckdb_url.removeprefix("duckdb:///")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", [question.name for question in QUESTIONS])
def test_every_question_is_drawn_by_both_engines(
    atlas: Atlas, folder: str, tmp_path: Path, name: str, engine: str
) -> None:
    out = tmp_path / "page.html"
    words = ("map", name, *NEEDED.get(name, ()), "--engine", engine, "--out", str(out), "--data-dir", folder)
    result = atlas(*words)
    assert result.exit_code == 0, result.stderr
    assert f"Page written: {out}" in result.stdout
    page = out.read_text(encoding="utf-8")
    assert ("L.map(" in page) == (engine == "folium")
    assert ("createDeck(" in page) == (engine == "pydeck")
    assert "Release of the data" in page


def test_a_page_without_network_in_spanish(atlas: Atlas, folder: str, tmp_path: Path) -> None:
    out = tmp_path / "mapa.html"
    words = ("--engine", "pydeck", "--offline", "--lang", "es", "--height", "rank", "--arcs", "none")
    result = atlas("map", "concentration", *words, "--out", str(out), "--data-dir", folder)
    assert result.exit_code == 0, result.stderr
    page = out.read_text(encoding="utf-8")
    assert "Altura: Lugar" in page
    assert "Arcos:" not in page
    assert 'src="http' not in page


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nope",), "There is no question `nope`. There are: without-agreements"),
        (("trend", "-p", "estado=02"), "`trend` has no parameter `estado`. It has: state"),
        (("trend", "-p", "rate_pct"), "write NAME=VALUE"),
        (("trend", "-p", "rate_pct=fast"), "`rate_pct=fast` is not admitted: must be a number."),
        (("partner-candidates", "-p", "government=99999"), "`government=99999` is not admitted"),
        (("concentration", "--height", "rank"), "--height and --arcs belong to --engine pydeck"),
        (("concentration", "--engine", "pydeck", "--height", "label_es"), "is no number of the answer"),
        (("concentration", "--engine", "pydeck", "--arcs", "roads"), "choose from auto, answer, agreements"),
    ],
)
def test_refusals(atlas: Atlas, folder: str, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    out = tmp_path / "page.html"
    result = atlas("map", *words, "--out", str(out), "--data-dir", folder)
    assert result.exit_code == 1
    assert said in result.stderr
    assert not out.exists()


def test_nothing_loaded_yet(atlas: Atlas, tmp_path: Path) -> None:
    words = ("map", "trend", "--out", str(tmp_path / "page.html"), "--data-dir", str(tmp_path))
    result = atlas(*words)
    assert result.exit_code == 1
    assert "run `atlas etl run`" in result.stderr
