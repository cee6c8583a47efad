"""First-level divisions abroad (states, provinces, regions) in Spanish and English, with GeoNames' codes."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import Any

import pycountry

from geo.names.cities import SLIP, Cities
from geo.names.countries import spanish
from geo.names.folding import fold
from geo.names.tables import divisions

UNITED_STATES = "US"
# Divisions of the United States that GeoNames and ISO 3166-1 hold as countries.
TERRITORIES = frozenset({"AS", "GU", "MP", "PR", "UM", "VI"})

_KIND = re.compile(
    r"^(?:state of|province of|region of|department of|prefecture of|estado de|provincia de|provincia del|"
    r"region de|departamento de|departamento del|prefectura de|comunidad de|comunidad autonoma de|canton de|"
    r"gobernacion de|gobernacion del|junta de)\s|"
    r"\s(?:state|province|region|department|prefecture|oblast|governorate|voivodeship)$"
)


class DivisionNames:
    """Looks up divisions within a country.

    Those of the United States come from pycountry, whose codes GeoNames shares; others from the written
    table. The rest are learnt from the largest city of the same name, which serves most departments of Latin
    America.
    """

    def __init__(self, cities: Cities) -> None:
        """With the cities from which unwritten divisions are learnt."""
        self._cities = cities
        self._written: dict[tuple[str, str], str] = {}
        self._english: dict[tuple[str, str], str] = {}
        self._countries: dict[str, set[str]] = defaultdict(set)
        translations = spanish("iso3166-2")
        for division in _divisions_of(UNITED_STATES):
            code = division.code.removeprefix(f"{UNITED_STATES}-")
            self._add(UNITED_STATES, code, (division.name, translations.gettext(division.name), code))
        for row in divisions():
            self._add(row.country, row.admin1_code, row.names)

    def _add(self, country: str, code: str, names: tuple[str, ...]) -> None:
        self._english.setdefault((country, code), names[0])
        for name in names:
            self._written.setdefault((country, _key(name)), code)
            self._countries[_key(name)].add(country)

    def written(self, name: str, country: str) -> str | None:
        """The code of a division that pycountry or the table names, so that it is beyond doubt; or None.

        Words such as *Provincia de* and *Prefecture* do not count.
        """
        for one in (name, without_kind(name)):
            if code := self._written.get((country, _key(one))):
                return code
        return None

    def code(self, name: str, country: str) -> str | None:
        """The code of a division, written or learnt, or None."""
        if found := self.written(name, country):
            return found
        known = [
            match.city for match in self._cities.called(without_kind(name), country) if match.method != SLIP
        ]
        return max(known, key=lambda city: city.population).admin1_code if known else None

    def country(self, name: str) -> str | None:
        """The country that has a written division of this name, when only one does."""
        countries = self._countries.get(_key(name)) or self._countries.get(_key(without_kind(name))) or set()
        return next(iter(countries)) if len(countries) == 1 else None

    def english(self, code: str, country: str) -> str | None:
        """The English name of a division, if it is a written one."""
        return self._english.get((country, code))

    def is_any(self, name: str, country: str) -> bool:
        """Whether a division of any level in ISO 3166-2 is called so: Granada is a province and a city."""
        return fold(name) in _any_divisions(country)


def without_kind(name: str) -> str:
    """The folded name without the words for a kind of division.

    >>> without_kind("Prefectura de Saitama"), without_kind("Yamanashi Prefecture")
    ('saitama', 'yamanashi')
    """
    return _KIND.sub("", fold(name))


def _key(name: str) -> str:
    # D.C. and DC are one.
    return fold(name).replace(" ", "")


@cache
def _any_divisions(country: str) -> frozenset[str]:
    # Chongqing Shi is a province's worth of land besides a city.
    return frozenset(without_kind(one.name).removesuffix(" shi") for one in _divisions_of(country))


def _divisions_of(country: str) -> list[Any]:
    return [one for one in pycountry.subdivisions if one.country_code == country]
