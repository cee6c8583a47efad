"""What `wrk` gets from an address: requests a second and the slowest of a hundred answers.

`wrk` counts what it has been answered and calls everything below status 400 a success; an answer that takes
longer than its timeout is in no figure but that of socket errors, and no latency is above the timeout. So an
address is asked by hand first (`answer`), the timeout is far from what is measured, and any error ends the
run: a figure beside it would tell of the answers that came and not of those that did not.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 30
_PATIENCE_SECONDS = 300
"""Of a single answer, which may stand behind all that `wrk` left open."""
_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1_000.0, "m": 60_000.0, "h": 3_600_000.0}
_FAILURES = re.compile(r"^\s*(?:Socket errors|Non-2xx or 3xx responses):.*$", re.MULTILINE)
_REQUESTS = re.compile(r"^\s*(\d+) requests in ", re.MULTILINE)
_RATE = re.compile(r"^Requests/sec:\s+([\d.]+)\s*$", re.MULTILINE)
_P99 = re.compile(r"^\s*99%\s+([\d.]+)(us|ms|s|m|h)\s*$", re.MULTILINE)


class NoMeasure(ValueError):
    """What `wrk` told measures nothing: something failed, nothing was answered, or a figure is missing."""


@dataclass(frozen=True)
class Measured:
    """One run of `wrk`."""

    requests_per_second: float
    p99_ms: float


@dataclass(frozen=True)
class Answer:
    """One answer, asked for by hand; redirections are not followed."""

    status: int
    entity_tag: str | None
    encoding: str | None
    seconds: float


def understood(told: str) -> Measured:
    """The figures in the output of `wrk --latency`.

    :raises NoMeasure: for any failure that it names, for no answer at all, and for a figure that is missing.
    """
    failures = _FAILURES.findall(told)
    if failures:
        raise NoMeasure("; ".join(failure.strip() for failure in failures))
    requests, rate, slow = _REQUESTS.search(told), _RATE.search(told), _P99.search(told)
    if requests is None or rate is None or slow is None:
        raise NoMeasure("no requests, rate or latency in what wrk said")
    if int(requests[1]) == 0:
        raise NoMeasure("nothing was answered")
    return Measured(float(rate[1]), float(slow[1]) * _MILLISECONDS[slow[2]])


def measured(url: str, seconds: int, headers: Mapping[str, str], clients: int = 8) -> Measured:
    """What `wrk` gets from an address in one thread; anything that fails ends the program."""
    given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "--latency", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", f"{TIMEOUT_SECONDS}s"]
    done = subprocess.run([*command, *given, url], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"wrk failed on {url}: {done.stdout}{done.stderr}")
    try:
        return understood(done.stdout)
    except NoMeasure as reason:
        raise SystemExit(f"{url} with {clients} clients: {reason}\n{done.stdout}") from None


def answer(url: str, headers: Mapping[str, str]) -> Answer:
    """What the address answers to one request, on a connection of its own."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=_PATIENCE_SECONDS)
    started = time.perf_counter()
    try:
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        # As `wrk` asks, which says nothing of encodings unless it is told to.
        connection.putrequest("GET", path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        response.read()
    finally:
        connection.close()
    return Answer(
        response.status,
        response.getheader("ETag"),
        response.getheader("Content-Encoding"),
        time.perf_counter() - started,
    )
