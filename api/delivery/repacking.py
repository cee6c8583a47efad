"""Kept answers that are asked again are packed anew, smaller, beside the requests and never in one.

A body is packed quickly when it is first asked for in a compression. The third time that it is sent within a
release it is worth more: brotli at its highest quality takes a third of a second for a page and saves a third
of its bytes. That is done by another program at the lowest priority (``api.delivery.smallest``), one body
after the other, and what comes back takes the place of the bytes in memory.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from api.delivery import smallest
from api.delivery.caching import KeptAnswer, KeptAnswers
from api.negotiation import Encoding

_LOG = logging.getLogger("atlas.api")

OFTEN = 3
"""Sent so many times, an answer is packed anew."""

_MOST_WAITING = 1000
_IDLE_SECONDS = 30.0

Pack = Callable[[bytes, Encoding], Awaitable[bytes]]


class PackingFailed(Exception):
    """The program that packs ended in the middle."""


@dataclass(frozen=True, slots=True)
class _Job:
    release_id: str
    key: str
    encoding: Encoding


class Repacking:
    """What waits to be packed anew. Only the event loop touches it."""

    def __init__(self, kept: KeptAnswers) -> None:
        self._kept = kept
        self._release_id = ""
        self._waiting: asyncio.Queue[_Job] | None = None

    def sent(self, release_id: str, key: str, answer: KeptAnswer, encoding: Encoding) -> None:
        """A kept answer was sent in that encoding: count it, and have it packed anew where that pays."""
        if encoding == "identity" or self._waiting is None:
            return
        times = answer.times_sent.get(encoding, 0) + 1
        answer.times_sent[encoding] = times
        if times != OFTEN:
            return
        if release_id != self._release_id:
            self._release_id = release_id
            self._forget_all()
        try:
            self._waiting.put_nowait(_Job(release_id, key, encoding))
        except asyncio.QueueFull:
            answer.times_sent[encoding] = 0

    async def run(self) -> None:
        """Pack one body after another, until this is cancelled."""
        self._waiting = asyncio.Queue(_MOST_WAITING)
        try:
            while True:
                await self._pack_what_waits(self._waiting)
        finally:
            self._waiting = None

    async def settled(self) -> None:
        """Wait until nothing waits."""
        if self._waiting is not None:
            await self._waiting.join()

    async def _pack_what_waits(self, waiting: asyncio.Queue[_Job]) -> None:
        job: _Job | None = await waiting.get()
        try:
            async with _packer() as pack:
                while job is not None:
                    await self._repack(job, pack)
                    waiting.task_done()
                    job = None
                    with contextlib.suppress(TimeoutError):
                        job = await asyncio.wait_for(waiting.get(), _IDLE_SECONDS)
        except (OSError, PackingFailed) as error:
            _LOG.warning("an answer stays as it was packed first", exc_info=error)
            if job is not None:
                waiting.task_done()

    async def _repack(self, job: _Job, pack: Pack) -> None:
        answer = self._wanted(job)
        quickly = None if answer is None else answer.bodies.get(job.encoding)
        if answer is None or quickly is None:  # it made room, and may have been made again since
            return
        packed = await pack(answer.bodies["identity"], job.encoding)
        if self._wanted(job) is answer and len(packed) < len(quickly):
            # No await between the two, so that nobody is sent the bytes of one and the tag of the other.
            answer.bodies[job.encoding] = packed
            answer.smallest.add(job.encoding)
            self._kept.keep(job.release_id, job.key, answer)

    def _wanted(self, job: _Job) -> KeptAnswer | None:
        return self._kept.get(job.release_id, job.key) if job.release_id == self._release_id else None

    def _forget_all(self) -> None:
        if self._waiting is not None:
            while not self._waiting.empty():
                self._waiting.get_nowait()
                self._waiting.task_done()


@contextlib.asynccontextmanager
async def _packer() -> AsyncIterator[Pack]:
    """What packs a body in a program of its own; leaving the block ends the program, whatever it was doing.

    :raises OSError: when no program can be started.
    """
    # By its file, so that it is ours wherever the server was started and however it was installed.
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-P", smallest.__file__, stdin=PIPE, stdout=PIPE
    )
    try:
        yield lambda body, encoding: _packed(program, body, encoding)
    finally:
        with contextlib.suppress(ProcessLookupError):  # it ended by itself
            program.kill()
        await program.wait()


async def _packed(program: Process, body: bytes, encoding: Encoding) -> bytes:
    assert program.stdin is not None
    assert program.stdout is not None
    try:
        program.stdin.writelines((smallest.ASKED.pack(encoding.encode(), len(body)), body))
        await program.stdin.drain()
        (length,) = smallest.GIVEN.unpack(await program.stdout.readexactly(smallest.GIVEN.size))
        return await program.stdout.readexactly(length)
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise PackingFailed from error
