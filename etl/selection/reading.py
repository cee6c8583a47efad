"""The chosen sources read against the boundaries of the release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from etl.boundaries.records import Boundaries, Finding, InputDescription
from etl.errors import EtlError
from etl.own_layers.declaration import own_layer
from etl.own_layers.reading import OwnReading, Zonal, read_by_code, read_by_name, read_raster, read_shapes
from etl.published.records import PublishedFile, SourceReading
from etl.published.review import Decisions, Unresolved
from etl.selection.records import DATA, DECLARATION, WEIGHTS, ChosenSource
from etl.sources import agreement_registers
from etl.sources.agreement_mapping import mapping_of
from etl.sources.agreement_registers import AgreementsReading
from etl.sources.register.checking import Rejection
from etl.sources.register.places import Places
from etl.sources.registry import AGREEMENTS, Known, read_thematic
from geo.declarations import Layer
from geo.names.gazetteer import Gazetteer
from geo.names.places import Places as PlacesAbroad


@dataclass(frozen=True, kw_only=True)
class Readings:
    """What the chosen sources say.

    ``chosen`` are the sources that were read in the end: one that was refused but may be gone without is not
    among them, or as it was before; ``refused`` says why.
    """

    chosen: tuple[ChosenSource, ...] = ()
    thematic: tuple[SourceReading, ...] = ()
    agreements: tuple[AgreementsReading, ...] = ()
    own: tuple[OwnReading, ...] = ()
    refused: tuple[tuple[str, EtlError], ...] = ()

    @property
    def _all(self) -> tuple[SourceReading | AgreementsReading, ...]:
        return (*self.thematic, *self.agreements, *(each.reading for each in self.own))

    @property
    def by_layer(self) -> tuple[SourceReading, ...]:
        """The readings that bring rows of whole layers."""
        return (*self.thematic, *(each.reading for each in self.own))

    @property
    def own_layers(self) -> tuple[Layer, ...]:
        """The declarations of a user's own layers."""
        return tuple(each.layer for each in self.own)

    @property
    def inputs(self) -> tuple[tuple[InputDescription, int, int], ...]:
        """Each file with its rows loaded and rejected."""
        return tuple((each.input, each.rows_loaded, len(each.rejections)) for each in self._all)

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        """Rows that did not fit."""
        return tuple(row for each in self._all for row in each.rejections)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What a person should know of them."""
        return tuple(found for each in self._all for found in each.findings)

    @property
    def unresolved(self) -> tuple[Unresolved, ...]:
        """Names for a person to decide."""
        of_agreements = (name for each in self.agreements for name in each.unresolved)
        return (*of_agreements, *(name for each in self.own for name in each.unresolved))


def _no_areas(*_: object) -> Mapping[tuple[int, str], NDArray[Any]]:
    raise RuntimeError("rasters need the areas of the boundaries")


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Sources to read; ``zonal`` sums up rasters.

    ``may_fail`` maps those that the run can go without to what they were before.
    """

    sources: tuple[ChosenSource, ...] = ()
    cache: Path = Path()
    decisions: Decisions = field(default_factory=dict)
    may_fail: Mapping[str, ChosenSource | None] = field(default_factory=dict)
    zonal: Zonal = _no_areas


def known(boundaries: Boundaries, places: Places) -> Known:
    """What tables are read against."""
    towns, states = boundaries.municipalities, boundaries.states
    gazetteer = Gazetteer(
        list(zip(towns["cvegeo"], towns["name"], towns["cve_ent"], strict=True)),
        list(zip(states["cve_ent"], states["name"], strict=True)),
    )

    @cache
    def abroad() -> PlacesAbroad:
        return PlacesAbroad()

    return Known(places, gazetteer, abroad)


def read(chosen: Chosen, known: Known) -> Readings:
    """What each source says, in the order of their ids.

    :raises EtlError: when one is not what it should be and may not be gone without.
    """
    kept: list[ChosenSource] = []
    thematic: list[SourceReading] = []
    agreements: list[AgreementsReading] = []
    own: list[OwnReading] = []
    refused: list[tuple[str, EtlError]] = []
    for source in chosen.sources:
        try:
            reading, one = _read(source, chosen, known), source
        except EtlError as error:
            if source.id not in chosen.may_fail:
                raise
            refused.append((source.id, error))
            before = chosen.may_fail[source.id]
            if before is None:
                continue
            reading, one = _read(before, chosen, known), before
        kept.append(one)
        if isinstance(reading, AgreementsReading):
            agreements.append(reading)
        elif isinstance(reading, OwnReading):
            own.append(reading)
        else:
            thematic.append(reading)
    return Readings(
        chosen=tuple(kept),
        thematic=tuple(thematic),
        agreements=tuple(agreements),
        own=tuple(own),
        refused=tuple(refused),
    )


_AGREEMENTS = {source.id: read for source, read in AGREEMENTS}


def _read(
    source: ChosenSource, chosen: Chosen, known: Known
) -> SourceReading | AgreementsReading | OwnReading:
    file = source.published(DATA, chosen.cache)
    if source.kind == "published":
        if source.id in _AGREEMENTS:
            return _AGREEMENTS[source.id](file, known)
        return read_thematic(source.id, file, known)
    if source.kind == "layer":
        return _read_own(source, file, chosen, known)
    mapping = mapping_of(source.published(DECLARATION, chosen.cache))
    return agreement_registers.read(
        file, mapping, known.places, known.gazetteer, known.abroad(), chosen.decisions
    )


def _read_own(source: ChosenSource, file: PublishedFile, chosen: Chosen, known: Known) -> OwnReading:
    own = own_layer(source.published(DECLARATION, chosen.cache))
    if own.raster is not None:
        weights = source.published(WEIGHTS, chosen.cache) if WEIGHTS in source.files else None
        return read_raster(own, file, weights, known.places, chosen.zonal)
    if not own.key:
        return read_shapes(own, file, known.places)
    if "cvegeo" in own.key:
        return read_by_code(own, file, known.places)
    return read_by_name(own, file, known.places, known.gazetteer, chosen.decisions)
