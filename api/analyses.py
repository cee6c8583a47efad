"""Heavy questions, answered in processes of their own, so that plain reading goes on beside them.

A thread that computes holds the interpreter from all others; another process at a lower priority does not.
Each process answers one question at a time. One that takes too long is ended, and so is one that a process
did not survive twice.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import queue
import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe
from multiprocessing.connection import wait
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Connection, Engine

from api.bounds import Overloaded
from geo.store import store_at

Result = TypeVar("Result")
Make = Callable[[Connection, Mapping[str, Any]], Result]

_NICENESS = 5


class TooSlow(Exception):
    """The analysis took longer than it may."""


class AnalysisLost(Exception):
    """The process that made the analysis ended in the middle, and so did the next one that tried."""


class _ProcessEnded(Exception):
    """The process is gone."""


@dataclass(frozen=True, slots=True)
class _Job(Generic[Result]):
    release_id: str
    make: Make[Result]
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Raised:
    """An error in parts: one with arguments of its own cannot be pickled as a whole."""

    kind: type[Exception]
    arguments: tuple[Any, ...]
    particulars: dict[str, Any]

    def error(self) -> Exception:
        error = self.kind.__new__(self.kind)
        error.args = self.arguments
        error.__dict__.update(self.particulars)
        return error


class _Process:
    """One process, and the pipe by which it is asked."""

    def __init__(self, store_address: str) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_answer_jobs, args=(theirs, store_address), name="atlas-analysis", daemon=True
        )
        self._process.start()
        theirs.close()

    @property
    def id(self) -> int | None:
        """Number of the process."""
        return self._process.pid

    def ask(self, job: _Job[Result], seconds: float) -> Result:
        """What the job gives."""
        try:
            self._pipe.send_bytes(pickle.dumps(job))
            if not self._pipe.poll(seconds):
                raise TooSlow
            found: object = pickle.loads(self._pipe.recv_bytes())
        except (EOFError, ConnectionError) as error:
            raise _ProcessEnded from error
        if isinstance(found, _Raised):
            raise found.error()
        return cast("Result", found)

    def end(self) -> None:
        """The process is gone, whatever it was doing."""
        self._process.kill()
        self._process.join()
        self._pipe.close()


class Analyses:
    """A few processes that answer heavy questions of one store."""

    def __init__(
        self, store_address: str, processes: int, *, seconds: float, patience_seconds: float
    ) -> None:
        self._store_address = store_address
        self._seconds = seconds
        self._patience_seconds = patience_seconds
        self._free: queue.LifoQueue[_Process | None] = queue.LifoQueue()
        self._all: set[_Process] = set()
        self._lock = threading.Lock()
        self._is_closed = False
        for _ in range(processes):
            self._free.put(None)

    @property
    def process_ids(self) -> list[int]:
        """Numbers of the processes that run."""
        with self._lock:
            return [each.id for each in self._all if each.id is not None]

    def start(self) -> None:
        """One process is there before the first question needs it, unless all are in use already."""
        with contextlib.suppress(queue.Empty):
            place = self._free.get_nowait()
            try:
                place = place or self._started()
            finally:
                self._free.put(place)

    def ask(self, release_id: str, make: Make[Result], parameters: Mapping[str, Any]) -> Result:
        """What ``make``, a function of a module, gives on a connection to that release.

        :raises Overloaded: when no process becomes free in time.
        :raises TooSlow: when it took too long.
        :raises AnalysisLost: when two processes in a row ended over it.
        """
        try:
            process = self._free.get(timeout=self._patience_seconds)
        except queue.Empty:
            raise Overloaded from None
        deadline = time.monotonic() + self._seconds
        try:
            for _ in range(2):
                process = process or self._started()
                try:
                    return process.ask(
                        _Job(release_id, make, parameters), max(0.0, deadline - time.monotonic())
                    )
                except (_ProcessEnded, TooSlow) as lost:
                    self._ended(process)
                    process = None
                    if isinstance(lost, TooSlow):
                        raise
            raise AnalysisLost
        finally:
            self._free.put(process)

    def _started(self) -> _Process:
        with self._lock:
            if self._is_closed:
                raise AnalysisLost
            process = _Process(self._store_address)
            self._all.add(process)
            return process

    def _ended(self, process: _Process) -> None:
        with self._lock:
            self._all.discard(process)
        process.end()

    def close(self) -> None:
        """End every process."""
        with self._lock:
            self._is_closed = True
            processes, self._all = self._all, set()
        for process in processes:
            process.end()


def import_what_questions_need() -> None:
    """The packages that heavy questions import late are there, so that the first of them waits for none."""
    import networkx as nx  # noqa: F401

    import geo.questions  # noqa: F401


def _answer_jobs(pipe: Pipe, store_address: str) -> None:
    """Runs in the process: answers one job after another until the server is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server, which hears it too, ends this process
    os.nice(_NICENESS)
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    import_what_questions_need()
    store = store_at(store_address)
    opened: tuple[str, Engine] | None = None
    try:
        while True:
            job: _Job[Any] = pickle.loads(pipe.recv_bytes())
            try:
                if opened is None or opened[0] != job.release_id:
                    if opened is not None:
                        opened[1].dispose()
                    opened = None
                    opened = (job.release_id, store.connect(job.release_id))
                with opened[1].connect() as connection:
                    found: object = job.make(connection, job.parameters)
                pipe.send_bytes(pickle.dumps(found))
            except Exception as error:  # noqa: BLE001 - told to whoever asked
                pipe.send_bytes(_in_parts(error))
    except EOFError:  # the server has hung up
        if opened is not None:
            opened[1].dispose()
        store.close()


def _in_parts(error: Exception) -> bytes:
    try:
        return pickle.dumps(_Raised(type(error), error.args, dict(error.__dict__)))
    except Exception:  # noqa: BLE001 - the cause cannot be pickled, its words can
        return pickle.dumps(_Raised(RuntimeError, (repr(error),), {}))


def _end_with_the_server() -> None:
    server = multiprocessing.parent_process()
    if server is not None:
        wait([server.sentinel])
        os._exit(1)
