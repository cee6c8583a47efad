"""The notebooks tell what the questions answer, on the real country."""

import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from geo.questions import question_named
from geo.questions.question import Answer
from geo.store import Reader, store_at
from tests.conftest import EngineKind
from tests.geo.maps.notebooks import FOLDER, executed, printed, read, shown
from tests.national import Loaded
from tests.services.guardian import FOLDER_VARIABLE

NAMES = ("association", "own-layer", "planner", "researcher")
FRAME = "<iframe srcdoc="


@pytest.fixture(scope="module")
def data_dir(national_release: Callable[[EngineKind], Loaded]) -> Path:
    """A data folder with the default release: 2,465 municipalities and the register."""
    return Path(national_release("duckdb").address.removeprefix("duckdb:///"))


@pytest.fixture(scope="module")
def release(data_dir: Path) -> Iterator[Connection]:
    """A connection to it."""
    reader = Reader(store_at(f"duckdb:///{data_dir}"))
    with reader.connection() as connection:
        yield connection
    reader.close()


def answered(connection: Connection, name: str, **given: str) -> Answer:
    question = question_named(name)
    return question.answer(connection, question.understood({key: [value] for key, value in given.items()}))


def test_these_are_all_the_notebooks() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_git_keeps_no_outputs_and_no_places_of_a_machine(name: str) -> None:
    notebook = read(name)
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in notebook.cells)
    text = (FOLDER / f"{name}.ipynb").read_text(encoding="utf-8")
    assert re.search(r"""['"\\](?:/\w+){2,}|[A-Z]:\\\\""", text) is None
    first = notebook.cells[0].source
    assert first.startswith(("# ¿", "# Una"))
    assert "*In English:" in first


@pytest.mark.slow
def test_the_planner(data_dir: Path, release: Connection, tmp_path: Path) -> None:
    notebook = executed("planner", tmp_path, {"ATLAS_DATA_DIR": str(data_dir)})
    said = printed(notebook)
    without = answered(release, "without-agreements", state="14", sort="-priority", limit="200")
    first = without.data[0]
    candidates = answered(release, "partner-candidates", government=first["cvegeo"], limit="10")
    assert (
        said.items()
        >= {
            "Municipios": str(without.summary["municipalities"]),
            "Con acuerdo conocido": str(without.summary["with_agreements"]),
            "Ninguno conocido": str(without.summary["none_known"]),
            "No investigados": str(without.summary["not_researched"]),
            "Municipio": first["name"],
            "Candidatas": str(candidates.summary["candidates"]),
            "Primera candidata": candidates.data[0]["name"],
        }.items()
    )
    # Jalisco has 125 municipalities, whatever is known of them.
    assert said["Municipios"] == "125"
    assert sum(each.startswith(FRAME) for each in shown(notebook)) == 2


@pytest.mark.slow
def test_the_researcher(data_dir: Path, release: Connection, tmp_path: Path) -> None:
    notebook = executed("researcher", tmp_path, {"ATLAS_DATA_DIR": str(data_dir)})
    said = printed(notebook)
    shares = answered(release, "concentration", by="state", limit="32").summary
    clusters = answered(release, "hotspots", permutations="999", seed="12345", limit="3000").summary
    claims = answered(release, "claims", limit="1000").summary
    assert (
        said.items()
        >= {
            "Acuerdos conocidos": str(shares["agreements"]),
            "Registros que los cuentan": str(shares["records"]),
            "Gini por estado": str(shares["gini"]),
            "Parte de los diez primeros (%)": str(shares["top_k_share_pct"]),
            "Moran I global": f"{round(clusters['moran_i'], 4)} con p = {clusters['moran_p']}",
            "Cúmulos alto-alto con corrección": str(clusters["high_high"]),
            "Solo sin corrección": str(clusters["uncorrected"]),
            "Cifras publicadas": str(claims["claims"]),
            "Por encima": str(claims["above"]),
            "Porcentajes que no salen de sus propias cuentas": str(claims["follows_no"]),
        }.items()
    )
    assert sum(each.startswith(FRAME) for each in shown(notebook)) == 2


@pytest.mark.slow
def test_the_association(data_dir: Path, release: Connection, tmp_path: Path) -> None:
    notebook = executed("association", tmp_path, {"ATLAS_DATA_DIR": str(data_dir)})
    said = printed(notebook)
    group = answered(release, "regional-partners", network="NET-AIPROMADES", limit="200")
    assert (
        said.items()
        >= {
            "Miembros": str(group.summary["members"]),
            "Con acuerdo conocido": str(group.summary["with_agreements"]),
            "Ninguno conocido": str(group.summary["none_known"]),
            "Contrapartes": str(group.summary["partners"]),
            "Contrapartes compartidas": str(group.summary["shared_partners"]),
            "Partes contiguas": str(group.summary["contiguous_parts"]),
            "Puertas": str(len(group.series["doors"])),
            "Candidatos": str(group.summary["candidates"]),
        }.items()
    )
    assert sum(each.startswith(FRAME) for each in shown(notebook)) == 1


ATLAS = """\
#!{python}
import sys
sys.path.insert(0, {root!r})
from cli.main import app
from etl import choice
from tests import national
choice.prepare = lambda *_: national.prepared()
app()
"""


@pytest.fixture
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the command `atlas`, which takes the measures of the country from where they are kept."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "atlas"
    program.write_text(ATLAS.format(python=sys.executable, root=str(FOLDER.parents[1])), encoding="utf-8")
    program.chmod(0o755)
    return folder


@pytest.mark.slow
def test_an_own_layer(tmp_path: Path, programs: Path) -> None:
    settings = {"TMPDIR": str(tmp_path), FOLDER_VARIABLE: os.environ[FOLDER_VARIABLE]}
    notebook = executed("own-layer", tmp_path, settings, programs)
    # Eight of the nine rows of its table are municipalities; the ninth is none.
    assert (
        printed(notebook).items()
        >= {
            "Filas rechazadas de la tabla": "1",
            "Municipios con valor": "8",
            "Sin valor": str(2465 - 8),
        }.items()
    )
    assert sum(each.startswith(FRAME) for each in shown(notebook)) == 1
    assert list(tmp_path.iterdir()) == []
