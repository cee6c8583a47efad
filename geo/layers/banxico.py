"""Terms under which Banco de México's figures are used."""

from __future__ import annotations

from geo.declarations import Licence, Text

BANXICO_LICENCE = Licence(
    title=Text("Términos del Banco de México: cite la fuente", "Terms of Banco de México: cite the source"),
    attribution=Text(
        "Fuente: Banco de México, Sistema de Información Económica, cuadro CE166",
        "Source: Banco de México, Economic Information System, table CE166",
    ),
    url="https://www.banxico.org.mx/SieInternet/",
)
