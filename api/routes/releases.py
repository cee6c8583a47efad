"""Releases of the data: which are kept, what each holds, how it differs from the one before, its files."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query
from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api import release_pages, schemas
from api.bulk import served
from api.bulk.kinds import DESCRIPTION, MEDIA_TYPES
from api.bulk.making import Kept
from api.delivery.answering import CheckedRoute
from api.dependencies import (
    Asked,
    BaseUrl,
    DocumentForm,
    Offset,
    PageLanguage,
    RequestLanguage,
    RunningService,
)
from api.errors import UnknownFile, UnknownRelease
from api.formats import HTML, JSON
from api.pages_to_read import HOME, Crumb, Reading
from api.representations import address, alternates, json_response, page_links
from geo.declarations import Text
from geo.engines.store import NoRelease
from geo.items import bulk as statements

CURRENT = "current"
"""Stands for the release in force; such an address is sent on to that of the release itself."""

router = APIRouter(route_class=CheckedRoute, tags=["Releases"])
_FORMS = (JSON, HTML)
_RELEASES = Text("Versiones de los datos", "Releases of the data")
_CHANGES = Text("Cambios desde la versión anterior", "Changes since the release before")
_ABOVE: Crumb = (_RELEASES, "/releases?f=html")
_MOST_CHANGES = 10_000
_REDIRECT: dict[int | str, dict[str, Any]] = {
    307: {"description": "`current` is sent on to the release in force."}
}
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FILES: dict[int | str, dict[str, Any]] = {
    **_REDIRECT,
    200: {"description": "The file.", "content": dict.fromkeys(MEDIA_TYPES, _BINARY)},
    206: {
        "description": "The ranges that were asked for.",
        "content": dict.fromkeys((*MEDIA_TYPES, "multipart/byteranges"), _BINARY),
    },
    416: {
        "description": "The file has no such range.",
        "content": {"text/plain": {"schema": {"type": "string"}}},
    },
}

ReleaseId = Annotated[
    str, Path(description=f"Id of a release, or `{CURRENT}` for the one in force.", examples=[CURRENT])
]


def _kept(release_id: ReleaseId, service: RunningService) -> Kept:
    try:
        return service.bulk.kept_release(None if release_id == CURRENT else release_id)
    except NoRelease:
        known = [each.id for each in service.bulk.kept()]
        if release_id == CURRENT or not known:
            raise
        raise UnknownRelease(release_id, [*known, CURRENT]) from None


KeptRelease = Annotated[Kept, Depends(_kept)]


def _sent_on(asked: Asked, kept: Kept, rest: str = "") -> Response:
    href = address(asked.base_url, f"/releases/{kept.id}{rest}", asked.query)
    return RedirectResponse(href, 307, {"Cache-Control": "no-cache"})


@router.get("/releases", summary="Releases that are kept", response_model=schemas.Releases)
def releases(
    service: RunningService,
    base_url: BaseUrl,
    asked: Asked,
    form: DocumentForm,
    language: RequestLanguage,
) -> Response:
    """Every release that is kept, the newest first, and which of them is in force."""
    kept = service.bulk.kept()
    in_force = service.bulk.kept_release(None)
    made = schemas.Releases(
        current_id=in_force.id,
        releases=[release_pages.summary(each, base_url, language) for each in kept],
        links=alternates(asked, form, _FORMS),
    )
    if form is HTML:
        return Reading(language, asked, _FORMS).page(
            "releases.html", _RELEASES, [HOME], releases=made.releases
        )
    return json_response(made)


@router.get(
    "/releases/{release_id}",
    summary="One release",
    response_model=schemas.ReleaseDescription,
    responses={**_REDIRECT},
)
def release(
    kept: KeptRelease,
    release_id: ReleaseId,
    service: RunningService,
    base_url: BaseUrl,
    asked: Asked,
    form: DocumentForm,
    language: RequestLanguage,
) -> Response:
    """Its collections with counts, its inputs with digests, its files with sizes and checksums."""
    if release_id == CURRENT:
        return _sent_on(asked, kept)
    told = service.told.of(kept.id)
    made = release_pages.description(kept, told, service.bulk, base_url, language)
    made.links = [*alternates(asked, form, _FORMS), *(each for each in made.links if each.rel not in _OWN)]
    if form is HTML:
        title = Text(f"Versión {kept.id}", f"Release {kept.id}")
        return Reading(language, asked, _FORMS).page("release.html", title, [HOME, _ABOVE], release=made)
    return json_response(made)


_OWN = {"self", "alternate"}


@router.get(
    "/releases/{release_id}/changes",
    summary="What changed from the release before",
    response_model=schemas.ReleaseChanges,
    responses={**_REDIRECT},
)
def changes(
    kept: KeptRelease,
    release_id: ReleaseId,
    service: RunningService,
    asked: Asked,
    form: DocumentForm,
    language: PageLanguage,
    collection: Annotated[
        str | None, Query(description="Only items of this collection.", examples=["municipalities"])
    ] = None,
    change: Annotated[
        Literal["added", "changed", "removed"] | None,
        Query(description="Only items that are new, different or gone.", examples=["added"]),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=_MOST_CHANGES, description="Changes a page.", examples=[10])] = 100,
    offset: Offset = 0,
) -> Response:
    """Items that are new, different or gone, by collection and id; nothing of a first release."""
    if release_id == CURRENT:
        return _sent_on(asked, kept, "/changes")
    if not service.told.of(kept.id).is_readable:
        raise UnknownFile("changes", ())
    page, number = statements.changes(
        layer_ids=[collection] if collection else (),
        kinds=[change] if change else (),
        limit=limit,
        offset=offset,
    )
    with service.bulk.opened(kept.id) as contents:
        rows = contents.connection.execute(page).all()
        matched = contents.connection.execute(number).scalar_one()
    links = [
        *alternates(asked, form, _FORMS),
        *page_links(asked, form.media_type, limit=limit, offset=offset, number_matched=matched),
    ]
    made = schemas.ReleaseChanges(
        release=kept.id,
        previous_id=kept.previous_id,
        numberMatched=matched,
        numberReturned=len(rows),
        changes=[release_pages.change(row) for row in rows],
        links=links,
    )
    above = (Text(f"Versión {kept.id}", f"Release {kept.id}"), f"/releases/{kept.id}?f=html")
    return Reading(language, asked, _FORMS).document(form, _CHANGES, [HOME, _ABOVE, above], made)


@router.get("/releases/{release_id}/{file_name}", summary="A file of a release", responses=_FILES)
async def file(
    request: Request,
    release_id: ReleaseId,
    file_name: Annotated[
        str, Path(description="Name of a file, as the release lists them.", examples=[DESCRIPTION])
    ],
    service: RunningService,
    asked: Asked,
) -> Response:
    """The file, whole or in byte ranges. Its making begins with the first request; while it is not there the
    answer is 503 and says when to ask again."""
    kept = await run_in_threadpool(_kept, release_id, service)
    told = await run_in_threadpool(service.told.of, kept.id)
    known = told.files
    if file_name not in known:
        raise UnknownFile(file_name, tuple(known))
    if release_id == CURRENT:
        return _sent_on(asked, kept, f"/{file_name}")
    described = known[file_name]
    made = await service.bulk.made(kept.id, described.kind, service.settings.patience_seconds)
    return served.answer(request, described, made[file_name], kept.id)
