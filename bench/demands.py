"""What is demanded of figures, and which of them fall short."""

from __future__ import annotations

from dataclasses import dataclass, field

WORD = "short"
"""Stands beside every figure that is not what is demanded."""


@dataclass(frozen=True)
class Demand:
    """A floor that a figure reaches, or a ceiling that it stays under.

    >>> str(Demand(4, "×")), str(Demand(150, "ms", is_ceiling=True))
    ('4 ×', 'under 150 ms')
    """

    figure: float
    unit: str = ""
    is_ceiling: bool = False

    def is_met(self, value: float) -> bool:
        """Whether the value, unrounded, is what is demanded."""
        return value < self.figure if self.is_ceiling else value >= self.figure

    def __str__(self) -> str:
        return f"{'under ' if self.is_ceiling else ''}{self.figure:,g}{f' {self.unit}' if self.unit else ''}"


@dataclass
class Shortfalls:
    """Keeps what falls short, while figures are written."""

    found: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def written(
        self, what: str, who: str, value: float, demand: Demand | None, *, decimals: int = 0, unit: str = ""
    ) -> str:
        """The figure as it stands in a table, marked and kept where it falls short.

        A figure that rounding would make equal to what it misses gets further decimals.

        >>> Shortfalls().written("page", "ours", 3.96, Demand(4, "×"), decimals=1, unit="×")
        '3.96 × short'
        """
        if demand is None or demand.is_met(value):
            return f"{value:,.{decimals}f}{f' {unit}' if unit else ''}"
        while value != demand.figure and demand.is_met(round(value, decimals)):
            decimals += 1
        figure = f"{value:,.{decimals}f}{f' {unit}' if unit else ''}"
        self.found.setdefault((what, str(demand)), []).append(f"{who} {figure}")
        return f"{figure} {WORD}"

    def line(self) -> str:
        """One sentence with all that fell short, beside what is demanded."""
        if not self.found:
            return "Nothing that was measured falls short of what is demanded."
        told = (f"{what} ({demand}): {' and '.join(whose)}" for (what, demand), whose in self.found.items())
        return f"Short of what is demanded: {'; '.join(told)}."
