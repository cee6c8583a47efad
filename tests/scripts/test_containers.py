"""Dockerfile, compose file and list of settings: sound by their linters, and true to the repository."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

from api.settings import Settings

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SETTINGS = (ROOT / ".env.example").read_text(encoding="utf-8")


def linter(name: str, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [str(Path(sys.executable).parent / name), *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_hadolint_finds_nothing() -> None:
    done = linter("hadolint", "Dockerfile")
    assert (done.returncode, done.stdout) == (0, "")


def test_compose_fits_its_schema() -> None:
    done = linter("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml")
    assert done.returncode == 0, done.stdout


def test_every_copied_file_exists() -> None:
    named = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
        for source in line.split()
    ]
    assert len(named) >= 10
    assert [source for source in named if not (ROOT / source).exists()] == []


def test_every_stage_that_is_copied_from_is_built() -> None:
    built = set(re.findall(r"^FROM \S+ AS (\S+)$", DOCKERFILE, re.MULTILINE))
    assert set(re.findall(r"--from=(\S+)", DOCKERFILE)) == built


def test_the_image_carries_every_package_and_nothing_for_development() -> None:
    copied = set(re.findall(r"^COPY (\w+)/ ", DOCKERFILE, re.MULTILINE))
    assert {"api", "atlas_client", "cli", "data", "etl", "geo"} <= copied
    assert "requirements-dev.lock" not in DOCKERFILE


def test_the_image_is_compiled_since_its_user_may_write_nothing() -> None:
    assert "UV_COMPILE_BYTECODE=1" in DOCKERFILE
    (compiled,) = re.findall(r"-m compileall -q (.+)$", DOCKERFILE, re.MULTILINE)
    assert set(compiled.split()) == {"api", "atlas_client", "cli", "etl", "geo"}


def test_the_container_runs_as_nobody_in_particular_and_says_whether_it_is_well() -> None:
    assert re.search(r"^USER [1-9]\d*$", DOCKERFILE, re.MULTILINE)
    assert "HEALTHCHECK" in DOCKERFILE
    assert "/health" in DOCKERFILE
    assert all("healthcheck" in service or "build" in service for service in COMPOSE["services"].values())


def test_compose_waits_for_the_database_and_gives_its_address() -> None:
    database, atlas = COMPOSE["services"]["database"], COMPOSE["services"]["atlas"]
    assert atlas["depends_on"] == {"database": {"condition": "service_healthy"}}
    credentials = database["environment"]
    user, password, name = (credentials[f"POSTGRES_{key}"] for key in ("USER", "PASSWORD", "DB"))
    assert atlas["environment"]["ATLAS_DATABASE_URL"] == (
        f"postgresql+psycopg://{user}:{password}@database:5432/{name}"
    )
    assert "ports" not in database, "the database is for the Atlas alone"


def test_volumes_are_declared_and_the_data_folder_is_one() -> None:
    mounts = dict(
        mount.split(":") for service in COMPOSE["services"].values() for mount in service["volumes"]
    )
    assert set(mounts) == set(COMPOSE["volumes"])
    data_folder = re.search(r"ATLAS_DATA_DIR=(\S+)", DOCKERFILE)
    assert data_folder is not None
    assert data_folder[1] in mounts.values()


def test_every_setting_of_the_server_is_listed() -> None:
    listed = set(re.findall(r"^#?ATLAS_([A-Z_]+)=", SETTINGS, re.MULTILINE))
    assert {name.upper() for name in Settings.model_fields} - listed == set()


def test_every_setting_of_the_containers_is_listed() -> None:
    listed = set(re.findall(r"^#?(ATLAS_[A-Z_]+)=", SETTINGS, re.MULTILINE))
    used = set(
        re.findall(r"\bATLAS_[A-Z_]+\b", DOCKERFILE + (ROOT / "docker-compose.yml").read_text("utf-8"))
    )
    assert used <= listed
    assert {"ATLAS_HOST", "ATLAS_PORT", "ATLAS_DATABASE_URL", "ATLAS_DATA_DIR", "ATLAS_LOG_LEVEL"} <= listed
