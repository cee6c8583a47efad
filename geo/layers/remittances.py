"""Income from remittances of each municipality, by year, by Banco de México."""

from __future__ import annotations

from geo.declarations import Field, FieldType, GeometryKind, Layer, Legend, LegendClass, Text
from geo.layers.banxico import BANXICO_LICENCE
from geo.layers.thematic import CVEGEO, RAMP, SOURCE_ID

FIRST_YEAR, LAST_YEAR = 2013, 2025
"""The years that have a field; a newer one is in the quarterly layer until it is declared here."""


def _million_usd(name: str, es: str, en: str, *, in_tiles: bool = False) -> Field:
    return Field(
        name=name, type=FieldType.REAL, title=Text(es, en), unit="M USD", minimum=0, in_tiles=in_tiles
    )


LAYER = Layer(
    id="remittances",
    title=Text("Remesas", "Remittances"),
    description=Text(
        "Ingresos por remesas familiares de cada municipio en millones de dólares corrientes: los últimos"
        " cuatro trimestres publicados y cada año completo. Lo que el Banco de México no asignó a un"
        " municipio no está aquí.",
        "Income from family remittances of each municipality in millions of current dollars: the last four"
        " quarters published and each whole year. What Banco de México assigned to no municipality is not"
        " here.",
    ),
    key="cvegeo",
    geometry=GeometryKind.MULTI_POLYGON,
    shares_geometry_of="municipalities",
    licence=BANXICO_LICENCE,
    legend=Legend(
        title=Text("Remesas, últimos cuatro trimestres", "Remittances, last four quarters"),
        field="latest_four_quarters_musd",
        classes=(
            LegendClass(Text("Hasta 1 millón", "Up to 1 million"), RAMP[0], minimum=0, maximum=1),
            LegendClass(Text("1 a 5 millones", "1 to 5 million"), RAMP[1], minimum=1, maximum=5),
            LegendClass(Text("5 a 20 millones", "5 to 20 million"), RAMP[2], minimum=5, maximum=20),
            LegendClass(Text("20 a 100 millones", "20 to 100 million"), RAMP[3], minimum=20, maximum=100),
            LegendClass(Text("Más de 100 millones", "Over 100 million"), RAMP[4], minimum=100),
        ),
    ),
    fields=(
        CVEGEO,
        _million_usd(
            "latest_four_quarters_musd",
            "Remesas de los últimos cuatro trimestres",
            "Remittances of the last four quarters",
            in_tiles=True,
        ),
        Field(
            name="latest_period",
            type=FieldType.TEXT,
            title=Text("Último trimestre", "Last quarter"),
            pattern="\\d{4}-Q[1-4]",
            is_required=True,
        ),
        *(
            _million_usd(f"remittances_{year}_musd", f"Remesas en {year}", f"Remittances in {year}")
            for year in range(FIRST_YEAR, LAST_YEAR + 1)
        ),
        SOURCE_ID,
    ),
)
