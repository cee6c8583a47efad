"""Twin cities that Wikidata knows (P190), from the answer to a SPARQL query as JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
import shapely

from etl.boundaries.records import Finding
from etl.faults import Fault, fault_in, missing
from etl.published.municipal import Row, refuse_most_rejected
from etl.published.records import PublishedFile, Source, described
from etl.published.refusals import MissingColumns, NotATable
from etl.published.rejecting import rejection, unknown_municipality
from etl.published.review import Unresolved
from etl.sources.agreement_registers import LAYER_ID, AgreementsReading
from etl.sources.register.checking import Rejection
from etl.sources.register.places import Places, faults_of_place
from etl.sources.wikidata_places import partner_place
from etl.sources.wikidata_query import ADDRESS, VARIABLES
from geo.declarations import Text
from geo.layers.agreements import LAYER
from geo.names.gazetteer import Gazetteer
from geo.names.places import Places as PlacesAbroad

SOURCE = Source(
    id="wikidata-twin-cities",
    title=Text("Wikidata: entidades hermanadas (P190)", "Wikidata: twinned administrative bodies (P190)"),
    publisher="Wikidata",
    licence=Text("CC0 1.0", "CC0 1.0"),
    page="https://www.wikidata.org/wiki/Property:P190",
    address=ADDRESS,
    fills=(LAYER_ID,),
)

_ENTITY = re.compile(r"https?://www\.wikidata\.org/entity/(Q\d+)", re.ASCII)
_STATED_BY = re.compile(r".*/entity/statement/([Qq]\d+)[-$].*", re.ASCII)
_UNLABELLED = re.compile(r"Q\d+", re.ASCII)
_TIME = re.compile(r"[+]?(\d{4})-(\d{2})-(\d{2})T[\d:]+Z", re.ASCII)
# Wikidata's precisions: 9 a year, 10 a month, 11 a day; coarser ones say no year.
_PARTS = {"9": 1, "10": 2, "11": 3}


@dataclass(slots=True)
class _Pair:
    """One twinning: who signed, with whom, and what each statement of it says."""

    signatory: Row
    partner: Row
    items: tuple[str, str]
    line: int
    signed: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    stated_by: set[str] = field(default_factory=set)


def read(
    file: PublishedFile, places: Places, gazetteer: Gazetteer, abroad: PlacesAbroad
) -> AgreementsReading:
    """Records of twinnings, one for each municipality or state and partner, however often it was stated.

    Wikidata states a twinning on either side or on both: statements of one pair are one record. Dates that
    contradict each other are told and left out. Confidence is medium where a date is given or both sides
    state it, else low.

    :raises EtlError: when the file is no answer to the query, or most of it does not fit.
    """
    bindings = _bindings(file)
    pairs: dict[tuple[str, str], _Pair] = {}
    rejections: list[Rejection] = []
    unresolved: list[Unresolved] = []
    loaded = 0
    for number, binding in enumerate(bindings, start=1):
        values = {name: cell["value"].strip() for name, cell in binding.items()}
        faults: list[Fault] = []
        ids = _entity(values, "mx"), _entity(values, "partner")
        signatory = _signatory(values, number, places, gazetteer, faults, unresolved)
        partner = _partner(values, abroad, faults)
        row = None if signatory is None or partner is None else _record(signatory, partner, file)
        if row is not None and not faults:
            faults += _faults_of_record(row, places)
        if faults or signatory is None or partner is None or None in ids:
            rejections.append(rejection(SOURCE, number, ids[0], faults or [missing("mx")], values))
            continue
        items = ids[0] or "", ids[1] or ""
        pair = pairs.setdefault(items, _Pair(signatory, partner, items, number))
        loaded += 1
        if stated := _STATED_BY.fullmatch(values.get("statement", "")):
            pair.stated_by.add(stated[1].upper())
        pair.signed |= _dates(values, "date") or _dates(values, "start")
        pair.ended |= _dates(values, "end")
    refuse_most_rejected(file, rejections, len(bindings))
    rows, contradictions = _rows(pairs.values(), file)
    return AgreementsReading(
        source=SOURCE,
        input=described(SOURCE, file, len(bindings)),
        rows=tuple(rows),
        rows_loaded=loaded,
        rejections=tuple(rejections),
        findings=_findings(rows, loaded, contradictions),
        unresolved=tuple(unresolved),
    )


def _bindings(file: PublishedFile) -> list[dict[str, dict[str, str]]]:
    try:
        content: Any = orjson.loads(file.path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        raise NotATable(file.name, f"JSON: {error}") from error
    head = content.get("head") if isinstance(content, dict) else None
    results = content.get("results") if isinstance(content, dict) else None
    variables = head.get("vars") if isinstance(head, dict) else None
    bindings = results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(variables, list) or not isinstance(bindings, list):
        raise NotATable(file.name, "SPARQL 1.1 JSON: head.vars, results.bindings")
    absent = [name for name in VARIABLES if name not in variables]
    if absent:
        raise MissingColumns(file.name, absent, [str(each) for each in variables])
    for binding in bindings:
        is_binding = isinstance(binding, dict) and all(
            isinstance(cell, dict) and isinstance(cell.get("value"), str) for cell in binding.values()
        )
        if not is_binding:
            raise NotATable(file.name, "SPARQL 1.1 JSON: bindings")
    return bindings


def _entity(values: Mapping[str, str], name: str) -> str | None:
    found = _ENTITY.fullmatch(values.get(name, ""))
    return found[1] if found else None


def _signatory(
    values: Mapping[str, str],
    number: int,
    places: Places,
    gazetteer: Gazetteer,
    faults: list[Fault],
    unresolved: list[Unresolved],
) -> Row | None:
    label, state = _label(values, "mxLabel"), _label(values, "stateLabel") or ""
    code = values.get("cvegeo")
    if code is None and label is not None:
        resolution = gazetteer.resolve(label, state=None if state == label else state or None)
        code = resolution.code
        if code is None:
            unresolved.append(
                Unresolved(label, state, resolution, f"Wikidata {values.get('mx', '')} ({number})")
            )
    if code is None:
        faults.append(_unresolved(label or values.get("mx", "")))
        return None
    if code not in places.municipalities and code not in places.states:
        faults.append(unknown_municipality(places))
        return None
    return {
        "level": "municipal" if len(code) == 5 else "state",
        "cvegeo": code if len(code) == 5 else None,
        "cve_ent": code[:2],
        "name_as_published": label or code,
    }


def _partner(values: Mapping[str, str], abroad: PlacesAbroad, faults: list[Fault]) -> Row | None:
    label = _label(values, "partnerLabel")
    if label is None:
        faults.append(missing("partnerLabel"))
        return None
    country = values.get("partnerCountry")
    place = partner_place(label, country, values.get("partnerPoint"), abroad)
    return {
        "partner_name": label,
        "partner_type": place.type,
        "partner_country": country,
        "partner_admin1": place.admin1,
        "partner_geonameid": place.geonameid,
        "geom": None if place.position is None else shapely.Point(place.position),
        "scope": "domestic" if country == "MX" else "international",
    }


def _label(values: Mapping[str, str], name: str) -> str | None:
    label = values.get(name)
    return None if label is None or _UNLABELLED.fullmatch(label) else label


def _dates(values: Mapping[str, str], name: str) -> set[str]:
    """The date of a qualifier to the precision that Wikidata gives; without one, no more than its year.

    >>> _dates({"date": "1974-01-01T00:00:00Z", "datePrecision": "9"}, "date")
    {'1974'}
    """
    found = _TIME.fullmatch(values.get(name, ""))
    if not found:
        return set()
    parts = _PARTS.get(values.get(f"{name}Precision", "9"))
    return set() if parts is None else {"-".join(found.groups()[:parts])}


def _record(signatory: Row, partner: Row, file: PublishedFile) -> Row:
    return {
        "id": "wikidata",
        **signatory,
        **partner,
        "instrument": "hermanamiento",
        "signed_date": None,
        "signed_year": None,
        "status": "unknown",
        "themes": [],
        "raii_registered": "unknown",
        "source_title": SOURCE.title.es,
        "source_url": SOURCE.page,
        "source_locator": None,
        "source_date": None,
        "retrieved": file.retrieved,
        "confidence": "low",
        "note": None,
    }


def _faults_of_record(row: Row, places: Places) -> list[Fault]:
    faults = [
        fault
        for declared in LAYER.fields
        if declared.name not in {"partner_id", "source_id"}
        if (fault := fault_in(declared, row[declared.name])) is not None
    ]
    return faults + list(faults_of_place(LAYER, row, places))


def _rows(pairs: Any, file: PublishedFile) -> tuple[list[Row], dict[str, list[str]]]:
    rows: list[Row] = []
    contradictions: dict[str, list[str]] = {}
    for pair in sorted(pairs, key=lambda pair: pair.items):
        signed, ended = _agreed(pair.signed), _agreed(pair.ended)
        key = "-".join(pair.items)
        if len(pair.signed) > 0 and signed is None:
            contradictions[key] = sorted(pair.signed)
        rows.append(
            {
                **_record(pair.signatory, pair.partner, file),
                "id": f"wikidata-{key}",
                "signed_date": signed,
                "signed_year": None if signed is None else int(signed[:4]),
                "status": "expired" if ended is not None and ended < file.retrieved else "unknown",
                "source_locator": f"https://www.wikidata.org/wiki/{pair.items[0]}#P190",
                "confidence": "medium" if signed is not None or len(pair.stated_by) > 1 else "low",
                "note": None if ended is None else f"P582: {ended}",
            }
        )
    return rows, contradictions


def _agreed(dates: set[str]) -> str | None:
    """The most precise of dates that do not contradict each other.

    >>> _agreed({"1974", "1974-03"}), _agreed({"1974", "1980"}), _agreed(set())
    ('1974-03', None, None)
    """
    best = max(dates, key=len, default=None)
    return best if best is not None and all(best.startswith(each) for each in dates) else None


def _findings(
    rows: Sequence[Row], statements: int, contradictions: Mapping[str, list[str]]
) -> tuple[Finding, ...]:
    detail = {
        "source": SOURCE.id,
        "records": len(rows),
        "statements": statements,
        "partners_without_point": sum(row["geom"] is None for row in rows),
        "undated": sum(row["signed_date"] is None for row in rows),
    }
    found = [Finding(LAYER_ID, "info", "agreements_read", detail)]
    if contradictions:
        found.append(Finding(LAYER_ID, "warning", "dates_contradict", dict(contradictions)))
    return tuple(found)


def _unresolved(name: str) -> Fault:
    return Fault(
        Text(
            f"«{name}» no es con seguridad un municipio ni un estado.",
            f"«{name}» is not surely a municipality or a state.",
        ),
        Text(
            "Dé su clave del INEGI (P3801) en Wikidata.",
            "Give it its INEGI code (P3801) in Wikidata.",
        ),
    )
