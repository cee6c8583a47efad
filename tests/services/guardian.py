"""One PostGIS for all processes of a test run, gone when the last of them is gone, however it ended.

Every process that may use the server holds a shared lock on a lease file; a guardian in its own session
runs the server and waits for the exclusive lock. The kernel drops the locks of a process that ends, also by
`kill -9`, so the guardian always gets its turn, stops the server and removes the folder.
"""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from filelock import FileLock

from tests.services import cluster, postgis
from tests.services.machine import ThisMachine

ROOT = Path(__file__).resolve().parents[2]

FOLDER_VARIABLE = "ATLAS_TEST_SERVICES"
"""Names the folder that all processes of a run share; it goes when the last of them is gone."""


class ServiceNotStarted(Exception):
    """There is no server for the tests; the message is the reason in one sentence."""


@contextmanager
def lease(folder: Path) -> Iterator[None]:
    """While inside, the server of the folder stays up for us."""
    with _lease_file(folder) as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        yield


def server_url(folder: Path) -> str:
    """The URL of the folder's server, started by whoever asks first; ask inside `lease`.

    Raises `ServiceNotStarted`.
    """
    announcement = folder / "server.json"
    with FileLock(folder / "starting.lock"):
        if not announcement.exists():
            with (folder / "guardian.log").open("ab") as log:
                subprocess.run(
                    [sys.executable, "-m", "tests.services.guardian", str(folder)],
                    cwd=ROOT,
                    start_new_session=True,  # Ctrl-C is for the tests; the guardian ends after them
                    stdin=subprocess.DEVNULL,
                    stdout=log,  # not ours: whoever reads our output would wait for the guardian too
                    stderr=log,
                    check=True,
                )
        said: dict[str, str] = json.loads(announcement.read_text(encoding="utf-8"))
    if "url" not in said:
        raise ServiceNotStarted(said["reason"])
    return said["url"]


def _lease_file(folder: Path) -> IO[bytes]:
    return (folder / "lease").open("ab")


def _announce(folder: Path, **said: str) -> None:
    unfinished = folder / "server.json.part"
    unfinished.write_text(json.dumps(said), encoding="utf-8")
    unfinished.replace(folder / "server.json")


def _guard(folder: Path, ready: int) -> None:
    """Runs the server until no lease is left. Closes `ready` as soon as there is an announcement."""
    try:
        with cluster.running(postgis.find(ThisMachine())) as url:
            _announce(folder, url=url)
            os.close(ready)
            _wait_for_the_last_lease(folder)
    except Exception as problem:  # noqa: BLE001 - whoever asked for the server gets to read it
        _announce(folder, reason=str(problem) or type(problem).__name__)
        os.close(ready)
        _wait_for_the_last_lease(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for_the_last_lease(folder: Path) -> None:
    with _lease_file(folder) as wanted:
        fcntl.flock(wanted, fcntl.LOCK_EX)


def main(folder: Path) -> None:
    """A guardian runs in the background, and its server answers or the reason why not is written down."""
    until_ready, ready = os.pipe()
    if os.fork() == 0:
        os.close(until_ready)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # unwinds, so that the server is stopped
        _guard(folder, ready)
        sys.exit(0)
    os.close(ready)
    with os.fdopen(until_ready, "rb") as pipe:
        pipe.read()  # ends when the child closes its end or dies


if __name__ == "__main__":
    main(Path(sys.argv[1]))
