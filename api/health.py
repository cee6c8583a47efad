"""The state of the server at this moment."""

from __future__ import annotations

import logging

from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import Response

from api import schemas
from api.answers import release_of
from api.delivery import caching
from api.service import Service
from geo.engines.store import NoRelease, StoreError

_LOG = logging.getLogger("atlas.api")


async def now(service: Service) -> schemas.Health:
    """What the store itself says now, whatever is kept in memory."""
    try:
        release = await service.releases.check()
    except NoRelease:
        return _unready(service, "starting")
    except (SQLAlchemyError, StoreError) as error:
        _LOG.warning("the store does not answer", exc_info=error)
        return _unready(service, "store_unavailable")
    return schemas.Health(
        status="ok",
        live=True,
        ready=True,
        engine=service.engine_name,
        release=release_of(release),
        counts=dict(release.counts),
    )


def _unready(service: Service, status: str) -> schemas.Health:
    return schemas.Health.model_validate(
        {
            "status": status,
            "live": True,
            "ready": False,
            "engine": service.engine_name,
            "release": None,
            "counts": {},
        }
    )


def unkept(response: Response, status: int = 200) -> Response:
    """The response with that status, not to be kept by anyone."""
    response.status_code = status
    response.headers["Cache-Control"] = caching.NEVER
    return response
