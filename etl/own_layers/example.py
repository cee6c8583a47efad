"""A complete own layer to start from: `atlas etl template layer` writes it, docs/own-layers.md shows it."""

LAYER_EXAMPLE = """\
# Una capa propia del Atlas · A layer of your own
id = "clinics"                         # minúsculas, cifras y _ · lower case, digits and _
title = { es = "Clínicas", en = "Clinics" }
description = { es = "Clínicas públicas en 2026.", en = "Public clinics in 2026." }
file = "clinics.csv"                   # junto a este archivo, o dirección · beside this file, or address

[source]
title = "Directorio de clínicas 2026"
publisher = "Secretaría de Salud del estado"
licence = "CC BY 4.0"
licence_url = "https://creativecommons.org/licenses/by/4.0/"
url = "https://example.org/clinics"
date = "2026-11"

# De qué municipio es cada fila: por su clave · Which municipality a row is of: by its code
#   cvegeo = "CVEGEO"
# o por su nombre y su estado · or by its name and state
[key]
state = "Estado"
municipality = "Municipio"

# En lugar de [key]: geometry = "point", "line" o "polygon" si el archivo trae su geometría (GeoPackage,
# GeoJSON, shapefile), o [raster] · In place of [key]: geometry when the file brings its own, or [raster]

[table]
encoding = "utf-8"                     # utf-8, cp1252, latin-1
delimiter = ","
ignored = ["Nota"]                     # columnas que se dejan de lado a propósito · left aside on purpose

[[fields]]
name = "clinic_count"
column = "Clínicas"
type = "integer"                       # integer, real, text
title = { es = "Clínicas", en = "Clinics" }
minimum = 0

[[fields]]
name = "beds_per_thousand"
column = "Camas por mil"
type = "real"
unit = "1/1000"
title = { es = "Camas por mil habitantes", en = "Beds per thousand people" }
direction = "higher_is_more"           # lower_is_more si menos es más intenso · if less is the stronger case

[legend]
title = { es = "Clínicas", en = "Clinics" }
field = "clinic_count"
classes = [
  { label = { es = "Ninguna", en = "None" }, color = "#f6eedc", minimum = 0, maximum = 0 },
  { label = { es = "1 a 4", en = "1 to 4" }, color = "#e39f5f", minimum = 1, maximum = 4 },
  { label = { es = "5 o más", en = "5 or more" }, color = "#7d2a21", minimum = 5 },
]
"""

TABLE_EXAMPLE = """\
Estado,Municipio,Clínicas,Camas por mil,Nota
Baja California,Tijuana,41,1.2,Ejemplo · Example
B.C.,Mexicali,29,1.4,
Baja California,Tecate,3,0.6,
"""
