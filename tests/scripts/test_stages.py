"""The stages: what is checked first, what counts as done, how a failure is told."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from scripts.stages import checks, commands, environment, map, node, settings, stamps
from scripts.stages.commands import Command
from scripts.stages.places import Places, places
from scripts.stages.speech import Refused
from scripts.stages.surroundings import surroundings


@pytest.fixture
def here(tmp_path: Path) -> Places:
    """A checkout in a folder with a space and an accent."""
    root = tmp_path / "Atlas de México"
    (root / "web").mkdir(parents=True)
    return places(root)


def program(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def unprivileged() -> Iterator[None]:
    """For the time of the test we are a user to whom permissions apply."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    # Not under tmp_path, which other users may not enter at all.
    folder = Path(tempfile.mkdtemp(prefix="atlas-closed-"))
    folder.chmod(0o555)
    yield folder
    shutil.rmtree(folder)


def test_a_folder_without_permission_is_told(closed_folder: Path, unprivileged: None) -> None:
    with pytest.raises(Refused, match="cannot be written to"):
        checks.is_writable(closed_folder)
    with pytest.raises(Refused, match="cannot be written to"):
        checks.is_writable(closed_folder / "build")


def test_too_little_room_is_told_with_what_is_missing(tmp_path: Path) -> None:
    checks.has_space(tmp_path / "not" / "yet", 1)
    wanted = shutil.disk_usage(tmp_path).free + 100 * checks.GIB
    with pytest.raises(Refused, match=r"lacks (99|100)\.\d GB"):
        checks.has_space(tmp_path / "not" / "yet", wanted)


def test_a_home_that_cannot_be_written_moves_the_caches(closed_folder: Path, unprivileged: None) -> None:
    told = surroundings(Path("tools"), {"HOME": str(closed_folder)})
    assert (told["UV_CACHE_DIR"], told["npm_config_cache"]) == ("tools/cache/uv", "tools/cache/npm")
    assert surroundings(Path("tools"), {})["UV_CACHE_DIR"] == "tools/cache/uv"


def test_what_the_environment_says_of_caches_and_certificates_is_left(tmp_path: Path) -> None:
    told = surroundings(Path("tools"), {"HOME": str(tmp_path), "NODE_USE_SYSTEM_CA": "0"})
    assert "UV_CACHE_DIR" not in told
    assert (told["NODE_USE_SYSTEM_CA"], told["UV_SYSTEM_CERTS"]) == ("0", "1")


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("error: Failed to fetch: `simple/numpy/`\n  Caused by: dns error", "registry could not be reached"),
        ("npm error code ENOTFOUND\nnpm error network request failed", "registry could not be reached"),
        ("NewConnectionError: Failed to establish a new connection", "registry could not be reached"),
        ("npm error code ECONNREFUSED", "registry could not be reached"),
        ("npm error code SELF_SIGNED_CERT_IN_CHAIN", "certificate of the package registry is not trusted"),
        ("invalid peer certificate: UnknownIssuer", "certificate of the package registry is not trusted"),
        ("OSError: [Errno 28] No space left on device", "is full"),
        ("npm error code ENOSPC", "is full"),
        ("SyntaxError: Unexpected token", "A step failed (build the map)"),
    ],
)
def test_what_a_program_printed_becomes_one_sentence(here: Places, output: str, told: str) -> None:
    refused = commands.failure(here, here.logs / "web-build.log", ("construir", "build the map"), output)
    assert told in refused.en
    assert len(refused.en.splitlines()) == len(refused.es.splitlines()) == 1


def test_a_failing_npm_leaves_its_words_in_a_log_and_no_stamp(here: Places) -> None:
    programs = here.root / "programs"
    program(programs, "node", "echo v24.1.0")
    program(programs, "npm", "echo 'npm error lifecycle ñ' >&2; exit 7")
    for _ in range(2):  # the second time again: nothing counts as done
        with pytest.raises(Refused) as refused:
            map.packages(here, {"PATH": f"{programs}:{os.environ['PATH']}"})
        assert "build/logs/web-packages.log" in refused.value.en
        assert str(here.root) not in refused.value.en
    assert "lifecycle ñ" in (here.logs / "web-packages.log").read_text(encoding="utf-8")


def test_a_finished_stage_is_not_repeated_and_an_interrupted_one_is(tmp_path: Path) -> None:
    stamp, product = tmp_path / "stamps" / "map", tmp_path / "index.html"
    product.write_text("a")
    assert not stamps.is_done(stamp, "digest", product)
    stamps.finish(stamp, "digest")
    assert stamps.is_done(stamp, "digest", product)
    assert not stamps.is_done(stamp, "another", product)
    stamps.begin(stamp)  # and then the power goes
    assert not stamps.is_done(stamp, "digest", product)
    stamps.finish(stamp, "digest")
    product.unlink()
    assert not stamps.is_done(stamp, "digest", product)


