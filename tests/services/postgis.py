"""Where tests find a PostGIS, in order of preference.

A server named by ATLAS_TEST_DATABASE_URL, a Docker engine, PostgreSQL on this machine, PostgreSQL from
Debian's packages. Nothing is started here; `tests.services.cluster` does that.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from tests.services.machine import Machine

IMAGE = "postgis/postgis:16-3.4"

# Stands for the PostGIS of whichever PostgreSQL the release of Debian or Ubuntu has.
DEBIAN_PACKAGE = "postgresql-postgis"

OLDEST_POSTGRESQL = 15

# Where distributions keep the server programs, which are seldom on PATH.
PROGRAM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


@dataclass(frozen=True)
class GivenServer:
    """A server that somebody runs for us; our databases are made and dropped on it."""

    url: str


@dataclass(frozen=True)
class DockerImage:
    """A container to start from an image that has PostGIS."""

    image: str


@dataclass(frozen=True)
class LocalPrograms:
    """The folder of initdb and postgres, of a version that has PostGIS."""

    folder: Path


Postgis = GivenServer | DockerImage | LocalPrograms


class NoPostgis(Exception):
    """No PostGIS can be had on this machine; the message says what to do."""


def find(machine: Machine) -> Postgis:
    """The first PostGIS that the machine offers. May install Debian packages. Raises `NoPostgis`."""
    if url := machine.environment.get("ATLAS_TEST_DATABASE_URL"):
        return GivenServer(url)
    if machine.answer(["docker", "info", "--format", "{{.ServerVersion}}"]):
        return DockerImage(IMAGE)
    if folder := _programs_with_postgis(machine):
        return LocalPrograms(folder)
    if machine.may_install_debian_packages():
        machine.install_debian_packages([DEBIAN_PACKAGE])
        if folder := _programs_with_postgis(machine):
            return LocalPrograms(folder)
    raise NoPostgis(
        "No PostGIS for the tests: set ATLAS_TEST_DATABASE_URL to a server where databases may be created, "
        "start Docker, or install PostgreSQL 15 or newer with PostGIS 3."
    )


def _programs_with_postgis(machine: Machine) -> Path | None:
    folders = [folder for pattern in PROGRAM_FOLDERS for folder in machine.files(pattern)]
    if named := machine.answer(["pg_config", "--bindir"]):
        folders.append(Path(named.strip()))
    if initdb := machine.program("initdb"):
        folders.append(initdb.parent)
    versions = {folder: _version(machine, folder) for folder in folders}
    for folder in sorted(versions, key=lambda each: (versions[each], str(each)), reverse=True):
        if versions[folder] >= OLDEST_POSTGRESQL and _has_postgis(machine, folder):
            return folder
    return None


def _version(machine: Machine, folder: Path) -> int:
    """The major version of the server in a folder; 0 when there is no server in it."""
    words = machine.answer([f"{folder}/postgres", "--version"]) or ""
    number = re.search(r"\d+", words)
    return int(number[0]) if number else 0


def _has_postgis(machine: Machine, folder: Path) -> bool:
    shared = machine.answer([f"{folder}/pg_config", "--sharedir"])
    # Debian can have the server without pg_config: there the shared files are beside it by a fixed rule.
    place = shared.strip() if shared else f"/usr/share/postgresql/{folder.parent.name}"
    return bool(machine.files(f"{place}/extension/postgis.control"))
