"""The answer of a question as a page of deck.gl, made by pydeck: arcs, columns, areas and points."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pydeck
from pydeck.io.html import CDN_URL
from sqlalchemy import Connection

from geo.maps import assets, panel
from geo.maps.drawn import Shape
from geo.maps.extent import Box, extent
from geo.maps.heights import Bar, bars, column_of
from geo.maps.links import MEANING, Arcs, Link, linked
from geo.maps.page import Page
from geo.maps.reading import Contents, Given, read
from geo.maps.words import Language, heading, said, value
from geo.questions.question import Question

_VIEW_PIXELS = (900, 700)
"""A window that most readers have; the first view fits the areas into it."""


def pydeck_page(
    connection: Connection,
    question: Question | str,
    parameters: Mapping[str, Given] | None = None,
    language: Language = "es",
    *,
    offline: bool = False,
    height: str | None = None,
    arcs: str = "auto",
) -> Page:
    """Areas by class, points, arcs and columns of an answer over the outlines of the states, seen aslant.

    ``height`` names the column of the answer by which the columns are high; ``none`` gives no columns.
    ``arcs`` is what is linked: ``answer``, ``agreements``, ``corridors``, ``none``, or ``auto`` for what the
    answer speaks of. ``offline`` puts deck.gl into the page, which then asks no other host for anything.

    :raises geo.questions.UnknownQuestion: when there is no question of that name.
    :raises geo.questions.question.UnknownParameter: for a name that the question does not have.
    :raises geo.questions.question.BadParameter: for a value that cannot be taken.
    :raises ValueError: for another word for the arcs.
    """
    wanted = Arcs(arcs)
    contents = read(connection, question, parameters or {}, language)
    column = None if height == "none" else column_of(contents, height)
    standing = bars(contents, column)
    arced = linked(connection, contents, wanted)
    deck = pydeck.Deck(
        layers=_layers(contents, standing, arced.links),
        initial_view_state=_view(extent(contents), is_aslant=bool(standing or arced.links)),
        map_provider=None,
        map_style=None,
        tooltip=False,
    )
    extra = []
    if column is not None and standing:
        highest = max(standing, key=lambda bar: bar.number)
        told = (
            f"{heading(column, language)}; {value(highest.number, column, language)}: {highest.shape.label}"
        )
        extra.append((panel.word(contents, "height"), told))
    if arced.links:
        told = said(MEANING[arced.kind], language)
        if arced.unplaced_count:
            told += f" ({arced.unplaced_count:,} {panel.word(contents, 'unplaced')})"
        extra.append((panel.word(contents, "arcs"), told))
    return Page(_html(contents, deck, extra, offline=offline), contents, deck)


def _layers(contents: Contents, standing: Sequence[Bar], arcs: Sequence[Link]) -> list[pydeck.Layer]:
    layers = [
        pydeck.Layer(
            "GeoJsonLayer",
            [{"type": "Feature", "properties": {}, "geometry": each} for each in contents.ground],
            id="ground",
            get_fill_color=[247, 245, 239],
            get_line_color=[143, 154, 160],
            line_width_min_pixels=0.8,
        )
    ]
    if contents.areas:
        layers.append(
            pydeck.Layer(
                "GeoJsonLayer",
                [_feature(each, "area") for each in contents.areas],
                id="areas",
                get_fill_color="properties.color",
                get_line_color=[255, 255, 255],
                line_width_min_pixels=0.5,
                pickable=True,
            )
        )
    if arcs:
        layers.append(
            pydeck.Layer(
                "ArcLayer",
                [_arc(each) for each in arcs],
                id="arcs",
                great_circle=True,
                get_source_position="start",
                get_target_position="end",
                get_source_color="color",
                get_target_color="color",
                get_width="width",
                get_height=0.4,
                pickable=True,
            )
        )
    if contents.points:
        layers.append(
            pydeck.Layer(
                "ScatterplotLayer",
                [_placed(each) for each in contents.points],
                id="points",
                get_position="place",
                get_fill_color="color",
                get_line_color=[255, 255, 255],
                stroked=True,
                line_width_min_pixels=1,
                radius_units="'pixels'",
                get_radius=5,
                pickable=True,
            )
        )
    if standing:
        layers.append(
            pydeck.Layer(
                "ColumnLayer",
                [_column(each) for each in standing],
                id="columns",
                disk_resolution=12,
                radius=_radius_metres(contents),
                get_position="place",
                get_elevation="metres",
                get_fill_color="color",
                extruded=True,
                pickable=True,
            )
        )
    return layers


def _feature(shape: Shape, drawn: str) -> dict[str, Any]:
    told = {**panel.properties(shape, drawn), "color": [*_rgb(shape.entry.color), 215]}
    return {"type": "Feature", "properties": told, "geometry": shape.geometry}


def _placed(shape: Shape) -> dict[str, Any]:
    told = panel.properties(shape, "point")
    return {**told, "place": shape.geometry["coordinates"], "color": _rgb(shape.entry.color)}


def _column(bar: Bar) -> dict[str, Any]:
    told = panel.properties(bar.shape, "column")
    return {**told, "place": bar.lonlat, "metres": round(bar.metres), "color": _rgb(bar.shape.entry.color)}


def _arc(link: Link) -> dict[str, Any]:
    return {
        "label": link.label,
        "class": link.entry,
        "key": link.key,
        "more": link.facts,
        "drawn": "line",
        "start": link.start,
        "end": link.end,
        "width": link.width,
        "color": [*_rgb(link.color), 130],
    }


def _rgb(color: str) -> list[int]:
    """Red, green and blue of ``#rrggbb``.

    >>> _rgb("#0072b2")
    [0, 114, 178]
    """
    return [int(color[start : start + 2], 16) for start in (1, 3, 5)]


def _radius_metres(contents: Contents) -> float:
    """Of a column: a part of what is seen, so that a state and a country both look right."""
    west, _, east, _ = extent(contents)
    return max(800.0, (east - west) * 111_000.0 / (120.0 if contents.areas else 300.0))


def _view(box: Box, *, is_aslant: bool) -> pydeck.ViewState:
    """Where one looks from first: the zoom at which the box fits a window (Web Mercator, tiles of 512 px)."""
    west, south, east, north = box
    wide = (east - west) / 360.0
    high = abs(_mercator(north) - _mercator(south)) / (2 * math.pi)
    zoom = min(math.log2(_VIEW_PIXELS[0] / 512 / wide), math.log2(_VIEW_PIXELS[1] / 512 / high), 10.0)
    return pydeck.ViewState(
        longitude=(west + east) / 2,
        latitude=(south + north) / 2,
        zoom=round(max(zoom, 1.0), 2),
        pitch=40 if is_aslant else 0,
        bearing=0,
    )


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))


def _html(contents: Contents, deck: pydeck.Deck, extra: Sequence[tuple[str, str]], *, offline: bool) -> str:
    library = f"<script>{assets.deck_script()}</script>" if offline else f'<script src="{CDN_URL}"></script>'
    # pydeck indents what it writes, which doubles coordinates.
    layers = panel.in_script(json.loads(deck.to_json()))
    return (
        f'<!DOCTYPE html><html lang="{contents.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(panel.title(contents))}</title>"
        f"<style>{assets.own('page.css')}</style>{library}"
        '</head><body><div class="atlas-deck"></div>'
        '<div class="atlas-card" hidden><button type="button" aria-label="×">×</button><div></div></div>'
        f"{panel.panel(contents, extra)}{panel.script_contents(contents)}"
        f'<script id="atlas-layers" type="application/json">{layers}</script>'
        f"<script>{assets.own('describe.js')}{assets.own('deck.js')}</script></body></html>"
    )
