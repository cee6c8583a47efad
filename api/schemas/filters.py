"""What a filter can call."""

from __future__ import annotations

from pydantic import BaseModel


class FunctionArgument(BaseModel):
    """One argument of a function, of any of the types."""

    title: str
    description: str
    type: list[str]


class Function(BaseModel):
    """One function of CQL2 filters."""

    name: str
    description: str
    arguments: list[FunctionArgument]
    returns: list[str]


class Functions(BaseModel):
    """Every function besides those of the standard."""

    functions: list[Function]
