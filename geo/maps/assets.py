"""Scripts and styles that a page carries whole, so that it asks no other host for them."""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

LEAFLET_PACKAGE = "xstatic.pkg.leaflet"
"""Carries Leaflet as files, in the version whose address folium gives."""


@cache
def own(name: str) -> str:
    """A script or a style of the Atlas's own."""
    return files("geo.maps").joinpath("page", name).read_text(encoding="utf-8")


@cache
def leaflet_script() -> str:
    """Leaflet itself, without the address of its source map."""
    return _without_map(_leaflet().joinpath("leaflet.js").read_text(encoding="utf-8"))


@cache
def leaflet_style() -> str:
    """Leaflet's style with its pictures inside."""
    style = _leaflet().joinpath("leaflet.css").read_text(encoding="utf-8")

    def pictured(found: re.Match[str]) -> str:
        picture = _leaflet().joinpath("images", found[1]).read_bytes()
        return f"url(data:image/png;base64,{base64.b64encode(picture).decode()})"

    return re.sub(r"url\(images/([a-z0-9-]+\.png)\)", pictured, style)


@cache
def deck_script() -> str:
    """deck.gl as pydeck's wheel carries it, without the address of its source map."""
    bundle = files("pydeck").joinpath("nbextension", "static", "index.js")
    return _without_map(bundle.read_text(encoding="utf-8"))


def _leaflet() -> Traversable:
    return files(LEAFLET_PACKAGE).joinpath("data")


def _without_map(script: str) -> str:
    return re.sub(r"//# sourceMappingURL=\S*", "", script)
