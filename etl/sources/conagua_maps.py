"""The maps of the drought monitor as CONAGUA publishes them: one row a municipality, one column a map."""

from __future__ import annotations

from datetime import date, timedelta

from etl.boundaries.records import Finding
from etl.faults import Fault
from etl.published.codes import cvegeo
from etl.published.records import PublishedFile, Source
from etl.published.refusals import UnexpectedContent
from etl.published.rejecting import (
    faults_of_code,
    rejection,
    repeated,
    unknown_word,
    wrong_length,
)
from etl.published.tables import Layout, TextRow, positions_in, text_rows
from etl.sources.drought_rows import DroughtRows
from etl.sources.register.places import Places
from etl.sources.spells import longest, periods, spells

LAYOUT = Layout(
    columns={"code": ("CVE_CONCATENADA",), "state": ("CVE_ENT",)},
    ignored=frozenset(
        {
            "CVE_MUN",
            "NOMBRE_MUN",
            "ENTIDAD",
            "ORG_CUENCA*",
            "ORG_CUENCA",
            "CLV_OC",
            "CON_CUENCA",
            "CVE_CONC",
        }
    ),
    sheet="MUNICIPIOS",
)

CATEGORIES = {"": "none", "D0": "D0", "D1": "D1", "D2": "D2", "D3": "D3", "D4": "D4"}

# Day 0 of the serial dates of spreadsheets.
_SERIAL_START = date(1899, 12, 30)


def read_maps(source: Source, file: PublishedFile, places: Places) -> DroughtRows:
    """The longest spells of each municipality, made from the maps.

    A map that is empty everywhere was not drawn, and says nothing of its time.

    :raises EtlError: when the table is not as declared.
    """
    lines = text_rows(file, LAYOUT)
    header = tuple(cell.strip() for cell in next(lines, TextRow(1, ())).cells)
    days = {at: day for at, cell in enumerate(header) if (day := _map_date(cell)) is not None}
    positions = positions_in(
        file.name, [name for at, name in enumerate(header) if name and at not in days], LAYOUT
    )
    named = [at for at, name in enumerate(header) if name and at not in days]
    columns = {name: named[at] for name, at in positions.items()}
    if not days or list(days.values()) != sorted(set(days.values())):
        raise UnexpectedContent(file.name, "encabezado / header", ", ".join(header[-2:]), "2003-01-31, …")
    rows = list(lines)
    width = max(days) + 1
    drawn = [at for at in days if any(len(row.cells) > at and row.cells[at].strip() for row in rows)]
    times = periods([days[at] for at in drawn])
    found = DroughtRows(record_end=max((days[at] for at in drawn), default=None))
    first_line: dict[str, int] = {}
    for row in rows:
        found.rows_in += 1
        cells = (*row.cells, *("" for _ in range(width - len(row.cells))))
        raw = dict(zip(header, cells, strict=False))
        text, state = cells[columns["code"]].strip(), cells[columns["state"]].strip()
        code = cvegeo(text, restores_zeros=True)
        words = [cells[at].strip() for at in drawn]
        faults = _faults(text, code, state, words, places)
        if len(row.cells) > len(header):
            faults.append(wrong_length(len(row.cells), len(header)))
        if code is not None and first_line.setdefault(code, row.line) != row.line:
            faults.append(repeated(code, first_line[code]))
        if faults or code is None:
            found.rejections.append(rejection(source, row.line, code, faults, raw))
            continue
        found.rows_loaded += 1
        found.restored_zeros += text != code
        found.spells[code] = longest(spells(code, [CATEGORIES[word] for word in words], times))
    missing = [days[at].isoformat() for at in days if at not in drawn]
    if missing:
        found.findings.append(Finding("drought", "info", "maps_not_drawn", {"dates": missing}))
    return found


def has_maps(file: PublishedFile) -> bool:
    """Whether a file is the maps, as its header tells.

    :raises EtlError: when it is no table.
    """
    header = next(text_rows(file, LAYOUT), TextRow(1, ())).cells
    return "CVE_CONCATENADA" in {cell.strip() for cell in header}


def _map_date(cell: str) -> date | None:
    """The day of a map: a date, or the serial number that a spreadsheet keeps it as.

    >>> _map_date("2014-02-15"), _map_date("37652"), _map_date("CVE_ENT")
    (datetime.date(2014, 2, 15), datetime.date(2003, 1, 31), None)
    """
    if cell.isascii() and cell.isdigit() and len(cell) == 5:
        return _SERIAL_START + timedelta(days=int(cell))
    try:
        return date.fromisoformat(cell[:10])
    except ValueError:
        return None


def _faults(text: str, code: str | None, state: str, words: list[str], places: Places) -> list[Fault]:
    faults = faults_of_code(text, code, state, places)
    strange = sorted({word for word in words if word not in CATEGORIES})
    if strange:
        faults.append(unknown_word("mapa/map", strange[0], tuple(CATEGORIES)[1:]))
    return faults
