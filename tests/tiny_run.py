"""One run of the ETL on the tiny country, for a process of its own."""

from multiprocessing.connection import Connection
from pathlib import Path

from etl.run import run
from etl.selection.obtaining import Asked
from geo.store import store_at
from tests.releases import tiny_sources


def load(steps: Connection, store_url: str, register: Path, cache: Path, layers: tuple[str, ...]) -> None:
    """Runs to the end with a user's own ``layers``, and sends every step of its progress as a line."""
    store = store_at(store_url)
    run(
        store,
        tiny_sources(register, asked=Asked(layers=layers), cache=cache),
        is_forced=True,
        progress=lambda stage, done, total: steps.send(f"{stage} {done} {total}"),
    )
    store.close()
