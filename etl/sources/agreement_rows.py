"""A row of a table of agreements as the records that it means: each signatory with each partner."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import shapely

from etl.faults import Fault, fault_in, missing
from etl.published.dates import written_date
from etl.published.municipal import Row
from etl.published.numbers import Unreadable
from etl.published.rejecting import unknown_word
from etl.published.review import LEFT_OUT, Decisions, Unresolved, told
from etl.sources.agreement_mapping import VOCABULARIES, AgreementMapping
from etl.sources.agreement_words import meanings, partner_type_of
from etl.sources.register.places import Places, faults_of_place
from geo.crs import STORE_DECIMALS
from geo.declarations import Text
from geo.layers.agreements import LAYER
from geo.names.folding import fold
from geo.names.gazetteer import Gazetteer
from geo.names.placement import Placement
from geo.names.places import Places as PlacesAbroad

_MEXICO = "MX"
# A partner of these kinds is not a place, so that no country need be known of it.
_WITHOUT_PLACE = frozenset({"international_organization", "university", "ngo", "private", "other"})
_ALWAYS_PARTS = ("\n",)
# What follows the name of a place that was found: San Diego, California (EUA).
_BEYOND_NAME = re.compile(r"[,;(\[]")


@dataclass(slots=True)
class AgreementReader:
    """Makes records of rows; remembers which words nobody knew and which names a person must decide."""

    mapping: AgreementMapping
    places: Places
    gazetteer: Gazetteer
    abroad: PlacesAbroad
    decisions: Decisions
    retrieved: str
    unresolved: list[Unresolved] = field(default_factory=list)
    unknown_words: Counter[tuple[str, str]] = field(default_factory=Counter)
    _meanings: dict[str, dict[str, str]] = field(default_factory=dict)
    _placements: dict[tuple[str, str, str], Placement] = field(default_factory=dict)

    def records(self, cells: Mapping[str, str], line: int) -> list[Row] | list[Fault]:
        """The records of one row, or everything that is wrong with it; never some of them.

        ``cells`` are the declared columns that the table has.
        """
        faults: list[Fault] = []
        signatories = self._signatories(cells, line, faults)
        shared = self._shared(cells, faults)
        partners = [
            partner
            for name in self._parts("partner", cells["partner"])
            if (partner := self._partner(name, cells, faults)) is not None
        ]
        if not partners and not faults:
            faults.append(missing("partner"))
        if faults:
            return faults
        base = cells.get("id") or f"l{line}"
        rows = [
            self._record(
                f"{self.mapping.source_id}-{fold(base).replace(' ', '-')}", signatory, partner, shared
            )
            for signatory in signatories
            for partner in partners
        ]
        for number, row in enumerate(rows[1:], start=2):
            row["id"] = f"{row['id']}-{number}"
        found = [fault for row in rows for fault in self._faults_of_record(row)]
        return found or rows

    def ambiguous_partners(self) -> dict[str, list[str]]:
        """Partners of which several places bear the name, with those places: they stay without a point."""
        return {
            name: [f"{city.name} ({city.admin1_code}, {city.country})" for city in place.alternatives[:5]]
            for (name, _, _), place in sorted(self._placements.items())
            if place.status == "ambiguous"
        }

    def _parts(self, column: str, text: str) -> list[str]:
        parts = [text]
        for separator in (*_ALWAYS_PARTS, *self.mapping.lists.get(column, ())):
            parts = [piece for part in parts for piece in part.split(separator)]
        return [part.strip() for part in parts if part.strip()]

    def _signatories(self, cells: Mapping[str, str], line: int, faults: list[Fault]) -> list[Row]:
        state = cells.get("state", "")
        names = [cells["cvegeo"]] if cells.get("cvegeo") else self._parts("signatory", cells["signatory"])
        if not names:
            faults.append(missing("signatory"))
        found = []
        for name in names:
            code = self._signatory_code(name, state, line, faults)
            if code is not None:
                found.append(
                    {
                        "level": "municipal" if len(code) == 5 else "state",
                        "cvegeo": code if len(code) == 5 else None,
                        "cve_ent": code[:2],
                        "name_as_published": cells["signatory"] or name,
                    }
                )
        return found

    def _signatory_code(self, name: str, state: str, line: int, faults: list[Fault]) -> str | None:
        decided = self.decisions.get((fold(name), fold(state)))
        if decided == LEFT_OUT:
            faults.append(_left_out(name))
            return None
        if decided is not None:
            return decided
        resolution = self.gazetteer.resolve(name, state=state or None)
        if resolution.code is None:
            self.unresolved.append(
                Unresolved(name, state, resolution, f"{self.mapping.title}, línea/line {line}")
            )
            told_candidates = ", ".join(told(each) for each in resolution.alternatives[:5]) or "-"
            faults.append(_unresolved(name, resolution.status, told_candidates))
        return resolution.code

    def _shared(self, cells: Mapping[str, str], faults: list[Fault]) -> Row:
        signed = written_date(cells.get("signed", ""))
        if isinstance(signed, Unreadable):
            faults.append(_not_a_date(signed.text))
            signed = None
        instrument = self._word("instrument", cells.get("instrument", ""))
        if isinstance(instrument, Fault):
            faults.append(instrument)
        elif instrument is None:
            faults.append(missing("instrument"))
        return {
            "instrument": instrument,
            "signed_date": signed,
            "signed_year": None if signed is None else int(signed[:4]),
            "status": self._known_word("status", cells.get("status", "")) or "unknown",
            "themes": self._themes(cells.get("themes", "")),
            "raii_registered": self._known_word("raii_registered", cells.get("raii_registered", ""))
            or "unknown",
            "source_locator": cells.get("source_locator") or None,
            "note": cells.get("note") or None,
        }

    def _word(self, column: str, text: str) -> str | Fault | None:
        if not text:
            return self.mapping.defaults.get(column)
        known = self._meanings.setdefault(column, meanings(column, self.mapping.words.get(column, {})))
        word = known.get(fold(text))
        return word if word is not None else unknown_word(column, text, VOCABULARIES[column].values)

    def _known_word(self, column: str, text: str) -> str | None:
        """The word, or None with a note that nobody knew it: no row is worth less for that."""
        word = self._word(column, text)
        if isinstance(word, Fault):
            self.unknown_words[column, text] += 1
            return None
        return word

    def _themes(self, text: str) -> list[str]:
        words = [self._known_word("themes", part) or "other" for part in self._parts("themes", text)]
        if not words and (default := self.mapping.defaults.get("themes")):
            words = [default]
        return list(dict.fromkeys(words))

    def _partner(self, name: str, cells: Mapping[str, str], faults: list[Fault]) -> Row | None:
        kind = self._word("partner_type", cells.get("partner_type", ""))
        if isinstance(kind, Fault):
            faults.append(kind)
            return None
        country, admin1 = cells.get("partner_country", ""), cells.get("partner_admin1", "")
        if country and self.abroad.countries.code(country) is None:
            faults.append(_unknown_country(country))
            return None
        if not cells.get("partner_type"):
            kind = partner_type_of(name) or kind
        place = self._place(name, admin1, country)
        if kind is None:
            kind = {"division": "state_or_province", "country": "national_government"}.get(
                place.method, "city"
            )
        if place.country is None and kind not in _WITHOUT_PLACE:
            faults.append(_no_country(name))
            return None
        has_point = place.status == "placed" and kind in {"city", "county"}
        return {
            "partner_name": _BEYOND_NAME.split(name)[0].strip() if has_point else name,
            "partner_type": kind,
            "partner_country": place.country,
            "partner_admin1": place.admin1 or admin1 or None,
            "partner_geonameid": str(place.geonameid) if has_point and place.geonameid else None,
            "geom": _point(place) if has_point else None,
            "scope": "domestic" if place.country == _MEXICO else "international",
        }

    def _place(self, name: str, admin1: str, country: str) -> Placement:
        key = name, admin1, country
        if key not in self._placements:
            self._placements[key] = self.abroad.place(name, admin1 or None, country or None)
        return self._placements[key]

    def _record(self, key: str, signatory: Row, partner: Row, shared: Row) -> Row:
        mapping = self.mapping
        return {
            "id": key,
            **signatory,
            **partner,
            **shared,
            "source_title": mapping.title,
            "source_url": mapping.url,
            "source_date": mapping.date,
            "retrieved": self.retrieved,
            "confidence": mapping.confidence,
        }

    def _faults_of_record(self, row: Row) -> list[Fault]:
        made_later = {"partner_id", "source_id"}
        faults = [
            fault
            for declared in LAYER.fields
            if declared.name not in made_later
            if (fault := fault_in(declared, row[declared.name])) is not None
        ]
        return faults + list(faults_of_place(LAYER, row, self.places))


def _point(place: Placement) -> shapely.Point | None:
    if place.lon is None or place.lat is None:
        return None
    return shapely.Point(round(place.lon, STORE_DECIMALS), round(place.lat, STORE_DECIMALS))


def _left_out(name: str) -> Fault:
    return Fault(
        Text(f"«{name}» se dejó fuera en la revisión.", f"«{name}» was left out in the review."),
        Text("Cambie la decisión en el archivo de revisión.", "Change the decision in the review file."),
    )


def _unresolved(name: str, status: str, candidates: str) -> Fault:
    if status == "ambiguous":
        reason = Text(
            f"«{name}» puede ser: {candidates}.",
            f"«{name}» may be: {candidates}.",
        )
    else:
        reason = Text(
            f"«{name}» no es un municipio ni un estado conocido; lo más cercano: {candidates}.",
            f"«{name}» is no known municipality or state; the nearest: {candidates}.",
        )
    return Fault(
        reason,
        Text(
            "Decida en el archivo de revisión y cargue de nuevo con él.",
            "Decide in the review file and load again with it.",
        ),
    )


def _not_a_date(text: str) -> Fault:
    return Fault(
        Text(f"«{text}» no es una fecha que se entienda.", f"«{text}» is no date that can be read."),
        Text(
            "Escríbala como 12/03/2014, 12 de marzo de 2014, marzo de 2014 o 2014.",
            "Write it as 12/03/2014 (day, month, year), 12 March 2014, March 2014 or 2014.",
        ),
    )


def _unknown_country(text: str) -> Fault:
    return Fault(
        Text(f"«{text}» no es un país conocido.", f"«{text}» is no known country."),
        Text("Corrija el nombre del país.", "Correct the name of the country."),
    )


def _no_country(name: str) -> Fault:
    return Fault(
        Text(
            f"No se sabe en qué país está la contraparte «{name}».",
            f"It is not known in which country the partner «{name}» is.",
        ),
        Text(
            "Añada el país en su columna o tras una coma: «Mission, Texas».",
            "Add the country in its column or after a comma: «Mission, Texas».",
        ),
    )
