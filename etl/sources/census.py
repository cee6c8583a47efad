"""INEGI's Census of 2020 by municipality: the table of localities (ITER), or one of municipal totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from etl.boundaries.records import Finding
from etl.faults import Fault
from etl.published.municipal import (
    MunicipalRows,
    MunicipalTable,
    municipal_reading,
    municipal_rows,
)
from etl.published.numbers import integer
from etl.published.records import PublishedFile, Source, SourceReading
from etl.published.refusals import WrongTotal
from etl.published.tables import Layout, Table, TextRow, table, text_rows
from etl.sources.iter_columns import ITER_IGNORED
from etl.sources.register.places import Places
from geo.declarations import Text
from geo.layers import census_2020

NATIONAL_POPULATION = 126_014_024
"""People whom the census counted in the country."""

_STATES = 32

SOURCE = Source(
    id="inegi-census-2020",
    title=Text(
        "Censo de Población y Vivienda 2020, principales resultados por localidad (ITER)",
        "Population and Housing Census 2020, main results by locality (ITER)",
    ),
    publisher="INEGI",
    licence=census_2020.LAYER.licence.title,
    page="https://www.inegi.org.mx/programas/ccpv/2020/",
    address=(
        "https://www.inegi.org.mx/contenidos/programas/ccpv/2020/datosabiertos/iter/iter_00_cpv2020_csv.zip"
    ),
    fills=(census_2020.LAYER.id,),
    date="2021",
)

TOTALS = MunicipalTable(
    source=SOURCE,
    layer=census_2020.LAYER,
    layout=Layout(
        columns={
            "code": ("CVEGEO",),
            "state": ("CVE_ENT",),
            "population_count": ("POB",),
            "inhabited_dwelling_count": ("VIV",),
        },
        ignored=frozenset({"CVE_MUN", "NOMGEO"}),
    ),
)

LOCALITIES = MunicipalTable(
    source=SOURCE,
    layer=census_2020.LAYER,
    layout=Layout(
        columns={
            "state": ("ENTIDAD",),
            "municipality": ("MUN",),
            "locality": ("LOC",),
            "population_count": ("POBTOT",),
            "female_population_count": ("POBFEM",),
            "male_population_count": ("POBMAS",),
            "indigenous_language_speaker_count": ("P3YM_HLI",),
            "inhabited_dwelling_count": ("TVIVHAB",),
        },
        ignored=ITER_IGNORED,
        encodings=("utf-8-sig", "latin-1"),
        letters=None,
        member="*conjunto_de_datos_iter_*CSV20.csv",
    ),
)


@dataclass(slots=True)
class _Totals:
    """Population that the file adds up to and that it prints as a total, by state and for the country."""

    added: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    printed: dict[str, int] = field(default_factory=dict)
    localities: int = 0


def read(file: PublishedFile, places: Places) -> SourceReading:
    """The layer ``census_2020``: one row a municipality with people; totals and localities are left aside.

    :raises WrongTotal: when the municipalities do not add up to the totals printed, or to the country's.
    :raises EtlError: when the table is not as declared.
    """
    header = next(text_rows(file, LOCALITIES.layout), TextRow(1, ())).cells
    is_iter = "LOC" in {cell.strip() for cell in header}
    declared = LOCALITIES if is_iter else TOTALS
    totals = _Totals()
    published = table(file, declared.layout)
    kept = Table(published.header, published.positions, _municipal_totals(published, totals))
    found = municipal_rows(declared, file, places, kept)
    _check_totals(file, totals)
    for code in [code for code, row in found.rows.items() if row["population_count"] == 0]:
        found.reject(SOURCE, code, _not_yet_a_municipality())
    return municipal_reading(declared, file, places, found, _findings(totals, found))


def _municipal_totals(published: Table, totals: _Totals) -> Iterator[TextRow]:
    """The rows that are totals of a municipality, and of others their share in the checks."""
    for row in published.rows:
        if len(row.cells) != len(published.header):
            yield row
            continue
        people = integer(published.text(row, "population_count"))
        count = people if isinstance(people, int) else 0
        state = published.text(row, "state").zfill(2)
        if not published.has("locality"):
            totals.added[state] += count
            yield row
        elif published.text(row, "locality").strip("0"):
            totals.localities += 1
        elif published.text(row, "municipality").strip("0"):
            totals.added[state] += count
            yield row
        else:
            totals.printed[state] = count


def _check_totals(file: PublishedFile, totals: _Totals) -> None:
    for state, printed in sorted(totals.printed.items()):
        added = sum(totals.added.values()) if state == "00" else totals.added[state]
        if added != printed:
            raise WrongTotal(file.name, f"POBTOT {state}", added, printed)
    if len(totals.added) == _STATES and sum(totals.added.values()) != NATIONAL_POPULATION:
        raise WrongTotal(file.name, "población / population", sum(totals.added.values()), NATIONAL_POPULATION)


def _not_yet_a_municipality() -> Fault:
    return Fault(
        Text(
            "Tiene 0 personas: el municipio se creó después del censo y su gente se contó en el municipio"
            " del que salió.",
            "It has 0 people: the municipality was created after the census and its people were counted in"
            " the municipality that it came from.",
        ),
        Text(
            "No hay nada que corregir; un censo posterior lo tendrá.",
            "There is nothing to mend; a later census will have it.",
        ),
    )


def _findings(totals: _Totals, found: MunicipalRows) -> Sequence[Finding]:
    population = sum(row["population_count"] for row in found.rows.values())
    added = sum(totals.added.values())
    findings = [
        Finding(
            census_2020.LAYER.id,
            "info",
            "population_total",
            {"in_file": added, "loaded": population, "states": len(totals.added)},
        )
    ]
    if totals.localities or totals.printed:
        detail = {"localities": totals.localities, "totals": len(totals.printed)}
        findings.append(Finding(census_2020.LAYER.id, "info", "lines_left_aside", detail))
    return findings
