"""What keeps one request from taking the server from all others: bounds on time and on how many at once."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from typing import Protocol, TypeVar

from starlette.requests import Request

from api.formats import EXPORTS

Made = TypeVar("Made")
_QUICK_THREADS = max(2, os.cpu_count() or 1)


class Overloaded(Exception):
    """As many demanding requests are being answered as may be, and none of them has ended in time."""


class Interruptible(Protocol):
    """A connection whose running statement another thread can stop."""

    def interrupt(self) -> None:
        """Stop it."""


class Watchdog:
    """Interrupts what has run for longer than it may; one thread watches over all.

    Everything is watched for the same time, so that what began first is due first.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._watched: OrderedDict[object, tuple[float, Interruptible]] = OrderedDict()
        self._changed = threading.Condition()
        self._is_running = False
        # Whoever waits for a time wakes before anything that has begun since is due.
        self._is_idle = False

    @contextmanager
    def watching(self, connection: Interruptible) -> Iterator[None]:
        """Watch the connection until the end of the block."""
        token = object()
        with self._changed:
            if not self._is_running:
                self._is_running = True
                threading.Thread(target=self._watch, name="atlas-watchdog", daemon=True).start()
            self._watched[token] = (time.monotonic() + self._seconds, connection)
            if self._is_idle:
                self._changed.notify()
        try:
            yield
        finally:
            # Under the lock: what is interrupted is never a statement of whoever gets the connection next.
            with self._changed:
                self._watched.pop(token, None)

    def _watch(self) -> None:
        with self._changed:
            while True:
                if not self._watched:
                    self._is_idle = True
                    self._changed.wait()
                    self._is_idle = False
                    continue
                token, (due, connection) = next(iter(self._watched.items()))
                left = due - time.monotonic()
                if left > 0:
                    self._changed.wait(left)
                else:
                    del self._watched[token]
                    connection.interrupt()


class QuickThreads:
    """Few threads for what is made quickly: more of them than processors only wait for one another."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_QUICK_THREADS, thread_name_prefix="atlas-quick")

    async def run(self, make: Callable[[], Made]) -> Made:
        """What ``make`` gives."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, make)

    def close(self) -> None:
        """Wait for what is being made, and end the threads."""
        self._threads.shutdown()


class Demanding:
    """Places for requests that may take long; the threads beside them are left to all others."""

    def __init__(self, places: int, patience_seconds: float) -> None:
        self._places = asyncio.Semaphore(places)
        self._patience_seconds = patience_seconds

    @asynccontextmanager
    async def place(self, request: Request) -> AsyncIterator[None]:
        """A place for the request, if it is one that needs it.

        :raises Overloaded: when none becomes free in time.
        """
        if not is_demanding(request):
            yield
            return
        try:
            await asyncio.wait_for(self._places.acquire(), self._patience_seconds)
        except TimeoutError:
            raise Overloaded from None
        try:
            yield
        finally:
            self._places.release()


_FILES = frozenset(form.name for form in EXPORTS)
_MEDIA_TYPES = frozenset(form.media_type for form in EXPORTS)
_RENDERED_ANEW = frozenset({"crs", "precision"})
"""Every point of every item is computed and written again."""


def is_quick(request: Request) -> bool:
    """Whether the work of a request is short whatever was asked: it gives what the release holds as it is."""
    return not is_demanding(request) and _RENDERED_ANEW.isdisjoint(request.query_params)


def is_demanding(request: Request) -> bool:
    """Whether the work of a request depends on what its reader thought of: a filter, a question, a file."""
    query, accepted = request.query_params, request.headers.get("accept", "")
    return (
        "filter" in query
        or query.get("f") in _FILES
        or request.scope["path"].rpartition("/questions/")[1] != ""
        or any(media_type in accepted for media_type in _MEDIA_TYPES)
    )
