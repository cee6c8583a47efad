"""The published sources that the Atlas reads: a list that someone typed, and how each is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from etl.published.records import PublishedFile, Source, SourceReading
from etl.sources import (
    banxico_remittances,
    census,
    conagua_drought,
    conapo_intensity_2010,
    conapo_intensity_2020,
    conapo_marginalization_2020,
    inecc_vulnerability,
    sedatu_hazards,
    wikidata_twins,
)
from etl.sources.agreement_registers import AgreementsReading
from etl.sources.register.places import Places
from geo.names.gazetteer import Gazetteer
from geo.names.places import Places as PlacesAbroad


@dataclass(frozen=True, slots=True)
class Known:
    """What a table is read against: the codes of the boundaries loaded, their names, and places abroad.

    ``abroad`` is made when a source asks for it, since it is the whole world.
    """

    places: Places
    gazetteer: Gazetteer
    abroad: Callable[[], PlacesAbroad]


Read = Callable[[PublishedFile, Known], SourceReading]
ReadAgreements = Callable[[PublishedFile, Known], AgreementsReading]

THEMATIC: tuple[tuple[Source, Read], ...] = (
    (census.SOURCE, lambda file, known: census.read(file, known.places)),
    (conapo_intensity_2010.SOURCE, lambda file, known: conapo_intensity_2010.read(file, known.places)),
    (conapo_intensity_2020.SOURCE, lambda file, known: conapo_intensity_2020.read(file, known.places)),
    (
        conapo_marginalization_2020.SOURCE,
        lambda file, known: conapo_marginalization_2020.read(file, known.places),
    ),
    (
        banxico_remittances.SOURCE,
        lambda file, known: banxico_remittances.read(file, known.places, known.gazetteer),
    ),
    (inecc_vulnerability.SOURCE, lambda file, known: inecc_vulnerability.read(file, known.places)),
    (conagua_drought.SOURCE, lambda file, known: conagua_drought.read(file, known.places)),
    (sedatu_hazards.SOURCE, lambda file, known: sedatu_hazards.read(file, known.places)),
)
"""Tables about municipalities. SEDATU's file is the archive that its service is asked for."""

AGREEMENTS: tuple[tuple[Source, ReadAgreements], ...] = (
    (
        wikidata_twins.SOURCE,
        lambda file, known: wikidata_twins.read(file, known.places, known.gazetteer, known.abroad()),
    ),
)
"""Records of agreements, beside the register of the project and registers read by a mapping."""

SOURCES: tuple[Source, ...] = tuple(source for source, _ in (*THEMATIC, *AGREEMENTS))

BY_ID: dict[str, Source] = {source.id: source for source in SOURCES}


class UnknownSource(LookupError):
    """No source of that id is in the list; ``known`` are those that are."""

    def __init__(self, source_id: str) -> None:
        super().__init__(source_id)
        self.source_id = source_id
        self.known = tuple(BY_ID)


def source_named(source_id: str) -> Source:
    """The source of that id.

    :raises UnknownSource: when there is none.
    """
    try:
        return BY_ID[source_id]
    except KeyError:
        raise UnknownSource(source_id) from None


def read_thematic(source_id: str, file: PublishedFile, known: Known) -> SourceReading:
    """What a published table says of municipalities.

    :raises UnknownSource: when no thematic source has that id.
    :raises EtlError: when the file is not that table.
    """
    for source, read in THEMATIC:
        if source.id == source_id:
            return read(file, known)
    raise UnknownSource(source_id)
