"""Banco de México's quarterly income from remittances by municipality (table CE166)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from etl.boundaries.records import Finding
from etl.published.municipal import Row, columns_of, municipalities_absent, refuse_most_rejected
from etl.published.records import PublishedFile, Source, SourceReading, SourceTable, citation, described
from etl.published.rejecting import rejection
from etl.sources.banxico_series import Series, Sheet, sheet
from etl.sources.register.places import Places
from etl.sources.series_places import PlacedSeries, placed
from geo.declarations import Text
from geo.layers import remittances, remittances_quarterly
from geo.layers.remittances import FIRST_YEAR, LAST_YEAR
from geo.names.gazetteer import Gazetteer

SOURCE = Source(
    id="banxico-remittances-ce166",
    title=Text(
        "Ingresos por remesas, distribución por municipio (CE166)",
        "Income from remittances, distribution by municipality (CE166)",
    ),
    publisher="Banco de México",
    licence=remittances.LAYER.licence.title,
    page=(
        "https://www.banxico.org.mx/SieInternet/consultarDirectorioInternetAction.do"
        "?sector=1&accion=consultarCuadro&idCuadro=CE166&locale=es"
    ),
    fills=(remittances.LAYER.id, remittances_quarterly.LAYER.id),
)

_DECIMALS = 6
# States are printed with four decimals, and so are sums of several hundred rounded municipalities.
_TOLERANCE_MUSD = 0.001
_QUARTERS = ("Q1", "Q2", "Q3", "Q4")


def read(file: PublishedFile, places: Places, gazetteer: Gazetteer) -> SourceReading:
    """The layers ``remittances`` and ``remittances_quarterly``; a row in is a series of a municipality.

    Series of whole states are no rows: the municipalities are checked against them.

    :raises EtlError: when the file is not this table in millions of dollars by quarter.
    """
    found = sheet(file)
    at_places = placed(found.municipal, places, gazetteer)
    kept = at_places.by_code
    rejections = [
        rejection(SOURCE, found.title_line, series.id, [fault], series.raw)
        for series, fault in at_places.faults
    ]
    refuse_most_rejected(file, rejections, len(found.municipal))
    published = PublishedFile(file.path, file.address, found.consulted)
    cited = citation(SOURCE, published, found.consulted)
    totals = [_totals_row(code, series, found.periods) for code, series in kept.items()]
    quarters = [row for code, series in kept.items() for row in _quarter_rows(code, series, found.periods)]
    source_id = cited["source_id"]
    return SourceReading(
        source=SOURCE,
        input=described(SOURCE, file, len(found.municipal)),
        citation=cited,
        rows_loaded=len(kept),
        tables=(
            SourceTable(remittances.LAYER.id, columns_of(remittances.LAYER, totals, source_id)),
            SourceTable(
                remittances_quarterly.LAYER.id,
                columns_of(remittances_quarterly.LAYER, quarters, source_id),
            ),
        ),
        rejections=tuple(rejections),
        findings=tuple(_findings(found, at_places, places, gazetteer)),
    )


def _totals_row(code: str, series: Series, periods: Sequence[str]) -> Row:
    latest = series.values[-4:]
    by_year: dict[int, list[float | None]] = defaultdict(list)
    for period, value in zip(periods, series.values, strict=True):
        by_year[int(period[:4])].append(value)
    row: Row = {
        "cvegeo": code,
        "latest_four_quarters_musd": _sum(latest),
        "latest_period": periods[-1],
    }
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        row[f"remittances_{year}_musd"] = _sum(by_year[year])
    return row


def _sum(values: Sequence[float | None]) -> float | None:
    """The sum of four quarters; nothing when one of them is missing.

    >>> _sum([0.1, 0.2, 0.3, 0.4]), _sum([1.0, None, 1.0, 1.0])
    (1.0, None)
    """
    known = [value for value in values if value is not None]
    return round(sum(known), _DECIMALS) if len(known) == len(values) == len(_QUARTERS) else None


def _quarter_rows(code: str, series: Series, periods: Sequence[str]) -> Iterable[dict[str, Any]]:
    for period, value in zip(periods, series.values, strict=True):
        if value is not None:
            yield {
                "id": f"{code}:{period}",
                "cvegeo": code,
                "period": period,
                "remittances_musd": value,
            }


def _findings(
    found: Sheet, at_places: PlacedSeries, places: Places, gazetteer: Gazetteer
) -> Iterable[Finding]:
    layer_id = remittances.LAYER.id
    yield Finding(
        layer_id,
        "info",
        "series_read",
        {
            "states": len(found.states),
            "municipal": len(found.municipal),
            "matched": dict(sorted(at_places.methods.items())),
            "first_quarter": found.periods[0],
            "last_quarter": found.periods[-1],
        },
    )
    yield from municipalities_absent(layer_id, at_places.by_code, places)
    if differences := _state_differences(found, gazetteer):
        yield Finding(layer_id, "warning", "state_totals_differ", {"quarters": differences})
    whole = Counter(int(period[:4]) for period in found.periods)
    undeclared = [year for year, count in whole.items() if count == len(_QUARTERS) and year > LAST_YEAR]
    if undeclared:
        yield Finding(layer_id, "warning", "year_not_declared", {"years": undeclared})


def _state_differences(found: Sheet, gazetteer: Gazetteer) -> list[dict[str, Any]]:
    """Quarters in which the municipalities of a state, the unidentified too, miss its printed total."""
    # The two kinds of titles call one state «México» and «Estado de México».
    names = {series.state for series in (*found.municipal, *found.states.values())}
    codes = {name: gazetteer.states.given(name) or name for name in names}
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(found.periods))
    for series in found.municipal:
        for at, value in enumerate(series.values):
            sums[codes[series.state]][at] += value or 0.0
    return [
        {
            "state": state,
            "quarter": found.periods[at],
            "municipalities_musd": round(sums[codes[state]][at], _DECIMALS),
            "state_musd": value,
        }
        for state, series in sorted(found.states.items())
        for at, value in enumerate(series.values)
        if value is not None and abs(sums[codes[state]][at] - value) > _TOLERANCE_MUSD
    ]
