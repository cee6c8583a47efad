"""Rows that do not fit: the faults that published tables have, and how a rejected row is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson

from etl.faults import Fault, together
from etl.published.records import Source
from etl.sources.register.checking import Rejection
from etl.sources.register.places import Places
from geo.declarations import Text


def rejection(
    source: Source,
    line: int,
    key: str | None,
    faults: Sequence[Fault],
    raw: Mapping[str, str] | Sequence[str],
) -> Rejection:
    """A row that did not fit, with every fault of it."""
    fault = together(faults)
    return Rejection(
        input_name=source.name,
        line=line,
        natural_key=key or None,
        reason=fault.reason,
        remedy=fault.remedy,
        raw=orjson.dumps(dict(raw) if isinstance(raw, Mapping) else list(raw)).decode(),
    )


def wrong_length(found: int, expected: int) -> Fault:
    """The row has more or fewer cells than the header."""
    return Fault(
        Text(
            f"La fila tiene {found} celdas y el encabezado {expected}.",
            f"The row has {found} cells and the header {expected}.",
        ),
        Text("Compruebe comas y comillas de esa línea.", "Check the commas and quotes of that line."),
    )


def not_a_code(text: str) -> Fault:
    """The cell holds no code of a municipality."""
    return Fault(
        Text(f"«{text}» no es clave de municipio.", f"«{text}» is no code of a municipality."),
        Text("Escriba los cinco dígitos de la clave del INEGI.", "Write the five digits of INEGI's code."),
    )


def codes_disagree(state: str, code: str) -> Fault:
    """The code of the state is not how the municipality's begins."""
    return Fault(
        Text(
            f"El municipio {code} no es del estado {state}.", f"Municipality {code} is not in state {state}."
        ),
        Text("Corrija la clave equivocada según la fuente.", "Correct whichever code is wrong."),
    )


def faults_of_code(text: str, code: str | None, state: str | None, places: Places) -> list[Fault]:
    """What is wrong with the code of a row: ``text`` as published, ``code`` as read, ``state`` beside it."""
    if code is None:
        return [not_a_code(text)]
    if state is not None and state.zfill(2) != code[:2]:
        return [codes_disagree(state, code)]
    return [] if code in places.municipalities else [unknown_municipality(places)]


def unknown_municipality(places: Places) -> Fault:
    """The boundaries loaded have no such municipality."""
    return Fault(
        Text(
            f"El municipio no existe en esta edición de los límites ({places.vintage}).",
            f"The municipality is not in this vintage of the boundaries ({places.vintage}).",
        ),
        Text(
            "Cargue un Marco Geoestadístico que lo tenga (atlas etl run --boundaries …).",
            "Load a Marco Geoestadístico that has it (atlas etl run --boundaries …).",
        ),
    )


def repeated(key: str, line: int) -> Fault:
    """The key stands on another line too."""
    return Fault(
        Text(f"{key} está también en la línea {line}.", f"{key} is on line {line} too."),
        Text("Deje una sola fila de cada uno.", "Leave one row of each."),
    )


def not_a_number(column: str, text: str) -> Fault:
    """The cell holds neither a number nor a way to say that there is none."""
    return Fault(
        Text(f"{column} «{text}» no es un número.", f"{column} «{text}» is not a number."),
        Text("Corrija la celda según la fuente.", "Correct the cell after the source."),
    )


def unknown_word(column: str, text: str, known: Sequence[str]) -> Fault:
    """The cell holds a word that no table maps."""
    listed = ", ".join(known)
    return Fault(
        Text(
            f"{column} «{text}» no es palabra conocida de esta fuente.",
            f"{column} «{text}» is no known word of this source.",
        ),
        Text(f"Las conocidas son: {listed}.", f"The known ones are: {listed}."),
    )
