"""Measures how soon every worker of a server answers from a new release.

    python -m bench.release_following --store ADDRESS [--store …] [--workers 2] [--turns 10]

An address is `duckdb:///FOLDER` or `postgresql+psycopg://…` of a store that keeps two releases or more
(`atlas etl run --force` makes another). They are put in force in turns, as `atlas etl rollback` does, and at
the end the one that was. Meanwhile a few clients ask, over a new connection each time so that they come to
every worker, for a page and a tile that are kept in memory and a page that is not. An answer names the
release that it is of. Told is how long after the switch the first request was sent that the new release
answered, and the last that the old one did.
"""

from __future__ import annotations

import argparse
import itertools
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from urllib.request import urlopen

from bench import peer_servers
from bench.peer_rows import ITEMS, tile_at
from geo.engines.store import Store
from geo.store import store_at

_CLIENTS = 4
_TILES = "/collections/municipalities/tiles/WebMercatorQuad"
_QUIET_SECONDS = 2.0
"""Nobody is answered from the old release for so long: then all workers have the new one."""


@dataclass(frozen=True)
class Answer:
    """When a request was sent, and the release that answered it."""

    sent: float
    release: str


class Clients:
    """They ask one after another until told to stop."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._addresses = addresses
        self._is_enough = threading.Event()
        self.answers: list[Answer] = []
        self.faults: list[str] = []

    @contextmanager
    def asking(self) -> Iterator[None]:
        """They ask as long as the block runs."""
        threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(_CLIENTS)]
        for each in threads:
            each.start()
        try:
            yield
        finally:
            self._is_enough.set()
            for each in threads:
                each.join()

    def _ask(self, number: int) -> None:
        for turn in itertools.count(number):
            if self._is_enough.is_set():
                return
            sent = time.monotonic()
            # A page that nobody has asked for is not kept.
            address = self._addresses[turn % len(self._addresses)].replace("OFFSET", str(turn % 2000))
            try:
                with urlopen(address, timeout=30) as response:
                    response.read()
                    self.answers.append(Answer(sent, response.headers["Atlas-Release"]))
            except OSError as fault:
                self.faults.append(str(fault))


def measure(address: str, workers: int, turns: int) -> tuple[list[float], list[float], int, list[str]]:
    """Seconds to the first answer of the new release and to the last of the old, a switch each; how many
    requests were answered, and what failed."""
    store = store_at(address)
    before = store.current_id()
    newest = store.release_ids()[-2:]
    if before is None or len(newest) < 2:
        raise SystemExit(f"{address} keeps no two releases: `atlas etl run --force` makes another")
    x, y = tile_at(6)
    paths = (f"{ITEMS}?limit=10", f"{_TILES}/6/{y}/{x}", f"{ITEMS}?limit=1&offset=OFFSET")
    with peer_servers.atlas("the Atlas", address, workers=str(workers)) as server:
        clients = Clients([server.address + path for path in paths])
        with clients.asking():
            switches = [_switched(store, clients, newest) for _ in range(turns)]
        store.make_current(before)
    store.close()
    firsts, lasts = zip(*switches, strict=True)
    return list(firsts), list(lasts), len(clients.answers), clients.faults


def _switched(store: Store, clients: Clients, releases: Sequence[str]) -> tuple[float, float]:
    time.sleep(_QUIET_SECONDS)
    old = store.current_id()
    new = next(each for each in releases if each != old)
    store.make_current(new)
    switched = time.monotonic()
    while True:
        said = list(clients.answers)
        old_sent = [each.sent for each in said if each.release == old and each.sent > switched - 30]
        new_sent = [each.sent for each in said if each.release == new and each.sent > switched]
        if new_sent and time.monotonic() - max([*old_sent, switched]) > _QUIET_SECONDS:
            return min(new_sent) - switched, max(0.0, max(old_sent, default=switched) - switched)
        time.sleep(0.05)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--store", action="append", required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--turns", type=int, default=10)
    given = parser.parse_args()
    load = os.getloadavg()[0]
    print(f"{given.workers} workers, {given.turns} switches, {_CLIENTS} clients; load before {load:.1f}\n")
    print("| store | first of the new release, s | last of the old, s: median, most | answers | failed |")
    print("|---|---|---|---|---|")
    for address in given.store:
        firsts, lasts, count, faults = measure(address, given.workers, given.turns)
        kind = "DuckDB" if address.startswith("duckdb") else "PostGIS"
        print(
            f"| {kind} | {median(firsts):.2f} | {median(lasts):.2f}, {max(lasts):.2f}"
            f" | {count:,} | {len(faults)} {faults[:1] or ''} |"
        )


if __name__ == "__main__":
    main()
