"""Rules between the places that a row names, its level and the boundaries of the release."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from etl.faults import Fault, fault_in, missing
from etl.sources.register.rows import Row
from geo.declarations import Layer, Text
from geo.layers import layer_named

COUNTRY_AS_A_WHOLE = "00"
"""State code of what is said about the whole country."""

# A state keeps offices in other states too: its own code says whose it is, the municipality where it stands.
_STATE_OFFICES = frozenset({"ofam_state", "ofai_state"})
_MEXICO = "MX"


@dataclass(frozen=True, slots=True)
class Places:
    """The codes that the loaded boundaries have, and the edition that they are of."""

    municipalities: frozenset[str]
    states: frozenset[str]
    vintage: str


def split_code(row: Row) -> Fault | None:
    """Puts level, cvegeo and cve_ent into a row whose one code has two digits (a state) or five.

    >>> row = {"cvegeo": "02004"}
    >>> split_code(row), row
    (None, {'cvegeo': '02004', 'level': 'municipal', 'cve_ent': '02'})
    """
    code = row["cvegeo"]
    if code is None:
        return missing("cvegeo")
    is_state = len(code) == 2
    if fault := fault_in(layer_named("climate_instruments").field("cve_ent" if is_state else "cvegeo"), code):
        return fault
    row["level"] = "state" if is_state else "municipal"
    row["cvegeo"] = None if is_state else code
    row["cve_ent"] = code[:2]
    return None


def faults_of_place(layer: Layer, row: Row, places: Places) -> Iterator[Fault]:
    """What contradicts in the codes, the level and the position of a row; fields with a fault are absent."""
    for field in layer.fields:
        code = row.get(field.name)
        if code is None:
            continue
        if field.references == "municipalities.cvegeo" and code not in places.municipalities:
            yield _unknown_municipality(code, places)
        if field.references == "states.cve_ent" and code not in places.states:
            yield _unknown_state(code, places)
        # Where no key of the states is asked for, the country as a whole may stand too.
        may_be_country = field.name == "cve_ent" and field.references is None
        if may_be_country and code not in {COUNTRY_AS_A_WHOLE, *places.states}:
            yield _unknown_state(code, places)
    yield from _faults_of_level(row)
    for state, municipality in (("cve_ent", "cvegeo"), ("origin_cve_ent", "origin_cvegeo")):
        if layer.id == "offices" and row.get("kind") in _STATE_OFFICES:
            continue
        codes = row.get(state), row.get(municipality)
        if codes[0] is not None and codes[1] is not None and not codes[1].startswith(codes[0]):
            yield _codes_disagree(state, codes[0], municipality, codes[1])
    if layer.id == "offices":
        yield from _faults_of_office(row)
    if layer.id == "agreements":
        yield from _faults_of_agreement(row)


def _faults_of_level(row: Row) -> Iterator[Fault]:
    if row.get("level") == "municipal" and "cvegeo" in row and row["cvegeo"] is None:
        yield missing("cvegeo")
    if row.get("level") == "state" and row.get("cvegeo") is not None:
        yield Fault(
            Text("Un registro estatal no lleva cvegeo.", "A record of a state has no cvegeo."),
            Text(
                "Quite la clave municipal o corrija el nivel.", "Remove the municipal code or mend the level."
            ),
        )


def _faults_of_office(row: Row) -> Iterator[Fault]:
    precision, has_position = row.get("position_precision"), row.get("geom") is not None
    if "geom" in row and precision is not None and (precision == "none") == has_position:
        yield Fault(
            Text(
                f"position_precision «{precision}» no concuerda con la posición dada.",
                f"position_precision «{precision}» disagrees with the position given.",
            ),
            Text("Use «none» sólo sin posición.", "Use «none» only without a position."),
        )
    if row.get("cvegeo") is not None and row.get("country") not in {None, _MEXICO}:
        yield Fault(
            Text(
                f"Una oficina en {row['country']} no está en el municipio {row['cvegeo']}.",
                f"An office in {row['country']} is not in municipality {row['cvegeo']}.",
            ),
            Text("Corrija el país o quite la clave.", "Correct the country or remove the code."),
        )


def _faults_of_agreement(row: Row) -> Iterator[Fault]:
    scope, country = row.get("scope"), row.get("partner_country")
    if (scope == "domestic" and "partner_country" in row and country != _MEXICO) or (
        scope == "international" and country == _MEXICO
    ):
        yield Fault(
            Text(
                f"El ámbito «{scope}» no concuerda con el país de la contraparte «{country or ''}».",
                f"The scope «{scope}» disagrees with the partner's country «{country or ''}».",
            ),
            Text("Corrija el ámbito o el país.", "Correct the scope or the country."),
        )
    date, year = row.get("signed_date"), row.get("signed_year")
    if date is not None and date[:4] != str(year):
        yield Fault(
            Text(
                f"signed_date {date} no es del año signed_year {year}.",
                f"signed_date {date} is not of the year signed_year {year}.",
            ),
            Text("Corrija fecha o año según la fuente.", "Correct date or year after the source."),
        )


def _unknown_municipality(code: str, places: Places) -> Fault:
    return Fault(
        Text(
            f"El municipio {code} no existe en esta edición de los límites ({places.vintage}).",
            f"Municipality {code} is not in this vintage of the boundaries ({places.vintage}).",
        ),
        Text(
            "Cargue un Marco Geoestadístico que lo tenga, como el de 2023 (atlas etl run --boundaries …),"
            " o corrija la clave.",
            "Load a Marco Geoestadístico that has it, such as MG 2023 (atlas etl run --boundaries …),"
            " or correct the code.",
        ),
    )


def _unknown_state(code: str, places: Places) -> Fault:
    return Fault(
        Text(
            f"El estado {code} no existe en los límites cargados ({places.vintage}).",
            f"State {code} is not in the loaded boundaries ({places.vintage}).",
        ),
        Text("Use una clave de 01 a 32.", "Use a code from 01 to 32."),
    )


def _codes_disagree(state: str, state_code: str, municipality: str, municipality_code: str) -> Fault:
    return Fault(
        Text(
            f"{municipality} {municipality_code} no está en {state} {state_code}.",
            f"{municipality} {municipality_code} is not in {state} {state_code}.",
        ),
        Text(
            "Corrija la clave equivocada según la fuente.",
            "Correct whichever code is wrong after the source.",
        ),
    )
