"""Where the work of an answer is done: in a thread, or in the event loop where it waits for nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.bounds import is_quick
from api.service import service_of


class Place(Enum):
    """Who does the work.

    To hand it to a thread and to be told of its end takes a quarter of a millisecond, in which two threads
    mostly wait for the interpreter: as long as a page of ten takes.
    """

    EVENT_LOOP = "what computes for a millisecond or a few and asks neither the store nor a disk"
    QUICK_THREADS = "what the store answers at once"
    THREADS = "all else"


@dataclass(frozen=True, slots=True)
class Work:
    """What makes an answer, and where."""

    make: Callable[[], Response]
    place: Place

    async def done(self, request: Request) -> Response:
        """The answer."""
        match self.place:
            case Place.EVENT_LOOP:
                return self.make()
            case Place.QUICK_THREADS:
                return await service_of(request).quick.run(self.make)
            case Place.THREADS:
                return await run_in_threadpool(self.make)


def threads_for(request: Request) -> Place:
    """The threads for a request that asks the store."""
    return Place.QUICK_THREADS if is_quick(request) else Place.THREADS