def test_a_digest_tells_contents_names_and_absence_apart(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    seen = {stamps.digest([one])}
    one.write_text("")
    seen.add(stamps.digest([one]))
    one.write_text("a")
    seen.add(stamps.digest([one]))
    other.write_text("a")
    seen |= {stamps.digest([other]), stamps.digest([one, other]), stamps.digest([one], "word")}
    assert len(seen) == 6
    assert stamps.digest([one]) == stamps.digest([one])


def test_sources_of_the_map_leave_out_what_a_build_makes(here: Places) -> None:
    for name in ("src/map/style.ts", "index.html", "dist/index.html", "node_modules/x/index.js", "e2e/a.ts"):
        file = here.web / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    found = [str(file.relative_to(here.web)) for file in stamps.files_under(here.web, map.NOT_SOURCES)]
    assert found == ["index.html", "src/map/style.ts"]


def test_a_uv_that_is_new_enough_is_used(here: Places) -> None:
    new = program(here.root / "new", "uv", "echo 'uv 0.13.8 (x86_64)'")
    assert environment.find_uv(here, {"PATH": str(new.parent)}) == new


def test_without_a_good_uv_venv_or_pip_the_missing_package_is_named(
    here: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = program(here.root / "old", "uv", "echo 'uv 0.1.2'")
    monkeypatch.setattr(sys, "executable", str(program(here.root, "python3", "exit 1")))
    with pytest.raises(Refused, match="python3-venv"):
        environment.find_uv(here, {"PATH": str(old.parent)})


def test_without_venv_the_pip_of_the_machine_brings_uv(here: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = program(here.root, "python3", '[ "$2" = venv ] && exit 1; echo "$@"')
    monkeypatch.setattr(sys, "executable", str(bare))
    found = environment.find_uv(here, {"PATH": "/nowhere"})
    assert found == here.tools / "uv" / "bin" / "uv"
    asked = (here.logs / "uv.log").read_text(encoding="utf-8")
    assert f"--target {here.tools / 'uv'} --require-hashes -r" in asked


@pytest.mark.parametrize(("version", "is_used"), [("v22.12.0", True), ("v24.1.0", True), ("v22.11.9", False)])
def test_the_node_of_the_machine_is_used_when_it_is_new_enough(
    here: Places, version: str, is_used: bool
) -> None:
    programs = here.root / "programs"
    program(programs, "node", f"echo {version}")
    program(programs, "npm", "echo 11.0.0")
    program(programs, "uv", "echo 'uv 0.13.8'; [ \"$1\" = --version ] || exit 3")
    surroundings = {"PATH": f"{programs}:{os.environ['PATH']}"}
    if is_used:
        assert node.prepare(here, surroundings) == surroundings
    else:
        with pytest.raises(Refused, match=r"get Node\.js"):
            node.prepare(here, surroundings)


def test_settings_come_from_the_file_where_the_environment_is_silent(here: Places) -> None:
    (here.root / ".env").write_text('# a note\n\nATLAS_PORT=9000\nATLAS_HOST = "0.0.0.0"\n', encoding="utf-8")
    told = settings.with_file(here.root, {"ATLAS_PORT": "9100"})
    assert told == {"ATLAS_PORT": "9100", "ATLAS_HOST": "0.0.0.0"}


def test_a_line_of_the_file_that_is_no_setting_is_told(here: Places) -> None:
    (here.root / ".env").write_text("ATLAS_PORT=9000\nserve on 9000\n", encoding="utf-8")
    with pytest.raises(Refused, match="Line 2"):
        settings.with_file(here.root, {})


def test_what_serves_is_compiled_once_whatever_the_environment_says_of_bytecode(
    here: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, tuple[Command, Mapping[str, str]]] = {}

    def run(
        _: Places, name: str, command: Command, *, doing: tuple[str, str], environment: Mapping[str, str]
    ) -> None:
        assert doing
        asked[name] = (command, environment)

    monkeypatch.setattr(environment, "run", run)
    monkeypatch.setattr(environment, "find_uv", lambda *_: Path("uv"))
    monkeypatch.setattr(checks, "has_space", lambda *_: None)
    for name in ("requirements.lock", "pyproject.toml"):
        (here.root / name).write_text("")
    environment.prepare(here, {"PYTHONDONTWRITEBYTECODE": "1"})
    assert list(asked)[-2:] == ["atlas", "bytecode"]
    command, given = asked["bytecode"]
    assert command[0] == here.python
    cache = here.root / "compiled"
    subprocess.run(
        [sys.executable, *command[1:]],
        cwd=Path(__file__).parents[2],
        env={**os.environ, **given, "PYTHONPYCACHEPREFIX": str(cache)},
        check=True,
    )
    compiled = {path.parent.name for path in cache.rglob("*.pyc")}
    assert {"api", "cli", "duckdb_engine", "fastapi", "geo", "psycopg", "uvicorn"} <= compiled
