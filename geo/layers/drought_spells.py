"""The longest spells of drought with their dates, by CONAGUA's drought monitor."""

from __future__ import annotations

from geo.declarations import Field, FieldType, Layer, Text
from geo.layers.conagua import CONAGUA_LICENCE, DROUGHT
from geo.layers.thematic import CVEGEO, SERIES_ID, SOURCE_ID

_DATE = "\\d{4}-\\d{2}-\\d{2}"

LAYER = Layer(
    id="drought_spells",
    title=Text("Periodos de sequía", "Drought spells"),
    description=Text(
        "El periodo más largo de cada municipio en cada categoría del Monitor de Sequía, con sus fechas."
        " Los días se cuentan del primero al último, sin contar el primero.",
        "The longest spell of each municipality in each category of the Drought Monitor, with its dates."
        " Days are counted from the first to the last, the first not counted.",
    ),
    key="id",
    licence=CONAGUA_LICENCE,
    fields=(
        SERIES_ID,
        CVEGEO,
        Field(
            name="category",
            type=FieldType.TEXT,
            title=Text("Categoría", "Category"),
            vocabulary=DROUGHT,
            is_required=True,
            is_filter=True,
        ),
        Field(
            name="start_date",
            type=FieldType.TEXT,
            title=Text("Primer día", "First day"),
            pattern=_DATE,
            is_required=True,
        ),
        Field(
            name="end_date",
            type=FieldType.TEXT,
            title=Text("Último día", "Last day"),
            pattern=_DATE,
            is_required=True,
        ),
        Field(
            name="spell_days",
            type=FieldType.INTEGER,
            title=Text("Días del primero al último", "Days from the first to the last"),
            unit="d",
            minimum=0,
            is_required=True,
        ),
        SOURCE_ID,
    ),
)
