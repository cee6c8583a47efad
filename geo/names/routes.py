"""What a route as published passes through: codes of municipalities among names in any order."""

from __future__ import annotations

import re

from geo.names.states import StateNames
from geo.names.wording import segments

_CVEGEO = re.compile(r"(?<!\d)\d{5}(?!\d)")


def municipalities_on(route: str | None) -> tuple[str, ...]:
    """The codes that a published route names, each once, in its order; names without code are left out.

    >>> municipalities_on("07089;Chihuahua;25001 (Los Mochis);07089")
    ('07089', '25001')
    >>> municipalities_on(None)
    ()
    """
    return tuple(dict.fromkeys(_CVEGEO.findall(route or "")))


def states_on(route: str | None, names: StateNames) -> frozenset[str]:
    """The states that a published route names, or whose municipalities it names by code.

    >>> names = StateNames([("05", "Coahuila de Zaragoza"), ("07", "Chiapas"), ("08", "Chihuahua")])
    >>> sorted(states_on("07089;Coahuila", names))
    ['05', '07']
    """
    by_code = {cvegeo[:2] for cvegeo in municipalities_on(route)}
    parts = (words for part in (route or "").split(";") for words in segments(part))
    return frozenset(by_code.union(*(names.codes_called(words) for words in parts)))
