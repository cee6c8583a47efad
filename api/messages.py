"""What the reader is told when a request cannot be answered, by the code of the problem."""

from __future__ import annotations

from dataclasses import dataclass

from geo.declarations import Text


@dataclass(frozen=True, slots=True)
class Message:
    """Title and detail of one kind of problem; ``{…}`` in the detail are filled with the particulars."""

    title: Text
    detail: Text


# A filter knows itself what is wrong with it.
_REASON = Text("{reason}", "{reason}")

MESSAGES: dict[str, Message] = {
    "unknown_parameter": Message(
        Text("Parámetro desconocido", "Unknown parameter"),
        Text(
            "Esta dirección no tiene un parámetro «{name}». Los que tiene: {known}.",
            "This address has no parameter “{name}”. Those it has: {known}.",
        ),
    ),
    "bad_parameter": Message(
        Text("Valor que no sirve", "Value that cannot be used"),
        Text(
            "El valor «{value}» de «{name}» no sirve: {reason}.", "The value “{value}” of “{name}”: {reason}."
        ),
    ),
    "bad_filter": Message(Text("Filtro que no sirve", "Filter that cannot be used"), _REASON),
    "bad_filter_syntax": Message(Text("Filtro que no es CQL2", "Filter that is not CQL2"), _REASON),
    "bad_filter_value": Message(Text("Valor del filtro que no sirve", "Value of the filter"), _REASON),
    "filter_too_complex": Message(Text("Filtro demasiado grande", "Filter too large"), _REASON),
    "unknown_property": Message(Text("Propiedad desconocida", "Unknown property"), _REASON),
    "unknown_function": Message(Text("Función desconocida", "Unknown function"), _REASON),
    "wrong_arguments": Message(Text("Número de argumentos", "Number of arguments"), _REASON),
    "type_mismatch": Message(Text("Tipos que no se corresponden", "Types that do not go together"), _REASON),
    "unknown_filter_crs": Message(
        Text("Sistema de referencia desconocido", "Unknown reference system"), _REASON
    ),
    "missing_parameter": Message(
        Text("Falta un parámetro", "A parameter is missing"),
        Text("Falta el parámetro «{name}».", "The parameter “{name}” is missing."),
    ),
    "bad_tile_address": Message(
        Text("No hay tal tesela", "No such tile"),
        Text(
            "Las teselas van del nivel {lowest} al {highest}, y en cada nivel z las filas y columnas van de 0"
            " a 2^z − 1.",
            "Tiles have zooms {lowest} to {highest}, and at each zoom z rows and columns from 0 to 2^z − 1.",
        ),
    ),
    "unknown_collection": Message(
        Text("Colección desconocida", "Unknown collection"),
        Text(
            "No hay una colección «{name}». Las que hay: {known}.",
            "There is no collection “{name}”. Those there are: {known}.",
        ),
    ),
    "unknown_feature": Message(
        Text("Elemento desconocido", "Unknown item"),
        Text(
            "La colección «{layer}» no tiene un elemento «{key}» en esta versión de los datos.",
            "The collection “{layer}” has no item “{key}” in this release of the data.",
        ),
    ),
    "not_drawn": Message(
        Text("Colección sin geometría", "Collection without geometry"),
        Text(
            "La colección «{name}» no tiene geometría, así que no hay teselas de ella.",
            "The collection “{name}” has no geometry, so that there are no tiles of it.",
        ),
    ),
    "unknown_question": Message(
        Text("Pregunta desconocida", "Unknown question"),
        Text(
            "No hay una pregunta «{name}». Las que hay: {known}.",
            "There is no question “{name}”. Those there are: {known}.",
        ),
    ),
    "unknown_release": Message(
        Text("Versión que no se conserva", "Release that is not kept"),
        Text(
            "No se conserva una versión «{name}» de los datos. Las que hay: {known}.",
            "No release “{name}” of the data is kept. Those there are: {known}.",
        ),
    ),
    "unknown_file": Message(
        Text("Archivo desconocido", "Unknown file"),
        Text(
            "Esta versión de los datos no tiene un archivo «{name}». Los que tiene: {known}.",
            "This release of the data has no file “{name}”. Those it has: {known}.",
        ),
    ),
    "not_found": Message(
        Text("No hay nada en esta dirección", "Nothing at this address"),
        Text("Las direcciones que hay están en /docs.", "The addresses there are stand in /docs."),
    ),
    "not_acceptable": Message(
        Text("Forma que no se ofrece", "Form that is not offered"),
        Text(
            "La cabecera Accept no admite ninguna forma de esta respuesta. Las que hay: {known}.",
            "The header Accept admits no form of this answer. Those there are: {known}.",
        ),
    ),
    "method_not_allowed": Message(
        Text("Método no admitido", "Method not allowed"),
        Text("El Atlas solo se lee: use GET o HEAD.", "The Atlas can only be read: use GET or HEAD."),
    ),
    "bad_request": Message(
        Text("Petición que no se entiende", "Request that cannot be understood"),
        Text("El servidor no entiende la petición.", "The server cannot understand the request."),
    ),
    "no_release": Message(
        Text("Todavía no hay datos", "There are no data yet"),
        Text(
            "Aún no se ha cargado ninguna versión de los datos. Vuelva a intentarlo en unos momentos.",
            "No release of the data has been loaded yet. Try again in a moment.",
        ),
    ),
    "being_made": Message(
        Text("El archivo se está haciendo", "The file is being made"),
        Text(
            "El archivo se hace cuando se pide por primera vez. Vuelva a pedirlo en unos momentos.",
            "The file is made when it is first asked for. Ask again in a moment.",
        ),
    ),
    "no_space": Message(
        Text("No cabe el archivo", "No room for the file"),
        Text(
            "El servidor no tiene espacio en disco para hacer el archivo. Avise a quien lo mantiene.",
            "The server has no room on its disk to make the file. Tell whoever keeps it.",
        ),
    ),
    "store_unavailable": Message(
        Text("Los datos no están a la mano", "The data cannot be reached"),
        Text(
            "La base de datos no responde. Vuelva a intentarlo en unos momentos.",
            "The database does not answer. Try again in a moment.",
        ),
    ),
    "too_slow": Message(
        Text("La respuesta tarda demasiado", "The answer takes too long"),
        Text(
            "La consulta tardó más de lo que se permite. Pida menos de una vez o vuelva a intentarlo.",
            "The query took longer than is allowed. Ask for less at once, or try again.",
        ),
    ),
    "analysis_lost": Message(
        Text("El análisis se interrumpió", "The analysis broke off"),
        Text(
            "El proceso que hacía este análisis terminó dos veces antes de acabarlo. Pida menos de una vez o"
            " vuelva a intentarlo.",
            "The process that made this analysis ended twice before it was done. Ask for less at once, or try"
            " again.",
        ),
    ),
    "overloaded": Message(
        Text("Demasiadas peticiones a la vez", "Too many requests at once"),
        Text(
            "El servidor está ocupado. Vuelva a intentarlo en unos momentos.",
            "The server is busy. Try again in a moment.",
        ),
    ),
    "internal": Message(
        Text("Algo falló en el servidor", "Something failed in the server"),
        Text(
            "La petición {request_id} falló y quedó registrada. Si se repite, avise con ese número.",
            "The request {request_id} failed and was recorded. If it happens again, report that number.",
        ),
    ),
}
"""Every kind of problem that the API answers with."""

MAP_NOT_BUILT = Message(
    Text("El mapa no está construido", "The map is not built"),
    Text(
        "Este servidor no tiene los archivos del mapa: constrúyalos con «make web» y vuelva a empezar. La API"
        " ya responde.",
        "This server does not have the files of the map: build them with “make web” and start again. The API"
        " answers already.",
    ),
)

NONE = Text("ninguno", "none")

EXPECTED: dict[str, Text] = {
    "integer": Text("debe ser un número entero", "must be a whole number"),
    "at_least": Text("debe ser {bound} o mayor", "must be {bound} or greater"),
    "at_most": Text("debe ser {bound} o menor", "must be {bound} or less"),
    "one_of": Text("debe ser uno de: {allowed}", "must be one of: {allowed}"),
    "shorter": Text("debe tener {bound} letras o menos", "must have {bound} letters or fewer"),
    "letters": Text("debe tener alguna letra o cifra", "must have some letter or digit"),
    "field": Text("el campo no admite ese valor", "the field cannot hold that value"),
}
"""What a value must be, where the parameter itself does not say it."""
