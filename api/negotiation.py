"""What a client would rather have: language, media type and compression, by quality (RFC 9110, 12.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from starlette.requests import Request

Language = Literal["es", "en"]
Encoding = Literal["br", "zstd", "gzip", "identity"]

# Before these in the answer's order of preference comes what is smaller.
_ENCODINGS: tuple[Encoding, ...] = ("br", "zstd", "gzip", "identity")


def qualities(header: str) -> dict[str, float]:
    """Quality of each value of an ``Accept``-like header, in the order given; a bad quality counts as 0.

    >>> qualities("es-MX, en;q=0.5")
    {'es-mx': 1.0, 'en': 0.5}
    """
    found: dict[str, float] = {}
    for part in header.split(","):
        value, *parameters = (piece.strip() for piece in part.split(";"))
        if not value:
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, text = parameter.partition("=")
            if name.strip().lower() == "q":
                quality = _quality(text.strip())
        found.setdefault(value.lower(), quality)
    return found


def _quality(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if 0.0 <= number <= 1.0 else 0.0


def language(header: str | None) -> Language:
    """Spanish or English; Spanish where the client wants neither or both alike.

    >>> language("en-GB,en;q=0.9"), language("fr"), language("en;q=0.4, es;q=0.5")
    ('en', 'es', 'es')
    """
    wanted: dict[str, float] = {}
    for tag, quality in qualities(header or "").items():
        primary = tag.split("-")[0]
        wanted[primary] = max(quality, wanted.get(primary, 0.0))
    anything = wanted.get("*", 0.0)
    return "en" if wanted.get("en", anything) > wanted.get("es", anything) else "es"


def language_of(request: Request) -> Language:
    """The language to answer a request in: that of the parameter ``lang``, or else what ``Accept-Language``
    likes better."""
    match request.query_params.get("lang"):
        case "es":
            return "es"
        case "en":
            return "en"
        case _:
            return language(request.headers.get("accept-language"))


def encoding(header: str | None, offered: Sequence[Encoding] = _ENCODINGS) -> Encoding:
    """The compression to answer with, of those offered: the best liked, and among equals the smallest.

    >>> encoding("gzip, deflate, br"), encoding("gzip;q=1, br;q=0.5"), encoding("br;q=0"), encoding(None)
    ('br', 'gzip', 'identity', 'identity')
    """
    if not header:
        return "identity"
    wanted = qualities(header)
    anything = wanted.get("*", 0.0)

    def liking(name: Encoding) -> float:
        # Plain text is fine unless it is refused, but only where nothing better is asked for.
        return wanted.get(name, max(anything, 1e-4) if name == "identity" and "*" not in wanted else anything)

    return max(offered, key=liking)


def wants_html(header: str | None) -> bool:
    """Whether a page is wanted rather than JSON, as browsers say and programs do not.

    >>> wants_html("text/html,application/xml;q=0.9,*/*;q=0.8"), wants_html("*/*"), wants_html(None)
    (True, False, False)
    """
    wanted = qualities(header or "")

    def liking(media_type: str) -> float:
        group = media_type.split("/")[0] + "/*"
        return wanted.get(media_type, wanted.get(group, wanted.get("*/*", 0.0)))

    return liking("text/html") > max(liking("application/json"), liking("application/geo+json"))
