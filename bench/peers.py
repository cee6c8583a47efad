"""The Atlas against tipg and pygeoapi on one database, in one run, as ratios.

    python -m bench.peers --database-url postgresql+psycopg://… [--data-dir FOLDER] [--quick]

The database must hold a release with the municipalities; tables of the same outlines for the peers are made
in a schema `peers` and dropped at the end. `--data-dir` names an embedded store with the same release, for
the table of DuckDB. Needs `wrk` (Debian: `apt install wrk`) and, for the last limit of tiles, `pgbench`.
Peers are installed from their locks into environments of their own. Every server has one worker; rounds are
interleaved and figures are medians, so that what else the machine does meets all alike. With both engines
and three rounds of two seconds it takes about seven minutes.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import Request, urlopen

import psycopg
from sqlalchemy import make_url
from sqlalchemy.dialects import postgresql

from bench import peer_servers as servers
from geo import tiles
from geo.layers import layer_named

ITEMS = "/collections/municipalities/items"
TIPG = f"/collections/{servers.SCHEMA}.mun/items"
FILTER = (
    "filter=cve_ent%20IN%20(%2709%27,%2715%27)%20AND%20agreement_count%20%3E=%200&bbox=-100.5,18.5,-98.5,20.5"
)
LON, LAT = -99.13, 19.43
LIMITS = (10, 100, 1000)
WARMING = 5
"""How often each address is asked before anything is measured."""


@dataclass
class Row:
    """One thing that is asked of several servers: addresses by server, and what ratio to tipg is demanded."""

    title: str
    addresses: dict[str, str]
    demanded: float | None = None
    headers: dict[str, dict[str, str]] = field(default_factory=dict)


def requests_per_second(url: str, seconds: int, headers: dict[str, str], clients: int = 8) -> float:
    """What `wrk` gets from an address; every answer must be one of success."""
    return _wrk(url, seconds, headers, clients)[0]


def _wrk(url: str, seconds: int, headers: dict[str, str], clients: int) -> tuple[float, float]:
    given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "--latency", "-t1", f"-c{clients}", f"-d{seconds}s", *given, url]
    done = subprocess.run(command, capture_output=True, text=True)
    told = done.stdout
    if done.returncode:
        raise SystemExit(f"wrk failed on {url}: {told}{done.stderr}")
    if "Non-2xx" in told and "If-None-Match" not in headers:
        raise SystemExit(f"{url} answered with errors:\n{told}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", told)
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    if rate is None or slow is None:
        raise SystemExit(f"wrk said nothing of {url}:\n{told}")
    return float(rate[1]), float(slow[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[slow[2]]


def tile_at(zoom: int) -> tuple[int, int]:
    """Column and row of the tile over the capital."""
    import math

    side = 2**zoom
    row = (1 - math.asinh(math.tan(math.radians(LAT))) / math.pi) / 2 * side
    return int((LON + 180) / 360 * side), int(row)


def rows_of(ours: Sequence[str], kept: Sequence[str], zooms: Sequence[int]) -> list[Row]:
    """What is asked. ``ours`` are servers that keep nothing, ``kept`` those that keep answers."""
    rows = []
    for limit in LIMITS:
        page = f"{ITEMS}?limit={limit}&zoom-level={servers.PAGE_ZOOM}"
        peers = {"tipg": f"{TIPG}?limit={limit}", "pygeoapi": f"/collections/mun/items?limit={limit}&f=json"}
        rows.append(Row(f"page of {limit}", {**peers, **dict.fromkeys(ours, page)}, 4 if limit == 10 else 6))
        rows.append(Row(f"page of {limit}, asked again", {**peers, **dict.fromkeys(kept, page)}, 30))
        brotli = {server: {"Accept-Encoding": "br"} for server in kept}
        rows.append(Row(f"page of {limit}, asked again, brotli", rows[-1].addresses, 30, brotli))
        rows.append(
            Row(f"page of {limit}, 304", rows[-1].addresses, 60, {s: {"If-None-Match": ""} for s in kept})
        )
    filtered = f"limit=100&{FILTER}"
    mine = f"{ITEMS}?{filtered}&zoom-level={servers.PAGE_ZOOM}"
    rows.append(Row("filter and box", {"tipg": f"{TIPG}?{filtered}", **dict.fromkeys(ours, mine)}, 4))
    for zoom in zooms:
        band = next(band for band, range_ in servers.BANDS.items() if zoom in range_)
        x, y = tile_at(zoom)
        theirs = f"/collections/{servers.SCHEMA}.mun_{band}/tiles/WebMercatorQuad/{zoom}/{x}/{y}"
        tile = f"/collections/municipalities/tiles/WebMercatorQuad/{zoom}/{y}/{x}"
        rows.append(Row(f"tile z{zoom}", {"tipg": theirs, **dict.fromkeys(ours, tile)}, 3))
        rows.append(Row(f"tile z{zoom}, asked again", {"tipg": theirs, **dict.fromkeys(kept, tile)}, 20))
    return rows


def measured(
    rows: Sequence[Row], running: dict[str, servers.Running], rounds: int, seconds: int
) -> dict[tuple[str, str], float]:
    """Requests a second by title and server: medians of interleaved rounds."""
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in rows:  # the first answer of a server that has just started is no measure of the others
        for server, path in row.addresses.items():
            headers = {k: v for k, v in row.headers.get(server, {}).items() if k != "If-None-Match"}
            for _ in range(WARMING):
                with urlopen(Request(running[server].address + path, headers=headers)) as response:
                    response.read()
    for _ in range(rounds):
        done: dict[tuple[str, str], float] = {}
        for row in rows:
            for server, path in row.addresses.items():
                url = running[server].address + path
                headers = dict(row.headers.get(server, {}))
                if "If-None-Match" in headers:
                    headers["If-None-Match"] = _tag(url)
                # The same address of a peer stands beside several of ours: once a round is enough.
                asked = (url, repr(headers))
                if asked not in done:
                    # Kept answers come so evenly that half the time tells as much.
                    time = max(1, seconds // 2) if "kept" in server else seconds
                    done[asked] = requests_per_second(url, time, headers)
                found[row.title, server].append(done[asked])
    return {key: statistics.median(values) for key, values in found.items()}


def _tag(url: str) -> str:
    with urlopen(Request(url, headers={})) as response:
        return str(response.headers["ETag"])


def pgbench(store: str, schema: str, zoom: int, seconds: int) -> float | None:
    """The statement of a tile in pgbench with eight clients: transactions a second; None without pgbench."""
    if shutil.which("pgbench") is None:
        return None
    x, y = tile_at(zoom)
    statement = tiles.tile(layer_named("municipalities"), zoom, x, y)
    dialect = postgresql.dialect()
    written = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True})).replace(
        "\n", " "
    )
    url = make_url(store).set(drivername="postgresql").render_as_string(hide_password=False)
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(written + ";\n")
        file.flush()
        command = ["pgbench", "-n", "-M", "prepared", "-c", "8", "-j", "1", "-T", str(seconds),
                   "-f", file.name, url]  # fmt: skip
        environment = {**os.environ, "PGOPTIONS": f"-c search_path={schema},public"}
        told = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    rate = re.search(r"tps = ([\d.]+)", told)
    return None if rate is None else float(rate[1])


def beside_heavy(server: servers.Running, seconds: int) -> tuple[float, float, int]:
    """Plain reading alone and beside a stream of heavy questions, and how many of these were answered."""
    url = f"{server.address}{ITEMS}?limit=10&zoom-level={servers.PAGE_ZOOM}"
    alone = requests_per_second(url, seconds, {})
    stop, answered = threading.Event(), 0

    def stream() -> None:
        nonlocal answered
        number = 0
        while not stop.is_set():
            number += 1
            with urlopen(f"{server.address}/questions/hotspots?seed={number}", timeout=120) as response:
                answered += response.status == 200

    with urlopen(f"{server.address}/questions/hotspots?seed=0", timeout=120):
        pass
    thread = threading.Thread(target=stream)
    thread.start()
    beside = requests_per_second(url, seconds, {})
    stop.set()
    thread.join()
    return alone, beside, answered


def table(rows: Sequence[Row], found: dict[tuple[str, str], float], columns: Sequence[str]) -> str:
    """Markdown: requests a second, and the ratio to tipg beside the one demanded."""
    lines = [
        f"| requests a second | {' | '.join(columns)} | demanded of tipg |",
        "|---" * (len(columns) + 2) + "|",
    ]
    for row in rows:
        base = found.get((row.title, "tipg"))
        cells = []
        for column in columns:
            rate = found.get((row.title, column))
            ratio = "" if not rate or not base or column == "tipg" else f" ({rate / base:.1f} ×)"
            cells.append("–" if rate is None else f"{rate:,.{0 if rate >= 20 else 1}f}{ratio}")
        lines.append(
            f"| {row.title} | {' | '.join(cells)} | {f'{row.demanded:g} ×' if row.demanded else ''} |"
        )
    return "\n".join(lines)


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
    parser.add_argument("--quick", action="store_true", help="one short round, four zooms")
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
    zooms = (4, 6, 8, 10) if asked.quick else tuple(range(4, 11))
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
        f"{datetime.now(UTC):%Y-%m-%d %H:%M}, {os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f};",
        end=" ",
    )
    print(f"{rounds} rounds of {seconds} s, 8 clients, one worker each\n")
    found = measured(rows, running, rounds, seconds)
    print(table(rows, found, ["tipg", "pygeoapi", *running][: 2 + 2 * len(stores)]), "\n")
    print("| tile | pgbench | of it, PostGIS | demanded |\n|---|---|---|---|")
    for zoom in zooms:
        raw = pgbench(store, schema, zoom, seconds)
        if raw is not None:
            print(f"| z{zoom} | {raw:,.0f} | {found[f'tile z{zoom}', 'PostGIS'] / raw:.2f} | 0.7 |")
    print("\n| server | p99 of pages of 100, 64 clients, ms | worker after it, MB | start, s |")
    print("|---|---|---|---|")
    for name in running:
        page = next(
            row for row in rows if row.title == f"page of 100{', asked again' if 'kept' in name else ''}"
        )
        _, slow = _wrk(running[name].address + page.addresses[name], seconds, {}, 64)
        one = running[name]
        print(f"| {name} | {slow:,.0f} | {one.own_memory_mb():,.0f} | {one.started_seconds:.2f} |")
    print("\n| beside a stream of hotspots | alone | beside | share | questions answered |")
    print("|---|---|---|---|---|")
    for name in stores:
        alone, beside, answered = beside_heavy(running[name], max(seconds, 5))
        print(f"| {name} | {alone:,.0f} | {beside:,.0f} | {beside / alone:.2f} | {answered} |")
    print(f"\nload after {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
