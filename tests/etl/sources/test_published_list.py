"""What a server says can be loaded is what the readers can read."""

from etl.sources import registry
from geo.published_sources import PUBLISHED


def test_the_list_that_servers_show_is_that_of_the_readers() -> None:
    shown = [
        (each.name, each.title, each.publisher, each.licence, each.page, each.is_fetched, each.fills)
        for each in PUBLISHED
    ]
    assert shown == [
        (each.id, each.title, each.publisher, each.licence, each.page, each.address is not None, each.fills)
        for each in registry.SOURCES
    ]
