"""A sheet as Banco de México's SIE exports it: titles, a header of several lines, one column a series."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from etl.errors import RepeatedColumn
from etl.published.numbers import Unreadable, real
from etl.published.records import PublishedFile
from etl.published.refusals import MissingColumns, UnexpectedContent
from etl.published.tables import Layout, TextRow, text_rows

LAYOUT = Layout(columns={}, encodings=("cp1252",))

PUBLISHER = "Banco de México"
TITLE = "Ingresos por remesas, distribución por municipio"
EXPECTED = {
    "Periodicidad": "Trimestral",
    "Cifra": "Flujos",
    "Unidad": "Millones de Dólares",
    "Tipo de información": "Niveles",
}
_TITLES, _SERIES = "Título", "Fecha"
_OTHERS = frozenset({"Periodo disponible", "Base", "Aviso"})
_MUNICIPAL = "Ingresos por Remesas, Distribución por Municipio, "
_OF_STATE = "Ingresos por Remesas Familiares, "

_CONSULTED = re.compile(r"Fecha de consulta: (\d{2})/(\d{2})/(\d{4})( .*)?", re.ASCII)
_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})", re.ASCII)
_QUARTERS = {"01": "Q1", "04": "Q2", "07": "Q3", "10": "Q4"}


@dataclass(frozen=True, slots=True)
class Series:
    """One column: its id, the state and municipality that its title names, and a value for each quarter."""

    id: str
    title: str
    state: str
    municipality: str | None
    values: tuple[float | None, ...]

    @property
    def raw(self) -> dict[str, str]:
        """What identifies it as published."""
        return {"serie": self.id, "título": self.title}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet: the day on which it was exported, quarters (``2013-Q1``), and its series."""

    consulted: str
    title_line: int
    periods: tuple[str, ...]
    municipal: tuple[Series, ...]
    states: Mapping[str, Series]


def sheet(file: PublishedFile) -> Sheet:
    """Table CE166 as exported.

    :raises UnexpectedContent: when titles, units or quarters are not those of the table.
    :raises EtlError: when it is no table.
    """
    lines = list(text_rows(file, LAYOUT))
    start = next((at for at, line in enumerate(lines) if line.cells[0].strip() == _TITLES), None)
    if start is None:
        raise MissingColumns(file.name, [_TITLES], [line.cells[0] for line in lines[:8]])
    consulted = _consulted(file, lines[:start])
    header: dict[str, TextRow] = {}
    values: list[TextRow] = []
    for line in lines[start:]:
        (values.append(line) if _SERIES in header else header.setdefault(line.cells[0].strip(), line))
    ids = _checked_header(file, header)
    periods = _periods(file, values)
    titles = header[_TITLES].cells
    columns = _columns(file, values, ids)
    series = [
        _series(file, series_id, titles[at].strip(), columns[at - 1])
        for at, series_id in enumerate(ids, start=1)
    ]
    return Sheet(
        consulted=consulted,
        title_line=header[_TITLES].line,
        periods=periods,
        municipal=tuple(each for each in series if each.municipality is not None),
        states={each.state: each for each in series if each.municipality is None},
    )


def _consulted(file: PublishedFile, lines: Sequence[TextRow]) -> str:
    texts = [cell.strip() for line in lines for cell in line.cells]
    for expected in (PUBLISHER, TITLE):
        if expected not in texts:
            raise UnexpectedContent(file.name, "título / title", " · ".join(texts), expected)
    for text in texts:
        if found := _CONSULTED.fullmatch(text):
            day, month, year = (int(part) for part in found.groups()[:3])
            try:
                return date(year, month, day).isoformat()
            except ValueError:
                break
    raise UnexpectedContent(file.name, "título / title", " · ".join(texts), "Fecha de consulta: dd/mm/aaaa")


def _checked_header(file: PublishedFile, header: Mapping[str, TextRow]) -> tuple[str, ...]:
    absent = [name for name in (_TITLES, _SERIES, *EXPECTED) if name not in header]
    if absent:
        raise MissingColumns(file.name, absent, list(header))
    unknown = sorted(set(header) - {_TITLES, _SERIES, *EXPECTED, *_OTHERS})
    if unknown:
        raise UnexpectedContent(file.name, "encabezado / header", unknown[0], ", ".join(EXPECTED))
    ids = tuple(cell.strip() for cell in header[_SERIES].cells[1:])
    if repeated := sorted({each for each in ids if ids.count(each) > 1}) if len(set(ids)) < len(ids) else []:
        raise RepeatedColumn(file.name, repeated)
    for name, line in header.items():
        if len(line.cells) != len(ids) + 1:
            raise UnexpectedContent(
                file.name, f"{name}: columnas / columns", str(len(line.cells)), str(len(ids) + 1)
            )
        if name in EXPECTED:
            strange = next((cell for cell in line.cells[1:] if cell.strip() != EXPECTED[name]), None)
            if strange is not None:
                raise UnexpectedContent(file.name, name, strange, EXPECTED[name])
    return ids


def _periods(file: PublishedFile, values: Sequence[TextRow]) -> tuple[str, ...]:
    periods = []
    for line in values:
        found = _DAY.fullmatch(line.cells[0].strip())
        quarter = _QUARTERS.get(found[2]) if found and found[1] == "01" else None
        if found is None or quarter is None:
            expected = "01/01, 01/04, 01/07, 01/10"
            raise UnexpectedContent(file.name, f"línea/line {line.line}", line.cells[0], expected)
        periods.append(f"{found[3]}-{quarter}")
    follows = [_next_quarter(period) for period in periods[:-1]]
    if not periods or follows != periods[1:]:
        raise UnexpectedContent(
            file.name, "trimestres / quarters", ", ".join(periods[:6]), "uno tras otro / one after another"
        )
    return tuple(periods)


def _next_quarter(period: str) -> str:
    """The quarter after one.

    >>> _next_quarter("2013-Q1"), _next_quarter("2013-Q4")
    ('2013-Q2', '2014-Q1')
    """
    year, quarter = int(period[:4]), int(period[-1])
    return f"{year + 1:04d}-Q1" if quarter == 4 else f"{year:04d}-Q{quarter + 1}"


def _columns(
    file: PublishedFile, values: Sequence[TextRow], ids: Sequence[str]
) -> list[tuple[float | None, ...]]:
    rows = []
    for line in values:
        if len(line.cells) != len(ids) + 1:
            raise UnexpectedContent(
                file.name, f"línea/line {line.line}", str(len(line.cells)), f"{len(ids) + 1} celdas / cells"
            )
        row = [real(cell) for cell in line.cells[1:]]
        for series_id, value in zip(ids, row, strict=True):
            if isinstance(value, Unreadable) or (value is not None and not 0 <= value < float("inf")):
                told = value.text if isinstance(value, Unreadable) else str(value)
                raise UnexpectedContent(
                    file.name, f"{series_id}, línea/line {line.line}", told, "≥ 0, millones / millions"
                )
        rows.append([value for value in row if not isinstance(value, Unreadable)])
    return list(zip(*rows, strict=True))


def _series(file: PublishedFile, series_id: str, title: str, values: tuple[float | None, ...]) -> Series:
    if title.startswith(_MUNICIPAL):
        state, comma, municipality = title.removeprefix(_MUNICIPAL).partition(", ")
        if comma:
            return Series(series_id, title, state.strip(), municipality.strip(), values)
    elif title.startswith(_OF_STATE):
        return Series(series_id, title, title.removeprefix(_OF_STATE).strip(), None, values)
    raise UnexpectedContent(file.name, series_id, title, f"{_MUNICIPAL}… | {_OF_STATE}…")
