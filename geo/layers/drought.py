"""The longest spell of each drought category in each municipality, by CONAGUA's drought monitor."""

from __future__ import annotations

from geo.declarations import Field, FieldType, GeometryKind, Layer, Legend, LegendClass, Text
from geo.layers.conagua import CONAGUA_LICENCE, DROUGHT
from geo.layers.thematic import CVEGEO, RAMP, SOURCE_ID

LAYER = Layer(
    id="drought",
    title=Text("Sequía más larga", "Longest drought"),
    description=Text(
        "Días del periodo más largo que cada municipio pasó en cada categoría del Monitor de Sequía, del"
        " primero al último; 0 cuando la categoría no se dio. Las fechas están en la capa de periodos.",
        "Days of the longest spell that each municipality spent in each category of the Drought Monitor,"
        " from the first to the last; 0 when the category never occurred. The dates are in the layer of"
        " spells.",
    ),
    key="cvegeo",
    geometry=GeometryKind.MULTI_POLYGON,
    shares_geometry_of="municipalities",
    licence=CONAGUA_LICENCE,
    legend=Legend(
        title=Text("Periodo más largo de sequía extrema (D3)", "Longest spell of extreme drought (D3)"),
        field="longest_d3_days",
        classes=(
            LegendClass(Text("Ninguno", "None"), RAMP[0], minimum=0, maximum=0),
            LegendClass(Text("Hasta 60 días", "Up to 60 days"), RAMP[1], minimum=1, maximum=60),
            LegendClass(Text("61 a 120 días", "61 to 120 days"), RAMP[2], minimum=61, maximum=120),
            LegendClass(Text("121 a 240 días", "121 to 240 days"), RAMP[3], minimum=121, maximum=240),
            LegendClass(Text("Más de 240 días", "Over 240 days"), RAMP[4], minimum=241),
        ),
    ),
    fields=(
        CVEGEO,
        *(
            Field(
                name=f"longest_{word.value.lower()}_days",
                type=FieldType.INTEGER,
                title=Text(f"Periodo más largo: {word.label.es}", f"Longest spell: {word.label.en}"),
                unit="d",
                minimum=0,
                in_tiles=word.value == "D3",
            )
            for word in DROUGHT.words
        ),
        Field(
            name="record_end",
            type=FieldType.TEXT,
            title=Text("Último día del registro", "Last day of the record"),
            pattern="\\d{4}-\\d{2}-\\d{2}",
            is_required=True,
        ),
        SOURCE_ID,
    ),
)
