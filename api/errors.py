"""What can go wrong with a request, and the one place that knows status codes.

The API adds errors of its own to those of ``geo``: ``UnknownCollection``, ``UnknownFeature``,
``UnknownRelease`` and ``UnknownFile``. A problem is answered as ``application/problem+json`` (RFC 9457) in
the language of the reader. Of a fault of the server it says no cause, only the number under which the cause
was logged.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api import negotiation
from api.analyses import AnalysisLost, TooSlow
from api.bounds import Overloaded
from api.bulk.faults import BeingMade, NoSpace
from api.delivery import caching
from api.formats import NotAcceptable
from api.messages import EXPECTED, MESSAGES, NONE
from api.service import service_of
from geo import tiles
from geo.cql2 import FilterError
from geo.declarations import Text
from geo.engines.store import NoRelease, StoreError
from geo.items.field_values import BadValue
from geo.items.queries import UnknownField
from geo.items.search import NothingToSearch
from geo.questions import QUESTIONS, UnknownQuestion
from geo.questions.question import BadParameter, UnknownParameter

_LOG = logging.getLogger("atlas.api")
RETRY_AFTER_SECONDS = 5
# PostgreSQL says so when a statement ran into statement_timeout.
_QUERY_CANCELED = "57014"
# DuckDB, when the watchdog has interrupted it. The package itself is not needed to serve from PostGIS.
_INTERRUPTED = "InterruptException"


class UnknownCollection(LookupError):
    """The release holds no such collection; ``known`` are those it holds."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.known = tuple(known)


class UnknownRelease(LookupError):
    """No release of that id is kept; ``known`` are those that are."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.known = tuple(known)


class UnknownFile(LookupError):
    """The release has no file of that name; ``known`` are those it has."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self.known = tuple(known)


class UnknownFeature(LookupError):
    """The collection has no item of that id."""

    def __init__(self, layer_id: str, key: str) -> None:
        super().__init__(f"{layer_id} has no item {key!r}")
        self.layer_id = layer_id
        self.key = key


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem with its particulars; a ``Text`` among them is said in the reader's language."""

    status: int
    code: str
    particulars: Mapping[str, str | Text] = field(default_factory=dict)
    known: Sequence[str] | None = None
    position: int | None = None


def problem_of(error: Exception) -> Problem:
    """What to tell about an error: the one place that knows status codes."""
    match error:
        case UnknownParameter() | UnknownField():
            return _unknown(400, "unknown_parameter", error.name, error.known)
        case BadParameter():
            allowed = error.allowed or None
            return Problem(400, "bad_parameter", _bad(error.name, error.value, error.reason), allowed)
        case FilterError():
            particulars: dict[str, str | Text] = {"reason": error.message}
            return Problem(400, error.code, particulars, error.known, error.position)
        case BadValue():
            particulars = _bad(error.field, error.value, error.expected)
            return Problem(400, "bad_parameter", particulars, error.allowed or None)
        case NothingToSearch():
            return Problem(400, "bad_parameter", _bad("q", str(error), EXPECTED["letters"]))
        case RequestValidationError():
            return _invalid(error)
        case tiles.BadTileAddress():
            return _no_such_tile()
        case NotAcceptable():
            return Problem(406, "not_acceptable", {"known": ", ".join(error.offered)}, error.offered)
        case UnknownCollection():
            return _unknown(404, "unknown_collection", error.name, error.known)
        case UnknownQuestion():
            return _unknown(404, "unknown_question", str(error), [question.name for question in QUESTIONS])
        case UnknownRelease():
            return _unknown(404, "unknown_release", error.name, error.known)
        case UnknownFile():
            return _unknown(404, "unknown_file", error.name, error.known)
        case UnknownFeature():
            return Problem(404, "unknown_feature", {"layer": error.layer_id, "key": error.key})
        case tiles.NotDrawn():
            return Problem(404, "not_drawn", {"name": str(error)})
        case HTTPException():
            codes = {404: "not_found", 405: "method_not_allowed"}
            return Problem(error.status_code, codes.get(error.status_code, "bad_request"))
        case NoRelease():
            return Problem(503, "no_release")
        case BeingMade():
            return Problem(503, "being_made")
        case NoSpace():
            return Problem(503, "no_space")
        case PoolTimeout() | Overloaded():
            return Problem(503, "overloaded")
        case TooSlow():
            return Problem(503, "too_slow")
        case AnalysisLost():
            return Problem(503, "analysis_lost")
        case DBAPIError() if _is_given_up(error):
            return Problem(503, "too_slow")
        case OperationalError() | InterfaceError() | StoreError():
            return Problem(503, "store_unavailable")
        case _:
            return Problem(500, "internal")


