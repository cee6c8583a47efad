"""The question put to Wikidata about twin cities, and the address that answers it."""

from __future__ import annotations

from urllib.parse import urlencode

ENDPOINT = "https://query.wikidata.org/sparql"

# P190 twinned administrative body, its qualifiers P585 point in time, P580 start, P582 end; P17 country (Q96
# Mexico), P131 where it is, P300 ISO 3166-2, P297 ISO 3166-1, P3801 INEGI's code, P625 coordinates.
QUERY = """\
SELECT DISTINCT ?statement ?mx ?mxLabel ?cvegeo ?stateLabel
  ?partner ?partnerLabel ?partnerCountry ?partnerPoint
  ?date ?datePrecision ?start ?startPrecision ?end ?endPrecision
WHERE {
  { ?mx p:P190 ?statement . ?statement ps:P190 ?partner . }
  UNION
  { ?partner p:P190 ?statement . ?statement ps:P190 ?mx . }
  ?statement wikibase:rank ?rank . FILTER(?rank != wikibase:DeprecatedRank)
  ?mx wdt:P17 wd:Q96 .
  OPTIONAL { ?mx wdt:P3801 ?cvegeo . }
  OPTIONAL { ?mx wdt:P131* ?state . ?state wdt:P300 ?iso . FILTER(STRSTARTS(?iso, "MX-")) }
  OPTIONAL { ?partner wdt:P17 ?country . ?country wdt:P297 ?partnerCountry . }
  OPTIONAL { ?partner wdt:P625 ?partnerPoint . }
  OPTIONAL {
    ?statement pqv:P585 ?dateValue .
    ?dateValue wikibase:timeValue ?date ; wikibase:timePrecision ?datePrecision .
  }
  OPTIONAL {
    ?statement pqv:P580 ?startValue .
    ?startValue wikibase:timeValue ?start ; wikibase:timePrecision ?startPrecision .
  }
  OPTIONAL {
    ?statement pqv:P582 ?endValue .
    ?endValue wikibase:timeValue ?end ; wikibase:timePrecision ?endPrecision .
  }
  SERVICE wikibase:label { bd:serviceParam wikibase:language "es,en,mul" . }
}
ORDER BY ?mx ?partner
"""

VARIABLES = (
    "statement",
    "mx",
    "mxLabel",
    "cvegeo",
    "stateLabel",
    "partner",
    "partnerLabel",
    "partnerCountry",
    "partnerPoint",
    "date",
    "datePrecision",
    "start",
    "startPrecision",
    "end",
    "endPrecision",
)

ADDRESS = f"{ENDPOINT}?{urlencode({'format': 'json', 'query': QUERY})}"
