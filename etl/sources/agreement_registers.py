"""Registers of agreements as offices keep them: the SRE's RAII, a state's list, any CSV or spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from etl.boundaries.records import Finding, InputDescription
from etl.faults import Fault
from etl.published.municipal import Row, refuse_most_rejected
from etl.published.records import PublishedFile, RowsLost, Source, described
from etl.published.rejecting import rejection, repeated, wrong_length
from etl.published.review import Decisions, Unresolved
from etl.published.tables import Layout, table
from etl.sources.agreement_mapping import AgreementMapping
from etl.sources.agreement_rows import AgreementReader
from etl.sources.register.checking import Rejection
from etl.sources.register.places import Places
from geo.declarations import Text
from geo.names.gazetteer import Gazetteer
from geo.names.places import Places as PlacesAbroad

LAYER_ID = "agreements"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementsReading:
    """The records of agreements in one file: rows in = rows loaded + rows rejected.

    ``rows`` have the fields of the layer ``agreements`` but those that the release makes (``partner_id``,
    ``source_id``), and ``partner_geonameid`` and ``geom``, as the register's own rows have. One row of the
    file may be several records. ``unresolved`` are the names for a person to decide.
    """

    source: Source
    input: InputDescription
    rows: tuple[Row, ...]
    rows_loaded: int
    rejections: tuple[Rejection, ...] = ()
    findings: tuple[Finding, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()

    def __post_init__(self) -> None:
        if self.input.rows != self.rows_loaded + len(self.rejections):
            raise RowsLost(
                f"{self.source.id}: {self.input.rows} in, {self.rows_loaded} loaded,"
                f" {len(self.rejections)} rejected"
            )


def read(
    file: PublishedFile,
    mapping: AgreementMapping,
    places: Places,
    gazetteer: Gazetteer,
    abroad: PlacesAbroad,
    decisions: Decisions | None = None,
) -> AgreementsReading:
    """The records of agreements of one table, read as its mapping says.

    Names of signatories that are not surely one municipality or state are rejected and kept for review;
    ``decisions`` are those of an earlier review. A word of validity or theme that nobody knows is told, and
    its row stays; an unknown instrument rejects the row, since the instrument is what a record is.

    :raises EtlError: when the table is not as the mapping says, or most rows do not fit.
    """
    published = table(file, layout_of(mapping))
    source = source_of(mapping)
    reader = AgreementReader(mapping, places, gazetteer, abroad, decisions or {}, file.retrieved)
    rows: list[Row] = []
    rejections: list[Rejection] = []
    rows_in = rows_loaded = 0
    first_line: dict[str, int] = {}
    for row in published.rows:
        rows_in += 1
        if len(row.cells) != len(published.header):
            fault = wrong_length(len(row.cells), len(published.header))
            rejections.append(rejection(source, row.line, None, [fault], published.raw(row)))
            continue
        cells = {column: published.text(row, column) for column in published.positions}
        found = reader.records(cells, row.line)
        faults = [each for each in found if isinstance(each, Fault)]
        records = [each for each in found if not isinstance(each, Fault)]
        if not faults and first_line.setdefault(records[0]["id"], row.line) != row.line:
            faults.append(repeated(cells["id"], first_line[records[0]["id"]]))
        if faults:
            key = cells.get("id") or cells["signatory"]
            rejections.append(rejection(source, row.line, key, faults, published.raw(row)))
            continue
        rows_loaded += 1
        rows += records
    refuse_most_rejected(file, rejections, rows_in)
    return AgreementsReading(
        source=source,
        input=described(source, file, rows_in),
        rows=tuple(rows),
        rows_loaded=rows_loaded,
        rejections=tuple(rejections),
        findings=_findings(reader, rows),
        unresolved=tuple(reader.unresolved),
    )


def layout_of(mapping: AgreementMapping) -> Layout:
    """The layout of a table by its mapping."""
    return Layout(
        columns={column: (published,) for column, published in mapping.columns.items()},
        ignored=mapping.ignored,
        encodings=mapping.encodings,
        letters=None,
        sheet=mapping.sheet,
        delimiter=mapping.delimiter,
        header_line=mapping.header_line,
    )


def source_of(mapping: AgreementMapping) -> Source:
    """The source that a mapping describes."""
    return Source(
        id=mapping.source_id,
        title=Text(mapping.title, mapping.title),
        publisher=mapping.publisher,
        licence=Text(mapping.licence, mapping.licence),
        page=mapping.url or "",
        fills=(LAYER_ID,),
        date=mapping.date,
    )


def _findings(reader: AgreementReader, rows: list[Row]) -> tuple[Finding, ...]:
    words: dict[str, dict[str, int]] = {}
    for (column, word), count in sorted(reader.unknown_words.items()):
        words.setdefault(column, {})[word] = count
    counts: Mapping[str, int] = {
        "records": len(rows),
        "partners_without_point": sum(row["geom"] is None for row in rows),
        "undated": sum(row["signed_date"] is None for row in rows),
    }
    found = [Finding(LAYER_ID, "info", "agreements_read", {"source": reader.mapping.source_id, **counts})]
    if ambiguous := reader.ambiguous_partners():
        found.append(Finding(LAYER_ID, "info", "partners_ambiguous", ambiguous))
    if words:
        found.append(Finding(LAYER_ID, "warning", "words_unknown", words))
    return tuple(found)
