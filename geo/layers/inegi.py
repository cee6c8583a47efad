"""Terms of INEGI's Marco Geoestadístico, which the boundary layers share."""

from __future__ import annotations

from geo.declarations import Licence, Text

INEGI_LICENCE = Licence(
    title=Text("Términos de libre uso del INEGI", "INEGI free-use terms"),
    attribution=Text(
        "Fuente: INEGI, Marco Geoestadístico; transformado por el Atlas (coordenadas geográficas, medidas"
        " geodésicas y generalización)",
        "Source: INEGI, Marco Geoestadístico; transformed by the Atlas (geographic coordinates, geodesic"
        " measures and generalisation)",
    ),
    url="https://www.inegi.org.mx/inegi/terminos.html",
)
