"""The entry of `make`: what it tells the terminal, and that it tells it before anything is done."""

import ast
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import make

ROOT = Path(__file__).parents[2]


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def asked(*words: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    own = {name: text for name, text in os.environ.items() if not name.startswith("ATLAS_")}
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "make.py"), *words],
        env={**own, "LC_ALL": "C.UTF-8", **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6), (3, 10, 13)])
def test_an_old_python_is_refused_with_its_version(version: tuple[int, ...]) -> None:
    sentence = make.refusal(version, "en")
    assert sentence is not None
    assert ".".join(str(number) for number in version[:2]) in sentence
    assert "3.11 or newer" in sentence


@pytest.mark.parametrize("version", [(3, 11), (3, 11, 0), (3, 14, 1), (4, 0)])
def test_a_new_python_is_not_refused(version: tuple[int, ...]) -> None:
    assert make.refusal(version, "en") is None


def test_the_refusal_speaks_the_language_of_the_locale() -> None:
    assert "necesita" in (make.refusal((3, 8), make.spoken({"LANG": "es_MX.UTF-8"})) or "")
    assert "needs" in (make.refusal((3, 8), make.spoken({"LC_ALL": "C", "LANG": "es_MX.UTF-8"})) or "")
    assert make.spoken({}) == "en"


def test_an_old_python_can_read_the_entry() -> None:
    text = (ROOT / "scripts" / "make.py").read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 4))
    modern = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.Match, ast.AsyncFunctionDef)
    assert not [node for node in ast.walk(tree) if isinstance(node, modern)]
    assert all(node.returns is None for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    assert text.startswith("# -*- coding: utf-8 -*-"), "Python 2.7 refuses accents without it"


def test_a_stand_in_that_does_not_start_is_no_newer_python(tmp_path: Path) -> None:
    stand_in = tmp_path / "python3.14"
    stand_in.write_text("#!/bin/sh\nexit 127\n")
    stand_in.chmod(0o755)
    real = tmp_path / "python3.11"
    real.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    real.chmod(0o755)
    assert make.newer_python(str(tmp_path)) == str(real)
    real.unlink()
    assert make.newer_python(str(tmp_path)) is None


def test_a_port_in_use_is_told_before_anything_is_built(busy_port: int) -> None:
    done = asked("up", ATLAS_PORT=str(busy_port))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert f"Port {busy_port} of 127.0.0.1 is in use" in done.stderr
    assert "ATLAS_PORT=" in done.stderr
    assert done.stdout == ""


def test_a_port_in_use_is_told_in_spanish_too(busy_port: int) -> None:
    done = asked("up", ATLAS_PORT=str(busy_port), LC_ALL="es_MX.UTF-8", PYTHONUTF8="1")
    assert done.returncode == 1
    assert f"El puerto {busy_port} de 127.0.0.1 está ocupado" in done.stderr


@pytest.mark.parametrize("port", ["http", "65536", "-1", "８０"])
def test_a_port_that_is_none_is_told(port: str) -> None:
    done = asked("up", ATLAS_PORT=port)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert f"ATLAS_PORT={port}" in done.stderr


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_a_host_that_is_not_ours_is_told(host: str) -> None:
    done = asked("up", ATLAS_HOST=host, ATLAS_PORT="8765")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert f"ATLAS_HOST={host} is not an address of this machine" in done.stderr


def test_an_unknown_stage_is_told_with_the_known_ones() -> None:
    done = asked("upp")
    assert done.returncode == 1
    assert "up, atlas" in done.stderr


def test_make_alone_lists_every_target() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = text.split(".PHONY:")[1].splitlines()[0].split()
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert [target for target in targets if f"make {target} " not in done.stdout] == []
