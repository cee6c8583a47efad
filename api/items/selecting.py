"""Which items a request asks for and how it wants to see them: parameters that depend on the collection."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends
from sqlalchemy import ColumnElement, and_
from starlette.requests import Request

from api.dependencies import CollectionLayer, layer_of
from api.items import boxes, filters
from api.parameters import given_once
from geo import systems
from geo.boundaries.coverages import BANDS
from geo.declarations import Layer, Text
from geo.items import times
from geo.items.ordering import NotSortable, Order, orders_of, usual_order
from geo.items.queries import Outline, Selection, field_condition
from geo.questions.question import BadParameter
from geo.systems import CRS84, System

_NEEDS_PERIOD = Text(
    "debe ser una fecha o un instante (2018-02-12, 2018-02-12T23:20:50Z), o un intervalo de inicio a fin"
    " (2010/2015, ../2015, 2010/..)",
    "must be a date or an instant (2018-02-12, 2018-02-12T23:20:50Z), or an interval from start to end"
    " (2010/2015, ../2015, 2010/..)",
)


def _layer_of(request: Request) -> Layer:
    return layer_of(request.state.release, request.path_params["collection_id"])


def _system(request: Request, name: str) -> System:
    given = given_once(request, name)
    if given is None:
        return CRS84
    try:
        return systems.system_named(given)
    except systems.UnknownSystem:
        listed = ", ".join(systems.URIS)
        reason = Text(f"debe ser uno de: {listed}", f"must be one of: {listed}")
        raise BadParameter(name, given, reason, systems.URIS) from None


class ItemSelection:
    """Filters by field, by CQL2, by box and by time, as far as the collection has them."""

    def parameter_names(self, request: Request) -> Sequence[str]:
        """Names of the parameters by which items of this collection are selected."""
        layer = _layer_of(request)
        return [
            *(field.name for field in layer.parameters),
            *(("bbox", "bbox-crs") if layer.geometry else ()),
            *(("datetime",) if layer.time else ()),
            *filters.NAMES,
        ]

    async def __call__(self, request: Request, layer: CollectionLayer) -> Selection:
        """What an item must meet."""
        return self.of(request, layer)

    @staticmethod
    def of(request: Request, layer: Layer) -> Selection:
        """What an item must meet."""
        query = request.query_params
        box = given_once(request, "bbox")
        system = _system(request, "bbox-crs")
        asked = None if box is None else boxes.box_of(box, system)
        period = given_once(request, "datetime")
        return Selection(
            bbox=None if asked is None else asked.box,
            region=None if asked is None else asked.region,
            filters={
                field.name: query.getlist(field.name) for field in layer.parameters if field.name in query
            },
            period=None if period is None else _period(period),
            where=filters.condition(request, layer),
        )


def _period(text: str) -> times.Period:
    try:
        return times.period_of(text)
    except times.BadPeriod:
        raise BadParameter("datetime", text, _NEEDS_PERIOD) from None


@dataclass(frozen=True, slots=True)
class View:
    """How items are seen: in which order, with which properties, and with what geometry.

    ``zoom`` asks for the geometry that is drawn at that zoom, ``decimals`` for fewer than are stored;
    ``is_of_table`` says that the collection has no geometry.
    """

    order: tuple[Order, ...] = ()
    properties: tuple[str, ...] | None = None
    has_geometry: bool = True
    is_of_table: bool = False
    system: System = CRS84
    zoom: int | None = None
    decimals: int | None = None

    @property
    def is_stored(self) -> bool:
        """Whether the geometry is a text that the release holds."""
        return self.system is CRS84 and self.decimals is None

    @property
    def outline(self) -> Outline:
        """The form in which the geometry is read."""
        if not self.has_geometry:
            return Outline.NONE
        return Outline.TEXT if self.is_stored else Outline.DRAWN


class ItemView:
    """Order, choice of properties and treatment of geometry, as far as the collection has any."""

    def __init__(self, *, is_page: bool) -> None:
        self._of_page = ("sortby",) if is_page else ()

    def parameter_names(self, request: Request) -> Sequence[str]:
        """Names of the parameters by which items of this collection are seen in one way or another."""
        has_geometry = _layer_of(request).geometry is not None
        return [*self._of_page, "properties", *(_OF_GEOMETRY if has_geometry else ())]

    async def __call__(self, request: Request, layer: CollectionLayer) -> View:
        """How the items are to be seen."""
        return self.of(request, layer)

    @staticmethod
    def of(request: Request, layer: Layer) -> View:
        """How the items are to be seen."""
        system = _system(request, "crs")
        return View(
            order=_order(request, layer),
            properties=_properties(request, layer),
            has_geometry=not _flag(request, "skipGeometry"),
            is_of_table=layer.geometry is None,
            system=system,
            zoom=_zoom(request, system),
            decimals=_whole_number(request, "precision", CRS84.decimals),
        )


_OF_GEOMETRY = ("crs", "skipGeometry", "zoom-level", "max-allowable-offset", "precision")


def _order(request: Request, layer: Layer) -> tuple[Order, ...]:
    text = given_once(request, "sortby")
    if text is None:
        return usual_order(layer)
    try:
        return orders_of(layer, text)
    except NotSortable as error:
        raise _not_among("sortby", error.name, error.known) from None


def _properties(request: Request, layer: Layer) -> tuple[str, ...] | None:
    text = given_once(request, "properties")
    if text is None:
        return None
    known = tuple(field.name for field in layer.fields)
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in known:
            raise _not_among("properties", name, known)
    return tuple(name for name in known if name in names)


def _not_among(parameter: str, name: str, known: Sequence[str]) -> BadParameter:
    listed = ", ".join(known)
    reason = Text(f"los campos son: {listed}", f"the fields are: {listed}")
    return BadParameter(parameter, name, reason, known)


def _flag(request: Request, name: str) -> bool:
    text = given_once(request, name)
    if text not in {None, "true", "false"}:
        reason = Text("debe ser true o false", "must be true or false")
        raise BadParameter(name, text or "", reason, ("true", "false"))
    return text == "true"


def _whole_number(request: Request, name: str, highest: int) -> int | None:
    text = given_once(request, name)
    if text is None:
        return None
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII) or int(text) > highest:
        es = f"debe ser un número entero de 0 a {highest}"
        raise BadParameter(name, text, Text(es, f"must be a whole number from 0 to {highest}"))
    return int(text)


def _zoom(request: Request, system: System) -> int | None:
    """The zoom whose geometry is asked for, by itself or by how far an outline may be from its place."""
    zoom = _whole_number(request, "zoom-level", BANDS[0].zoom_max)
    text = given_once(request, "max-allowable-offset")
    if text is None:
        return zoom
    if not re.fullmatch(r"\d{1,400}(\.\d{1,400})?([eE][+-]?\d{1,3})?", text, re.ASCII):
        needs = Text(
            "debe ser un número, en las unidades de crs", "must be a number, in the units of the crs"
        )
        raise BadParameter("max-allowable-offset", text, needs)
    offset_m = float(text) * system.metres_per_unit
    coarsest = [band for band in BANDS if band.tolerance_m is not None and band.tolerance_m <= offset_m]
    if not coarsest:
        return None
    # Of two wishes the one for more detail.
    return coarsest[-1].zoom_max if zoom is None else max(zoom, coarsest[-1].zoom_max)


class TileCondition:
    """What a feature in a tile must meet: the filter, and properties asked for by name."""

    def parameter_names(self, request: Request) -> Sequence[str]:
        """Names of the parameters by which features of this collection are selected."""
        return [*(field.name for field in _layer_of(request).parameters), *filters.NAMES]

    async def __call__(self, request: Request, layer: CollectionLayer) -> ColumnElement[bool] | None:
        """The condition, if there is one."""
        return self.of(request, layer)

    @staticmethod
    def of(request: Request, layer: Layer) -> ColumnElement[bool] | None:
        """The condition, if there is one."""
        query = request.query_params
        where = filters.condition(request, layer)
        met = [] if where is None else [where]
        met += [
            field_condition(layer, field, query.getlist(field.name))
            for field in layer.parameters
            if field.name in query
        ]
        return and_(*met) if met else None


AskedCondition = Annotated[ColumnElement[bool] | None, Depends(TileCondition())]
AskedSelection = Annotated[Selection, Depends(ItemSelection())]
AskedView = Annotated[View, Depends(ItemView(is_page=True))]
AskedViewOfOne = Annotated[View, Depends(ItemView(is_page=False))]


def without_view(query: Sequence[tuple[str, str]]) -> list[tuple[str, Any]]:
    """The pairs of a query that say which items, and not how they are seen or which page of them."""
    seen = {"sortby", "properties", "limit", "offset", "cursor", "f", "lang", *_OF_GEOMETRY}
    return [pair for pair in query if pair[0] not in seen]
