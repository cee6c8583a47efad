"""What a route as published passes through: codes of municipalities among names in any order."""

from __future__ import annotations

import re

_CVEGEO = re.compile(r"(?<!\d)\d{5}(?!\d)")


def municipalities_on(route: str | None) -> tuple[str, ...]:
    """The codes that a published route names, each once, in its order; names without code are left out.

    >>> municipalities_on("07089;Chihuahua;25001 (Los Mochis);07089")
    ('07089', '25001')
    >>> municipalities_on(None)
    ()
    """
    return tuple(dict.fromkeys(_CVEGEO.findall(route or "")))
