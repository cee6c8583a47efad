"""Whether the server lives and can answer."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api import health, schemas
from api.delivery.answering import CheckedRoute
from api.dependencies import RunningService
from api.representations import json_response

router = APIRouter(route_class=CheckedRoute, tags=["Service"])


@router.get("/health", summary="Whether the server lives and can answer", response_model=schemas.Health)
async def live(service: RunningService) -> Response:
    """Always 200 while the server lives; `ready` says whether it can answer from data."""
    return health.unkept(json_response(await health.now(service)))


@router.get("/health/ready", summary="Whether the server can answer", response_model=schemas.Health)
async def ready(service: RunningService) -> Response:
    """The same, but 503 while there is no release or the database is away."""
    found = await health.now(service)
    return health.unkept(json_response(found), status=200 if found.ready else 503)
