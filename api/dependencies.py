"""What routes are given: every parameter parsed, bounded and named once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import Depends, Path, Query
from fastapi.dependencies.models import Dependant
from starlette.requests import Request

from api import negotiation
from api.errors import UnknownCollection
from api.formats import GEOJSON, HTML, JSON, OFFERS, Format, choose
from api.releases import ServedRelease
from api.service import Service, service_of
from geo import tiles
from geo.declarations import Layer
from geo.questions import QUESTIONS, question_named
from geo.questions.question import Question

DEFAULT_LIMIT = 10
MAX_LIMIT = 10_000
"""Larger pages are cut to this, as OGC API – Features Part 1 says; ``numberReturned`` tells."""

MAX_OFFSET = 1_000_000_000


def language_of_page(request: Request) -> negotiation.Language | None:
    """The language of a page to read; None where the answer is for programs, which has both or none."""
    form = request.query_params.get("f")
    is_page = form == "html" if form else negotiation.wants_html(request.headers.get("accept"))
    return negotiation.language_of(request) if is_page else None


def base_url(request: Request) -> str:
    """Where this server is seen from outside, without a slash at the end."""
    public_url = service_of(request).settings.public_url
    return str(public_url or request.base_url).rstrip("/")


# Dependencies that never wait are coroutines: FastAPI would send each plain function to a thread of its own.
LanguageParameter = Annotated[
    Literal["es", "en"] | None,
    Query(description="Language of titles and pages; without it, by `Accept-Language`.", examples=["en"]),
]


async def _language(request: Request, lang: LanguageParameter = None) -> negotiation.Language:  # noqa: ARG001
    return negotiation.language_of(request)


async def _language_of_page(
    request: Request,
    lang: LanguageParameter = None,  # noqa: ARG001
) -> negotiation.Language:
    return language_of_page(request) or "es"


async def _base_url(request: Request) -> str:
    return base_url(request)


@dataclass(frozen=True, slots=True)
class AskedAddress:
    """The address of a request as its answer repeats it: the query in one order, whatever it came in."""

    base_url: str
    path: str
    query: tuple[tuple[str, str], ...]


async def _asked(request: Request, base_url: Annotated[str, Depends(_base_url)]) -> AskedAddress:
    return asked_address(request, base_url)


def asked_address(request: Request, base_url: str) -> AskedAddress:
    """The address of a request on the server that is seen at ``base_url``."""
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    return AskedAddress(base_url, path, tuple(sorted(request.query_params.multi_items())))


async def _wants_page(request: Request) -> bool:
    return negotiation.wants_html(request.headers.get("accept"))


async def _service(request: Request) -> Service:
    return service_of(request)


async def _release(request: Request) -> ServedRelease:
    release: ServedRelease = request.state.release
    return release


async def _layer(
    collection_id: Annotated[
        str,
        Path(
            description="Id of a collection.",
            examples=["municipalities"],
        ),
    ],
    release: Annotated[ServedRelease, Depends(_release)],
) -> Layer:
    return layer_of(release, collection_id)


def layer_of(release: ServedRelease, layer_id: str) -> Layer:
    if layer_id not in release.layers:
        raise UnknownCollection(layer_id, tuple(release.layers))
    return release.layers[layer_id]


WantsPage = Annotated[bool, Depends(_wants_page)]
RequestLanguage = Annotated[negotiation.Language, Depends(_language)]
PageLanguage = Annotated[negotiation.Language, Depends(_language_of_page)]
BaseUrl = Annotated[str, Depends(_base_url)]
Asked = Annotated[AskedAddress, Depends(_asked)]
RunningService = Annotated[Service, Depends(_service)]
CurrentRelease = Annotated[ServedRelease, Depends(_release)]
CollectionLayer = Annotated[Layer, Depends(_layer)]


async def _drawn_layer(layer: CollectionLayer) -> Layer:
    if layer.geometry is None:
        raise tiles.NotDrawn(layer.id)
    return layer


DrawnLayer = Annotated[Layer, Depends(_drawn_layer)]

Variation = tuple[str | None, Callable[[Request], str | None]]
"""A header that an answer depends on, and its value as it counts: None where this answer does not."""

_VARIATIONS: dict[Any, Variation] = {
    _language: ("Accept-Language", negotiation.language_of),
    _language_of_page: ("Accept-Language", language_of_page),
    _base_url: (None, base_url),
    _wants_page: ("Accept", lambda request: request.headers.get("accept", "")),
}


def _form_accepted(request: Request, offered: Sequence[Format]) -> str | None:
    return None if "f" in request.query_params else choose(request, offered).name


def variations_of(dependant: Dependant) -> list[Variation]:
    """What besides the address an answer depends on, read off what its route is given."""
    found: list[Variation] = []
    if dependant.call in _VARIATIONS:
        found.append(_VARIATIONS[dependant.call])
    elif dependant.call in OFFERS:
        offered = OFFERS.of(dependant.call)
        found.append(("Accept", lambda request: _form_accepted(request, offered)))
    return found + [each for dependency in dependant.dependencies for each in variations_of(dependency)]


async def _limit(
    limit: Annotated[
        int | None,
        Query(
            ge=1,
            # No maximum in the schema: what is above it is not refused.
            description=f"Items a page, {DEFAULT_LIMIT} unless said otherwise; more than {MAX_LIMIT} gives"
            f" {MAX_LIMIT}. A file holds everything unless a limit is given, and as much as is given.",
            examples=[5],
        ),
    ] = None,
) -> int | None:
    return limit


DocumentForm = Annotated[Format, Depends(OFFERS.make(JSON, HTML))]
FeatureForm = Annotated[Format, Depends(OFFERS.make(GEOJSON, HTML))]
Limit = Annotated[int | None, Depends(_limit)]
ByteOrderMark = Annotated[
    bool,
    Query(
        alias="bom",
        description="Whether a CSV file begins with a byte order mark, by which Excel knows UTF-8.",
    ),
]
Cursor = Annotated[
    str | None,
    Query(
        alias="cursor",
        description="Where the page begins, as the link `next` of the page before says; it holds good in a"
        " new release.",
        max_length=5000,
        # Not for others to make up: links carry it.
        include_in_schema=False,
    ),
]
Offset = Annotated[int, Query(ge=0, le=MAX_OFFSET, description="Items before the page.", examples=[0])]


@dataclass(frozen=True, slots=True)
class TileAddress:
    """Zoom, column and row of a tile."""

    z: int
    x: int
    y: int


# Described, not declared: what lies beyond is no such tile rather than a bad value.
_ZOOMS = {"minimum": tiles.MIN_ZOOM, "maximum": tiles.MAX_ZOOM}
_ROWS = {"minimum": 0, "maximum": 2**tiles.MAX_ZOOM - 1}


async def _tile_address(
    z: Annotated[int, Path(description="Zoom.", json_schema_extra=_ZOOMS, examples=[4])],
    y: Annotated[
        int, Path(description="Row, counted from the north.", json_schema_extra=_ROWS, examples=[6])
    ],
    x: Annotated[
        int, Path(description="Column, counted from the west.", json_schema_extra=_ROWS, examples=[3])
    ],
) -> TileAddress:
    tiles.check_address(z, x, y)
    return TileAddress(z, x, y)


async def _version(
    v: Annotated[
        str | None,
        Query(
            description="Release that the address stands for; the current one may then be kept for good.",
            examples=["r20261120101500_0a1b2c3d"],
        ),
    ] = None,
) -> str | None:
    return v


Version = Depends(_version)
Tile = Annotated[TileAddress, Depends(_tile_address)]


async def _question(
    name: Annotated[
        str,
        Path(
            description="Name of a question.",
            json_schema_extra={"enum": [question.name for question in QUESTIONS]},
            examples=[QUESTIONS[0].name],
        ),
    ],
) -> Question:
    return question_named(name)


AskedQuestion = Annotated[Question, Depends(_question)]


class _QuestionParameters:
    """The parameters of the question that the path names, understood."""

    def parameter_names(self, request: Request) -> Sequence[str]:
        """Names of the parameters."""
        return [parameter.name for parameter in question_named(request.path_params["name"]).parameters]

    async def __call__(self, request: Request, question: AskedQuestion) -> dict[str, Any]:
        """Every parameter with its value or default."""
        given = request.query_params
        names = [parameter.name for parameter in question.parameters if parameter.name in given]
        return question.understood({name: given.getlist(name) for name in names})


Understood = Annotated[dict[str, Any], Depends(_QuestionParameters())]
