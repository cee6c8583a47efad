"""The four regions in which Banco de México reports on the states, and which state is in which.

Source: Banco de México, "Reporte sobre las Economías Regionales", which states the groups in every issue.
"""

from __future__ import annotations

from geo.declarations import Text, Vocabulary, Word

MEXICAN_REGION = Vocabulary(
    "mexican_region",
    (
        Word("north", Text("Norte", "North")),
        Word("north_centre", Text("Centro norte", "North centre")),
        Word("centre", Text("Centro", "Centre")),
        Word("south", Text("Sur", "South")),
    ),
)

_STATES = {
    "north": "02 05 08 19 26 28",
    "north_centre": "01 03 06 10 14 16 18 24 25 32",
    "centre": "09 11 13 15 17 21 22 29",
    "south": "04 07 12 20 23 27 30 31",
}
_REGION_OF = {state: region for region, states in _STATES.items() for state in states.split()}


def region_of_state(cve_ent: str) -> str:
    """The region of a state.

    >>> region_of_state("02"), region_of_state("31")
    ('north', 'south')
    """
    return _REGION_OF[cve_ent]
