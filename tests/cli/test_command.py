"""What the command says of itself, how fast, and how names are resolved."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.language import language
from tests.cli.conftest import Atlas
from tests.releases import tiny_release

ROOT = Path(__file__).parents[2]
_START = "from cli.main import app; app()"
HEAVY = {"sqlalchemy", "pyarrow", "duckdb", "pandas", "numpy", "shapely", "fastapi", "uvicorn", "alembic"}


def typed(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", _START, *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


HELP = [
    ((), "mapa, API y datos.", "a map, an API and data."),
    (("up",), "Prepara los datos si hace falta", "Prepares the data when needed"),
    (("serve",), "con los datos ya cargados.", "with the data loaded before."),
    (("resolve",), "Da la clave del municipio", "Gives the code of the municipality"),
    (("etl",), "vuelve a una versión anterior.", "goes back to an earlier release."),
    (("etl", "run"), "Hace todo menos guardar.", "Does everything but keep the result."),
    (("etl", "report"), "qué se rechazó", "what was rejected"),
]


@pytest.mark.parametrize(("words", "es", "en"), HELP)
def test_help_speaks_both_languages_in_sentences(words: tuple[str, ...], es: str, en: str) -> None:
    for spoken, expected, other in (("es", es, en), ("en", en, es)):
        result = typed(*words, "--help", ATLAS_LANG=spoken, COLUMNS="250")
        assert result.returncode == 0
        assert expected in result.stdout
        assert other not in result.stdout


def test_help_needs_nothing_heavy() -> None:
    loaded = (
        "import sys; from cli.main import app; print(*sorted({n.partition('.')[0] for n in sys.modules}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not HEAVY & set(result.stdout.split())


def test_help_comes_at_once() -> None:
    def user_seconds() -> float:
        before = os.times().children_user
        typed("--help")
        return os.times().children_user - before

    # Time of this process alone, so that a busy machine does not count.
    assert min(user_seconds() for _ in range(3)) < 0.5


def test_the_version_is_told(atlas: Atlas) -> None:
    result = atlas("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("atlas ")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_it(shell: str) -> None:
    result = typed("--show-completion", shell, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert result.returncode == 0
    assert "_COMPLETE" in result.stdout


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "es_MX.UTF-8"}, "es"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "es_MX.UTF-8"}, "en"),
        ({"ATLAS_LANG": "es", "LC_ALL": "C"}, "es"),
    ],
)
def test_the_language_is_that_of_the_locale(environment: dict[str, str], expected: str) -> None:
    assert language(environment) == expected


def test_a_name_becomes_a_code(atlas: Atlas, store_url: str) -> None:
    tiny_release(store_url).close()
    option = "--data-dir" if store_url.startswith("duckdb") else "--database-url"
    where = (option, store_url.removeprefix("duckdb:///"))
    assert atlas("resolve", "TIJUANA, B.C.", *where).stdout == "02004\tTijuana, Baja California\n"
    assert atlas("resolve", "Baja California", *where).stdout == "02\tBaja California\n"
    unknown = atlas("resolve", "Xyzzy", *where)
    assert unknown.exit_code == 1
    assert "Nothing is called «Xyzzy»" in unknown.stderr
    assert unknown.stdout == ""


def test_a_name_becomes_a_code_before_anything_is_loaded(atlas: Atlas, tmp_path: Path) -> None:
    assert atlas("resolve", "guemez", "--data-dir", str(tmp_path)).stdout.startswith("02009\tGüémez")
