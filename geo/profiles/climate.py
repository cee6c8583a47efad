"""How exposed a government is to climate change, and which instruments it has."""

from __future__ import annotations

from geo.declarations import Text
from geo.layers import BY_ID
from geo.profiles.governments import Government, label
from geo.profiles.records import Column, Fact, Row, Section, Table
from geo.questions.optional_indicators import what_to_load


def section(government: Government) -> Section:
    """Vulnerability, where it was loaded, and the instruments that sources tell of, whatever their status."""
    instruments = government.rows(
        "climate_instruments", government.signs("climate_instruments"), order="instrument"
    )
    return Section(
        "climate",
        Text("Clima y riesgo", "Climate and risk"),
        facts=() if government.is_state else tuple(_vulnerability(government)),
        tables=(
            Table(
                Text("Instrumentos", "Instruments"),
                (
                    Column("instrument", Text("Instrumento", "Instrument")),
                    Column("year", Text("Año", "Year"), is_year=True),
                    Column("status", Text("Situación", "Status")),
                ),
                tuple(
                    Row(
                        {
                            "instrument": label("climate_instruments", "instrument", row["instrument"]),
                            "year": row["year"],
                            "status": label("climate_instruments", "status", row["status"]),
                        },
                        (row["source_id"],),
                    )
                    for row in instruments
                ),
                Text(
                    "Se desconoce: ninguna fuente cargada habla de los suyos.",
                    "Unknown: no loaded source speaks of its own.",
                ),
                printed_rows=6,
            ),
        ),
    )


def _vulnerability(government: Government) -> list[Fact]:
    title = Text("Vulnerabilidades altas o muy altas", "High or very high vulnerabilities")
    found = government.thematic("climate_vulnerability")
    layer = BY_ID["climate_vulnerability"]
    if found is None:
        if layer.id in government.loaded:
            gone = Text("No evaluado.", "Not assessed.")
            return [Fact(title=title, value=None, absent=gone)]
        named = f"{layer.id}.high_vulnerability_count"
        return [Fact(title=title, value=None, absent=what_to_load(layer, named))]
    return [
        Fact(
            title=title,
            value=found["high_vulnerability_count"],
            note=Text(
                f"De {found['assessed_count']} que se evaluaron.", f"Of {found['assessed_count']} assessed."
            ),
            sources=(str(found["source_id"]),),
        )
    ]
