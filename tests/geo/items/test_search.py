"""Places found by any part of their name, without accents."""

import pytest
from sqlalchemy import Connection

from geo.items.search import NothingToSearch, places


def _found(connection: Connection, text: str, limit: int = 10) -> list[tuple[str, str]]:
    return [(row.type, row.id) for row in connection.execute(places(text, limit))]


@pytest.mark.parametrize("text", ["Tijuana", "tijuana", "  TIJUANA ", "Tíjuana", "02004"])
def test_a_municipality_by_its_name_or_code(connection: Connection, text: str) -> None:
    assert _found(connection, text)[0] == ("municipality", "02004")


def test_a_state_comes_before_municipalities_that_match_alike(connection: Connection) -> None:
    assert _found(connection, "baja california")[0] == ("state", "02")


def test_the_beginning_of_a_name_comes_before_its_middle(connection: Connection) -> None:
    ranks = [row.rank for row in connection.execute(places("a", 100))]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) > 1


def test_signs_have_no_power(connection: Connection) -> None:
    assert _found(connection, "%tijuana_") == _found(connection, "tijuana")
    with pytest.raises(NothingToSearch):
        places("%_", 10)


def test_the_limit_holds(connection: Connection) -> None:
    assert len(_found(connection, "a", 3)) == 3
