"""The tables that `bench.peers` prints, in Markdown, with a word beside every figure that falls short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.demands import Demand, Shortfalls
from bench.peer_rows import Row

OF_PGBENCH = Demand(0.7)
P99 = Demand(150, "ms", is_ceiling=True)
MEMORY = Demand(350, "MB", is_ceiling=True)
START = Demand(2, "s", is_ceiling=True)
PEERS = ("tipg", "pygeoapi")


@dataclass(frozen=True)
class Worker:
    """One server after it was asked by many clients at once."""

    p99_ms: float
    memory_mb: float
    started_seconds: float


def rates(
    rows: Sequence[Row],
    found: Mapping[tuple[str, str], float],
    columns: Sequence[str],
    short: Shortfalls,
) -> str:
    """Requests a second, and the ratio to tipg beside the one demanded of ours."""
    lines = [_line("requests a second", *columns, "demanded of tipg"), _rule(len(columns) + 2)]
    for row in rows:
        base = found.get((row.title, "tipg"))
        cells = []
        for column in columns:
            rate = found.get((row.title, column))
            if rate is None:
                cells.append("–")
                continue
            cell = f"{rate:,.{0 if rate >= 20 else 1}f}"
            if base and column != "tipg":
                demand = None if column in PEERS else row.demanded
                ratio = short.written(row.title, column, rate / base, demand, decimals=1, unit="×")
                cell += f" ({ratio})"
            cells.append(cell)
        lines.append(_line(row.title, *cells, str(row.demanded)))
    return "\n".join(lines)


def tiles(
    pgbench: Mapping[int, float], found: Mapping[tuple[str, str], float], server: str, short: Shortfalls
) -> str:
    """Transactions a second of the statement of a tile, by zoom, and what share of it the server gives."""
    lines = [_line("tile", "pgbench", f"of it, {server}", "demanded"), _rule(4)]
    for zoom, raw in pgbench.items():
        share = found[f"tile z{zoom}", server] / raw
        written = short.written(f"tile z{zoom} of pgbench", server, share, OF_PGBENCH, decimals=2)
        lines.append(_line(f"z{zoom}", f"{raw:,.0f}", written, str(OF_PGBENCH)))
    return "\n".join(lines)


def workers(measured: Mapping[str, Worker], short: Shortfalls) -> str:
    """Slowest answers, memory and start by server; the last line tells what is demanded of ours."""
    measures = (("p99 at 64 clients", P99, 0), ("memory of a worker", MEMORY, 0), ("start", START, 2))
    lines = [
        _line("server", "p99 of pages of 100, 64 clients, ms", "worker after it, MB", "start, s"),
        _rule(4),
    ]
    for server, worker in measured.items():
        values = (worker.p99_ms, worker.memory_mb, worker.started_seconds)
        cells = [
            short.written(what, server, value, None if server in PEERS else demand, decimals=decimals)
            for (what, demand, decimals), value in zip(measures, values, strict=True)
        ]
        lines.append(_line(server, *cells))
    lines.append(_line("demanded of ours", *(f"under {demand.figure:g}" for _, demand, _ in measures)))
    return "\n".join(lines)


def beside(measured: Mapping[str, tuple[float, float, int]]) -> str:
    """Plain reading alone and beside heavy questions, by server; no figure is demanded."""
    head = ("beside a stream of hotspots", "alone", "beside", "share", "questions answered")
    lines = [_line(*head), _rule(len(head))]
    for server, (alone, with_questions, answered) in measured.items():
        share = f"{with_questions / alone:.2f}"
        lines.append(_line(server, f"{alone:,.0f}", f"{with_questions:,.0f}", share, str(answered)))
    return "\n".join(lines)


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(columns: int) -> str:
    return "|---" * columns + "|"
