"""One computation for all who ask the same at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import TypeVar

from starlette.responses import Response

from api.delivery.caching import KeptAnswer

Streamed = TypeVar("Streamed", bound=Response)


class Flights:
    """What is being computed for somebody at this moment. Only the event loop touches it."""

    def __init__(self) -> None:
        self._aloft: dict[Hashable, asyncio.Future[KeptAnswer | None]] = {}

    async def one_for_all(
        self, key: Hashable, make: Callable[[], Awaitable[KeptAnswer | Streamed]]
    ) -> KeptAnswer | Streamed:
        """What ``make`` gives, to all who ask for ``key`` while it works; an error meets all of them alike.

        An answer that is sent as it is made is only for the one who asked first, and so is a request that
        was cancelled: the others make their own.
        """
        ahead = self._aloft.get(key)
        if ahead is not None:
            await asyncio.wait([ahead])
            shared = None if ahead.cancelled() else ahead.result()
            return await make() if shared is None else shared
        mine = self._aloft[key] = asyncio.get_running_loop().create_future()
        try:
            made = await make()
            mine.set_result(made if isinstance(made, KeptAnswer) else None)
            return made
        except Exception as error:
            mine.set_exception(error)
            mine.exception()  # nobody else may be waiting for it
            raise
        finally:
            mine.cancel()
            del self._aloft[key]
