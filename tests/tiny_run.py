"""One run of the ETL on the tiny country, in a process of its own.

    python -m tests.tiny_run STORE REGISTER [CACHE LAYER.toml...]

Each step of its progress is a line on the standard output.
"""

import sys
from pathlib import Path

from etl.run import run
from etl.selection.obtaining import Asked
from geo.store import store_at
from tests.releases import tiny_sources


def main(store_url: str, register: str, cache: str = "", *layers: str) -> None:
    """Runs to the end, telling every step."""
    asked = Asked(layers=layers) if layers else None
    store = store_at(store_url)
    run(
        store,
        tiny_sources(Path(register), asked=asked, cache=Path(cache)),
        is_forced=True,
        progress=lambda stage, done, total: print(stage, done, total, flush=True),
    )
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