def _is_given_up(error: DBAPIError) -> bool:
    cause = error.orig
    return getattr(cause, "sqlstate", None) == _QUERY_CANCELED or type(cause).__name__ == _INTERRUPTED


def _no_such_tile() -> Problem:
    zooms = {"lowest": str(tiles.MIN_ZOOM), "highest": str(tiles.MAX_ZOOM)}
    return Problem(404, "bad_tile_address", zooms)


def _unknown(status: int, code: str, name: str, known: Sequence[str]) -> Problem:
    return Problem(status, code, {"name": name, "known": ", ".join(known) or NONE}, known)


def _bad(name: str, value: str, reason: Text) -> dict[str, str | Text]:
    return {"name": name, "value": value[:200], "reason": reason}


def _expected(kind: str, **particulars: str) -> Text:
    text = EXPECTED[kind]
    return Text(text.es.format(**particulars), text.en.format(**particulars))


def _invalid(error: RequestValidationError) -> Problem:
    """The first thing that FastAPI found wrong, in our words."""
    first: dict[str, Any] = error.errors()[0]
    name, context = str(first["loc"][-1]), first.get("ctx", {})
    if first["loc"][0] == "path" and name in {"z", "y", "x"}:
        return _no_such_tile()
    match first["type"]:
        case "missing":
            return Problem(400, "missing_parameter", {"name": name})
        case "greater_than_equal":
            reason = _expected("at_least", bound=str(context["ge"]))
        case "less_than_equal":
            reason = _expected("at_most", bound=str(context["le"]))
        case "string_too_long":
            reason = _expected("shorter", bound=str(context["max_length"]))
        case "literal_error":
            reason = _expected(
                "one_of", allowed=str(context["expected"]).replace("'", "").replace(" or ", ", ")
            )
        case "int_parsing" | "int_parsing_size":
            reason = EXPECTED["integer"]
        case _:
            reason = EXPECTED["field"]
    return Problem(400, "bad_parameter", _bad(name, str(first["input"]), reason))


def problem_response(request: Request, problem: Problem) -> Response:
    """The problem as the reader is told it."""
    language = negotiation.language_of(request)
    message = MESSAGES[problem.code]
    request_id = str(request.state.request_id)
    particulars = {
        name: getattr(value, language) if isinstance(value, Text) else value
        for name, value in problem.particulars.items()
    }
    document: dict[str, Any] = {
        "type": f"{service_of(request).settings.root_path}/docs#{problem.code}",
        "title": getattr(message.title, language),
        "status": problem.status,
        "detail": getattr(message.detail, language).format(request_id=request_id, **particulars),
        "code": problem.code,
        "request_id": request_id,
    }
    if problem.code.endswith("_parameter"):
        document["parameter"] = particulars["name"]
    if problem.known is not None:
        document["known"] = list(problem.known)
    if problem.position is not None:
        document["position"] = problem.position
    headers = {
        "Cache-Control": caching.NEVER,
        "Content-Language": language,
        "Vary": "Accept-Language",
    }
    if problem.status == 503:
        headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    if problem.status == 405:
        headers["Allow"] = "GET, HEAD"
    return Response(orjson.dumps(document), problem.status, headers, "application/problem+json")


async def answer_error(request: Request, error: Exception) -> Response:
    """The answer to a request that met an error; a fault of ours is logged with its cause."""
    problem = problem_of(error)
    if problem.status >= 500 and problem.code not in {"no_release", "being_made"}:
        _LOG.error("request %s %s failed", request.state.request_id, request.url.path, exc_info=error)
    return problem_response(request, problem)


ANSWERED: tuple[type[Exception], ...] = (
    AnalysisLost,
    BeingMade,
    BadParameter,
    BadValue,
    FilterError,
    HTTPException,
    NoSpace,
    NotAcceptable,
    NothingToSearch,
    Overloaded,
    RequestValidationError,
    SQLAlchemyError,
    StoreError,
    TooSlow,
    UnknownFeature,
    UnknownField,
    UnknownFile,
    UnknownRelease,
    UnknownCollection,
    UnknownParameter,
    UnknownQuestion,
    tiles.BadTileAddress,
    tiles.NotDrawn,
)


def install(app: FastAPI) -> None:
    """Let the app answer these errors; any other is a fault, which the envelope answers."""
    for kind in ANSWERED:
        app.add_exception_handler(kind, answer_error)
