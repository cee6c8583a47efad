"""Income from remittances of each municipality and quarter, by Banco de México."""

from __future__ import annotations

from geo.declarations import Field, FieldType, Layer, Text
from geo.layers.banxico import BANXICO_LICENCE
from geo.layers.thematic import CVEGEO, SERIES_ID, SOURCE_ID

LAYER = Layer(
    id="remittances_quarterly",
    title=Text("Remesas por trimestre", "Remittances by quarter"),
    description=Text(
        "Ingresos por remesas familiares de cada municipio y trimestre, en millones de dólares corrientes.",
        "Income from family remittances of each municipality and quarter, in millions of current dollars.",
    ),
    key="id",
    licence=BANXICO_LICENCE,
    fields=(
        SERIES_ID,
        CVEGEO,
        Field(
            name="period",
            type=FieldType.TEXT,
            title=Text("Trimestre", "Quarter"),
            pattern="\\d{4}-Q[1-4]",
            is_required=True,
            is_filter=True,
        ),
        Field(
            name="remittances_musd",
            type=FieldType.REAL,
            title=Text("Remesas", "Remittances"),
            unit="M USD",
            minimum=0,
            is_required=True,
        ),
        SOURCE_ID,
    ),
)
