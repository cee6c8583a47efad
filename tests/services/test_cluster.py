"""Starting a PostGIS of our own: what is left behind, and what is told when it does not start."""

import os
import socket
import tempfile
from pathlib import Path

import pytest

from tests.services import cluster
from tests.services.postgis import DockerImage, LocalPrograms


@pytest.fixture
def docker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for Docker's client: it writes to `asked` and does what the test puts in `answers`."""
    program = tmp_path / "docker"
    program.write_text(f'#!/bin/sh\necho "$@" >> "{tmp_path}/asked"\n. "{tmp_path}/answers"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def test_an_image_that_does_not_start_is_told_with_its_last_words(docker: Path) -> None:
    (docker / "answers").write_text("echo 'no such image' >&2; exit 125")
    with (
        pytest.raises(cluster.ClusterNotStarted, match=r"some/image:1 failed: no such image"),
        cluster.running(DockerImage("some/image:1")),
    ):
        pytest.fail("there is no server")


def test_a_container_that_does_not_answer_is_told_and_removed(
    docker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        (docker / "answers").write_text(
            f'case "$1" in run) echo 0123abcd;; port) echo 127.0.0.1:{port};; esac'
        )
        monkeypatch.setattr(cluster, "CONTAINER_ANSWERS_WITHIN_S", 0.5)
        with (
            pytest.raises(cluster.ClusterNotStarted, match="did not answer"),
            cluster.running(DockerImage("some/image:1")),
        ):
            pytest.fail("there is no server")
    asked = (docker / "asked").read_text().splitlines()
    assert asked[0].startswith("run --detach --rm --publish 127.0.0.1::5432")
    assert asked[-1] == "rm --force 0123abcd"


def test_programs_that_fail_are_told_and_leave_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs, temporary = tmp_path / "bin", tmp_path / "temporary"
    programs.mkdir()
    temporary.mkdir()
    initdb = programs / "initdb"
    initdb.write_text("#!/bin/sh\necho 'no locale' >&2; exit 1\n")
    initdb.chmod(0o755)
    # As if we were not root: the folder of a test is closed to other users.
    monkeypatch.setattr(cluster, "_unprivileged_user", lambda: None)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    with (
        pytest.raises(cluster.ClusterNotStarted, match="initdb failed: no locale"),
        cluster.running(LocalPrograms(programs)),
    ):
        pytest.fail("there is no server")
    assert list(temporary.iterdir()) == []
