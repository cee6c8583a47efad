"""How far the data can be trusted: the quality report, and names as the loaders read them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy import select
from starlette.responses import Response

from api.answering import KeptRoute
from api.dependencies import Asked, CurrentRelease, DocumentForm, PageLanguage
from api.formats import HTML, JSON
from api.pages_to_read import HOME, Reading
from api.releases import ServedRelease
from api.schemas.quality import NameResolution, Quality
from geo import quality
from geo.declarations import Text
from geo.names.gazetteer import Gazetteer
from geo.tables import LAYER_TABLES

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
    made = NameResolution.model_validate(_NAMES.of(release).resolve(q, state=state))
    return Reading(language, asked, FORMS).document(form, _RESOLUTION, [HOME], made)


class _Names:
    """The gazetteer of the release last asked: it takes half a second to make and serves until the next."""

    def __init__(self) -> None:
        self._made: tuple[str, Gazetteer] | None = None

    def of(self, release: ServedRelease) -> Gazetteer:
        made = self._made
        if made is None or made[0] != release.id:
            made = (release.id, _gazetteer(release))
            self._made = made
        return made[1]


_NAMES = _Names()


def _gazetteer(release: ServedRelease) -> Gazetteer:
    municipalities, states = LAYER_TABLES["municipalities"].c, LAYER_TABLES["states"].c
    with release.connection() as connection:
        towns = connection.execute(
            select(municipalities.cvegeo, municipalities.name, municipalities.cve_ent)
        ).all()
        named = connection.execute(select(states.cve_ent, states.name)).all()
    return Gazetteer([(code, name, of) for code, name, of in towns], [(code, name) for code, name in named])
