"""The template for a register of agreements: a TOML file that says how to read it, and an empty CSV."""

from __future__ import annotations

import csv
import io

from etl.sources.agreement_mapping import COLUMNS, VOCABULARIES

MAPPING = """\
# Cómo leer un registro de acuerdos (CSV, XLSX, XLS u ODS) · How to read a register of agreements
# El CSV que va con él lo escribe la misma orden · The same command writes the CSV that goes with it

[source]
id = "mi-registro"            # letras, cifras y guiones · letters, digits and hyphens
title = "Registro de acuerdos interinstitucionales"
publisher = "Nombre de la oficina"
licence = "Términos bajo los que se publica · terms under which it is published"
url = "https://"              # dónde se encuentra; puede faltar · where it is found; optional
date = "2026-11"              # 2026, 2026-11 o 2026-11-20; puede faltar · of the register; optional
confidence = "medium"         # high, medium, low

[file]
# encoding = "cp1252"         # utf-8, cp1252, latin-1; si falta, se prueba · when absent, tried
delimiter = ","
# sheet = "Hoja1"             # hoja de un libro; si falta, la primera · of a workbook; else the first
header_line = 1               # línea del encabezado · line of the header
ignored = []                  # columnas que se dejan de lado a propósito · columns left aside on purpose

# Nombre del Atlas = "columna de su tabla". Sólo signatory y partner son obligatorias; una columna de la
# tabla que no esté aquí ni en ignored es un error, para que nada se pierda en silencio.
# The Atlas's name = "column of your table". Only signatory and partner are required; a column of the
# table that is neither here nor in ignored is an error, so that nothing is lost silently.
[columns]
{columns}

# Separadores de varios valores en una celda (el salto de línea siempre separa).
# Separators of several values in one cell (a line break always separates).
[lists]
signatory = [";"]
partner = [";"]
themes = [";", ","]

# Qué vale donde la celda está vacía o no hay columna · What holds where a cell or a column is absent
[defaults]
# instrument = "acuerdo_interinstitucional"
# raii_registered = "yes"

# Palabras de su registro que el Atlas no conoce = la suya · Words of your register = the Atlas's own
# [words.instrument]
# "Carta de amistad" = "otro"

{vocabularies}
"""

_WHAT: dict[str, tuple[str, str]] = {
    "id": ("folio o número del registro", "number of the record"),
    "signatory": ("municipio o estado que firma", "municipality or state that signs"),
    "state": ("su estado, para distinguir homónimos", "its state, to tell namesakes apart"),
    "cvegeo": ("su clave del INEGI, si se tiene", "its INEGI code, when known"),
    "partner": ("contraparte", "partner"),
    "partner_country": ("su país", "its country"),
    "partner_admin1": ("su estado o provincia", "its state or province"),
    "partner_type": ("qué es la contraparte", "what the partner is"),
    "instrument": ("tipo de instrumento", "type of instrument"),
    "signed": ("fecha de firma, con la precisión que haya", "date of signature, as precise as known"),
    "status": ("vigencia", "validity"),
    "themes": ("materias", "themes"),
    "raii_registered": ("inscrito en el RAII", "entered in the RAII"),
    "source_locator": ("página o apartado de la fuente", "page or section of the source"),
    "note": ("nota", "note"),
}

_EXAMPLE = {
    "id": "1",
    "signatory": "H. Ayuntamiento de Guadalajara",
    "state": "Jalisco",
    "cvegeo": "14039",
    "partner": "Nombre de la ciudad",
    "partner_country": "Estados Unidos",
    "partner_admin1": "",
    "partner_type": "city",
    "instrument": "hermanamiento",
    "signed": "12 de marzo de 2014",
    "status": "unknown",
    "themes": "culture; tourism",
    "raii_registered": "unknown",
    "source_locator": "",
    "note": "Ejemplo: borre esta fila · Example: delete this row",
}


def mapping_template() -> str:
    """The TOML file with every key explained in both languages; it reads the CSV of :func:`csv_template`."""
    width = max(map(len, COLUMNS))
    columns = "\n".join(
        f'{f"""{column} = "{column}" """:<{2 * width + 6}}# {_WHAT[column][0]} · {_WHAT[column][1]}'
        for column in COLUMNS
    )
    vocabularies = "\n".join(
        f"# {column}: {', '.join(vocabulary.values)}" for column, vocabulary in VOCABULARIES.items()
    )
    return MAPPING.format(columns=columns, vocabularies=vocabularies)


def csv_template() -> str:
    """A CSV with the Atlas's own columns and one row as an example."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerow(_EXAMPLE[column] for column in COLUMNS)
    return text.getvalue()
