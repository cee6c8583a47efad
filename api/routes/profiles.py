"""The profile of one government: everything about it, as data, as a page and as a PDF."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from api import answers, schemas
from api.answering import KeptRoute
from api.dependencies import Asked, CurrentRelease, RequestLanguage
from api.errors import UnknownFeature
from api.formats import HTML, JSON, OFFERS, PDF, Format
from api.pages_to_read import HOME, Reading
from api.profiles.printing import pdf
from api.profiles.sheets import sheets
from api.representations import address, alternates, json_response
from geo.declarations import Text
from geo.profiles import UnknownGovernment, profile

router = APIRouter(route_class=KeptRoute, tags=["Profiles"])
_FORMS = (JSON, HTML, PDF)
ProfileForm = Annotated[Format, Depends(OFFERS.make(*_FORMS))]


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
    if form is JSON:
        made = schemas.Profile.model_validate(
            {
                **_plain(asdict(found)),
                "title": _plain(found.title),
                "release": answers.release_of(release),
                "links": alternates(asked, form, _FORMS),
            }
        )
        return json_response(made)
    written = sheets(found, language)
    if form is PDF:
        href = address(asked.base_url, asked.path)
        name = f"atlas_{found.key}_{release.id}_{language}.pdf"
        headers = {"Content-Disposition": f'inline; filename="{name}"', "Content-Language": language}
        return Response(pdf(written, language, release.id, href), media_type=PDF.media_type, headers=headers)
    drawings = {part.name: b64encode(part.drawing.encode()).decode() for part in written.sections}
    reading = Reading(language, asked, _FORMS)
    return reading.page(
        "profile.html", found.title, [HOME], written=written, drawings=drawings, release_id=release.id
    )


def _plain(value: Any) -> Any:
    """The same with every text in two languages as the API writes them."""
    if isinstance(value, Text):
        return {"text_es": value.es, "text_en": value.en}
    if isinstance(value, dict):
        if set(value) == {"es", "en"}:
            return {"text_es": value["es"], "text_en": value["en"]}
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
