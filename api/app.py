"""The app: settings in, a FastAPI application out. Nothing connects before the first request needs it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import anyio.to_thread
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.middleware.cors import CORSMiddleware

from api import errors
from api.analyses import Analyses
from api.bounds import Demanding, QuickThreads, Watchdog
from api.bulk.making import Bulk
from api.delivery import caching
from api.delivery.envelope import Envelope, HeadAsGet, write_access_log
from api.delivery.flights import Flights
from api.delivery.prompt import Prompt
from api.delivery.repacking import Repacking
from api.delivery.shortcut import Shortcut
from api.openapi import document as openapi
from api.release_pages import ToldReleases
from api.releases import Releases
from api.routes import (
    collections,
    filtering,
    health,
    items,
    landing,
    places,
    profiles,
    quality,
    questions,
    releases,
    tiles,
    tileset_lists,
    tilesets,
)
from api.service import Service
from api.settings import Settings
from api.static import MapFiles
from api.tidying import tidy
from geo import memory
from geo.store import Reader, store_at

_LOG = logging.getLogger("atlas.api")
_ROUTERS = (
    landing.landing_router,
    landing.router,
    health.router,
    collections.router,
    filtering.by_collection,
    filtering.for_all,
    items.pages,
    items.single,
    tiles.router,
    tileset_lists.router,
    tilesets.drawn,
    tilesets.grids,
    questions.described,
    questions.answered,
    places.router,
    profiles.router,
    quality.router,
    releases.router,
)


def create_app(settings: Settings) -> FastAPI:
    """An app that serves the store and the map that the settings name."""
    # Releases asks for all requests, seldom enough. A release never changes, so that one statement needs no
    # transaction around it.
    reader = Reader(store_at(settings.store_address()), interval=0, is_autocommit=True)
    bulk = Bulk(settings.unbounded_store_address(), settings.exports_dir(), settings.links_to())
    kept = caching.KeptAnswers(settings.kept_megabytes * 1_000_000)
    service = Service(
        settings=settings,
        releases=Releases(reader, _watchdog(settings, reader.store.engine_name)),
        demanding=Demanding(max(1, settings.threads // 2), settings.patience_seconds),
        quick=QuickThreads(),
        kept=kept,
        repacking=Repacking(kept),
        flights=Flights(),
        analyses=_analyses(settings),
        descriptions=openapi.Descriptions(settings.root_path),
        bulk=bulk,
        told=ToldReleases(bulk),
        build=caching.build_digest(),
        engine_name=reader.store.engine_name,
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = settings.threads
        beside = [asyncio.create_task(service.repacking.run())]
        if service.engine_name == "duckdb":
            beside.append(asyncio.create_task(tidy(service.releases)))
        if service.analyses is not None:
            beside.append(asyncio.create_task(_start_beside_reading(service.analyses, service.releases)))
        yield
        for task in beside:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        if service.analyses is not None:
            await run_in_threadpool(service.analyses.close)
        service.quick.close()
        service.releases.close()
        bulk.close()

    app = FastAPI(
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.service = service
    for router in _ROUTERS:
        app.include_router(router)
    app.mount("/assets", MapFiles(settings.map_dir / "assets", caching.IMMUTABLE))
    app.mount("/basemap", MapFiles(settings.map_dir / "basemap", caching.REVALIDATE))
    errors.install(app)
    if settings.access_log:
        write_access_log()
    # The last one added is the outermost.
    app.add_middleware(HeadAsGet)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD"],
        # What a reader of parts of a file in a page of another site sends, and looks at.
        allow_headers=["Range", "If-Range", "If-Match", "If-None-Match"],
        expose_headers=[
            "Accept-Ranges",
            "Atlas-Release",
            "Content-Disposition",
            "Content-Length",
            "Content-Range",
            "ETag",
            "Repr-Digest",
            "Retry-After",
            "X-Request-Id",
        ],
        max_age=86400,
    )
    app.add_middleware(Shortcut, routes=[route for router in _ROUTERS for route in router.routes])
    app.add_middleware(Envelope, root_path=settings.root_path, is_logging=settings.access_log)
    if service.kept.is_on and not settings.access_log:
        # A log tells of every request, so that every request has to come by it.
        app.add_middleware(Prompt, releases=service.releases, kept=kept, repacking=service.repacking)
    return app


def _analyses(settings: Settings) -> Analyses | None:
    if not settings.analysis_processes:
        return None
    return Analyses(
        settings.store_address(),
        settings.analysis_processes,
        seconds=settings.analysis_timeout_seconds,
        patience_seconds=settings.patience_seconds,
    )


async def _start_beside_reading(analyses: Analyses, releases: Releases) -> None:
    """A process for analyses is there soon after the first answer, which does not wait for it."""
    await releases.opened()
    try:
        await run_in_threadpool(analyses.start)
    except OSError as error:  # who asks a heavy question tries again, and is told
        _LOG.warning("no process for analyses could be started", exc_info=error)


def _watchdog(settings: Settings, engine_name: str) -> Watchdog | None:
    """PostgreSQL bounds its statements itself; DuckDB has to be interrupted."""
    if engine_name != "duckdb" or not settings.statement_timeout_seconds:
        return None
    return Watchdog(settings.statement_timeout_seconds)


def from_environment() -> FastAPI:
    """An app with the settings of the environment, for ``uvicorn --factory api.app:from_environment``.

    For a process that does nothing else.
    """
    with memory.made_for_good():
        return create_app(Settings())
