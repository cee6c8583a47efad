"""The municipalities that the titles of series name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from etl.faults import Fault
from etl.published.rejecting import unknown_municipality
from etl.sources.banxico_series import Series
from etl.sources.register.places import Places
from geo.declarations import Text
from geo.names.folding import fold
from geo.names.gazetteer import Gazetteer
from geo.names.resolution import Resolution

UNIDENTIFIED = fold("No identificado")


@dataclass(slots=True)
class PlacedSeries:
    """The series of each municipality; those that have none, with the reason; how many names matched how."""

    by_code: dict[str, Series] = field(default_factory=dict)
    faults: list[tuple[Series, Fault]] = field(default_factory=list)
    methods: Counter[str] = field(default_factory=Counter)


def placed(series: Iterable[Series], places: Places, gazetteer: Gazetteer) -> PlacedSeries:
    """Each series at its municipality, found by its name within its state.

    Two series at one municipality cannot both be right: the one whose name is nearer stays when there is
    one, else neither does.
    """
    found = PlacedSeries()
    rivals: dict[str, list[tuple[Series, Resolution]]] = defaultdict(list)
    for each in series:
        if fold(each.municipality or "") == UNIDENTIFIED:
            found.faults.append((each, _unidentified()))
            continue
        resolution = gazetteer.resolve(each.municipality or "", state=each.state, kind="municipality")
        if resolution.code is None:
            found.faults.append((each, _unresolved(resolution)))
        elif resolution.code not in places.municipalities:
            found.faults.append((each, unknown_municipality(places)))
        else:
            rivals[resolution.code].append((each, resolution))
    for code, claims in rivals.items():
        best = max(resolution.score for _, resolution in claims)
        winners = [claim for claim in claims if claim[1].score == best]
        if len(winners) == 1:
            found.by_code[code] = winners[0][0]
            found.methods[winners[0][1].method] += 1
        for claim in claims:
            if len(winners) > 1 or claim is not winners[0]:
                found.faults.append((claim[0], _two_series(code, claims)))
    return found


def _unidentified() -> Fault:
    return Fault(
        Text(
            "El Banco de México no asignó estas remesas a ningún municipio del estado.",
            "Banco de México assigned these remittances to no municipality of the state.",
        ),
        Text("No hay nada que corregir.", "There is nothing to mend."),
    )


def _unresolved(resolution: Resolution) -> Fault:
    told = ", ".join(f"{each.code} {each.name}" for each in resolution.alternatives) or "-"
    if resolution.status == "ambiguous":
        reason = Text(
            f"El nombre puede ser de varios municipios: {told}.",
            f"The name may be that of several municipalities: {told}.",
        )
    else:
        reason = Text(
            f"Ningún municipio del estado se llama así; los más cercanos: {told}.",
            f"No municipality of the state is called so; the nearest: {told}.",
        )
    return Fault(
        reason,
        Text(
            "Añada el nombre a data/names/municipality_aliases.csv con su fuente.",
            "Add the name to data/names/municipality_aliases.csv with its source.",
        ),
    )


def _two_series(code: str, claims: list[tuple[Series, Resolution]]) -> Fault:
    told = ", ".join(f"{series.id} {series.municipality}" for series, _ in claims)
    return Fault(
        Text(f"Varias series llevan a {code}: {told}.", f"Several series lead to {code}: {told}."),
        Text(
            "Distinga los nombres en data/names/municipality_aliases.csv.",
            "Tell the names apart in data/names/municipality_aliases.csv.",
        ),
    )
