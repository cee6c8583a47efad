"""The Atlas against tipg and pygeoapi on one database, in one run, as ratios.

    python -m bench.peers --database-url postgresql+psycopg://… [--data-dir FOLDER] [--quick]

The database must hold a release with the municipalities; tables of the same outlines for the peers are made
in a schema `peers` and dropped at the end. `--data-dir` names an embedded store with the same release, for
the table of DuckDB. Needs `wrk` (Debian: `apt install wrk`) and, for the last limit of tiles, `pgbench`.
Peers are installed from their locks into environments of their own. Every server has one worker; rounds are
interleaved and figures are medians, so that what else the machine does meets all alike. The slowest of a
hundred answers is measured once a server, in 20 s: of less than some hundreds of answers it would tell
nothing. With both engines and three rounds of two seconds all takes about ten minutes. Every figure that is
not what is demanded has the word `short` beside it; the last line names them all.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Container, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from bench import peer_servers as servers
from bench import peer_tables, wrk
from bench.demands import Shortfalls
from bench.peer_rates import CLIENTS, alone, beside_heavy, pgbench, rates
from bench.peer_rows import rows_of

ZOOMS = tuple(range(4, 11))
MANY_CLIENTS = 64
P99_SECONDS = 20


def _worker(server: servers.Running, path: str) -> peer_tables.Worker:
    """Asked at once by as many clients as measure it then, so that every connection and thread is there."""
    url = server.address + path
    with ThreadPoolExecutor(MANY_CLIENTS) as clients:
        for answered in clients.map(lambda _: wrk.answer(url, {}), range(MANY_CLIENTS)):
            if answered.status != 200:
                raise SystemExit(f"{url} answers {answered.status} to {MANY_CLIENTS} clients")
    slow = alone(url, P99_SECONDS, {}, MANY_CLIENTS).p99_ms
    return peer_tables.Worker(slow, server.worker_memory_mb(), server.started_seconds)


def main() -> None:
    """Measures and prints Markdown."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database-url", default=os.environ.get("ATLAS_DATABASE_URL"))
    parser.add_argument("--data-dir", type=Path)
    parser.add_argument("--environments", type=Path, default=servers.ROOT / "build" / "bench")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--quick", action="store_true", help="one round of 1 s, four zooms")
    asked = parser.parse_args()
    if asked.database_url is None:
        raise SystemExit("name a PostGIS database that holds a release: --database-url or ATLAS_DATABASE_URL")
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not installed (Debian: apt install wrk)")
    store = asked.database_url
    try:
        psycopg.connect(
            make_url(store).set(drivername="postgresql").render_as_string(hide_password=False)
        ).close()
    except psycopg.OperationalError as error:
        raise SystemExit(f"PostgreSQL does not answer: {error}") from None
    rounds, seconds = (1, 1) if asked.quick else (asked.rounds, asked.seconds)
    zooms = (4, 6, 8, 10) if asked.quick else ZOOMS
    schema = servers.make_tables(store)
    try:
        with ExitStack() as stack, tempfile.TemporaryDirectory(prefix="atlas-bench-") as work:
            _run(stack, asked, store, schema, Path(work), rounds, seconds, zooms)
    finally:
        servers.drop_tables(store)


def _run(
    stack: ExitStack,
    asked: argparse.Namespace,
    store: str,
    schema: str,
    work: Path,
    rounds: int,
    seconds: int,
    zooms: Sequence[int],
) -> None:
    url = make_url(store)
    stores = {"PostGIS": store} | (
        {"DuckDB": f"duckdb:///{asked.data_dir.resolve()}"} if asked.data_dir else {}
    )
    running: dict[str, servers.Running] = {}
    for name, address in stores.items():
        running[name] = stack.enter_context(servers.atlas(name, address, kept_megabytes="0"))
        running[f"{name}, kept"] = stack.enter_context(servers.atlas(f"{name}, kept", address))
    running["tipg"] = stack.enter_context(servers.tipg(url, asked.environments))
    running["pygeoapi"] = stack.enter_context(servers.pygeoapi(url, asked.environments, work))
    rows = rows_of(list(stores), [f"{name}, kept" for name in stores], zooms)
    print(
        f"{datetime.now(UTC):%Y-%m-%d %H:%M}, {os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f};"
        f" {rounds} rounds of {seconds} s, {CLIENTS} clients, one worker each\n",
        flush=True,
    )
    short = Shortfalls()
    found = rates(rows, running, rounds, seconds)
    print(peer_tables.rates(rows, found, _columns(stores), short) + "\n", flush=True)
    raw = {zoom: rate for zoom in zooms if (rate := pgbench(store, schema, zoom, seconds)) is not None}
    print(peer_tables.tiles(raw, found, "PostGIS", short) + "\n", flush=True)
    addresses = {row.title: row.addresses for row in rows}
    measured = {}
    for name, server in running.items():
        title = "page of 100, asked again" if name.endswith("kept") else "page of 100"
        measured[name] = _worker(server, addresses[title][name])
    print(peer_tables.workers(measured, short) + "\n", flush=True)
    beside = {name: beside_heavy(running[name], max(seconds, 5)) for name in stores}
    print(peer_tables.beside(beside) + "\n")
    print(short.line())
    absent = _absent(stores, zooms, has_pgbench=bool(raw))
    if absent:
        print(f"Not measured: {', '.join(absent)}.")
    print(f"\nload after {os.getloadavg()[0]:.1f}")


def _columns(stores: Iterable[str]) -> list[str]:
    return [*peer_tables.PEERS, *(column for name in stores for column in (name, f"{name}, kept"))]


def _absent(stores: Container[str], zooms: Sequence[int], *, has_pgbench: bool) -> list[str]:
    absent = [] if "DuckDB" in stores else ["DuckDB (no --data-dir)"]
    absent += [f"tiles of zoom {zoom}" for zoom in ZOOMS if zoom not in zooms]
    return absent if has_pgbench else [*absent, "pgbench (not installed)"]


if __name__ == "__main__":
    main()
