"""Similarity of the real municipalities against a plain loop."""

import math

import pytest
from sqlalchemy import select

from geo.statistics.similarity import read, similarities
from geo.tables import LAYER_TABLES
from tests.geo.questions.conftest import National


@pytest.mark.slow
def test_similarity_of_the_real_country(national: National) -> None:
    table = LAYER_TABLES["municipalities"].c
    rows = national.connection.execute(
        select(table.cvegeo, table.us_border_km, table.south_border_km, table.is_coastal).order_by(
            table.cvegeo
        )
    ).all()
    columns = [[math.log(1 + row[index] / 100) for row in rows] for index in (1, 2)]
    columns.append([float(row.is_coastal) for row in rows])
    ranges = [max(column) - min(column) for column in columns]
    profiles = read(national.connection)
    place = profiles.position("02004")
    found = similarities(profiles.values, profiles.weights, place)
    for other in range(0, len(rows), 97):
        parts = [
            1 - abs(column[place] - column[other]) / width
            for column, width in zip(columns, ranges, strict=True)
        ]
        assert found[other] == pytest.approx(sum(parts) / 3)
