"""Which query parameters a route has, read off its own declaration; any other is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from fastapi.dependencies.models import Dependant
from starlette.requests import Request

from geo.declarations import Text
from geo.questions.question import BadParameter, UnknownParameter


@runtime_checkable
class NamesParameters(Protocol):
    """A dependency whose query parameters depend on the path: the fields of a layer, those of a question."""

    def parameter_names(self, request: Request) -> Sequence[str]:
        """Names that the query of that request may have, each any number of times."""


class DeclaredParameters:
    """The query parameters of one route, with all that its dependencies take."""

    def __init__(self, dependant: Dependant) -> None:
        self._single: list[str] = []
        self._by_path: list[NamesParameters] = []
        self._collect(dependant)

    def _collect(self, dependant: Dependant) -> None:
        self._single += [parameter.alias for parameter in dependant.query_params]
        call: object = dependant.call
        if isinstance(call, NamesParameters):
            self._by_path.append(call)
        for dependency in dependant.dependencies:
            self._collect(dependency)

    def __contains__(self, name: str) -> bool:
        return name in self._single

    def known(self, request: Request) -> tuple[str, ...]:
        """Every name that the query of that request may have."""
        by_path = (name for names in self._by_path for name in names.parameter_names(request))
        return tuple(dict.fromkeys((*by_path, *self._single)))

    def check(self, request: Request) -> None:
        """Nothing, when the query can be asked here.

        :raises UnknownParameter: for the first name that cannot.
        :raises BadParameter: for a text that no field can hold, or a single parameter given twice.
        """
        given = request.query_params.multi_items()
        for name, value in (*request.path_params.items(), *given):
            if "\0" in str(value):
                raise BadParameter(name, value.replace("\0", "␀"), _NO_NUL)
        if not given:
            return
        known = self.known(request)
        for name, count in Counter(name for name, _ in given).items():
            if name not in known:
                raise UnknownParameter(name, known)
            if count > 1 and name in self._single:
                raise BadParameter(name, ", ".join(request.query_params.getlist(name)), ONCE)


def given_once(request: Request, name: str) -> str | None:
    """The value of a parameter, or None when it is not given.

    :raises BadParameter: when it is given twice.
    """
    given = request.query_params.getlist(name)
    if len(given) > 1:
        raise BadParameter(name, "; ".join(given), ONCE)
    return given[0] if given else None


_NO_NUL = Text("no puede llevar el carácter nulo", "cannot hold the null character")
ONCE = Text("se dio más de una vez y solo admite un valor", "was given more than once and takes one value")
