"""A profile as a document: data, a page to read, or a PDF; the same for the server and for the command."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import asdict
from typing import Any

from starlette.responses import Response

from api import schemas
from api.dependencies import AskedAddress
from api.formats import HTML, JSON, PDF, Format
from api.negotiation import Language
from api.pages_to_read import HOME, Reading
from api.profiles.printing import pdf
from api.profiles.sheets import sheets
from api.representations import address, alternates, json_response
from geo.declarations import Text
from geo.profiles import Profile

FORMS = (JSON, HTML, PDF)
"""What a profile is written as."""


def document(
    found: Profile, form: Format, language: Language, release: schemas.Release, asked: AskedAddress
) -> Response:
    """The profile in one of :data:`FORMS`; as data it speaks both languages. Links lead to ``asked``."""
    if form is JSON:
        return json_response(_data(found, release, asked))
    written = sheets(found, language)
    if form is PDF:
        href = address(asked.base_url, asked.path)
        name = f"atlas_{found.key}_{release.id}_{language}.pdf"
        headers = {"Content-Disposition": f'inline; filename="{name}"', "Content-Language": language}
        return Response(pdf(written, language, release.id, href), media_type=PDF.media_type, headers=headers)
    drawings = {part.name: b64encode(part.drawing.encode()).decode() for part in written.sections}
    reading = Reading(language, asked, FORMS)
    return reading.page(
        "profile.html", found.title, [HOME], written=written, drawings=drawings, release_id=release.id
    )


def _data(found: Profile, release: schemas.Release, asked: AskedAddress) -> schemas.Profile:
    return schemas.Profile.model_validate(
        {
            **_plain(asdict(found)),
            "title": _plain(found.title),
            "release": release,
            "links": alternates(asked, JSON, FORMS),
        }
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
