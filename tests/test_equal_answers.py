"""`without-agreements` on both engines equals plain loops over CSV files, for 200 drawn parameter sets."""

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from geo.items.queries import items
from geo.layers import layer_named
from geo.layers.agreements import AGREEMENT_STATUS, INSTRUMENT
from geo.questions.without_agreements import QUESTION
from geo.tables import CONTIGUITY, LAYER_TABLES, RELEASE_REJECTIONS
from geo.vocabularies import THEME
from tests.csv_oracle import Country, Oracle
from tests.releases import REGISTER, tiny_connection

DRAWN = 200
SORTS = next(parameter for parameter in QUESTION.parameters if parameter.name == "sort").choices


def draw(random_: random.Random, states: list[str]) -> dict[str, list[str]]:
    """One parameter set as a query would give it; each parameter is present about every other time."""

    def some(values: list[str], most: int) -> list[str]:
        return random_.sample(values, random_.randint(1, min(most, len(values))))

    drawn = {
        "state": some(states, 4),
        "instrument": some(list(INSTRUMENT.values), 3),
        "scope": some(["international", "domestic", "any"], 1),
        "level": some(["municipal", "municipal_or_state"], 1),
        "theme": some(list(THEME.values), 4),
        "partner_country": some(["US", "ES", "CN", "GT", "MX", "JP", "KR", "ZZ"], 3),
        "as_of": [random_.choice(["1990", "2001-07", "2010-05-31", "2014", "2019-12-01", "2025-06-30"])],
        "undated": some(["include", "exclude"], 1),
        "status": some(list(AGREEMENT_STATUS.values), 2),
        "us_border_km_max": [f"{random_.uniform(0, 1500):.3f}"],
        "south_border_km_max": [f"{random_.uniform(0, 1500):.3f}"],
        "min_confidence": some(["low", "medium", "high"], 1),
        "successors": some(["own", "before", "perhaps_before"], 1),
        "weight_neighbors": [random_.choice(["0", "0.5", "3"])],
        "weight_nearest": [random_.choice(["0", "1", "2.25"])],
        "research": some(["none_known", "not_researched"], 2),
        "sort": [random_.choice(SORTS).value],
        "limit": [str(random_.choice([1, 7, 100, 3000]))],
        "offset": [str(random_.choice([0, 0, 3, 50]))],
    }
    return {name: values for name, values in drawn.items() if random_.random() < 0.45}


def country_of(connection: Connection) -> Country:
    """The municipalities of a release and their neighbours."""
    places = {
        row.key: json.loads(row.feature_properties)
        for row in connection.execute(items(layer_named("municipalities"), limit=10_000))
    }
    neighbors: dict[str, list[str]] = defaultdict(list)
    for code, other in connection.execute(select(CONTIGUITY.c.cvegeo, CONTIGUITY.c.neighbor_cvegeo)):
        neighbors[code].append(other)
    agreements = LAYER_TABLES["agreements"].c
    partners = {
        row.id: row.partner_id for row in connection.execute(select(agreements.id, agreements.partner_id))
    }
    return Country(places, neighbors, partners)


def assert_equal_answers(connection: Connection, register: Path, seed: int) -> None:
    """Both the page and the classes of every drawn set equal the oracle's."""
    country = country_of(connection)
    rejected = connection.execute(select(RELEASE_REJECTIONS.c.natural_key)).scalars()
    oracle = Oracle(register, country, filter(None, rejected))
    random_ = random.Random(seed)
    states = sorted({place["cve_ent"] for place in country.municipalities.values()})
    found_count = 0
    for _ in range(DRAWN):
        given = draw(random_, states)
        asked = QUESTION.understood(given)
        rows, classes = oracle.answer(asked)
        answer = QUESTION.answer(connection, asked)
        assert QUESTION.painting(connection, asked).classes == classes, given
        assert answer.number_matched == len(rows), given
        page = rows[asked["offset"] : asked["offset"] + asked["limit"]]
        assert [_rounded(row) for row in answer.data] == [_rounded(row) for row in page], given
        found_count += len(page)
    assert found_count > DRAWN  # the sets must not all be so narrow that nothing is compared


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, 6) if isinstance(value, float) else value for name, value in row.items()}


@pytest.fixture(scope="module")
def tiny(store_url: str) -> Iterator[Connection]:
    with tiny_connection(store_url) as connection:
        yield connection


def test_on_the_tiny_country(tiny: Connection) -> None:
    assert_equal_answers(tiny, REGISTER, seed=20261120)
