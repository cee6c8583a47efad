"""The Python environment: uv from the machine or the registry, the locked packages, the Atlas itself."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from scripts.stages import checks, stamps
from scripts.stages.commands import Command, run
from scripts.stages.places import Places
from scripts.stages.speech import Refused

RUNTIME = "requirements.lock"
DEVELOPMENT = "requirements-dev.lock"
OLDEST_UV = (0, 6)
# Measured: 0.95 and 1.35 GB in the environment; downloads pass through a cache that may be on the same disk.
NEEDED_BYTES = {RUNTIME: 3 * checks.GIB // 2, DEVELOPMENT: 2 * checks.GIB}
# To import is to compile, once: uv leaves it to the first start, which with PYTHONDONTWRITEBYTECODE is each.
SERVING = "import api.app, cli.main, duckdb_engine, psycopg, uvicorn"
PACKAGES = ("api", "atlas_client", "cli", "etl", "geo")


def prepare(places: Places, environment: Mapping[str, str], lock: str = RUNTIME) -> None:
    """The environment holds what the lock names, and the Atlas in editable form.

    An environment for development is good for running too and is left as it is. Raises `Refused`.
    """
    if lock == RUNTIME and _is_current(places, DEVELOPMENT):
        return
    if _is_current(places, lock):
        return
    checks.has_space(places.venv, NEEDED_BYTES[lock])
    uv = find_uv(places, environment)
    for other in (RUNTIME, DEVELOPMENT):
        stamps.begin(_stamp(places, other))
    if not _runs(places.python, "-c", ""):
        shutil.rmtree(places.venv, ignore_errors=True)
        making = ("crear el entorno de Python", "create the Python environment")
        command: Command = [uv, "venv", "--python", sys.executable, places.venv]
        run(places, "venv", command, doing=making, environment=environment)
    installing = ("instalar los paquetes de Python", "install the Python packages")
    sync: Command = [uv, "pip", "sync", "--python", places.python, "--require-hashes", places.root / lock]
    run(places, "packages", sync, doing=installing, environment=environment)
    ourselves = ("instalar el Atlas", "install the Atlas")
    install: Command = [uv, "pip", "install", "--python", places.python, "--no-deps", "--no-build-isolation"]
    run(places, "atlas", [*install, "--editable", places.root], doing=ourselves, environment=environment)
    compiling = ("compilar lo que sirve el mapa", "compile what serves the map")
    written = {**environment, "PYTHONDONTWRITEBYTECODE": ""}
    run(places, "bytecode", [places.python, "-c", SERVING], doing=compiling, environment=written)
    stamps.finish(_stamp(places, lock), _made_from(places, lock))


def find_uv(places: Places, environment: Mapping[str, str]) -> Path:
    """The path of a uv that knows what we ask of it; fetched from the registry if the machine has none."""
    for candidate in (shutil.which("uv", path=environment.get("PATH")), places.tools / "uv" / "bin" / "uv"):
        if candidate and _uv_version(Path(candidate)) >= OLDEST_UV:
            return Path(candidate)
    folder = places.tools / "uv"
    pip, where = _pip_for(folder)
    fetching = ("obtener uv", "get uv")
    command: Command = [*pip, "install", "--no-input", "--disable-pip-version-check", *where]
    lock: Command = ["--require-hashes", "-r", places.locks / "uv.txt"]
    run(places, "uv", [*command, *lock], doing=fetching, environment=environment)
    return folder / "bin" / "uv"


def _pip_for(folder: Path) -> tuple[Command, Command]:
    """A pip, and how it is told to install into the folder. Raises `Refused` when this Python has none."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if _runs(sys.executable, "-m", "venv", folder):
        return [folder / "bin" / "python", "-m", "pip"], []
    # Debian keeps venv apart from Python; its pip may still be there.
    shutil.rmtree(folder, ignore_errors=True)
    if _runs(sys.executable, "-m", "pip", "--version"):
        return [sys.executable, "-m", "pip"], ["--target", folder]
    raise Refused(
        "Este Python no trae venv ni pip: instale el paquete python3-venv de su sistema, "
        "o uv, y vuelva a ejecutar make up.",
        "This Python has neither venv nor pip: install your system's package python3-venv, "
        "or uv, and run make up again.",
    )


def _uv_version(uv: Path) -> tuple[int, ...]:
    try:
        said = subprocess.run([uv, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ()
    return tuple(int(number) for number in re.findall(r"\d+", said)[:2])


def _runs(*command: str | Path) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _stamp(places: Places, lock: str) -> Path:
    return places.venv / "stamps" / lock


def _is_current(places: Places, lock: str) -> bool:
    return stamps.is_done(_stamp(places, lock), _made_from(places, lock), places.python)


def _made_from(places: Places, lock: str) -> str:
    # An editable install names the packages that exist when it is made, and the place of the checkout.
    present = " ".join(name for name in PACKAGES if (places.root / name).is_dir())
    files = [places.root / lock, places.root / "pyproject.toml"]
    return stamps.digest(files, os.fspath(places.root), os.fspath(places.venv), present)
