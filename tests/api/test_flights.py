"""One computation for all who ask the same at the same time."""

import asyncio

import pytest
from starlette.responses import Response

from api.delivery.caching import KeptAnswer
from api.delivery.flights import Flights

ANSWER = KeptAnswer(200, {}, {"identity": b"answer"})


class Making:
    """Counts how often it is asked, and answers when it is let go."""

    def __init__(self, outcome: KeptAnswer | Response | Exception) -> None:
        self.outcome = outcome
        self.count = 0
        self.may_end = asyncio.Event()

    async def __call__(self) -> KeptAnswer | Response:
        self.count += 1
        await self.may_end.wait()
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


async def asked_by_five(making: Making) -> list[object]:
    flights = Flights()
    askers = [asyncio.create_task(flights.one_for_all("key", making)) for _ in range(5)]
    while not making.count:
        await asyncio.sleep(0)
    making.may_end.set()
    found = await asyncio.gather(*askers, return_exceptions=True)
    assert flights._aloft == {}
    return list(found)


def test_an_answer_is_made_once_for_all() -> None:
    async def run() -> None:
        making = Making(ANSWER)
        assert await asked_by_five(making) == [ANSWER] * 5
        assert making.count == 1

    asyncio.run(run())


def test_an_error_meets_all_alike() -> None:
    async def run() -> None:
        making = Making(LookupError("nowhere"))
        assert [str(each) for each in await asked_by_five(making)] == ["nowhere"] * 5
        assert making.count == 1

    asyncio.run(run())


def test_what_is_sent_as_it_is_made_is_made_for_each() -> None:
    async def run() -> None:
        making = Making(Response())
        await asked_by_five(making)
        assert making.count == 5

    asyncio.run(run())


def test_whoever_is_cancelled_leaves_the_others_theirs() -> None:
    async def run() -> None:
        flights, making = Flights(), Making(ANSWER)
        first = asyncio.create_task(flights.one_for_all("key", making))
        while not making.count:
            await asyncio.sleep(0)
        second = asyncio.create_task(flights.one_for_all("key", making))
        await asyncio.sleep(0)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        making.may_end.set()
        assert await second == ANSWER

    asyncio.run(run())
