"""The profile of one government: everything about it, as data, as a page and as a PDF."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from api import answers, schemas
from api.delivery.answering import KeptRoute
from api.dependencies import Asked, CurrentRelease, RequestLanguage
from api.errors import UnknownFeature
from api.formats import OFFERS, PDF, Format
from api.profiles.documents import FORMS, document
from geo.profiles import UnknownGovernment, profile

router = APIRouter(route_class=KeptRoute, tags=["Profiles"])
ProfileForm = Annotated[Format, Depends(OFFERS.make(*FORMS))]


@router.get(
    "/profiles/{key}",
    summary="Everything about one municipality or state",
    response_model=schemas.Profile,
    responses={200: {"content": {PDF.media_type: {"schema": {"type": "string", "format": "binary"}}}}},
)
def profile_of(
    key: Annotated[
        str,
        Path(
            pattern=r"^([0-9]{2}|[0-9]{5})$",
            description="CVEGEO of a municipality, or the two digits of a state.",
            examples=["02004"],
        ),
    ],
    release: CurrentRelease,
    asked: Asked,
    form: ProfileForm,
    language: RequestLanguage,
) -> Response:
    """Ground, agreements in time, networks, services, migration, climate, standing, candidates and sources.

    As a page it prints on two A4 sheets; `f=pdf` gives them ready to be attached.
    """
    try:
        with release.connection() as connection:
            found = profile(connection, key)
    except UnknownGovernment:
        raise UnknownFeature("states" if len(key) == 2 else "municipalities", key) from None
    return document(found, form, language, answers.release_of(release), asked)
