"""How long each stage of a run takes, and how far it is."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from etl.boundaries.records import Progress


class Stages:
    """A stopwatch: ``seconds`` by stage in the order in which they began."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.seconds: dict[str, float] = {}
        self._closing_since: float | None = None

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """The time of the block goes to ``stage``, which is told when it begins and ends."""
        self.progress(stage, 0, 1)
        start = time.monotonic()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.monotonic() - start
        self.progress(stage, 1, 1)

    @contextmanager
    def closing(self, stage: str) -> Iterator[None]:
        """The time from :meth:`begin_closing` to the end of the block goes to ``stage``."""
        yield
        if self._closing_since is not None:
            self.seconds[stage] = time.monotonic() - self._closing_since
            self.progress(stage, 1, 1)

    def begin_closing(self, stage: str = "commit") -> None:
        """What follows, indexes and the commit, belongs to the closing stage."""
        self._closing_since = time.monotonic()
        self.progress(stage, 0, 1)
