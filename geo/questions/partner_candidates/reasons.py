"""Why a place commends itself to a government: in words, and the records behind each contribution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from geo.declarations import Text
from geo.questions.partner_candidates.migrants import COUNTRY, SEAT, signs
from geo.questions.partner_candidates.places import Place
from geo.questions.partner_candidates.records import Government, Signature
from geo.questions.partner_candidates.scores import (
    CONTRIBUTIONS,
    SAME_PLACE,
    SAME_REGION,
    Peer,
    Scored,
    Scorer,
)
from geo.vocabularies import THEME
from geo.vocabularies.world_regions import country_name

_NAMED = 3
_LABEL = {word.value: word.label for word in THEME.words}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A record that a contribution rests on; ``strength`` is what it says of the place, 0 to 1."""

    contribution: str
    strength: float
    layer_id: str
    record_id: str
    source_id: str | None
    government: str | None = None

    def row(self, partner_id: str) -> dict[str, Any]:
        """The record as a row of the series ``evidence``."""
        return {
            "partner_id": partner_id,
            "contribution": self.contribution,
            "strength": round(self.strength, 4),
            "layer_id": self.layer_id,
            "record_id": self.record_id,
            "source_id": self.source_id,
            "government": self.government,
        }


class Reasons:
    """Reasons and records for the places that were scored for one government."""

    def __init__(self, scorer: Scorer, government: Government, scored: Scored) -> None:
        self._scorer, self._government, self._scored = scorer, government, scored
        self._records = scorer.records

    @cached_property
    def _signed(self) -> Mapping[str, list[Signature]]:
        return self._records.by_government()

    @cached_property
    def _with_place(self) -> Mapping[str, list[Signature]]:
        found: dict[str, list[Signature]] = {}
        for each in self._records.signatures:
            if each.government != self._government.code:
                found.setdefault(each.partner_id, []).append(each)
        return found

    def shared_themes(self, place: Place) -> list[str]:
        """The themes wanted that agreements of others with the place are about."""
        about = {theme for each in self._with_place.get(place.id, ()) for theme in each.themes}
        return [theme for theme in self._scored.needs if theme in about]

    def evidence(self, index: int) -> list[Evidence]:
        """The records behind each contribution, those of other governments one for each of them."""
        place = self._records.places[index]
        found = [
            Evidence("migrants", each.strength, each.layer_id, each.record_id, each.source_id)
            for each in signs(self._records, self._government, place)
        ]
        for contribution, peers in self._scored.peers.items():
            for peer in peers:
                said = self._said(peer, index)
                if said is not None:
                    strength, each = said
                    found.append(
                        Evidence(contribution, strength, "agreements", each.id, each.source_id, peer.code)
                    )
        wanted = set(self._scored.needs)
        for each in self._with_place.get(place.id, ()):
            found.append(Evidence("record", 1.0, "agreements", each.id, each.source_id, each.government))
            if each.themes & wanted:
                found.append(Evidence("theme", 1.0, "agreements", each.id, each.source_id, each.government))
        return sorted(found, key=lambda each: CONTRIBUTIONS.index(each.contribution))

    def _said(self, peer: Peer, index: int) -> tuple[float, Signature] | None:
        """What the partners of another government say of the place most strongly, and a record of it."""
        best: tuple[float, Signature] | None = None
        for each in self._signed[peer.code]:
            position = self._records.position.get(each.partner_id)
            if position is None:
                continue
            strength = float(self._scorer.affinity[position, index])
            if strength > 0 and (best is None or strength > best[0]):
                best = strength, each
        return best

    def text(self, index: int, evidence: Sequence[Evidence]) -> Text:
        """The reasons that count, in words, those that say most of the place first named."""
        place = self._records.places[index]
        values = dict(zip(CONTRIBUTIONS, self._scored.values[index].tolist(), strict=True))
        found = [self._migrants(place, [each for each in evidence if each.contribution == "migrants"])]
        for contribution, title in _OF_PEERS.items():
            found.append(
                self._peers(place, title, [each for each in evidence if each.contribution == contribution])
            )
        themes = [_LABEL[theme] for theme in self.shared_themes(place)]
        if themes:
            es, en = (
                ", ".join(each.es.lower() for each in themes),
                ", ".join(each.en.lower() for each in themes),
            )
            found.append(Text(f"temas en común: {es}", f"themes in common: {en}"))
        if values["language"] == 1.0:
            found.append(Text("se habla español", "Spanish is spoken"))
        elif values["language"] == 0.5:
            found.append(Text("mucha gente habla español", "many people speak Spanish"))
        km = float(self._scored.distance_km[index])
        if not np.isnan(km):
            found.append(Text(f"a {_number(km)} km", f"{_number(km)} km away"))
        told = [each for each in found if each is not None]
        return Text("; ".join(each.es for each in told), "; ".join(each.en for each in told))

    def _migrants(self, place: Place, evidence: Sequence[Evidence]) -> Text | None:
        origin = self._records.governments[self._government.cve_ent].name
        parts = []
        corridors = [each for each in evidence if each.layer_id == "corridors"]
        if corridors:
            where = _where(place, corridors[0].strength)
            parts.append(
                Text(f"hay migrantes de {origin} en {where.es}", f"migrants from {origin} live in {where.en}")
            )
        of_offices = {each.id: each for each in self._records.offices}
        kinds = {of_offices[each.record_id].kind for each in evidence if each.layer_id == "offices"}
        if "ofam_abroad" in kinds:
            parts.append(
                Text(f"{origin} tiene oficina ahí o cerca", f"{origin} keeps an office there or nearby")
            )
        if "consulate_mx_abroad" in kinds:
            is_here = any(
                each.layer_id == "offices"
                and of_offices[each.record_id].kind == "consulate_mx_abroad"
                and each.strength == SEAT["consulate_mx_abroad"][0]
                for each in evidence
            )
            parts.append(
                Text("hay consulado de México", "there is a Mexican consulate")
                if is_here
                else Text("hay consulado de México en su estado", "there is a Mexican consulate in its state")
            )
        if not parts:
            return None
        return Text("; ".join(each.es for each in parts), "; ".join(each.en for each in parts))

    def _peers(self, place: Place, title: _Title, evidence: Sequence[Evidence]) -> Text | None:
        for strength, is_all in ((SAME_PLACE, True), (SAME_REGION, False)):
            codes = [each.government for each in evidence if each.strength == strength and each.government]
            if codes:
                names = self._names(codes)
                if is_all:
                    return Text(
                        f"ya es contraparte de {title.es}: {names.es}",
                        f"already a partner of {title.en}: {names.en}",
                    )
                return Text(
                    f"{title.es} con contrapartes en {place.admin1}: {names.es}",
                    f"{title.en} with partners in {place.admin1}: {names.en}",
                )
        return None

    def _names(self, codes: Sequence[str]) -> Text:
        names = [self._records.governments[code].name for code in dict.fromkeys(codes)]
        more = len(names) - _NAMED
        listed = ", ".join(names[:_NAMED])
        if more <= 0:
            return Text(listed, listed)
        return Text(f"{listed} y {more} más", f"{listed} and {more} more")


@dataclass(frozen=True, slots=True)
class _Title:
    es: str
    en: str


_OF_PEERS = {
    "neighbors": _Title("vecinos", "neighbours"),
    "similar": _Title("gobiernos parecidos", "similar governments"),
    "state": _Title("gobiernos del mismo estado", "governments of the same state"),
}


def _where(place: Place, strength: float) -> Text:
    country = country_name(place.country or "")
    if strength <= COUNTRY or place.admin1 is None:
        # English says "the" before this name only, of the countries that corridors lead to.
        return Text(country.es, f"the {country.en}") if place.country == "US" else country
    return Text(place.admin1, place.admin1)


def _number(km: float) -> str:
    """A distance as it is read in Mexico and in English: with a decimal below 100 km, thousands apart above.

    >>> _number(24.83), _number(2431.2)
    ('24.8', '2,431')
    """
    return f"{km:.1f}" if km < 100 else f"{km:,.0f}"
