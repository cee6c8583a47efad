"""A table with one row a municipality, read by its declaration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from etl.boundaries.records import Finding
from etl.errors import MostRowsRejected
from etl.faults import Fault, fault_in
from etl.published.codes import cvegeo, joined_cvegeo
from etl.published.numbers import Unreadable, integer, real
from etl.published.records import (
    PublishedFile,
    Source,
    SourceReading,
    SourceTable,
    citation,
    described,
)
from etl.published.refusals import NotATable
from etl.published.rejecting import (
    faults_of_code,
    not_a_number,
    rejection,
    repeated,
    unknown_word,
    wrong_length,
)
from etl.published.tables import Layout, Table, TextRow, table
from etl.sources.register.checking import Rejection
from etl.sources.register.places import Places
from geo.declarations import Field, FieldType, Layer

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalTable:
    """A published table and the layer that it fills.

    Columns of the layout are named as the fields of the layer that they fill; ``code`` is the municipality,
    ``state`` and ``municipality`` its two parts where the table has them apart (with ``code``, ``state`` is
    only compared). ``words`` maps the words of a field, as published, to ours.
    """

    source: Source
    layer: Layer
    layout: Layout
    restores_zeros: bool = False
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class MunicipalRows:
    """What was read: rows by code, rows that do not fit, and what else a person should know."""

    rows: dict[str, Row] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    raws: dict[str, Mapping[str, str] | Sequence[str]] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)
    rows_in: int = 0
    restored_zeros: int = 0

    def reject(self, source: Source, code: str, fault: Fault) -> None:
        """Moves a row that was read to those that do not fit."""
        del self.rows[code]
        self.rejections.append(rejection(source, self.lines[code], code, [fault], self.raws[code]))


def municipal_rows(
    declared: MunicipalTable, file: PublishedFile, places: Places, published: Table | None = None
) -> MunicipalRows:
    """The rows of a table by municipality; ``published`` are those that count, when not every line does.

    :raises EtlError: when the table as a whole is not as declared.
    """
    published = published or table(file, declared.layout)
    found = MunicipalRows()
    for row in published.rows:
        found.rows_in += 1
        if len(row.cells) != len(published.header):
            faults = [wrong_length(len(row.cells), len(published.header))]
            found.rejections.append(rejection(declared.source, row.line, None, faults, published.raw(row)))
            continue
        _add(declared, found, published, row, places)
    return found


def _add(
    declared: MunicipalTable, found: MunicipalRows, published: Table, row: TextRow, places: Places
) -> None:
    code, faults = _code(declared, published, row, places)
    values: Row = {"cvegeo": code}
    for column in declared.layout.columns:
        if column in _CODE_COLUMNS or not published.has(column):
            continue
        value = value_of(
            declared.layer.field(column), published.text(row, column), declared.words.get(column)
        )
        if isinstance(value, Fault):
            faults.append(value)
        else:
            values[column] = value
    if code is not None and found.lines.setdefault(code, row.line) != row.line:
        faults.append(repeated(code, found.lines[code]))
        if code in found.rows and found.raws[code] != published.raw(row):
            # Two rows that differ contradict each other: neither can be believed.
            found.reject(declared.source, code, repeated(code, row.line))
    if faults:
        found.rejections.append(rejection(declared.source, row.line, code, faults, published.raw(row)))
        return
    assert code is not None
    found.rows[code] = values
    found.raws[code] = published.raw(row)
    if "code" in declared.layout.columns:
        found.restored_zeros += published.text(row, "code") != code


_CODE_COLUMNS = frozenset({"code", "state", "municipality", "locality"})


def _code(
    declared: MunicipalTable, published: Table, row: TextRow, places: Places
) -> tuple[str | None, list[Fault]]:
    state = published.text(row, "state") if published.has("state") else None
    if published.has("code"):
        text = published.text(row, "code")
        code = cvegeo(text, restores_zeros=declared.restores_zeros)
    else:
        text = f"{state}-{published.text(row, 'municipality')}"
        code = joined_cvegeo(state or "", published.text(row, "municipality"))
    return code, faults_of_code(text, code, state, places)


def value_of(declared: Field, text: str, words: Mapping[str, str] | None = None) -> Any:
    """What a cell says as the value of a field, None when it says that there is none, or the fault in it."""
    value: Any = text or None
    if words is not None:
        if text and text not in words:
            return unknown_word(declared.name, text, tuple(words))
        value = words[text] if text else None
    elif declared.type in {FieldType.INTEGER, FieldType.REAL}:
        value = integer(text) if declared.type is FieldType.INTEGER else real(text)
        if isinstance(value, Unreadable):
            return not_a_number(declared.name, value.text)
    return fault_in(declared, value) or value


def columns_of(layer: Layer, rows: Iterable[Row], source_id: str | None) -> dict[str, list[Any]]:
    """The declared fields of a layer as columns, rows in the order of the key, every row with its source."""
    kept = sorted(rows, key=lambda row: str(row[layer.key]))
    columns: dict[str, list[Any]] = {
        each.name: [row.get(each.name) for row in kept] for each in layer.fields if each.name != "source_id"
    }
    columns["source_id"] = [source_id] * len(kept)
    return columns


def municipal_reading(
    declared: MunicipalTable,
    file: PublishedFile,
    places: Places,
    found: MunicipalRows,
    findings: Sequence[Finding] = (),
    *,
    published: str | None = None,
) -> SourceReading:
    """The reading of one table, with what is missing from it said.

    :raises MostRowsRejected: when more than half of the rows do not fit.
    """
    refuse_most_rejected(file, found.rejections, found.rows_in)
    cited = citation(declared.source, file, published)
    columns = columns_of(declared.layer, found.rows.values(), cited["source_id"])
    return SourceReading(
        source=declared.source,
        input=described(declared.source, file, found.rows_in),
        citation=cited,
        rows_loaded=len(found.rows),
        tables=(SourceTable(declared.layer.id, columns),),
        rejections=tuple(found.rejections),
        findings=(
            *zeros_restored(declared.layer.id, found.restored_zeros),
            *municipalities_absent(declared.layer.id, found.rows, places),
            *values_absent(declared.layer, columns),
            *findings,
        ),
    )


def refuse_most_rejected(file: PublishedFile, rejections: Sequence[Rejection], rows: int) -> None:
    """Refuses a table without rows, or of which more than half does not fit.

    :raises NotATable, MostRowsRejected: then.
    """
    if not rows:
        raise NotATable(file.name, "sin filas / no rows")
    if 2 * len(rejections) > rows:
        raise MostRowsRejected(file.name, len(rejections), rows, rejections[0].reason.en)


def zeros_restored(layer_id: str, count: int) -> tuple[Finding, ...]:
    """Says that codes had lost their leading zeros."""
    return (Finding(layer_id, "info", "zeros_restored", {"rows": count}),) if count else ()


def municipalities_absent(layer_id: str, codes: Iterable[str], places: Places) -> tuple[Finding, ...]:
    """Says which municipalities of the boundaries the table does not have."""
    absent = sorted(places.municipalities.difference(codes))
    return (Finding(layer_id, "info", "municipalities_absent", {"cvegeo": absent}),) if absent else ()


def values_absent(layer: Layer, columns: Mapping[str, Sequence[Any]]) -> tuple[Finding, ...]:
    """Says for each field how many rows have no value."""
    counts = Counter({each.name: sum(value is None for value in columns[each.name]) for each in layer.fields})
    counts = +counts
    return (Finding(layer.id, "info", "values_absent", dict(sorted(counts.items()))),) if counts else ()
