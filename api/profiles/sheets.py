"""A profile as it is read: every value written out in one language, every citation by its number."""

from __future__ import annotations

from dataclasses import dataclass

from api.negotiation import Language
from geo.declarations import Text
from geo.profiles.records import UNKNOWN, Column, Fact, Profile, Section, Table, Value


@dataclass(frozen=True, slots=True)
class WrittenFact:
    """A fact: its title, its value with its unit, what it means or why it is absent, and what it cites."""

    title: str
    value: str
    note: str
    is_known: bool
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """The cells of a row and what it cites."""

    cells: tuple[str, ...]
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WrittenTable:
    """A table without its empty columns; the first ``printed`` rows are printed, ``more`` counts the others.

    ``widths`` are shares of what numbers, whose width is 0, leave over.
    """

    title: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[WrittenRow, ...]
    printed: int
    more: str
    empty: str


@dataclass(frozen=True, slots=True)
class WrittenSection:
    """A part of a profile."""

    name: str
    title: str
    facts: tuple[WrittenFact, ...]
    tables: tuple[WrittenTable, ...]
    notes: tuple[str, ...]
    drawing: str
    drawing_title: str


@dataclass(frozen=True, slots=True)
class WrittenSource:
    """A source as a list of sources names it."""

    number: int
    id: str
    title: str
    url: str
    dates: str


@dataclass(frozen=True, slots=True)
class Sheets:
    """The whole profile in one language."""

    title: str
    key: str
    sections: tuple[WrittenSection, ...]
    sources: tuple[WrittenSource, ...]
    caveats: tuple[str, ...]


def sheets(profile: Profile, language: Language) -> Sheets:
    """The profile written out in that language."""
    numbers = {each.id: each.number for each in profile.sources}
    writer = _Writer(language, numbers)
    return Sheets(
        title=writer.say(profile.title),
        key=profile.key,
        sections=tuple(writer.section(each) for each in profile.sections),
        sources=tuple(
            WrittenSource(
                each.number,
                each.id,
                each.title,
                each.url or "",
                ", ".join(date for date in (each.date, writer.seen(each.retrieved)) if date),
            )
            for each in profile.sources
        ),
        caveats=tuple(writer.say(each) for each in profile.caveats),
    )


def number(value: float) -> str:
    """A number as Mexico writes it: thousands apart, no more decimals than tell something.

    >>> number(1922523), number(973.87526), number(0.14), number(6.026), number(3.0)
    ('1,922,523', '974', '0.14', '6.0', '3')
    """
    if float(value).is_integer():
        return f"{int(value):,}"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 3 else f"{value:.2f}"


@dataclass(frozen=True, slots=True)
class _Writer:
    language: Language
    numbers: dict[str, int]

    def say(self, text: Text | None) -> str:
        if text is None:
            return ""
        return text.es if self.language == "es" else text.en

    def seen(self, day: str | None) -> str | None:
        return day and self.say(Text(f"consultada el {day}", f"consulted on {day}"))

    def value(self, value: Value, column: Column | None = None) -> str:
        if value is None:
            return "—"
        if isinstance(value, Text):
            return self.say(value)
        if isinstance(value, str):
            return value
        return str(value) if column is not None and column.is_year else number(value)

    def cites(self, sources: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(sorted({self.numbers[each] for each in sources}))

    def fact(self, fact: Fact) -> WrittenFact:
        is_known = fact.value is not None
        value = self.value(fact.value) if is_known else self.say(UNKNOWN)
        return WrittenFact(
            self.say(fact.title),
            f"{value} {fact.unit}" if is_known and fact.unit else value,
            self.say(fact.note if is_known else fact.absent),
            is_known,
            self.cites(fact.sources),
        )

    def table(self, table: Table) -> WrittenTable:
        columns = [
            each
            for each in table.columns
            if not table.rows or any(row.values[each.name] is not None for row in table.rows)
        ]
        left = len(table.rows) - table.printed_rows
        return WrittenTable(
            title=self.say(table.title),
            columns=tuple(
                f"{self.say(each.title)} ({each.unit})" if each.unit else self.say(each.title)
                for each in columns
            ),
            widths=tuple(self.width(table, each) for each in columns),
            rows=tuple(
                WrittenRow(
                    tuple(self.value(row.values[each.name], each) for each in columns),
                    self.cites(row.sources),
                )
                for row in table.rows
            ),
            printed=table.printed_rows,
            more=self.say(Text(f"y {left} más", f"and {left} more")) if left > 0 else "",
            empty=self.say(table.empty),
        )

    def width(self, table: Table, column: Column) -> int:
        values = [row.values[column.name] for row in table.rows]
        if any(isinstance(value, int | float) for value in values):
            return 0
        longest = max((len(self.value(value)) for value in values), default=1)
        return min(max(longest, 8), 90)

    def section(self, section: Section) -> WrittenSection:
        return WrittenSection(
            section.name,
            self.say(section.title),
            tuple(self.fact(each) for each in section.facts),
            tuple(self.table(each) for each in section.tables),
            tuple(self.say(each) for each in section.notes),
            section.drawing or "",
            self.say(section.drawing_title),
        )
