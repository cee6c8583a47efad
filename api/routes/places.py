"""Search by name, and who is next to whom."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlalchemy import RowMapping, select
from starlette.responses import Response

from api import schemas
from api.answers import release_of
from api.delivery.answering import KeptRoute
from api.dependencies import Asked, CurrentRelease, DocumentForm, PageLanguage
from api.errors import UnknownFeature
from api.formats import HTML, JSON
from api.gazetteers import GAZETTEERS
from api.pages_to_read import COLLECTIONS, HOME, Reading
from api.releases import ServedRelease
from api.representations import GEOJSON, address, alternates
from geo.declarations import Text
from geo.items import neighbours, queries, search
from geo.layers import layer_named
from geo.published_sources import PublishedSource, lacking
from geo.tables import RELEASE_INPUTS

FORMS = (JSON, HTML)
_SEARCH = Text("Lugares por nombre", "Places by name")
_AT = Text("Municipio en un punto", "Municipality at a point")
_SOURCES = Text("Fuentes de esta versión de los datos", "Sources of this release of the data")
_NEIGHBOURS = Text("Municipios vecinos", "Neighbouring municipalities")

Longitude = Annotated[
    float, Query(ge=-180, le=180, allow_inf_nan=False, description="Longitude.", examples=[-117.0])
]
Latitude = Annotated[
    float, Query(ge=-90, le=90, allow_inf_nan=False, description="Latitude.", examples=[32.5])
]

router = APIRouter(route_class=KeptRoute, tags=["Places"])


@router.get("/places/search", summary="Municipalities and states by name", response_model=schemas.Places)
def places(
    q: Annotated[
        str, Query(max_length=100, description="Any part of a name, or a code.", examples=["tijuana"])
    ],
    release: CurrentRelease,
    asked: Asked,
    form: DocumentForm,
    language: PageLanguage,
    limit: Annotated[int, Query(ge=1, le=50, description="Places at most.", examples=[5])] = 10,
) -> Response:
    """Municipalities and states whose name has the text in it, best first; accents and case do not count.

    Where no name has it, other names (Cancún) and names with a slip of the pen are looked for.
    """
    with release.connection() as connection:
        rows = connection.execute(search.places(q, limit)).mappings().all()
    found = [_place(row, 1 - row["rank"] / 4) for row in rows] or _nearly(release, q, limit)
    made = schemas.Places(places=found)
    return Reading(language, asked, FORMS).document(form, _SEARCH, [HOME], made)


def _nearly(release: ServedRelease, text: str, limit: int) -> list[schemas.Place]:
    candidates = GAZETTEERS.of(release).search(text, limit)
    if not candidates:
        return []
    with release.connection() as connection:
        rows = connection.execute(search.of_codes([each.code for each in candidates])).mappings()
        by_code = {row["id"]: row for row in rows}
    # Below what any part of a name itself scores.
    return [
        _place(by_code[each.code], each.score / 4, each.matched)
        for each in candidates
        if each.code in by_code
    ]


def _place(row: RowMapping, score: float, matched: str | None = None) -> schemas.Place:
    return schemas.Place(
        type=row["type"],
        id=row["id"],
        name=row["name"],
        state=row["state"],
        bbox=(row["west"], row["south"], row["east"], row["north"]),
        point=None if row["lon"] is None else (row["lon"], row["lat"]),
        score=score,
        matched=matched,
    )


@router.get("/municipalities/at", summary="Municipality at a point", response_model=schemas.PlacesAt)
def at(
    lon: Longitude,
    lat: Latitude,
    release: CurrentRelease,
    asked: Asked,
    form: DocumentForm,
    language: PageLanguage,
) -> Response:
    """The municipality that a point (WGS 84) lies in: none outside Mexico, several on a boundary."""
    with release.connection() as connection:
        rows = connection.execute(search.municipalities_at(lon, lat)).mappings().all()
    found = [schemas.MunicipalityAt.model_validate(row) for row in rows]
    made = schemas.PlacesAt(lon=lon, lat=lat, municipalities=found)
    return Reading(language, asked, FORMS).document(form, _AT, [HOME], made)


@router.get("/sources", summary="What a release was made from", response_model=schemas.Sources)
def sources(release: CurrentRelease, asked: Asked, form: DocumentForm, language: PageLanguage) -> Response:
    """Every file that went into the release, with publisher, licence, address, digest and counts of rows; and
    the published tables that it lacks, each with the command that loads it.

    The documents that single records cite are the items of the collection `sources`.
    """
    with release.connection() as connection:
        rows = connection.execute(select(RELEASE_INPUTS).order_by(RELEASE_INPUTS.c.name)).mappings().all()
    links = alternates(asked, form, FORMS)
    href = address(asked.base_url, "/collections/sources/items")
    links.append(schemas.Link(rel="items", href=href, type=GEOJSON))
    made = schemas.Sources(
        release=release_of(release),
        inputs=[schemas.ReleaseInput.model_validate(row) for row in rows],
        loadable=[_loadable(source) for source in lacking({row["name"] for row in rows})],
        links=links,
    )
    return Reading(language, asked, FORMS).document(form, _SOURCES, [HOME], made)


def _loadable(source: PublishedSource) -> schemas.LoadableSource:
    return schemas.LoadableSource(
        name=source.name,
        title_es=source.title.es,
        title_en=source.title.en,
        publisher=source.publisher,
        licence_es=source.licence.es,
        licence_en=source.licence.en,
        page=source.page,
        is_fetched=source.is_fetched,
        command=source.command,
    )


@router.get(
    "/municipalities/{cvegeo}/neighbours",
    summary="Neighbours of a municipality",
    response_model=schemas.Neighbours,
)
def neighbours_of(
    cvegeo: Annotated[str, Path(description="Code of a municipality.", examples=["02004"])],
    release: CurrentRelease,
    asked: Asked,
    form: DocumentForm,
    language: PageLanguage,
) -> Response:
    """Municipalities that share a boundary with it, longest first; none for an island."""
    layer = layer_named("municipalities")
    with release.connection() as connection:
        rows = connection.execute(neighbours.neighbours(cvegeo)).mappings().all()
        known = rows or connection.execute(queries.item(layer, cvegeo)).one_or_none()
    if not known:
        raise UnknownFeature(layer.id, cvegeo)
    found = [schemas.Neighbour.model_validate(row) for row in rows]
    made = schemas.Neighbours(cvegeo=cvegeo, neighbours=found)
    above = (layer.title, f"/collections/{layer.id}?f=html")
    return Reading(language, asked, FORMS).document(form, _NEIGHBOURS, [HOME, COLLECTIONS, above], made)
