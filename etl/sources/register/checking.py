"""The rows of the register that fit the declarations and the boundaries, and those that do not, with reasons.

Rows in = rows loaded + rows rejected, for each file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from etl.errors import MostRowsRejected
from etl.faults import Fault, together
from etl.sources.register.places import Places, faults_of_place, split_code
from etl.sources.register.reading import RawFile, RawRow
from etl.sources.register.rows import Row, row_of
from geo.declarations import Text


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that did not fit: where it is, why, what would mend it, and the row itself as JSON."""

    input_name: str
    line: int
    natural_key: str | None
    reason: Text
    remedy: Text
    raw: str


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file after its checks."""

    raw: RawFile
    rows: tuple[Row, ...]
    rejections: tuple[Rejection, ...]


def check(files: Sequence[RawFile], places: Places) -> tuple[CheckedFile, ...]:
    """Each file with its rows told apart, in the order given: networks before those who belong to them.

    :raises MostRowsRejected: when more than half of the rows of a file do not fit.
    """
    networks: set[str] = set()
    checked = []
    for raw in files:
        one = _check_file(raw, places, networks)
        if raw.file.layer.id == "networks":
            networks |= {row["id"] for row in one.rows}
        if len(one.rejections) > len(one.rows):
            example = one.rejections[0].reason.en
            raise MostRowsRejected(raw.file.name, len(one.rejections), len(raw.rows), example)
        checked.append(one)
    return tuple(checked)


def _check_file(raw: RawFile, places: Places, networks: set[str]) -> CheckedFile:
    rows: list[Row] = []
    rejections: list[Rejection] = []
    first_line: dict[str, int] = {}
    for each in raw.rows:
        row, faults = row_of(raw.file, raw.header, each.cells)
        if row:
            faults += _faults_of_row(raw, row, places, networks)
            key = row.get(raw.file.layer.key)
            if key is not None and first_line.setdefault(key, each.line) != each.line:
                faults.append(_repeated_key(key, first_line[key]))
        if faults:
            rejections.append(_rejection(raw, each, faults))
        else:
            rows.append(row)
    return CheckedFile(raw, tuple(rows), tuple(rejections))


def _faults_of_row(raw: RawFile, row: Row, places: Places, networks: set[str]) -> list[Fault]:
    if raw.file.layer.id == "climate_instruments" and (fault := split_code(row)) is not None:
        return [fault]
    faults = list(faults_of_place(raw.file.layer, row, places))
    network = row.get("network_id")
    if network is not None and network not in networks:
        faults.append(_unknown_network(network))
    return faults


def _repeated_key(key: str, line: int) -> Fault:
    return Fault(
        Text(f"El id «{key}» ya está en la línea {line}.", f"The id «{key}» is on line {line} already."),
        Text("Dé a cada registro un id propio.", "Give each record an id of its own."),
    )


def _unknown_network(network: str) -> Fault:
    return Fault(
        Text(
            f"La red «{network}» no está en networks.csv o fue rechazada.",
            f"Network «{network}» is not in networks.csv or was rejected.",
        ),
        Text("Añada la red o corrija network_id.", "Add the network or correct network_id."),
    )


def _rejection(raw: RawFile, row: RawRow, faults: Sequence[Fault]) -> Rejection:
    is_whole = len(row.cells) == len(raw.header)
    content = dict(zip(raw.header, row.cells, strict=True)) if is_whole else list(row.cells)
    key = content.get(raw.file.layer.key) if isinstance(content, dict) else row.cells[0]
    fault = together(faults)
    return Rejection(
        input_name=raw.file.name,
        line=row.line,
        natural_key=key or None,
        reason=fault.reason,
        remedy=fault.remedy,
        raw=orjson.dumps(content).decode(),
    )
