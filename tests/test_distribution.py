"""The packages that answer to api, cli, etl and geo are ours, and a wheel carries all that they need."""

import ast
import importlib.util
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PACKAGES = ("api", "atlas_client", "cli", "etl", "geo")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PACKAGES)
def test_the_package_is_the_one_of_this_repository(name: str) -> None:
    found = importlib.util.find_spec(name)
    assert found is not None
    assert found.origin is not None
    assert Path(found.origin).resolve() == ROOT / name / "__init__.py"


def test_the_installed_packages_are_the_repositorys_own() -> None:
    # From elsewhere, without the repository on the path: only the editable install can answer.
    names = ", ".join(PACKAGES)
    program = f"import {names}; print(*(m.__file__ for m in ({names})), sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], cwd="/", capture_output=True, text=True, check=True
    )
    assert [Path(line).parents[1] for line in done.stdout.splitlines()] == [ROOT] * len(PACKAGES)


def test_no_other_distribution_brings_such_a_package() -> None:
    strangers = {
        distribution.name
        for distribution in metadata.distributions()
        if distribution.name != "atlas-territorial"
        and any(file.parts[0] in PACKAGES for file in distribution.files or ())
    }
    assert strangers == set()


def test_the_command_belongs_to_the_distribution() -> None:
    (command,) = metadata.entry_points(group="console_scripts", name="atlas")
    assert command.value == "cli.main:app"
    assert command.dist is not None
    assert command.dist.name == "atlas-territorial"


def imported(folder: Path) -> set[str]:
    """The top names that the modules of a folder import from elsewhere, at whatever depth of the code."""
    found: set[str] = set()
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.split(".")[0])
    return found - sys.stdlib_module_names - {*PACKAGES, "bench", "scripts", "tests"}


def undeclared(names: set[str], requirements: list[object]) -> set[str]:
    declared = {canonicalize_name(Requirement(each).name) for each in requirements if isinstance(each, str)}
    bringers = metadata.packages_distributions()
    return {
        name
        for name in names
        if not declared & {canonicalize_name(bringer) for bringer in bringers.get(name, [name])}
    }


@pytest.mark.parametrize("package", PACKAGES)
def test_what_a_package_imports_is_required_by_name(package: str) -> None:
    extras = [each for extra in PROJECT["project"]["optional-dependencies"].values() for each in extra]
    required = [*PROJECT["project"]["dependencies"], *extras]
    assert undeclared(imported(ROOT / package), required) == set(), (
        "name it in pyproject.toml, run `make lock`"
    )


def test_what_tests_and_scripts_import_is_required_by_name() -> None:
    groups = PROJECT["dependency-groups"]
    required = [*PROJECT["project"]["dependencies"], *groups["dev"], *groups["build"]]
    # QGIS is run by the Python of the system, and its test skipped where there is none.
    names = (imported(ROOT / "tests") | imported(ROOT / "scripts")) - {"qgis"}
    assert undeclared(names, required) == set(), "name it in pyproject.toml, run `make lock`"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A checkout with everything that a wheel is made from, but for what builds make."""
    for name in (*PACKAGES, "data"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "scripts/wheel_contents.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def wheel_of(copy: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)


def test_a_wheel_carries_the_map_the_register_and_the_shapes(copy: Path) -> None:
    for name in ("web/dist/index.html", "build/shapes/countries-10m.json"):
        (copy / name).parent.mkdir(parents=True)
        (copy / name).write_text("made by a build")
    done = wheel_of(copy)
    assert done.returncode == 0, done.stderr
    (wheel,) = (copy / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {"api/web_dist/index.html", "etl/data/shapes/countries-10m.json"} <= names
    assert {"geo/maps/page/describe.js", "geo/maps/page/page.css"} <= names
    assert {f"etl/data/register/{file.name}" for file in (ROOT / "data" / "register").glob("*.csv")} <= names
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == set(PACKAGES)


def test_a_wheel_without_the_map_is_refused(copy: Path) -> None:
    done = wheel_of(copy)
    assert done.returncode != 0
    assert "make web" in done.stderr
