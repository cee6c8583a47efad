"""Kept answers asked again: as small as they get, with a tag of their own, and never in a request's way."""

import asyncio
import gzip
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import brotli
import pytest
import zstandard
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.delivery import encodings, repacking, smallest
from api.delivery.caching import KeptAnswer, KeptAnswers, smallest_tag
from api.delivery.repacking import OFTEN, Repacking
from api.negotiation import Encoding
from tests.api.conftest import settings

BODY = b"".join(b'{"cvegeo":"%05d","name":"Place %d"},' % (n, n * n) for n in range(2000))
CODINGS: tuple[Encoding, ...] = ("br", "zstd", "gzip")
OPENED: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli.decompress,
    "zstd": lambda packed: zstandard.ZstdDecompressor().decompressobj().decompress(packed),
    "gzip": gzip.decompress,
}


class Kept:
    """Answers in memory, and what packs them anew."""

    def __init__(self) -> None:
        self.answers = KeptAnswers(10_000_000)
        self.repacking = Repacking(self.answers)

    def keep(self, key: str, release_id: str = "r1") -> KeptAnswer:
        packed = {coding: encodings.compressed(BODY, coding, is_kept=True) for coding in CODINGS}
        answer = KeptAnswer(200, {}, {"identity": BODY, **packed})
        self.answers.keep(release_id, key, answer)
        return answer

    def send(self, key: str, coding: Encoding, times: int = OFTEN, release_id: str = "r1") -> None:
        answer = self.answers.get(release_id, key)
        assert answer is not None
        for _ in range(times):
            self.repacking.sent(release_id, key, answer, coding)


def while_packing(test: Callable[[Kept], Awaitable[None]]) -> None:
    """Run a test beside the task that packs, and end that task."""

    async def both() -> None:
        kept = Kept()
        task = asyncio.create_task(kept.repacking.run())
        await asyncio.sleep(0)  # so that the task has begun
        try:
            await asyncio.wait_for(test(kept), 60)
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    asyncio.run(both())


@pytest.mark.parametrize("coding", CODINGS)
def test_what_is_sent_often_is_packed_anew_and_counted_by_its_new_size(coding: Encoding) -> None:
    async def test(kept: Kept) -> None:
        answer = kept.keep("k")
        before, quickly = kept.answers.size_bytes, len(answer.bodies[coding])
        kept.send("k", coding, OFTEN - 1)
        await kept.repacking.settled()
        assert (len(answer.bodies[coding]), answer.smallest) == (quickly, set())
        kept.send("k", coding, 1)
        await kept.repacking.settled()
        assert answer.smallest == {coding}
        assert OPENED[coding](answer.bodies[coding]) == BODY
        assert len(answer.bodies[coding]) == len(smallest.smallest(BODY, coding)) < quickly
        assert kept.answers.size_bytes == before - quickly + len(answer.bodies[coding])

    while_packing(test)


