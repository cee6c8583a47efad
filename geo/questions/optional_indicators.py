"""Indicators that a release may lack: their values, or which source would give them; never a stand-in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sqlalchemy import Connection

from geo import indicators
from geo.declarations import Direction, Layer, Text
from geo.indicators import Indicator, IndicatorNotLoaded, UnknownIndicator
from geo.published_sources import filling
from geo.questions.question import BadParameter, Parameter, ParameterType

PATTERN = "[a-z0-9_]{1,60}\\.[a-z0-9_]{1,60}"
"""``layer.field``."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Values by CVEGEO, of those that have one; ``missing`` says what to load where there are none."""

    indicator: Indicator
    values: dict[str, float]
    missing: Text | None = None

    @property
    def is_lower_more(self) -> bool:
        """Whether a lower value means more of what the indicator tells."""
        return self.indicator.field.direction is Direction.LOWER_IS_MORE

    def is_from(self, value: float, threshold: float) -> bool:
        """Whether a value reaches the threshold, in the direction in which the indicator is more."""
        return value <= threshold if self.is_lower_more else value >= threshold


def parameter(name: str, default: str, title: Text, description: Text) -> Parameter:
    """A parameter that names an indicator of any layer, a user's own included."""
    return Parameter(
        name=name,
        type=ParameterType.TEXT,
        title=title,
        description=description,
        default=default,
        pattern=PATTERN,
    )


def read(connection: Connection, parameter_name: str, indicator_id: str) -> Reading:
    """The values of an indicator, or none and what to load.

    :raises BadParameter: when no layer declares it; names those that the release has.
    """
    try:
        wanted = indicators.indicator(connection, indicator_id)
    except IndicatorNotLoaded as absent:
        return Reading(absent.indicator, {}, what_to_load(absent.indicator.layer, absent.indicator.id))
    except UnknownIndicator as unknown:
        reason = Text("ninguna capa da ese indicador", "no layer gives that indicator")
        raise BadParameter(parameter_name, indicator_id, reason, unknown.known) from None
    codes, values = indicators.values(connection, wanted)
    known = ~np.isnan(values)
    return Reading(wanted, dict(zip(codes[known].tolist(), values[known].tolist(), strict=True)))


def what_to_load(layer: Layer, name: str) -> Text:
    """What a reader is told where a release lacks a layer: its source, and that nothing stands in for it."""
    source = layer.licence.attribution
    how = how_to_load(layer)
    return Text(
        f"Esta versión de los datos no trae «{layer.title.es}» ({name}): cárguelo («{source.es}») con"
        f" {how.es}. Mientras tanto queda como desconocido y todo lo demás se responde.",
        f"This release of the data does not hold “{layer.title.en}” ({name}): load it (“{source.en}”) with"
        f" {how.en}. Until then it stays unknown, and everything else is answered.",
    )


def how_to_load(layer: Layer) -> Text:
    """The command that loads a layer, and where its file is found if its publisher gives it no address."""
    source = filling(layer.id)
    if source is None:
        return Text("«atlas etl run»", "`atlas etl run`")
    if source.is_fetched:
        return Text(f"«{source.command}»", f"`{source.command}`")
    return Text(
        f"«{source.command}», donde PATH es el archivo que se descarga de {source.page}",
        f"`{source.command}`, where PATH is the file that is downloaded from {source.page}",
    )
