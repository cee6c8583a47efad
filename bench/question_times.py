"""Measures every question at its defaults: the first answer in a new process, and asked again in it.

    python bench/question_times.py [--store ADDRESS …] [--question NAME …] [--processes 5] [--repeats 5]

An address is `duckdb:///FOLDER` or `postgresql+psycopg://…`; without one it is ATLAS_DATABASE_URL.
The release must be there already; it is read once before anything is measured, so that its pages are in
memory. Imports and the connection are made before the clock starts, as they are in a server that is up. Each
figure is a median, beside the limit that the project set itself; the load of the machine is written with it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.engine import make_url

from geo.questions import QUESTIONS, question_named
from geo.store import Reader, store_at

OTHERS_MS = 2_000


@dataclass(frozen=True)
class Case:
    """One question as it is asked, and how long its first answer may take."""

    question: str
    given: tuple[tuple[str, str], ...] = ()
    limit_ms: int = OTHERS_MS

    @property
    def title(self) -> str:
        return " ".join((self.question, *(f"{name}={value}" for name, value in self.given)))


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


def measured(address: str, case: Case, repeats: int) -> dict[str, float]:
    """In milliseconds the first answer, the median of further ones, and what the map draws."""
    question = question_named(case.question)
    asked = question.understood({name: [value] for name, value in case.given})
    reader = Reader(store_at(address))
    with reader.connection() as connection:
        first = _ms(lambda: question.answer(connection, asked))
        again = [_ms(lambda: question.answer(connection, asked)) for _ in range(repeats)]
        painting = _ms(lambda: question.painting(connection, asked))
    reader.close()
    return {"first": first, "again": statistics.median(again), "painting": painting}


def _ms(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def _in_new_process(address: str, case: Case, repeats: int) -> dict[str, float]:
    child = subprocess.run(
        [sys.executable, __file__, "--child", case.title, "--store", address, "--repeats", str(repeats)],
        capture_output=True,
        text=True,
        check=False,
    )
    if child.returncode:
        raise SystemExit(f"{case.title}: {child.stderr}")
    found: dict[str, float] = json.loads(child.stdout)
    return found


def report(address: str, wanted: list[Case], processes: int, repeats: int) -> None:
    """A line for each case, marked where the first answer takes longer than its limit."""
    shown = make_url(address).render_as_string(hide_password=True)
    print(f"\n{shown} · load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'question':<44}{'first ms':>10}{'again ms':>10}{'map ms':>10}{'limit ms':>10}")
    for case in wanted:
        _in_new_process(address, case, 1)  # the pages of the release into memory
        runs = [_in_new_process(address, case, repeats) for _ in range(processes)]
        first, again, painting = (
            statistics.median(run[name] for run in runs) for name in ("first", "again", "painting")
        )
        is_within = first <= case.limit_ms
        line = f"{case.title:<44}{first:>10.0f}{again:>10.0f}{painting:>10.0f}{case.limit_ms:>10}"
        print(line + ("" if is_within else "  over"), flush=True)
    print(f"load {os.getloadavg()[0]:.1f}")


def main() -> None:
    """Print the report; nothing fails by being slow."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
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
        print(json.dumps(measured(stores[0], case, given.repeats)))
        return
    for address in stores:
        report(address, cases(given.question), given.processes, given.repeats)


if __name__ == "__main__":
    main()
