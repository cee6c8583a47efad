"""Regions of the world in which partners are counted, and which country is in which.

The regions are those in which the SRE's register has been reported on (Schiavon, in SRE and KAS, 2025), with
Africa and Oceania apart. Countries are on the continents on which GeoNames has them; of America, the United
States, Canada, Bermuda, Greenland and Saint Pierre and Miquelon are North America, and Mexico is a group of
its own, because a partner in Mexico is not a partner abroad. Codes are ISO 3166-1.
"""

from __future__ import annotations

from functools import cache

import pycountry

from geo.declarations import Text, Vocabulary, Word
from geo.names.countries import spanish

WORLD_REGION = Vocabulary(
    "world_region",
    (
        Word("north_america", Text("América del Norte", "North America")),
        Word(
            "latin_america_caribbean", Text("América Latina y el Caribe", "Latin America and the Caribbean")
        ),
        Word("europe", Text("Europa", "Europe")),
        Word("asia", Text("Asia", "Asia")),
        Word("africa", Text("África", "Africa")),
        Word("oceania", Text("Oceanía", "Oceania")),
        Word("antarctica", Text("Antártida", "Antarctica")),
        Word("mexico", Text("México", "Mexico")),
        Word(
            "international_organizations", Text("Organismos internacionales", "International organizations")
        ),
        Word("unknown", Text("País desconocido", "Country unknown")),
    ),
)

_COUNTRIES = {
    "north_america": "US CA BM GL PM",
    "latin_america_caribbean": (
        "AG AI AR AW BB BL BO BQ BR BS BZ CL CO CR CU CW DM DO EC FK GD GF GP GT GY HN HT JM"
        " KN KY LC MF MQ MS NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI"
    ),
    "europe": (
        "AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT"
        " JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA"
    ),
    "asia": (
        "AE AF AM AZ BD BH BN BT CC CN GE HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB"
        " LK MM MN MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TM TR TW UZ VN YE"
    ),
    "africa": (
        "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY"
        " MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA"
        " ZM ZW"
    ),
    "oceania": "AS AU CK CX FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TL TO TV UM VU WF WS",
    "antarctica": "AQ BV GS HM TF",
    "mexico": "MX",
}
_REGION_OF = {country: region for region, countries in _COUNTRIES.items() for country in countries.split()}


def region_of_country(country: str | None) -> str:
    """The region of a country by its ISO code.

    >>> region_of_country("US"), region_of_country("GT"), region_of_country("MX"), region_of_country(None)
    ('north_america', 'latin_america_caribbean', 'mexico', 'unknown')
    """
    return "unknown" if country is None else _REGION_OF.get(country, "unknown")


def region_of_partner(partner_type: str, country: str | None) -> str:
    """The region of a partner: an international organization is in none, wherever its seat.

    >>> region_of_partner("international_organization", "CH"), region_of_partner("city", "KR")
    ('international_organizations', 'asia')
    """
    if partner_type == "international_organization":
        return "international_organizations"
    return region_of_country(country)


def is_country(code: str) -> bool:
    """Whether ISO 3166-1 gives that code of two letters to a country.

    >>> is_country("GB"), is_country("UK")
    (True, False)
    """
    return pycountry.countries.get(alpha_2=code) is not None


@cache
def country_name(country: str) -> Text:
    """The usual name of a country; the code itself where ISO has none.

    >>> country_name("KR")
    Text(es='Corea del Sur', en='South Korea')
    """
    found = pycountry.countries.get(alpha_2=country)
    if found is None:
        return Text(country, country)
    english = getattr(found, "common_name", found.name)
    translated = spanish("iso3166-1").gettext
    common = translated(english)
    return Text(common if common != english else translated(found.name), english)
