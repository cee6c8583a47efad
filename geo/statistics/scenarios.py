"""What a count would become if it grew by a stated rate every five years: arithmetic, not a forecast."""

from __future__ import annotations

from geo.declarations import Text, Vocabulary, Word

STEP_YEARS = 5

SCENARIO = Vocabulary(
    "scenario",
    (
        Word("no_growth", Text("Sin crecimiento", "No growth")),
        Word("trend", Text("Tendencia", "Trend")),
        Word("twice_the_growth", Text("El doble del crecimiento", "Twice the growth")),
    ),
)

_GROWTH = {"no_growth": 0, "trend": 1, "twice_the_growth": 2}


def projected(base_count: float, rate_pct: float, steps: int, scenario: str = "trend") -> int:
    """The count after that many steps of five years, rounded once, at the end.

    The trend grows by ``rate_pct`` each step; the other scenarios add none, or twice, of what the trend adds.
    With 1,350 and 20 % the trend and twice its growth give the figures that Schiavon published (SRE and KAS,
    2025) for 2030 to 2050:

    >>> [projected(1350, 20, step) for step in range(1, 6)]
    [1620, 1944, 2333, 2799, 3359]
    >>> [projected(1350, 20, step, "twice_the_growth") for step in range(1, 6)]
    [1890, 2538, 3316, 4249, 5368]
    """
    growth = base_count * ((1 + rate_pct / 100) ** steps - 1)
    return round(base_count + _GROWTH[scenario] * growth)
