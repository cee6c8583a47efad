"""In which form an answer is given: by the parameter ``f``, or else by what ``Accept`` likes best."""

# FastAPI must see the annotations themselves: those of a made function cannot be looked up by name.

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import Annotated, Any

from fastapi import Query
from starlette.requests import Request

from api import negotiation
from geo.declarations import Text
from geo.graphs import files
from geo.questions.question import BadParameter


@dataclass(frozen=True, slots=True)
class Format:
    """One form: its name in ``f``, its media type, and further names and types by which it is asked for."""

    name: str
    media_type: str
    title: Text
    names: tuple[str, ...] = ()
    accepts: tuple[str, ...] = ()
    extension: str = ""

    @property
    def is_html(self) -> bool:
        """Whether it is a page to read."""
        return self.media_type == "text/html"


JSON = Format("json", "application/json", Text("JSON", "JSON"), accepts=("application/geo+json",))
GEOJSON = Format(
    "geojson",
    "application/geo+json",
    Text("GeoJSON", "GeoJSON"),
    names=("json",),
    accepts=("application/json", "application/vnd.geo+json"),
    extension="geojson",
)
HTML = Format(
    "html", "text/html", Text("Página", "Page"), accepts=("application/xhtml+xml",), extension="html"
)

SCHEMA = Format(
    "json",
    "application/schema+json",
    Text("JSON Schema", "JSON Schema"),
    accepts=("application/json",),
)
IDS = Format("ids", "application/json", Text("Claves", "Codes"))
"""The codes of each class of an answer and nothing else; asked for by name alone."""
MAP = Format("map", "application/json", Text("Mapa", "Map"))
"""What a map draws of an answer; asked for by name alone."""


def _form(name: str, media_type: str, title: str, extension: str, *accepts: str) -> Format:
    return Format(name, media_type, Text(title, title), accepts=accepts, extension=extension)


CSV = _form("csv", "text/csv", "CSV", "csv")
SEQUENCE = _form("geojsonseq", "application/geo+json-seq", "GeoJSONSeq", "geojsons")
XLSX = _form(
    "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel (XLSX)", "xlsx"
)
GPKG = _form("gpkg", "application/geopackage+sqlite3", "GeoPackage", "gpkg")
PARQUET = _form("parquet", "application/vnd.apache.parquet", "GeoParquet", "parquet")
FLATGEOBUF = _form("fgb", "application/flatgeobuf", "FlatGeobuf", "fgb", "application/vnd.flatgeobuf")
KML = _form("kml", "application/vnd.google-earth.kml+xml", "KML", "kml")

PDF = _form("pdf", "application/pdf", "PDF", "pdf")

EXPORTS = (CSV, SEQUENCE, XLSX, GPKG, PARQUET, FLATGEOBUF, KML)
"""In the order in which they are offered."""

OF_GEOMETRY = frozenset({FLATGEOBUF, KML})
"""Nothing without geometry."""

GRAPHS = tuple(
    Format(form.name, form.media_type, form.title, extension=form.extension) for form in files.FORMS.values()
)
"""Of answers that are networks; asked for by name alone."""

_BY_NAME_ALONE = frozenset({IDS, MAP, *GRAPHS})


class NotAcceptable(ValueError):
    """The answer is given in no form that the client accepts; ``offered`` are the media types there are."""

    def __init__(self, offered: Sequence[str]) -> None:
        super().__init__(", ".join(offered))
        self.offered = tuple(offered)


def accepted(header: str | None, offered: Sequence[Format]) -> Format | None:
    """The form that an ``Accept`` header likes best, of equals the first offered; None when it likes none.

    >>> accepted("text/html,*/*;q=0.8", [JSON, HTML]).name, accepted(None, [JSON, HTML]).name
    ('html', 'json')
    >>> accepted("image/png", [JSON, HTML]) is None
    True
    """
    if not header or header == "*/*":
        return offered[0]
    wanted = negotiation.qualities(header)

    def liking(media_type: str) -> float:
        group = media_type.split("/")[0] + "/*"
        return wanted.get(media_type, wanted.get(group, wanted.get("*/*", 0.0)))

    def liking_of(each: Format) -> float:
        if each in _BY_NAME_ALONE:
            return 0.0
        own = each.media_type.split(";")[0]
        # A type that only stands in for its own comes after whatever was asked for as it is.
        return max(liking(own), *(liking(other) - 1e-4 for other in each.accepts), 0.0)

    best = max(offered, key=liking_of)
    return best if liking_of(best) > 0 else None


_Chooser = Callable[..., Coroutine[Any, Any, Format]]


class Offers:
    """Which choosers offer what, so that a route can tell its answers apart before it makes one."""

    def __init__(self) -> None:
        self._offered: dict[Any, tuple[Format, ...]] = {}

    def __contains__(self, call: object) -> bool:
        return call in self._offered

    def of(self, call: object) -> tuple[Format, ...]:
        """The forms that this chooser chooses from."""
        return self._offered[call]

    def make(self, *offered: Format) -> _Chooser:
        """A dependency that gives the form of an answer: the first offered unless another is asked for."""
        # One name may stand for two forms, of which the first is meant: a list of choices tells it once.
        names = list(dict.fromkeys(name for each in offered for name in (each.name, *each.names)))
        described = Query(
            description="Form of the answer; without it, by `Accept`.",
            json_schema_extra={"enum": names},
            examples=[offered[0].name],
        )

        async def chosen(request: Request, **_: Any) -> Format:
            return choose(request, offered)

        parameters = [
            Parameter("request", Parameter.POSITIONAL_OR_KEYWORD, annotation=Request),
            Parameter("f", Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[str | None, described]),
        ]
        chosen.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
        self._offered[chosen] = offered
        return chosen


OFFERS = Offers()


def not_offered(name: str, offered: Sequence[Format]) -> BadParameter:
    """The refusal of a form that is none of those offered."""
    allowed = [each.name for each in offered]
    listed = ", ".join(allowed)
    reason = Text(f"debe ser uno de: {listed}", f"must be one of: {listed}")
    return BadParameter("f", name, reason, allowed)


def choose(request: Request, offered: Sequence[Format]) -> Format:
    """The form in which to answer that request.

    :raises BadParameter: when ``f`` names none of those offered.
    :raises NotAcceptable: when there is no ``f`` and ``Accept`` has none of them.
    """
    name = request.query_params.get("f")
    if name is not None:
        for each in offered:
            if name in (each.name, *each.names):
                return each
        raise not_offered(name, offered)
    best = accepted(request.headers.get("accept"), offered)
    if best is None:
        raise NotAcceptable([each.media_type for each in offered])
    return best
