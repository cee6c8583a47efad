"""The answer of a question as a page of Leaflet, made by folium."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import folium
from branca.element import Element
from folium.utilities import JsCode
from sqlalchemy import Connection

from geo.maps import assets, panel
from geo.maps.drawn import Shape
from geo.maps.extent import extent
from geo.maps.page import Page
from geo.maps.reading import Given, read
from geo.maps.words import Language
from geo.questions.question import Question

LEAFLET = dict(folium.Map.default_js)["leaflet"]
LEAFLET_STYLE = dict(folium.Map.default_css)["leaflet_css"]
"""Where folium finds Leaflet. Nothing here needs what else it loads: jQuery, Bootstrap, icons."""

_GROUND = {"fillColor": "#f7f5ef", "fillOpacity": 1, "color": "#8f9aa0", "weight": 0.8, "interactive": False}


def folium_page(
    connection: Connection,
    question: Question | str,
    parameters: Mapping[str, Given] | None = None,
    language: Language = "es",
    *,
    offline: bool = False,
) -> Page:
    """Areas by class, lines and points of an answer over the outlines of the states, each with what is known.

    ``offline`` puts Leaflet into the page, which then asks no other host for anything; otherwise Leaflet
    comes from where folium says, and streets of OpenStreetMap can be switched on.

    :raises geo.questions.UnknownQuestion: when there is no question of that name.
    :raises geo.questions.question.UnknownParameter: for a name that the question does not have.
    :raises geo.questions.question.BadParameter: for a value that cannot be taken.
    """
    contents = read(connection, question, parameters or {}, language)
    west, south, east, north = extent(contents)
    page = folium.Map(
        location=[(south + north) / 2, (west + east) / 2], tiles=None, control_scale=True, zoom_snap=0.25
    )
    page.default_js, page.default_css = [], []
    figure: Any = page.get_root()
    figure.title = panel.title(contents)
    _head(figure, contents_script=panel.script_contents(contents), offline=offline)
    figure.html.add_child(_raw(panel.panel(contents)))
    ground = [
        {"type": "Feature", "properties": {"style": _GROUND}, "geometry": each} for each in contents.ground
    ]
    _layer(page, ground)
    for drawn, shapes in (("area", contents.areas), ("line", contents.lines), ("point", contents.points)):
        if shapes:
            _layer(page, _features(shapes, drawn), JsCode("atlasEachFeature"))
    if not offline:
        folium.TileLayer(
            "OpenStreetMap", name=panel.word(contents, "street_map"), overlay=True, show=False
        ).add_to(page)
        folium.LayerControl(position="topleft").add_to(page)
    page.fit_bounds([[south, west], [north, east]])
    return Page(figure.render(), contents, page)


def _head(figure: Any, *, contents_script: str, offline: bool) -> None:
    if offline:
        figure.header.add_child(_raw(f"<style>{assets.leaflet_style()}</style>"), name="leaflet_css")
        figure.header.add_child(_raw(f"<script>{assets.leaflet_script()}</script>"), name="leaflet")
    else:
        figure.header.add_child(_raw(f'<link rel="stylesheet" href="{LEAFLET_STYLE}">'), name="leaflet_css")
        figure.header.add_child(_raw(f'<script src="{LEAFLET}"></script>'), name="leaflet")
    figure.header.add_child(_raw(f"<style>{assets.own('page.css')}</style>"), name="atlas_css")
    figure.header.add_child(_raw(contents_script), name="atlas_contents")
    scripts = assets.own("describe.js") + assets.own("leaflet.js")
    figure.header.add_child(_raw(f"<script>{scripts}</script>"), name="atlas_scripts")


def _raw(text: str) -> Any:
    """An element that is its text: folium takes texts for templates, and scripts are full of their marks."""
    element: Any = Element("{{ this.text }}")
    element.text = text
    return element


def _layer(page: folium.Map, features: list[dict[str, Any]], each: JsCode | None = None) -> None:
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        on_each_feature=each,
        marker=folium.CircleMarker(radius=5),
        smooth_factor=0.4,
        control=False,
    ).add_to(page)


def _features(shapes: Sequence[Shape], drawn: str) -> list[dict[str, Any]]:
    return [
        {"type": "Feature", "properties": panel.properties(each, drawn), "geometry": each.geometry}
        for each in shapes
    ]
