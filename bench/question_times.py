"""Measures every question at its defaults: the first answer in a new process, and asked again in it.

    python -m bench.question_times [--store ADDRESS …] [--question NAME …] [--processes 5] [--repeats 5]

An address is `duckdb:///FOLDER` or `postgresql+psycopg://…`; without one it is ATLAS_DATABASE_URL. The
release must be there already; it is read once before anything is measured, so that its pages are in memory.

Every process first does what those for heavy questions do when they start (`api.analyses`), imports included.
Then it opens the release and binds a first value, upon which drivers import what they need. Both are done
before the clock of the question starts, as they are in a process that has answered any other question. How
long the opening took is told apart: the very first heavy question of a process waits for that too.

Figures are medians over the processes, in milliseconds, beside the limit that the project set itself; it is
held against the first answer. The load of the machine is written with them, and every first answer over its
limit has the word `short` beside it; the last line names them all.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import literal, select
from sqlalchemy.engine import make_url

from api.analyses import import_what_questions_need
from bench.demands import Demand, Shortfalls
from geo.questions import QUESTIONS, question_named
from geo.store import Reader, store_at

ROOT = Path(__file__).parents[1]
OTHERS_MS = 2_000
ENGINES = {"duckdb": "DuckDB", "postgresql+psycopg": "PostGIS", "postgresql": "PostGIS"}


@dataclass(frozen=True)
class Case:
    """One question as it is asked, and how long its first answer may take."""

    question: str
    given: tuple[tuple[str, str], ...] = ()
    limit_ms: int = OTHERS_MS

    @property
    def title(self) -> str:
        return " ".join((self.question, *(f"{name}={value}" for name, value in self.given)))


@dataclass(frozen=True)
class Times:
    """Milliseconds of opening the release, the first answer, further ones, and what the map draws."""

    opening: float
    first: float
    again: float
    painting: float


# Beside the defaults of every question: what the limits name, and the heaviest choice of method.
_LIMITS_MS = {"hotspots": 500, "partner-candidates": 300}
_FURTHER = (
    Case("partner-network", (("ego", "02004"),), 50),
    Case("partner-network", (("ego", "02004"), ("depth", "3")), 50),
    Case("regions", (("method", "agglomerative"),)),
    Case("regions", (("method", "max_p"),)),
    Case("without-agreements", (("sort", "-priority"),)),
)


def cases(names: list[str]) -> list[Case]:
    """Every question at its defaults and the further cases, or those of some questions."""
    found = [Case(each.name, (), _LIMITS_MS.get(each.name, OTHERS_MS)) for each in QUESTIONS]
    return [case for case in (*found, *_FURTHER) if not names or case.question in names]


def measured(address: str, case: Case, repeats: int) -> Times:
    """In this process, which has asked nothing yet; further answers as their median."""
    import_what_questions_need()
    question = question_named(case.question)
    asked = question.understood({name: [value] for name, value in case.given})
    start = time.perf_counter()
    reader = Reader(store_at(address))
    with reader.connection() as connection:
        connection.execute(select(literal(1))).all()
        opening = (time.perf_counter() - start) * 1000
        first = _ms(lambda: question.answer(connection, asked))
        again = [_ms(lambda: question.answer(connection, asked)) for _ in range(repeats)]
        painting = _ms(lambda: question.painting(connection, asked))
    reader.close()
    return Times(opening, first, statistics.median(again), painting)


def _ms(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _in_new_process(address: str, case: Case, repeats: int) -> Times:
    command = [sys.executable, "-m", "bench.question_times", "--child", case.title]
    command += ["--store", address, "--repeats", str(repeats)]
    child = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if child.returncode:
        raise SystemExit(f"{case.title}: {child.stderr}")
    return Times(**json.loads(child.stdout))


def middle(runs: Sequence[Times]) -> Times:
    """The median of each figure."""
    columns = ([getattr(run, name) for run in runs] for name in ("opening", "first", "again", "painting"))
    return Times(*(statistics.median(column) for column in columns))


def table(stores: Sequence[str], found: Mapping[Case, Sequence[Times]], short: Shortfalls) -> str:
    """Markdown: a line for each case, the figures of each store; a first answer over the limit is marked."""
    columns = [f"{store}, {what}" for store in stores for what in ("first", "again", "map")]
    lines = [f"| question | {' | '.join(columns)} | limit |", "|---" * (len(columns) + 2) + "|"]
    for case, times in found.items():
        limit = Demand(case.limit_ms, "ms", is_ceiling=True)
        cells = []
        for store, each in zip(stores, times, strict=True):
            first = short.written(f"`{case.title}`", store, each.first, limit)
            cells += [first, f"{each.again:,.0f}", f"{each.painting:,.0f}"]
        lines.append(f"| `{case.title}` | {' | '.join(cells)} | {case.limit_ms:,} |")
    return "\n".join(lines)


def report(addresses: Sequence[str], wanted: Sequence[Case], processes: int, repeats: int) -> None:
    """Prints the table and what falls short."""
    stores = [ENGINES[make_url(address).drivername] for address in addresses]
    for store, address in zip(stores, addresses, strict=True):
        print(f"{store}: {make_url(address).render_as_string(hide_password=True)}", file=sys.stderr)
    print(
        f"{processes} processes a question, {repeats} further answers in each, milliseconds,"
        f" {os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}\n",
        flush=True,
    )
    found: dict[Case, list[Times]] = defaultdict(list)
    for case in wanted:
        for address in addresses:
            _in_new_process(address, case, 1)  # the pages of the release into memory
            found[case].append(middle([_in_new_process(address, case, repeats) for _ in range(processes)]))
    short = Shortfalls()
    print(table(stores, found, short))
    print("\nOpening the release, imports of the driver included:", end=" ")
    openings = (
        statistics.median(times[place].opening for times in found.values()) for place in range(len(stores))
    )
    print(", ".join(f"{store} {ms:,.0f} ms" for store, ms in zip(stores, openings, strict=True)) + ".")
    print(short.line())
    print(f"\nload after {os.getloadavg()[0]:.1f}")


def main() -> None:
    """Print the report; nothing fails by being slow."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--store", action="append", help="address of a store; may be repeated")
    parser.add_argument("--question", action="append", default=[], help="only this question; may be repeated")
    parser.add_argument("--processes", type=int, default=5, help="new processes a case")
    parser.add_argument("--repeats", type=int, default=5, help="further answers in each process")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    given = parser.parse_args()
    stores = given.store or [os.environ.get("ATLAS_DATABASE_URL", "")]
    if not stores[0]:
        parser.error("name a store with --store, or in ATLAS_DATABASE_URL")
    if given.child:
        case = next(case for case in cases([]) if case.title == given.child)
        print(json.dumps(asdict(measured(stores[0], case, given.repeats))))
        return
    report(stores, cases(given.question), given.processes, given.repeats)


if __name__ == "__main__":
    main()
