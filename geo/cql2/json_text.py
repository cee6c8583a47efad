"""CQL2 JSON as text read into its tree, within bounds and with integers exact."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from geo.cql2 import limits
from geo.cql2.errors import BadLiteral, BadSyntax
from geo.declarations import Text

_NO_JSON = Text("no es JSON", "it is not JSON")


def tree_of_json(text: str) -> Any:
    """The tree that a CQL2 JSON text spells out.

    :raises TooComplex: when it is too long or too deep.
    :raises BadSyntax: when it is no JSON.
    :raises BadLiteral: for a number that is none.

    >>> tree_of_json('{"op": ">", "args": [{"property": "a"}, 90071992547409930000]}')["args"][1]
    90071992547409930000
    """
    limits.check_characters(text)
    try:
        return json.loads(text, parse_constant=_refused)
    except json.JSONDecodeError as error:
        raise BadSyntax(_NO_JSON, error.pos) from None
    except RecursionError:
        raise limits.too_deep() from None
    except ValueError as error:
        if isinstance(error, BadLiteral):
            raise
        # Python reads no integer of more than 4,300 digits.
        raise BadLiteral(text, Text("un número es demasiado grande", "a number is too large")) from None


def _refused(name: str) -> NoReturn:
    raise BadLiteral(name, Text("no es un número finito", "it is no finite number"))
