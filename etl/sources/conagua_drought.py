"""CONAGUA's drought monitor by municipality: its maps as published, or a table of the longest spells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from etl.faults import Fault
from etl.published.codes import cvegeo
from etl.published.municipal import (
    Row,
    columns_of,
    municipalities_absent,
    refuse_most_rejected,
    zeros_restored,
)
from etl.published.numbers import integer
from etl.published.records import PublishedFile, Source, SourceReading, SourceTable, citation, described
from etl.published.rejecting import (
    faults_of_code,
    not_a_number,
    rejection,
    repeated,
    unknown_word,
    wrong_length,
)
from etl.published.tables import Layout, Table, TextRow, table
from etl.sources.conagua_maps import has_maps, read_maps
from etl.sources.drought_rows import DroughtRows
from etl.sources.register.places import Places
from etl.sources.spells import Spell
from geo.declarations import Text
from geo.layers import drought, drought_spells
from geo.layers.conagua import DROUGHT

SOURCE = Source(
    id="conagua-drought-monitor",
    title=Text("Monitor de Sequía en México, municipios", "Drought Monitor of Mexico, municipalities"),
    publisher="CONAGUA",
    licence=drought.LAYER.licence.title,
    page="https://smn.conagua.gob.mx/es/climatologia/monitor-de-sequia/monitor-de-sequia-en-mexico",
    address=(
        "https://smn.conagua.gob.mx/tools/RESOURCES/Monitor%20de%20Sequia%20en%20Mexico/MunicipiosSequia.xlsx"
    ),
    fills=(drought.LAYER.id, drought_spells.LAYER.id),
)

LAYOUT = Layout(
    columns={
        "state": ("cve_ent",),
        "code": ("cve_geo",),
        "category": ("sequia",),
        "start": ("full_date_start_racha",),
        "end": ("full_date_end_racha",),
        "days": ("racha_dias",),
    },
    ignored=frozenset(
        {"nombre_estado", "nombre_municipio", "org_cuenca", "clv_oc", "con_cuenca", "cve_conc"}
    ),
)

CATEGORIES = {"Sin sequia": "none", "D0": "D0", "D1": "D1", "D2": "D2", "D3": "D3", "D4": "D4"}


def read(file: PublishedFile, places: Places) -> SourceReading:
    """The layers ``drought`` and ``drought_spells``.

    :raises EtlError: when the table is not as declared.
    """
    found = read_maps(SOURCE, file, places) if has_maps(file) else _read_spells(file, places)
    refuse_most_rejected(file, found.rejections, found.rows_in)
    record_end = found.record_end.isoformat() if found.record_end else None
    cited = citation(SOURCE, file, record_end)
    source_id = cited["source_id"]
    totals = [_longest_row(code, spells, found, record_end) for code, spells in found.spells.items()]
    each = [_spell_row(spell) for spells in found.spells.values() for spell in spells.values()]
    return SourceReading(
        source=SOURCE,
        input=described(SOURCE, file, found.rows_in),
        citation=cited,
        rows_loaded=found.rows_loaded,
        tables=(
            SourceTable(drought.LAYER.id, columns_of(drought.LAYER, totals, source_id)),
            SourceTable(drought_spells.LAYER.id, columns_of(drought_spells.LAYER, each, source_id)),
        ),
        rejections=tuple(found.rejections),
        findings=(
            *zeros_restored(drought.LAYER.id, found.restored_zeros),
            *municipalities_absent(drought.LAYER.id, found.spells, places),
            *found.findings,
        ),
    )


def _read_spells(file: PublishedFile, places: Places) -> DroughtRows:
    published = table(file, LAYOUT)
    found = DroughtRows()
    first_rows: dict[tuple[str, str], TextRow] = {}
    for row in published.rows:
        found.rows_in += 1
        code, spell, faults = _spell(published, row, places)
        if spell is not None and not faults:
            first = first_rows.setdefault((spell.code, spell.category), row)
            if first is not row:
                faults.append(repeated(f"{spell.code} {spell.category}", first.line))
                kept = found.spells.get(spell.code, {})
                if first.cells != row.cells and spell.category in kept:
                    # Two rows that differ contradict each other: neither can be believed.
                    del kept[spell.category]
                    found.rows_loaded -= 1
                    fault = repeated(f"{spell.code} {spell.category}", row.line)
                    found.rejections.append(
                        rejection(SOURCE, first.line, code, [fault], published.raw(first))
                    )
        if faults or spell is None:
            found.rejections.append(rejection(SOURCE, row.line, code, faults, published.raw(row)))
            if code is not None:
                found.incomplete.add(code)
            continue
        found.rows_loaded += 1
        found.spells.setdefault(spell.code, {})[spell.category] = spell
        found.record_end = max(found.record_end or spell.end, spell.end)
    return found


def _spell(published: Table, row: TextRow, places: Places) -> tuple[str | None, Spell | None, list[Fault]]:
    if len(row.cells) != len(published.header):
        return None, None, [wrong_length(len(row.cells), len(published.header))]
    code, state = cvegeo(published.text(row, "code")), published.text(row, "state")
    faults = faults_of_code(published.text(row, "code"), code, state, places)
    word = published.text(row, "category")
    if word not in CATEGORIES:
        faults.append(unknown_word("sequia", word, tuple(CATEGORIES)))
    dates = [_date(published.text(row, column)) for column in ("start", "end")]
    days = integer(published.text(row, "days"))
    for column, day in zip(("start", "end"), dates, strict=True):
        if day is None:
            faults.append(_not_a_date(published.text(row, column)))
    if not isinstance(days, int):
        faults.append(not_a_number("racha_dias", published.text(row, "days")))
    if faults or code is None or dates[0] is None or dates[1] is None:
        return code, None, faults
    spell = Spell(code, CATEGORIES[word], dates[0], dates[1])
    if spell.days != days or spell.days < 0:
        faults.append(_days_disagree(spell, published.text(row, "days")))
    return code, spell, faults


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _not_a_date(text: str) -> Fault:
    return Fault(
        Text(f"«{text}» no es una fecha.", f"«{text}» is no date."),
        Text("Escriba la fecha como 2025-08-15.", "Write the date as 2025-08-15."),
    )


def _days_disagree(spell: Spell, days: str) -> Fault:
    told = f"{spell.start} – {spell.end}"
    return Fault(
        Text(f"{told} no son {days} días sino {spell.days}.", f"{told} is not {days} days but {spell.days}."),
        Text("Corrija los días o las fechas según la fuente.", "Correct the days or the dates."),
    )


def _longest_row(code: str, spells: Mapping[str, Spell], found: DroughtRows, record_end: str | None) -> Row:
    row: Row = {"cvegeo": code, "record_end": record_end}
    for category in DROUGHT.values:
        spell = spells.get(category)
        never = None if code in found.incomplete else 0
        row[f"longest_{category.lower()}_days"] = never if spell is None else spell.days
    return row


def _spell_row(spell: Spell) -> Row:
    return {
        "id": f"{spell.code}:{spell.category}",
        "cvegeo": spell.code,
        "category": spell.category,
        "start_date": spell.start.isoformat(),
        "end_date": spell.end.isoformat(),
        "spell_days": spell.days,
    }
