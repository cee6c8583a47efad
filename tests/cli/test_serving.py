"""`atlas up` and `atlas serve`: the address comes first, data are loaded when needed, the Atlas answers."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import Atlas
from tests.releases import tiny_release

ROOT = Path(__file__).parents[2]

# `up` with the sources of the tiny country.
_TINY_UP = """
from etl import choice
from tests.releases import tiny_sources
choice.chosen = lambda *chosen: tiny_sources()
from cli.main import app
app()
"""


@contextmanager
def serving(*words: str, **environment: str) -> Iterator[tuple[str, list[str]]]:
    """The address at which the command serves, and what it told before."""
    process = subprocess.Popen(
        [sys.executable, "-c", _TINY_UP, *words],
        cwd=ROOT,
        env={**os.environ, "ATLAS_LANG": "en", **environment},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    told: list[str] = []
    try:
        assert process.stderr is not None
        for line in process.stderr:
            told.append(line.strip())
            if "The Atlas is at http://" in line:
                break
        else:
            raise AssertionError("\n".join(told))
        yield told[-1].split()[4], told
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def health(address: str) -> dict[str, object]:
    with urllib.request.urlopen(f"{address}/health", timeout=60) as response:
        answer: dict[str, object] = json.load(response)
    return answer


def test_up_loads_what_is_missing_and_serves(store_url: str, tmp_path: Path) -> None:
    is_database = store_url.startswith("postgresql")
    environment = (
        {"ATLAS_DATABASE_URL": store_url, "ATLAS_DATA_DIR": str(tmp_path)}
        if is_database
        else {"ATLAS_DATA_DIR": store_url.removeprefix("duckdb:///"), "ATLAS_DATABASE_URL": ""}
    )
    with serving("up", "--port", "0", **environment) as (address, told):
        assert "There are no data yet: they are loaded now." in told
        first = health(address)
        assert first["ready"] is True
        assert first["counts"]["municipalities"] == 19  # type: ignore[index]
    with serving("up", "--port", "0", **environment) as (address, told):
        assert "There are no data yet: they are loaded now." not in told
        assert health(address)["release"] == first["release"]


def test_serve_serves_what_is_there(tmp_path: Path) -> None:
    tiny_release(f"duckdb:///{tmp_path}").close()
    with serving("serve", "--port", "0", "--data-dir", str(tmp_path)) as (address, _):
        assert health(address)["live"] is True


@pytest.mark.parametrize("command", ["up", "serve"])
def test_a_port_in_use_is_one_sentence(atlas: Atlas, tmp_path: Path, command: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = atlas(command, "--port", str(port), "--data-dir", str(tmp_path / "data"))
    assert result.exit_code == 1
    assert result.stderr.strip() == f"✗ Port {port} is in use: choose another by ATLAS_PORT or --port."
    assert not (tmp_path / "data").exists()


def test_an_address_of_nobody_is_one_sentence(atlas: Atlas, tmp_path: Path) -> None:
    result = atlas("serve", "--host", "no-such-host.invalid", "--data-dir", str(tmp_path))
    assert result.exit_code == 1
    assert "There is no address no-such-host.invalid on this machine" in result.stderr


def test_a_port_that_is_none_is_refused(atlas: Atlas) -> None:
    assert atlas("serve", "--port", "70000").exit_code == 2
