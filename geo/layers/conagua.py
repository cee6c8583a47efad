"""What the layers of the drought monitor share: terms and categories."""

from __future__ import annotations

from geo.declarations import Licence, Text
from geo.vocabularies import vocabulary

DROUGHT = vocabulary(
    "drought",
    ("none", "Sin sequía", "No drought"),
    ("D0", "D0 Anormalmente seco", "D0 Abnormally dry"),
    ("D1", "D1 Sequía moderada", "D1 Moderate drought"),
    ("D2", "D2 Sequía severa", "D2 Severe drought"),
    ("D3", "D3 Sequía extrema", "D3 Extreme drought"),
    ("D4", "D4 Sequía excepcional", "D4 Exceptional drought"),
)

CONAGUA_LICENCE = Licence(
    title=Text("Libre Uso MX (datos abiertos)", "Libre Uso MX (open data)"),
    attribution=Text(
        "Fuente: CONAGUA, Servicio Meteorológico Nacional, Monitor de Sequía en México",
        "Source: CONAGUA, National Meteorological Service, Drought Monitor of Mexico",
    ),
    url="https://datos.gob.mx/libreusomx",
)
