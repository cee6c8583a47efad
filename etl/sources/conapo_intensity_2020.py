"""CONAPO's intensity of migration to the United States by municipality, 2020."""

from __future__ import annotations

from etl.boundaries.records import Finding
from etl.published.direction import checked_direction
from etl.published.municipal import MunicipalTable, Row, municipal_reading, municipal_rows
from etl.published.records import PublishedFile, Source, SourceReading
from etl.published.tables import Layout
from etl.sources import conapo_addresses
from etl.sources.register.places import Places
from geo.declarations import Text
from geo.layers import migration_intensity_2020

SOURCE = Source(
    id="conapo-migration-intensity-2020",
    title=Text(
        "Índices de intensidad migratoria México-Estados Unidos 2020, base municipal",
        "Indices of Mexico-United States migration intensity 2020, municipal table",
    ),
    publisher="CONAPO",
    licence=migration_intensity_2020.LAYER.licence.title,
    page="https://www.gob.mx/conapo/documentos/indices-de-intensidad-migratoria-mexico-estados-unidos-2020",
    address=conapo_addresses.address("IIM/iim_base2020m.csv"),
    fills=(migration_intensity_2020.LAYER.id,),
)

TABLE = MunicipalTable(
    source=SOURCE,
    layer=migration_intensity_2020.LAYER,
    layout=Layout(
        columns={
            "state": ("cve_ent",),
            "code": ("cve_mun",),
            "dwelling_count": ("viv_tot",),
            "remittance_dwellings_pct": ("viv_rem",),
            "emigrant_dwellings_pct": ("viv_emig",),
            "circular_migrant_dwellings_pct": ("viv_circ",),
            "return_migrant_dwellings_pct": ("viv_ret",),
            "intensity_index": ("iim_dp2",),
            "intensity_degree": ("gim_dp2",),
            "national_rank": ("pos_nal",),
        },
        ignored=frozenset({"nom_ent", "nom_mun"}),
        encodings=("utf-8-sig", "cp1252"),
    ),
    restores_zeros=True,
    words={
        "intensity_degree": {
            "Nulo": "none",
            "Muy bajo": "very_low",
            "Bajo": "low",
            "Medio": "medium",
            "Alto": "high",
            "Muy alto": "very_high",
        }
    },
)


def read(file: PublishedFile, places: Places) -> SourceReading:
    """The layer ``migration_intensity_2020``.

    :raises EtlError: when the table is not as declared, or its index does not fall where remittances grow.
    """
    found = municipal_rows(TABLE, file, places)
    rows = list(found.rows.values())
    findings = checked_direction(TABLE.layer, file, rows, "intensity_index", "remittance_dwellings_pct")
    return municipal_reading(TABLE, file, places, found, (*findings, *_degrees_without_index(rows)))


def _degrees_without_index(rows: list[Row]) -> tuple[Finding, ...]:
    """Rows where degree and index contradict each other: «Nulo» has no index, every other degree has one."""
    strange = sorted(
        row["cvegeo"]
        for row in rows
        if (row["intensity_degree"] == "none") != (row["intensity_index"] is None)
    )
    detail = {"cvegeo": strange}
    return (Finding(TABLE.layer.id, "warning", "degree_contradicts_index", detail),) if strange else ()
