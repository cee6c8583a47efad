"""Search by name, and who is next to whom."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from sqlalchemy import RowMapping
from starlette.responses import Response

from api import schemas
from api.answering import KeptRoute
from api.dependencies import Asked, CurrentRelease, DocumentForm, PageLanguage
from api.errors import UnknownFeature
from api.formats import HTML, JSON
from api.pages_to_read import COLLECTIONS, HOME, Reading
from geo import neighbours, queries, search
from geo.declarations import Text
from geo.layers import layer_named

FORMS = (JSON, HTML)
_SEARCH = Text("Lugares por nombre", "Places by name")
_NEIGHBOURS = Text("Municipios vecinos", "Neighbouring municipalities")

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
    """Municipalities and states whose name has the text in it, best first; accents and case do not count."""
    with release.connection() as connection:
        rows = connection.execute(search.places(q, limit)).mappings().all()
    made = schemas.Places(places=[_place(row) for row in rows])
    return Reading(language, asked, FORMS).document(form, _SEARCH, [HOME], made)


def _place(row: RowMapping) -> schemas.Place:
    return schemas.Place(
        type=row["type"],
        id=row["id"],
        name=row["name"],
        state=row["state"],
        bbox=(row["west"], row["south"], row["east"], row["north"]),
        point=None if row["lon"] is None else (row["lon"], row["lat"]),
        score=1 - row["rank"] / 4,
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
