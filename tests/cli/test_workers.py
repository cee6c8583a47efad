"""`atlas serve --workers 2`: both answer and follow the release in force, and all of it ends when told."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from etl.run import run
from tests.releases import tiny_release, tiny_sources

ROOT = Path(__file__).parents[2]
PROC = Path("/proc")
PATIENCE_SECONDS = 120

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (PROC / "net" / "tcp").exists(), reason="only Linux tells who holds a connection"),
]


@contextmanager
def serving(data_dir: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The process that `atlas serve --workers 2` is, and the port."""
    words = ["serve", "--workers", "2", "--port", "0", "--data-dir", str(data_dir)]
    process = subprocess.Popen(
        [sys.executable, "-c", "from cli.main import app; app()", *words],
        cwd=ROOT,
        env={**os.environ, "ATLAS_LANG": "en", "ATLAS_DATABASE_URL": "", "ATLAS_ANALYSIS_PROCESSES": "0"},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stderr is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)", process.stderr.readline())
        assert found is not None
        yield process, int(found[1])
    finally:
        if process.poll() is None:
            process.terminate()  # killed, it would leave its workers
        process.wait(timeout=PATIENCE_SECONDS)


def worker_of(connection: HTTPConnection) -> int | None:
    """The process that holds the other end of a connection, as the kernel tells it."""
    assert connection.sock is not None
    ours, theirs = connection.sock.getsockname()[1], connection.sock.getpeername()[1]
    for line in (PROC / "net" / "tcp").read_text().splitlines()[1:]:
        local, remote, *rest = line.split()[1:]
        if (int(local.split(":")[1], 16), int(remote.split(":")[1], 16)) == (theirs, ours):
            inode = f"socket:[{rest[6]}]"
            for process in PROC.glob("[0-9]*"):
                try:
                    if inode in {str(each.readlink()) for each in (process / "fd").iterdir()}:
                        return int(process.name)
                except OSError:
                    continue  # it ended meanwhile, or is another's
    return None


def asked(port: int) -> tuple[int, str]:
    """The worker that answers a new connection, and the release that it answers from."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", "/collections")
        response = connection.getresponse()
        worker = worker_of(connection)
        assert response.status == 200
        assert worker is not None
        return worker, str(response.headers["Atlas-Release"])
    finally:
        connection.close()


def answers(port: int, until: Callable[[dict[int, str]], bool]) -> dict[int, str]:
    """The release that each worker answered from last, as soon as they are what is waited for."""
    found: dict[int, str] = {}
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not until(found):
        assert time.monotonic() < deadline, found
        worker, release = asked(port)
        found[worker] = release
    return found


def both(found: dict[int, str]) -> bool:
    return len(found) == 2


def is_there(process_id: int) -> bool:
    try:
        state = (PROC / str(process_id) / "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_both_workers_follow_the_release_in_force(tmp_path: Path) -> None:
    store = tiny_release(f"duckdb:///{tmp_path}")
    with serving(tmp_path) as (_, port):
        first = answers(port, both)
        assert set(first.values()) == {store.current_id()}
        run(store, tiny_sources(), is_forced=True)
        second = store.current_id()
        assert second not in first.values()
        later = answers(port, lambda found: both(found) and set(found.values()) == {second})
        assert set(later) == set(first)
    store.close()


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_all_of_it(tmp_path: Path, sent: signal.Signals) -> None:
    tiny_release(f"duckdb:///{tmp_path}").close()
    with serving(tmp_path) as (process, port):
        workers = answers(port, both)
        process.send_signal(sent)
        assert process.wait(timeout=PATIENCE_SECONDS) == 0
        assert not [each for each in workers if is_there(each)]
        with pytest.raises(ConnectionRefusedError):
            HTTPConnection("127.0.0.1", port, timeout=10).connect()


def test_a_worker_that_dies_is_replaced(tmp_path: Path) -> None:
    tiny_release(f"duckdb:///{tmp_path}").close()
    with serving(tmp_path) as (process, port):
        dead, alive = answers(port, both)
        os.kill(dead, signal.SIGKILL)
        again = answers(port, both)
        assert alive in again
        assert dead not in again
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE_SECONDS) == 0


def test_a_worker_is_the_least(tmp_path: Path) -> None:
    words = ["serve", "--workers", "0", "--data-dir", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-c", "from cli.main import app; app()", *words],
        cwd=ROOT,
        env=os.environ | {"ATLAS_LANG": "en"},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert done.returncode == 2
    assert "--workers" in done.stderr
