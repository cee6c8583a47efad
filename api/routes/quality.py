"""How far the data can be trusted: the quality report, and names as the loaders read them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.delivery.answering import KeptRoute
from api.dependencies import Asked, CurrentRelease, DocumentForm, PageLanguage
from api.formats import HTML, JSON
from api.gazetteers import GAZETTEERS
from api.pages_to_read import HOME, Reading
from api.schemas.quality import NameResolution, Quality
from geo import quality
from geo.declarations import Text

FORMS = (JSON, HTML)
_QUALITY = Text("Calidad de los datos", "Quality of the data")
_RESOLUTION = Text("Qué lugar nombra un texto", "Which place a text names")

router = APIRouter(route_class=KeptRoute, tags=["Quality"])


@router.get("/quality", summary="Quality of the data", response_model=Quality)
def quality_of(release: CurrentRelease, asked: Asked, form: DocumentForm, language: PageLanguage) -> Response:
    """What was rejected and why, what is missing, doubled or contradicted, and claims beside the records."""
    with release.connection() as connection:
        made = Quality.model_validate(quality.report(connection))
    return Reading(language, asked, FORMS).document(form, _QUALITY, [HOME], made)


@router.get("/resolve", summary="Code of a municipality or state by its name", response_model=NameResolution)
def resolve(
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=200,
            description="A name as people write it.",
            examples=["San Cristóbal de las Casas, Chis."],
        ),
    ],
    release: CurrentRelease,
    asked: Asked,
    form: DocumentForm,
    language: PageLanguage,
    state: Annotated[
        str | None,
        Query(max_length=60, description="The state it is in: name or code.", examples=["Chiapas"]),
    ] = None,
) -> Response:
    """The code with method and score; a name that several places share is ambiguous, with its candidates."""
    made = NameResolution.model_validate(GAZETTEERS.of(release).resolve(q, state=state))
    return Reading(language, asked, FORMS).document(form, _RESOLUTION, [HOME], made)
