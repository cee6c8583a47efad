import shapely

from geo.names.localities import localities_within

WEST, EAST = shapely.box(-100, 20, -99, 21), shapely.box(-99, 20, -98, 21)


def _town(name: str, lon: float, population: int = 1_000, others: tuple[str, ...] = ()) -> dict[str, object]:
    return {
        "name": name,
        "alternatenames": list(others),
        "population": population,
        "geonameid": 1,
        "longitude": lon,
        "latitude": 20.5,
    }


def test_a_town_is_in_the_polygon_that_holds_it() -> None:
    towns = localities_within([("01001", WEST), ("01002", EAST)], [_town("A", -99.5), _town("B", -98.5)])
    assert [(town.names, town.cvegeos) for town in towns] == [(("A",), ("01001",)), (("B",), ("01002",))]


def test_a_point_near_a_border_may_be_on_either_side() -> None:
    # 0.005 degrees from the border, GeoNames being exact to about 0.01
    (town,) = localities_within([("01001", WEST), ("01002", EAST)], [_town("A", -98.995)])
    assert town.cvegeos == ("01002", "01001")


def test_a_town_outside_is_left_out() -> None:
    assert localities_within([("01001", WEST)], [_town("A", -97.0)]) == []


def test_only_large_towns_bring_their_other_names() -> None:
    others = ("CUN", "Kan'koun", "Канкун", "Cancun", "La Ceiba")
    small, large = localities_within(
        [("01001", WEST)],
        [_town("Cancún", -99.5, 900, others), _town("Cancún", -99.4, 900_000, others)],
    )
    assert small.names == ("Cancún",)
    # neither the airport's code nor another script, and no name twice
    assert large.names == ("Cancún", "Kan'koun", "La Ceiba")