class Gate:
    """Packs into one byte, when it is let."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.let = asyncio.Event(), asyncio.Event()
        self.packed: list[str] = []

        async def pack(_: bytes, encoding: Encoding) -> bytes:
            self.packed.append(encoding)
            self.begun.set()
            await self.let.wait()
            return b"."

        @asynccontextmanager
        async def packer() -> AsyncIterator[repacking.Pack]:
            yield pack

        monkeypatch.setattr(repacking, "_packer", packer)

    async def held(self, kept: Kept) -> KeptAnswer:
        """An answer whose brotli is being packed until the gate is opened."""
        answer = kept.keep("k")
        kept.send("k", "br")
        await self.begun.wait()
        return answer

    async def open(self, kept: Kept) -> None:
        """Nothing waits any more."""
        self.let.set()
        await kept.repacking.settled()


def test_one_at_a_time_and_a_new_release_drops_what_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test(kept: Kept) -> None:
        gate = Gate(monkeypatch)
        old = await gate.held(kept)
        kept.send("k", "zstd")
        kept.send("k", "gzip")
        assert gate.packed == ["br"]
        new = kept.keep("k", "r2")
        kept.send("k", "gzip", release_id="r2")
        await gate.open(kept)
        assert gate.packed == ["br", "gzip"]
        assert (old.smallest, new.smallest) == (set(), {"gzip"})

    while_packing(test)


def test_what_made_room_meanwhile_is_not_kept_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def test(kept: Kept) -> None:
        gate = Gate(monkeypatch)
        await gate.held(kept)
        made_again = kept.keep("k")
        await gate.open(kept)
        assert made_again.smallest == set()
        assert kept.answers.get("r1", "k") is made_again

    while_packing(test)


def test_more_than_can_wait_is_counted_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repacking, "_MOST_WAITING", 1)

    async def test(kept: Kept) -> None:
        gate = Gate(monkeypatch)
        answer = await gate.held(kept)
        kept.send("k", "zstd")
        kept.send("k", "gzip")
        await gate.open(kept)
        assert answer.smallest == {"br", "zstd"}
        kept.send("k", "gzip")
        await kept.repacking.settled()
        assert answer.smallest == {"br", "zstd", "gzip"}

    while_packing(test)


def test_a_program_that_ends_leaves_the_answer_as_it_was(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text("")

    async def test(kept: Kept) -> None:
        answer = kept.keep("k")
        with monkeypatch.context() as patched:
            patched.setattr(smallest, "__file__", str(broken))
            kept.send("k", "br")
            await kept.repacking.settled()
        assert answer.smallest == set()
        assert "stays as it was packed" in caplog.text
        kept.send("k", "zstd")
        await kept.repacking.settled()
        assert answer.smallest == {"zstd"}

    while_packing(test)


def test_the_end_of_the_server_does_not_wait_for_a_body(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    endless = tmp_path / "endless.py"
    endless.write_text("import signal\nwhile True:\n    signal.pause()\n")
    monkeypatch.setattr(smallest, "__file__", str(endless))
    started: list[asyncio.subprocess.Process] = []
    start = asyncio.create_subprocess_exec
    begun = asyncio.Event()

    async def starting(*words: str, **how: Any) -> asyncio.subprocess.Process:
        started.append(await start(*words, **how))
        begun.set()
        return started[0]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", starting)

    async def test(kept: Kept) -> None:
        kept.keep("k")
        kept.send("k", "br")
        await begun.wait()

    while_packing(test)
    assert started[0].returncode is not None


@pytest.mark.skipif(sys.platform != "linux", reason="priorities are told otherwise elsewhere")
def test_the_program_gives_way_to_all_others_and_ends_with_its_input() -> None:
    with subprocess.Popen(
        [sys.executable, "-P", smallest.__file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write(smallest.ASKED.pack(b"gzip", len(BODY)) + BODY)
        program.stdin.flush()
        (length,) = smallest.GIVEN.unpack(program.stdout.read(smallest.GIVEN.size))
        assert gzip.decompress(program.stdout.read(length)) == BODY
        assert os.sched_getscheduler(program.pid) == os.SCHED_IDLE
        assert os.getpriority(os.PRIO_PROCESS, program.pid) == 19
        program.stdin.close()
        assert program.wait() == 0


ADDRESS = "/collections/municipalities/items?limit=17"


@pytest.mark.parametrize("coding", CODINGS)
def test_the_tag_changes_with_the_bytes_and_both_are_confirmed(
    app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch, coding: Encoding
) -> None:
    headers = {"Accept-Encoding": coding}
    elsewhere = {**headers, "Origin": "http://other.example"}  # answered by the route, not before it
    monkeypatch.setattr(app.state.service.releases, "_interval", float("inf"))
    first = client.get(ADDRESS, headers=headers)
    for _ in range(OFTEN):
        client.get(ADDRESS, headers=headers)
    assert client.portal is not None
    client.portal.call(app.state.service.repacking.settled)
    old, new = first.headers["etag"], smallest_tag(first.headers["etag"])
    for given in (headers, elsewhere):
        again = client.get(ADDRESS, headers=given)
        assert again.headers["etag"] == new
        assert again.headers["content-encoding"] == coding
        assert again.content == first.content
        assert int(again.headers["content-length"]) < int(first.headers["content-length"])
        for known in (old, new, f"W/{new}", f'"other", {old}'):
            told = client.get(ADDRESS, headers={**given, "If-None-Match": known})
            assert (told.status_code, told.content) == (304, b"")
            assert told.headers["etag"] == (old if old in known else new)
        others = [smallest_tag(old.replace(coding, other)) for other in CODINGS if other != coding]
        assert client.get(ADDRESS, headers={**given, "If-None-Match": ", ".join(others)}).status_code == 200


def test_where_nothing_is_kept_nothing_is_packed_anew(
    served_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(asyncio, "create_subprocess_exec", refused)
    app = create_app(settings(served_url, kept_megabytes=0))
    with TestClient(app) as client:
        tags = {client.get(ADDRESS, headers={"Accept-Encoding": "br"}).headers["etag"] for _ in range(5)}
        assert client.portal is not None
        client.portal.call(app.state.service.repacking.settled)
    assert len(tags) == 1
