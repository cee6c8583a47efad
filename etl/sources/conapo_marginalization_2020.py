"""CONAPO's marginalization by municipality, 2020."""

from __future__ import annotations

from etl.published.direction import checked_direction
from etl.published.municipal import MunicipalTable, municipal_reading, municipal_rows
from etl.published.records import PublishedFile, Source, SourceReading
from etl.published.tables import Layout
from etl.sources import conapo_addresses
from etl.sources.register.places import Places
from geo.declarations import Text
from geo.layers import marginalization_2020

SOURCE = Source(
    id="conapo-marginalization-2020",
    title=Text("Índice de marginación por municipio 2020", "Index of marginalization by municipality 2020"),
    publisher="CONAPO",
    licence=marginalization_2020.LAYER.licence.title,
    page="https://www.gob.mx/conapo/documentos/indices-de-marginacion-2020-284372",
    address=conapo_addresses.address("Datos_Abiertos/Municipio/IMM_2020.xls"),
    fills=(marginalization_2020.LAYER.id,),
    date="2021",
)

TABLE = MunicipalTable(
    source=SOURCE,
    layer=marginalization_2020.LAYER,
    layout=Layout(
        columns={
            "state": ("CVE_ENT",),
            # The spreadsheet calls the code of five digits CVE_MUN.
            "code": ("CVEGEO", "CVE_MUN"),
            "population_count": ("POB_TOT",),
            "illiterate_pct": ("ANALF",),
            "without_basic_education_pct": ("SBASC",),
            "without_drainage_pct": ("OVSDE",),
            "without_electricity_pct": ("OVSEE",),
            "without_piped_water_pct": ("OVSAE",),
            "earth_floor_pct": ("OVPT",),
            "overcrowded_pct": ("VHAC",),
            "small_localities_pct": ("PL.5000",),
            "low_income_pct": ("PO2SM",),
            "marginalization_index": ("IM_2020",),
            "marginalization_degree": ("GM_2020",),
            "normalized_index": ("IMN_2020",),
        },
        ignored=frozenset({"NOM_ENT", "NOM_MUN"}),
        encodings=("utf-8-sig", "cp1252"),
        sheet="IMM_2020",
    ),
    restores_zeros=True,
    words={
        "marginalization_degree": {
            "Muy bajo": "very_low",
            "Bajo": "low",
            "Medio": "medium",
            "Alto": "high",
            "Muy alto": "very_high",
        }
    },
)


def read(file: PublishedFile, places: Places) -> SourceReading:
    """The layer ``marginalization_2020``.

    :raises EtlError: when the table is not as declared, or its index does not fall where illiteracy grows.
    """
    found = municipal_rows(TABLE, file, places)
    findings = checked_direction(
        TABLE.layer, file, list(found.rows.values()), "marginalization_index", "illiterate_pct"
    )
    return municipal_reading(TABLE, file, places, found, findings)
