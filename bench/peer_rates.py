"""Requests a second of everything that `bench.peers` asks, in interleaved rounds."""

from __future__ import annotations

import math
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.request import urlopen

from sqlalchemy import make_url
from sqlalchemy.dialects import postgresql

from bench import wrk
from bench.peer_rows import Row, plain_page, tile_at
from bench.peer_servers import Running
from geo import tiles
from geo.layers import layer_named

CLIENTS = 8
WARMING = 5
"""How often each address is asked before anything is measured."""
TURNS = 3
"""At least so many answers to each client fit in a run: `wrk` forgets those that are under way at its end,
which a run of one or two turns would hold against the slowest servers."""


@dataclass(frozen=True)
class Ask:
    """An address that has been seen to answer as it should, and how long it is measured."""

    url: str
    headers: tuple[tuple[str, str], ...]
    seconds: int


def rates(
    rows: Sequence[Row], running: Mapping[str, Running], rounds: int, seconds: int
) -> dict[tuple[str, str], float]:
    """Requests a second by title and server: medians of interleaved rounds."""
    # All are warmed first: the first answers of a server that has just started are no measure of the others.
    ready: dict[tuple[str, str, bool], Ask] = {}
    asks: dict[tuple[str, str], Ask] = {}
    for row in rows:
        for server, path in row.addresses.items():
            url = running[server].address + path
            encoding, has_tag = row.encodings.get(server, ""), server in row.with_tag
            # Kept answers come so evenly that half the time tells as much.
            wanted = max(1, seconds // 2) if "kept" in server else seconds
            asked = (url, encoding, has_tag)
            if asked not in ready:
                ready[asked] = warmed(url, encoding, wanted, has_tag=has_tag)
            asks[row.title, server] = ready[asked]
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for _ in range(rounds):
        done: dict[Ask, float] = {}
        for key, ask in asks.items():
            # The same address of a peer stands beside several of ours: once a round is enough.
            if ask not in done:
                done[ask] = wrk.measured(ask.url, ask.seconds, dict(ask.headers), CLIENTS).requests_per_second
            found[key].append(done[ask])
    return {key: statistics.median(values) for key, values in found.items()}


def warmed(url: str, encoding: str, seconds: int, *, has_tag: bool) -> Ask:
    """The address, asked a few times, and seen to answer as it should: encoded so, and 304 to its own tag."""
    headers = {"Accept-Encoding": encoding} if encoding else {}
    plain = [_seen(url, headers, 200) for _ in range(WARMING)]
    if (plain[-1].encoding or "") != encoding:
        raise SystemExit(f"{url} is encoded as {plain[-1].encoding}, not as {encoding or 'it is'}")
    taken = statistics.median(each.seconds for each in plain)
    if has_tag:
        if plain[-1].entity_tag is None:
            raise SystemExit(f"{url} has no entity tag")
        headers = {"If-None-Match": plain[-1].entity_tag}
        taken = statistics.median(_seen(url, headers, 304).seconds for _ in range(WARMING))
    return Ask(url, tuple(headers.items()), lasting(seconds, taken))


def _seen(url: str, headers: Mapping[str, str], status: int) -> wrk.Answer:
    seen = wrk.answer(url, headers)
    if seen.status != status:
        raise SystemExit(f"{url} answers {seen.status}, not {status}, to {dict(headers) or 'no headers'}")
    return seen


def alone(url: str, seconds: int, headers: Mapping[str, str], clients: int) -> wrk.Measured:
    """What `wrk` gets, and nothing of it is under way any more when this returns.

    `wrk` leaves at the end with a question of each client open, and a server answers those all the same: in
    the time of whatever is measured next. It takes them in the order in which they came, so that two more
    answers say that it is through with them.
    """
    measured = wrk.measured(url, seconds, headers, clients)
    for _ in range(2):
        wrk.answer(url, headers)
    return measured


def lasting(seconds: int, one_answer_seconds: float) -> int:
    """Whole seconds of a run in which every client has its turns, if one answer is made after the other.

    >>> lasting(2, 0.002), lasting(2, 0.25)
    (2, 6)
    """
    return max(seconds, math.ceil(TURNS * CLIENTS * one_answer_seconds))


def pgbench(store: str, schema: str, zoom: int, seconds: int) -> float | None:
    """The statement of a tile in pgbench with eight clients: transactions a second; None without pgbench."""
    if shutil.which("pgbench") is None:
        return None
    x, y = tile_at(zoom)
    statement = tiles.tile(layer_named("municipalities"), zoom, x, y)
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    written = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True})).replace(
        "\n", " "
    )
    url = make_url(store).set(drivername="postgresql").render_as_string(hide_password=False)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(written + ";\n")
        file.flush()
        command = ["pgbench", "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "1", "-T", str(seconds),
                   "-f", file.name, url]  # fmt: skip
        environment = {**os.environ, "PGOPTIONS": f"-c search_path={schema},public"}
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
    rate = re.search(r"tps = ([\d.]+)", done.stdout)
    if done.returncode or rate is None:
        raise SystemExit(f"pgbench failed on the tile of zoom {zoom}:\n{done.stdout}{done.stderr}")
    return float(rate[1])


def beside_heavy(server: Running, seconds: int) -> tuple[float, float, int]:
    """Plain reading alone and beside a stream of heavy questions, and how many of these were answered."""
    url = server.address + plain_page(10)
    undisturbed = alone(url, seconds, {}, CLIENTS).requests_per_second
    with urlopen(f"{server.address}/questions/hotspots?seed=0", timeout=120):
        pass
    with Questions(server.address) as questions:
        beside = wrk.measured(url, seconds, {}, CLIENTS).requests_per_second
    return undisturbed, beside, questions.answered


class Questions:
    """Heavy questions, one after another, none asked before, while the block runs; one that fails is raised
    at its end, unless the block itself has failed."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._stop = threading.Event()
        self._failed: Exception | None = None
        self._thread = threading.Thread(target=self._ask)
        self.answered = 0

    def _ask(self) -> None:
        try:
            while not self._stop.is_set():
                seed = self.answered + 1
                with urlopen(f"{self._address}/questions/hotspots?seed={seed}", timeout=120) as response:
                    response.read()
                self.answered += 1
        except Exception as error:  # noqa: BLE001 - raised in the thread that waits for this one
            self._failed = error

    def __enter__(self) -> Questions:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        if self._failed is not None and kind is None:
            raise self._failed
