"""How large a feature is, told from a few of them: the length of the blocks that pages are read in."""

import pytest
from sqlalchemy import func, select

from api import releases
from geo.items import queries
from geo.items.queries import Outline
from geo.layers import layer_named
from geo.store import Reader
from tests.releases import tiny_release


def test_the_sample_is_spread_over_all_features(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases, "_SAMPLED", 2)
    layer = layer_named("municipalities")
    reader = Reader(tiny_release(store_url))
    with reader.connection() as connection:
        every = list(queries.items(layer, limit=100).subquery().c)
        length = func.length(every[1]) + func.length(every[2])
        sizes = connection.execute(select(length).order_by(every[0])).scalars().all()
        assert len(sizes) == 19
    told = releases._served(reader.release(), None).bytes_of(layer, None, Outline.TEXT)
    # Two of nineteen: the ninth and the eighteenth by their codes.
    assert told == round((sizes[8] + sizes[17]) / 2)
    reader.close()
