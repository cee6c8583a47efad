"""What a profile is made of: sections of facts and tables, each with the sources that it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from geo.declarations import Text

Value = Text | str | int | float | None
"""A text that differs by language, a text that does not, a number, or None where nothing is known."""

UNKNOWN = Text("sin dato", "no data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing known of a government; ``note`` says what it means, ``absent`` why there is no value.

    ``sources`` are keys of the layer ``sources``, or empty where it was derived from boundaries.
    """

    title: Text
    value: Value
    unit: str | None = None
    note: Text | None = None
    absent: Text | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; ``unit`` is that of its numbers; with a year nobody counts."""

    name: str
    title: Text
    unit: str | None = None
    is_year: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: values by the name of their column, and the sources of the row."""

    values: Mapping[str, Value]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in the order of their importance: what prints may keep only the first ``printed_rows``.

    ``empty`` is what a reader is told when there are none.
    """

    title: Text
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: Text
    printed_rows: int = 8


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a profile; ``drawing`` is an SVG image of what ``drawing_title`` says."""

    name: str
    title: Text
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[Text, ...] = ()
    drawing: str | None = None
    drawing_title: Text | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A source of the profile, with the number by which its parts cite it."""

    number: int
    id: str
    title: str
    url: str | None
    date: str | None
    retrieved: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything that the release knows of one government.

    ``key`` is the CVEGEO of a municipality or the two digits of a state; ``sources`` are numbered in the
    order in which the sections first cite them.
    """

    key: str
    level: str
    name: str
    state_name: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    caveats: tuple[Text, ...] = field(default=())

    @property
    def title(self) -> Text:
        """The name as a heading says it."""
        if self.level == "state":
            return Text(f"Gobierno del estado: {self.name}", f"State government: {self.name}")
        return Text(f"{self.name}, {self.state_name}", f"{self.name}, {self.state_name}")
