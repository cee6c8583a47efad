"""CONAPO's intensity of migration to the United States by municipality, 2010."""

from __future__ import annotations

from etl.published.direction import checked_direction
from etl.published.municipal import MunicipalTable, municipal_reading, municipal_rows
from etl.published.records import PublishedFile, Source, SourceReading
from etl.published.tables import Layout
from etl.sources import conapo_addresses
from etl.sources.register.places import Places
from geo.declarations import Text
from geo.layers import migration_intensity_2010

SOURCE = Source(
    id="conapo-migration-intensity-2010",
    title=Text(
        "Índices de intensidad migratoria México-Estados Unidos 2010, base municipal",
        "Indices of Mexico-United States migration intensity 2010, municipal table",
    ),
    publisher="CONAPO",
    licence=migration_intensity_2010.LAYER.licence.title,
    page="https://www.gob.mx/conapo/documentos/indice-de-intensidad-migratoria-mexico-estados-unidos",
    address=conapo_addresses.address(
        "intensidad_migratoria/base_completa/IIM2010_BASEMUN.xls", "http://www.conapo.gob.mx"
    ),
    fills=(migration_intensity_2010.LAYER.id,),
    date="2012-01",
)

TABLE = MunicipalTable(
    source=SOURCE,
    layer=migration_intensity_2010.LAYER,
    layout=Layout(
        columns={
            "state": ("ENT",),
            "municipality": ("MUN",),
            "dwelling_count": ("TOT_VIV",),
            "remittance_dwellings_pct": ("VIV_REM",),
            "emigrant_dwellings_pct": ("VIV_EMIG",),
            "circular_migrant_dwellings_pct": ("VIV_CIRC",),
            "return_migrant_dwellings_pct": ("VIV_RET",),
            "intensity_index": ("IIM_2010",),
            "intensity_index_0_100": ("IIM0a100",),
            "intensity_degree": ("GIM_2010",),
            "state_rank": ("LUG_EDO",),
            "national_rank": ("LUG_NAL",),
        },
        ignored=frozenset({"NOM_ENT", "NOM_MUN"}),
        encodings=("utf-8-sig", "latin-1"),
        sheet="IIM2010_BASEMUN",
    ),
    words={
        "intensity_degree": {
            "0 Nulo": "none",
            "1 Muy Bajo": "very_low",
            "2 Bajo": "low",
            "3 Medio": "medium",
            "4 Alto": "high",
            "5 Muy Alto": "very_high",
        }
    },
)


def read(file: PublishedFile, places: Places) -> SourceReading:
    """The layer ``migration_intensity_2010``.

    :raises EtlError: when the table is not as declared, or its index does not grow with remittances.
    """
    found = municipal_rows(TABLE, file, places)
    findings = checked_direction(
        TABLE.layer, file, list(found.rows.values()), "intensity_index", "remittance_dwellings_pct"
    )
    return municipal_reading(TABLE, file, places, found, findings)
