"""How the inputs of a run differ from those of the release in force, found before anything is replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from etl.report import InputCounts
from etl.selection.errors import SourceShrank

LEAST_SHARE = 0.5
"""A source with a smaller share of the rows that it had is taken for a piece of it."""


@dataclass(frozen=True, slots=True)
class InputChange:
    """An input that is new, gone (``after`` is None) or has other bytes."""

    name: str
    before: InputCounts | None
    after: InputCounts | None


def input_changes(before: Mapping[str, InputCounts], after: Iterable[InputCounts]) -> Iterator[InputChange]:
    """Every input that is another, by name; those that are gone come last."""
    new = {each.name: each for each in after}
    for name in sorted(new):
        if name not in before or before[name].sha256 != new[name].sha256:
            yield InputChange(name, before.get(name), new[name])
    for name in sorted(before.keys() - new.keys()):
        yield InputChange(name, before[name], None)


def refuse_shrunk(before: Mapping[str, InputCounts], after: Iterable[InputCounts]) -> None:
    """Nothing; no input has less than half of the rows, or of the rows that fitted, that it had.

    :raises SourceShrank: naming the first that has.
    """
    for each in after:
        earlier = before.get(each.name)
        if earlier is None:
            continue
        for rows, had in ((each.rows_in, earlier.rows_in), (each.rows_loaded, earlier.rows_loaded)):
            if rows < LEAST_SHARE * had:
                raise SourceShrank(each.name, rows, had)
