"""`kill -9` of a run at drawn moments leaves the earlier release in force and whole, on both engines."""

import multiprocessing
import random
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from etl.run import run
from etl.selection.obtaining import Asked
from geo.engines.store import StoreBusy
from geo.store import Store, store_at
from tests import tiny_run
from tests.geography import NAMES
from tests.release_contents import Contents, contents, data_of
from tests.releases import REGISTER, tiny_sources

KILLS = 10
SEED = 20261120
LONGEST_RUN_SECONDS = 60.0
# The last step before indexes and the commit: half of the moments are drawn from what follows it.
_LAST_STEP, _END = "commit 0 1", "commit 1 1"

# Each run is a process of its own, forked from one that has imported everything once.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["tests.tiny_run"])


@pytest.fixture
def other_register(tmp_path: Path) -> Path:
    """The tiny register with one agreement less, so that its release differs from the one before."""
    folder = tmp_path / "register"
    shutil.copytree(REGISTER, folder)
    agreements = folder / "agreements.csv"
    lines = agreements.read_text(encoding="utf-8").splitlines(keepends=True)
    agreements.write_text("".join(line for line in lines if not line.startswith("t09")), encoding="utf-8")
    return folder


LAYER = """\
id = "rainfall"
title = { es = "Lluvia", en = "Rainfall" }
file = "rainfall.csv"
[source]
title = "Mediciones"
publisher = "Observatorio"
licence = "CC BY 4.0"
[key]
cvegeo = "code"
[[fields]]
name = "mean_mm"
column = "mm"
type = "real"
title = { es = "Media", en = "Mean" }
"""


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    """A layer of one's own beside the register, which the run reads, keeps and loads as any source."""
    rows = "".join(f"{code},{int(code) % 977}.5\n" for code in sorted(NAMES))
    (tmp_path / "rainfall.csv").write_text(f"code,mm\n{rows}", encoding="utf-8")
    declaration = tmp_path / "rainfall.toml"
    declaration.write_text(LAYER, encoding="utf-8")
    return declaration


@pytest.mark.slow
def test_a_killed_run_changes_nothing(store_url: str, other_register: Path, layer: Path) -> None:
    store = store_at(store_url)
    steps, closing_seconds = _whole_run(store_url, other_register, layer)
    after = data_of(contents(store))
    before, before_id = _release_before(store)
    assert after != data_of(before), "the two registers must differ, or the test could not fail"

    draw = random.Random(SEED)
    interrupted = 0
    for number in range(KILLS):
        moment = _LAST_STEP if number % 2 else draw.choice(steps)
        delay = draw.uniform(0, closing_seconds if number % 2 else closing_seconds / 10)
        _killed_run(store_url, other_register, layer, moment, delay)
        found = contents(store)
        if store.current_id() == before_id:
            assert found == before, f"killed {delay:.3f} s after «{moment}»"
            interrupted += 1
        else:  # the kill came after the commit: then the new release is whole
            assert data_of(found) == after, f"killed {delay:.3f} s after «{moment}»"
            before, before_id = _release_before(store)
    assert interrupted >= KILLS // 2

    _run_when_free(store, other_register, layer)
    assert data_of(contents(store)) == after
    assert _leftovers(store_url, store) == []
    store.close()


def _release_before(store: Store) -> tuple[Contents, str | None]:
    """The contents and the id of a release of the tiny register, now in force."""
    release_id = _run_when_free(store, REGISTER)
    return contents(store), release_id


def _whole_run(store_url: str, register: Path, layer: Path) -> tuple[list[str], float]:
    """The steps that an undisturbed run tells, and how long it takes from the last of them to its end."""
    steps: list[str] = []
    closing_since = closing_seconds = 0.0
    with _started(store_url, register, layer) as (process, told):
        for step in told:
            steps.append(step)
            if step == _LAST_STEP:
                closing_since = time.monotonic()
            if step == _END:
                closing_seconds = time.monotonic() - closing_since
    assert process.exitcode == 0
    return steps, closing_seconds


def _killed_run(store_url: str, register: Path, layer: Path, moment: str, delay: float) -> None:
    """Kills a run ``delay`` seconds after it has told ``moment``, unless it has ended by then."""
    with _started(store_url, register, layer) as (process, told):
        for step in told:
            if step == moment:
                break
        process.join(timeout=delay)
        process.kill()


@contextmanager
def _started(
    store_url: str, register: Path, layer: Path
) -> Iterator[tuple[ForkServerProcess, Iterator[str]]]:
    """A run in a process of its own and the steps that it tells; it has ended when this is left."""
    steps, theirs = _PROCESSES.Pipe(duplex=False)
    given = (theirs, store_url, register, layer.parent / "cache", (str(layer),))
    process = _PROCESSES.Process(target=tiny_run.load, args=given, daemon=True)
    process.start()
    theirs.close()
    with steps:
        yield process, _told(steps)
        process.join()


def _told(steps: Connection) -> Iterator[str]:
    with suppress(EOFError):  # the process has ended
        while True:
            yield steps.recv()


def _run_when_free(store: Store, register: Path, layer: Path | None = None) -> str | None:
    """The release of a run that begins as soon as the server has noticed that the killed one is gone."""
    cache = register if layer is None else layer.parent / "cache"
    asked = None if layer is None else Asked(layers=(str(layer),))
    deadline = time.monotonic() + LONGEST_RUN_SECONDS
    while True:
        try:
            return run(store, tiny_sources(register, asked=asked, cache=cache), is_forced=True).release_id
        except StoreBusy:
            assert time.monotonic() < deadline, "the killed run still holds the store"


def _leftovers(store_url: str, store: Store) -> list[str]:
    """What is in the store beside the releases that it lists."""
    kept = set(store.release_ids())
    if store.engine_name == "duckdb":
        folder = Path(store_url.removeprefix("duckdb:///"))
        return [path.name for path in (folder / "releases").iterdir() if path.stem not in kept]
    engine = create_engine(store_url)
    with engine.connect() as connection:
        schemas = connection.execute(
            text("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'atlas\\_r%'")
        ).scalars()
        left = [name for name in schemas if name.removeprefix("atlas_") not in kept]
    engine.dispose()
    return left
