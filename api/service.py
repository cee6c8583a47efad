"""What one server holds while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import HTTPConnection

from api.analyses import Analyses
from api.bounds import Demanding, QuickThreads
from api.delivery.caching import KeptAnswers
from api.delivery.flights import Flights
from api.delivery.repacking import Repacking
from api.openapi.document import Descriptions
from api.releases import Releases
from api.settings import Settings

if TYPE_CHECKING:  # they stand above the errors, which know the service
    from api.bulk.making import Bulk
    from api.release_pages import ToldReleases


@dataclass(frozen=True, slots=True)
class Service:
    """Settings, the release in force, the answers kept, and which code and engine make them."""

    settings: Settings
    releases: Releases
    kept: KeptAnswers
    repacking: Repacking
    flights: Flights
    analyses: Analyses | None
    demanding: Demanding
    quick: QuickThreads
    descriptions: Descriptions
    bulk: Bulk
    told: ToldReleases
    build: str
    engine_name: str


def service_of(connection: HTTPConnection) -> Service:
    """The service that a request belongs to."""
    service: Service = connection.app.state.service
    return service
