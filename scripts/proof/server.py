"""A real server over a real release, for the tests of the page."""

import json
import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scripts.proof.steps import StepFailed

READY_WITHIN_S = 60.0


@contextmanager
def running(atlas: Path, logs: Path, environment: Mapping[str, str]) -> Iterator[str]:
    """The address of a server that is ready, over a release made for it by the ETL. Raises `StepFailed`."""
    logs.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="atlas-pages-") as data:
        port = _free_port()
        settings = {**environment, "ATLAS_DATA_DIR": data, "ATLAS_HOST": "127.0.0.1", "ATLAS_PORT": str(port)}
        settings.pop("ATLAS_DATABASE_URL", None)  # the pages are proved on the embedded store
        loaded = subprocess.run([atlas, "etl", "run"], env=settings, stdin=subprocess.DEVNULL, check=False)
        if loaded.returncode != 0:
            raise StepFailed(f"atlas etl run ended with {loaded.returncode}")
        log = logs / "server.log"
        with log.open("wb") as output:
            server = subprocess.Popen(
                [atlas, "serve"],
                env=settings,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            try:
                address = f"http://127.0.0.1:{port}"
                _wait_until_ready(server, address, log)
                yield address
            finally:
                _end(server)


def _wait_until_ready(server: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    said = "nothing"
    while time.monotonic() < deadline:
        if server.poll() is not None:
            words = log.read_text(encoding="utf-8", errors="replace")[-500:]
            raise StepFailed(f"atlas serve ended with {server.returncode}: {words}")
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5) as answer:
                health = json.load(answer)
            if health.get("ready") is True:
                return
            said = json.dumps(health)
        except (urllib.error.URLError, OSError, ValueError) as problem:
            said = str(problem)
        time.sleep(0.1)
    raise StepFailed(f"atlas serve was not ready within {READY_WITHIN_S:.0f} s; it last said: {said}")


def _end(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(timeout=10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def own_environment() -> dict[str, str]:
    """The environment without the settings of an Atlas that somebody uses on this machine."""
    kept_settings = {"ATLAS_SHARED_DATA", "ATLAS_TEST_DATABASE_URL", "ATLAS_CHROMIUM"}
    return {
        name: text
        for name, text in os.environ.items()
        if not name.startswith("ATLAS_") or name in kept_settings
    }
